"""The definition of what the alignment of clouds computes, slow on purpose: everything else must agree with
it.
"""

import math

import torch
from torch import Tensor


def kernel(points: Tensor, masses: Tensor, bandwidth: float) -> Tensor:
    """Return K_ik = exp(−(‖x_i − x_k‖ / (h s))² / 2), s² = Σ_ik m_i m_k ‖x_i − x_k‖² / 2, pair by pair."""
    count = range(len(points))
    squared = [[float((points[i] - points[k]).square().sum()) for k in count] for i in count]
    spread = sum(float(masses[i] * masses[k]) * squared[i][k] for i in count for k in count) / 2
    rows = [[math.exp(-squared[i][k] / (2 * bandwidth**2 * spread)) for k in count] for i in count]
    return torch.tensor(rows, dtype=torch.float64)


def information(plan: Tensor, kernel_x: Tensor, kernel_y: Tensor) -> Tensor:
    """Return MI(P) = Σ_ij P_ij log(m f_xy(i, j) / (f_x(i) f_y(j))), each density as its own sum."""
    n, m = plan.shape
    total, mass = plan.new_zeros(()), plan.sum()
    for i in range(n):
        for j in range(m):
            if plan[i, j] == 0:
                continue
            joint = (kernel_x[i][:, None] * plan * kernel_y[:, j]).sum()
            x = (kernel_x[i] * plan.sum(1)).sum()
            y = (kernel_y[:, j] * plan.sum(0)).sum()
            total = total + plan[i, j] * (mass * joint / (x * y)).log()
    return total


def objective(
    plan: Tensor,
    cost: Tensor,
    kernel_x: Tensor,
    kernel_y: Tensor,
    p: Tensor,
    q: Tensor,
    lam: float,
    reg: float,
) -> Tensor:
    """Return ⟨P, C⟩ − λ MI(P) + ε KL(P ‖ pqᵀ)."""
    entropy = torch.xlogy(plan, plan / (p[:, None] * q)).sum() - plan.sum() + 1
    return (plan * cost).sum() - lam * information(plan, kernel_x, kernel_y) + reg * entropy


def sinkhorn(cost: Tensor, p: Tensor, q: Tensor, reg: float, sweeps: int = 20_000) -> Tensor:
    """Return the plan that minimises ⟨P, C⟩ + ε KL(P ‖ pqᵀ), by sweeps in the logarithmic domain."""
    scores = -cost / reg + p.log()[:, None] + q.log()
    v = torch.zeros_like(q)
    for _ in range(sweeps):
        u = p.log() - (scores + v).logsumexp(1)
        v = q.log() - (scores + u[:, None]).logsumexp(0)
    return (scores + u[:, None] + v).exp()
