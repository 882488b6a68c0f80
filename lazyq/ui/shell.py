"""The frame of the app: which pages there are, and how each of them finds its frame."""

from base64 import b64encode
from collections.abc import Mapping
from copy import copy
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lazyq.root import ROOT
from lazyq.ui.address import REFUSED
from lazyq.ui.components import component
from lazyq.ui.language import LANGUAGES, PARAMETER, in_language, language, later, tr, unknown_language
from lazyq.ui.lessons.answering import answered
from lazyq.ui.lessons.card import Asked, asked_step, told
from lazyq.ui.parts import check_parts
from lazyq.ui.rooms.entrance import mount_room, open_room

_LONGEST_LINK = 2_000
_SAID = "_frame_said"
LEFT = "_frame_left"
"""In the session's state, the link to the page that the visitor came from to where lessons are made."""

_frame = component("frame", isolated=False)


class Entry(NamedTuple):
    """A page in the table of pages.

    ``file`` is its name in the folder ``pages``, ``url`` its address and the name of its picture, which only
    the first page leaves empty, ``icon`` one of Material's, ``question`` what the page answers. The digits x
    and y and λ go from page to page as the parameters x, y and lam; where such a name means something else
    on this page, ``renamed`` says which parameter carries them.
    """

    file: str
    title: str
    url: str
    icon: str
    question: str
    renamed: Mapping[str, str] = MappingProxyType({})


# In the order in which they tell the story. The pages of the group without a name stand before the menus.
PAGES: dict[str, tuple[Entry, ...]] = {
    "": (
        Entry(
            "start",
            later("Start"),
            "",
            ":material/home:",
            later("When is a 6 still a 6?"),
        ),
        Entry(
            "about",
            later("About"),
            "about",
            ":material/info:",
            later("What is exact here, and where does it come from?"),
        ),
        Entry(
            "teach",
            later("Teach"),
            "teach",
            ":material/school:",
            later("How do I make a lesson of these pages?"),
        ),
    ),
    later("See"): (
        Entry(
            "words",
            later("Words"),
            "words",
            ":material/spellcheck:",
            later("Which small changes keep a word what it is?"),
            MappingProxyType({"lam": "pixel_lam"}),  # its own λ is one a place
        ),
        Entry(
            "lens",
            later("Lens"),
            "lens",
            ":material/compare_arrows:",
            later("How lazy should the match of two digits be?"),
        ),
        Entry(
            "six-or-nine",
            later("Six or nine"),
            "six-or-nine",
            ":material/rotate_left:",
            later("When does a turned 6 become a 9?"),
            MappingProxyType({"lam": "pixel_lam"}),  # its own λ is one a degree
        ),
    ),
    later("Use"): (
        Entry(
            "neighbours",
            later("Neighbours"),
            "neighbours",
            ":material/groups:",
            later("Whose neighbour is a digit, and who votes?"),
        ),
        Entry(
            "best-lambda",
            later("Best λ"),
            "best-lambda",
            ":material/target:",
            later("Which λ reads digits best, and how sure is that?"),
        ),
        Entry(
            "average",
            later("Average"),
            "average",
            ":material/blur_on:",
            later("What does the average digit look like?"),
        ),
    ),
    later("Understand"): (
        Entry(
            "geometry",
            later("Geometry"),
            "geometry",
            ":material/language:",
            later("How does laziness bend space?"),
            {"x": "digit_x", "y": "digit_y"},
        ),
        Entry(
            "averaging",
            later("Averaging"),
            "averaging",
            ":material/rotate_right:",
            later("Which turned copies of a digit should a model ask?"),
        ),
    ),
    later("Learn with symmetry"): (
        Entry(
            "sample-gain",
            later("Sample gain"),
            "sample-gain",
            ":material/trending_down:",
            later("How many samples is a symmetry worth?"),
        ),
        Entry(
            "hardness",
            later("Hardness"),
            "hardness",
            ":material/lock:",
            later("Can gradients find a symmetric function at all?"),
        ),
        Entry(
            "steering",
            later("Steering"),
            "steering",
            ":material/explore:",
            later("Does the space of a network turn with its images?"),
        ),
        Entry(
            "aligning",
            later("Aligning"),
            "aligning",
            ":material/join_inner:",
            later("Which point belongs to which?"),
            MappingProxyType({"lam": "pixel_lam"}),  # its own λ is one a turn
        ),
    ),
}


# A tuple, for which Streamlit doesn't import pandas to see whether it is a table.
_NAMES = tuple((entry.url, dict(entry.renamed)) for entries in PAGES.values() for entry in entries)


def titles() -> dict[str, str]:
    """Return the title of every page by its address, in the visitor's language."""
    return dict(_titles(language()))


@cache
def _titles(code: str) -> Mapping[str, str]:
    return {entry.url: in_language(entry.title, code) for entries in PAGES.values() for entry in entries}


def streamlit_page(entry: Entry) -> StreamlitPage:
    """Return the page as Streamlit takes it, for navigation and for links.

    Streamlit looks for the file whenever it makes one, a fifth of what a run of the Lens costs; which page
    may run is noted in it, so each run has its own.
    """
    return copy(_known_page(entry.file, tr(entry.title), entry.url, entry.icon))


