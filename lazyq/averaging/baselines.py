"""What lazy averaging is compared with."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from scipy.optimize import minimize_scalar
from torch import Tensor, nn

from lazyq.actions import Rotations
from lazyq.averaging.average import evaluate, intensities
from lazyq.averaging.fit import WeightsFit, fit_weights
from lazyq.averaging.zoo import Augmentation, Training, architecture, descend, initialise

_AT_ONCE = 500


def uniform_weights(angles: Tensor, limit: float) -> Tensor:
    """Return the uniform law on the angles with |θ| ≤ limit, shape (K,), float64.

    Raises
    ------
    ValueError : no angle is that small
    """
    within = angles.abs() <= limit
    if not within.any():
        raise ValueError(f"limit must be at least the least |angle|, {angles.abs().min():g}, got {limit}")
    return within.double() / within.sum()


def fit_temperature(probabilities: Tensor, labels: Tensor) -> float:
    """Return the T > 0 that minimises the log-loss of softmax(log(p) / T) on labelled examples.

    Parameters
    ----------
    probabilities : (n, classes) of the model, on examples that it was not trained on
    labels : (n,) whole numbers from 0 to classes − 1

    Source: Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017.
    """
    logits = probabilities.double().clamp_min(1e-38).log()
    truth = labels.long()

    def loss(log_temperature: float) -> float:
        return float(F.cross_entropy(logits / torch.tensor(log_temperature).exp(), truth))

    found = minimize_scalar(loss, bounds=(-4.0, 6.0), method="bounded", options={"xatol": 1e-8})
    return float(torch.tensor(found.x, dtype=torch.float64).exp())


def at_temperature(probabilities: Tensor, temperature: float) -> Tensor:
    """Return softmax(log(p) / T), float64."""
    if not 0 < temperature < float("inf"):
        raise ValueError(f"temperature must be positive and finite, got {temperature}")
    return (probabilities.double().clamp_min(1e-38).log() / temperature).softmax(-1)


class CalibratedAverage(NamedTuple):
    """π and T learned together: Σ_k π_k softmax(log f(g_k x) / T).

    Attributes
    ----------
    temperature : T
    fit : π for this T, with its certificate
    """

    temperature: float
    fit: WeightsFit


def fit_calibrated_average(probabilities: Tensor, labels: Tensor) -> CalibratedAverage:
    """Return the T and the π with the least log-loss of the average of f at temperature T.

    For every T the problem in π is convex and solved to its certificate; T is then a search along a line.
    On these examples it is at least as good as f at its own best temperature, which is π at the identity.

    Parameters
    ----------
    probabilities : (n, K, classes) the table of :func:`lazyq.averaging.predict_table`
    labels : (n,) whole numbers from 0 to classes − 1
    """
    logits = probabilities.double().clamp_min(1e-38).log()
    places = labels.long()[:, None, None].expand(-1, logits.shape[1], 1)
    alone = torch.zeros(len(labels), dtype=torch.int64)

    def fitted(log_temperature: float) -> WeightsFit:
        cooled = logits / math.exp(log_temperature)
        chosen = (cooled.gather(2, places) - cooled.logsumexp(2, keepdim=True)).exp()
        return fit_weights(chosen, alone)

    found = minimize_scalar(
        lambda value: fitted(value).log_loss, bounds=(-2.0, 4.0), method="bounded", options={"xatol": 1e-3}
    )
    return CalibratedAverage(math.exp(found.x), fitted(found.x))


def random_rotations(limit: float) -> Augmentation:
    """Return the augmentation that turns every image by its own angle, uniform in ±limit degrees."""
    if not 0 <= limit <= 180:
        raise ValueError(f"limit must be from 0 to 180 degrees, got {limit}")

    def augment(images: Tensor, generator: torch.Generator) -> Tensor:
        angles = limit * (2 * torch.rand(len(images), generator=generator, dtype=torch.float64) - 1)
        one_each = angles.to(images.device).reshape(-1, *[1] * (images.ndim - 3))
        return Rotations(*images.shape[-2:]).act(one_each, images)

    return augment


def augmented_predictions(
    model: nn.Module,
    images: Tensor,
    limit: float,
    *,
    copies: int = 8,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Tensor:
    """Return test-time augmentation: mean probabilities over copies turned by random angles.

    Parameters
    ----------
    model : gives logits
    images : (n, H, W) or (n, C, H, W), uint8 (read as k/255) or floating point
    limit : of the angles, in degrees
    copies : how many, each image with its own angles
    seed : of the angles
    progress : called with the share that is done; an exception that it raises stops the work

    Returns
    -------
    (n, classes) probabilities
    """
    if not (isinstance(copies, int) and copies >= 1):
        raise ValueError(f"copies must be a whole number of at least 1, got {copies!r}")
    generator, augment = torch.Generator().manual_seed(seed), random_rotations(limit)
    parts, means = intensities(images).split(_AT_ONCE), []
    with torch.no_grad():
        for number, part in enumerate(parts):
            values = []
            for copy in range(copies):
                values.append(evaluate(model, "logits", augment(part, generator)))
                if progress is not None:
                    progress((number + (copy + 1) / copies) / len(parts))
            means.append(torch.stack(values).mean(0))
    return torch.cat(means)


class LearnedAugmentation(NamedTuple):
    """A model trained together with the width of its augmentation.

    Attributes
    ----------
    model : gives logits
    limit : the learned width: angles are uniform in ±limit degrees
    """

    model: nn.Sequential
    limit: float


def train_augerino(
    training: Training,
    images: Tensor,
    labels: Tensor,
    *,
    start: float = 5.0,
    reward: float = 0.05,
    progress: Callable[[float], None] | None = None,
) -> LearnedAugmentation:
    """Train a network and the range of its random rotations together, by one gradient.

    The loss is the cross-entropy of digits turned by width·u, u uniform in ±1, less reward·width/10°; the
    gradient reaches the width through the bilinear weights. Predict with
    :func:`augmented_predictions` at the learned limit.

    Parameters
    ----------
    training : what to make; not "kernel", which is not trained by gradients
    images, labels : (n, 28, 28) and (n,)
    start : first width in degrees
    reward : for 10 degrees of width
    progress : called with the share that is done; an exception that it raises stops the work

    Source: Benton, Finzi, Izmailov and Wilson, "Learning invariances in neural networks", 2020.
    """
    if training.kind == "kernel":
        raise ValueError('kind must be trained by gradients for a learned augmentation, got "kernel"')
    if not 0 < start <= 180:
        raise ValueError(f"start must be above 0 and at most 180 degrees, got {start}")
    images = intensities(images)
    generator = torch.Generator().manual_seed(training.seed)
    model = architecture(training)
    initialise(model, generator, images.device)
    # softplus keeps the width positive without a place where its gradient dies
    raw = nn.Parameter(torch.tensor(start / 10, dtype=torch.float64, device=images.device).expm1().log())
    action = Rotations(*images.shape[1:])

    def augment(batch: Tensor, generator: torch.Generator) -> Tensor:
        signed = 2 * torch.rand(len(batch), generator=generator, dtype=torch.float64) - 1
        return action.act(10 * F.softplus(raw) * signed.to(batch.device), batch)

    parameters = [*model.parameters(), raw]
    descend(
        training,
        model,
        parameters,
        images,
        labels.long(),
        generator,
        augment,
        progress,
        reward=lambda: reward * F.softplus(raw),
    )
    return LearnedAugmentation(model.eval(), float(10 * F.softplus(raw.detach())))
