"""Parities on the cube, and those averaged over the cyclic shifts of the coordinates."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike


def parity(x: ArrayLike, subset: Iterable[int]) -> np.ndarray:
    """Return χ_S(x) = Π_{i ∈ S} x_i for x of −1 and 1, (m, n) → (m,).

    Parameters
    ----------
    x : (m, n) of −1 and 1
    subset : S, of 0 … n − 1

    Examples
    --------
    >>> from lazyq.hardness import parity
    >>> parity([[1, -1, -1], [1, 1, -1]], (1, 2))
    array([ 1, -1])
    """
    signs, chosen = _signs(x), _subset(subset, np.shape(x)[-1])
    return signs[:, list(chosen)].prod(1)


def cyclic_parity(x: ArrayLike, subset: Iterable[int]) -> np.ndarray:
    """Return m^(−½) Σ χ_T(x) over the m different cyclic shifts T of S.

    It has norm 1 and is the same for shifted x. Of two subsets that are no shifts of each other the
    functions are orthogonal, for x uniform on the cube.

    Parameters
    ----------
    x : (samples, n) of −1 and 1
    subset : S, of 0 … n − 1

    Examples
    --------
    >>> from lazyq.hardness import cyclic_parity
    >>> cyclic_parity([[1, 1, -1, -1], [-1, 1, 1, -1]], (0, 2))
    array([-1.41421356, -1.41421356])
    """
    signs = _signs(x)
    orbit = shifts(_subset(subset, signs.shape[1]), signs.shape[1])
    return np.sum([signs[:, list(shift)].prod(1) for shift in orbit], axis=0) / math.sqrt(len(orbit))


def shifts(subset: Iterable[int], n: int) -> list[tuple[int, ...]]:
    """Return the different cyclic shifts of a subset of 0 … n − 1, in lexicographic order.

    Parameters
    ----------
    subset : of 0 … n − 1
    n : places

    Examples
    --------
    >>> from lazyq.hardness import shifts
    >>> shifts((0, 2), 4)
    [(0, 2), (1, 3)]
    """
    chosen = _subset(subset, n)
    return sorted({tuple(sorted((place + shift) % n for place in chosen)) for shift in range(n)})


def orbit_count(n: int, k: int) -> int:
    """Return how many orbits the k-subsets of n places have under cyclic shifts, by Burnside's lemma.

    It is near C(n, k) / n: a symmetry divides the number of hypotheses by the order of its group, no more.

    Parameters
    ----------
    n : places
    k : size of the subsets

    Examples
    --------
    >>> from lazyq.hardness import orbit_count
    >>> [orbit_count(12, k) for k in (2, 3, 4, 5)]
    [6, 19, 43, 66]
    """
    if not 0 <= k <= n or n < 1:
        raise ValueError(f"k must be from 0 to n, and n at least 1, got n={n}, k={k}")
    periods = [n // math.gcd(n, shift) for shift in range(n)]
    fixed = [math.comb(n // period, k // period) for period in periods if k % period == 0]
    return sum(fixed) // n


def _signs(x: ArrayLike) -> np.ndarray:
    signs = np.asarray(x)
    if signs.ndim != 2 or not np.isin(signs, (-1, 1)).all():
        raise ValueError(f"x must be −1 and 1, (m, n), got the shape {signs.shape}")
    return signs


def _subset(subset: Iterable[int], n: int) -> tuple[int, ...]:
    chosen = tuple(sorted(set(subset)))
    if not set(chosen) <= set(range(n)):
        raise ValueError(f"subset must be of 0 … {n - 1}, got {list(chosen)}")
    return chosen
