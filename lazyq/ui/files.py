"""Files to take away: made when the browser asks, handed over by the next run of its component."""

from typing import Any, NamedTuple

import streamlit as st

from lazyq.ui.pixels import to_base64


class File(NamedTuple):
    """A file to take away."""

    name: str
    type: str
    content: bytes


def keep(key: str, file: File) -> None:
    """Keep the file for the next run of the component ``key``."""
    serial = st.session_state.get(f"_{key}_serial", 0) + 1
    st.session_state[f"_{key}_serial"] = serial
    st.session_state[f"_{key}_download"] = {
        "serial": serial,
        "name": file.name,
        "type": file.type,
        "base64": to_base64(file.content),
    }


def kept(key: str) -> dict[str, Any] | None:
    """Return what the component is given as ``download``, once; None where nothing was asked for."""
    download: dict[str, Any] | None = st.session_state.pop(f"_{key}_download", None)
    return download
