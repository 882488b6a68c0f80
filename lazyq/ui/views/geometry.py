"""The Geometry component on the page: a pair goes in, files to take away come out."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lazyq import plots
from lazyq.experiments.geometry import (
    DEFAULT_PAIR,
    GeometryPair,
    ball_field,
    geometry_npz,
    geometry_python,
    parse_pair,
    surface,
)
from lazyq.experiments.lam import lam_json, lam_text
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import localised, tr

_geometry = component("geometry")


@st.fragment
def geometry() -> None:
    """Show the lazy metric on Rⁿ; points and λ belong to the browser, which writes them in the link."""
    charts = {tr("Unit balls"): _balls, tr("Surface"): _surface}
    mount(_geometry, "geometry", geometry_data(DEFAULT_PAIR), requested_file, charts)


def _balls(request: Mapping[str, Any], theme: str) -> Any:
    lam = _asked_pair(request).lam
    if lam == 0:
        return tr("At λ = 0 turning costs nothing: the balls reach around whole circles and can’t be drawn.")
    points, matrices = ball_field(lam)
    title = tr("Balls of the metric at λ = {lam}", lam=localised(lam_text(lam)))
    return plots.indicatrix_figure(points, matrices, radius=0.15, title=title, theme=theme)


def _surface(request: Mapping[str, Any], theme: str) -> Any:
    pair = _asked_pair(request)
    title = tr("The surface of λ = {lam}", lam=localised(lam_text(pair.lam)))
    return plots.surface_figure(*surface(pair), title=title, theme=theme)


def _asked_pair(request: Mapping[str, Any]) -> GeometryPair:
    """Return the pair of a request, in the plane, or the one to begin with."""
    try:
        return parse_pair(request.get("x"), request.get("y"), request.get("lam"), 2)
    except ValueError:
        return DEFAULT_PAIR


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
        return html_file(name, "geometry", tr("How laziness bends space"), geometry_data(pair), request)
    return None
