"""Solvers of the convex problem behind a learned π; each yields its iterates, the start included.

The objective F(π) = −(1/n) Σ_i log (Pπ)_i + R(π) is convex on the simplex. Whatever made an iterate, the
gap ⟨∇F(π), π⟩ − min_k ∇_k F(π) ≥ F(π) − min F certifies it.
"""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_NEWTON_STEPS = 200
_PLANES = 200
_LEAST = 1e-12
_CLOSER = 1e-4


class Iterate(NamedTuple):
    """A π with its objective, its gradient and its certificate."""

    weights: Tensor
    objective: float
    gradient: Tensor
    gap: float


class Problem(NamedTuple):
    """P, shape (n, K) float64 and positive, and the penalty R if there is one."""

    table: Tensor
    penalty: Callable[[Tensor], Tensor] | None

    def iterate(self, weights: Tensor) -> Iterate:
        """Return F, ∇F and the gap at a π of the simplex."""
        mixture = self.table @ weights
        objective = -mixture.log().mean()
        gradient = -(self.table.T @ mixture.reciprocal()) / len(mixture)
        if self.penalty is not None:
            leaf = weights.detach().clone().requires_grad_()
            value = self.penalty(leaf)
            objective = objective + value.detach()
            gradient = gradient + torch.autograd.grad(value, leaf)[0]
        gap = gradient @ weights - gradient.min()
        return Iterate(weights, float(objective), gradient, max(0.0, float(gap)))


def gradient_descent(problem: Problem, start: Tensor, rate: float) -> Iterator[Iterate]:
    """Yield plain gradient descent on logits a with π = softmax(a): ∂F/∂a_k = π_k (∇_k F − ⟨∇F, π⟩)."""
    logits = start.log()
    while True:
        iterate = problem.iterate(logits.softmax(0))
        yield iterate
        slope = iterate.weights * (iterate.gradient - iterate.gradient @ iterate.weights)
        logits = logits - rate * slope


def expectation_maximisation(problem: Problem, start: Tensor, _rate: float) -> Iterator[Iterate]:
    """Yield π_k ← π_k (1/n) Σ_i p_ik / (Pπ)_i, which never increases the log-loss."""
    weights = start
    while True:
        iterate = problem.iterate(weights)
        yield iterate
        weights = weights * -iterate.gradient
        weights = weights / weights.sum()


def newton(problem: Problem, start: Tensor, tolerance: float) -> Iterator[Iterate]:
    """Yield the normalised iterates of a primal-dual interior point method, until the gap is small.

    min_{w ≥ 0} −(1/n) Σ_i log (Pw)_i + Σ_k w_k has the same solution as the problem on the simplex, for
    the first term falls by log t when w grows by t, so that Σ_k w_k = 1 at the minimum. Each step solves
    (H + diag(z/w)) dw = −(∇ − σμ/w), a descent direction of the barrier function at σμ.
    """
    table, weights = problem.table, start.clone()
    count, size = table.shape
    dual = torch.full_like(weights, 1 / size)
    for _ in range(_NEWTON_STEPS):
        iterate = problem.iterate(weights / weights.sum())
        yield iterate
        if iterate.gap <= tolerance:
            return
        mixture = table @ weights
        scaled = table / mixture[:, None]
        gradient = 1 - scaled.mean(0)
        hessian = scaled.T @ scaled / count
        complementarity = float(weights @ dual) / size
        target = complementarity * (0.1 if complementarity > 1e-3 else 0.02)
        step = torch.linalg.solve(hessian + torch.diag(dual / weights), target / weights - gradient)
        dual_step = target / weights - dual - dual / weights * step
        length = _to_boundary(weights, step)
        barrier = _barrier(mixture, weights, target)
        slope = float((gradient - target / weights) @ step)
        while length > 1e-10:
            trial = weights + length * step
            if _barrier(table @ trial, trial, target) <= barrier + 1e-4 * length * slope + 1e-14:
                break
            length /= 2
        weights = weights + length * step
        dual = dual + _to_boundary(dual, dual_step) * dual_step


