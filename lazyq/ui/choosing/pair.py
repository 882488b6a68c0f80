"""The row of buttons that chooses the two digits; the choice itself stands in the address."""

import numpy as np
import streamlit as st

from lazyq.experiments.digits import DigitRef
from lazyq.ui.choosing.one import chooser
from lazyq.ui.language import tr
from lazyq.ui.library import library


def pickers(x: DigitRef, y: DigitRef, z: DigitRef) -> None:
    """Show the buttons to choose x, y and a third digit z, to swap x and y and to be surprised."""
    with st.container(horizontal=True, width="content", gap="small", key="pickers"):
        chooser("x", x)
        chooser("y", y)
        chooser("z", z, tr("A third digit: is x nearer to y or to z?"))
        st.button(tr("Swap"), icon=":material/swap_horiz:", on_click=_show, args=(y, x))
        st.button(tr("Surprise me"), icon=":material/casino:", on_click=_surprise)


def _show(x: DigitRef, y: DigitRef) -> None:
    st.query_params.update({"x": x.text, "y": y.text})


def _surprise() -> None:
    _show(*library().surprise(np.random.default_rng()))
