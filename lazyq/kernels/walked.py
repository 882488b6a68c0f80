"""Alignments and λ-paths of many pairs of images under row shifts on a CPU, compiled by Numba."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import RowShifts, SeparableAction
from lazyq.actions.cyclic import signed_shifts
from lazyq.kernels import row_shifts
from lazyq.kernels.original import originals
from lazyq.kernels.row_shifts import rounded_up, squared_shifts

if TYPE_CHECKING:
    from lazyq.kernels.native.walking import Pieces, Steps, Walks

NAME = "walked"
_FEWEST = 256  # pairs for which it pays to start Numba
_PAIRS_AT_ONCE = 256
_LANES = 16  # float32 in a cache line
_ROUNDING = 16 * torch.finfo(torch.float64).eps

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
    from lazyq.kernels.native import walking

    values = np.ascontiguousarray(lams.detach().numpy())
    out = walking.Aligned(np.empty((len(x), action.height), np.int64), moved, *np.empty((2, len(x))))

    def part(own: slice, source: np.ndarray, target: np.ndarray, steps: "Steps") -> None:
        its = np.empty((len(source) if len(moved) else 0, *source.shape[1:]))
        some = walking.Aligned(out.g[own], its, out.residuals[own], out.efforts[own])
        walking.align(source, target, values[own], steps, some)
        out.moved[own] = its

    _in_parts(action, x, y, unit, part)
    return Aligned(*map(torch.from_numpy, out))


def pull_back(g: Tensor, x: Tensor, y: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Return weights[p] g⁻¹(gx − y) and −weights[p] (gx − y) of every pair, in the dtype of x: gradients."""
    from lazyq.kernels.native import walking

    sources, targets = (np.ascontiguousarray(_numpy(points)) for points in (x, y))
    of_x, of_y = np.empty_like(sources), np.empty_like(targets)
    walking.pull_back(sources, targets, g.numpy(), weights.detach().contiguous().numpy(), of_x, of_y)
    return torch.from_numpy(of_x), torch.from_numpy(of_y)


def path(action: RowShifts, x: Tensor, y: Tensor, unit: float) -> Path:
    """Return the whole paths of the pairs (x[p], y[p]); shapes and units as of :func:`align`.

    The envelopes of the rows are merged; their breakpoints are one where they are equal bit for bit.
    """
    parts = _in_parts(action, x, y, unit, lambda _, *rows: _pieces(*rows))
    pieces = max((part.g.shape[1] for part in parts), default=1)
    # NumPy's large arrays are on large pages, which cost less to be given than torch's small ones
    breakpoints, g = np.empty((len(x), pieces - 1)), np.empty((len(x), pieces, action.height), np.int64)
    residuals, efforts = np.empty((2, len(x), pieces))

    def join(start: int, part: "Pieces") -> None:
        own, used = slice(start, start + _PAIRS_AT_ONCE), part.g.shape[1]
        breakpoints[own, : used - 1], breakpoints[own, used - 1 :] = part.breakpoints, np.inf
        for values, its in zip((g, residuals, efforts), part[1:], strict=True):
            values[own, :used], values[own, used:] = its, its[:, -1:]

    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for _ in threads.map(join, range(0, len(x), _PAIRS_AT_ONCE), parts):
            pass
    return Path(*map(torch.from_numpy, (breakpoints, g, residuals, efforts)))


def _in_parts(
    action: RowShifts, x: Tensor, y: Tensor, unit: float,
    task: Callable[[slice, np.ndarray, np.ndarray, "Steps"], Part],
) -> list[Part]:  # fmt: skip
    """Return what a task makes of some pairs at a time, in as many threads as torch has."""
    rounding = 0.0 if x.dtype == torch.uint8 else _ROUNDING
    sources, targets = _numpy(x), _numpy(y)

    def part(start: int) -> Part:
        own = slice(start, start + _PAIRS_AT_ONCE)
        source, target = (np.array(points[own], np.float64, order="C") for points in (sources, targets))
        greatest = max(np.abs(source).max(initial=0.0), np.abs(target).max(initial=0.0))
        scale = 2.0 ** np.frexp(greatest)[1] if greatest else 1.0
        return task(own, source, target, _steps(action, rounding, unit, scale))

    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        return list(threads.map(part, range(0, len(x), _PAIRS_AT_ONCE)))


def _pieces(x: np.ndarray, y: np.ndarray, steps: "Steps") -> "Pieces":
    from lazyq.kernels.native import walking

    walks, now = (_walks(count, x.shape[1], size) for count, size in ((len(x), len(steps.slopes)), (1, 1)))
    walking.walk(x, y, steps, walks)
    most = int(walks.counts.max()) + 1
    ordered = np.sort(walks.breakpoints[..., :most].reshape(len(x), -1))
    pieces = 1 + walking.count_different(ordered)
    out = walking.Pieces(
        np.empty((len(x), pieces - 1)),
        np.empty((len(x), pieces, x.shape[1]), np.int16),
        *np.empty((2, len(x), pieces)),
    )
    walking.merge(walks, ordered, steps, now, out)
    return out


def _walks(count: int, height: int, size: int) -> "Walks":
    from lazyq.kernels.native.walking import Walks

    shape = (count, height, size)
    return Walks(np.empty(shape), np.empty(shape, np.int16), np.empty(shape), np.empty(shape[:2], np.int16))


def _steps(action: RowShifts, rounding: float, unit: float, scale: float) -> "Steps":
    from lazyq.kernels.native.walking import Steps

    lanes = rounded_up(action.width, _LANES)
    squares = action.squared_lengths.numpy()
    slopes, counts = np.unique(squares, return_counts=True)
    row = np.zeros((1, 1, action.width))
    return Steps(
        row=originals(row, row.copy(), np.empty(0)),
        shifts=signed_shifts(action.width).numpy(),
        squares=squares,
        slopes=slopes,
        first=np.concatenate([[0], counts.cumsum()]),
        heights=np.empty(len(slopes)),
        lows=np.empty(len(slopes)),
        best=np.empty(len(slopes), np.int64),
        halves=np.empty(action.width),
        wide=np.empty(action.width + lanes, np.float32),
        squared=squared_shifts(action.width, lanes).astype(np.float32),
        outside=np.where(np.arange(lanes) < action.width, 0, np.inf).astype(np.float32),
        costs=np.empty(lanes, np.float32),
        rounding=rounding,
        scale=scale,
        unit=unit,
    )


def _numpy(points: Tensor) -> np.ndarray:
    array: np.ndarray = points.detach().numpy()
    return array
