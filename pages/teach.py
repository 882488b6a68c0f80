"""Teach: a lesson of one's own, made of the pages as they are."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.teach import beginning, help_with_answers, keep, result, steps

ensure_shell()

st.title(tr("Make a lesson"))
st.markdown(
    tr(
        "A lesson is a sequence of pages, each set as you want it found, with a text and perhaps a question. "
        "Its answer is computed when it is asked. What you write stays in this tab "
        "until it is closed; take the link or the file."
    )
)
beginning()
help_with_answers()
steps()
st.header(tr("Your lesson"))
result()
keep()
