"""What the texts quote, where, and what this server has found of it; nothing is computed here."""

import streamlit as st

from lazyq.datasets import DataError
from lazyq.experiments.reproducing import CLAIMS, MEASUREMENTS, Claim, known
from lazyq.ui.results import store

_HEAD = "| name | quoted in | here | seed | interval | time | or by |\n|---|---|---|---|---|---|---|"
_MEASURED = "| quoted in | measured by |\n|---|---|"


def reproduce() -> None:
    """Show every quoted number with its command, and whether this server has found the same."""
    told = {claim.name: _here(claim) for claim in CLAIMS}
    count = sum(len(claim.quotes) for claim in CLAIMS)
    differing = [name for name, (verdict, _) in told.items() if verdict.startswith("**")]
    found = sum(verdict == "the same" for verdict, _ in told.values())
    st.markdown(
        f"The texts quote {count} results of ours. `lazyq reproduce --all` computes them again, "
        "`lazyq reproduce NAME` one computation of them. "
        f"On this server {found} of {len(CLAIMS)} computations are done and say the same{_differing(differing)}."
    )
    with st.expander("The numbers: what is quoted, and what computes it"):
        st.markdown("\n".join([_HEAD, *(_row(claim, *told[claim.name]) for claim in CLAIMS)]))
        st.markdown(
            "A number that is quoted with an interval must be found within it, any other must be the same. "
            "The time is that of two quiet cores."
        )
    with st.expander("The numbers: times and speeds, which another machine has others of"):
        rows = (f"| {one.quote.file}: “{_plain(one.quote.text)}” | `{one.command}` |" for one in MEASUREMENTS)
        st.markdown("\n".join([_MEASURED, *rows]))


def _here(claim: Claim) -> tuple[str, str]:
    """Return what this server has found, and the interval where it is known."""
    try:
        result = known(claim, store())
    except DataError:
        return "needs MNIST", ""
    if result is None:
        return "not computed yet", ""
    if all(claim.within(result.texts)):
        return "the same", result.interval
    return f"**another**: {'; '.join(map(_plain, result.texts))}", result.interval


def _row(claim: Claim, verdict: str, interval: str) -> str:
    where = "; ".join(f"{quote.file}: “{_plain(quote.text)}”" for quote in claim.quotes)
    time = f"{claim.seconds:g} s" if claim.seconds < 100 else f"{claim.seconds / 60:.0f} min"
    return f"| {claim.name} | {where} | {verdict} | {claim.seed} | {interval} | {time} | `{claim.command}` |"


def _differing(names: list[str]) -> str:
    return f"; another number came out for {', '.join(names)}" if names else ""


def _plain(text: str) -> str:
    """Return a text that means itself in a table of Markdown."""
    cells = text.strip("| ").replace("|", ",").replace(" ,", ",")
    return "".join(f"\\{letter}" if letter in "\\`*_[]{}<>$~" else letter for letter in cells)
