"""Start: what this is about, before any click."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.notices import data_notice
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.start import asked_pair, cards, one, start

ensure_shell()

x, y, problems = asked_pair()
st.title(tr("When is {digit} still {digit}?", digit=one(x)), anchor=False, text_alignment="center")
change = tr("Small changes do not change a digit, but too many might make it unrecognisable.")
price = tr("Here every row of {x} may slide towards {y}, and pays for the way.", x=one(x), y=one(y))
st.markdown(f"{change}  \n{price}", text_alignment="center")
for problem in problems:
    st.warning(problem)
start(x, y)
cards()
data_notice()
