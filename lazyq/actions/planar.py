"""Rotations and scalings of images about their centre, by bilinear resampling."""

from dataclasses import dataclass
from typing import NamedTuple, final

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from lazyq.actions.base import LinearTransformations, check_sizes

# A source coordinate this close to a pixel is that pixel: 0° is the identity and 90° a permutation, exactly.
_SNAP = 1e-9


class Resampling(NamedTuple):
    """The four source pixels of every pixel and their bilinear weights, each (4, H·W).

    A source pixel outside the image is black: its weight is 0.
    """

    pixels: Tensor
    weights: Tensor


@final
@dataclass(frozen=True)
class Rotations(LinearTransformations):
    """Rotations of an image about its centre, G = SO(2) = R/360°, counter-clockwise for θ > 0.

    (g·x)(p) = x(R₋θ p), read by bilinear interpolation, black outside. ν(g) = |θ| in degrees, θ taken in
    (−180, 180]. An element is a float64 tensor (...) of degrees.

    The group is exact, the action on a grid of pixels is not: resampling twice blurs twice, so
    R₅R₅x ≠ R₁₀x by a few percent, and a rotation is only nearly an isometry. Multiples of 90° on a
    square image are exact. For that reason these are :class:`Transformations`, not a GroupAction.

    Parameters
    ----------
    height, width : number of rows H and of columns W, each at least 1

    Source: the talk *Lazy Quotient Metrics*, "Motivating Example II" and "Lazy Averaging: Practical case".

    Examples
    --------
    >>> import torch
    >>> from lazyq.actions import Rotations
    >>> Rotations(2, 2).act(torch.tensor(90.0), torch.tensor([[1.0, 2], [3, 4]]))
    tensor([[2., 4.],
            [1., 3.]])
    """

    height: int
    width: int

    def __post_init__(self) -> None:
        check_sizes(self, "height", "width")

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W)."""
        return (self.height, self.width)

    def identity(self) -> Tensor:
        """Return 0°."""
        return torch.zeros((), dtype=torch.float64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the sum of the angles in (−180, 180]."""
        return _signed_angle(g.double() + h.double())

    def inverse(self, g: Tensor) -> Tensor:
        """Return the opposite angle in (−180, 180]."""
        return _signed_angle(-g.double())

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x turned by g degrees: (..., H, W) in the dtype of x; uint8 levels become k/255 in float32.

        Differentiable in x, and in g away from the angles at which a source pixel changes. One g for all
        images is exact at multiples of 90°; with a g for each image they are exact up to rounding.
        """
        return _resampled(self.shape, x, self._matrix(g, x))

    def adjoint(self, g: Tensor, x: Tensor) -> Tensor:
        """Return gᵀx for one angle: (..., H, W), floating point."""
        return _transposed(self.shape, x, self._matrix(g, x))

    def _matrix(self, g: Tensor, x: Tensor) -> Tensor:
        radians = torch.deg2rad(_signed_angle(g.double())).to(x.device)
        cosine, sine = _exact(radians.cos()), _exact(radians.sin())
        return torch.stack([cosine, sine, -sine, cosine], -1)

    def length(self, g: Tensor) -> Tensor:
        """Return |θ| in degrees."""
        return _signed_angle(g.double()).abs()


@final
@dataclass(frozen=True)
class Scalings(LinearTransformations):
    """Scalings of an image about its centre, G = (0, ∞) under multiplication; s > 1 enlarges.

    (g·x)(p) = x(p / s), read by bilinear interpolation, black outside. ν(g) = |log s|. An element is a
    float64 tensor (...) of factors. The group is exact; the action is not, for what leaves the frame is
    lost, and no scaling but 1 keeps the norm.

    Parameters
    ----------
    height, width : number of rows H and of columns W, each at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq.actions import Scalings
    >>> Scalings(3, 3).act(torch.tensor(2.0), torch.tensor([[0.0, 0, 0], [0, 4, 0], [0, 0, 0]]))
    tensor([[1., 2., 1.],
            [2., 4., 2.],
            [1., 2., 1.]])
    """

    height: int
    width: int

    def __post_init__(self) -> None:
        check_sizes(self, "height", "width")

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W)."""
        return (self.height, self.width)

    def identity(self) -> Tensor:
        """Return 1."""
        return torch.ones((), dtype=torch.float64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the product of the factors."""
        return g.double() * h.double()

    def inverse(self, g: Tensor) -> Tensor:
        """Return 1/s."""
        return g.double().reciprocal()

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x enlarged by g: (..., H, W) in the dtype of x; uint8 levels become k/255 in float32.

        Raises
        ------
        ValueError : a factor that is not positive and finite
        """
        return _resampled(self.shape, x, self._matrix(g, x))

    def adjoint(self, g: Tensor, x: Tensor) -> Tensor:
        """Return gᵀx for one factor: (..., H, W), floating point."""
        return _transposed(self.shape, x, self._matrix(g, x))

    def _matrix(self, g: Tensor, x: Tensor) -> Tensor:
        if not ((g > 0) & (g < torch.inf)).all():
            raise ValueError(f"a scaling must be positive and finite, got {g}")
        scale = g.double().to(x.device).reciprocal()
        zero = torch.zeros_like(scale)
        return torch.stack([scale, zero, zero, scale], -1)

    def length(self, g: Tensor) -> Tensor:
        """Return |log s|."""
        return g.double().log().abs()


def resampling(shape: tuple[int, ...], matrix: Tensor) -> Resampling:
    """Return where each pixel reads from under p ↦ matrix·p about the centre of an image.

    Parameters
    ----------
    shape : (H, W)
    matrix : (4,) float64, row-major, acting on (right, up) coordinates in pixels
    """
    height, width = shape
    row, column = (_snapped(coordinate) for coordinate in _sources(shape, matrix))
    left, top = column.floor(), row.floor()
    across, down = column - left, row - top
    pixels, weights = [], []
    for row_step, row_weight in ((0, 1 - down), (1, down)):
        for column_step, column_weight in ((0, 1 - across), (1, across)):
            i, j = top + row_step, left + column_step
            inside = (i >= 0) & (i < height) & (j >= 0) & (j < width)
            pixels.append(torch.where(inside, i * width + j, 0.0).long())
            weights.append(torch.where(inside, row_weight * column_weight, 0.0))
    return Resampling(torch.stack(pixels), torch.stack(weights))


def _sources(shape: tuple[int, ...], matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Return the row and the column, (..., H·W), that each pixel is read at."""
    height, width = shape
    row_centre, column_centre = (height - 1) / 2, (width - 1) / 2
    rows = torch.arange(height, dtype=matrix.dtype, device=matrix.device)
    columns = torch.arange(width, dtype=matrix.dtype, device=matrix.device)
    up = (row_centre - rows)[:, None].expand(height, width).flatten()
    right = (columns - column_centre).expand(height, width).flatten()
    first, second, third, fourth = (entry[..., None] for entry in matrix.unbind(-1))
    return row_centre - (third * right + fourth * up), first * right + second * up + column_centre


def _resampled(shape: tuple[int, ...], x: Tensor, matrix: Tensor) -> Tensor:
    _require_images(shape, x)
    if x.dtype == torch.uint8:
        x = x.float() / 255
    if matrix.ndim == 1 and not matrix.requires_grad:
        return _apply_one(resampling(shape, matrix), x.flatten(-2)).unflatten(-1, shape)
    return _apply_each(shape, matrix, x)


def _transposed(shape: tuple[int, ...], x: Tensor, matrix: Tensor) -> Tensor:
    _require_images(shape, x)
    if matrix.ndim != 1 or not x.is_floating_point():
        raise ValueError(
            f"an adjoint takes one element and floating-point x, "
            f"got g of shape {tuple(matrix.shape[:-1])} and {x.dtype}"
        )
    return _apply_one(resampling(shape, matrix), x.flatten(-2), transposed=True).unflatten(-1, shape)


def _apply_one(source: Resampling, x: Tensor, *, transposed: bool = False) -> Tensor:
    """Apply one resampling to a batch, as a sparse matrix: several times faster, and exact at 90°."""
    size = x.shape[-1]
    target = torch.arange(size, device=x.device).expand(4, size).flatten()
    places = [target, source.pixels.flatten()]
    matrix = torch.sparse_coo_tensor(
        torch.stack(places[::-1] if transposed else places),
        source.weights.flatten().to(x.dtype),
        (size, size),
        check_invariants=True,
    ).coalesce()
    moved = torch.sparse.mm(matrix, x.reshape(-1, size).T)
    return moved.T.reshape(x.shape)


def _apply_each(shape: tuple[int, ...], matrix: Tensor, x: Tensor) -> Tensor:
    """Apply a resampling of its own to every image, or to every row of images; batch dimensions broadcast."""
    height, width = shape
    batch = np.broadcast_shapes(x.shape[:-2], matrix.shape[:-1])
    together = batch[-1] if matrix.ndim > 1 and matrix.shape[-2] == 1 else 1
    batches = batch[:-1] if together > 1 else batch
    row, column = _sources(shape, matrix[..., 0, :].to(x.dtype) if together > 1 else matrix.to(x.dtype))
    # torch's coordinates run from −1 to 1 between the outer edges of the image
    grid = torch.stack([(2 * column + 1) / width - 1, (2 * row + 1) / height - 1], -1)
    moved = F.grid_sample(
        x.expand(*batch, *shape).reshape(-1, together, *shape),
        grid.expand(*batches, -1, 2).reshape(-1, *shape, 2),
        mode="bilinear",
        padding_mode="zeros",
        align_corners=False,
    )
    return moved.reshape(*batch, *shape)


def _signed_angle(degrees: Tensor) -> Tensor:
    return 180 - (180 - degrees) % 360


def _exact(values: Tensor) -> Tensor:
    """Return cosines or sines with those of multiples of 90° freed of rounding."""
    nearest = values.detach().round()
    return torch.where((values - nearest).abs() < 1e-15, nearest, values)


def _snapped(coordinate: Tensor) -> Tensor:
    nearest = coordinate.round()
    return torch.where((coordinate - nearest).abs() < _SNAP, nearest, coordinate)


def _require_images(shape: tuple[int, ...], x: Tensor) -> None:
    if x.shape[max(x.ndim - 2, 0) :] != shape:
        raise ValueError(f"x must have shape (..., {shape[0]}, {shape[1]}), got {tuple(x.shape)}")
    if x.dtype not in (torch.uint8, torch.float32, torch.float64):
        raise ValueError(f"x must be uint8 (levels 0..255, read as k/255), float32 or float64, got {x.dtype}")
