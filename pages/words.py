"""Words: which small changes keep a word what it is."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title(tr("Which small changes keep a word what it is?"))
st.markdown(
    tr(
        "You can still read this. A letter that moves by k places pays λ²·k², one left wrong pays 2. Point "
        "at a word and turn λ up: its threads let go, one group after another, until past √2 nothing may "
        "move."
    )
)
with arriving():
    from lazyq.ui.views.words import measuring, settings, words

figure = st.container()
spec = settings()
if spec is not None:
    measured = measuring(spec.language)
    with figure:
        words(spec, measured)
