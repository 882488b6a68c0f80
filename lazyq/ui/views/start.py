"""The first page: its moving picture, and a card for every other page."""

from functools import cache

import streamlit as st

from lazyq.ui.components import ASSETS, component
from lazyq.ui.library import default_pair, levels
from lazyq.ui.pixels import to_base64
from lazyq.ui.shell import PAGES, Entry, streamlit_page

_mount = component("start")


@st.fragment
def start() -> None:
    """Show a 6 whose rows slide towards a 9."""
    x, y = (to_base64(levels(reference)) for reference in default_pair())
    _mount(key="start", data={"x": x, "y": y})


def cards() -> None:
    """Show a card for every page but the first, group by group: its picture, its name and its question."""
    outside = [entry for entry in PAGES[""] if entry.url]
    with st.container(key="cards"):
        for number, (group, entries) in enumerate(PAGES.items()):
            if group:
                with st.container(key=f"cards-{number}"):
                    st.header(group, anchor=False)
                    for entry in entries:
                        _card(entry)
        with st.container(key="cards-about"):
            for entry in outside:
                _card(entry)


def _card(entry: Entry) -> None:
    """Show one card; ``frame.css`` stretches its link over all of it."""
    picture = _picture(entry.url, st.context.theme.type or "light")
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"card-{entry.url}"):
        if picture:
            st.html(f'<img alt="" src="{picture}">', width="content")
        with st.container(gap=None):
            st.page_link(streamlit_page(entry), label=f"**{entry.title}**", icon="")
            st.markdown(entry.question)


@cache
def _picture(name: str, theme: str) -> str | None:
    """Return the small picture of a page, made by ``docs/pictures.py``, as an address; None without one."""
    file = ASSETS / "pictures" / "cards" / f"{name}-{theme}.webp"
    if not file.is_file():
        return None
    return f"data:image/webp;base64,{to_base64(file.read_bytes())}"
