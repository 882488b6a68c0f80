"""The first page: its moving picture, and a card for every other page."""

from functools import cache

import streamlit as st

from lazyq.experiments.digits import DigitRef
from lazyq.ui.components import ASSETS, component
from lazyq.ui.language import tr
from lazyq.ui.lessons.card import lesson_links, tour_links
from lazyq.ui.library import default_pair, label, levels, referenced
from lazyq.ui.pixels import to_base64
from lazyq.ui.shell import PAGES, Entry, streamlit_page, titles

_mount = component("start")


def asked_pair() -> tuple[DigitRef, DigitRef, list[str]]:
    """Return the pair that the address asks for, or the talk's, and what it asks for in vain."""
    (x, x_problem), (y, y_problem) = map(referenced, ("x", "y"), default_pair())
    return x, y, [problem for problem in (x_problem, y_problem) if problem]


def one(reference: DigitRef) -> str:
    """Return what a digit is, with its article: "a 6", "an 8", or "a digit" for a drawing."""
    numeral = _numeral(reference)
    return tr("an 8") if numeral == "8" else tr("a {digit}", digit=numeral)


def _numeral(reference: DigitRef) -> str:
    numeral = label(reference)
    return tr("digit") if numeral is None else str(numeral)


@st.fragment
def start(x: DigitRef, y: DigitRef) -> None:
    """Show x, whose rows slide towards y; λ belongs to the browser, which writes it in the link."""
    # A tuple, for which Streamlit doesn't import pandas to see whether it is a table.
    digits = (_digit(x), _digit(y))
    pages = titles()
    offered = {"tour": tour_links(pages), "lessons": lesson_links(pages)}
    _mount(key="start", data={"digits": digits, "first": (x, y) == default_pair()} | offered)


def _digit(reference: DigitRef) -> dict[str, str]:
    return {
        "pixels": to_base64(levels(reference)),
        "numeral": _numeral(reference),
        "reference": reference.text,
    }


def cards() -> None:
    """Show a card for every page but the first, group by group: its picture, its name and its question."""
    outside = [entry for entry in PAGES[""] if entry.url]
    with st.container(key="cards"):
        for number, (group, entries) in enumerate(PAGES.items()):
            if group:
                with st.container(key=f"cards-{number}"):
                    st.header(tr(group), anchor=False)
                    for entry in entries:
                        _card(entry)
        with st.container(key="cards-about"):
            for entry in outside:
                _card(entry)


def _card(entry: Entry) -> None:
    """Show one card; the frame's style stretches its link over all of it."""
    picture = _picture(entry.url, st.context.theme.type or "light")
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card-{entry.url}"):
        if picture:
            st.html(f'<img alt="" src="{picture}">', width="content")
        with st.container(gap=None):
            st.page_link(streamlit_page(entry), label=f"**{tr(entry.title)}**", icon="")
            st.markdown(tr(entry.question))


@cache
def _picture(name: str, theme: str) -> str | None:
    """Return the small picture of a page, made by ``docs/pictures.py``, as an address; None without one."""
    file = ASSETS / "pictures" / "cards" / f"{name}-{theme}.webp"
    if not file.is_file():
        return None
    return f"data:image/webp;base64,{to_base64(file.read_bytes())}"
