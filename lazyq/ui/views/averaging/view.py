"""The Averaging page: which experiment, its result, and one digit of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lazyq.compute import canonical
from lazyq.experiments.averaging.learning import (
    TALK_ANGLES,
    TRAININGS,
    Averaging,
    AveragingSpec,
    CostlyBaselines,
    averaging,
    costly_baselines,
)
from lazyq.experiments.averaging.penalty import Penalised, penalised
from lazyq.ui.components import component, standalone_html
from lazyq.ui.files import File, keep, kept
from lazyq.ui.library import available, library
from lazyq.ui.results import store
from lazyq.ui.views.averaging.data import LEARN, digit_data, npz_content, shared_data, strip
from lazyq.ui.watching import glimpsed

_KEY = "averaging"
_mount = component("averaging")

MODELS = {
    "mlp": "Two-layer network",
    "cnn": "Convolutional network",
    "logistic": "Logistic regression",
    "kernel": "Kernel machine",
}
SIZES = (500, 1_000, 2_000, 4_000, 8_000)
ANGLES = {
    "talk": ("the talk’s angles to ±30°", TALK_ANGLES),
    "fine": ("±15°, each degree", tuple(float(angle) for angle in range(-15, 16))),
    "wide": ("±90° by 6°", tuple(float(angle) for angle in range(-90, 91, 6))),
    "circle": ("the whole circle by 10°", tuple(float(angle) for angle in range(-170, 181, 10))),
}
HELP = {
    "compare": "Test-time augmentation, and networks that are trained with rotations: a minute or more.",
    "penalty": "Adds strength · W(π, gπ) to the log-loss, for four strengths: some seconds.",
}
EXTRAS = {
    "compare": "Slower comparisons too",
    "penalty": "π with the transport penalty too",
}
HELD_OUT = 3_000


class Choice(NamedTuple):
    """A setting that the address may name: its parameter, its values, and the one to begin with."""

    parameter: str
    values: tuple[Any, ...]
    default: Any


CHOICES = {
    "model": Choice("model", tuple(MODELS), "mlp"),
    "size": Choice("n", SIZES, 1_000),
    "angles": Choice("angles", tuple(ANGLES), "talk"),
    "learn": Choice("learn", tuple(LEARN), "held-out"),
    "compare": Choice("compare", ("no", "yes"), "no"),
    "penalty": Choice("penalty", ("no", "yes"), "no"),
}


class Extras(NamedTuple):
    """What is computed only if the visitor wants it; None until it is there."""

    more: CostlyBaselines | None
    priced: Penalised | None


def settings() -> AveragingSpec:
    """Show what can be chosen and return the experiment that it means."""
    chosen = {name: _from_address(choice) for name, choice in CHOICES.items()}
    columns = st.columns([3, 3, 3, 3])
    with columns[0]:
        model = st.selectbox("Model f", tuple(MODELS), _at("model", chosen), format_func=MODELS.__getitem__)
    with columns[1]:
        size = st.selectbox("f is trained on", SIZES, _at("size", chosen), format_func=_size_text)
    with columns[2]:
        angles = st.selectbox(
            "Angles of π", tuple(ANGLES), _at("angles", chosen), format_func=lambda name: ANGLES[name][0]
        )
    with columns[3]:
        learn = st.selectbox(
            "π is learned on", tuple(LEARN), _at("learn", chosen), format_func=LEARN.__getitem__
        )
    st.session_state["_averaging_address"] = {
        "model": model,
        "n": str(size),
        "angles": angles,
        "learn": learn,
    }
    spec = AveragingSpec(
        training=TRAININGS[model],
        training_size=size,
        held_out=HELD_OUT,
        angles=ANGLES[angles][1],
        learn_on=learn,
    )
    if available().mnist:
        return replace(spec, held_out=min(HELD_OUT, size) if learn == "training" else HELD_OUT)
    return replace(spec, dataset="sklearn", training_size=min(size, 900), held_out=400, test_size=497)


def _size_text(count: int) -> str:
    return f"{count:,} digits, for the talk’s f" if count == SIZES[-1] else f"{count:,} digits"


def computed(spec: AveragingSpec) -> Averaging:
    """Return the result, from the store if it is there; else show the work and end this run of the page."""
    checksums = tuple(library().digits(name).checksum for name in library().names)
    result: Averaging | None = glimpsed(canonical(spec), lambda: store().run(averaging, spec, data=checksums))
    if result is None:
        st.image(
            strip(spec), caption=f"Meanwhile: one 6 at the {len(spec.angles)} angles at which f will be asked"
        )
        st.stop()
    return result


def extras(spec: AveragingSpec, result: Averaging) -> Extras:
    """Show what else can be computed, and return what of it is wanted and there; the page stays in use."""
    wanted = {}
    for column, (name, label) in zip(st.columns(len(EXTRAS)), EXTRAS.items(), strict=True):
        with column:
            wanted[name] = st.toggle(label, _from_address(CHOICES[name]) == "yes", help=HELP[name])
        st.session_state["_averaging_address"][name] = "yes" if wanted[name] else None
    checksums = tuple(library().digits(name).checksum for name in library().names)
    more = priced = None
    if wanted["compare"]:
        more = glimpsed(
            f"compare {canonical(spec)}", lambda: store().run(costly_baselines, spec, data=checksums)
        )
    if wanted["penalty"]:
        priced = glimpsed(f"penalty {canonical(spec)}", lambda: penalised(spec, result))
    return Extras(more, priced)


@st.fragment
def averaging_lab(spec: AveragingSpec, result: Averaging, extra: Extras) -> None:
    """Show π, what it does to one digit, and how good it is; what is dragged belongs to the browser.

    The browser says which experiment it holds when it asks for something, and is not sent that one again.
    """
    index = _chosen_digit(result)
    shared = shared_data(spec, result, extra.more, extra.priced)
    data = {
        "experiment": shared["experiment"],
        "digit": digit_data(spec, result, index),
        "address": _address(spec),
    }
    held = st.session_state.pop("_averaging_held", None) == shared["experiment"]
    _mount(
        key=_KEY,
        data={**data, "shared": None if held else shared, "download": kept(_KEY)},
        on_ask_change=lambda: _answer(spec, result, {**data, "shared": shared}),
    )


def _chosen_digit(result: Averaging) -> int:
    """Return the digit that the visitor or the address chose, else a 6 of the test digits."""
    count = len(result.labels)
    asked = st.session_state.get("_averaging_digit", st.query_params.get("digit"))
    if asked is not None and str(asked).isdecimal() and len(str(asked)) < 7 and int(asked) < count:
        return int(asked)
    if asked is not None:
        st.warning(f"The link’s digit can’t be shown: digit must be from 0 to {count - 1}.")
    sixes = np.flatnonzero(result.labels == 6)
    return int(sixes[min(1, len(sixes) - 1)]) if len(sixes) else 0


def _answer(spec: AveragingSpec, result: Averaging, data: dict[str, Any]) -> None:
    """Do what the browser asks for: another digit, a file, or all that it lacks; it is checked here."""
    request = st.session_state[_KEY].get("ask")
    if not isinstance(request, Mapping):
        return
    st.session_state["_averaging_held"] = request.get("holds")
    digit, what = request.get("digit"), request.get("what")
    if what == "digit" and isinstance(digit, int) and 0 <= digit < len(result.labels):
        st.session_state["_averaging_digit"] = digit
    elif what == "html":
        page = standalone_html("averaging", "Lazy averaging", data)
        keep(_KEY, File("lazy_averaging.html", "text/html", page.encode()))
    elif what == "npz":
        weights = _law(request.get("weights"), len(result.angles))
        if weights is None:
            return
        content = npz_content(spec, result, data["shared"], data["digit"]["index"], weights)
        keep(_KEY, File("lazy_averaging.npz", "application/octet-stream", content))


def _law(sent: object, size: int) -> NDArray[np.float64] | None:
    """Return the π that the browser sent; None if it is not so many non-negative numbers of sum 1."""
    numbers = sent if isinstance(sent, list) else []
    if len(numbers) != size or not all(isinstance(one, int | float) for one in numbers):
        return None
    weights = np.array(numbers, dtype=np.float64)
    valid = (weights >= 0).all() and abs(weights.sum() - 1) <= 1e-6
    return weights / weights.sum() if valid else None


def _from_address(choice: Choice) -> Any:
    text = st.query_params.get(choice.parameter)
    found = [value for value in choice.values if str(value) == text]
    if text is not None and not found:
        accepted = ", ".join(map(str, choice.values))
        st.warning(f"The link’s {choice.parameter} can’t be shown: it must be one of {accepted}.")
    return found[0] if found else choice.default


def _at(name: str, chosen: dict[str, Any]) -> int:
    return CHOICES[name].values.index(chosen[name])


def _address(spec: AveragingSpec) -> dict[str, str | None]:
    angles = next(name for name, (_, values) in ANGLES.items() if values == spec.angles)
    default = {"model": spec.training.kind, "angles": angles, "learn": spec.learn_on}
    return {**default, **st.session_state.get("_averaging_address", {})}
