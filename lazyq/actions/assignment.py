"""The best assignment, and of several the first: exact in whole numbers."""

import numpy as np


def best_assignment(costs: np.ndarray) -> np.ndarray:
    """Return the permutation σ of least Σᵢ costs[i, σ(i)], the first of several in lexicographic order, (n,).

    Parameters
    ----------
    costs : (n, n) int64, at least 0; 2n of them together stay below 2⁵³, where float64 is exact

    Source: linear_sum_assignment of SciPy (Crouse, *On implementing 2D rectangular assignment algorithms*,
    2016). By complementary slackness the best assignments are those within the entries that are tight for
    any optimal potentials.
    """
    from scipy.optimize import linear_sum_assignment  # here, for no one who imports actions waits for it

    columns = linear_sum_assignment(costs)[1]
    tight = _tight(costs, columns)
    for row in range(len(columns)):
        for column in np.flatnonzero(tight[row, : columns[row]]):
            moves = _exchange(tight, columns, row, int(column))
            if moves is not None:
                for other, its_column in moves:
                    columns[other] = its_column
                break
    return columns


def _tight(costs: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return which entries can be part of a best assignment, given one, by potentials of its columns."""
    change = costs - np.take_along_axis(costs, columns[:, None], 1)
    potentials = np.zeros(len(costs), dtype=np.int64)
    for _ in columns:  # Bellman and Ford
        potentials = np.minimum(potentials, (change + potentials[columns][:, None]).min(0))
    return change + potentials[columns][:, None] == potentials


def _exchange(tight: np.ndarray, columns: np.ndarray, row: int, column: int) -> list[tuple[int, int]] | None:
    """Return how a row can take a column when the rows below make room, as pairs of row and column."""
    owner = {int(taken): below for below, taken in enumerate(columns) if below > row}
    if column not in owner:
        return None
    given_by = {owner[column]: row}  # a row that loses its column, and the row that takes it
    waiting = [owner[column]]
    for loser in waiting:
        if tight[loser, columns[row]]:
            moves = [(loser, int(columns[row]))]
            while loser != row:
                moves.append((given_by[loser], int(columns[loser])))
                loser = given_by[loser]
            return moves
        for other in np.flatnonzero(tight[loser]).tolist():
            if other in owner and owner[other] not in given_by:
                given_by[owner[other]] = loser
                waiting.append(owner[other])
    return None
