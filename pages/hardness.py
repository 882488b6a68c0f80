"""Hardness: what symmetry does not buy."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title(tr("Can gradients find a symmetric function at all?"))
st.markdown(
    tr(
        "A symmetry saves samples. **It does not make every symmetric function easy:** a parity gives "
        "gradients next to nothing to follow, while plain algebra reads it off a handful of samples."
    )
)
notices = st.container()
with arriving():
    from lazyq.ui.views.hardness import settings, view

view(settings(notices))
