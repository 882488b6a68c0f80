"""Learning π: the convex problem min_π −(1/n) Σ_i log Σ_k π_k p_ik over the simplex."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.averaging import solvers
from lazyq.averaging.average import checked_weights, pool, spread
from lazyq.averaging.solvers import Iterate, Problem
from lazyq.averaging.threads import one_thread

METHODS = ("gradient", "em", "newton", "planes")


class Trajectory(NamedTuple):
    """π step by step, the start included.

    Attributes
    ----------
    weights : (T, K) float64
    objective : (T,) log-loss of each π, plus the penalty where there is one
    gap : (T,) Frank–Wolfe gap of each π
    finish : the first row that the Newton finish made; T if it was not needed
    """

    weights: Tensor
    objective: Tensor
    gap: Tensor
    finish: int


class WeightsFit(NamedTuple):
    """A learned π with the proof of how good it is.

    Attributes
    ----------
    weights : (K,) float64, non-negative, of sum 1
    log_loss : −(1/n) Σ_i log Σ_k π_k p_ik in nats
    gap : no π whatsoever has an objective lower than that of ``weights`` by more than this
    trajectory : how the learning went
    """

    weights: Tensor
    log_loss: float
    gap: float
    trajectory: Trajectory


@any_kind("probabilities", "start", whole=("labels", "tied"))
def fit_weights(
    probabilities: Tensor,
    labels: Tensor,
    *,
    method: str = "newton",
    finish: bool = True,
    start: Tensor | None = None,
    steps: int = 300,
    rate: float = 10.0,
    tolerance: float = 1e-6,
    tied: Tensor | None = None,
    penalty: Callable[[Tensor], Tensor] | None = None,
    progress: Callable[[float], None] | None = None,
) -> WeightsFit:
    """Return the π that minimises the log-loss of S^π f on labelled examples.

    The loss −(1/n) Σ_i log Σ_k π_k p_ik, p_ik = f(g_k x_i)[y_i], is convex in π, so it has one minimum,
    and the Frank–Wolfe gap max_k (1/n) Σ_i p_ik / (Σ_l π_l p_il) − 1 bounds from above how far any π is
    from it. Learn on examples that f was not trained on: on its own, f is right without being moved, and
    π collapses to the identity.

    Parameters
    ----------
    probabilities : (n, K, classes) the table of :func:`lazyq.averaging.predict_table`, values in [0, 1];
        values below 1e-38 are read as 1e-38, so that the loss is finite
    labels : (n,) whole numbers from 0 to classes − 1
    method : "gradient" (descent on the logits of π, as in the talk), "em" (multiplicative steps that never
        increase the loss), "newton" (a primal-dual interior point method, some twenty steps) or "planes"
        (cutting planes, for a penalty with kinks)
    finish : whether "gradient" and "em" end with Newton steps if their gap is above the tolerance
    start : (K,) positive weights, or None for the uniform law
    steps : the most steps of "gradient" and "em"; they stop early at the tolerance
    rate : step size of "gradient"
    tolerance : the gap at which to stop
    tied : (K,) pair number of each element, as :func:`lazyq.averaging.inverse_pairs` gives it, for a
        symmetric π; the gap then is that among symmetric π
    penalty : a convex function of π (K,), differentiable almost everywhere, that is added to the loss, such
        as a transport penalty; "planes" and "gradient" without a finish take it
    progress : called with the share of the steps that is done; an exception that it raises stops the work

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is

    Source: the talk *Lazy Quotient Metrics*, "We learn π by gradient descent on the log-loss".

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import fit_weights
    >>> right = torch.tensor([[1.0, 0.0]] * 3 + [[0.0, 1.0]])  # who is right about four examples
    >>> table, labels = torch.stack([right, 1 - right], -1), torch.zeros(4, dtype=torch.int64)
    >>> fit_weights(table, labels).weights
    tensor([0.7500, 0.2500], dtype=torch.float64)
    """
    table = _true_probabilities(probabilities, labels)
    size = table.shape[1]
    tied = _checked_tied(tied, size, table.device)
    _check_choices(method, steps, rate, tolerance)
    if penalty is not None and not (method == "planes" or (method == "gradient" and not finish)):
        raise ValueError(
            'a penalty needs method="planes", or method="gradient" with finish=False, '
            "for the others rely on its absence"
        )
    first = pool(checked_weights(start, size).to(table.device), tied)
    if not (first > 0).all():
        raise ValueError(f"start must be positive everywhere, got {first.min():g}")
    # the members of a pair share its total equally, so its column is their mean
    merged = spread(torch.eye(len(first), dtype=torch.float64, device=table.device), tied).T
    problem = Problem(table @ merged.T, None if penalty is None else lambda totals: penalty(totals @ merged))

    iterates: list[Iterate] = []
    run = {"gradient": solvers.gradient_descent, "em": solvers.expectation_maximisation}
    if method in run:
        for iterate in run[method](problem, first, rate):
            iterates.append(iterate)
            if progress is not None:
                progress(len(iterates) / (steps + 1))
            if iterate.gap <= tolerance or len(iterates) > steps:
                break
    if method == "planes":
        with one_thread():
            for iterate in solvers.cutting_planes(problem, first, tolerance):
                iterates.append(iterate)
                if progress is not None:
                    progress(min(1.0, len(iterates) / (steps + 1)))
    reached = len(iterates)
    if method == "newton" or (method in run and finish and iterates[-1].gap > tolerance):
        # the interior of the simplex is where the central path starts
        last = iterates[-1].weights if iterates else first
        iterates.extend(solvers.newton(problem, 0.9 * last + 0.1 / len(first), tolerance))
    best = iterates[-1]
    weights = spread(best.weights, tied)
    return WeightsFit(
        weights=weights,
        log_loss=float(-(table @ weights).log().mean()),
        gap=best.gap,
        trajectory=Trajectory(
            weights=torch.stack([spread(iterate.weights, tied) for iterate in iterates]),
            objective=torch.tensor([iterate.objective for iterate in iterates], dtype=torch.float64),
            gap=torch.tensor([iterate.gap for iterate in iterates], dtype=torch.float64),
            finish=reached,
        ),
    )


@any_kind("probabilities", "weights", whole=("labels",))
def frank_wolfe_gap(probabilities: Tensor, labels: Tensor, weights: Tensor) -> float:
    """Return max_k (1/n) Σ_i p_ik / (Σ_l π_l p_il) − 1: the most that any π can lower the log-loss by.

    Parameters
    ----------
    probabilities, labels : as for :func:`fit_weights`
    weights : (K,) a law π

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import frank_wolfe_gap
    >>> right = torch.tensor([[1.0, 0.0]] * 3 + [[0.0, 1.0]])
    >>> table, labels = torch.stack([right, 1 - right], -1), torch.zeros(4, dtype=torch.int64)
    >>> frank_wolfe_gap(table, labels, torch.tensor([0.5, 0.5]))  # 3/4 · 2 − 1
    0.5
    """
    table = _true_probabilities(probabilities, labels)
    return Problem(table, None).iterate(checked_weights(weights, table.shape[1]).to(table.device)).gap


@any_kind("probabilities", "weights", whole=("labels",))
def mixture_log_loss(probabilities: Tensor, labels: Tensor, weights: Tensor) -> float:
    """Return −(1/n) Σ_i log Σ_k π_k p_ik in nats.

    Parameters
    ----------
    probabilities, labels : as for :func:`fit_weights`
    weights : (K,) a law π

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import mixture_log_loss
    >>> right = torch.tensor([[1.0, 0.0]] * 3 + [[0.0, 1.0]])
    >>> table, labels = torch.stack([right, 1 - right], -1), torch.zeros(4, dtype=torch.int64)
    >>> round(mixture_log_loss(table, labels, torch.tensor([0.5, 0.5])), 4)  # log 2
    0.6931
    """
    table = _true_probabilities(probabilities, labels)
    return Problem(table, None).iterate(checked_weights(weights, table.shape[1]).to(table.device)).objective


def _true_probabilities(probabilities: Tensor, labels: Tensor) -> Tensor:
    if not isinstance(probabilities, Tensor):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            "probabilities must be a torch.Tensor, a NumPy array or a list of numbers, "
            f"got {type(probabilities).__name__}"
        )
    if probabilities.ndim != 3 or min(probabilities.shape) < 1:
        raise ValueError(
            f"probabilities must have shape (n, K, classes), none of them 0, got {tuple(probabilities.shape)}"
        )
    count, size, classes = probabilities.shape
    labels = torch.as_tensor(labels, device=probabilities.device)
    if labels.shape != (count,) or labels.is_floating_point():
        raise ValueError(f"labels must be {count} whole numbers, got {labels.dtype} {tuple(labels.shape)}")
    labels = labels.long()
    if not ((labels >= 0) & (labels < classes)).all():
        raise ValueError(
            f"labels must be from 0 to {classes - 1}, got {int(labels.min())} to {int(labels.max())}"
        )
    table = probabilities.gather(2, labels[:, None, None].expand(count, size, 1)).squeeze(2).double()
    if not ((table >= 0) & (table <= 1 + 1e-6)).all():
        raise ValueError("probabilities must be from 0 to 1, got others; logits need a softmax")
    return table.clamp_min(1e-38)


def _checked_tied(tied: Tensor | None, size: int, device: torch.device) -> Tensor:
    if tied is None:
        return torch.arange(size, device=device)
    tied = torch.as_tensor(tied, device=device)
    if tied.shape != (size,) or tied.unique().tolist() != list(range(int(tied.max()) + 1)):
        raise ValueError(
            f"tied must be {size} numbers of pairs 0, 1, 2, …, none left out, got {tied.tolist()}"
        )
    return tied


def _check_choices(method: str, steps: int, rate: float, tolerance: float) -> None:
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method!r}")
    if not (isinstance(steps, int) and steps >= 0):
        raise ValueError(f"steps must be a whole number of at least 0, got {steps!r}")
    if not 0 < rate < float("inf"):
        raise ValueError(f"rate must be positive and finite, got {rate}")
    if not tolerance > 0:
        raise ValueError(f"tolerance must be positive, got {tolerance}")
