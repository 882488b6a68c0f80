"""Groups of isometries of flat tori."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np

from lazyq.spectral.groups import (
    MOST_ELEMENTS,
    FiniteGroup,
    IsometryGroup,
    checked_whole,
    projector_by_generators,
)
from lazyq.spectral.isometries import Isometry
from lazyq.spectral.spaces import Eigenbasis, Torus, TorusBasis


def _permutation(order: Sequence[int]) -> Isometry:
    return Isometry(np.eye(len(order))[list(order)], np.zeros(len(order)))


class _OfTorus(FiniteGroup):
    """A finite group of isometries of T^d."""

    d: int

    @property
    @final
    def space(self) -> Torus:
        """T^d."""
        return Torus(self.d)


@final
@dataclass(frozen=True)
class SignFlips(_OfTorus):
    """x_i ↦ ±x_i on T^d, 2^d elements: mirrors.

    Parameters
    ----------
    d : dimension of the torus, from 1 to 10

    Examples
    --------
    >>> from lazyq.spectral import SignFlips
    >>> SignFlips(2).invariant_count(25)
    26
    """

    d: int

    def __post_init__(self) -> None:
        checked_whole("d", self.d, 1, 10)

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """Every choice of signs."""
        choices = itertools.product((1.0, -1.0), repeat=self.d)
        return tuple(Isometry(np.diag(signs), np.zeros(self.d)) for signs in choices)

    @cached_property
    def generators(self) -> tuple[Isometry, ...]:
        """One flip a coordinate."""
        signs = 1 - 2 * np.eye(self.d)
        return tuple(Isometry(np.diag(row), np.zeros(self.d)) for row in signs)


@final
@dataclass(frozen=True)
class SquareSymmetries(FiniteGroup):
    """D₄ on T²: sign flips and the exchange of the coordinates, 8 elements.

    Examples
    --------
    >>> from lazyq.spectral import SquareSymmetries
    >>> SquareSymmetries().order
    8
    """

    @property
    def space(self) -> Torus:
        """T²."""
        return Torus(2)

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """The flips, then the flips after the exchange."""
        flips, exchange = SignFlips(2).elements, _permutation((1, 0))
        return (*flips, *(flip.after(exchange) for flip in flips))

    @cached_property
    def generators(self) -> tuple[Isometry, ...]:
        """One flip and the exchange."""
        return (SignFlips(2).generators[0], _permutation((1, 0)))


@final
@dataclass(frozen=True)
class TorusTranslations(_OfTorus):
    """x₁ ↦ x₁ + 2π/m on T^d, m elements that fix no point.

    Parameters
    ----------
    m : order of the group
    d : dimension of the torus

    Examples
    --------
    >>> from lazyq.spectral import TorusTranslations
    >>> TorusTranslations(4).invariant_count(25)
    25
    """

    m: int
    d: int = 2

    def __post_init__(self) -> None:
        checked_whole("m", self.m, 1, MOST_ELEMENTS)
        checked_whole("d", self.d, 1, 10)

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """By 0, 2π/m, …"""
        shifts = np.zeros((self.m, self.d))
        shifts[:, 0] = math.tau * np.arange(self.m) / self.m
        return tuple(Isometry(np.eye(self.d), shift) for shift in shifts)

    @property
    def generators(self) -> tuple[Isometry, ...]:
        """By 2π/m."""
        return self.elements[1:2]


@final
@dataclass(frozen=True)
class CoordinatePermutations(IsometryGroup):
    """S_d, which exchanges the coordinates of T^d in every way, d! elements, of which none is listed.

    Parameters
    ----------
    d : dimension of the torus, from 1 to 10

    Examples
    --------
    >>> from lazyq.spectral import CoordinatePermutations
    >>> CoordinatePermutations(10).order
    3628800
    """

    d: int

    def __post_init__(self) -> None:
        checked_whole("d", self.d, 1, 10)

    @property
    def space(self) -> Torus:
        """T^d."""
        return Torus(self.d)

    @property
    def order(self) -> float:
        """The factorial of d."""
        return math.factorial(self.d)

    @property
    def quotient_dimension(self) -> int:
        """D."""
        return self.d

    @property
    def quotient_volume(self) -> float:
        """(2π)^d / d!."""
        return self.space.volume / self.order

    @cached_property
    def generators(self) -> tuple[Isometry, ...]:
        """The exchange of the first two, and the cyclic shift."""
        if self.d == 1:
            return ()
        return (_permutation((1, 0, *range(2, self.d))), _permutation((*range(1, self.d), 0)))

    def sample(self, n: int, random: np.random.Generator) -> list[Isometry]:
        """Return n permutations drawn uniformly."""
        return [_permutation(random.permutation(self.d).tolist()) for _ in range(n)]

    def projector(self, basis: Eigenbasis) -> np.ndarray:
        """Return (1/d!) Σ_g T_g, by the generators; it is kept for late bases, and can't be written to."""
        return projector_by_generators(self, basis)

    def invariant_count(self, level: float) -> int:
        """Return how many k with |k|² ≤ level do not ascend: one an orbit."""
        return int((np.diff(self.space.lattice(level)) <= 0).all(1).sum())


