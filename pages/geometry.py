"""Geometry: how the lazy metric bends space, from the plane to the ray."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title(tr("How laziness bends space"))
st.markdown(
    tr(
        "x may be turned towards y, and pays 2λ²θ² for a turn by θ. **Turn λ from ∞ to 0: the plane closes "
        "to a cigar, then to a ray.**"
    )
)
with arriving():
    from lazyq.ui.views.geometry import geometry

geometry()
