"""Solvers of the convex problem behind a learned π; each yields its iterates, the start included.

The objective F(π) = −(1/n) Σ_i log (Pπ)_i + R(π) is convex on the simplex. Whatever made an iterate, the
gap ⟨∇F(π), π⟩ − min_k ∇_k F(π) ≥ F(π) − min F certifies it.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import torch
from torch import Tensor

_NEWTON_STEPS = 200


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


def _to_boundary(point: Tensor, step: Tensor) -> float:
    """Return the step length that keeps the point positive, at most 1."""
    shrinking = step < 0
    if not shrinking.any():
        return 1.0
    return min(1.0, 0.995 * float((-point[shrinking] / step[shrinking]).min()))


def _barrier(mixture: Tensor, weights: Tensor, target: float) -> float:
    return float(-mixture.log().mean() + weights.sum() - target * weights.log().sum())
