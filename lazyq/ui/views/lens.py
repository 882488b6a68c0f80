"""The Lens on the page: the digits go in, files to take away come out."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lazyq.experiments.digits import DigitRef
from lazyq.experiments.exporting import file_name
from lazyq.experiments.lens import lens_npz, lens_path, lens_python
from lazyq.ui.address import sent_lam
from lazyq.ui.components import component, standalone_html
from lazyq.ui.files import File, keep, kept
from lazyq.ui.library import library
from lazyq.ui.pixels import to_base64

DEFAULT_LAM = 0.5
_KEY = "lens"
_PINS = 3
_mount = component("lens")


@st.fragment
def lens(x: DigitRef, y: DigitRef) -> None:
    """Show the Lens for two digits; λ, pins and row belong to the browser, which writes them in the link."""
    data = lens_data(x, y)
    _mount(key=_KEY, data={**data, "download": kept(_KEY)}, on_take_change=lambda: _prepare(x, y))


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


def _prepare(x: DigitRef, y: DigitRef) -> None:
    """Make the file that the visitor asked for; the next run of the component hands it over."""
    file = requested_file(st.session_state[_KEY].get("take"), x, y)
    if file is not None:
        keep(_KEY, file)


def requested_file(request: object, x: DigitRef, y: DigitRef) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    Parameters
    ----------
    request : from the browser, so it can be anything; ``{"what": "npz"}`` and ``{"what": "html", "lam": …,
        "pins": […]}`` are understood
    x, y : the pair on the page
    """
    if not isinstance(request, Mapping):
        return None
    name = file_name("lens", x, y)
    if request.get("what") == "npz":
        return File(f"{name}.npz", "application/zip", lens_npz(lens_path(library(), x, y), x, y))
    if request.get("what") == "html":
        data, pins = lens_data(x, y), request.get("pins")
        kept = [sent_lam(pin, DEFAULT_LAM) for pin in pins[:_PINS]] if isinstance(pins, list) else []
        title = f"Lens: {data['x']['name']} and {data['y']['name']}"
        page = standalone_html(
            "lens", title, {**data, "lam": sent_lam(request.get("lam"), DEFAULT_LAM), "pins": kept}
        )
        return File(f"{name}.html", "text/html", page.encode())
    return None
