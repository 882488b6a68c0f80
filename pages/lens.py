"""Lens: two digits, one λ, the best lazy match."""

import streamlit as st

from lazyq.ui.choosing.pair import pickers
from lazyq.ui.language import tr
from lazyq.ui.library import default_pair, library, referenced
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title(tr("How lazy should the match be?"))
st.markdown(tr("Every row of x may slide to look more like y, and pays λ² times its shift squared. Turn λ."))
data_notice()
with arriving():
    from lazyq.ui.views.lens import asked_third, lens

    library()
defaults = default_pair()
(x, x_problem), (y, y_problem) = referenced("x", defaults[0]), referenced("y", defaults[1])
z, z_problem = asked_third(x, y)
with head:
    pickers(x, y, z)
for problem in (x_problem, y_problem, z_problem):
    if problem:
        st.warning(problem)
lens(x, y, z)
