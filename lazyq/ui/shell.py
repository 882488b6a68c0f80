"""The frame of the app: which pages there are, and how each of them finds its frame."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

ROOT = Path(__file__).resolve().parents[2]


class _Entry(NamedTuple):
    file: str
    title: str
    url: str
    icon: str
    question: str


_PAGES = (
    _Entry("start", "Start", "", ":material/home:", "When is a 6 still a 6?"),
    _Entry(
        "lens", "Lens", "lens", ":material/compare_arrows:", "How lazy should the match of two digits be?"
    ),
    _Entry(
        "neighbours",
        "Neighbours",
        "neighbours",
        ":material/groups:",
        "Whose neighbour is a digit, and who votes?",
    ),
    _Entry("geometry", "Geometry", "geometry", ":material/language:", "How does laziness bend space?"),
    _Entry(
        "averaging",
        "Averaging",
        "averaging",
        ":material/rotate_right:",
        "Which turned copies of a digit should a model ask?",
    ),
    _Entry("about", "About", "about", ":material/info:", "What is exact here, and where does it come from?"),
)


def _page(entry: _Entry) -> StreamlitPage:
    return st.Page(
        ROOT / "pages" / f"{entry.file}.py",
        title=entry.title,
        url_path=entry.url or None,
        icon=entry.icon,
        default=not entry.url,
    )


def cards() -> None:
    """Show a card for every page but the first, with the question that it answers."""
    others = _PAGES[1:]
    for column, entry in zip(st.columns(len(others)), others, strict=True):
        with column.container(border=True, height="stretch"):
            st.page_link(_page(entry), label=f"**{entry.title}**", width="stretch")
            st.markdown(entry.question)


def navigation() -> StreamlitPage:
    """Declare all pages to Streamlit and return the one that the visitor is on.

    Embedded in another page (``embed=true``), only that one is shown.
    """
    pages = [_page(entry) for entry in _PAGES]
    return st.navigation(pages, position="hidden" if st.context.is_embedded else "top")


def configure() -> None:
    """Set the title, the local icon and the layout of the browser tab.

    Called before the pages are declared, whose own icons come from another host.
    """
    st.set_page_config(page_title="lazyq", page_icon=str(ROOT / "assets" / "icon.png"), layout="wide")


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
