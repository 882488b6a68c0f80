"""Hardness: what symmetry does not buy."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title(tr("Can gradients find a symmetric function at all?"))
st.markdown(
    tr(
        "A symmetry saves samples. **Does it make every symmetric function easy?** Three learners are "
        "given the same parity of a graph: two networks, which follow gradients, and plain algebra."
    )
)
notices = st.container()
with arriving():
    from lazyq.ui.views.hardness import settings, view

view(settings(notices))
