"""Neighbours: the digits that are nearest to one digit, and what they vote for."""

import streamlit as st

from lazyq.ui.library import default_pair, referenced
from lazyq.ui.neighbours import choose, neighbours
from lazyq.ui.notices import data_notice
from lazyq.ui.shell import ensure_shell

ensure_shell()

x, problem = referenced("x", default_pair()[0])
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    st.title("Who are the neighbours of a digit?")
    choose(x)
st.markdown(
    "The ten nearest training digits vote on what x is. Turn λ: neighbours come and go, and votes with them."
)
data_notice()
if problem:
    st.warning(problem)
neighbours(x)
