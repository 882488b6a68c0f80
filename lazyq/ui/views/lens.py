"""The Lens on the page: the digits go in, files to take away come out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from lazyq.experiments.digits import SIDE, DigitRef
from lazyq.experiments.exporting import file_name
from lazyq.experiments.lens import lens_npz, lens_path, lens_python
from lazyq.ui.address import sent_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.library import library
from lazyq.ui.pixels import to_base64

DEFAULT_LAM = 0.5
_PINS = 3
_lens = component("lens")


@st.fragment
def lens(x: DigitRef, y: DigitRef) -> None:
    """Show the Lens for two digits; λ, pins and row belong to the browser, which writes them in the link."""
    mount(_lens, "lens", lens_data(x, y), partial(requested_file, x=x, y=y))


def lens_data(x: DigitRef, y: DigitRef) -> dict[str, Any]:
    """Return what the component is given: the pixels and names of both digits, and the code to copy."""
    return {
        "x": _digit(x),
        "y": _digit(y),
        "lam": DEFAULT_LAM,
        "python": lens_python(x, y),
    }


def _digit(reference: DigitRef) -> dict[str, str]:
    return {
        "pixels": to_base64(library().image(reference)),
        "name": library().describe(reference),
        "reference": reference.text,
    }


def requested_file(request: Mapping[str, Any], x: DigitRef, y: DigitRef) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    Parameters
    ----------
    request : ``{"what": "npz"}`` and ``{"what": "html", "lam": …, "pins": […], "row": …, "shift": …,
        "curve": …, "dark": …}`` are understood
    x, y : the pair on the page
    """
    name, what = file_name("lens", x, y), request.get("what")
    if what == "npz":
        return npz_file(name, lens_npz(lens_path(library(), x, y), x, y))
    if what == "html":
        data, sent = lens_data(x, y), request.get("pins")
        pins = [sent_lam(pin, DEFAULT_LAM) for pin in sent[:_PINS]] if isinstance(sent, list) else []
        data |= {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), "pins": pins, **_sent_rows(request)}
        return html_file(name, "lens", f"Lens: {data['x']['name']} and {data['y']['name']}", data, request)
    return None


def _sent_rows(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that is kept, what a hand has made of it, and how the curve is seen; None for none."""
    row, shift = (_sent_whole(request.get(name)) for name in ("row", "shift"))
    kept = row if row is not None and 1 <= row <= SIDE else None
    moved = shift if kept is not None and shift is not None and abs(shift) <= SIDE // 2 else None
    return {"row": kept, "shift": moved, "curve": "whole" if request.get("curve") == "whole" else None}


def _sent_whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
