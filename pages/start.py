"""Start: what this is about, before any click."""

import streamlit as st

from lazyq.ui.notices import data_notice
from lazyq.ui.shell import ensure_shell, page
from lazyq.ui.start import start

ensure_shell()

st.title("When is a 6 still a 6?", text_alignment="center")
st.markdown(
    "Small changes do not change a digit, but too many might make it unrecognisable. "
    "A **lazy quotient metric** lets every row of the 6 slide towards the 9, and makes it pay for the way.",
    text_alignment="center",
)
start()
with st.columns([1, 2, 1])[1]:
    st.page_link(
        page("lens"), label="**Open the Lens**: choose two digits and turn λ yourself", width="stretch"
    )
    st.page_link(page("about"), label="**About**: the talk, the data, the numbers", width="stretch")
data_notice()
