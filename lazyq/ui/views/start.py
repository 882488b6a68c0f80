"""The moving picture of the first page."""

import base64

import streamlit as st

from lazyq.ui.components import component
from lazyq.ui.library import default_pair, library

_mount = component("start")


@st.fragment
def start() -> None:
    """Show a 6 whose rows slide towards a 9."""
    x, y = (library().image(reference).numpy().tobytes() for reference in default_pair())
    _mount(key="start", data={"x": base64.b64encode(x).decode(), "y": base64.b64encode(y).decode()})
