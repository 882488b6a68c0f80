"""Wasserstein distances between two laws on finitely many points."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.extras import extra


class Transport(NamedTuple):
    """An optimal plan and what it costs.

    Attributes
    ----------
    distance : Σ_kl plan_kl cost_kl, the least of all plans with the two laws as marginals
    plan : (K, L) float64, non-negative, with row sums p and column sums q
    potentials : (K,) and (L,), the dual solution: u_k + v_l ≤ cost_kl, and Σ u p + Σ v q = distance
    """

    distance: float
    plan: NDArray[np.float64]
    potentials: tuple[NDArray[np.float64], NDArray[np.float64]]


@any_kind("p", "q", "cost")
def wasserstein_distance(p: Tensor, q: Tensor, cost: Tensor) -> Transport:
    """Return inf over plans γ with marginals p and q of Σ_kl γ_kl cost_kl, exactly, by network simplex.

    Parameters
    ----------
    p, q : (K,) and (L,) non-negative of sum 1
    cost : (K, L) non-negative and finite

    Raises
    ------
    ValueError : a law or cost that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.transport import wasserstein_distance
    >>> cost = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
    >>> found = wasserstein_distance(torch.tensor([0.75, 0.25]), torch.tensor([0.25, 0.75]), cost)
    >>> found.distance, found.plan.tolist()
    (0.5, [[0.25, 0.5], [0.0, 0.25]])
    """
    first, second = _law("p", p), _law("q", q)
    ground = torch.as_tensor(cost).detach().double().cpu().numpy()
    if ground.shape != (len(first), len(second)):
        raise ValueError(f"cost must have shape ({len(first)}, {len(second)}), got {ground.shape}")
    if not (np.isfinite(ground).all() and ground.min() >= 0):
        raise ValueError("cost must be non-negative and finite, got others")
    with extra("transport"):
        import ot  # takes longer to import than a whole page of the app to answer, and few pages need it

    plan, log = ot.emd(first, second, np.ascontiguousarray(ground), log=True)
    return Transport(float((plan * ground).sum()), plan, (log["u"], log["v"]))


@any_kind("p", "q")
def wasserstein_on_cycle(p: Tensor, q: Tensor, spacing: float = 1.0) -> Tensor:
    """Return W₁ between two laws on a cycle of equally spaced points: Σ_k |F_k − median F| · spacing.

    F = cumsum(p − q). Differentiable in p and q.

    Parameters
    ----------
    p, q : (K,) laws; point K − 1 is next to point 0
    spacing : distance of neighbours, ≥ 0

    Source: Rabin, Delon and Gousseau, "Transportation distances on the circle", 2011.

    Examples
    --------
    >>> import torch
    >>> from lazyq.transport import wasserstein_on_cycle
    >>> wasserstein_on_cycle(torch.tensor([1.0, 0, 0, 0]), torch.tensor([0.0, 0, 0, 1]))
    tensor(1.)
    """
    if not (isinstance(p, Tensor) and isinstance(q, Tensor)):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"p and q must be tensors, arrays or lists, got {type(p).__name__} and {type(q).__name__}"
        )
    if p.ndim != 1 or p.shape != q.shape or len(p) == 0:
        raise ValueError(f"p and q must have one shape (K,), got {tuple(p.shape)} and {tuple(q.shape)}")
    if not 0 <= spacing < float("inf"):
        raise ValueError(f"spacing must be at least 0 and finite, got {spacing}")
    flow = (p - q).cumsum(0)
    return spacing * (flow - flow.median()).abs().sum()


def _law(name: str, weights: Tensor) -> NDArray[np.float64]:
    law = torch.as_tensor(weights).detach().double().cpu().numpy()
    if law.ndim != 1 or len(law) == 0:
        raise ValueError(f"{name} must have shape (K,), K at least 1, got {law.shape}")
    if not (np.isfinite(law).all() and law.min() >= 0 and abs(law.sum() - 1) <= 1e-6):
        raise ValueError(f"{name} must be non-negative with sum 1, got {law.tolist()}")
    return law / law.sum()
