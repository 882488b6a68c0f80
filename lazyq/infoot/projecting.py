"""Where points that a plan has never seen go."""

from typing import NamedTuple, final

import torch
from torch import Tensor

from lazyq.infoot.information import LEAST


class Projected(NamedTuple):
    """Images of new points, and how they are made of the targets.

    Attributes
    ----------
    images : (k, d')
    weights : (k, m), non-negative of sum 1: images = weights · y
    """

    images: Tensor
    weights: Tensor


@final
class Projector:
    """The two maps that a plan gives, for points of its first cloud and for any others.

    *Conditional*: x ↦ Σ_j w_j y_j with w_j ∝ q_j f_xy(x, y_j) / (f_x(x) f_y(y_j)), the densities those of the
    plan with the kernels of the training clouds. *Barycentric*: x ↦ Σ_j P_ij y_j / Σ_j P_ij of the nearest
    training point x_i, of equally near ones the first. A point's image is computed alone: it has the same
    bits in every batch.

    Parameters
    ----------
    x, y : (n, d) and (m, d')
    plan : (n, m)
    kernel_y : (m, m)
    q : (m,)
    scale : h·s of the first cloud, in its units
    """

    def __init__(self, x: Tensor, y: Tensor, plan: Tensor, kernel_y: Tensor, q: Tensor, scale: float) -> None:
        self._x, self._y, self._scale = x, y, scale
        density = (kernel_y @ plan.sum(0)).clamp(min=LEAST)
        self._mixed = (plan @ kernel_y) * (q / density)
        self._shares = plan / plan.sum(1, keepdim=True).clamp(min=LEAST)

    def conditional(self, new: Tensor) -> Projected:
        """Return the conditional images of new points, (k, d)."""
        return self._stacked([self._mixture(self._squared(point)) for point in new])

    def barycentric(self, new: Tensor) -> Projected:
        """Return the barycentric images of new points, (k, d)."""
        return self._stacked([self._shares[int(self._squared(point).argmin())].clone() for point in new])

    def _squared(self, point: Tensor) -> Tensor:
        return (self._x - point).square().sum(1)

    def _mixture(self, squared: Tensor) -> Tensor:
        near = ((squared.min() - squared) / (2 * self._scale**2)).exp()  # the factor left out cancels
        weights = near @ self._mixed
        return weights / weights.sum()

    def _stacked(self, weights: list[Tensor]) -> Projected:
        if not weights:
            return Projected(self._y[:0], self._shares[:0])
        return Projected(torch.stack([row @ self._y for row in weights]), torch.stack(weights))
