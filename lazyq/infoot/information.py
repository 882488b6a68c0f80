"""The mutual information of a plan between two clouds, by kernel density estimates, and its gradient."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.infoot.inputs import checked_cost
from lazyq.infoot.kernels import KernelPair

LEAST = 1e-300


class Densities(NamedTuple):
    """A plan and its densities, all of them linear in the plan.

    Attributes
    ----------
    plan : P, (n, m)
    rows, columns : P1 and Pᵀ1
    joint : f_xy = Kx P Ky, (n, m)
    x, y : f_x = Kx P1 and f_y = Ky Pᵀ1
    """

    plan: Tensor
    rows: Tensor
    columns: Tensor
    joint: Tensor
    x: Tensor
    y: Tensor

    def towards(self, other: "Densities", share: float) -> "Densities":
        """Return those of (1 − share) P + share P'."""
        return Densities(*(torch.lerp(own, new, share) for own, new in zip(self, other, strict=True)))

    def logarithm(self) -> Tensor:
        """Return log(m f_xy / (f_x f_yᵀ)), (n, m), with m = ΣP; f_xy counts as at least P and 1e-300."""
        joint = torch.maximum(self.joint, self.plan).clamp(min=LEAST)  # Kx and Ky have ones on the diagonal
        x, y = (part.clamp(min=LEAST).log() for part in (self.x, self.y))
        return joint.log() - x[:, None] - y + self.rows.sum().log()

    def information(self) -> float:
        """Return MI(P) in nats."""
        return float((self.plan * self.logarithm()).sum())


def densities(kernels: KernelPair, plan: Tensor) -> Densities:
    """Return the densities of a plan."""
    rows, columns = plan.sum(1), plan.sum(0)
    return Densities(
        plan, rows, columns, kernels.around(plan), kernels.x.matrix @ rows, kernels.y.matrix @ columns
    )


def slope(kernels: KernelPair, at: Densities) -> Tensor:
    """Return ∇MI, (n, m)."""
    joint = torch.maximum(at.joint, at.plan).clamp(min=LEAST)
    around = kernels.around(at.plan / joint)
    rows = kernels.x.matrix @ (at.rows / at.x.clamp(min=LEAST))
    columns = kernels.y.matrix @ (at.columns / at.y.clamp(min=LEAST))
    return at.logarithm() + around - rows[:, None] - columns + 1


@any_kind("plan", "kernel_x", "kernel_y")
def mutual_information(plan: Tensor, kernel_x: Tensor, kernel_y: Tensor) -> Tensor:
    """Return MI(P) = Σ_ij P_ij log( m f_xy(i, j) / (f_x(i) f_y(j)) ) in nats, with m = ΣP.

    The densities are those that the kernels make of the plan, f_xy = Kx P Ky, f_x = Kx P1, f_y = Ky Pᵀ1. It
    is 0 for P = pqᵀ, and grows in proportion with P.

    Parameters
    ----------
    plan : P, (n, m), non-negative, not all 0
    kernel_x, kernel_y : (n, n) and (m, m), symmetric with ones on the diagonal, non-negative

    Raises
    ------
    ValueError : an argument that can't be taken; says which

    Source: C.-Y. Chuang, S. Jegelka, D. Alvarez-Melis, *InfoOT: Information Maximizing Optimal Transport*,
    2023.

    Examples
    --------
    >>> import torch
    >>> from lazyq.infoot import mutual_information
    >>> alone = torch.eye(2)  # kernels so narrow that no point knows another
    >>> mutual_information(torch.eye(2) / 2, alone, alone)  # log 2
    tensor(0.6931, dtype=torch.float64)
    """
    at = _checked(plan, kernel_x, kernel_y)[1]
    return (at.plan * at.logarithm()).sum()


@any_kind("plan", "kernel_x", "kernel_y")
def information_gradient(plan: Tensor, kernel_x: Tensor, kernel_y: Tensor) -> Tensor:
    """Return ∂MI/∂P, (n, m).

    ∇MI = log(m f_xy / (f_x f_yᵀ)) + Kx (P / f_xy) Ky − Kx(P1 / f_x) ⊕ Ky(Pᵀ1 / f_y) + 1. Arguments and errors
    as :func:`mutual_information`.

    Parameters
    ----------
    plan, kernel_x, kernel_y : as for :func:`mutual_information`

    Examples
    --------
    >>> import torch
    >>> from lazyq.infoot import information_gradient
    >>> alone = torch.eye(2)
    >>> information_gradient(torch.full((2, 2), 0.25), alone, alone)
    tensor([[0., 0.],
            [0., 0.]], dtype=torch.float64)
    """
    return slope(*_checked(plan, kernel_x, kernel_y))


def _checked(plan: Tensor, kernel_x: Tensor, kernel_y: Tensor) -> tuple[KernelPair, Densities]:
    plan = checked_cost("plan", plan)
    if not (bool((plan >= 0).all()) and float(plan.sum()) > 0):
        raise ValueError("plan must be non-negative and not all 0, got others")
    kernels = []
    for name, kernel, count in (("kernel_x", kernel_x, plan.shape[0]), ("kernel_y", kernel_y, plan.shape[1])):
        kernel = checked_cost(name, kernel)
        if kernel.shape != (count, count):
            raise ValueError(f"{name} must have shape ({count}, {count}), got {tuple(kernel.shape)}")
        if not (bool((kernel >= 0).all()) and bool((kernel.diagonal() == 1).all())):
            raise ValueError(f"{name} must be non-negative with ones on its diagonal, got others")
        kernels.append(kernel)
    pair = KernelPair(kernels[0], kernels[1], factored=False)
    return pair, densities(pair, plan)
