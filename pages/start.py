"""Start: what this is about, before any click."""

import streamlit as st

from lazyq.ui.notices import data_notice
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.start import cards, start

ensure_shell()

st.title("When is a 6 still a 6?", text_alignment="center")
st.markdown(
    "Small changes do not change a digit, but too many might make it unrecognisable.  \n"
    "Here every row of a 6 may slide towards a 9, and pays for the way.",
    text_alignment="center",
)
start()
cards()
data_notice()
