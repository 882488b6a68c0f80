"""A digit drawn by hand on 28×28 pixels: with the mouse, a finger, a pen or the keyboard."""

import zlib

import numpy as np
import streamlit as st

from lazyq.datasets.pictures import centred
from lazyq.experiments.digits import SIDE, DigitRef, DrawnDigit
from lazyq.ui.components import component
from lazyq.ui.pixels import from_client, to_base64

_ORIGINALS = "lazyq-originals"
_KEPT = 16
_canvas = component("drawing", isolated=False)


def drawing(key: str, current: DigitRef | None, *, live: bool = False) -> DrawnDigit | None:
    """Show the drawing area, with the current drawing if there is one; return a newly drawn digit once.

    Parameters
    ----------
    key : of the area
    current : the digit in use
    live : whether each stroke makes a digit; else the visitor says when it is to be used
    """
    preset = _original(current) if isinstance(current, DrawnDigit) else None
    state = st.session_state.get(key, {}).get("drawn")
    version = 0 if preset is None else zlib.crc32(preset)
    made = st.session_state.setdefault(f"{key}-made", [])
    if live and current in made and isinstance(state, dict) and type(state.get("version")) is int:
        version = state["version"]  # what came from these strokes need not be laid on the area again
    drawn = _sent(state, version) or preset
    prepared = None if drawn is None else _prepared(drawn, current)
    _canvas(
        key=key,
        data={
            "version": version,
            "preset": None if preset is None else to_base64(preset),
            "prepared": None if prepared is None else to_base64(prepared.pixels),
            "live": live,
        },
        on_drawn_change=lambda: _note(key, live),
    )
    wanted: bytes | None = st.session_state.pop(f"{key}-wanted", None)
    chosen = None if wanted is None else _prepared(wanted, current)
    if chosen is not None and wanted is not None:
        _remember(chosen, wanted)
        made[:] = [*made, chosen][-_KEPT:]
    return chosen


def _note(key: str, live: bool = False) -> None:
    """Note the drawing if the component says that it is to be used, or if every stroke is."""
    state = st.session_state[key].drawn
    if isinstance(state, dict) and (live or state.get("use")):
        st.session_state[f"{key}-wanted"] = from_client(state.get("levels"))


def _sent(state: object, version: int) -> bytes | None:
    """Return the levels that the component sent since it was given this version of the preset."""
    if not isinstance(state, dict) or state.get("version") != version:
        return None
    return from_client(state.get("levels"))


def _prepared(drawn: bytes, current: DigitRef | None) -> DrawnDigit | None:
    """Return the drawing as MNIST would have it, None for an empty one.

    A drawing that came with a link and was not touched stays as it is, to the last level. What is ink is
    known here, so nothing is inverted, however much of the border is drawn on.
    """
    if isinstance(current, DrawnDigit) and drawn == current.pixels:
        return current
    if not any(drawn):
        return None
    levels = np.frombuffer(drawn, np.uint8).reshape(SIDE, SIDE)
    return DrawnDigit(centred(levels / 255).tobytes())


def _original(prepared: DrawnDigit) -> bytes:
    """Return the strokes behind a drawing, so that it can be gone on with, else the drawing as it is."""
    return st.session_state.get(_ORIGINALS, {}).get(prepared, prepared.pixels)


def _remember(prepared: DrawnDigit, drawn: bytes) -> None:
    kept = {**st.session_state.get(_ORIGINALS, {}), prepared: drawn}
    st.session_state[_ORIGINALS] = dict(list(kept.items())[-_KEPT:])
