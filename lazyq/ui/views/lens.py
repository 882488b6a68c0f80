"""The Lens on the page: the digits go in, files to take away come out."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from lazyq import plots
from lazyq.experiments.digits import SIDE, DigitLibrary, DigitRef
from lazyq.experiments.exporting import file_name
from lazyq.experiments.lam import lam_text
from lazyq.experiments.lens import lens_npz, lens_path, lens_python, lens_python_both, third_digit
from lazyq.ui.address import sent_lam
from lazyq.ui.bigger import asked_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import localised, tr
from lazyq.ui.library import checksums, library, referenced
from lazyq.ui.packing import Packed
from lazyq.ui.pixels import to_base64

DEFAULT_LAM = 0.5
_PINS = 3
_lens, _packed = component("lens"), Packed()


@st.fragment
def lens(x: DigitRef, y: DigitRef, z: DigitRef) -> None:
    """Show the Lens for two digits, and z for whom wants to compare.

    λ, pins, row and whether z is shown belong to the browser, which writes them in the link.
    """
    charts = {tr("Left over and price"): partial(_path, x, y), tr("x, g·x and y"): partial(_alignment, x, y)}
    data = _packed((x, y, z, checksums(x, y, z)), partial(lens_data, x, y, z))
    mount(_lens, "lens", data, partial(requested_file, x=x, y=y, z=z), charts)


def _path(x: DigitRef, y: DigitRef, request: Mapping[str, Any], theme: str) -> Any:
    return plots.path_figure(lens_path(library(), x, y), lam=asked_lam(request, DEFAULT_LAM), theme=theme)


def _alignment(x: DigitRef, y: DigitRef, request: Mapping[str, Any], theme: str) -> Any:
    path, lam = lens_path(library(), x, y), asked_lam(request, DEFAULT_LAM)
    title = tr("x moved to look like y at λ = {lam}", lam=localised(lam_text(lam)))
    return plots.alignment_figure(
        path.action, path.x, path.y, path.at(lam), columns=2, title=title, theme=theme
    )


def asked_third(x: DigitRef, y: DigitRef) -> tuple[DigitRef, str | None]:
    """Return the third digit that the address names, else one for x and y, and what is wrong with it."""
    return referenced("z", _third(x, y, library().names))


@lru_cache(maxsize=256)
def _third(x: DigitRef, y: DigitRef, data: tuple[str, ...]) -> DigitRef:
    return third_digit(library(), x, y)


def lens_data(x: DigitRef, y: DigitRef, z: DigitRef) -> dict[str, Any]:
    """Return what the component is given: the pixels and names of the digits, and the code to copy."""
    held = library()
    return {
        "x": _digit(held, x),
        "y": _digit(held, y),
        "z": _digit(held, z),
        "lam": DEFAULT_LAM,
        "python": lens_python(x, y),
        "pythonBoth": lens_python_both(x, y, z),
    }


def _digit(held: DigitLibrary, reference: DigitRef) -> dict[str, str]:
    return {
        "pixels": to_base64(held.image(reference)),
        "name": tr(held.describe(reference)),
        "reference": reference.text,
    }


def requested_file(request: Mapping[str, Any], x: DigitRef, y: DigitRef, z: DigitRef) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    Parameters
    ----------
    request : ``{"what": "npz"}`` and ``{"what": "html", "lam": …, "pins": […], "row": …, "shift": …,
        "curve": …, "dark": …}`` are understood, with ``"both": True`` if z is shown
    x, y, z : the pair on the page, and the third digit
    """
    both = request.get("both") is True
    name, what = file_name("lens", x, y, *([z] if both else [])), request.get("what")
    if what == "npz":
        path = lens_path(library(), x, y)
        return npz_file(name, lens_npz(path, x, y, lens_path(library(), x, z) if both else None, z))
    if what == "html":
        data, sent = lens_data(x, y, z) | {"both": both}, request.get("pins")
        pins = [sent_lam(pin, DEFAULT_LAM) for pin in sent[:_PINS]] if isinstance(sent, list) else []
        data |= {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), "pins": pins, **_sent_rows(request)}
        title = tr("Lens: {x} and {y}", x=data["x"]["name"], y=data["y"]["name"])
        return html_file(name, "lens", title, data, request)
    return None


def _sent_rows(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that is kept, what a hand has made of it, and how the curve is seen; None for none."""
    row, shift = (_sent_whole(request.get(name)) for name in ("row", "shift"))
    kept = row if row is not None and 1 <= row <= SIDE else None
    moved = shift if kept is not None and shift is not None and abs(shift) <= SIDE // 2 else None
    return {"row": kept, "shift": moved, "curve": "whole" if request.get("curve") == "whole" else None}


def _sent_whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
