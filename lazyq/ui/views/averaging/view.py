"""The Averaging page: which experiment, its result, and one digit of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.compute import canonical
from lazyq.experiments.averaging import (
    TALK_ANGLES,
    TRAININGS,
    TURNS,
    AveragingSpec,
    CostlyBaselines,
    Penalised,
    averaging,
    averaging_npz,
    costly_baselines,
    learned,
    penalised,
    sketch_of,
)
from lazyq.experiments.digits import DigitRef
from lazyq.experiments.received import number_from_json
from lazyq.ui.address import Setting, select, tell, toggle
from lazyq.ui.choosing.drawing import drawing
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import later, tr, whole_number
from lazyq.ui.library import available, library, referenced
from lazyq.ui.results import store
from lazyq.ui.views.averaging.data import (
    LEARN,
    Shown,
    digit_data,
    opening_place,
    place_of,
    shared_data,
    tested_digit,
)
from lazyq.ui.watching import awaited, glimpsed, sketches, wait_only_for

_averaging = component("averaging")

MODELS = {
    "mlp": later("Two-layer network"),
    "cnn": later("Convolutional network"),
    "logistic": later("Logistic regression"),
    "kernel": later("Kernel machine"),
}
SIZES = (500, 1_000, 2_000, 4_000, 8_000)
ANGLES = {
    "talk": (later("the talk’s angles to ±30°"), TALK_ANGLES),
    "fine": (later("±15°, each degree"), tuple(float(angle) for angle in range(-15, 16))),
    "wide": (later("±90° by 6°"), tuple(float(angle) for angle in range(-90, 91, 6))),
    "circle": (later("the whole circle by 10°"), tuple(float(angle) for angle in range(-170, 181, 10))),
}
HELP = {
    "compare": later(
        "Test-time augmentation, and networks that are trained with rotations: a minute or more."
    ),
    "penalty": later("Adds strength · W(π, gπ) to the log-loss, for four strengths: some seconds."),
}
EXTRAS = {
    "compare": later("Slower comparisons too"),
    "penalty": later("π with the transport penalty too"),
}
HELD_OUT = 3_000


MODEL = Setting("model", tuple(MODELS), "mlp")
SIZE = Setting("n", SIZES, 1_000)
ANGLE = Setting("angles", tuple(ANGLES), "talk")
LEARN_ON = Setting("learn", tuple(LEARN), "held-out")
EXTRA = {name: Setting(name, (False, True), False) for name in EXTRAS}
DRAW = Setting("draw", (False, True), False)
_OFFERED = "_averaging_offered"


class Chosen(NamedTuple):
    """What the visitor chose.

    Attributes
    ----------
    spec, extras : the experiment, and what else to compute
    draws : whether there is a place to draw on
    address : all of this as the address has it
    """

    spec: AveragingSpec
    extras: frozenset[str]
    draws: bool
    address: dict[str, str | None]


class Extras(NamedTuple):
    """What is computed only if the visitor wants it; None until it is there."""

    more: CostlyBaselines | None
    priced: Penalised | None


def settings(notices: DeltaGenerator) -> Chosen:
    """Show what can be chosen, what a link asks in vain among the notices, and return what is chosen."""
    with st.popover(tr("Change the experiment"), icon=":material/tune:"):
        model = select(MODEL, tr("Model f"), lambda name: tr(MODELS[name]), notices)
        size = select(SIZE, tr("f is trained on"), _size_text, notices)
        angles = select(ANGLE, tr("Angles of π"), lambda name: tr(ANGLES[name][0]), notices)
        learn = select(LEARN_ON, tr("π is learned on"), lambda name: tr(LEARN[name]), notices)
        wanted = {
            name for name, label in EXTRAS.items() if toggle(EXTRA[name], tr(label), tr(HELP[name]), notices)
        }
    draws = toggle(DRAW, tr("Draw x"), tr("f is asked after each stroke."), notices)
    address = {"model": model, "n": str(size), "angles": angles, "learn": learn}
    asked = {name: "yes" if name in wanted else None for name in EXTRAS}
    asked["draw"] = "yes" if draws else None
    tell(address | asked)
    spec = averaging_spec(model, size, angles, learn)
    wait_only_for(_job(sketch_of(spec), "sketch"), *(_job(spec, name) for name in ("averaging", *wanted)))
    return Chosen(spec, frozenset(wanted), draws, address | asked)


def _job(spec: AveragingSpec, name: str) -> str:
    return f"{name} {canonical(spec)}"


def averaging_spec(model: str, size: int, angles: str = "talk", learn: str = "held-out") -> AveragingSpec:
    """Return the experiment of these settings, on the digits at hand."""
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
    digits = whole_number(count)
    if count == SIZES[-1]:
        return tr("{count} digits, for the talk’s f", count=digits)
    return tr("{count} digits", count=digits)


def at_hand(spec: AveragingSpec) -> Shown:
    """Return the result if it is kept, else a sketch of it, which takes a second."""
    checksums = checksums_of(spec)
    whole = store().known(averaging, spec, data=checksums)
    if whole is not None:
        return Shown(spec, spec, whole)
    sketch = sketch_of(spec)
    with st.spinner(tr("Sketching the experiment…")):
        result = awaited(
            _job(sketch, "sketch"),
            lambda: store().known(averaging, sketch, data=checksums),
            lambda: store().run(averaging, sketch, data=checksums),
            sketches,
        )
    return Shown(spec, sketch, result)


def refined(shown: Shown) -> None:
    """Say what a sketch leaves out and how far the whole is, which takes its place when it is there."""
    if not shown.is_sketch:
        return
    spec, sketch = shown.whole, shown.spec
    sizes = {
        "trained": _share(sketch.training_size, spec.training_size),
        "held_out": _share(sketch.held_out, spec.held_out),
        "tested": _share(sketch.test_size, spec.test_size),
    }
    if sketch.training.epochs < spec.training.epochs and spec.training.kind != "kernel":
        said = tr(
            "**A first sketch**: f is trained on {trained} digits {times} times instead of {all}, π learned "
            "on {held_out} digits, all tested on {tested}. What you choose here stays.",
            times=sketch.training.epochs,
            all=spec.training.epochs,
            **sizes,
        )
    else:
        said = tr(
            "**A first sketch**: f is trained on {trained} digits, π learned on {held_out} digits, all "
            "tested on {tested}. What you choose here stays.",
            **sizes,
        )
    checksums = checksums_of(spec)
    st.caption(said)
    whole = glimpsed(
        _job(spec, "averaging"),
        lambda: store().known(averaging, spec, data=checksums),
        lambda: store().run(averaging, spec, data=checksums),
    )
    if whole is not None:
        st.rerun()


def _share(some: int, every: int) -> str:
    if some < every:
        return tr("{some} of {all}", some=whole_number(some), all=whole_number(every))
    return whole_number(some)


def extras(chosen: Chosen, shown: Shown) -> Extras:
    """Return what else is wanted and there, or show how far it is; the page stays in use."""
    if shown.is_sketch:
        return Extras(None, None)
    spec, result, checksums = chosen.spec, shown.result, checksums_of(chosen.spec)
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


def checksums_of(spec: AveragingSpec) -> tuple[str, ...]:
    """Return what tells the data of an experiment from others, its own sets of digits alone."""
    names = [name for name in library().names if name.startswith(spec.dataset)]
    return tuple(library().digits(name).checksum for name in names)


@st.fragment
def averaging_lab(chosen: Chosen, shown: Shown, extra: Extras) -> None:
    """Show π, what it does to one digit, and how good it is; what is dragged belongs to the browser.

    The browser says which experiment it holds when it asks for something, and is not sent that one again.
    After a stroke it is told of the drawing as it stands, and asks about its turns once that is on screen.
    """
    if chosen.draws:
        left, right = st.columns([1, 3], gap="medium")
        with left:
            drawn = drawing("averaging-drawing", asked_digit(shown)[0], live=True)
        if drawn is not None:
            st.query_params["x"] = drawn.text
        with right:
            _lab(chosen, shown, extra, stroke=drawn is not None)
    else:
        _lab(chosen, shown, extra)


def _lab(chosen: Chosen, shown: Shown, extra: Extras, *, stroke: bool = False) -> None:
    """Mount the view; one that holds the experiment, as after a stroke, is sent the digit alone."""
    x, problem = asked_digit(shown)
    if problem:
        st.warning(problem)
    experiment = canonical(shown.spec)
    held = st.session_state.pop("_averaging_held", None) == experiment or stroke

    def shared() -> dict[str, Any]:
        return shared_data(shown, extra.more, extra.priced)

    def data(*, turns: tuple[float, ...] = TURNS) -> dict[str, Any]:
        digit = {**digit_data(shown.spec, shown, x, turns), "name": tr(library().describe(x))}
        return {"experiment": experiment, "digit": digit, "address": chosen.address}

    def archive(weights: NDArray[np.float64]) -> bytes:
        place, image = place_of(shown.whole, x), library().image(x)
        more, priced = extra
        return averaging_npz(shown.spec, shown.result, place, image, weights, more=more, priced=priced)

    mount(
        _averaging,
        "averaging",
        {**data(turns=TURNS[:1] if stroke else TURNS), "shared": None if held else shared()},
        partial(_answer, shown=shown, data=lambda: {**data(), "shared": shared()}, archive=archive),
        {"π": partial(_weights, shown)},
    )


def _weights(shown: Shown, request: Mapping[str, Any], theme: str) -> Any:
    fit, angles = learned(shown.result), shown.result.angles
    return plots.weights_figure(fit, angles, unit="°", title=tr("π, and how it was learned"), theme=theme)


def asked_digit(shown: Shown) -> tuple[DigitRef, str | None]:
    """Return the digit x of the address, else one that averaging mends, and what is wrong with the address.

    The one that was offered, though in the address by now, gives way to that of another experiment.
    Addresses once had a test digit's place as ``digit``.
    """
    default = tested_digit(shown.whole, opening_place(shown.spec, shown.result))
    asked = st.query_params.get("digit")
    if asked is None and st.query_params.get("x") in (None, st.session_state.get(_OFFERED)):
        st.session_state[_OFFERED] = default.text
        return default, None
    if asked is None or "x" in st.query_params:
        return referenced("x", default)
    size = shown.whole.test_size
    if asked.isdecimal() and len(asked) < 7 and int(asked) < size:
        return tested_digit(shown.whole, int(asked)), None
    return default, tr("The link’s digit can’t be shown: digit must be from 0 to {last}.", last=size - 1)


def _answer(
    request: Mapping[str, Any],
    shown: Shown,
    data: Callable[[], dict[str, Any]],
    archive: Callable[[NDArray[np.float64]], bytes],
) -> File | None:
    """Return the file that the browser asks for, or note another digit, or that it holds the experiment."""
    holds = request.get("holds")
    st.session_state["_averaging_held"] = holds if isinstance(holds, str) else None
    digit, what = request.get("digit"), request.get("what")
    if what == "digit":
        if type(digit) is int and 0 <= digit < shown.whole.test_size:
            st.session_state.pop(_OFFERED, None)
            st.query_params["x"] = tested_digit(shown.whole, digit).text
    elif what == "html":
        return html_file("lazy_averaging", "averaging", tr("Lazy averaging"), data(), request)
    elif what == "npz":
        weights = _sent_weights(request.get("weights"), len(shown.result.angles))
        return None if weights is None else npz_file("lazy_averaging", archive(weights))
    return None


def _sent_weights(sent: object, size: int) -> NDArray[np.float64] | None:
    """Return the π that the browser sent; None if it is not so many non-negative numbers of sum 1."""
    if not isinstance(sent, list) or len(sent) != size:
        return None
    try:
        weights = np.array([number_from_json("weight", one) for one in sent])
    except ValueError:
        return None
    valid = ((weights >= 0) & (weights <= 1 + 1e-6)).all() and abs(weights.sum() - 1) <= 1e-6
    return weights / weights.sum() if valid else None
