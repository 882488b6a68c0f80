"""How many eigenfunctions a symmetry leaves: exact counts and Weyl's law."""

import math
from typing import NamedTuple

from scipy.special import gamma

from lazyq.spectral.groups import IsometryGroup, Trivial


class InvariantCounts(NamedTuple):
    """How many eigenfunctions there are up to a level.

    Attributes
    ----------
    level : the largest eigenvalue that is counted
    all, invariant : N and N_G, exact
    weyl_all, weyl_invariant : their leading terms by Weyl's law
    """

    level: float
    all: int
    invariant: int
    weyl_all: float
    weyl_invariant: float

    @property
    def ratio(self) -> float:
        """N / N_G, which tends to |G| for a finite group."""
        return self.all / self.invariant


def weyl_count(dimension: int, volume: float, level: float) -> float:
    """Return ω_d vol λ^(d/2) / (2π)^d, the leading term of how many eigenvalues are at most λ.

    Parameters
    ----------
    dimension, volume : of the space, or of the quotient M/G for invariant eigenfunctions
    level : λ

    Examples
    --------
    >>> from lazyq.spectral import weyl_count
    >>> round(weyl_count(1, 6.283185307, 100.0), 6)
    20.0
    """
    ball = math.pi ** (dimension / 2) / gamma(dimension / 2 + 1)
    return float(ball * volume * level ** (dimension / 2) / math.tau**dimension)


def invariant_counts(group: IsometryGroup, level: float) -> InvariantCounts:
    """Return N(λ) and N_G(λ) = dim of the invariant eigenfunctions, exact and by Weyl's law.

    For a finite group N_G = (1/|G|) Σ_g tr(g | eigenvalues ≤ λ), for the others a closed form.

    Parameters
    ----------
    group : of isometries of a torus or the sphere
    level : λ ≥ 0; an eigenvalue is |k|² on a torus, ℓ(ℓ + 1) on the sphere

    Raises
    ------
    ValueError : the level is no finite number of at least 0, or has more frequencies than can be listed

    References
    ----------
    Tahmasebi and Jegelka, "The exact sample complexity gain from invariances for kernel regression", 2023.

    Examples
    --------
    >>> from lazyq.spectral import SignFlips, invariant_counts
    >>> counts = invariant_counts(SignFlips(2), 25)
    >>> counts.all, counts.invariant, round(counts.ratio, 2)
    (81, 26, 3.12)
    """
    space = group.space
    return InvariantCounts(
        level,
        Trivial(space).invariant_count(level),
        group.invariant_count(level),
        weyl_count(space.dimension, space.volume, level),
        weyl_count(group.quotient_dimension, group.quotient_volume, level),
    )
