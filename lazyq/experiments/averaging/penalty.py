"""π learned with the transport penalty: accuracy against how little S^π f may change."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from lazyq.averaging import fit_weights, score
from lazyq.compute.progress import report
from lazyq.experiments.averaging.learning import Averaging
from lazyq.experiments.averaging.scoring import mixed
from lazyq.experiments.averaging.spec import ACTION, AveragingSpec, split_digits
from lazyq.transport import TransportPenalty, orbit_costs
from lazyq.wording import worded

STRENGTHS = (0.003, 0.01, 0.03, 0.1)
MOVES = (-20.0, -15.0, -10.0, -5.0, 5.0, 10.0, 15.0, 20.0)
DIGITS = 3
TOLERANCE = 1e-3


@dataclass(frozen=True)
class Penalised:
    """π of several strengths of the penalty, 0 first.

    Attributes
    ----------
    strengths : (S,) nats per unit of x
    weights : (S, K)
    log_losses : (S,) without the penalty, on the digits that π is learned on
    distances : (S,) mean W(π, gπ) over ``DIGITS`` held-out digits and the turns g of ``MOVES``
    gaps : (S,) certificates: no π has an objective lower by more
    tested : (S, 2) log-loss and accuracy on the test digits
    """

    strengths: np.ndarray
    weights: np.ndarray
    log_losses: np.ndarray
    distances: np.ndarray
    gaps: np.ndarray
    tested: np.ndarray


def penalised(spec: AveragingSpec, result: Averaging) -> Penalised:
    """Return the π with the least log-loss plus strength · mean W(π, gπ), for every strength.

    The transport bound on the change of S^π f is L·W, and W is the part of it that π decides.

    Parameters
    ----------
    result : of :func:`averaging` for this spec
    """
    elements = torch.from_numpy(result.angles.copy())
    digits = split_digits(spec).held_out[0][:DIGITS]
    costs = [
        orbit_costs(ACTION, elements, digit, torch.tensor(move, dtype=torch.float64))
        for digit in digits
        for move in MOVES
    ]
    chosen = torch.from_numpy(result.learning.copy())[..., None]
    only = torch.zeros(len(chosen), dtype=torch.int64)
    table, labels = torch.from_numpy(result.table.copy()), torch.from_numpy(result.labels.copy())
    distance = TransportPenalty(costs, 1.0)
    weights, losses, gaps = [torch.from_numpy(result.weights.copy())], [result.log_loss], [result.gap]
    for done, strength in enumerate(STRENGTHS):
        fit = fit_weights(
            chosen,
            only,
            method="planes",
            penalty=TransportPenalty(costs, strength),
            start=0.999 * weights[-1] + 0.001 / len(elements),
            tolerance=TOLERANCE,
            progress=partial(_report, done),
        )
        weights.append(fit.weights)
        losses.append(fit.log_loss)
        gaps.append(fit.gap)
    scores = [score(mixed(table, some), labels, resamples=1) for some in weights]
    return Penalised(
        strengths=np.array([0.0, *STRENGTHS]),
        weights=torch.stack(weights).numpy(),
        log_losses=np.array(losses),
        distances=np.array([float(distance(some)) for some in weights]),
        gaps=np.array(gaps),
        tested=np.array([[found.log_loss.value, found.accuracy.value] for found in scores]),
    )


def _report(done: int, share: float) -> None:
    report(worded("Learning π with the transport penalty"), (done + share) / len(STRENGTHS))
