"""The Geometry component on the page: a pair goes in, files to take away come out."""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from lazyq.experiments.geometry.pair import DEFAULT_PAIR, RotationPair, pair_npz, parse_pair, rotation_python
from lazyq.ui.components import component, standalone_html
from lazyq.ui.files import File, keep, kept

_KEY = "geometry"
_mount = component("geometry")


@st.fragment
def geometry() -> None:
    """Show the lazy metric on Rⁿ; points and λ belong to the browser, which writes them in the link."""
    _mount(key=_KEY, data={**geometry_data(DEFAULT_PAIR), "download": kept(_KEY)}, on_take_change=_prepare)


def geometry_data(pair: RotationPair) -> dict[str, Any]:
    """Return what the component is given: the pair to begin with, and the code to copy."""
    return {
        "x": list(pair.x),
        "y": list(pair.y),
        "lam": "inf" if math.isinf(pair.lam) else pair.lam,
        "dimension": pair.dimension,
        "python": rotation_python(),
    }


def _prepare() -> None:
    """Make the file that the visitor asked for; what comes from the browser is checked here."""
    request = st.session_state[_KEY].get("take")
    if not isinstance(request, Mapping):
        return
    try:
        pair = parse_pair(*(request.get(name) for name in ("x", "y", "lam", "dimension")))
    except ValueError:
        return
    name = f"geometry_lam_{pair.lam:g}"
    if request.get("what") == "npz":
        keep(_KEY, File(f"{name}.npz", "application/zip", pair_npz(pair)))
    elif request.get("what") == "html":
        page = standalone_html("geometry", "How laziness bends space", geometry_data(pair))
        keep(_KEY, File(f"{name}.html", "text/html", page.encode()))
