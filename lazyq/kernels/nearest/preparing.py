"""What the compiled search of :mod:`lazyq.kernels.nearest.pruned` is given, beside the targets."""

from functools import cache

import numpy as np

from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import LANES, SEEDS, Costs, Limits, Queries, Scratch


def sliding(images: np.ndarray, shifts: int) -> Queries:
    """Return images (n, H, W) as rows that can be read from any column on, for so many shifts."""
    width, levels = images.shape[2], images.astype(np.int32)
    steps = np.arange(width + shifts)
    columns = np.array([steps, -steps]) % width
    rows = levels.take(columns, axis=2) | levels.take(columns + 1, axis=2, mode="wrap") << 16
    energies = row_shifts.row_energies(images)
    order = np.argsort(-energies, axis=1, kind="stable")
    return Queries(rows, energies, row_shifts.row_norms(energies), order, width)


def costs(width: int, mus: np.ndarray) -> Costs:
    """Return what the shifts of rows so wide cost at some λ, LANES at most."""
    squares, firsts = _squares(width)
    both = np.concatenate([squares, firsts])
    table = row_shifts.aligned((len(both), LANES), np.float32)
    table[:, : len(mus)] = row_shifts.penalties(mus, both).T
    table[:, len(mus) :] = 0
    return Costs(mus, squares, table[: len(squares)], table[len(squares) :])


@cache
def _squares(width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return δ(k)² of all k that rows so wide need, and k² of the first of every LANES of them."""
    squares = row_shifts.squared_shifts(width, row_shifts.rounded_up(width // 2 + 1, LANES))
    return squares, np.arange(0.0, len(squares), LANES) ** 2


def limits(count: int, height: int) -> Limits:
    """Return limits that nothing is below, for so many images of so many rows."""
    values = row_shifts.aligned((count, LANES), np.float32)
    values[:] = -1
    return Limits(values, np.float32(1 + (4 * height + 40) * 2.0**-23))


def scratch(queries: Queries, costs: Costs) -> Scratch:
    """Return memory for one thread."""
    return Scratch(
        seeds=np.empty(SEEDS, np.int64),
        gaps=row_shifts.aligned(queries.norms.shape[1:], np.float32),
        rounded=row_shifts.aligned((LANES,), np.float32),
        residuals=row_shifts.aligned(costs.squares.shape, np.float32),
        residual=np.empty(len(costs.mus)),
        effort=np.empty(len(costs.mus)),
    )
