"""What the Averaging page sends to the browser: the experiment once, a digit as often as it is asked for."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from torch import Tensor

from lazyq.compute import canonical
from lazyq.experiments.averaging import (
    MOVES,
    TURNS,
    Averaging,
    AveragingSpec,
    CostlyBaselines,
    Penalised,
    all_scores,
    averaging_python,
    changed,
    copies,
    diagnosis,
    slopes,
    split_digits,
    turning,
)
from lazyq.experiments.digits import DatasetDigit, DigitRef
from lazyq.ui.library import library
from lazyq.ui.pixels import to_base64

TESTED = {"mnist": "MNIST test digits", "sklearn": "scikit-learn digits"}
LEARN = {"held-out": "digits f has not seen", "training": "f’s own training digits"}


@st.cache_resource(max_entries=4, show_spinner=False)
def _test(dataset: str, size: int) -> tuple[Tensor, Tensor]:
    return split_digits(AveragingSpec(dataset, training_size=10, held_out=10, test_size=size)).test


def test_images(dataset: str, size: int) -> Tensor:
    """Return the test digits of an experiment, (size, 28, 28) uint8."""
    return _test(dataset, size)[0]


def tested_digit(spec: AveragingSpec, place: int) -> DatasetDigit:
    """Return the test digit of an experiment at this place."""
    if spec.dataset == "mnist":
        return DatasetDigit("mnist-test", place)
    return DatasetDigit(spec.dataset, len(library().digits(spec.dataset)) - spec.test_size + place)


def place_of(spec: AveragingSpec, x: DigitRef) -> int | None:
    """Return where a digit is among the test digits of an experiment, None if it is none of them."""
    first = tested_digit(spec, 0)
    if not isinstance(x, DatasetDigit) or x.dataset != first.dataset:
        return None
    place = x.index - first.index
    return place if 0 <= place < spec.test_size else None


@st.cache_data(max_entries=8, show_spinner=False)
def strip(spec: AveragingSpec) -> NDArray[np.uint8]:
    """Return the turned copies of the first 6 among the test digits, side by side: what f is to be asked."""
    images, labels = _test(spec.dataset, spec.test_size)
    turned = copies(spec.angles, images[int((labels == 6).int().argmax())])
    columns = min(len(turned), 12)
    rows = -(-len(turned) // columns)
    sheet = np.zeros((rows * columns, 30, 30), dtype=np.uint8)
    sheet[: len(turned), 1:-1, 1:-1] = turned
    grid = sheet.reshape(rows, columns, 30, 30).swapaxes(1, 2).reshape(30 * rows, 30 * columns)
    # streamlit would smooth small pixels
    return np.kron(grid, np.ones((3, 3), dtype=np.uint8))


def shared_data(
    spec: AveragingSpec, result: Averaging, more: CostlyBaselines | None, priced: Penalised | None
) -> dict[str, Any]:
    """Return what all digits share: the table that π is learned on, how it was learned, and all scores."""
    names, values = all_scores(result, more)
    return {
        **_experiment(spec, result),
        "scores": {"names": list(names), "values": values.round(5).tolist()},
        "priced": priced and _priced(priced),
    }


def _priced(found: Penalised) -> dict[str, Any]:
    return {
        "strengths": found.strengths.tolist(),
        "weights": found.weights.tolist(),
        "losses": found.log_losses.tolist(),
        "distances": found.distances.tolist(),
        "gaps": found.gaps.tolist(),
        "tested": found.tested.tolist(),
    }


@st.cache_data(max_entries=8, show_spinner=False)
def _experiment(spec: AveragingSpec, _result: Averaging) -> dict[str, Any]:
    result = _result
    rows = _thinned(len(result.path_gaps), result.finish)
    seen = diagnosis(result)
    images = test_images(spec.dataset, spec.test_size)
    return {
        "experiment": canonical(spec),
        "angles": result.angles.tolist(),
        "moves": list(MOVES),
        "turns": list(TURNS),
        "learning": _floats(result.learning),
        "learned_on": LEARN[spec.learn_on],
        "best": result.weights.tolist(),
        "path": {
            "weights": _floats(result.path_weights[rows]),
            "steps": rows.tolist(),
            "losses": result.path_losses[rows].tolist(),
            "gaps": result.path_gaps[rows].tolist(),
            "finish": result.finish,
        },
        "tested": f"{len(result.labels):,} {TESTED[spec.dataset]}",
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
                    "pixels": to_base64(images[int(place)]),
                }
                for place, before, after in zip(*group, strict=True)
            ]
            for group in changed(result)
        ],
        "python": averaging_python(spec),
    }


@st.cache_data(max_entries=32, show_spinner=False)
def digit_data(spec: AveragingSpec, _result: Averaging, x: DigitRef) -> dict[str, Any]:
    """Return one digit: its picture, f of every copy of every turn of it, and how steep f can be.

    ``index`` is its place among the test digits, None if it is none of them.

    Probabilities are sent as whole numbers of 1/65535. What follows from the picture alone, its copies and
    what transport between them costs, the browser computes.
    """
    image = library().image(x)
    table = turning(spec, _result, image).table
    steep = slopes(spec, _result, image)
    return {
        "index": place_of(spec, x),
        "reference": x.text,
        "label": library().label(x),
        "pixels": to_base64(image),
        "table": to_base64((65535 * table).round().astype("<u2")),
        "upper": steep.upper,
        "lower": steep.lower,
    }


def _thinned(count: int, finish: int) -> NDArray[np.int64]:
    """Return at most some 120 rows of the trajectory: all of its beginning and of its end."""
    middle = np.unique(np.geomspace(1, max(finish, 2), 100).astype(int))
    rows = np.concatenate([[0], middle, np.arange(finish, count), [count - 1]])
    return np.unique(rows[rows < count])


def _floats(array: NDArray[Any]) -> str:
    return to_base64(array.astype("<f4"))
