"""The Six or nine page: a digit goes in, what it is near to at every angle comes out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from lazyq.experiments.digits import DatasetDigit, DigitRef, parse_digit
from lazyq.experiments.exporting import file_name
from lazyq.experiments.six_or_nine import Turned, TurnedSpec, six_or_nine_npz, six_or_nine_python, turned
from lazyq.ui.address import Setting, select, sent_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.library import available, default_pair, library, referenced
from lazyq.ui.pixels import to_base64
from lazyq.ui.results import store

DEFAULT_LAM = 0.05
_UPSIDE_DOWN = 180
_SIZES = (100, 300, 1000)
_six_or_nine = component("six_or_nine")


def asked_digit() -> tuple[DigitRef, str | None]:
    """Return the digit x of the address, and what is wrong with the address if it is."""
    return referenced("x", default_pair()[0])


def settings(x: DigitRef) -> TurnedSpec:
    """Show which two classes x is compared with, and how many digits of each; return the spec."""
    columns = st.columns([2, 2, 3, 5], vertical_alignment="bottom")
    with columns[0]:
        first = select(Setting("a", tuple(range(10)), 6), "Is it a …")
    with columns[1]:
        others = tuple(digit for digit in range(10) if digit != first)
        second = select(Setting("b", others, 6 if first == 9 else 9), "… or a …")
    with columns[2]:
        words = "the first {} of each".format
        size = select(Setting("size", _SIZES, 1000), "compared with training digits", words)
    dataset = "mnist-train" if available().mnist else "sklearn"
    return TurnedSpec(x.text, first, second, dataset, size)


@st.fragment
def six_or_nine(spec: TurnedSpec) -> None:
    """Show the digit to turn; angle and λ belong to the browser, which writes them in the link."""
    with st.spinner("Turning x past the digits of both classes…"):
        result = found(spec)
    data = six_or_nine_data(spec, result)
    mount(_six_or_nine, "six_or_nine", data, partial(requested_file, spec=spec, result=result, data=data))


def found(spec: TurnedSpec) -> Turned:
    """Return what x is near to at every angle, from the store if it has been asked before."""
    x = parse_digit(spec.x)
    names = {spec.dataset, *([x.dataset] if isinstance(x, DatasetDigit) else [])}
    checksums = tuple(library().digits(name).checksum for name in sorted(names))
    return store().run(turned, spec, data=checksums)


def six_or_nine_data(spec: TurnedSpec, result: Turned) -> dict[str, Any]:
    """Return what the component is given: x, its residuals at every angle, every digit that is nearest."""
    x, digits = parse_digit(spec.x), library().digits(spec.dataset)
    held = np.unique(result.nearest)
    own = x.index if isinstance(x, DatasetDigit) and x.dataset == spec.dataset else None
    others = np.delete(digits.labels.numpy(), [] if own is None else [own])
    default_second = 6 if spec.first == 9 else 9
    return {
        "x": {
            "pixels": to_base64(library().image(x)),
            "name": library().describe(x),
            "reference": x.text,
            "label": library().label(x),
        },
        "lam": DEFAULT_LAM,
        "angle": _UPSIDE_DOWN,
        "classes": [spec.first, spec.second],
        "sizes": [min(spec.size, int((others == digit).sum())) for digit in (spec.first, spec.second)],
        "squared": result.squared_residuals.tolist(),
        "near": np.searchsorted(held, result.nearest).tolist(),
        "pixels": to_base64(digits.images[held]),
        "references": [DatasetDigit(spec.dataset, int(index)).text for index in held],
        "python": six_or_nine_python(spec),
        "address": {
            "a": None if spec.first == 6 else str(spec.first),
            "b": None if spec.second == default_second else str(spec.second),
            "size": None if spec.size == 1000 else str(spec.size),
        },
    }


def requested_file(
    request: Mapping[str, Any], spec: TurnedSpec, result: Turned, data: dict[str, Any]
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html", "lam": …, "angle": …}`` are understood.
    """
    name, what = file_name("six_or_nine", parse_digit(spec.x)), request.get("what")
    if what == "npz":
        return npz_file(name, six_or_nine_npz(library(), spec, result))
    if what == "html":
        angle = request.get("angle")
        if isinstance(angle, bool) or not isinstance(angle, int) or not 0 <= angle < 360:
            angle = _UPSIDE_DOWN
        data = data | {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), "angle": angle}
        return html_file(name, "six_or_nine", f"Six or nine: {data['x']['name']}", data, request)
    return None
