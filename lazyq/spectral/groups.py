"""What a group of isometries is."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import final

import numpy as np

from lazyq.spectral.isometries import Isometry
from lazyq.spectral.spaces import Eigenbasis, Space

MOST_ELEMENTS = 50_000


class IsometryGroup(ABC):
    """A compact group G of isometries of a space M."""

    @property
    @abstractmethod
    def space(self) -> Space:
        """M."""

    @property
    @abstractmethod
    def order(self) -> float:
        """|G|, inf for a group of positive dimension."""

    @property
    @abstractmethod
    def quotient_dimension(self) -> int:
        """The dimension of M/G."""

    @property
    @abstractmethod
    def quotient_volume(self) -> float:
        """The volume of M/G in the quotient metric."""

    @property
    @abstractmethod
    def generators(self) -> tuple[Isometry, ...]:
        """Isometries that generate G, or a dense subgroup of it."""

    @abstractmethod
    def sample(self, n: int, random: np.random.Generator) -> list[Isometry]:
        """Return n elements drawn uniformly."""

    @abstractmethod
    def projector(self, basis: Eigenbasis) -> np.ndarray:
        """Return the orthogonal projector, (N, N), of coefficients on those of invariant functions."""

    @abstractmethod
    def invariant_count(self, level: float) -> int:
        """Return how many independent invariant eigenfunctions have an eigenvalue of at most ``level``."""


class FiniteGroup(IsometryGroup):
    """A finite group of isometries, of at most 50,000 elements."""

    @property
    @abstractmethod
    def elements(self) -> tuple[Isometry, ...]:
        """All of G, the identity first."""

    @property
    @final
    def order(self) -> float:
        """|G|."""
        return len(self.elements)

    @property
    @final
    def quotient_dimension(self) -> int:
        """That of M."""
        return self.space.dimension

    @property
    @final
    def quotient_volume(self) -> float:
        """vol(M) / |G|."""
        return self.space.volume / self.order

    @final
    def sample(self, n: int, random: np.random.Generator) -> list[Isometry]:
        """Return n elements drawn uniformly."""
        return [self.elements[place] for place in random.integers(len(self.elements), size=n)]

    @final
    def projector(self, basis: Eigenbasis) -> np.ndarray:
        """Return (1/|G|) Σ_g T_g; it is kept for the bases of late, and can't be written to."""
        return _mean_pullback(self, basis)

    @final
    def invariant_count(self, level: float) -> int:
        """Return (1/|G|) Σ_g tr T_g, a whole number."""
        total = sum(self.space.trace(element, level) for element in self.elements)
        return round(total / self.order)


@final
@dataclass(frozen=True)
class Trivial(FiniteGroup):
    """The identity alone, on any space.

    Examples
    --------
    >>> from lazyq.spectral import Sphere, Trivial
    >>> Trivial(Sphere()).invariant_count(6)
    9
    """

    on: Space

    @property
    def space(self) -> Space:
        """The space given."""
        return self.on

    @cached_property
    def elements(self) -> tuple[Isometry, ...]:
        """The identity."""
        return (Isometry(np.eye(self.on.coordinates), np.zeros(self.on.coordinates)),)

    @property
    def generators(self) -> tuple[Isometry, ...]:
        """None is needed."""
        return ()


def checked_whole(name: str, value: int, least: int, most: int) -> None:
    """Raise ValueError unless value is a whole number in its range."""
    if not (isinstance(value, int | np.integer) and least <= value <= most):
        raise ValueError(f"{name} must be a whole number from {least} to {most}, got {value!r}")


@lru_cache(maxsize=8)
def _mean_pullback(group: FiniteGroup, basis: Eigenbasis) -> np.ndarray:
    total = np.zeros((len(basis), len(basis)))
    for element in group.elements:
        total += basis.pullback(element)
    total /= group.order
    total.setflags(write=False)
    return total
