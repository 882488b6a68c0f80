"""The Steering page: three encoders go in, how their spaces turn with the images comes out."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from lazyq import plots
from lazyq.compute import canonical
from lazyq.experiments.digits import DatasetDigit, DigitRef, parse_digit
from lazyq.experiments.steering import (
    LEARNED,
    METHODS,
    WEIGHTS,
    LiveTraining,
    Steering,
    SteeringSpec,
    checkpoint_checksum,
    following,
    steering,
    steering_npz,
    steering_python,
)
from lazyq.ui.address import Setting, number, select, tell, toggle
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import later, localised, tr, whole_number
from lazyq.ui.library import available, default_pair, library, referenced
from lazyq.ui.pixels import to_base64
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed, wait_only_for

OPENING = {"angle": 60, "beside": "loss", "turn": "image"}
_FIRST = 4  # of the thirty: a 4 is another one at every turn
_DIMENSION = Setting("d", (8, 3), 8)
_TRAIN = Setting("train", (False, True), False)
_STEPS = Setting("steps", (50, 100, 150, 300, 600), 150)
_WEIGHTS = (0, 0.1, 0.3, 1, 3, 10, 30, 100)
_POSITIVES = Setting("positives", (0, 5, 15, 30, 60, 90, 180), 15)
_SEED = Setting("seed", range(10_000), 0)
_DIMENSIONS = {8: later("8, of which a globe shows 3"), 3: later("3, all of it a globe")}
_HELP = later(
    "All three from one seed, on this server: some ten seconds each. Their losses are drawn meanwhile."
)
_TITLES = {
    "simclr": later("Without the loss"),
    "uniform": later("Without the loss"),
    "care": later("With the loss: CARE"),
    "sphere": later("With the loss"),
    "invariant": later("Everything is a positive"),
}
_SPREADS = {8: "InfoNCE", 3: later("uniformity (or InfoNCE)")}
# What the encoders that lie ready say of themselves.
STORED = (
    later("made by: python -m docs.steering"),
    later("seed: 0"),
    later("steps: 1200"),
    later(
        "learned from: the first 20,000 training digits of MNIST and 1,000 of scikit-learn, the latter 5 "
        "times"
    ),
    later("weights of the loss: 10 for d = 8, 0.3 for d = 3"),
    later("positives: turns up to 15°; all turns for “everything is a positive”"),
)
_steering = component("steering")
_training = component("training")


class Chosen(NamedTuple):
    """What the visitor chose, and how the address says it."""

    spec: SteeringSpec
    address: dict[str, str | None]


def asked_digit() -> tuple[DigitRef | None, str | None]:
    """Return the digit x of the address, if it names one, and what is wrong with the address if it is."""
    if "x" not in st.query_params:
        return None, None
    x, problem = referenced("x", default_pair()[0])
    return (None if problem else x), problem


def settings(x: DigitRef | None, notices: DeltaGenerator) -> Chosen:
    """Show the choice of the dimension and of how the encoders are trained; return what was chosen.

    Parameters
    ----------
    x : the first of the digits that are shown, if there is one
    notices : where it is said what a link asks in vain, since the choice itself is folded away
    """
    folded = st.popover(tr("Change the encoders"), icon=":material/tune:")
    with st.container(width=250):
        dimension = select(
            _DIMENSION, tr("Dimension d of the space"), lambda value: tr(_DIMENSIONS[value]), notices
        )
    with folded:
        address = {"x": x.text if x else None, "d": _said(_DIMENSION, dimension)}
        live = None
        trains = toggle(_TRAIN, tr("Train them here, now"), tr(_HELP), notices)
        address["train"] = _said(_TRAIN, trains)
        if trains:
            steps = select(_STEPS, tr("Steps"), notices=notices)
            weighting = Setting("weight", _WEIGHTS, _WEIGHTS[_WEIGHTS.index(WEIGHTS[dimension])])
            weight = select(weighting, tr("Weight of the loss"), lambda value: localised(str(value)), notices)
            positives = select(
                _POSITIVES, tr("Positives of InfoNCE are turned by up to"), "±{}°".format, notices
            )
            seed = number(_SEED, tr("Seed"))
            live = LiveTraining(_learned(), steps, float(weight), float(positives), seed)
            chosen = {_STEPS: steps, weighting: weight, _POSITIVES: positives, _SEED: seed}
            address |= {setting.parameter: _said(setting, value) for setting, value in chosen.items()}
    tell(address)
    shown = "mnist-test" if available().mnist else "sklearn"
    spec = SteeringSpec(shown, dimension, x=x.text if x else "", live=live)
    wait_only_for(_job(spec))
    return Chosen(spec, address)


def at_hand(spec: SteeringSpec) -> tuple[SteeringSpec, Steering]:
    """Return the encoders that were asked for if they are there, else those that lie ready.

    What is returned is the spec of what is shown, and its result.
    """
    if spec.live is not None:
        known = store().known(steering, spec, data=_checksums(spec))
        if known is not None:
            return spec, known
    stored = replace(spec, live=None)
    with st.spinner(tr("Turning thirty digits…")):
        return stored, store().run(steering, stored, data=_checksums(stored))


def trained(spec: SteeringSpec, shown: SteeringSpec) -> None:
    """Train the encoders that were asked for and are not shown, and say how far that is; then show them."""
    if shown == spec:
        return
    notes: list[tuple[str, int, float, float]] = _notes(_job(spec))
    result: Steering | None = glimpsed(
        _job(spec),
        lambda: store().known(steering, spec, data=_checksums(spec)),
        lambda: _trained(spec, notes),
        beside=lambda: _show_training(spec.dimension, notes),
    )
    if result is not None:
        st.rerun()
    st.caption(tr("Shown meanwhile: the encoders that lie ready."))


@st.fragment
def steering_view(spec: SteeringSpec, result: Steering, address: dict[str, str | None]) -> None:
    """Show both globes; the turn, the view and the chosen digit belong to the browser."""
    data = steering_data(spec, result) | {"address": address}
    charts = {
        _wahba(): partial(_over_turns, result, result.wahba),
        tr("Composition error"): partial(_over_turns, result, result.composition),
        tr("How lazy"): partial(_laziness, result),
        tr("Phases"): partial(_phases, result),
        tr("Training"): partial(_training_curves, result, result.losses, tr(_SPREADS[spec.dimension])),
        tr("Equivariance loss"): partial(
            _training_curves, result, result.equivariance, tr("equivariance loss")
        ),
    }
    mount(_steering, "steering", data, partial(requested_file, spec=spec, result=result, data=data), charts)


def _wahba() -> str:
    """Return the title of the Wahba error: a name in English, which Spanish begins with a small word."""
    text = tr("Wahba error")
    return text[:1].upper() + text[1:]


def _over_turns(result: Steering, errors: NDArray[np.float64], request: Mapping[str, Any], theme: str) -> Any:
    return plots.curves_figure(
        np.append(result.degrees, 360.0),
        dict(zip(_names(result), np.append(errors, errors[:, :1], 1), strict=True)),
        across=tr("turn a"),
        value=_wahba() if errors is result.wahba else tr("Composition error"),
        unit="°",
        at=_sent_turn(result, request),
        theme=theme,
    )


def _laziness(result: Steering, request: Mapping[str, Any], theme: str) -> Any:
    del request
    half = len(result.degrees) // 2 + 1
    return plots.curves_figure(
        result.degrees[:half],
        dict(zip(_names(result), result.distances[:, :half], strict=True)),
        across="ν(a)",
        value="‖R − I‖ / √d",
        unit="°",
        theme=theme,
    )


def _phases(result: Steering, request: Mapping[str, Any], theme: str) -> Any:
    return plots.phases_figure(
        result.degrees,
        dict(zip(_names(result), result.phases, strict=True)),
        at=_sent_turn(result, request),
        theme=theme,
    )


def _training_curves(
    result: Steering, losses: NDArray[np.float64], name: str, request: Mapping[str, Any], theme: str
) -> Any:
    del request
    names = _names(result)
    return plots.curves_figure(
        dict(zip(names, result.steps, strict=True)),
        dict(zip(names, losses, strict=True)),
        across=tr("step of the training"),
        value=name,
        theme=theme,
    )


def _sent_turn(result: Steering, request: Mapping[str, Any]) -> int | None:
    angle = request.get("angle")
    return angle if isinstance(angle, int) and angle in result.degrees else None


def _names(result: Steering) -> list[str]:
    return [tr(_TITLES[method]) for method in result.methods]


def steering_data(spec: SteeringSpec, result: Steering) -> dict[str, Any]:
    """Return what the component is given; embeddings, rotations and globes as float32 in base64."""
    own: list[DigitRef] = [parse_digit(spec.x)] if spec.x else []
    places = result.places[len(own) :]
    references = own + [DatasetDigit(spec.dataset, int(place)) for place in places]
    return {
        **OPENING,
        "dot": 0 if spec.x else _FIRST,
        "key": canonical(spec),
        "dimension": spec.dimension,
        "count": spec.angles,
        "methods": result.methods,
        "titles": _names(result),
        "spread": tr(_SPREADS[spec.dimension]),
        "labels": result.labels.tolist(),
        "names": [tr(library().describe(reference)) for reference in references],
        "pixels": to_base64(np.stack([library().image(reference).numpy() for reference in references])),
        "embeddings": _floats(result.embeddings),
        "rotations": _floats(result.rotations),
        "globes": _floats(result.globes),
        "wahba": _rounded(result.wahba),
        "composition": _rounded(result.composition),
        "unseen": _gappy(result.unseen),
        "gamma": _gappy(result.gamma),
        "turns": result.turns.tolist(),
        "moved": _rounded(result.moved),
        "warned": result.warned.tolist(),
        "phases": _rounded(result.phases, 3),
        "frequencies": _rounded(result.frequencies, 3),
        "retrieval": _rounded(result.retrieval),
        "distances": _rounded(result.distances),
        "lams": _rounded(result.lams, 7),
        "steps": result.steps.tolist(),
        "losses": _rounded(result.losses),
        "equivariance": _rounded(result.equivariance, 7),
        "provenance": _provenance(spec, result),
        "python": steering_python(spec),
    }


def requested_file(
    request: Mapping[str, Any], spec: SteeringSpec, result: Steering, data: dict[str, Any]
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html", "angle": …, "dot": …, "beside": …, "turn": …}`` are understood.
    """
    what = request.get("what")
    if what == "npz":
        return npz_file("steering", steering_npz(spec, result))
    if what == "html":
        accepted = {
            "angle": [360 * k // spec.angles for k in range(spec.angles)],
            "dot": range(spec.dots),
            "beside": ("loss", "positives"),
            "turn": ("image", "globe"),
        }
        sent = {name: request.get(name) for name in accepted}
        changed = {
            name: value
            for name, value in sent.items()
            if isinstance(value, str | int) and not isinstance(value, bool) and value in accepted[name]
        }
        return html_file("steering", "steering", tr("Steering"), data | changed, request)
    return None


def _provenance(spec: SteeringSpec, result: Steering) -> list[str]:
    """Return how the encoders were made, fact by fact."""
    if spec.live is None:
        return [tr(fact) for fact in result.provenance]
    count = whole_number(LEARNED[spec.live.dataset])
    return [
        tr("trained here: {steps} steps, seed {seed}", steps=spec.live.steps, seed=spec.live.seed),
        tr("on the first {count} digits of {dataset}", count=count, dataset=spec.live.dataset),
        *result.provenance[2:],
    ]


def _said(setting: Setting, value: object) -> str | None:
    return None if value == setting.default else setting.text(value)


def _learned() -> str:
    return "mnist-train" if available().mnist else "sklearn"


def _job(spec: SteeringSpec) -> str:
    return f"steering {canonical(spec)}"


def _checksums(spec: SteeringSpec) -> tuple[str, ...]:
    """Return what tells the data of a spec from others, the stored encoders among them where used."""
    shown = library().digits(spec.dataset).checksum
    if spec.live is None:
        return shown, checkpoint_checksum()
    return shown, library().digits(spec.live.dataset).checksum


@st.cache_resource(max_entries=8, show_spinner=False)
def _notes(job: str) -> list[tuple[str, int, float, float]]:
    """Return the list that a training of this name fills, empty at first: method, step, both losses."""
    del job
    return []


def _trained(spec: SteeringSpec, notes: list[tuple[str, int, float, float]]) -> Steering:
    """Train the encoders and write down how it goes."""
    notes.clear()
    with following(lambda *note: notes.append(note)):
        result: Steering = store().run(steering, spec, data=_checksums(spec))
        return result


def _show_training(dimension: int, notes: list[tuple[str, int, float, float]]) -> None:
    """Draw both losses of every encoder so far."""
    if not notes:
        return
    rows = [[note[1:] for note in tuple(notes) if note[0] == method] for method in METHODS[dimension]]
    columns = [[list(column) for column in zip(*row, strict=True)] or [[], [], []] for row in rows]
    names = ("steps", "losses", "equivariance")
    _training(
        key="training",
        data={
            "spread": tr(_SPREADS[dimension]),
            **{name: [column[i] for column in columns] for i, name in enumerate(names)},
        },
    )


def _rounded(values: NDArray[np.float64], digits: int = 6) -> Any:
    return values.astype(np.float64).round(digits).tolist()


def _gappy(values: NDArray[np.float64]) -> list[list[float | None]]:
    """Return rows of numbers with None for NaN, which JSON has not."""
    return [[None if np.isnan(one) else one for one in row] for row in _rounded(values)]


def _floats(values: NDArray[Any]) -> str:
    return to_base64(values.astype("<f4"))
