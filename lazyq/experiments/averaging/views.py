"""One digit under a learned π: its copies, the bound on its change, and a whole turn."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from lazyq.averaging import lipschitz_bound, lipschitz_lower_bound
from lazyq.averaging.metrics import confusion, reliability
from lazyq.averaging.threads import one_thread
from lazyq.experiments.averaging.learning import Averaging, model_of
from lazyq.experiments.averaging.scoring import mixed
from lazyq.experiments.averaging.spec import ACTION, AveragingSpec, split_digits
from lazyq.transport import transport_bound

TURNS = tuple(float(angle) for angle in range(0, 361, 5))
MOVES = tuple(float(angle) for angle in range(-45, 46, 5))
SHOWN = 12
_STARTS = 8


class BoundCurve(NamedTuple):
    """How much S^π f changes when one digit turns by g, and the transport bound on it.

    Attributes
    ----------
    moves : (G,) degrees
    change : (G,) ‖S^π f(gx) − S^π f(x)‖
    distance : (G,) W(π, gπ) in units of x
    plans : (G, K, K) optimal plans from π to gπ
    """

    moves: np.ndarray
    change: np.ndarray
    distance: np.ndarray
    plans: np.ndarray


class Slopes(NamedTuple):
    """Lipschitz constants of f: one that is proved, and the steepest quotient found near some digits."""

    upper: float
    lower: float


class Turning(NamedTuple):
    """A digit on its way round.

    Attributes
    ----------
    turns : (T,) degrees
    levels : (T, 28, 28) uint8
    table : (T, K, 10) f(g_k R x) for every turn R
    """

    turns: np.ndarray
    levels: np.ndarray
    table: np.ndarray


class Changed(NamedTuple):
    """Test digits on which f and S^π f disagree about the label, the surest first.

    Attributes
    ----------
    position : (n,) among the test digits
    before, after : (n,) what f says, and what S^π f says
    """

    position: np.ndarray
    before: np.ndarray
    after: np.ndarray


class Diagnosis(NamedTuple):
    """Reliability diagrams and confusions of f and S^π f, in this order.

    Attributes
    ----------
    size, confidence, accuracy : (2, bins)
    confusion : (2, 10, 10) labels by predictions
    """

    size: np.ndarray
    confidence: np.ndarray
    accuracy: np.ndarray
    confusion: np.ndarray


def copies(angles: Sequence[float], image: Tensor) -> np.ndarray:
    """Return the turned copies of an image (28, 28), as levels (K, 28, 28) uint8."""
    return _levels(ACTION.act(torch.tensor(angles, dtype=torch.float64), image.float() / 255))


@one_thread()
def slopes(spec: AveragingSpec, result: Averaging) -> Slopes:
    """Return what f's steepness is known to be at most, and at least: both hold for every digit."""
    model = model_of(spec, result).double()
    x = split_digits(spec).held_out[0][:_STARTS].double() / 255
    near = x + 0.02 * torch.randn(x.shape, generator=torch.Generator().manual_seed(0), dtype=x.dtype)
    return Slopes(
        lipschitz_bound(model, (28, 28)),
        lipschitz_lower_bound(lambda points: model(points).softmax(-1), near, steps=25),
    )


def bound_curve(spec: AveragingSpec, result: Averaging, image: Tensor, weights: np.ndarray) -> BoundCurve:
    """Return the change of S^π f under every move for any π (K,), and W(π, gπ), which bounds it.

    The support of π is cut to the angles with at least a millionth of the mass, for the plans' sake.
    """
    model = model_of(spec, result).double()
    kept = weights > 1e-6
    elements = torch.from_numpy(result.angles[kept])
    used = torch.from_numpy(weights[kept] / weights[kept].sum())
    x = image.double() / 255

    def average(point: Tensor) -> Tensor:
        with torch.no_grad():
            return used @ model(ACTION.act(elements, point)).softmax(-1)

    still = average(x)
    change, distance = [], []
    plans = np.zeros((len(MOVES), len(result.angles), len(result.angles)))
    places = np.ix_(kept, kept)
    for row, move in enumerate(MOVES):
        g = torch.tensor(move, dtype=torch.float64)
        found = transport_bound(ACTION, elements, used, x, g, 0.0)
        change.append(float((average(ACTION.act(g, x)) - still).norm()))
        distance.append(found.distance)
        plans[row][places] = found.transport.plan
    return BoundCurve(np.array(MOVES), np.array(change), np.array(distance), plans)


def turning(
    model: nn.Module, angles: Sequence[float], image: Tensor, turns: Sequence[float] = TURNS
) -> Turning:
    """Return a digit on its way round, and f of every copy of it that π may take.

    All copies are made at once, which takes a sixth of the time of :func:`lazyq.averaging.predict_table`.

    Parameters
    ----------
    model : f, as :func:`model_of` returns it
    angles : (K,) of π
    image : (28, 28) uint8
    turns : (T,) degrees
    """
    way = torch.tensor(turns, dtype=torch.float64)
    with one_thread(), torch.inference_mode():
        turned = ACTION.act(way, image.float() / 255)
        moved = ACTION.act(torch.tensor(angles, dtype=torch.float64)[:, None], turned)
        table = torch.stack([model(copies_of_turns).softmax(-1) for copies_of_turns in moved], 1)
    return Turning(way.numpy(), _levels(turned), table.numpy())


def changed(result: Averaging) -> tuple[Changed, Changed]:
    """Return the test digits that S^π f mends, and those that it breaks."""
    plain, average = _answers(result)
    before, after = plain.argmax(1), average.argmax(1)
    right = result.labels

    def shown(where: np.ndarray, sureness: np.ndarray) -> Changed:
        found = np.flatnonzero(where)
        found = found[np.argsort(-sureness[found], kind="stable")][:SHOWN]
        return Changed(found, before[found], after[found])

    return (
        shown((before != right) & (after == right), average.max(1)),
        shown((before == right) & (after != right), average.max(1)),
    )


def opening(result: Averaging) -> int:
    """Return the test digit to begin with: one that S^π f mends, the surest, or a 6 where it mends none."""
    mended = changed(result)[0].position
    if len(mended):
        return int(mended[0])
    sixes = np.flatnonzero(result.labels == 6)
    return int(sixes[0]) if len(sixes) else 0


def _answers(result: Averaging) -> tuple[np.ndarray, np.ndarray]:
    """Return the probabilities (m, 10) of f and of S^π f on the test digits."""
    still = int(np.flatnonzero(result.angles == 0)[0])
    table = torch.from_numpy(result.table.copy())
    return result.table[:, still], mixed(table, torch.from_numpy(result.weights.copy())).numpy()


def diagnosis(result: Averaging) -> Diagnosis:
    """Return how sure f and S^π f are against how right, and what they take for what."""
    labels = torch.from_numpy(result.labels.copy())
    tables = [torch.from_numpy(table.copy()) for table in _answers(result)]
    diagrams = [reliability(table, labels) for table in tables]
    return Diagnosis(
        np.stack([diagram.size for diagram in diagrams]),
        np.stack([diagram.confidence for diagram in diagrams]),
        np.stack([diagram.accuracy for diagram in diagrams]),
        np.stack([confusion(table, labels) for table in tables]),
    )


def _levels(images: Tensor) -> np.ndarray:
    return (images * 255).round().clamp(0, 255).to(torch.uint8).numpy()
