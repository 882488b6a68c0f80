"""About: the words, the data, the source, where λ acts."""

import streamlit as st

from lazyq.ui.components import text
from lazyq.ui.library import library
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

st.title("About lazyq")
st.markdown(text("about"))

st.header("The data and the machine")
data_notice()
with arriving():
    from lazyq.ui.results import machine
    from lazyq.ui.views.about import where_lambda_acts

    library()
for name in library().names:
    digits = library().digits(name)
    checksum = f"SHA-256 `{digits.checksum[:16]}…`"
    st.markdown(f"**{name}**: {len(digits.images):,} digits. {digits.source} {checksum}")
st.markdown(machine())

st.header("Where does λ act?")
where_lambda_acts()
