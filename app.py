"""The lazyq app: ``streamlit run app.py``."""

import streamlit as st

from lazyq.ui.shell import configure, navigation

configure()
st.session_state["_shell"] = True
navigation().run()
