"""About: the idea, the words, what is exact, where it comes from, and where λ acts."""

import streamlit as st

from lazyq.ui.components import text
from lazyq.ui.library import library
from lazyq.ui.manual import manual_address
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.about.idea import idea, versions

ensure_shell()

st.title("About lazyq")
data_notice()
idea()
st.markdown(text("source.md"))
if address := manual_address():
    st.link_button("The manual of the library", address, icon=":material/menu_book:")

st.header("The data and the machine")
with arriving():
    from lazyq.ui.results import machine
    from lazyq.ui.views.about.survey import where_lambda_acts

    library()
for name in library().names:
    digits = library().digits(name)
    checksum = f"SHA-256 `{digits.checksum[:16]}…`"
    st.markdown(f"**{name}**: {len(digits.images):,} digits. {digits.source} {checksum}")
st.markdown(f"{machine()} {versions()}")

st.header("Where does λ act?")
where_lambda_acts()

st.header("Reproduce")
with arriving():
    from lazyq.ui.views.about.reproduce import reproduce
reproduce()

st.header("Keys in the Lens")
st.markdown(text("keys.md"))
