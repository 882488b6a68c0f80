"""Averaging to take away: every figure of the page as arrays, and a program that learns the same π."""

from typing import Any

import numpy as np
from torch import Tensor

from lazyq.experiments.averaging.learning import Averaging, model_of
from lazyq.experiments.averaging.penalty import Penalised
from lazyq.experiments.averaging.scoring import CostlyBaselines
from lazyq.experiments.averaging.spec import AveragingSpec
from lazyq.experiments.averaging.views import bound_curve, changed, copies, diagnosis, slopes, turning
from lazyq.experiments.exporting import npz, spec_code

SCORES = ("log-loss", "accuracy", "ECE", "Brier", "invariance gap")


def averaging_npz(
    spec: AveragingSpec,
    result: Averaging,
    index: int | None,
    image: Tensor,
    weights: np.ndarray,
    *,
    more: CostlyBaselines | None = None,
    priced: Penalised | None = None,
) -> bytes:
    """Return every figure of the page as a NumPy archive.

    Parameters
    ----------
    index, image : of one digit, (28, 28) uint8, and its place among the test digits; None if it is none of
        them, then ``digit`` and ``digit_label`` are -1
    weights : (K,) the π to draw the bound for; the learned one is among the arrays as learned_weights
    more, priced : what was computed besides
    """
    around = turning(model_of(spec, result), result.angles.tolist(), image)
    bound = bound_curve(spec, result, image, weights)
    steep, seen, (mended, broken) = slopes(spec, result), diagnosis(result), changed(result)
    names, scores = all_scores(result, more)
    return npz(
        angles=result.angles,
        weights=weights,
        learned_weights=result.weights,
        learned_gap=result.gap,
        learning_table=result.learning,
        path_weights=result.path_weights,
        path_log_losses=result.path_losses,
        path_gaps=result.path_gaps,
        path_newton_from=result.finish,
        score_rows=names,
        score_columns=SCORES,
        scores=scores,
        reliability_size=seen.size,
        reliability_confidence=seen.confidence,
        reliability_accuracy=seen.accuracy,
        confusion=seen.confusion,
        mended=mended.position,
        broken=broken.position,
        digit=-1 if index is None else index,
        digit_label=-1 if index is None else result.labels[index],
        digit_levels=image.numpy(),
        digit_copies=copies(spec.angles, image),
        turns=around.turns,
        turned_levels=around.levels,
        turned_probabilities=around.table,
        moves=bound.moves,
        change=bound.change,
        wasserstein=bound.distance,
        plans=bound.plans,
        lipschitz_proved=steep.upper,
        lipschitz_found=steep.lower,
        **_penalty_arrays(priced),
    )


def all_scores(result: Averaging, more: CostlyBaselines | None) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the names of all rows that are scored, and their scores (rows, 5, 3)."""
    if more is None:
        return result.names, result.scores
    return (*result.names, *more.names), np.concatenate([result.scores, more.scores])


def averaging_python(spec: AveragingSpec) -> str:
    """Return a program that learns the same π; its last line is what it prints."""
    code = spec_code(spec, training=f'TRAININGS["{spec.training.kind}"]')
    needed = "TRAININGS, AveragingSpec" if "TRAININGS" in code else "AveragingSpec"
    return (
        f"from lazyq.experiments.averaging import {needed}, averaging\n\n"
        f"result = averaging({code})\n"
        "print(dict(zip(result.angles.tolist(), result.weights.round(4).tolist())))\n"
        "print(result.log_loss, result.gap)\n"
    )


def _penalty_arrays(priced: Penalised | None) -> dict[str, Any]:
    if priced is None:
        return {}
    return {
        "penalty_strengths": priced.strengths,
        "penalty_weights": priced.weights,
        "penalty_losses": priced.log_losses,
        "penalty_distances": priced.distances,
        "penalty_gaps": priced.gaps,
        "penalty_tested": priced.tested,
    }
