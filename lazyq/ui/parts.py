"""The parts of a page that a link may hide (``hide=formula_sentence``) or lock (``lock=lambda``)."""

import re
from collections.abc import Mapping
from functools import cache

import streamlit as st

from lazyq.experiments.received import shown
from lazyq.root import ROOT
from lazyq.ui.components import ASSETS, markup
from lazyq.ui.language import later, tr
from lazyq.ui.plain import plain

SETTINGS = "settings"
PARAMETERS = {
    "hide": later(
        "The link’s hide names {names}, which can’t be hidden here: it must be names joined by {mark}, of "
        "{parts}."
    ),
    "lock": later(
        "The link’s lock names {names}, which can’t be locked here: it must be names joined by {mark}, of "
        "{parts}."
    ),
}
_MARKED = {
    "hide": re.compile(r'data-piece="([a-z]+)"'),
    "lock": re.compile(r'data-(?:piece|moves)="([a-z ]+)"'),
}
_OTHERS = {"": "start", "best-lambda": "accuracy"}


@cache
def _views() -> Mapping[str, str]:
    pages = {"" if file.stem == "start" else file.stem for file in (ROOT / "pages").glob("*.py")}
    named = {page: _OTHERS.get(page, page.replace("-", "_")) for page in pages}
    return {page: name for page, name in named.items() if (ASSETS / "components" / name).is_dir()}


def view_of(page: str) -> str | None:
    """Return the component that is the view of the page at this address, None where there is none."""
    return _views().get(page)


@cache
def parts_of(page: str, parameter: str) -> tuple[str, ...]:
    """Return what the page at this address has that ``hide`` or ``lock`` can name; all have ``settings``."""
    name = view_of(page)
    if name is None:
        return (SETTINGS,)
    marked = " ".join(_MARKED[parameter].findall(markup(name)))
    return (*sorted(set(marked.split())), SETTINGS)


def unknown_parts(page: str, parameter: str, asked: str) -> list[str]:
    """Return which of the names that a link joins with _ are no parts of the page."""
    return sorted(set(filter(None, asked.split("_"))) - set(parts_of(page, parameter)))


def check_parts(page: str) -> None:
    """Say which parts of the page the address names in vain, and which there are."""
    for parameter, problem in PARAMETERS.items():
        unknown = unknown_parts(page, parameter, st.query_params.get(parameter, ""))
        if unknown:
            names = plain(shown(", ".join(unknown)))
            parts = ", ".join(parts_of(page, parameter))
            st.warning(tr(problem, names=names, mark="\\_", parts=parts))
