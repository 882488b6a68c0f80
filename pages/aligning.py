"""Aligning: which point of a cloud belongs to which of another, by place and by what is near."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title(tr("Which point belongs to which?"))
st.markdown(
    tr(
        "Two clouds with the same clusters, one turned and moved. Geometry sends each point to what lies "
        "near, information sends neighbours to neighbours. Turn the target by its ring, and turn the dial."
    )
)
with arriving():
    from lazyq.ui.views.aligning import aligned, real_digits, settings

figure = st.container()
spec = settings()
digits = real_digits()
with figure:
    aligned(spec, digits)
