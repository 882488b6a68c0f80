"""The Averaging page: which experiment, its result, and one digit of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from lazyq.compute import canonical
from lazyq.experiments.averaging import (
    TALK_ANGLES,
    TRAININGS,
    Averaging,
    AveragingSpec,
    CostlyBaselines,
    Penalised,
    averaging,
    averaging_npz,
    costly_baselines,
    penalised,
)
from lazyq.ui.address import Setting, select, toggle
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.library import available, library
from lazyq.ui.results import store
from lazyq.ui.views.averaging.data import LEARN, digit_data, shared_data, strip, test_images
from lazyq.ui.watching import glimpsed, wait_only_for

_averaging = component("averaging")

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


MODEL = Setting("model", tuple(MODELS), "mlp")
SIZE = Setting("n", SIZES, 1_000)
ANGLE = Setting("angles", tuple(ANGLES), "talk")
LEARN_ON = Setting("learn", tuple(LEARN), "held-out")
EXTRA = {name: Setting(name, (False, True), False) for name in EXTRAS}


class Chosen(NamedTuple):
    """What the visitor chose: the experiment, what else to compute, and both as the address has them."""

    spec: AveragingSpec
    extras: frozenset[str]
    address: dict[str, str | None]


class Extras(NamedTuple):
    """What is computed only if the visitor wants it; None until it is there."""

    more: CostlyBaselines | None
    priced: Penalised | None


def settings() -> Chosen:
    """Show what can be chosen and return what is."""
    columns = st.columns(4)
    with columns[0]:
        model = select(MODEL, "Model f", MODELS.__getitem__)
    with columns[1]:
        size = select(SIZE, "f is trained on", _size_text)
    with columns[2]:
        angles = select(ANGLE, "Angles of π", lambda name: ANGLES[name][0])
    with columns[3]:
        learn = select(LEARN_ON, "π is learned on", LEARN.__getitem__)
    wanted = set()
    for column, (name, label) in zip(st.columns(len(EXTRAS)), EXTRAS.items(), strict=True):
        with column:
            if toggle(EXTRA[name], label, HELP[name]):
                wanted.add(name)
    address = {"model": model, "n": str(size), "angles": angles, "learn": learn}
    asked = {name: "yes" if name in wanted else None for name in EXTRAS}
    spec = _spec(model, size, angles, learn)
    wait_only_for(*(_job(spec, name) for name in ("averaging", *wanted)))
    return Chosen(spec, frozenset(wanted), address | asked)


def _job(spec: AveragingSpec, name: str) -> str:
    return f"{name} {canonical(spec)}"


def _spec(model: str, size: int, angles: str, learn: str) -> AveragingSpec:
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
    result: Averaging | None = glimpsed(
        _job(spec, "averaging"),
        lambda: store().known(averaging, spec, data=_checksums()),
        lambda: store().run(averaging, spec, data=_checksums()),
    )
    if result is None:
        st.image(
            strip(spec), caption=f"Meanwhile: one 6 at the {len(spec.angles)} angles at which f will be asked"
        )
        st.stop()
    return result


def extras(chosen: Chosen, result: Averaging) -> Extras:
    """Return what else is wanted and there, or show how far it is; the page stays in use."""
    spec, checksums = chosen.spec, _checksums()
    more = priced = None
    if "compare" in chosen.extras:
        more = glimpsed(
            _job(spec, "compare"),
            lambda: store().known(costly_baselines, spec, data=checksums),
            lambda: store().run(costly_baselines, spec, data=checksums),
        )
    if "penalty" in chosen.extras:
        priced = glimpsed(
            _job(spec, "penalty"),
            lambda: store().known(penalised, spec, data=checksums),
            lambda: store().run(penalised, spec, result, data=checksums),
        )
    return Extras(more, priced)


def _checksums() -> tuple[str, ...]:
    return tuple(library().digits(name).checksum for name in library().names)


@st.fragment
def averaging_lab(chosen: Chosen, result: Averaging, extra: Extras) -> None:
    """Show π, what it does to one digit, and how good it is; what is dragged belongs to the browser.

    The browser says which experiment it holds when it asks for something, and is not sent that one again.
    """
    spec, index = chosen.spec, _chosen_digit(result)
    shared = shared_data(spec, result, extra.more, extra.priced)
    data = {
        "experiment": shared["experiment"],
        "digit": digit_data(spec, result, index),
        "address": chosen.address,
    }
    held = st.session_state.pop("_averaging_held", None) == shared["experiment"]

    def archive(weights: NDArray[np.float64]) -> bytes:
        image = test_images(spec.dataset, spec.test_size)[index]
        return averaging_npz(spec, result, index, image, weights, more=extra.more, priced=extra.priced)

    mount(
        _averaging,
        "averaging",
        {**data, "shared": None if held else shared},
        partial(_answer, result=result, data={**data, "shared": shared}, archive=archive),
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


def _answer(
    request: Mapping[str, Any],
    result: Averaging,
    data: dict[str, Any],
    archive: Callable[[NDArray[np.float64]], bytes],
) -> File | None:
    """Return the file that the browser asks for, or note another digit, or that it holds the experiment."""
    st.session_state["_averaging_held"] = request.get("holds")
    digit, what = request.get("digit"), request.get("what")
    if what == "digit" and isinstance(digit, int) and 0 <= digit < len(result.labels):
        st.session_state["_averaging_digit"] = digit
    elif what == "html":
        return html_file("lazy_averaging", "averaging", "Lazy averaging", data)
    elif what == "npz":
        weights = _sent_weights(request.get("weights"), len(result.angles))
        return None if weights is None else npz_file("lazy_averaging", archive(weights))
    return None


def _sent_weights(sent: object, size: int) -> NDArray[np.float64] | None:
    """Return the π that the browser sent; None if it is not so many non-negative numbers of sum 1."""
    numbers = sent if isinstance(sent, list) else []
    if len(numbers) != size or not all(isinstance(one, int | float) for one in numbers):
        return None
    weights = np.array(numbers, dtype=np.float64)
    valid = (weights >= 0).all() and abs(weights.sum() - 1) <= 1e-6
    return weights / weights.sum() if valid else None
