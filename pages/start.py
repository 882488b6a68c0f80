"""Start."""

import streamlit as st

from lazyq.ui.shell import ensure_shell

ensure_shell()
st.title("When is a 6 still a 6?")
