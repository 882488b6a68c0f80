"""The row of buttons that chooses the two digits; the choice itself stands in the address."""

import numpy as np
import streamlit as st

from lazyq.experiments.digits import DigitRef
from lazyq.ui.library import library
from lazyq.ui.picker import picker


def pickers(x: DigitRef, y: DigitRef) -> None:
    """Show the buttons to choose x and y, to swap them and to be surprised."""
    choose_x, swap, surprise, choose_y = st.columns([3, 2, 2, 3])
    if choose_x.button(f"x: {library().describe(x)}", icon=":material/edit:", width="stretch"):
        _choose("x", x)
    if choose_y.button(f"y: {library().describe(y)}", icon=":material/edit:", width="stretch"):
        _choose("y", y)
    swap.button("Swap", icon=":material/swap_horiz:", width="stretch", on_click=_show, args=(y, x))
    surprise.button("Surprise me", icon=":material/casino:", width="stretch", on_click=_surprise)


def _choose(name: str, current: DigitRef) -> None:
    @st.dialog(f"Choose {name}", width="large")
    def dialog() -> None:
        chosen = picker(f"Choose {name}", f"choose-{name}", current, library())
        if chosen is not None:
            st.query_params[name] = chosen.text
            st.rerun()

    dialog()


def _show(x: DigitRef, y: DigitRef) -> None:
    st.query_params.update({"x": x.text, "y": y.text})


def _surprise() -> None:
    _show(*library().surprise(np.random.default_rng()))
