"""What the texts quote, where, and what this server has found of it; nothing is computed here."""

import re
from typing import NamedTuple

import streamlit as st

from lazyq.datasets import DataError
from lazyq.experiments.reproducing import (
    CLAIMS,
    MEASUREMENTS,
    NONE,
    Claim,
    Measurement,
    Quote,
    known,
    told,
)
from lazyq.ui.language import bound, later, localised, tr
from lazyq.ui.results import store

_FOUND = (
    (re.compile(r"at most (?P<half>\S+)"), later("at most {half}")),
    (re.compile(r"(?P<least>\S+) to (?P<most>\S+)"), later("{least} to {most}")),
)


class _Here(NamedTuple):
    """What this server has found: whether it is what is quoted, None if nothing; in words; the interval."""

    same: bool | None
    verdict: str
    interval: str


def reproduce() -> None:
    """Show every quoted number with its command, and whether this server has found the same."""
    here = {claim.name: _here(claim) for claim in CLAIMS}
    differing = [name for name, found in here.items() if found.same is False]
    counted = {
        "count": sum(len(claim.quotes) for claim in CLAIMS),
        "found": sum(found.same is True for found in here.values()),
        "all": len(CLAIMS),
    }
    if differing:
        said = tr(
            "The texts quote {count} results of ours. `lazyq reproduce --all` computes them again, "
            "`lazyq reproduce NAME` one computation of them. On this server {found} of {all} computations "
            "are done and say the same; another number came out for {names}.",
            **counted,
            names=", ".join(differing),
        )
    else:
        said = tr(
            "The texts quote {count} results of ours. `lazyq reproduce --all` computes them again, "
            "`lazyq reproduce NAME` one computation of them. On this server {found} of {all} computations "
            "are done and say the same.",
            **counted,
        )
    st.markdown(said)
    with st.expander(tr("The numbers: what is quoted, and what computes it")):
        st.markdown(
            tr(
                "A number that is quoted with an interval must be found within it, any other must be the "
                "same. The times are those of two quiet cores."
            )
        )
        st.markdown("\n".join(_item(claim, here[claim.name]) for claim in CLAIMS))
    with st.expander(tr("The numbers: times and speeds, which differ from machine to machine")):
        st.markdown(
            tr(
                "In a clone `lazyq reproduce NAME` measures one of them and says whether it is faster or "
                "slower there. The intervals are from the least to the most of all runs."
            )
        )
        st.markdown("\n".join(_measured(one) for one in MEASUREMENTS))


def _here(claim: Claim) -> _Here:
    kind = tr(claim.interval)
    try:
        result = known(claim, store())
    except DataError:
        return _Here(None, tr("needs MNIST"), kind)
    if result is None:
        return _Here(None, tr("not computed yet"), kind)
    interval = f"{kind}, {_found(result.interval)}" if result.interval else kind
    if all(claim.within(result.texts)):
        return _Here(True, tr("the same"), interval)
    return _Here(False, tr("**another**, {found}", found="; ".join(map(_plain, result.texts))), interval)


def _found(interval: str) -> str:
    """Return an interval's figures, which are kept in English."""
    for form, text in _FOUND:
        if match := form.fullmatch(interval):
            return tr(text, **{name: localised(number) for name, number in match.groupdict().items()})
    return interval


def _item(claim: Claim, here: _Here) -> str:
    """Return an item of a list, which fits a phone, as a table of so many columns does not."""
    facts = {"interval": here.interval, "time": claim.time, "command": f"`{claim.command}`"}
    told = (
        tr("Seed none; interval: {interval}; {time}; {command}", **facts)
        if claim.seed == NONE
        else tr("Seed {seed}; interval: {interval}; {time}; {command}", seed=tr(claim.seed), **facts)
    )
    quotes = "".join(f"\n  - {_quoted(quote)}" for quote in claim.quotes)
    return f"- `{claim.name}`: {here.verdict}. {told}{quotes}"


def _taken(one: Measurement) -> str:
    """Say how long a benchmark takes, as far as somebody knows."""
    if one.seconds is None:
        return tr("not timed")
    if one.estimated:
        return tr("takes {time}, an estimate", time=one.time)
    return tr("takes {time}", time=one.time)


def _measured(one: Measurement) -> str:
    """Return an item of a list: the intervals, what measures them, and where they stand."""
    seed = tr("seed none") if one.seed == NONE else tr("seed {seed}", seed=tr(one.seed))
    how = tr(
        "on {machine}; {seed}; {takes}; {command}",
        machine=tr(one.machine),
        seed=seed,
        takes=_taken(one),
        command=f"`{one.command}`",
    )
    found = bound("; ".join(tr(told(reading)) for reading in one.readings))
    quotes = "".join(f"\n  - {_quoted(quote)}" for quote in one.quotes)
    return f"- `{one.name}`: {f'{found}; ' if found else ''}{how}{quotes}"


def _quoted(quote: Quote) -> str:
    return f"{_plain(quote.file)}: “{bound(_plain(quote.text))}”"


def _plain(text: str) -> str:
    """Return a text that means itself in a table of Markdown."""
    cells = text.strip("| ").replace("|", ",").replace(" ,", ",")
    return "".join(f"\\{letter}" if letter in "\\`*_[]{}<>$~" else letter for letter in cells)
