"""Plans that make ⟨P, C⟩ − λ MI(P) + ε KL(P ‖ pqᵀ) least: an entropic transport problem in every step."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.infoot.information import Densities, densities, slope
from lazyq.infoot.kernels import KernelPair
from lazyq.infoot.scaling import scale

_SLACK = 1e-12
_SHORTEST = 2.0**-20


class Problem(NamedTuple):
    """What is made least: a⟨P, C⟩ − λ MI(P) + ε KL(P ‖ pqᵀ), and ρ KL of free marginals.

    Attributes
    ----------
    cost : C, (n, m)
    kernels : of both clouds
    p, q : (n,) and (m,)
    geometry : a ≥ 0
    lam : λ ≥ 0
    reg : ε > 0
    unbalanced : ρ > 0, inf for fixed marginals
    """

    cost: Tensor
    kernels: KernelPair
    p: Tensor
    q: Tensor
    geometry: float
    lam: float
    reg: float
    unbalanced: float = math.inf

    def product(self) -> Tensor:
        """Return pqᵀ."""
        return self.p[:, None] * self.q

    def smooth(self, at: Densities) -> float:
        """Return a⟨P, C⟩ − λ MI(P)."""
        return self.geometry * float((at.plan * self.cost).sum()) - self.lam * at.information()

    def regular(self, at: Densities) -> float:
        """Return the convex rest: ε KL(P ‖ pqᵀ), and for free marginals ρ KL of both."""
        value = self.reg * _divergence(at.plan, self.product())
        if math.isinf(self.unbalanced):
            return value
        return value + self.unbalanced * (_divergence(at.rows, self.p) + _divergence(at.columns, self.q))

    def gradient(self, at: Densities) -> Tensor:
        """Return aC − λ∇MI(P)."""
        if self.lam == 0:
            return self.geometry * self.cost
        return self.geometry * self.cost - self.lam * slope(self.kernels, at)


class Trace(NamedTuple):
    """What was measured after every outer step, and before the first one; T + 1 numbers each.

    Attributes
    ----------
    objective : what is made least; it never grows
    information : MI(P) in nats
    cost : ⟨P, C⟩
    marginal_error : Σ|P1 − p| + Σ|Pᵀ1 − q|; of free marginals how far they went
    change : Σ|P' − P|, P' being what the entropic problem of the step gave; the first is 0
    gap : how much the step's linearised problem could win, ≥ 0, and 0 only where P is stationary; the first
        is 0
    """

    objective: list[float]
    information: list[float]
    cost: list[float]
    marginal_error: list[float]
    change: list[float]
    gap: list[float]

    def note(self, problem: Problem, at: Densities, objective: float, change: float, gap: float) -> None:
        """Write down one step."""
        off = (at.rows - problem.p).abs().sum() + (at.columns - problem.q).abs().sum()
        values = (objective, at.information(), float((at.plan * problem.cost).sum()), float(off), change, gap)
        for line, value in zip(self, values, strict=True):
            line.append(value)


class Solution(NamedTuple):
    """A plan, what led to it, and whether it is stationary.

    Attributes
    ----------
    plan : (n, m)
    objective : of the plan
    information : MI(P) in nats
    converged : whether the last change was at most the tolerance
    trace : of the steps
    """

    plan: Tensor
    objective: float
    information: float
    converged: bool
    trace: Trace


Listener = Callable[[int, Tensor], None]


def solve(
    problem: Problem,
    n_outer: int,
    tol: float,
    start: Tensor | None = None,
    listener: Listener | None = None,
) -> Solution:
    """Return a stationary plan, by steps that never raise the objective.

    A step replaces −λ MI by its tangent at P, solves what is then an entropic transport problem, and goes
    from P towards its solution P': all the way, or half of it, a quarter …, until the objective does not
    grow. With free marginals P' can lie as far beyond the stationary plan as P lies before it, where no
    objective tells the two apart: steps whose change grows are halved from then on. Plans with P' = P are
    those with a C − λ∇MI(P) + ε log(P / pqᵀ) = u ⊕ v: the stationary ones.

    Parameters
    ----------
    problem : what is made least
    n_outer : at most so many steps
    tol : it stops when Σ|P' − P| is at most this
    start : the first plan, with the marginals p and q; None for pqᵀ
    listener : is called with the number of a step and its plan, 0 with the first
    """
    at = densities(problem.kernels, problem.product() if start is None else start)
    product_logarithm = problem.product().log()
    objective = problem.smooth(at) + problem.regular(at)
    trace = Trace([], [], [], [], [], [])
    trace.note(problem, at, objective, 0.0, 0.0)
    _tell(listener, 0, at.plan)
    potential, change, share = None, math.inf, 1.0
    for step in range(1, n_outer + 1):
        gradient = problem.gradient(at)
        kappa = problem.reg / problem.unbalanced
        tilt = -gradient / problem.reg
        scaled = scale(product_logarithm, tilt, problem.p, problem.q, kappa, potential)
        potential = scaled.v
        target = densities(problem.kernels, scaled.plan)
        before, change = change, float((target.plan - at.plan).abs().sum())
        if change > before and problem.unbalanced < math.inf:
            share = max(share / 2, _SHORTEST)
        gap = float((gradient * (at.plan - target.plan)).sum())
        gap += problem.regular(at) - problem.regular(target)
        at, objective = _lowered(problem, at, target, objective, share)
        trace.note(problem, at, objective, change, gap)
        _tell(listener, step, at.plan)
        if change <= tol or problem.lam == 0:
            break
    converged = change <= tol or problem.lam == 0
    return Solution(at.plan, objective, at.information(), converged, trace)


def _lowered(
    problem: Problem, at: Densities, target: Densities, objective: float, share: float
) -> tuple[Densities, float]:
    """Return the furthest of that share of the way, half of it … at which the objective has not grown."""
    tried = target if share == 1 else at.towards(target, share)
    while share >= _SHORTEST:
        value = problem.smooth(tried) + problem.regular(tried)
        if value <= objective + _SLACK * (1 + abs(objective)):
            return tried, value
        share /= 2
        tried = at.towards(target, share)
    return at, objective


def _divergence(masses: Tensor, others: Tensor) -> float:
    """Return KL = Σ a log(a / b) − a + b."""
    return float((torch.xlogy(masses, masses) - masses * others.log() - masses + others).sum())


def _tell(listener: Listener | None, step: int, plan: Tensor) -> None:
    if listener is not None:
        listener(step, plan)