def cutting_planes(problem: Problem, start: Tensor, tolerance: float) -> Iterator[Iterate]:
    """Yield iterates for a penalty R that may have kinks, and last the best of them with its certificate.

    Each iterate π_j adds the plane R(π_j) + ⟨ξ_j, π − π_j⟩ ≤ R(π); the next one minimises the log-loss plus
    the highest plane. The gap is the objective less a lower bound, which a linear program proves: the
    log-loss is above all of its tangent planes, R above all of its planes.
    """
    smooth, table = Problem(problem.table, None), problem.table.cpu().numpy()
    planes, tangents = Planes([], []), Planes([], [])
    best: Iterate | None = None
    lower, weights = -math.inf, start
    for _ in range(_PLANES):
        iterate, loss = problem.iterate(weights), smooth.iterate(weights)
        tangents.add(loss.objective, loss.gradient, weights)
        if best is not None:
            lower = max(lower, _tangent_bound(tangents, planes))
        planes.add(iterate.objective - loss.objective, iterate.gradient - loss.gradient, weights)
        best = iterate if best is None or iterate.objective < best.objective else best
        yield iterate._replace(gap=min(iterate.gap, iterate.objective - lower))
        if min(best.gap, best.objective - lower) <= tolerance:
            break
        lowest = _lowest_plane(table, planes, best.weights.cpu().numpy(), tolerance * _CLOSER)
        weights = torch.from_numpy(lowest).to(start)
    if best is not None:
        yield best._replace(gap=max(0.0, min(best.gap, best.objective - lower)))


class Planes(NamedTuple):
    """Affine functions ⟨slope, π⟩ + height."""

    slopes: list[NDArray[np.float64]]
    heights: list[float]

    def add(self, value: float, slope: Tensor, weights: Tensor) -> None:
        """Add the plane of this value and slope at these weights."""
        self.slopes.append(slope.cpu().numpy())
        self.heights.append(value - float(slope @ weights))


def _lowest_plane(
    table: NDArray[np.float64], planes: Planes, start: NDArray[np.float64], accuracy: float
) -> NDArray[np.float64]:
    """Return the π with the least log-loss plus highest plane, as nearly as SciPy's SLSQP finds it."""
    size, slopes, heights = len(start), np.array(planes.slopes), np.array(planes.heights)

    def objective(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        mixture = table @ point[:size]
        gradient = -(table.T @ (1 / mixture)) / len(mixture)
        return point[size] - np.log(mixture).mean(), np.append(gradient, 1.0)

    above = np.column_stack([-slopes, np.ones(len(slopes))])
    from scipy.optimize import minimize

    found = minimize(
        objective,
        np.append(start, (slopes @ start + heights).max()),
        jac=True,
        method="SLSQP",
        bounds=[(_LEAST, 1.0)] * size + [(None, None)],
        constraints=[
            {"type": "ineq", "fun": lambda point: above @ point - heights, "jac": lambda _: above},
            {
                "type": "eq",
                "fun": lambda point: point[:size].sum() - 1,
                "jac": lambda _: np.append(np.ones(size), 0.0)[None],
            },
        ],
        options={"maxiter": 100, "ftol": accuracy},
    )
    weights = np.maximum(found.x[:size], _LEAST)
    return np.asarray(weights / weights.sum())


def _tangent_bound(tangents: Planes, planes: Planes) -> float:
    """Return the least over π of the highest tangent plane of the log-loss plus the highest of R."""
    first, second = np.array(tangents.slopes), np.array(planes.slopes)
    size = first.shape[1]
    from scipy.optimize import linprog

    found = linprog(
        np.append(np.zeros(size), [1.0, 1.0]),
        A_ub=np.block(
            [
                [first, -np.ones((len(first), 1)), np.zeros((len(first), 1))],
                [second, np.zeros((len(second), 1)), -np.ones((len(second), 1))],
            ]
        ),
        b_ub=-np.array(tangents.heights + planes.heights),
        A_eq=np.append(np.ones(size), [0.0, 0.0])[None],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * size + [(None, None)] * 2,
    )
    return float(found.fun) if found.status == 0 else -math.inf


def _to_boundary(point: Tensor, step: Tensor) -> float:
    """Return the step length that keeps the point positive, at most 1."""
    shrinking = step < 0
    if not shrinking.any():
        return 1.0
    return min(1.0, 0.995 * float((-point[shrinking] / step[shrinking]).min()))


def _barrier(mixture: Tensor, weights: Tensor, target: float) -> float:
    return float(-mixture.log().mean() + weights.sum() - target * weights.log().sum())
