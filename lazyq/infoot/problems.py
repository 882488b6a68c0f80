"""The problem that two clouds pose."""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.infoot.kernels import KernelPair, gaussian_kernel, kernel_scale
from lazyq.infoot.solver import Problem


class Clouds(NamedTuple):
    """Two clouds with their masses, kernels and bandwidths.

    Attributes
    ----------
    x, y : (n, d) and (m, d') float64
    p, q : (n,) and (m,)
    kernels : of both, labelled where labels were given
    scale_x, scale_y : h·s, in the units of each cloud
    """

    x: Tensor
    y: Tensor
    p: Tensor
    q: Tensor
    kernels: KernelPair
    scale_x: float
    scale_y: float

    def problem(
        self,
        geometry: float,
        lam: float,
        reg: float,
        unbalanced: float = math.inf,
        moved: Tensor | None = None,
    ) -> Problem:
        """Return the problem of the clouds; ``moved`` takes the place of x in the cost."""
        if geometry:
            cost = distances_between(self.x if moved is None else moved, self.y)
        else:
            cost = self.x.new_zeros(len(self.x), len(self.y))
        return Problem(cost, self.kernels, self.p, self.q, geometry, lam, reg, unbalanced)


def clouds_of(
    x: Tensor, y: Tensor, p: Tensor, q: Tensor, bandwidth: float, labels: Tensor | None = None
) -> Clouds:
    """Return two clouds with their kernels.

    Points of x with different labels do not count as neighbours: their kernel is 0, and bandwidths are those
    of the points without labels. A label of −1 says nothing.
    """
    kernels, scales = [], []
    for name, points, masses in (("x", x, p), ("y", y, q)):
        distances = distances_between(points, points)
        try:
            scale = float(kernel_scale(distances, bandwidth, masses))
        except ValueError:
            raise ValueError(f"{name} must hold two different points at least, got none") from None
        scales.append(scale)
        kernels.append(gaussian_kernel(distances, scale))
    if labels is not None:
        told = labels >= 0
        apart = (labels[:, None] != labels) & told[:, None] & told
        kernels[0] = kernels[0].masked_fill(apart, 0.0)
    return Clouds(x, y, p, q, KernelPair(kernels[0], kernels[1]), scales[0], scales[1])


def distances_between(x: Tensor, y: Tensor) -> Tensor:
    """Return ‖x_i − y_j‖, (n, m), each from the difference of its own two points."""
    return torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist")
