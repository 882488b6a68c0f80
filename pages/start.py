"""Start: what this is about, before any click."""

import streamlit as st

from lazyq.ui.notices import data_notice
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.start import asked_pair, cards, one, start

ensure_shell()

x, y, problems = asked_pair()
st.title(f"When is {one(x)} still {one(x)}?", text_alignment="center")
st.markdown(
    "Small changes do not change a digit, but too many might make it unrecognisable.  \n"
    f"Here every row of {one(x)} may slide towards {one(y)}, and pays for the way.",
    text_alignment="center",
)
for problem in problems:
    st.warning(problem)
start(x, y)
cards()
data_notice()
