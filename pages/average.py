"""Average: what the average digit looks like when the digits may move to meet it."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title(tr("What does the average digit look like?"))
st.markdown(
    tr(
        "The plain average of many digits is a grey blur. Let their rows move to meet it, at a price of λ a "
        "column, and it snaps into focus."
    )
)
data_notice()
with arriving():
    from lazyq.ui.views.average.view import average_view, averages, settings

above, figure, beneath = st.container(), st.container(), st.container()
with head:
    spec, count = settings(above)
with above:
    known = averages(spec, count, beneath)
with figure:
    average_view(spec, known)
