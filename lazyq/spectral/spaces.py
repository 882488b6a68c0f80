"""Flat tori and the sphere: their points, and the eigenfunctions of their Laplacians."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from lazyq.spectral.harmonics import real_harmonics
from lazyq.spectral.isometries import Isometry

MOST_MODES = 20_000
MOST_MOVED = 5_000  # a matrix of all their pairs has 200 MB
MOST_FREQUENCIES = 2_000_000
SLACK = 1e-9  # an eigenvalue is a whole number, and a level may be one that was rounded


class Space(ABC):
    """A closed Riemannian manifold whose Laplacian's eigenfunctions are known.

    Its points are rows of ``coordinates`` numbers. Functions are compared by the uniform probability measure,
    ⟨f, h⟩ = E f(x) h(x), in which the eigenfunctions of ``basis`` are orthonormal.

    Notes
    -----
    :class:`Torus` and :class:`Sphere` are spaces; a space of one's own states its ``dimension``,
    ``coordinates``, ``volume`` and ``basis``.
    """

    @property
    @abstractmethod
    def dimension(self) -> int:
        """The dimension of the manifold."""

    @property
    @abstractmethod
    def coordinates(self) -> int:
        """How many numbers state a point."""

    @property
    @abstractmethod
    def volume(self) -> float:
        """The Riemannian volume."""

    @abstractmethod
    def sample(self, n: int, random: np.random.Generator) -> np.ndarray:
        """Return n points drawn uniformly, (n, coordinates)."""

    @abstractmethod
    def points(self, x: ArrayLike) -> np.ndarray:
        """Return x as float64 points, (n, coordinates); raise ValueError for what are none."""

    @abstractmethod
    def basis(self, level: float) -> "Eigenbasis":
        """Return the eigenfunctions whose eigenvalue is at most ``level``, in order of eigenvalue."""

    @abstractmethod
    def trace(self, isometry: Isometry, level: float) -> float:
        """Return the trace of f ↦ f(g·) on all eigenfunctions whose eigenvalue is at most ``level``."""


class Eigenbasis(ABC):
    """The N real eigenfunctions φ of a Laplacian up to a level, orthonormal in the probability measure.

    Attributes
    ----------
    space : on which the functions live
    eigenvalues : (N,) ascending
    """

    @property
    @abstractmethod
    def space(self) -> Space:
        """The space they live on."""

    @property
    @abstractmethod
    def eigenvalues(self) -> np.ndarray:
        """(N,), ascending."""

    @abstractmethod
    def evaluate(self, x: ArrayLike) -> np.ndarray:
        """Return φ_j(x_i), (n, N)."""

    @abstractmethod
    def pullback(self, isometry: Isometry) -> np.ndarray:
        """Return the orthogonal T, (N, N), of φ_j(g x) = Σ_i φ_i(x) T_ij; of 5,000 eigenfunctions at most."""

    @final
    def blank(self) -> np.ndarray:
        """Return zeros for all pairs, (N, N); raise ValueError for more than 5,000 eigenfunctions."""
        if len(self) > MOST_MOVED:
            raise ValueError(
                f"a symmetry takes a basis of at most {MOST_MOVED:,} eigenfunctions, got {len(self):,}: "
                "lower the level"
            )
        return np.zeros((len(self), len(self)))

    @final
    def __len__(self) -> int:
        return len(self.eigenvalues)

    @final
    def eigenspaces(self) -> list[slice]:
        """Return the place of every eigenspace, in order."""
        ends = [*np.flatnonzero(np.diff(self.eigenvalues)) + 1, len(self)]
        return [slice(int(start), int(end)) for start, end in zip([0, *ends], ends, strict=False)]


def checked_level(level: float) -> float:
    """Return a level that is a finite number, at least 0; raise ValueError for another."""
    if not 0 <= level < math.inf:
        raise ValueError(f"level must be a number, at least 0 and finite, got {level!r}")
    return float(level) + SLACK


def _rows(x: ArrayLike, coordinates: int, words: str) -> np.ndarray:
    rows = np.asarray(x, float)
    if rows.ndim != 2 or rows.shape[1] != coordinates:
        raise ValueError(f"{words} have the shape (n, {coordinates}), got {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError(f"{words} must be finite numbers")
    return rows


@final
@dataclass(frozen=True)
class Torus(Space):
    """The flat torus T^d = [0, 2π)^d, with eigenfunctions 1, √2 cos k·x and √2 sin k·x of eigenvalue |k|².

    Parameters
    ----------
    d : 1 to 10

    Examples
    --------
    >>> from lazyq.spectral import Torus
    >>> Torus(2).basis(2).eigenvalues
    array([0., 1., 1., 1., 1., 2., 2., 2., 2.])
    """

    d: int

    def __post_init__(self) -> None:
        if not (isinstance(self.d, int | np.integer) and 1 <= self.d <= 10):
            raise ValueError(f"d must be a whole number from 1 to 10, got {self.d!r}")

    @property
    def dimension(self) -> int:
        """D."""
        return self.d

    @property
    def coordinates(self) -> int:
        """An angle in radians a dimension."""
        return self.d

    @property
    def volume(self) -> float:
        """(2π)^d."""
        return math.tau**self.d

    def sample(self, n: int, random: np.random.Generator) -> np.ndarray:
        """Return n points drawn uniformly, (n, d)."""
        return random.uniform(0, math.tau, (n, self.d))

    def points(self, x: ArrayLike) -> np.ndarray:
        """Return x as float64 angles; whole turns count for nothing."""
        return _rows(x, self.d, f"points of Torus({self.d})")

    def lattice(self, level: float) -> np.ndarray:
        """Return the whole vectors k with |k|² ≤ level, (M, d), in lexicographic order.

        Raises
        ------
        ValueError : there are more than 2,000,000
        """
        frequencies, left = np.zeros((1, 0), int), np.array([int(min(checked_level(level), 2**52))])
        for _ in range(self.d):
            # Each of these goes on to at least one whole vector, so more than the most is too much already.
            reach = np.sqrt(left).astype(int)
            widths = 2 * reach + 1
            if widths.sum() > MOST_FREQUENCIES:
                raise ValueError(
                    f"level {level:g} is too much for Torus({self.d}): over {MOST_FREQUENCIES:,} frequencies"
                )
            ends = widths.cumsum()
            added = np.arange(ends[-1]) - (ends - widths + reach).repeat(widths)
            frequencies = np.column_stack([frequencies.repeat(widths, 0), added])
            left = left.repeat(widths) - added**2
        return frequencies

    def basis(self, level: float) -> "TorusBasis":
        """Return the eigenfunctions with |k|² ≤ level; raise ValueError for more than 20,000."""
        frequencies = self.lattice(level)
        if len(frequencies) > MOST_MODES:
            raise ValueError(
                f"level {level:g} has {len(frequencies):,} eigenfunctions, the most is {MOST_MODES:,}"
            )
        first = frequencies[np.arange(len(frequencies)), (frequencies != 0).argmax(1)]
        half = frequencies[first >= 0]  # k or −k, and 0
        half = half[np.argsort((half**2).sum(1), kind="stable")]
        return TorusBasis(self, half)

    def trace(self, isometry: Isometry, level: float) -> float:
        """Return Σ cos(k·b) over the k with |k|² ≤ level that Aᵀ fixes."""
        frequencies = self.lattice(level)
        fixed = frequencies[(frequencies @ isometry.whole == frequencies).all(1)]
        return float(np.cos(fixed @ isometry.shift).sum())


@final
@dataclass(frozen=True, eq=False)
class TorusBasis(Eigenbasis):
    """1, √2 cos k·x, √2 sin k·x for the k of one half of the lattice; ``half`` is (H, d), 0 first."""

    torus: Torus
    half: np.ndarray

    @property
    def space(self) -> Torus:
        """The torus."""
        return self.torus

    @cached_property
    def eigenvalues(self) -> np.ndarray:
        """|k|², for cosine and sine."""
        return (self.frequencies**2).sum(1).astype(float)

    @cached_property
    def frequencies(self) -> np.ndarray:
        """The k of each eigenfunction, (N, d): 0, then every other one twice, for cosine and sine."""
        return np.concatenate([self.half[:1], self.half[1:].repeat(2, 0)])

    def evaluate(self, x: ArrayLike) -> np.ndarray:
        """Return φ_j(x_i), (n, N)."""
        phases = self.torus.points(x) @ self.half[1:].T
        values = np.ones((len(phases), len(self.frequencies)))
        values[:, 1::2] = math.sqrt(2) * np.cos(phases)
        values[:, 2::2] = math.sqrt(2) * np.sin(phases)
        return values

    def pullback(self, isometry: Isometry) -> np.ndarray:
        """Return T of φ(Ax + b), from k·(Ax + b) = (Aᵀk)·x + k·b."""
        matrix = self.blank()
        place = {tuple(k): j for j, k in enumerate(self.half.tolist())}
        moved = self.half[1:] @ isometry.whole
        reversed_ = np.array([tuple(k) not in place for k in moved.tolist()], bool)
        kept = np.where(reversed_[:, None], -moved, moved)
        to = np.array([place[tuple(k)] for k in kept.tolist()], int)
        angle = self.half[1:] @ isometry.shift
        sign = np.where(reversed_, -1.0, 1.0)
        matrix[0, 0] = 1
        cosine = 2 * np.arange(1, len(self.half)) - 1
        matrix[2 * to - 1, cosine] = np.cos(angle)
        matrix[2 * to, cosine] = -sign * np.sin(angle)
        matrix[2 * to - 1, cosine + 1] = np.sin(angle)
        matrix[2 * to, cosine + 1] = sign * np.cos(angle)
        return matrix


@final
@dataclass(frozen=True)
class Sphere(Space):
    """The unit sphere S² in R³, with the real spherical harmonics Y_ℓq of eigenvalue ℓ(ℓ + 1).

    Examples
    --------
    >>> from lazyq.spectral import Sphere
    >>> Sphere().basis(6).eigenvalues
    array([0., 2., 2., 2., 6., 6., 6., 6., 6.])
    """

    @property
    def dimension(self) -> int:
        """2."""
        return 2

    @property
    def coordinates(self) -> int:
        """3: a point is a unit vector."""
        return 3

    @property
    def volume(self) -> float:
        """4π."""
        return 4 * math.pi

    def sample(self, n: int, random: np.random.Generator) -> np.ndarray:
        """Return n points drawn uniformly, (n, 3)."""
        normal = random.standard_normal((n, 3))
        return normal / np.linalg.norm(normal, axis=1, keepdims=True)

    def points(self, x: ArrayLike) -> np.ndarray:
        """Return x as float64 unit vectors; a length other than 1 (to 1e-6) is refused."""
        rows = _rows(x, 3, "points of Sphere()")
        lengths = np.linalg.norm(rows, axis=1)
        if not np.allclose(lengths, 1, rtol=0, atol=1e-6):
            raise ValueError(f"points of Sphere() have length 1, got {lengths[abs(lengths - 1).argmax()]:g}")
        return rows / lengths[:, None]

    def degree(self, level: float) -> int:
        """Return the largest ℓ with ℓ(ℓ + 1) ≤ level."""
        return int((math.sqrt(1 + 4 * checked_level(level)) - 1) / 2)

    def basis(self, level: float) -> "SphereBasis":
        """Return the eigenfunctions with ℓ(ℓ + 1) ≤ level; raise ValueError for more than 20,000."""
        degree = self.degree(level)
        if (degree + 1) ** 2 > MOST_MODES:
            raise ValueError(
                f"level {level:g} has {(degree + 1) ** 2:,} eigenfunctions, the most is {MOST_MODES:,}"
            )
        return SphereBasis(self, degree)

    def trace(self, isometry: Isometry, level: float) -> float:
        """Return Σ_ℓ χ_ℓ, χ_ℓ = sin((ℓ + ½)θ) / sin(θ/2), for a turn by θ; (−1)^ℓ χ_ℓ for its negative."""
        sign = round(np.linalg.det(isometry.matrix))
        cosine = np.clip((sign * np.trace(isometry.matrix) - 1) / 2, -1, 1)
        angle = math.acos(cosine)
        degrees = np.arange(self.degree(level) + 1)
        orders = np.arange(1, self.degree(level) + 1)
        characters = 1 + 2 * np.concatenate([[0], np.cos(orders * angle).cumsum()])
        return float((characters * (float(sign) ** degrees)).sum())


@final
@dataclass(frozen=True, eq=False)
class SphereBasis(Eigenbasis):
    """√(4π) Y_ℓq for ℓ up to a degree; in each ℓ the orders 0, then cos 1φ, sin 1φ, cos 2φ, sin 2φ …"""

    sphere: Sphere
    degree: int

    @property
    def space(self) -> Sphere:
        """The sphere."""
        return self.sphere

    @cached_property
    def degrees(self) -> np.ndarray:
        """ℓ of each eigenfunction, (N,)."""
        return np.repeat(np.arange(self.degree + 1), 2 * np.arange(self.degree + 1) + 1)

    @cached_property
    def orders(self) -> np.ndarray:
        """|q| of each eigenfunction, (N,)."""
        return np.concatenate([(np.arange(2 * degree + 1) + 1) // 2 for degree in range(self.degree + 1)])

    @cached_property
    def eigenvalues(self) -> np.ndarray:
        """ℓ(ℓ + 1)."""
        return (self.degrees * (self.degrees + 1)).astype(float)

    def evaluate(self, x: ArrayLike) -> np.ndarray:
        """Return φ_j(x_i), (n, N)."""
        return real_harmonics(self.sphere.points(x), self.degree)

    def pullback(self, isometry: Isometry) -> np.ndarray:
        """Return T, degree by degree, from the values at points that are spread evenly over the sphere."""
        matrix = self.blank()
        nodes = spread_points(4 * (2 * self.degree + 1))
        here = self.evaluate(nodes)
        there = self.evaluate(isometry.act(nodes))
        for place in self.eigenspaces():
            matrix[place, place] = np.linalg.lstsq(here[:, place], there[:, place])[0]
        return matrix


def spread_points(n: int) -> np.ndarray:
    """Return n points of a Fibonacci spiral on the sphere, (n, 3)."""
    height = 1 - (2 * np.arange(n) + 1) / n
    azimuth = math.pi * (3 - math.sqrt(5)) * np.arange(n)
    radius = np.sqrt(1 - height**2)
    return np.stack([radius * np.cos(azimuth), radius * np.sin(azimuth), height], 1)
