"""What a group of isometries is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import final

import numpy as np

from lazyq.spectral.isometries import Isometry
from lazyq.spectral.spaces import Eigenbasis, Space

MOST_ELEMENTS = 50_000
CHANGED = 1e-9  # a singular value of T − I below it is a rounding error


class IsometryGroup(ABC):
    """A compact group G of isometries of a space M.

    Attributes
    ----------
    space : M
    order : |G|, inf for a group of positive dimension
    """

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
    """A finite group of isometries, of at most 50,000 elements.

    Attributes
    ----------
    elements : all isometries of G, the identity first
    order : |G|
    """

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
        """Return (1/|G|) Σ_g T_g, by the generators; it is kept for late bases, and can't be written to."""
        return projector_by_generators(self, basis)

    @final
    def invariant_count(self, level: float) -> int:
        """Return (1/|G|) Σ_g tr T_g, a whole number."""
        total = sum(self.space.trace(element, level) for element in self.elements)
        return round(total / self.order)


@final
@dataclass(frozen=True)
class Trivial(FiniteGroup):
    """The identity alone, on any space.

    Parameters
    ----------
    on : the space

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


def changed_directions(basis: Eigenbasis, generators: Sequence[Isometry]) -> list[tuple[slice, np.ndarray]]:
    """Return for every eigenspace its place and rows that span what is orthogonal to invariant functions."""
    moves = [basis.pullback(generator) for generator in generators]
    found = []
    for place in basis.eigenspaces() if moves else ():
        changes = np.vstack([move[place, place] - np.eye(place.stop - place.start) for move in moves])
        _, singular, rows = np.linalg.svd(changes, full_matrices=False)
        found.append((place, rows[singular > CHANGED]))
    return found


@lru_cache(maxsize=8)
def projector_by_generators(group: IsometryGroup, basis: Eigenbasis) -> np.ndarray:
    """Return the projector on what all generators leave as it is; it can't be written to."""
    projector = basis.blank()
    np.fill_diagonal(projector, 1)
    for place, rows in changed_directions(basis, group.generators):
        projector[place, place] -= rows.T @ rows
    projector.setflags(write=False)
    return projector
