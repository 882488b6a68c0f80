"""Groups of rotations of Rⁿ: all of them, those of blocks of coordinates, those about an axis."""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Literal, final

import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.base import checked_whole


class RotationAction(GroupAction):
    """A product of rotation groups that acts on orthogonal blocks of Rⁿ, with the geodesic length.

    An element is a matrix (..., n, n) and acts by multiplication. In the coordinates frameᵀ·x the
    space is a product of blocks, and block i is turned by SO(blocks[i]) or stays as it is. Then
    ν(g)² = Σᵢ ν(gᵢ)², d_λ² is the sum of the d_λ² of the blocks, and the metric is a product metric.

    Attributes
    ----------
    shape : (n,)
    blocks : dimensions of the orthogonal blocks, of sum n
    frame : (n, n) orthogonal, its columns the axes of the blocks
    weight : c in ν² = c θ² for a turn of one plane by θ
    """

    @property
    @abstractmethod
    def blocks(self) -> tuple[int, ...]:
        """Dimensions of the blocks; they sum to n, and a block of dimension 1 is never turned."""

    @property
    @abstractmethod
    def frame(self) -> Tensor:
        """Orthogonal matrix (n, n), float64; its columns are the coordinate axes of the blocks."""

    @property
    @abstractmethod
    def weight(self) -> float:
        """Factor c of ν² = c θ² for a rotation by θ in one plane: the formulas hold with c λ²."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(n,)."""
        return (sum(self.blocks),)

    def identity(self) -> Tensor:
        """Return the identity matrix, float64."""
        return torch.eye(self.shape[0], dtype=torch.float64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return the matrix product gh."""
        return g @ h

    def inverse(self, g: Tensor) -> Tensor:
        """Return the transpose."""
        return g.mT

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return g·x, in the dtype of x."""
        return (g.to(x) @ x[..., None]).squeeze(-1)

    @abstractmethod
    def split(self, x: Tensor) -> list[Tensor]:
        """Return the blocks of frameᵀ·x, in the dtype of x."""

    @abstractmethod
    def join(self, blocks: list[Tensor]) -> Tensor:
        """Return the x whose blocks are given; undoes split."""


class CoordinateRotations(RotationAction):
    """Rotations whose blocks are the coordinates of x, one after the other: the frame multiplies nothing."""

    @property
    def frame(self) -> Tensor:
        """The identity matrix."""
        return self.identity()

    def split(self, x: Tensor) -> list[Tensor]:
        """Return the blocks of x."""
        return list(x.split(self.blocks, -1))

    def join(self, blocks: list[Tensor]) -> Tensor:
        """Return the blocks, one after the other."""
        return torch.cat(blocks, -1)


@final
@dataclass(frozen=True)
class OrthogonalAction(CoordinateRotations):
    """SO(n) on Rⁿ: the talk's theoretical case.

    A rotation with plane angles θᵢ has ν = sqrt(2 Σᵢ θᵢ²), its geodesic distance to the identity for
    the Frobenius metric. With ``length_norm="operator"`` it has ν = maxᵢ |θᵢ|; the best rotation turns
    one plane only, so this replaces 2λ² by λ² in every formula: d_λ of the one is d_{λ/√2} of the other.

    Parameters
    ----------
    dimension : n, at least 2
    length_norm : "frobenius" or "operator"

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction
    >>> turn = torch.tensor([[0.0, -1.0], [1.0, 0.0]])  # by a right angle
    >>> OrthogonalAction(2, "operator").length(turn), OrthogonalAction(2).length(turn)  # π/2, √2 · π/2
    (tensor(1.5708, dtype=torch.float64), tensor(2.2214, dtype=torch.float64))
    """

    dimension: int
    length_norm: Literal["frobenius", "operator"] = "frobenius"

    def __post_init__(self) -> None:
        object.__setattr__(self, "dimension", checked_whole("dimension", self.dimension, 2))
        if self.length_norm not in ("frobenius", "operator"):
            raise ValueError(f'length_norm must be "frobenius" or "operator", got {self.length_norm!r}')

    @property
    def blocks(self) -> tuple[int, ...]:
        """(n,): one block."""
        return (self.dimension,)

    @property
    def weight(self) -> float:
        """2 for the Frobenius norm, 1 for the operator norm."""
        return 2.0 if self.length_norm == "frobenius" else 1.0

    def length(self, g: Tensor) -> Tensor:
        """Return sqrt(2 Σᵢ θᵢ²) or maxᵢ |θᵢ|."""
        return frobenius_length(g) if self.length_norm == "frobenius" else _angles(g).amax(-1)


@final
@dataclass(frozen=True)
class BlockRotations(CoordinateRotations):
    """SO(n₁) × … × SO(n_F) on R^(n₁+…+n_F), each factor turning its own coordinates.

    ν is the Frobenius geodesic length, sqrt(2 Σᵢ θᵢ²) over the plane angles of all blocks. A block of
    dimension 1 is never turned: ``BlockRotations(2, 1)`` is SO(2) about the third axis of R³.

    Parameters
    ----------
    sizes : n₁, n₂, …, each at least 1

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import BlockRotations, distance
    >>> x, y = torch.tensor([3.0, 0.0, 5.0]), torch.tensor([0.0, 3.0, 7.0])
    >>> distance(BlockRotations(2, 1), x, y, 0.0)  # the third coordinate is never turned
    tensor(2.)
    """

    sizes: tuple[int, ...]

    def __init__(self, *sizes: int) -> None:
        if not sizes:
            raise ValueError("sizes must name at least one block, got none")
        object.__setattr__(self, "sizes", tuple(checked_whole("sizes", size) for size in sizes))

    @property
    def blocks(self) -> tuple[int, ...]:
        """The sizes."""
        return self.sizes

    @property
    def weight(self) -> float:
        """2, of the Frobenius norm."""
        return 2.0

    def length(self, g: Tensor) -> Tensor:
        """Return sqrt(2 Σᵢ θᵢ²)."""
        return frobenius_length(g)


@final
@dataclass(frozen=True)
class AxialRotations(RotationAction):
    """SO(2) on R³, the rotations about an axis.

    ν = √2 |θ|, the Frobenius geodesic length. Along the axis nothing is bent; across it the metric is
    that of SO(2) on the plane.

    Parameters
    ----------
    axis : direction of the axis, three numbers that are not all 0

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import AxialRotations, distance
    >>> x, y = torch.tensor([3.0, 0.0, 5.0]), torch.tensor([0.0, 3.0, 7.0])
    >>> distance(AxialRotations((0, 0, 1)), x, y, 0.0)
    tensor(2.)
    """

    axis: tuple[float, float, float]

    def __post_init__(self) -> None:
        axis = tuple(map(float, self.axis))
        size = math.hypot(*axis)
        if not (len(axis) == 3 and 0 < size < math.inf):
            raise ValueError(f"axis must be three finite numbers that are not all 0, got {self.axis}")
        object.__setattr__(self, "axis", tuple(value / size for value in axis))

    @property
    def blocks(self) -> tuple[int, ...]:
        """(2, 1): the plane across the axis, and the axis."""
        return (2, 1)

    @property
    def frame(self) -> Tensor:
        """Two directions across the axis, and the axis."""
        axis = torch.tensor(self.axis, dtype=torch.float64)
        helper = torch.zeros(3, dtype=torch.float64)
        helper[axis.abs().argmin()] = 1.0
        first = torch.linalg.cross(helper, axis)
        first = first / first.norm()
        return torch.stack([first, torch.linalg.cross(axis, first), axis], -1)

    @property
    def weight(self) -> float:
        """2, of the Frobenius norm."""
        return 2.0

    def length(self, g: Tensor) -> Tensor:
        """Return √2 |θ|."""
        return frobenius_length(g)

    def split(self, x: Tensor) -> list[Tensor]:
        """Return the coordinates across the axis and the one along it."""
        return list((x @ self.frame.to(x)).split(self.blocks, -1))

    def join(self, blocks: list[Tensor]) -> Tensor:
        """Return the x of these coordinates."""
        x = torch.cat(blocks, -1)
        return x @ self.frame.to(x).mT


def frobenius_length(g: Tensor) -> Tensor:
    """Return ‖log g‖_F: every plane angle counts twice, as two conjugate eigenvalues of g."""
    return torch.linalg.vector_norm(_angles(g), dim=-1)


def _angles(g: Tensor) -> Tensor:
    """Return |arg| of all eigenvalues of g."""
    values = torch.linalg.eigvals(g.double())
    return torch.atan2(values.imag.abs(), values.real)
