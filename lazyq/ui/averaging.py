"""The Averaging page: which experiment, its result, and one digit of it."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from torch import Tensor

from lazyq.compute import canonical
from lazyq.experiments.averaging import (
    TALK_ANGLES,
    TRAININGS,
    Averaging,
    AveragingSpec,
    CostlyBaselines,
    averaging,
    costly_baselines,
    split_digits,
)
from lazyq.experiments.averaging_views import (
    MOVES,
    bound_curve,
    changed,
    copies,
    diagnosis,
    turning,
)
from lazyq.ui.assets import component
from lazyq.ui.files import File, keep, kept
from lazyq.ui.jobs import awaited
from lazyq.ui.library import available, library
from lazyq.ui.results import store
from lazyq.ui.standalone import standalone_html

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
LEARN = {"held-out": "digits f has not seen", "training": "f’s own training digits"}
TESTED = {"mnist": "MNIST test digits", "sklearn": "scikit-learn digits"}
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
}


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
    return awaited(canonical(spec), lambda: store().run(averaging, spec, data=checksums))


def compared(spec: AveragingSpec) -> CostlyBaselines | None:
    """Return networks trained with rotations, if the visitor wants to wait for them; else None."""
    if spec.training.kind == "kernel":
        return None
    if not st.toggle("Compare with networks that were trained with rotations (they take their time)"):
        return None
    short = replace(spec, training=replace(spec.training, epochs=max(1, spec.training.epochs // 5)))
    checksums = tuple(library().digits(name).checksum for name in library().names)
    return awaited(
        f"trained {canonical(short)}", lambda: store().run(costly_baselines, short, data=checksums)
    )


@st.fragment
def averaging_lab(spec: AveragingSpec, result: Averaging, more: CostlyBaselines | None) -> None:
    """Show π, what it does to one digit, and how good it is; what is dragged belongs to the browser."""
    index = _chosen_digit(result)
    data = lab_data(spec, result, index)
    if more is not None:
        scores = data["scores"]
        names, values = [*scores["names"], *more.names], [*scores["values"], *more.scores.round(5).tolist()]
        data = {**data, "scores": {"names": names, "values": values}}
    _mount(
        key=_KEY,
        data={**data, "download": kept(_KEY)},
        on_ask_change=lambda: _answer(data, len(result.labels)),
    )


def lab_data(spec: AveragingSpec, result: Averaging, index: int) -> dict[str, Any]:
    """Return what the component is given: the experiment, and one test digit of it."""
    return {**_shared(spec, result), "digit": _digit(spec, result, index), "address": _address(spec)}


@st.cache_resource(max_entries=4, show_spinner=False)
def _test_images(dataset: str, size: int) -> Tensor:
    return split_digits(AveragingSpec(dataset, training_size=10, held_out=10, test_size=size)).test[0]


@st.cache_data(max_entries=8, show_spinner=False)
def _shared(spec: AveragingSpec, _result: Averaging) -> dict[str, Any]:
    result = _result
    rows = _thinned(len(result.path_gaps), result.finish)
    seen = diagnosis(result)
    images = _test_images(spec.dataset, spec.test_size)
    return {
        "experiment": canonical(spec),
        "angles": result.angles.tolist(),
        "learning": _floats(result.learning),
        "learned_on": LEARN[spec.learn_on],
        "optimum": result.weights.tolist(),
        "path": {
            "weights": _floats(result.path_weights[rows]),
            "steps": rows.tolist(),
            "losses": result.path_losses[rows].tolist(),
            "gaps": result.path_gaps[rows].tolist(),
            "finish": result.finish,
        },
        "tested": f"{len(result.labels):,} {TESTED[spec.dataset]}",
        "scores": {"names": list(result.names), "values": result.scores.round(5).tolist()},
        "reliability": {
            "size": seen.size.tolist(),
            "confidence": np.nan_to_num(seen.confidence, nan=-1).round(4).tolist(),
            "accuracy": np.nan_to_num(seen.accuracy, nan=-1).round(4).tolist(),
        },
        "confusion": seen.confusion.tolist(),
        "changed": [
            [
                {
                    "index": int(place),
                    "label": int(result.labels[place]),
                    "before": int(before),
                    "after": int(after),
                    "pixels": _bytes(images[int(place)].numpy()),
                }
                for place, before, after in zip(*group, strict=True)
            ]
            for group in changed(result)
        ],
        "python": python_text(spec),
    }


@st.cache_data(max_entries=32, show_spinner="Turning the digit…")
def _digit(spec: AveragingSpec, _result: Averaging, index: int) -> dict[str, Any]:
    image = _test_images(spec.dataset, spec.test_size)[index]
    bound = bound_curve(spec, _result, image)
    around = turning(spec, _result, image)
    plans = [
        [[int(k), int(j), round(float(plan[k, j]), 5)] for k, j in np.argwhere(plan > 1e-4)]
        for plan in bound.plans
    ]
    return {
        "index": index,
        "label": int(_result.labels[index]),
        "pixels": _bytes(image.numpy()),
        "copies": _bytes(copies(_result, image)),
        "probabilities": _floats(_result.table[index]),
        "bound": {
            "moves": list(MOVES),
            "change": bound.change.tolist(),
            "distance": bound.distance.tolist(),
            "plans": plans,
            "upper": bound.upper,
            "lower": bound.lower,
        },
        "turning": {
            "turns": around.turns.tolist(),
            "levels": _bytes(around.levels),
            "table": _floats(around.table),
        },
    }


def python_text(spec: AveragingSpec) -> str:
    """Return a program that learns the same π; its last line is what it prints."""
    changes = [
        f"{name}={getattr(spec, name)!r}"
        for name in ("dataset", "training_size", "held_out", "test_size", "learn_on")
        if getattr(spec, name) != getattr(AveragingSpec(), name)
    ]
    if spec.angles != TALK_ANGLES:
        changes.append(f"angles={spec.angles!r}")
    arguments = ", ".join([f'training=TRAININGS["{spec.training.kind}"]', *changes])
    return (
        "from lazyq.experiments.averaging import TRAININGS, AveragingSpec, averaging\n\n"
        f"result = averaging(AveragingSpec({arguments}))\n"
        "print(dict(zip(result.angles.tolist(), result.weights.round(4).tolist())))\n"
        "print(result.log_loss, result.gap)\n"
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


def _answer(data: dict[str, Any], count: int) -> None:
    """Do what the browser asks for: another digit, or the page as a file; it is checked here."""
    request = st.session_state[_KEY].get("ask")
    if not isinstance(request, Mapping):
        return
    digit = request.get("digit")
    if isinstance(digit, int) and 0 <= digit < count:
        st.session_state["_averaging_digit"] = digit
    elif request.get("what") == "html":
        page = standalone_html("averaging", "Lazy averaging", data)
        keep(_KEY, File("lazy_averaging.html", "text/html", page.encode()))


def _from_address(choice: Choice) -> Any:
    text = st.query_params.get(choice.parameter)
    found = [value for value in choice.values if str(value) == text]
    if text is not None and not found:
        accepted = ", ".join(map(str, choice.values))
        st.warning(f"The link’s {choice.parameter} can’t be shown: it must be one of {accepted}.")
    return found[0] if found else choice.default


def _at(name: str, chosen: dict[str, Any]) -> int:
    return CHOICES[name].values.index(chosen[name])


def _address(spec: AveragingSpec) -> dict[str, str]:
    angles = next(name for name, (_, values) in ANGLES.items() if values == spec.angles)
    default = {"model": spec.training.kind, "angles": angles, "learn": spec.learn_on}
    return {**default, **st.session_state.get("_averaging_address", {})}


def _thinned(count: int, finish: int) -> NDArray[np.int64]:
    """Return at most some 120 rows of the trajectory: all of its beginning and of its end."""
    middle = np.unique(np.geomspace(1, max(finish, 2), 100).astype(int))
    rows = np.concatenate([[0], middle, np.arange(finish, count), [count - 1]])
    return np.unique(rows[rows < count])


def _floats(array: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def _bytes(array: NDArray[np.uint8]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
