"""Where the app lies on its server."""

import streamlit as st


def below_base(path: str) -> str:
    """Return the server's path for a path of the app, which may lie in a folder (``server.baseUrlPath``)."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/{path}".replace("//", "/")
