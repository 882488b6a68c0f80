"""Labels of MNIST's digits given to scikit-learn's, by nearness, transport, information, and lazily."""

from typing import NamedTuple

import numpy as np
import torch
from scipy.stats import binomtest
from torch import Tensor, nn

from lazyq.actions import Rotations
from lazyq.averaging.threads import one_thread
from lazyq.averaging.zoo import Training, train
from lazyq.compute.progress import report
from lazyq.datasets import Digits
from lazyq.datasets.pictures import centred
from lazyq.experiments.aligning.result import Domains
from lazyq.experiments.aligning.spec import DomainsSpec
from lazyq.experiments.digits import SIDE, load_collection
from lazyq.infoot.problems import clouds_of, distances_between
from lazyq.infoot.solver import Solution, solve
from lazyq.wording import worded

SOURCE, TARGET = "mnist-test", "sklearn"
STEP = 15
_LEARN_ON = 4000
_OUTER, _TOLERANCE = 100, 1e-5
_TRAINING_SHARE = 0.4


class _Encoder(NamedTuple):
    """The hidden layers of a small network, and the unit of distances between what they give."""

    layers: nn.Sequential
    unit: float

    def __call__(self, images: Tensor) -> Tensor:
        with torch.no_grad():
            return self.layers(images.float() / 255).double() / self.unit


def domains(spec: DomainsSpec) -> Domains:
    """Return how many of the target's labels each method gets right.

    The target's ink is first given the place and size that MNIST's has. The encoder is trained on other
    digits of the source, with their labels; the target's labels are used for scoring only. A target digit
    gets the label that most of its mass comes from; by "nearest", that of the nearest source digit. "lazy"
    turns the target's images back by the angle that makes fused objective + (λ·angle)² least, which is the
    other side of turning the source: the encoder knows upright digits only. At λ = ∞ it is "fused".

    Raises
    ------
    ValueError : what the spec checks
    DataError : MNIST is not on this machine
    """
    source, target = load_collection(SOURCE), load_collection(TARGET)
    random = np.random.default_rng(spec.seed)
    own, learned_on = _chosen(source, spec.size, random)
    others, _ = _chosen(target, spec.size, random)
    with one_thread():
        images_x, labels_x = source.images[own], source.labels[own]
        inks = target.images[others].double().numpy()
        drawn = torch.stack([torch.from_numpy(centred(ink)) for ink in inks])
        images_y, labels_y = _turned(drawn, spec.turn), target.labels[others]
        encoder, right = _encoder(source, learned_on, images_x, labels_x, spec.seed)
        x, y = encoder(images_x), encoder(images_y)
        nearest = labels_x[distances_between(x, y).argmin(0)]
        found: dict[str, Solution] = {}
        for place, (method, share) in enumerate((("ot", 0.0), ("infoot", 1.0))):
            report(worded("aligning"), _TRAINING_SHARE + 0.1 * place)
            found[method] = _solved(spec, x, y, labels_x, share)
        degrees: list[int] = []
        turned: list[Solution] = []
        for angle in _angles(spec.limit):
            done = len(turned) / (2 * spec.limit // STEP + 1)
            report(worded("turning the target back"), _TRAINING_SHARE + 0.2 + 0.4 * done)
            degrees.append(angle)
            back = encoder(_turned(images_y, -angle))
            turned.append(_solved(spec, x, back, labels_x, spec.information))
        values = [
            solution.objective + ((spec.laziness * angle) ** 2 if angle else 0.0)
            for solution, angle in zip(turned, degrees, strict=True)
        ]
        best = min(range(len(values)), key=lambda k: (values[k], abs(degrees[k])))
        found["fused"], found["lazy"] = turned[degrees.index(0)], turned[best]
    predicted = [nearest, *(_labels(solution.plan, labels_x) for solution in found.values())]
    hits = [int((labels == labels_y).sum()) for labels in predicted]
    intervals = [binomtest(hit, len(labels_y)).proportion_ci(method="wilson") for hit in hits]
    plans = [torch.zeros_like(found["ot"].plan), *(solution.plan for solution in found.values())]
    shown_x, shown_y = _principal(x, y)
    return Domains(
        methods=("nearest", *found),
        accuracy=np.array(hits) / len(labels_y),
        low=np.array([interval.low for interval in intervals]),
        high=np.array([interval.high for interval in intervals]),
        predicted=torch.stack(predicted).numpy(),
        labels=labels_y.numpy(),
        images_x=images_x.numpy(),
        images_y=images_y.numpy(),
        labels_x=labels_x.numpy(),
        features_x=shown_x,
        features_y=shown_y,
        plans=torch.stack(plans).numpy().astype(np.float32),
        angles=np.array(degrees, dtype=np.float64),
        values=np.array(values),
        angle=float(degrees[best]),
        encoder_accuracy=right,
    )


def _chosen(digits: Digits, size: int, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Return the places of so many digits, equally many of each numeral and ordered by it, and the others."""
    labels = digits.labels.numpy()
    counts = np.bincount(np.arange(size) % 10, minlength=10)
    own = np.concatenate([random.permutation(np.flatnonzero(labels == c))[: counts[c]] for c in range(10)])
    others = random.permutation(np.setdiff1d(np.arange(len(labels)), own))
    return torch.from_numpy(own), torch.from_numpy(others)


def _encoder(
    source: Digits, places: Tensor, images: Tensor, labels: Tensor, seed: int
) -> tuple[_Encoder, float]:
    """Train the encoder on some digits, and say what share of others its own classes get right."""
    learned = places[:_LEARN_ON]

    def progress(share: float) -> None:
        report(worded("learning an encoder"), _TRAINING_SHARE * share)

    training = Training(kind="mlp", epochs=10, width=32, depth=2, seed=seed)
    model = train(training, source.images[learned], source.labels[learned], progress=progress)
    with torch.no_grad():
        right = float((model(images.float() / 255).argmax(1) == labels).float().mean())
    layers = model[:-1]
    features = _Encoder(layers, 1.0)(images)
    return _Encoder(layers, float(distances_between(features, features).mean())), right


def _turned(images: Tensor, degrees: float) -> Tensor:
    """Return the images turned counter-clockwise, as levels."""
    if degrees == 0:
        return images
    turned = Rotations(SIDE, SIDE).act(torch.tensor(float(degrees)), images.double())
    return turned.round().clamp(0, 255).to(torch.uint8)


def _angles(limit: int) -> range:
    most = limit // STEP * STEP
    return range(-most, most + 1, STEP)


def _solved(spec: DomainsSpec, x: Tensor, y: Tensor, labels: Tensor, share: float) -> Solution:
    p, q = (torch.full((len(points),), 1 / len(points), dtype=torch.float64) for points in (x, y))
    clouds = clouds_of(x, y, p, q, spec.bandwidth, labels if spec.labelled else None)
    return solve(clouds.problem(1 - share, share, spec.reg), _OUTER, _TOLERANCE)


def _labels(plan: Tensor, labels: Tensor) -> Tensor:
    """Return the label that most of every target's mass comes from; of equal ones the smallest."""
    return (torch.eye(10, dtype=plan.dtype)[labels].T @ plan).argmax(0)


def _principal(x: Tensor, y: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Return the first two principal components of both clouds together, positive where they are largest."""
    together = torch.cat([x, y])
    together = together - together.mean(0)
    axes = torch.linalg.svd(together, full_matrices=False).Vh[:2]
    axes = axes * axes.gather(1, axes.abs().argmax(1, keepdim=True)).sign()
    shown = (together @ axes.T).numpy()
    return shown[: len(x)], shown[len(x) :]
