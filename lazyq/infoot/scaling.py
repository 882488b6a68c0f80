"""Entropic optimal transport to a stated tolerance: Sinkhorn's sweeps, then Newton's steps."""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.infoot.inputs import checked_cost, checked_masses, checked_positive

TOLERANCE = 1e-10
_SWEEPS = 20
_STEPS = 100
_TRIES = 30
_GENTLE = 16.0
_FAR = 30.0


class Scaling(NamedTuple):
    """A plan R ⊙ exp(u ⊕ v), and how far its marginals are from what they should be.

    Attributes
    ----------
    plan : (n, m)
    u, v : (n,) and (m,), dual potentials in units of reg
    error : Σ|P1 − p e^{−κu}| + Σ|Pᵀ1 − q e^{−κv}|, with κ = reg / unbalanced, 0 for fixed marginals
    """

    plan: Tensor
    u: Tensor
    v: Tensor
    error: float


@any_kind("cost", "p", "q")
def entropic_plan(
    cost: Tensor, p: Tensor, q: Tensor, reg: float, unbalanced: float = math.inf, tol: float = TOLERANCE
) -> Scaling:
    """Return the plan that minimises ⟨P, C⟩ + ε KL(P ‖ pqᵀ), with marginals p and q.

    If ``unbalanced`` is a finite ρ the marginals are free, and cost ρ KL(P1 ‖ p) + ρ KL(Pᵀ1 ‖ q). The masses
    are scaled in turns as by Sinkhorn; where that is slow, as it is for a small ε, Newton's method on the
    dual (one potential eliminated) goes on, and is exact in a few steps. Nothing is exponentiated before it
    is in the range of numbers.

    Parameters
    ----------
    cost : (n, m) finite, in any unit
    p, q : (n,) and (m,) positive, each of sum 1
    reg : ε > 0, in the unit of the cost
    unbalanced : ρ > 0 in the unit of the cost, inf for fixed marginals
    tol : of :attr:`Scaling.error`

    Raises
    ------
    ValueError : an argument that can't be taken; says which, and what is
    RuntimeError : the tolerance was not met; says by how much

    Source: M. Cuturi, *Sinkhorn distances*, 2013; L. Chizat and others, *Scaling algorithms for unbalanced
    optimal transport problems*, 2018, for free marginals.

    Examples
    --------
    >>> import torch
    >>> from lazyq.infoot import entropic_plan
    >>> half = torch.tensor([0.5, 0.5])
    >>> entropic_plan(torch.tensor([[0.0, 1.0], [1.0, 0.0]]), half, half, reg=0.5).plan
    tensor([[0.4404, 0.0596],
            [0.0596, 0.4404]], dtype=torch.float64)
    """
    cost = checked_cost("cost", cost)
    p, q = checked_masses("p", p, cost, 0), checked_masses("q", q, cost, 1)
    reg, unbalanced, tol = (
        checked_positive(name, value)
        for name, value in (("reg", reg), ("unbalanced", unbalanced), ("tol", tol))
    )
    if math.isinf(reg) or math.isinf(tol):
        raise ValueError(f"reg and tol must be finite, got {reg} and {tol}")
    scaled = scale(p.log()[:, None] + q.log(), -cost / reg, p, q, reg / unbalanced, tol=tol)
    if not scaled.error <= tol:
        raise RuntimeError(f"the plan's marginals are off by {scaled.error:.1e}, more than tol={tol:.1e}")
    return scaled


def scale(
    base: Tensor,
    tilt: Tensor,
    p: Tensor,
    q: Tensor,
    kappa: float = 0.0,
    v: Tensor | None = None,
    tol: float = TOLERANCE,
) -> Scaling:
    """Return exp(base + tilt + u ⊕ v) with row sums p e^{−κu} and column sums q e^{−κv}.

    Without a v to begin with the tilt is taken in portions, each four times the one before: the potentials of
    the one, times four, begin the next.

    Parameters
    ----------
    base, tilt : (n, m) float64, finite; base is log pqᵀ
    p, q : (n,) and (m,) positive
    kappa : κ ≥ 0, 0 for fixed marginals
    v : (m,) to begin with
    tol : of the error, at which it stops
    """
    if v is None:
        span = float(tilt.max() - tilt.min()) / _GENTLE
        v = torch.zeros_like(q)
        for portion in range(math.ceil(math.log(span, 4)) if span > 1 else 0, 0, -1):
            v = 4 * _sweeps(base + tilt / 4**portion, p, q, kappa, v, tol).v
    scores = base + tilt
    scaled = _sweeps(scores, p, q, kappa, v, tol)
    return scaled if scaled.error <= tol else _newton(scores, p, q, kappa, scaled, tol)


