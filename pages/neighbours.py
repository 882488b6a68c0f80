"""Neighbours: the digits that are nearest to one digit, and what they vote for."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.library import library
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title(tr("Who are the neighbours of a digit?"))
st.markdown(
    tr("The nearest training digits vote on what x is. Turn λ: neighbours come and go, and votes with them.")
)
data_notice()
with arriving():
    from lazyq.ui.views.neighbours import asked_digit, choose, electorate, moved_notice, neighbours

    library()
x, problem = asked_digit()
with head:
    choose(x)
moved_notice()
if problem:
    st.warning(problem)
figure = st.container()
k, among = electorate(figure)
with figure:
    neighbours(x, k, among)
