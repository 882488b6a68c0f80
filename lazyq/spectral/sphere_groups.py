"""Groups of rotations of the sphere."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, final

import numpy as np
from scipy.spatial.transform import Rotation

from lazyq.spectral.groups import MOST_ELEMENTS, FiniteGroup, IsometryGroup, checked_whole
from lazyq.spectral.isometries import Isometry
from lazyq.spectral.spaces import Eigenbasis, Sphere, SphereBasis

SOLIDS = ("tetrahedron", "octahedron", "icosahedron")


@final
@dataclass(frozen=True)
class SphereRotations(FiniteGroup):
    """C_m, turns of the sphere about its third axis by multiples of 2π/m.

    Parameters
    ----------
    m : order of the group

    Examples
    --------
    >>> from lazyq.spectral import SphereRotations
    >>> SphereRotations(6).invariant_count(30)
    6
    """

    m: int

    def __post_init__(self) -> None:
        checked_whole("m", self.m, 1, MOST_ELEMENTS)

    @property
    def space(self) -> Sphere:
        """S²."""
        return Sphere()

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """By 0, 2π/m, …"""
        return tuple(axis_rotation(math.tau * turn / self.m) for turn in range(self.m))

    @property
    def generators(self) -> tuple[Isometry, ...]:
        """By 2π/m."""
        return self.elements[1:2]


@final
@dataclass(frozen=True)
class PolyhedralRotations(FiniteGroup):
    """The rotations of a regular solid: 12 of the tetrahedron, 24 of the octahedron, 60 of the icosahedron.

    Parameters
    ----------
    solid : "tetrahedron", "octahedron" or "icosahedron"

    Examples
    --------
    >>> from lazyq.spectral import PolyhedralRotations
    >>> PolyhedralRotations("icosahedron").order
    60
    """

    solid: Literal["tetrahedron", "octahedron", "icosahedron"]

    def __post_init__(self) -> None:
        if self.solid not in SOLIDS:
            raise ValueError(
                f"solid must be 'tetrahedron', 'octahedron' or 'icosahedron', got {self.solid!r}"
            )

    @property
    def space(self) -> Sphere:
        """S²."""
        return Sphere()

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """The identity, then the others by their angle."""
        turns = Rotation.create_group(self.solid[0].upper())
        turns = turns[np.argsort(turns.magnitude(), kind="stable")]
        return tuple(Isometry(matrix, np.zeros(3)) for matrix in turns.as_matrix())

    @cached_property
    def generators(self) -> tuple[Isometry, ...]:
        """Two elements of which every other one is a product, the first such pair in order."""
        pairs = itertools.combinations(self.elements[1:], 2)
        return next(pair for pair in pairs if _closure(pair) == self.order)


@final
@dataclass(frozen=True)
class AxisRotations(IsometryGroup):
    """SO(2): all turns of the sphere about its third axis.

    Examples
    --------
    >>> from lazyq.spectral import AxisRotations
    >>> AxisRotations().invariant_count(30)
    6
    """

    @property
    def space(self) -> Sphere:
        """S²."""
        return Sphere()

    @property
    def order(self) -> float:
        """Infinite."""
        return math.inf

    @property
    def quotient_dimension(self) -> int:
        """1: the meridian."""
        return 1

    @property
    def quotient_volume(self) -> float:
        """Π, the length of the meridian."""
        return math.pi

    @property
    def generators(self) -> tuple[Isometry, ...]:
        """By one radian, whose multiples come near every turn."""
        return (axis_rotation(1.0),)

    def sample(self, n: int, random: np.random.Generator) -> list[Isometry]:
        """Return n turns drawn uniformly."""
        return [axis_rotation(angle) for angle in random.uniform(0, math.tau, n)]

    def projector(self, basis: Eigenbasis) -> np.ndarray:
        """Keep the harmonics of order 0."""
        if not isinstance(basis, SphereBasis):
            raise ValueError(f"basis must be one of {self.space}, got one of {basis.space}")  # noqa: TRY004
        projector = basis.blank()
        np.fill_diagonal(projector, basis.orders == 0)
        return projector

    def invariant_count(self, level: float) -> int:
        """Return L + 1, where L is the largest degree."""
        return Sphere().degree(level) + 1


def axis_rotation(angle: float) -> Isometry:
    """Return the turn of the sphere by an angle in radians about its third axis."""
    return Isometry(Rotation.from_rotvec([0, 0, angle]).as_matrix(), np.zeros(3))


def _closure(generators: Sequence[Isometry]) -> int:
    """Return how many products the matrices of some isometries have."""
    found = {tuple(np.eye(3).ravel().round(6) + 0.0): np.eye(3)}
    fresh = list(found.values())
    while fresh:
        products = [generator.matrix @ matrix for generator in generators for matrix in fresh]
        fresh = []
        for product in products:
            key = tuple(product.ravel().round(6) + 0.0)
            if key not in found:
                found[key] = product
                fresh.append(product)
    return len(found)