def _sweeps(scores: Tensor, p: Tensor, q: Tensor, kappa: float, v: Tensor, tol: float) -> Scaling:
    """Scale rows and columns in turns; potentials hold what is large, factors what is left."""
    u = _potential(scores + v, p, kappa)
    v = _potential((scores + u[:, None]).mT, q, kappa)
    plan = (scores + u[:, None] + v).exp_()
    rows, columns = torch.ones_like(p), torch.ones_like(q)
    power = 1 / (1 + kappa)
    error = math.inf
    for _ in range(_SWEEPS):
        sums = plan @ columns
        error = _error(rows * sums, p, u + rows.log(), kappa)
        if error <= tol:
            break
        rows = (p * (-kappa * u).exp() / sums) ** power
        columns = (q * (-kappa * v).exp() / (plan.mT @ rows)) ** power
        if max(float(part.log().abs().max()) for part in (rows, columns)) > _FAR:
            break
    return _completed(scores, p, q, kappa, u + rows.log())


def _newton(scores: Tensor, p: Tensor, q: Tensor, kappa: float, begin: Scaling, tol: float) -> Scaling:
    """Climb the dual in u, with the best v of every u, by Newton's steps, damped as far as they need it."""
    at, damping = begin, min(begin.error, 1e-2)
    value = _dual(at, p, q, kappa)
    for _ in range(_STEPS):
        if at.error <= tol:
            break
        sums, wanted = at.plan.sum(1), p * (-kappa * at.u).exp()
        slope = wanted - sums
        across = at.plan / (at.plan.sum(0) + kappa * q * (-kappa * at.v).exp()).sqrt()
        bent = -(across @ across.mT)
        bent.diagonal().add_(sums + kappa * wanted)
        for _ in range(_TRIES):
            damped = bent.clone()
            damped.diagonal().add_(damping * p)
            factor, failed = torch.linalg.cholesky_ex(damped)
            if not failed:
                step = torch.cholesky_solve(slope[:, None], factor)[:, 0]
                tried = _completed(scores, p, q, kappa, at.u + step)
                reached = _dual(tried, p, q, kappa)
                if reached >= value + 1e-4 * float(slope @ step) or tried.error < at.error / 2:
                    break
            damping = max(10 * damping, 1e-14)
        else:
            return at
        at, value, damping = tried, reached, damping / 10
    return at


def _completed(scores: Tensor, p: Tensor, q: Tensor, kappa: float, u: Tensor) -> Scaling:
    """Return the plan of u and of the v that is best for it."""
    v = _potential((scores + u[:, None]).mT, q, kappa)
    plan = (scores + u[:, None] + v).exp_()
    return Scaling(plan, u, v, _error(plan.sum(1), p, u, kappa))


def _potential(scores: Tensor, masses: Tensor, kappa: float) -> Tensor:
    return (masses.log() - scores.logsumexp(1)) / (1 + kappa)


def _error(sums: Tensor, masses: Tensor, potential: Tensor, kappa: float) -> float:
    return float((sums - masses * (-kappa * potential).exp()).abs().sum())


def _dual(at: Scaling, p: Tensor, q: Tensor, kappa: float) -> float:
    """Return p·u + q·v − ΣP, or what takes the place of the linear terms where the marginals are free."""
    if kappa == 0:
        return float(p @ at.u + q @ at.v - at.plan.sum())
    gains = sum(float(masses @ torch.expm1(-kappa * part)) for masses, part in ((p, at.u), (q, at.v)))
    return -gains / kappa - float(at.plan.sum())
