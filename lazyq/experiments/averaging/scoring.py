"""What S f is compared with on the test digits: f, uniform π, temperatures, and what takes long."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from lazyq.averaging import predict_table, score
from lazyq.averaging.baselines import (
    CalibratedAverage,
    at_temperature,
    augmented_predictions,
    fit_calibrated_average,
    fit_temperature,
    random_rotations,
    train_augerino,
    uniform_weights,
)
from lazyq.averaging.metrics import mean_interval
from lazyq.averaging.threads import one_thread
from lazyq.averaging.zoo import train
from lazyq.compute.progress import report
from lazyq.experiments.averaging.spec import ACTION, AveragingSpec, Split, split_digits
from lazyq.wording import worded

UNIFORM_LIMITS = (6.0, 15.0, 30.0)
TEST_TIME = (15.0, 8)
_TURNS = (-20.0, -15.0, -10.0, -5.0, 5.0, 10.0, 15.0, 20.0)
_TURNED = 200


@dataclass(frozen=True)
class CostlyBaselines:
    """Scores of what takes long, as in :class:`Averaging`; the learned width in degrees, 0 without one."""

    names: tuple[str, ...]
    scores: np.ndarray
    limit: float


class Calibration(NamedTuple):
    """What is learned besides π on the held-out digits: temperatures of f and S f, and π together with T."""

    model: float
    average: float
    together: CalibratedAverage


def calibrated(table: Tensor, labels: Tensor, still: int, weights: Tensor) -> Calibration:
    """Return what is learned on held-out digits besides π.

    Parameters
    ----------
    table : (n, K, classes) f of the turned digits, those turned by 0° at position still
    weights : (K,) the learned π
    """
    report(worded("Calibrating"), 0.0)
    return Calibration(
        fit_temperature(table[:, still], labels),
        fit_temperature(mixed(table, weights), labels),
        fit_calibrated_average(table, labels),
    )


def mixed(table: Tensor, weights: Tensor) -> Tensor:
    """Return S^π f, (n, classes), from f of the turned digits (n, K, classes) and π (K,)."""
    return torch.einsum("ikc,k->ic", table.double(), weights)


def compared(
    spec: AveragingSpec,
    model: nn.Module,
    split: Split,
    table: Tensor,
    weights: Tensor,
    calibration: Calibration,
) -> dict[str, np.ndarray]:
    """Return the scores of every π and every map of f's probabilities, by name.

    Parameters
    ----------
    table : (m, K, classes) f of the turned test digits
    weights : (K,) the learned π
    """
    report(worded("Scoring"), 0.0)
    elements = torch.tensor(spec.angles, dtype=torch.float64)
    few = split.test[0][:_TURNED]
    ways = torch.cat([ACTION.act(torch.tensor(angle), few) for angle in (0.0, *_TURNS)])
    turned, *moved = predict_table(model, ACTION, elements, ways).split(len(few))
    still = (elements == 0).double()
    asked = {"f": still}
    asked |= {
        f"uniform in ±{limit:g}°": uniform_weights(elements, limit)
        for limit in UNIFORM_LIMITS
        if limit <= float(elements.abs().max())
    }
    asked["S f, learned π"] = weights

    def row(predict: Callable[[Tensor], Tensor]) -> np.ndarray:
        gaps = torch.stack([(predict(values) - predict(turned)).norm(dim=1) for values in moved])
        return _row(spec, predict(table), split.test[1], gaps)

    def cooled(values: Tensor, weights: Tensor, temperature: float) -> Tensor:
        return at_temperature(mixed(values, weights), temperature)

    rows = {name: row(partial(mixed, weights=some)) for name, some in asked.items()}
    for name, some, temperature in (("f", still, calibration.model), ("S f", weights, calibration.average)):
        rows[f"{name} at temperature {temperature:.2f}"] = row(
            partial(cooled, weights=some, temperature=temperature)
        )
    temperature, fit = calibration.together
    rows[f"S of (f at temperature {temperature:.2f}), learned together"] = row(
        lambda values: mixed(at_temperature(values, temperature), fit.weights)
    )
    report(worded("Scoring"), 1.0)
    return rows


@one_thread()
def costly_baselines(spec: AveragingSpec) -> CostlyBaselines:
    """Score test-time augmentation of f, and networks trained with rotations.

    Those networks are trained with random rotations in ±15°, and with a learned range (Augerino). They are
    those of the spec with a fifth of its epochs, for a digit is another one in each; a kernel machine
    has no such training.
    """
    split = split_digits(spec)
    limit, copies = TEST_TIME
    scored = partial(_scored, spec, split)
    model = train(spec.training, *split.training, progress=partial(report, worded("Training the model")))
    progress = partial(report, worded("Test-time augmentation"))
    rows = {
        f"test-time augmentation, {copies} in ±{limit:g}°": scored(
            lambda images: augmented_predictions(model, images, limit, copies=copies, progress=progress)
        )
    }
    if spec.training.kind == "kernel":
        return CostlyBaselines(tuple(rows), np.stack(list(rows.values())), 0.0)
    training = replace(spec.training, epochs=max(1, spec.training.epochs // 5))
    augmented = train(
        training,
        *split.training,
        augmentation=random_rotations(limit),
        progress=partial(report, worded("Training with rotated digits")),
    )
    learned = train_augerino(training, *split.training, progress=partial(report, worded("Training Augerino")))
    turning = partial(
        augmented_predictions, learned.model, limit=learned.limit, copies=copies, progress=progress
    )
    rows |= {
        f"f trained with rotations in ±{limit:g}°": scored(lambda images: _plain(augmented, images)),
        f"Augerino, learned ±{learned.limit:.1f}°": scored(turning),
    }
    return CostlyBaselines(tuple(rows), np.stack(list(rows.values())), learned.limit)


def _scored(spec: AveragingSpec, split: Split, predict: Callable[[Tensor], Tensor]) -> np.ndarray:
    images = split.test[0]
    probabilities = predict(images)
    few = images[:_TURNED]
    gaps = [
        (predict(ACTION.act(torch.tensor(angle), few)) - probabilities[:_TURNED]).norm(dim=1)
        for angle in _TURNS
    ]
    return _row(spec, probabilities, split.test[1], torch.stack(gaps))


def _plain(model: nn.Module, images: Tensor) -> Tensor:
    identity = ACTION.identity()[None]
    return predict_table(model, ACTION, identity, images)[:, 0]


def _row(spec: AveragingSpec, probabilities: Tensor, labels: Tensor, gaps: Tensor) -> np.ndarray:
    found = score(probabilities, labels, resamples=spec.resamples)
    gap = mean_interval(gaps.double().mean(0).numpy(), resamples=spec.resamples)
    return np.array([*found, gap])
