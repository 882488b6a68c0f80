"""A model and its learned π on one set of digits."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import nn

from lazyq.averaging import Trajectory, WeightsFit, fit_weights, inverse_pairs, predict_table
from lazyq.averaging.threads import one_thread
from lazyq.averaging.zoo import train
from lazyq.compute.progress import report
from lazyq.experiments.averaging.model import packed, unpacked
from lazyq.experiments.averaging.scoring import calibrated, compared
from lazyq.experiments.averaging.spec import ACTION, AveragingSpec, split_digits
from lazyq.wording import worded


@dataclass(frozen=True)
class Averaging:
    """A trained f, its learned π, and every prediction.

    Attributes
    ----------
    angles, weights : (K,) degrees, and π
    log_loss, gap : of π on the digits that it was learned on, and its Frank–Wolfe certificate
    learning : (n, K) float32 f(g_k x_i)[y_i] on those digits
    path_weights, path_losses, path_gaps : (T, K), (T,), (T,) the trajectory; Newton from ``finish`` on
    table : (m, K, 10) float32 f(g_k x_i) on the test digits
    labels : (m,) of the test digits
    temperature : of f, fitted on the held-out digits
    names : of the rows of ``scores``
    scores : (rows, 5, 3) log-loss, accuracy, calibration error, Brier score and invariance gap, each with
        the bounds of its 95 % bootstrap interval
    state : the weights of f, flat float32
    shapes : "name:3x4" for each tensor in ``state``, in its order
    """

    angles: np.ndarray
    weights: np.ndarray
    log_loss: float
    gap: float
    learning: np.ndarray
    path_weights: np.ndarray
    path_losses: np.ndarray
    path_gaps: np.ndarray
    finish: int
    table: np.ndarray
    labels: np.ndarray
    temperature: float
    names: tuple[str, ...]
    scores: np.ndarray
    state: np.ndarray
    shapes: tuple[str, ...]


@one_thread()
def averaging(spec: AveragingSpec) -> Averaging:
    """Train f, learn π on the log-loss of S^π f, and score both and the baselines on test digits.

    Raises
    ------
    ValueError : a spec that the data can't serve; says which part
    DataError : MNIST is not on this machine
    """
    split = split_digits(spec)
    model = train(spec.training, *split.training, progress=partial(report, worded("Training the model")))
    elements = torch.tensor(spec.angles, dtype=torch.float64)
    images, labels = split.training if spec.learn_on == "training" else split.held_out
    images, labels = images[: spec.held_out], labels[: spec.held_out]
    learning = predict_table(
        model,
        ACTION,
        elements,
        images,
        progress=partial(report, worded("Predicting the turned digits to learn from")),
    )
    fit = fit_weights(
        learning,
        labels,
        method="gradient",
        steps=spec.steps,
        tied=inverse_pairs(ACTION, elements) if spec.symmetric else None,
        progress=partial(report, worded("Learning π")),
    )
    table = predict_table(
        model,
        ACTION,
        elements,
        split.test[0],
        progress=partial(report, worded("Predicting the turned test digits")),
    )
    still = int(spec.angles.index(0.0))
    aside = (
        learning if spec.learn_on == "held-out" else predict_table(model, ACTION, elements, split.held_out[0])
    )
    calibration = calibrated(aside, split.held_out[1], still, fit.weights)
    rows = compared(spec, model, split, table, fit.weights, calibration)
    said = labels.long()[:, None, None].expand(-1, len(elements), 1)
    path = fit.trajectory
    state, shapes = packed(model)
    return Averaging(
        angles=np.array(spec.angles),
        weights=fit.weights.numpy(),
        log_loss=fit.log_loss,
        gap=fit.gap,
        learning=learning.gather(2, said)[..., 0].numpy(),
        path_weights=path.weights.numpy(),
        path_losses=path.objective.numpy(),
        path_gaps=path.gap.numpy(),
        finish=path.finish,
        table=table.numpy(),
        labels=split.test[1].numpy(),
        temperature=calibration.model,
        names=tuple(rows),
        scores=np.stack(list(rows.values())),
        state=state,
        shapes=shapes,
    )


def learned(result: Averaging) -> WeightsFit:
    """Return the learned π with its trajectory, as the library has it."""
    trajectory = Trajectory(
        torch.from_numpy(result.path_weights),
        torch.from_numpy(result.path_losses),
        torch.from_numpy(result.path_gaps),
        result.finish,
    )
    return WeightsFit(torch.from_numpy(result.weights), result.log_loss, result.gap, trajectory)


def model_of(spec: AveragingSpec, result: Averaging) -> nn.Sequential:
    """Return the trained f of a result."""
    return unpacked(spec.training, result.state, result.shapes)
