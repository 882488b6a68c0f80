"""Gaussian elimination over GF(2): the learner that parities are easy for."""

from typing import NamedTuple, Self, final

import numpy as np
from numpy.typing import ArrayLike


class Elimination(NamedTuple):
    """What elimination finds.

    Attributes
    ----------
    solution : (columns,) 0 and 1, with all free unknowns 0
    rank : of the rows that were taken
    consistent : whether every row agrees
    """

    solution: np.ndarray
    rank: int
    consistent: bool


def solve_gf2(matrix: ArrayLike, right: ArrayLike) -> Elimination:
    """Solve A x = b over the field of two elements, in O(rows · columns²) operations on bits.

    Rows are taken in their order: one that contradicts those before it is left out, and reported.

    Parameters
    ----------
    matrix : A, (rows, columns), of 0 and 1
    right : b, (rows,), of 0 and 1

    Raises
    ------
    ValueError : other numbers than 0 and 1, or shapes that do not fit

    Examples
    --------
    >>> from lazyq.hardness import solve_gf2
    >>> solve_gf2([[1, 1, 0], [0, 1, 1], [1, 1, 1]], [1, 0, 0])
    Elimination(solution=array([0, 1, 1]), rank=3, consistent=True)
    """
    rows, values = _bits("matrix", matrix, 2), _bits("right", right, 1)
    if len(rows) != len(values):
        raise ValueError(f"right must have {len(rows)} numbers, as matrix has rows, got {len(values)}")
    columns = rows.shape[1]
    pivots: list[int] = []
    reduced = np.zeros((0, columns + 1), bool)
    consistent = True
    for row in np.column_stack([rows, values]):
        left = row ^ np.logical_xor.reduce(reduced[row[pivots]], axis=0)
        if not left[:columns].any():
            consistent = consistent and not left[columns]
            continue
        pivot = int(left[:columns].argmax())
        reduced[reduced[:, pivot]] ^= left
        reduced = np.vstack([reduced, left])
        pivots.append(pivot)
    solution = np.zeros(columns, np.int64)
    solution[pivots] = reduced[:, columns]
    return Elimination(solution, len(pivots), consistent)


@final
class ParityElimination:
    """Learn y = b + Σ_{i ∈ S} c_i mod 2 from whole numbers c, by elimination.

    Attributes
    ----------
    subset_ : S, as places; of equal ones that without the unknowns that the samples leave free
    constant_ : b
    elimination_ : what ``solve_gf2`` said

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.hardness import ParityElimination
    >>> counts = np.random.default_rng(0).integers(0, 9, (12, 5))
    >>> learner = ParityElimination().fit(counts, (1 + counts[:, 1] + counts[:, 4]) % 2)
    >>> learner.subset_.tolist(), learner.constant_
    ([1, 4], 1)
    """

    def fit(self, counts: ArrayLike, labels: ArrayLike) -> Self:
        """Fit counts, (m, n), whole numbers, to labels, (m,), of 0 and 1.

        Raises
        ------
        ValueError : numbers that are not whole, labels other than 0 and 1, shapes that do not fit
        """
        odd = _odd(counts)
        self.elimination_ = solve_gf2(np.column_stack([odd, np.ones(len(odd), int)]), labels)
        self.subset_ = np.flatnonzero(self.elimination_.solution[:-1])
        self.constant_ = int(self.elimination_.solution[-1])
        return self

    def predict(self, counts: ArrayLike) -> np.ndarray:
        """Return the labels of counts, (m,)."""
        return (self.constant_ + _odd(counts)[:, self.subset_].sum(1)) % 2


def _odd(counts: ArrayLike) -> np.ndarray:
    numbers = np.asarray(counts)
    if numbers.ndim != 2 or not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError(f"counts must be whole numbers, (m, n), got {numbers.dtype} {numbers.shape}")
    return numbers % 2


def _bits(name: str, values: ArrayLike, dimensions: int) -> np.ndarray:
    array = np.asarray(values)
    if array.ndim != dimensions or not np.isin(array, (0, 1)).all():
        raise ValueError(f"{name} must be 0 and 1 in {dimensions} dimensions, got the shape {array.shape}")
    return array.astype(bool)
