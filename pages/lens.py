"""Lens: two digits, one λ, the best lazy match."""

import streamlit as st

from lazyq.ui.choosing.pair import pickers
from lazyq.ui.library import default_pair, referenced
from lazyq.ui.notices import data_notice
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.lens import lens

ensure_shell()

defaults = default_pair()
(x, x_problem), (y, y_problem) = referenced("x", defaults[0]), referenced("y", defaults[1])
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.title("How lazy should the match be?")
    pickers(x, y)
st.markdown("Every row of x may slide to look more like y, and pays λ² times its shift squared. Turn λ.")
data_notice()
for problem in (x_problem, y_problem):
    if problem:
        st.warning(problem)
lens(x, y)
