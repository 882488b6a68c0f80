"""The frame of the app: which pages there are, and how each of them finds its frame."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

ROOT = Path(__file__).resolve().parents[2]

_PAGES = (
    # file, title, url, icon
    ("start", "Start", "", ":material/home:"),
    ("lens", "Lens", "lens", ":material/compare_arrows:"),
    ("about", "About", "about", ":material/info:"),
)


def page(name: str) -> StreamlitPage:
    """Return the page ``pages/<name>.py``, to link to it."""
    file, title, url, icon = next(entry for entry in _PAGES if entry[0] == name)
    return st.Page(
        ROOT / "pages" / f"{file}.py", title=title, url_path=url or None, icon=icon, default=not url
    )


def navigation() -> StreamlitPage:
    """Declare all pages to Streamlit and return the one that the visitor is on."""
    return st.navigation([page(entry[0]) for entry in _PAGES], position="top")


def configure() -> None:
    """Set the title, the local icon and the layout of the browser tab."""
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
