"""The Geometry component on the page: a pair goes in, files to take away come out."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lazyq.experiments.geometry import DEFAULT_PAIR, GeometryPair, geometry_npz, geometry_python, parse_pair
from lazyq.experiments.lam import lam_json
from lazyq.ui.components import component, standalone_html
from lazyq.ui.files import File, keep, kept

_KEY = "geometry"
_mount = component("geometry")


@st.fragment
def geometry() -> None:
    """Show the lazy metric on Rⁿ; points and λ belong to the browser, which writes them in the link."""
    _mount(key=_KEY, data={**geometry_data(DEFAULT_PAIR), "download": kept(_KEY)}, on_take_change=_prepare)


def geometry_data(pair: GeometryPair) -> dict[str, Any]:
    """Return what the component is given: the pair to begin with, and the code to copy."""
    return {
        "x": list(pair.x),
        "y": list(pair.y),
        "lam": lam_json(pair.lam),
        "dimension": pair.dimension,
        "python": geometry_python(),
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
        keep(_KEY, File(f"{name}.npz", "application/zip", geometry_npz(pair)))
    elif request.get("what") == "html":
        page = standalone_html("geometry", "How laziness bends space", geometry_data(pair))
        keep(_KEY, File(f"{name}.html", "text/html", page.encode()))
