"""Averaging: f under all turned copies of a digit, with learned weights."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title(tr("Whom should a model ask?"))
st.markdown(
    tr(
        "Turn a digit a little, ask the model f again, and average its answers: "
        "*S f*(*x*) = Σ *π*(*g*) *f*(*gx*). Learn the weights π, or draw better ones."
    )
)
data_notice()
with arriving():
    from lazyq.ui.choosing.one import chooser
    from lazyq.ui.views.averaging.view import asked_digit, at_hand, averaging_lab, extras, refined, settings

above = st.container()
choice = head.container(width="content")
with head:
    chosen = settings(above)
shown = at_hand(chosen.spec)
with choice:
    chooser("x", asked_digit(shown)[0])
averaging_lab(chosen, shown, extras(chosen, shown))
with above:
    refined(shown)