@final
@dataclass(frozen=True)
class CyclicShifts(_OfTorus):
    """C_d, which shifts the coordinates of T^d cyclically, d elements.

    Parameters
    ----------
    d : dimension of the torus, from 1 to 10

    Examples
    --------
    >>> from lazyq.spectral import CyclicShifts
    >>> CyclicShifts(3).order
    3
    """

    d: int

    def __post_init__(self) -> None:
        checked_whole("d", self.d, 1, 10)

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """By 0, 1, … places."""
        return tuple(_permutation(np.roll(range(self.d), -places).tolist()) for places in range(self.d))

    @property
    def generators(self) -> tuple[Isometry, ...]:
        """By one place."""
        return self.elements[1:2]


@final
@dataclass(frozen=True)
class CircleTranslations(IsometryGroup):
    """T¹: all translations of the first coordinate of T^d.

    Parameters
    ----------
    d : dimension of the torus, from 2 to 10

    Examples
    --------
    >>> from lazyq.spectral import CircleTranslations
    >>> [CircleTranslations().invariant_count(level) for level in (25, 100, 400)]
    [11, 21, 41]
    """

    d: int = 2

    def __post_init__(self) -> None:
        checked_whole("d", self.d, 2, 10)

    @property
    def space(self) -> Torus:
        """T^d."""
        return Torus(self.d)

    @property
    def order(self) -> float:
        """Infinite."""
        return math.inf

    @property
    def quotient_dimension(self) -> int:
        """D − 1."""
        return self.d - 1

    @property
    def quotient_volume(self) -> float:
        """(2π)^(d − 1)."""
        return Torus(self.d - 1).volume

    @property
    def generators(self) -> tuple[Isometry, ...]:
        """By one radian, whose multiples come near every translation."""
        return (Isometry(np.eye(self.d), np.eye(self.d)[0]),)

    def sample(self, n: int, random: np.random.Generator) -> list[Isometry]:
        """Return n translations drawn uniformly."""
        return [
            Isometry(np.eye(self.d), angle * np.eye(self.d)[0]) for angle in random.uniform(0, math.tau, n)
        ]

    def projector(self, basis: Eigenbasis) -> np.ndarray:
        """Keep the frequencies with k₁ = 0."""
        if not isinstance(basis, TorusBasis):
            raise ValueError(f"basis must be one of {self.space}, got one of {basis.space}")  # noqa: TRY004
        projector = basis.blank()
        np.fill_diagonal(projector, basis.frequencies[:, 0] == 0)
        return projector

    def invariant_count(self, level: float) -> int:
        """Return how many k of T^(d − 1) have |k|² ≤ level."""
        return len(Torus(self.d - 1).lattice(level))
