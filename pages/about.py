"""About: the idea, the words, what is exact, where it comes from, and where λ acts."""

import streamlit as st

from lazyq.ui.components import text
from lazyq.ui.language import tr, translated_markdown, whole_number
from lazyq.ui.library import library
from lazyq.ui.manual import manual_address
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell
from lazyq.ui.views.about.idea import idea, versions

ensure_shell()

st.title(tr("About lazyq"))
data_notice()
idea()
st.markdown(translated_markdown(text("source.md"), tr))
if address := manual_address():
    st.link_button(tr("The manual of the library"), address, icon=":material/menu_book:")

st.header(tr("The data and the machine"))
with arriving():
    from lazyq.ui.results import machine
    from lazyq.ui.views.about.survey import where_lambda_acts

    library()
for name in library().names:
    digits = library().digits(name)
    count = tr("**{name}**: {count} digits.", name=name, count=whole_number(len(digits.images)))
    st.markdown(f"{count} {tr(digits.source)} SHA-256 `{digits.checksum[:16]}…`")
st.markdown(f"{machine()} {versions()}")

st.header(tr("Where does λ act?"))
where_lambda_acts()

st.header(tr("Reproduce"))
with arriving():
    from lazyq.ui.views.about.reproduce import reproduce
reproduce()

st.header(tr("Keys in the Lens"))
st.markdown(translated_markdown(text("keys.md"), tr))
