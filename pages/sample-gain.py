"""Sample gain: how many samples a symmetry is worth."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title(tr("How many samples is a symmetry worth?"))
st.markdown(
    tr(
        "Two learners see the same noisy values of a function on a torus or a sphere; one knows its "
        "symmetry. **How many times as many samples does the other need?**"
    )
)
notices = st.container()
with arriving():
    from lazyq.ui.views.sample_gain import settings, view

view(settings(notices))
