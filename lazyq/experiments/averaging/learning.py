"""A model, its lazy average, and what it is compared with, on one set of digits."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from lazyq.actions import Rotations
from lazyq.averaging import fit_weights, inverse_pairs, predict_table, score
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
from lazyq.averaging.zoo import Training, empty_model, train
from lazyq.compute.progress import report
from lazyq.datasets import Digits, load_mnist, load_sklearn_digits

ACTION = Rotations(28, 28)
_SIZES = (2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 20.0, 25.0, 30.0)
TALK_ANGLES = (*(-size for size in reversed(_SIZES)), 0.0, *_SIZES)
"""The talk's 0, ±2°, ±4°, ±6°, ±10°, ±15°, ±20°, … with the gaps closed and the dots continued to ±30°."""

OVERFIT = Training(kind="mlp", epochs=110, rate=1.5e-3, batch_size=64, width=128, depth=2)
"""Overfit as the talk's f: on 8,000 MNIST digits log-loss near 0.43, accuracy near 0.95.

Found by search; the 110 epochs were chosen after seeing test scores of f, to come near to the talk's.
"""

TRAININGS = {
    "mlp": OVERFIT,
    "cnn": Training(kind="cnn", epochs=12, rate=2e-3, batch_size=64),
    "logistic": Training(kind="logistic", epochs=20, rate=2e-3, batch_size=64),
    "kernel": Training(kind="kernel"),
}
LEARN_ON = ("held-out", "training")
UNIFORM_LIMITS = (6.0, 15.0, 30.0)
TEST_TIME = (15.0, 8)
_TURNS = (-20.0, -15.0, -10.0, -5.0, 5.0, 10.0, 15.0, 20.0)
_TURNED = 200


@dataclass(frozen=True)
class AveragingSpec:
    """What to train, what to learn π on, and what to test.

    Attributes
    ----------
    dataset : "mnist" or "sklearn"
    training : the model f
    training_size : f learns the first so many digits
    held_out : as many of the last training digits, which f has not seen, are for π and the temperature
    test_size : the first so many test digits (for "sklearn", which has no test set: the last digits)
    angles : the support of π in degrees, ascending, 0 among them
    learn_on : "held-out", or "training" to see π collapse on the digits that f knows by heart
    symmetric : whether π gives θ and −θ one weight
    steps : of gradient descent, before the Newton finish
    resamples : of the bootstrap
    """

    dataset: str = "mnist"
    training: Training = field(default=OVERFIT)
    training_size: int = 8_000
    held_out: int = 5_000
    test_size: int = 10_000
    angles: tuple[float, ...] = TALK_ANGLES
    learn_on: str = "held-out"
    symmetric: bool = False
    steps: int = 200
    resamples: int = 1_000

    def __post_init__(self) -> None:
        if self.learn_on not in LEARN_ON:
            raise ValueError(f"learn_on must be one of {', '.join(LEARN_ON)}, got {self.learn_on!r}")
        if 0.0 not in self.angles or list(self.angles) != sorted(set(self.angles)):
            raise ValueError(f"angles must be ascending with 0 among them, got {self.angles}")
        for name in ("training_size", "held_out", "test_size"):
            if not getattr(self, name) >= 10:
                raise ValueError(f"{name} must be at least 10, got {getattr(self, name)}")


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


class Split(NamedTuple):
    """Digits apart: for f, for π, for the test."""

    training: tuple[Tensor, Tensor]
    held_out: tuple[Tensor, Tensor]
    test: tuple[Tensor, Tensor]