@cache
def _known_page(file: str, title: str, url: str, icon: str) -> StreamlitPage:
    path = ROOT / "pages" / f"{file}.py"
    return st.Page(path, title=title, url_path=url or None, icon=icon, default=not url)


@cache
def _known_pages(code: str) -> Mapping[str, list[StreamlitPage]]:
    return {
        in_language(group, code): [
            _known_page(entry.file, in_language(entry.title, code), entry.url, entry.icon)
            for entry in entries
        ]
        for group, entries in PAGES.items()
    }


def navigation() -> StreamlitPage:
    """Declare all pages to Streamlit and return the one that the visitor is on.

    Groups are menus at the top, on a narrow screen headings in a drawer. Embedded in another page
    (``embed=true``), only that one is shown.
    """
    known = _known_pages(language())
    pages = {group: [copy(page) for page in entries] for group, entries in known.items()}
    return st.navigation(pages, position="hidden" if st.context.is_embedded else "top")


def frame(page: StreamlitPage) -> None:
    """Mount what the frame does in the browser.

    Its styles, a mark on the menu that leads to this page, links that carry what is on screen, a drawer
    that closes once a page is chosen, the way to the page in another language (``lang=es``), the projector
    (``present=true``), which shows the page larger and without what stands beside its picture, the card of
    the guided tour (``tour=3``) or of a lesson (``lesson=shifts``), which begins on the page of its first
    step, and the room in which a class is asked (``room=KTRWPH``).
    """
    asked = asked_step(page.url_path, titles())
    others = tuple(named for named in LANGUAGES.items() if named[0] != language())
    item = _item(page.url_path)
    _mounted({"page": page.url_path, "item": item, "names": _NAMES, "languages": others}, asked)
    if asked is not None and not asked.number:
        st.stop()  # the browser goes to the first step
    check_parts(page.url_path)
    if st.query_params.get("present", "true") != "true":
        st.warning(tr(REFUSED, parameter="present", accepted="true"))
    if unknown_language() is not None:
        st.warning(
            tr(REFUSED, parameter=PARAMETER, accepted=tr("one of {values}", values=", ".join(LANGUAGES)))
        )


@cache
def _item(url: str) -> int:
    """Return which item of the menu at the top leads to a page, from 1."""
    outside, *groups = PAGES.values()
    items = [*((entry,) for entry in outside), *groups]
    return next(number for number, entries in enumerate(items, 1) if url in {entry.url for entry in entries})


@st.fragment
def _mounted(data: dict[str, Any], asked: Asked | None) -> None:
    """Mount the frame; an answer to the card's question, or a room, runs this alone, and not the page."""
    said = st.session_state.pop(_SAID, None)
    step = None if asked is None else told(asked)
    reply = None
    if asked and isinstance(said, Mapping) and (said.get("lesson"), said.get("number")) == asked[::2]:
        reply = {"serial": said.get("serial"), **answered(asked.step, said.get("said"))}
    _frame(
        key="frame",
        data=data | {"step": step, "reply": reply},
        on_answer_change=_hear,
        on_left_change=_note,
        on_room_change=lambda: open_room(st.session_state["frame"].get("room")),
    )
    mount_room(data["page"], titles())


def _hear() -> None:
    st.session_state[_SAID] = st.session_state["frame"].get("answer")


def _note() -> None:
    left = st.session_state["frame"].get("left")
    if isinstance(left, str) and len(left) <= _LONGEST_LINK:
        st.session_state[LEFT] = left


def configure() -> None:
    """Set the title, the local icon and the layout of the browser tab.

    Called before the pages are declared, whose own icons come from another host.
    """
    titles, asked = _tab_titles(language()), ""
    if context := get_script_run_ctx():
        manager = context.pages_manager
        asked = manager.intended_page_script_hash or manager.intended_page_name or ""
    title = titles.get(asked, titles[""])
    st.set_page_config(page_title=f"{title} · lazyq", page_icon=_icon(), layout="wide")


@cache
def _tab_titles(code: str) -> Mapping[str, str]:
    """Return the title of each page by its address, and by the hash that Streamlit's browser asks for."""
    pages = [page for group in _known_pages(code).values() for page in group]
    return {key: page.title for page in pages for key in (page.url_path, page._script_hash)}


@cache
def _icon() -> str:
    """Return the icon within its address: Streamlit drops a file while a browser may still ask for it."""
    image = (ROOT / "assets" / "icon.png").read_bytes()
    return f"data:image/png;base64,{b64encode(image).decode()}"


def ensure_shell() -> None:
    """Run the page inside its frame; the first line of every page.

    On a fresh server the first link to a page of the folder ``pages`` runs that file alone, without
    ``app.py``: Streamlit looks for such folders until the first call of ``st.navigation``. That call is
    made here, and the page then starts again from ``app.py``.
    """
    if not st.session_state.get("_shell"):
        st.session_state["_shell"] = True
        configure()
        navigation()
        st.rerun()
