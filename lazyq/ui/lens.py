"""The Lens on the page: the digits go in, files to take away come out."""

import base64
from collections.abc import Mapping
from typing import Any

import streamlit as st

from lazyq.experiments.digits import DigitRef
from lazyq.experiments.pairs import pair_path, pair_python, path_npz
from lazyq.ui.assets import component
from lazyq.ui.library import library
from lazyq.ui.standalone import standalone_html

DEFAULT_LAM = 0.5
_KEY = "lens"
_mount = component("lens")


@st.fragment
def lens(x: DigitRef, y: DigitRef) -> None:
    """Show the Lens for two digits; λ, pins and row belong to the browser, which writes them in the link."""
    data = lens_data(x, y)
    download = st.session_state.pop("_lens_download", None)
    _mount(key=_KEY, data={**data, "download": download}, on_take_change=lambda: _prepare(x, y, data))


def lens_data(x: DigitRef, y: DigitRef) -> dict[str, Any]:
    """Return what the component is given: the pixels and names of both digits, and the code to copy."""
    return {
        "x": _digit(x),
        "y": _digit(y),
        "lam": DEFAULT_LAM,
        "python": pair_python(x, y),
    }


def _digit(reference: DigitRef) -> dict[str, str]:
    return {
        "pixels": base64.b64encode(library().image(reference).numpy().tobytes()).decode(),
        "name": library().describe(reference),
        "reference": reference.text,
    }


def _prepare(x: DigitRef, y: DigitRef, data: dict[str, Any]) -> None:
    """Make the file that the visitor asked for; what comes from the browser is checked here."""
    request = st.session_state[_KEY].get("take")
    if not isinstance(request, Mapping):
        return
    names = "_".join("drawn" if digit.text.startswith("px-") else digit.text for digit in (x, y))
    if request.get("what") == "npz":
        content, name, kind = (
            path_npz(pair_path(library(), x, y), x, y),
            f"lens_{names}.npz",
            "application/zip",
        )
    elif request.get("what") == "html":
        view = {"lam": _lam(request.get("lam")), "pins": [_lam(pin) for pin in request.get("pins") or ()][:3]}
        title = f"Lens: {data['x']['name']} and {data['y']['name']}"
        page = standalone_html("lens", title, {**data, **view})
        content, name, kind = page.encode(), f"lens_{names}.html", "text/html"
    else:
        return
    serial = st.session_state["_lens_serial"] = st.session_state.get("_lens_serial", 0) + 1
    st.session_state["_lens_download"] = {
        "serial": serial,
        "name": name,
        "type": kind,
        "base64": base64.b64encode(content).decode(),
    }


def _lam(text: object) -> float | str:
    """Return a λ that JSON can carry: a number, or "inf"; the default for what is none."""
    try:
        lam = float(str(text))
    except ValueError:
        return DEFAULT_LAM
    if not lam >= 0:
        return DEFAULT_LAM
    return "inf" if lam == float("inf") else lam
