"""Neighbours: the digits that are nearest to one digit, what they vote for, and how often that is right."""

import streamlit as st

from lazyq.ui.library import library
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title("Who are the neighbours of a digit?")
st.markdown(
    "The nearest training digits vote on what x is. Turn λ: neighbours come and go, and votes with them."
)
data_notice()
with arriving():
    from lazyq.ui.views.accuracy import accuracy, settings
    from lazyq.ui.views.neighbours import asked_digit, choose, electorate, neighbours

    library()
x, problem = asked_digit()
with head:
    choose(x)
if problem:
    st.warning(problem)
k, among = electorate()
gallery = st.container()
st.header("Which λ reads digits best?")
st.markdown(
    "The same vote, taken for many test digits whose label is known: how often is it right? The talk did "
    "this for seven λ."
)
spec = settings(k)
with gallery:
    neighbours(x, k, among, spec)
accuracy(spec)
