"""Best λ: how often the vote of the neighbours is right at every λ, and how sure that is."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title(tr("Which λ reads digits best?"))
st.markdown(
    tr(
        "The nearest training digits vote on what a digit is. For many test digits whose label is known: how "
        "often is the vote right? **Say first what you expect.**"
    )
)
data_notice()
with arriving():
    from lazyq.ui.views.accuracy import accuracy, settings

above = st.container()
with head:
    spec = settings(above)
accuracy(spec)
