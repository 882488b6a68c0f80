"""Alignments and λ-paths of many pairs of images under row shifts on a CPU, compiled by Numba."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction
from lazyq.actions.cyclic import signed_shifts
from lazyq.kernels import awaiting, row_shifts
from lazyq.kernels.original import originals
from lazyq.kernels.row_shifts import rounded_up, squared_shifts

if TYPE_CHECKING:
    from lazyq.kernels.native.stepping import Steps
    from lazyq.kernels.native.walking import Walks

NAME = "walked"
_FEWEST = 256  # pairs for which it pays to start Numba
_PAIRS_AT_ONCE = 64  # whose float64 stay in a processor's own cache
_LANES = 16  # float32 in a cache line
_LARGEST_SCALE = 2.0**1000
_ROUNDING = 16 * torch.finfo(torch.float64).eps

Item = TypeVar("Item")
Part = TypeVar("Part")


class Aligned(NamedTuple):
    """The best shifts of n pairs at one λ each: g (n, H), g·x (n, H, W) in the dtype of x, and (n,) squares.

    The squares are those of the levels and of the shifts, in float64.
    """

    g: Tensor
    moved: Tensor
    squared_residuals: Tensor
    squared_efforts: Tensor


class Path(NamedTuple):
    """The paths of n pairs.

    Attributes
    ----------
    breakpoints : (n, P) values of λ, increasing, padded with inf
    g : (n, P + 1, H) the shifts of every piece; the last are repeated
    squared_residuals, squared_efforts : (n, P + 1) float64, of the levels and of the shifts
    """

    breakpoints: Tensor
    g: Tensor
    squared_residuals: Tensor
    squared_efforts: Tensor


def why_not(action: SeparableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, RowShifts):
        return f"it knows RowShifts, not {type(action).__name__}"
    if action.width > row_shifts.WIDEST:
        return f"it takes up to {row_shifts.WIDEST} columns, and there are {action.width}"
    if len(x) < _FEWEST:
        return f"it starts a compiler for {_FEWEST} pairs or more, and there are {len(x)}"
    return row_shifts.why_no_compiler(x)


def is_awaited(task: str, x: Tensor) -> bool:
    """Return whether the code of a task is still being made, and begin to make it.

    Parameters
    ----------
    task : "align", "path" or "distance", which has gradients
    """
    one = x.new_zeros(1, 1, 2)

    def make() -> None:
        if task == "path":
            path(RowShifts(1, 2), one, one, 1.0)
            return
        align(RowShifts(1, 2), one, one, torch.zeros(1, dtype=torch.float64), 1.0)
        if task == "distance":
            pull_back(torch.zeros(1, 1, dtype=torch.int64), one, one, torch.zeros(1, dtype=torch.float64))

    return not awaiting.ready((NAME, task, x.dtype if task == "distance" else None), make)


def align(action: RowShifts, x: Tensor, y: Tensor, lams: Tensor, unit: float) -> Aligned:
    """Return the alignments of the pairs (x[p], y[p]) at lams[p].

    Parameters
    ----------
    x, y : (n, H, W)
    lams : (n,) float64
    unit : the length of one unit of the levels
    """
    return _align(action, x, y, lams, unit, np.empty(x.shape, _numpy(x).dtype))


def measure(action: RowShifts, x: Tensor, y: Tensor, lams: Tensor, unit: float) -> Aligned:
    """Return what :func:`align` does, without g·x: ``moved`` is empty."""
    return _align(action, x, y, lams, unit, np.empty((0, *x.shape[1:])))


def _align(
    action: RowShifts, x: Tensor, y: Tensor, lams: Tensor, unit: float, moved: np.ndarray
) -> Aligned:  # fmt: skip
    from lazyq.kernels.native import aligning

    values = np.ascontiguousarray(lams.detach().numpy())
    out = aligning.Aligned(np.empty((len(x), action.height), np.int64), moved, *np.empty((2, len(x))))

    def part(own: slice, source: np.ndarray, steps: "Steps") -> None:
        its = np.empty((len(source) if len(moved) else 0, *source.shape[1:]))
        some = aligning.Aligned(out.g[own], its, out.residuals[own], out.efforts[own])
        aligning.align(source, values[own], steps, some)
        out.moved[own] = its

    _in_parts(action, x, y, unit, part)
    return Aligned(*map(torch.from_numpy, out))


def pull_back(g: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Return weights[p] g⁻¹(gx − y) and −weights[p] (gx − y) of every pair, in the dtype of x: gradients."""
    from lazyq.kernels.native import aligning

    sources, targets = (np.ascontiguousarray(_numpy(points)) for points in (x, y))
    of_x, of_y = np.empty_like(sources), np.empty_like(targets)
    aligning.pull_back(sources, targets, g.numpy(), weights.detach().contiguous().numpy(), of_x, of_y)
    return torch.from_numpy(of_x), torch.from_numpy(of_y)


