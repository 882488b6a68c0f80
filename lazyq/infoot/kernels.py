"""Kernel matrices of clouds, and their products with plans."""

from typing import NamedTuple, final

from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.infoot.inputs import checked_cost, checked_finite, masses_of

_FACTORED_FROM = 400
_RESIDUE = 1e-14


@any_kind("distances", "masses")
def kernel_scale(distances: Tensor, bandwidth: float, masses: Tensor | None = None) -> Tensor:
    """Return h·s with s = sqrt(mean(C²) / 2): the bandwidth of a cloud's kernel, in units of C.

    The mean is over all pairs of points, a point with itself included, each pair as heavy as its two masses.
    s² is then the sum of the cloud's variances.

    Parameters
    ----------
    distances : C, (n, n), between the points of one cloud
    bandwidth : h > 0
    masses : (n,) positive of sum 1; None for equal ones

    Raises
    ------
    ValueError : an argument that can't be taken, or points that are all the same; says which

    Examples
    --------
    >>> import torch
    >>> from lazyq.infoot import kernel_scale
    >>> kernel_scale(torch.tensor([[0.0, 2.0], [2.0, 0.0]]), 0.5)  # the points ±1 have variance 1
    tensor(0.5000, dtype=torch.float64)
    """
    distances = checked_cost("distances", distances)
    if distances.shape[0] != distances.shape[1]:
        raise ValueError(f"distances must be square, got {tuple(distances.shape)}")
    bandwidth = checked_finite("bandwidth", bandwidth)
    weights = masses_of("masses", masses, len(distances), distances)
    spread = ((weights @ distances.square() @ weights) / 2).sqrt()
    if not float(spread) > 0:
        raise ValueError("distances must hold two different points at least, got none")
    return bandwidth * spread


@any_kind("distances", "scale")
def gaussian_kernel(distances: Tensor, scale: Tensor | float) -> Tensor:
    """Return K = exp(−(C / scale)² / 2), 1 at distance 0.

    Parameters
    ----------
    distances : C, (n, m)
    scale : > 0, in units of C, such as :func:`kernel_scale` gives it

    Raises
    ------
    ValueError : an argument that can't be taken; says which

    Examples
    --------
    >>> import torch
    >>> from lazyq.infoot import gaussian_kernel
    >>> gaussian_kernel(torch.tensor([[0.0, 1.0]]), 1.0)
    tensor([[1.0000, 0.6065]], dtype=torch.float64)
    """
    distances = checked_cost("distances", distances)
    return (-(distances / checked_finite("scale", float(scale))).square() / 2).exp()


class Factored(NamedTuple):
    """A kernel matrix, and if it has one that pays, a factor with K = U Uᵀ but for 1e-14 in every entry."""

    matrix: Tensor
    factor: Tensor | None


@final
class KernelPair:
    """Two kernels, Kx and Ky, and the density Kx P Ky of a plan.

    From 400 points on, a kernel of low rank, as those of the plane are, is multiplied by its factors: the
    rank, not n, decides how long that takes.

    Parameters
    ----------
    x, y : (n, n) and (m, m) symmetric, with ones on the diagonal
    factored : whether to look for factors; None does for large clouds
    """

    def __init__(self, x: Tensor, y: Tensor, factored: bool | None = None) -> None:
        self.x, self.y = (_factored(kernel, factored) for kernel in (x, y))

    def around(self, plan: Tensor) -> Tensor:
        """Return Kx P Ky, (n, m)."""
        (x, left), (y, right) = self.x, self.y
        inner = x @ plan if left is None else left.mT @ plan
        if right is None:
            return inner @ y if left is None else left @ (inner @ y)
        inner = inner @ right
        return (inner if left is None else left @ inner) @ right.mT


def _factored(kernel: Tensor, wanted: bool | None) -> Factored:
    if wanted or (wanted is None and len(kernel) >= _FACTORED_FROM):
        return Factored(kernel, _factor(kernel, len(kernel) if wanted else len(kernel) // 4))
    return Factored(kernel, None)


def _factor(kernel: Tensor, most: int) -> Tensor | None:
    """Return U, (n, r), by Cholesky's method with the largest pivot first; None if it needs more columns."""
    left = kernel.diagonal().clone()
    factor = kernel.new_zeros(len(kernel), most)
    for rank in range(most):
        pivot = int(left.argmax())
        if float(left[pivot]) <= _RESIDUE:
            return factor[:, :rank].contiguous()
        column = kernel[:, pivot] - factor[:, :rank] @ factor[pivot, :rank]
        factor[:, rank] = column / left[pivot].sqrt()
        left = (left - factor[:, rank].square()).clamp(min=0)
    return factor if float(left.max()) <= _RESIDUE else None
