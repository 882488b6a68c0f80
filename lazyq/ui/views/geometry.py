"""The Geometry component on the page: a pair goes in, files to take away come out."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lazyq.experiments.geometry import DEFAULT_PAIR, GeometryPair, geometry_npz, geometry_python, parse_pair
from lazyq.experiments.lam import lam_json
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file

_geometry = component("geometry")


@st.fragment
def geometry() -> None:
    """Show the lazy metric on Rⁿ; points and λ belong to the browser, which writes them in the link."""
    mount(_geometry, "geometry", geometry_data(DEFAULT_PAIR), requested_file)


def geometry_data(pair: GeometryPair) -> dict[str, Any]:
    """Return what the component is given: the pair to begin with, and the code to copy."""
    return {
        "x": list(pair.x),
        "y": list(pair.y),
        "lam": lam_json(pair.lam),
        "dimension": pair.dimension,
        "python": geometry_python(),
    }


def requested_file(request: Mapping[str, Any]) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is."""
    try:
        pair = parse_pair(*(request.get(name) for name in ("x", "y", "lam", "dimension")))
    except ValueError:
        return None
    name, what = f"geometry_lam_{pair.lam:g}", request.get("what")
    if what == "npz":
        return npz_file(name, geometry_npz(pair))
    if what == "html":
        return html_file(name, "geometry", "How laziness bends space", geometry_data(pair), request)
    return None
