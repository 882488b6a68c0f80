"""What the texts quote, where, and what this server has found of it; nothing is computed here."""

import streamlit as st

from lazyq.datasets import DataError
from lazyq.experiments.reproducing import CLAIMS, MEASUREMENTS, Claim, Quote, known
from lazyq.ui.results import store


def reproduce() -> None:
    """Show every quoted number with its command, and whether this server has found the same."""
    told = {claim.name: _here(claim) for claim in CLAIMS}
    count = sum(len(claim.quotes) for claim in CLAIMS)
    differing = [name for name, (verdict, _) in told.items() if verdict.startswith("**")]
    found = sum(verdict == "the same" for verdict, _ in told.values())
    st.markdown(
        f"The texts quote {count} results of ours. `lazyq reproduce --all` computes them again, "
        "`lazyq reproduce NAME` one computation of them. "
        f"On this server {found} of {len(CLAIMS)} computations are done and say the same"
        f"{_differing(differing)}."
    )
    with st.expander("The numbers: what is quoted, and what computes it"):
        st.markdown(
            "A number that is quoted with an interval must be found within it, any other must be the same. "
            "The times are those of two quiet cores."
        )
        st.markdown("\n".join(_item(claim, *told[claim.name]) for claim in CLAIMS))
    with st.expander("The numbers: times and speeds, which differ from machine to machine"):
        st.markdown("\n".join(f"- {_quoted(one.quote)}: `{one.command}`" for one in MEASUREMENTS))


def _here(claim: Claim) -> tuple[str, str]:
    """Return what this server has found, and the interval."""
    try:
        result = known(claim, store())
    except DataError:
        return "needs MNIST", claim.sure("")
    if result is None:
        return "not computed yet", claim.sure("")
    interval = claim.sure(result.interval)
    if all(claim.within(result.texts)):
        return "the same", interval
    return f"**another**, {'; '.join(map(_plain, result.texts))}", interval


def _item(claim: Claim, verdict: str, interval: str) -> str:
    """Return an item of a list, which fits a phone, as a table of so many columns does not."""
    facts = f"Seed {claim.seed}; interval: {interval}; {claim.time}; `{claim.command}`"
    quotes = "".join(f"\n  - {_quoted(quote)}" for quote in claim.quotes)
    return f"- **{claim.name}**: {verdict}. {facts}{quotes}"


def _quoted(quote: Quote) -> str:
    return f"{_plain(quote.file)}: “{_plain(quote.text)}”"


def _differing(names: list[str]) -> str:
    return f"; another number came out for {', '.join(names)}" if names else ""


def _plain(text: str) -> str:
    """Return a text that means itself in a table of Markdown."""
    cells = text.strip("| ").replace("|", ",").replace(" ,", ",")
    return "".join(f"\\{letter}" if letter in "\\`*_[]{}<>$~" else letter for letter in cells)