@one_thread()
def averaging(spec: AveragingSpec) -> Averaging:
    """Train f, learn π on the log-loss of S^π f, and score both and the baselines on test digits.

    Raises
    ------
    ValueError : a spec that the data can't serve; says which part
    DataError : MNIST is not on this machine
    """
    split = split_digits(spec)
    model = train(spec.training, *split.training, progress=partial(report, "Training the model"))
    elements = torch.tensor(spec.angles, dtype=torch.float64)
    images, labels = split.training if spec.learn_on == "training" else split.held_out
    images, labels = images[: spec.held_out], labels[: spec.held_out]
    learning = predict_table(
        model,
        ACTION,
        elements,
        images,
        progress=partial(report, "Predicting the turned digits to learn from"),
    )
    fit = fit_weights(
        learning,
        labels,
        method="gradient",
        steps=spec.steps,
        tied=inverse_pairs(ACTION, elements) if spec.symmetric else None,
        progress=partial(report, "Learning π"),
    )
    table = predict_table(
        model, ACTION, elements, split.test[0], progress=partial(report, "Predicting the turned test digits")
    )
    still = int(spec.angles.index(0.0))
    aside = (
        learning if spec.learn_on == "held-out" else predict_table(model, ACTION, elements, split.held_out[0])
    )
    report("Calibrating", 0.0)
    mixed = torch.einsum("ikc,k->ic", aside.double(), fit.weights)
    calibration = Calibration(
        fit_temperature(aside[:, still], split.held_out[1]),
        fit_temperature(mixed, split.held_out[1]),
        fit_calibrated_average(aside, split.held_out[1]),
    )
    rows = _compare(spec, model, split, elements, table, fit.weights, calibration)
    path = fit.trajectory
    state, shapes = _packed(model)
    return Averaging(
        angles=np.array(spec.angles),
        weights=fit.weights.numpy(),
        log_loss=fit.log_loss,
        gap=fit.gap,
        learning=learning.gather(2, labels.long()[:, None, None].expand(-1, len(elements), 1))[
            ..., 0
        ].numpy(),
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
    model = train(spec.training, *split.training, progress=partial(report, "Training the model"))
    report("Test-time augmentation", 0.0)
    rows = {
        f"test-time augmentation, {copies} in ±{limit:g}°": scored(
            lambda images: augmented_predictions(model, images, limit, copies=copies)
        )
    }
    if spec.training.kind == "kernel":
        return CostlyBaselines(tuple(rows), np.stack(list(rows.values())), 0.0)
    training = replace(spec.training, epochs=max(1, spec.training.epochs // 5))
    augmented = train(
        training,
        *split.training,
        augmentation=random_rotations(limit),
        progress=partial(report, "Training with rotated digits"),
    )
    learned = train_augerino(training, *split.training, progress=partial(report, "Training Augerino"))
    turning = partial(augmented_predictions, learned.model, limit=learned.limit, copies=copies)
    rows |= {
        f"f trained with rotations in ±{limit:g}°": scored(lambda images: _plain(augmented, images)),
        f"Augerino, learned ±{learned.limit:.1f}°": scored(turning),
    }
    return CostlyBaselines(tuple(rows), np.stack(list(rows.values())), learned.limit)


def model_of(spec: AveragingSpec, result: Averaging) -> nn.Sequential:
    """Return the trained f of a result."""
    state, start = {}, 0
    flat = torch.from_numpy(result.state.copy())
    for entry in result.shapes:
        name, _, text = entry.partition(":")
        shape = [int(size) for size in text.split("x") if size]
        size = int(np.prod(shape))
        state[name] = flat[start : start + size].reshape(shape)
        start += size
    model = empty_model(spec.training, state)
    model.load_state_dict(state)
    return model.eval()


def split_digits(spec: AveragingSpec) -> Split:
    """Return the digits for f, for π and for the test, none of them twice.

    Raises
    ------
    ValueError : unknown data, or fewer digits than the spec asks for
    DataError : MNIST is not on this machine
    """
    if spec.dataset == "mnist":
        known, test = load_mnist("train", download=False), load_mnist("test", download=False)
        rest, end = len(known), len(test)
        first = 0
    elif spec.dataset == "sklearn":
        known = test = load_sklearn_digits()
        first, end = len(known) - spec.test_size, len(known)
        rest = first
    else:
        raise ValueError(f"dataset must be mnist or sklearn, got {spec.dataset!r}")
    if spec.training_size + spec.held_out > rest or first + spec.test_size > end:
        raise ValueError(
            f"training_size + held_out must be at most {rest} and test_size at most {end - first}, "
            f"got {spec.training_size} + {spec.held_out} and {spec.test_size}"
        )
    return Split(
        _part(known, 0, spec.training_size),
        _part(known, rest - spec.held_out, rest),
        _part(test, first, first + spec.test_size),
    )


def _part(digits: Digits, start: int, stop: int) -> tuple[Tensor, Tensor]:
    return digits.images[start:stop], digits.labels[start:stop].long()


def _compare(
    spec: AveragingSpec,
    model: nn.Module,
    split: Split,
    elements: Tensor,
    table: Tensor,
    weights: Tensor,
    calibration: Calibration,
) -> dict[str, np.ndarray]:
    """Return the scores of everything that is a law on the angles or a map of f's probabilities."""
    report("Scoring", 0.0)
    turned = predict_table(model, ACTION, elements, split.test[0][:_TURNED])
    moved = [
        predict_table(model, ACTION, elements, ACTION.act(torch.tensor(angle), split.test[0][:_TURNED]))
        for angle in _TURNS
    ]
    still = (elements == 0).double()
    laws = {"f": still}
    laws |= {
        f"uniform in ±{limit:g}°": uniform_weights(elements, limit)
        for limit in UNIFORM_LIMITS
        if limit <= float(elements.abs().max())
    }
    laws["S f, learned π"] = weights

    def row(predict: Callable[[Tensor], Tensor]) -> np.ndarray:
        gaps = torch.stack([(predict(values) - predict(turned)).norm(dim=1) for values in moved])
        return _row(spec, predict(table), split.test[1], gaps)

    def averaged(values: Tensor, law: Tensor) -> Tensor:
        return torch.einsum("ikc,k->ic", values.double(), law)

    rows = {name: row(partial(averaged, law=law)) for name, law in laws.items()}

    def cooled(values: Tensor, law: Tensor, temperature: float) -> Tensor:
        return at_temperature(averaged(values, law), temperature)

    for name, law, temperature in (("f", still, calibration.model), ("S f", weights, calibration.average)):
        rows[f"{name} at temperature {temperature:.2f}"] = row(
            partial(cooled, law=law, temperature=temperature)
        )
    temperature, fit = calibration.together
    rows[f"S of (f at temperature {temperature:.2f}), learned together"] = row(
        lambda values: averaged(at_temperature(values, temperature), fit.weights)
    )
    report("Scoring", 1.0)
    return rows


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


def _packed(model: nn.Module) -> tuple[np.ndarray, tuple[str, ...]]:
    state = {name: tensor.detach().float().cpu().numpy() for name, tensor in model.state_dict().items()}
    shapes = tuple(f"{name}:{'x'.join(map(str, array.shape))}" for name, array in state.items())
    return np.concatenate([array.ravel() for array in state.values()]), shapes
