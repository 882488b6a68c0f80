"""Six or nine: from which angle on a turned 6 is a 9."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
with head:
    st.title(tr("When does a turned 6 become a 9?"))
st.markdown(
    tr(
        "Turn it by hand. It is read as the nearest digit, and may turn back on its way there, at a price of "
        "λ a degree. If turning is free, a 6 stays a 6 even upside down."
    )
)
data_notice()
with arriving():
    from lazyq.ui.choosing.one import chooser
    from lazyq.ui.views.six_or_nine import asked_digit, settings, six_or_nine, turned_many

x, problem = asked_digit()
with head:
    chooser("x", x)
if problem:
    st.warning(problem)
figure = st.container()
spec = settings(x)
many = turned_many(spec)
with figure:
    six_or_nine(spec, many)