def path(action: RowShifts, x: Tensor, y: Tensor, unit: float) -> Path:
    """Return the whole paths of the pairs (x[p], y[p]); shapes and units as of :func:`align`.

    The envelopes of the rows are merged; their breakpoints are one where they are equal bit for bit.
    """
    from lazyq.kernels.native import walking

    walks = _in_parts(action, x, y, unit, lambda _, *rows: _walk(*rows))
    pieces = 1 + max(map(walking.count_different, walks), default=0)
    # NumPy's large arrays are on large pages, which cost less to be given than torch's small ones
    out = walking.Pieces(
        np.empty((len(x), pieces - 1)), np.empty((len(x), pieces, action.height), np.int64),
        *np.empty((2, len(x), pieces)),
    )  # fmt: skip
    steps = _steps(action, 0, 0.0, unit)

    def merge(place: int) -> None:
        own = slice(place * _PAIRS_AT_ONCE, (place + 1) * _PAIRS_AT_ONCE)
        rows = np.empty((3, action.height)), np.empty((2, action.height), np.int64)
        (ends, residuals, efforts), (places, shifts) = rows
        now = walking.Now(places, ends, shifts, residuals, efforts)
        walking.merge(walks[place], steps, now, walking.Pieces(*(values[own] for values in out)))

    _each(merge, range(len(walks)))
    return Path(*map(torch.from_numpy, out))


def _in_parts(
    action: RowShifts, x: Tensor, y: Tensor, unit: float,
    task: Callable[[slice, np.ndarray, "Steps"], Part],
) -> list[Part]:  # fmt: skip
    """Return what a task makes of some pairs at a time, in as many threads as torch has."""
    rounding = 0.0 if x.dtype == torch.uint8 else _ROUNDING
    sources, targets = _numpy(x), _numpy(y)
    threads = torch.get_num_threads()
    idle: SimpleQueue[tuple[np.ndarray, Steps]] = SimpleQueue()
    size = min(len(x), _PAIRS_AT_ONCE)
    for _ in range(threads):
        idle.put((np.empty((size, *action.shape)), _steps(action, size, rounding, unit)))

    def part(start: int) -> Part:
        own = slice(start, start + _PAIRS_AT_ONCE)
        memory, steps = idle.get()
        source, target = memory[: len(sources[own])], steps.row.targets[: len(sources[own])]
        source[:], target[:] = sources[own], targets[own]
        greatest = max(max(levels.max(initial=0.0), -levels.min(initial=0.0)) for levels in (source, target))
        scale = min(2.0 ** -np.frexp(greatest)[1], _LARGEST_SCALE) if greatest else 1.0
        try:
            return task(own, source, steps._replace(scale=scale))
        finally:
            idle.put((memory, steps))

    return _each(part, range(0, len(x), _PAIRS_AT_ONCE))


def _each(task: Callable[[Item], Part], items: Sequence[Item]) -> list[Part]:
    """Return what a task makes of all items, in this thread where one is enough.

    To start another takes longer than some pairs do, and a process that ends gives none.
    """
    workers = min(torch.get_num_threads(), len(items))
    if workers <= 1:
        return list(map(task, items))
    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(task, items))


def _walk(x: np.ndarray, steps: "Steps") -> "Walks":
    from lazyq.kernels.native import walking

    count, height, _ = x.shape
    most = height * len(steps.slopes)
    walks = walking.Walks(
        np.empty((count, most)), np.empty((count, most), np.int16), np.empty((count, most)),
        np.full((count, most), np.inf), np.empty(count, np.int64),
    )  # fmt: skip
    walking.walk(x, steps, walks)
    finite = int(walks.counts.max())
    breakpoints, choice, residuals = (np.ascontiguousarray(v[:, : finite + height]) for v in walks[:3])
    return walking.Walks(breakpoints, choice, residuals, np.sort(walks.ordered[:, :finite]), walks.counts)


def _steps(action: RowShifts, pairs: int, rounding: float, unit: float) -> "Steps":
    from lazyq.kernels.native.stepping import Steps

    lanes = rounded_up(action.width, _LANES)
    squares = action.squared_lengths.numpy()
    slopes, counts = np.unique(squares, return_counts=True)
    ends = counts.cumsum()
    row = originals(np.zeros((1, *action.shape)), np.empty((pairs, *action.shape)), np.empty(0))
    return Steps(
        row=row,
        shifts=signed_shifts(action.width).numpy(),
        squares=squares,
        slopes=slopes,
        first=ends - counts,
        ahead=row.order[ends - counts],
        back=row.order[ends - 1],
        heights=np.empty(len(slopes)),
        meetings=np.empty(len(slopes)),
        halves=np.empty(action.width),
        wide=np.empty(action.width + lanes, np.float32),
        scaled=np.empty(action.width, np.float32),
        squared=squared_shifts(action.width, lanes).astype(np.float32),
        outside=np.where(np.arange(lanes) < action.width, 0, np.inf).astype(np.float32),
        costs=np.empty(lanes, np.float32),
        rounding=rounding,
        scale=1.0,
        unit=unit,
    )


def _numpy(points: Tensor) -> np.ndarray:
    array: np.ndarray = points.detach().numpy()
    return array
