"""The moving picture of the first page."""

import streamlit as st

from lazyq.ui.components import component
from lazyq.ui.library import default_pair, library
from lazyq.ui.pixels import to_base64

_mount = component("start")


@st.fragment
def start() -> None:
    """Show a 6 whose rows slide towards a 9."""
    x, y = (to_base64(library().image(reference)) for reference in default_pair())
    _mount(key="start", data={"x": x, "y": y})
