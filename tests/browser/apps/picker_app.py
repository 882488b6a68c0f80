"""A page with nothing but two pickers, for the browser tests."""

import numpy as np
import streamlit as st

from lazyq.datasets import best_available
from lazyq.experiments.digits import DigitLibrary, DigitRef, parse_digit
from lazyq.ui.choosing.picker import picker
from lazyq.ui.log import quiet_departures

quiet_departures()
st.set_page_config(page_title="picker", page_icon="assets/icon.png", layout="wide")


@st.cache_resource(max_entries=1)
def library() -> DigitLibrary:
    return DigitLibrary(best_available().digits)


def current(name: str) -> DigitRef:
    text = st.query_params.get(name)
    return parse_digit(text) if text else library().first_of_class(6)


@st.dialog("Choose a digit", width="medium")
def choose(name: str) -> None:
    ref = picker(f"Choose {name}", f"picker-{name}", current(name), library())
    if ref is not None:
        st.query_params[name] = ref.text
        st.rerun()


st.title("Two digits")
for name in ("x", "y"):
    ref = current(name)
    st.image(np.kron(library().image(ref).numpy(), np.ones((4, 4), np.uint8)), width=112, alt=name)
    st.write(f"{name} is {library().describe(ref)}")
    if st.button(f"Choose {name}"):
        choose(name)
