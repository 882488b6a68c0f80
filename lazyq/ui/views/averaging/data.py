"""What the Averaging page sends to the browser: the experiment once, a digit as often as it is asked for."""

import base64
import io
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from torch import Tensor

from lazyq.compute import canonical
from lazyq.experiments.averaging.learning import (
    TALK_ANGLES,
    Averaging,
    AveragingSpec,
    CostlyBaselines,
    split_digits,
)
from lazyq.experiments.averaging.penalty import Penalised
from lazyq.experiments.averaging.views import (
    MOVES,
    TURNS,
    bound_curve,
    changed,
    copies,
    diagnosis,
    slopes,
    turning,
)

TESTED = {"mnist": "MNIST test digits", "sklearn": "scikit-learn digits"}
LEARN = {"held-out": "digits f has not seen", "training": "f’s own training digits"}


@st.cache_resource(max_entries=4, show_spinner=False)
def _test(dataset: str, size: int) -> tuple[Tensor, Tensor]:
    return split_digits(AveragingSpec(dataset, training_size=10, held_out=10, test_size=size)).test


def test_images(dataset: str, size: int) -> Tensor:
    """Return the test digits of an experiment, (size, 28, 28) uint8."""
    return _test(dataset, size)[0]


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
    data = _experiment(spec, result)
    if more is not None:
        names, values = data["scores"]["names"], data["scores"]["values"]
        data["scores"] = {"names": [*names, *more.names], "values": [*values, *more.scores.round(5).tolist()]}
    data["priced"] = (
        None
        if priced is None
        else {
            "strengths": priced.strengths.tolist(),
            "weights": priced.weights.tolist(),
            "losses": priced.log_losses.tolist(),
            "distances": priced.distances.tolist(),
            "gaps": priced.gaps.tolist(),
            "tested": priced.tested.tolist(),
        }
    )
    return data


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


@st.cache_data(max_entries=32, show_spinner=False)
def digit_data(spec: AveragingSpec, _result: Averaging, index: int) -> dict[str, Any]:
    """Return one test digit: its picture, f of every copy of every turn of it, and how steep f can be.

    Probabilities are sent as whole numbers of 1/65535. What follows from the picture alone, its copies and
    what transport between them costs, the browser computes.
    """
    image = test_images(spec.dataset, spec.test_size)[index]
    table = turning(spec, _result, image).table
    steep = slopes(spec, _result, image)
    return {
        "index": index,
        "label": int(_result.labels[index]),
        "pixels": _bytes(image.numpy()),
        "table": base64.b64encode((65535 * table).round().astype("<u2").tobytes()).decode(),
        "upper": steep.upper,
        "lower": steep.lower,
    }


def npz_content(
    spec: AveragingSpec, result: Averaging, data: dict[str, Any], index: int, weights: NDArray[np.float64]
) -> bytes:
    """Return every figure of the page as arrays: for this digit, and for π as it is now."""
    image = test_images(spec.dataset, spec.test_size)[index]
    around, bound = turning(spec, result, image), bound_curve(spec, result, image, weights)
    steep, seen, (mended, broken) = slopes(spec, result, image), diagnosis(result), changed(result)
    arrays = {
        "angles": result.angles,
        "weights": weights,
        "best_weights": result.weights,
        "best_gap": np.array(result.gap),
        "learning_table": result.learning,
        "path_weights": result.path_weights,
        "path_log_losses": result.path_losses,
        "path_gaps": result.path_gaps,
        "path_newton_from": np.array(result.finish),
        "score_rows": np.array(data["scores"]["names"]),
        "score_columns": np.array(["log-loss", "accuracy", "ECE", "Brier", "invariance gap"]),
        "scores": np.array(data["scores"]["values"]),
        "reliability_size": seen.size,
        "reliability_confidence": seen.confidence,
        "reliability_accuracy": seen.accuracy,
        "confusion": seen.confusion,
        "mended": mended.position,
        "broken": broken.position,
        "digit": np.array(index),
        "digit_label": result.labels[index],
        "digit_levels": image.numpy(),
        "digit_copies": copies(spec.angles, image),
        "turns": around.turns,
        "turned_levels": around.levels,
        "turned_probabilities": around.table,
        "moves": bound.moves,
        "change": bound.change,
        "wasserstein": bound.distance,
        "plans": bound.plans,
        "lipschitz_proved": np.array(steep.upper),
        "lipschitz_found": np.array(steep.lower),
    }
    for name, values in (data["priced"] or {}).items():
        arrays[f"penalty_{name}"] = np.array(values)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


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
        "from lazyq.experiments.averaging.learning import TRAININGS, AveragingSpec, averaging\n\n"
        f"result = averaging(AveragingSpec({arguments}))\n"
        "print(dict(zip(result.angles.tolist(), result.weights.round(4).tolist())))\n"
        "print(result.log_loss, result.gap)\n"
    )


def _thinned(count: int, finish: int) -> NDArray[np.int64]:
    """Return at most some 120 rows of the trajectory: all of its beginning and of its end."""
    middle = np.unique(np.geomspace(1, max(finish, 2), 100).astype(int))
    rows = np.concatenate([[0], middle, np.arange(finish, count), [count - 1]])
    return np.unique(rows[rows < count])


def _floats(array: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def _bytes(array: NDArray[np.uint8]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
