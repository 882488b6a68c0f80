"""The adversary of correlational queries: it answers 0 whenever it may, and few hypotheses are ruled out."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class QueryBound(NamedTuple):
    """What no learner by correlational queries can beat.

    Attributes
    ----------
    overlap : γ, the largest |⟨f_i, f_j⟩| of two hypotheses
    a_query : how many of them one query rules out at most, inf where γ ≥ τ²
    queries : how many it takes at least to rule out all
    """

    overlap: float
    a_query: float
    queries: float


def ruled_out(hypotheses: ArrayLike, query: ArrayLike, tolerance: float) -> np.ndarray:
    """Return which hypotheses the answer 0 to a query contradicts: those with |E h f_i| > τ, (D,).

    An oracle of correlational queries says E h(x) f(x) within τ. The adversary says 0 as long as some
    hypothesis is left for which this is true.

    Parameters
    ----------
    hypotheses : f, (D, N): their values at N inputs that are equally likely, each with E f² = 1
    query : h, (N,), E h² ≤ 1
    tolerance : τ > 0

    Raises
    ------
    ValueError : a norm, a shape or τ that can't be taken

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.hardness import all_parities, ruled_out
    >>> parities = all_parities(3)
    >>> majority = np.sign(parities[[1, 2, 4]].sum(0))
    >>> ruled_out(parities, majority, 0.4).nonzero()[0].tolist()
    [1, 2, 4, 7]
    """
    functions, values = _checked(hypotheses, query)
    if not 0 < tolerance < math.inf:
        raise ValueError(f"tolerance must be a finite number above 0, got {tolerance!r}")
    return abs(functions @ values) / len(values) > tolerance


def remaining(hypotheses: ArrayLike, queries: ArrayLike, tolerance: float) -> list[int]:
    """Return how many hypotheses are left before any query and after each, (queries + 1).

    Parameters
    ----------
    hypotheses, tolerance : as for :func:`ruled_out`
    queries : (Q, N), each with E h² ≤ 1

    Examples
    --------
    >>> from lazyq.hardness import all_parities, remaining
    >>> parities = all_parities(3)
    >>> remaining(parities, parities[:3], 0.5)
    [8, 7, 6, 5]
    """
    left = np.ones(len(np.asarray(hypotheses)), bool)
    counts = [int(left.sum())]
    for query in np.asarray(queries, float):
        left &= ~ruled_out(hypotheses, query, tolerance)
        counts.append(int(left.sum()))
    return counts


def query_bound(hypotheses: ArrayLike, tolerance: float) -> QueryBound:
    """Return how few hypotheses a query rules out, and how many queries it takes.

    If a query h rules out A, then |A| τ < Σ_A ⟨h, ±f_i⟩ ≤ ‖Σ_A ±f_i‖ ≤ (|A| + |A|² γ)^½, so that
    |A| < 1 / (τ² − γ), and all D take more than D (τ² − γ) queries.

    Parameters
    ----------
    hypotheses : f, (D, N): their values at N inputs that are equally likely, each with E f² = 1
    tolerance : τ of the oracle

    Examples
    --------
    >>> from lazyq.hardness import all_parities, query_bound
    >>> query_bound(all_parities(4), 0.5)
    QueryBound(overlap=0.0, a_query=4.0, queries=4.0)
    """
    functions, _ = _checked(hypotheses, None)
    if not 0 < tolerance < math.inf:
        raise ValueError(f"tolerance must be a finite number above 0, got {tolerance!r}")
    products = abs(functions @ functions.T) / functions.shape[1]
    np.fill_diagonal(products, 0)
    overlap = float(products.max(initial=0))
    margin = tolerance**2 - overlap
    if margin <= 0:
        return QueryBound(overlap, math.inf, 1.0)
    return QueryBound(overlap, 1 / margin, len(functions) * margin)


def all_parities(n: int) -> np.ndarray:
    """Return χ_S(x) for every subset S of n places and every x of {−1, 1}ⁿ, (2ⁿ, 2ⁿ), int8.

    Row S has the bits of S, column x a bit 1 where x_i = −1; bit i is worth 2^i.

    Parameters
    ----------
    n : places

    Examples
    --------
    >>> from lazyq.hardness import all_parities
    >>> all_parities(1)
    array([[ 1,  1],
           [ 1, -1]], dtype=int8)
    """
    if not isinstance(n, int | np.integer) or not 1 <= n <= 12:
        raise ValueError(f"n must be a whole number from 1 to 12, got {n!r}")
    both = np.arange(2**n)
    shared = np.bitwise_count(both[:, None] & both)
    return np.where(shared % 2, -1, 1).astype(np.int8)


def parity_correlations(values: ArrayLike) -> np.ndarray:
    """Return E h χ_S for every subset S at once, (2ⁿ,), by the fast Walsh-Hadamard transform.

    Parameters
    ----------
    values : h, (2ⁿ,), in the order of ``all_parities``

    Examples
    --------
    >>> from lazyq.hardness import parity_correlations
    >>> parity_correlations([1, -1, -1, 1])
    array([0., 0., 0., 1.])
    """
    transformed = np.asarray(values, float)
    size = transformed.size
    if transformed.ndim != 1 or size < 2 or size & (size - 1):
        raise ValueError(f"values must be 2ⁿ numbers, got the shape {transformed.shape}")
    half = 1
    while half < size:
        pairs = transformed.reshape(-1, 2, half)
        transformed = np.stack([pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]], 1).ravel()
        half *= 2
    return transformed / size


def _checked(hypotheses: ArrayLike, query: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    functions = np.asarray(hypotheses, float)
    if functions.ndim != 2 or not functions.size:
        raise ValueError(f"hypotheses must be (D, N), got {functions.shape}")
    if not np.allclose((functions**2).mean(1), 1):
        raise ValueError("each hypothesis must have E f² = 1")
    values = np.zeros(functions.shape[1]) if query is None else np.asarray(query, float)
    if values.shape != functions.shape[1:]:
        raise ValueError(
            f"query must be {functions.shape[1:]}, as hypotheses have values, got {values.shape}"
        )
    if (values**2).mean() > 1 + 1e-9:
        raise ValueError(f"query must have E h² ≤ 1, got {(values**2).mean():g}")
    return functions, values
