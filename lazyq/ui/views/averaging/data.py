"""What the Averaging page sends to the browser: the experiment once, a digit as often as it is asked for."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from torch import Tensor, nn

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
    diagnosis,
    model_of,
    opening,
    slopes,
    split_digits,
    turning,
)
from lazyq.experiments.digits import DatasetDigit, DigitRef
from lazyq.ui.language import later, tr, whole_number
from lazyq.ui.library import library
from lazyq.ui.pixels import to_base64

TESTED = {
    "mnist": later("{count} MNIST test digits"),
    "sklearn": later("{count} scikit-learn digits"),
}
LEARN = {
    "held-out": later("digits f has not seen"),
    "training": later("f’s own training digits"),
}


@st.cache_resource(max_entries=4, show_spinner=False)
def _test_images(dataset: str, size: int) -> Tensor:
    return split_digits(AveragingSpec(dataset, training_size=10, held_out=10, test_size=size)).test[0]


class Shown(NamedTuple):
    """What is on the screen: the experiment that was asked for, or a sketch of it.

    Attributes
    ----------
    whole : the experiment that was asked for
    spec, result : the one that is shown, and its result
    """

    whole: AveragingSpec
    spec: AveragingSpec
    result: Averaging

    @property
    def is_sketch(self) -> bool:
        """Whether what was asked for is still to come."""
        return self.spec != self.whole


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
def opening_place(spec: AveragingSpec, _result: Averaging) -> int:
    """Return the place among the test digits of the one to begin with."""
    return opening(_result)


def shared_data(shown: Shown, more: CostlyBaselines | None, priced: Penalised | None) -> dict[str, Any]:
    """Return what all digits share: the table that π is learned on, how it was learned, and all scores."""
    names, values = all_scores(shown.result, more)
    return {
        **_experiment(shown.spec, shown.whole, shown.result),
        "learned_on": tr(LEARN[shown.spec.learn_on]),
        "tested": tr(TESTED[shown.spec.dataset], count=whole_number(len(shown.result.labels))),
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
def _experiment(spec: AveragingSpec, whole: AveragingSpec, _result: Averaging) -> dict[str, Any]:
    result = _result
    rows = _thinned(len(result.path_gaps), result.finish)
    seen = diagnosis(result)
    images = _test_images(spec.dataset, spec.test_size)
    steep = slopes(spec, result)
    return {
        "experiment": canonical(spec),
        "whole": canonical(whole),
        "angles": result.angles.tolist(),
        "moves": list(MOVES),
        "turns": list(TURNS),
        "learning": _floats(result.learning),
        "best": result.weights.tolist(),
        "path": {
            "weights": _floats(result.path_weights[rows]),
            "steps": rows.tolist(),
            "losses": result.path_losses[rows].tolist(),
            "gaps": result.path_gaps[rows].tolist(),
            "finish": result.finish,
        },
        "reliability": {
            "size": seen.size.tolist(),
            "confidence": np.nan_to_num(seen.confidence, nan=-1).round(4).tolist(),
            "accuracy": np.nan_to_num(seen.accuracy, nan=-1).round(4).tolist(),
        },
        "confusion": seen.confusion.tolist(),
        "slopes": {"proved": steep.upper, "found": steep.lower},
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
        "python": averaging_python(whole),
    }


@st.cache_resource(max_entries=4, show_spinner=False)
def _model(spec: AveragingSpec, _result: Averaging) -> nn.Module:
    return model_of(spec, _result)


@st.cache_data(max_entries=32, show_spinner=False)
def digit_data(
    spec: AveragingSpec, _shown: Shown, x: DigitRef, turns: tuple[float, ...] = TURNS
) -> dict[str, Any]:
    """Return one digit, asked on the spot: its picture, and f of every copy of every turn of it.

    ``index`` is its place among the test digits, None if it is none of them. ``turns`` are the first of all;
    the digit as it is, alone, is asked about in a fraction of the time.

    Probabilities are sent as whole numbers of 1/65535. What follows from the picture alone, its copies and
    what transport between them costs, the browser computes.
    """
    image = library().image(x)
    model = _model(spec, _shown.result)
    table = turning(model, spec.angles, image, turns).table
    return {
        "index": place_of(_shown.whole, x),
        "reference": x.text,
        "label": library().label(x),
        "pixels": to_base64(image),
        "table": to_base64((65535 * table).round().astype("<u2")),
    }


def _thinned(count: int, finish: int) -> NDArray[np.int64]:
    """Return at most some 120 rows of the trajectory: all of its beginning and of its end."""
    middle = np.unique(np.geomspace(1, max(finish, 2), 100).astype(int))
    rows = np.concatenate([[0], middle, np.arange(finish, count), [count - 1]])
    return np.unique(rows[rows < count])


def _floats(array: NDArray[Any]) -> str:
    return to_base64(array.astype("<f4"))
