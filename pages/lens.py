"""Lens: two digits, one λ, the best lazy match."""

import streamlit as st

from lazyq.ui.lens import lens
from lazyq.ui.library import default_pair, referenced
from lazyq.ui.notices import data_notice
from lazyq.ui.picking import pickers
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title("How lazy should the match be?")
st.markdown(
    "Every row of x may slide to look more like y, and pays λ² times the square of its shift. Turn λ."
)
data_notice()
defaults = default_pair()
(x, x_problem), (y, y_problem) = referenced("x", defaults[0]), referenced("y", defaults[1])
for problem in (x_problem, y_problem):
    if problem:
        st.warning(problem)
pickers(x, y)
lens(x, y)
