"""Cyclic shifts of long float64 rows on a CPU, compiled by Numba: float32 finds the shifts that may be best.

Which they are is certain, since what float32 is off by is bounded; they are measured in float64 from the
differences, so that nothing cancels.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import row_shifts, spectra
from lazyq.kernels.native.layout import Close, Spectra, Turns
from lazyq.kernels.pairwise import spectra as spectral

NAME = "screened"
_NARROWEST = 64  # below it the shifts of a row are so few that float64 is as fast
_QUERIES_AT_ONCE = 192
_TARGETS_AT_ONCE = 1024
_LANES = 8
_SINGLE = np.dtype(np.float32)
_UNDERFLOW = 1e-30  # more than all products of rows of at most 1 that float32 makes 0


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    size = row_shifts.size_of(action)
    if size is None or size[0] > 1:
        return f"it knows RowShifts and TimeShifts of one channel, not {action}"
    if x.dtype != torch.float64:
        return f"it takes float64 rows, not {x.dtype}"
    if not _NARROWEST <= size[2] <= spectra.WIDEST:
        return f"it takes {_NARROWEST} to {spectra.WIDEST} columns, and there are {size[2]}"
    return row_shifts.why_no_compiler(x)


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says.

    A difference rounds once and is squared; an eighth of the squares is added one after the other, then their
    sums, λ²δ², and the rows.
    """
    _, height, width = row_shifts.known_size(action)
    return (width / 16 + height / 2 + 8) * float(torch.finfo(torch.float64).eps), 0.0


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances in float64.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; as many threads as
    ``torch.get_num_threads()``.
    """
    out = np.zeros((len(mus), len(x), len(y)))
    if out.size == 0:
        return torch.from_numpy(out)
    size = row_shifts.known_size(action)
    sources, targets = (row_shifts.lines(images.detach(), size).numpy() for images in (x, y))
    unit = max(map(_power_of_two, (sources, targets))) or 1.0
    with np.errstate(over="ignore"):  # what is infinitely dear is too dear
        turns = spectra.turns(size[2], mus.numpy() / unit / unit, _SINGLE)
    share = 2.1 * (spectral.errors(action, torch.float32)[1] + 4 * float(np.finfo(np.float32).eps))
    close = _close(targets, mus.numpy(), turns, share)
    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for start in range(0, len(x), _QUERIES_AT_ONCE):
            own = sources[start : start + _QUERIES_AT_ONCE]
            queries = spectra.of_queries(own / unit, _SINGLE)
            mine = close._replace(sources=np.concatenate([own, own], 2), moving=_moving(own))
            fill = partial(_fill, queries, targets, unit, turns, mine, out[:, start : start + len(own)])
            for _ in threads.map(fill, range(0, len(y), _TARGETS_AT_ONCE)):
                pass
    return torch.from_numpy(out)


def _fill(
    queries: Spectra,
    targets: np.ndarray,
    unit: float,
    turns: Turns,
    close: Close,
    out: np.ndarray,
    first: int,
) -> None:
    """Fill out[:, :, first : first + _TARGETS_AT_ONCE]."""
    from lazyq.kernels.native.screening import squared_distances as compute

    own = targets[first : first + _TARGETS_AT_ONCE]
    desk, lanes = spectra.desk(1, turns), spectra.lanes(_SINGLE)
    moving = np.zeros((row_shifts.rounded_up(len(own), lanes), own.shape[1]), np.uint64)
    moving[: len(own)] = _moving(own)
    others = (moving.reshape(-1, lanes, own.shape[1]) << np.arange(lanes, dtype=np.uint64)[:, None]).sum(1)
    close = close._replace(
        limits=np.empty_like(desk.least),
        best=np.empty(desk.least.shape),
        marked=np.empty(len(desk.folded), np.int64),
        near=np.empty(len(desk.folded), np.uint64),
    )
    for place, line in enumerate(spectra.of_targets(own / unit, _SINGLE)):
        compute(queries, line, turns, desk, close._replace(others=others[place]), first + place * lanes, out)


def _close(targets: np.ndarray, mus: np.ndarray, turns: Turns, share: float) -> Close:
    """Return what is the same for all queries and lines."""
    width = targets.shape[2]
    shifts = spectra.waves(width)[2]
    costs = row_shifts.penalties(mus, row_shifts.squared_shifts(width, width)[shifts], np.float64)
    nothing = np.empty(0)
    return Close(
        sources=nothing,
        targets=targets,
        moving=nothing,
        others=nothing,
        shifts=shifts,
        signs=np.where(np.arange(len(shifts)) // spectra.WAVES % 2 == 0, 1, -1),
        penalties=costs,
        tail=(np.arange(_LANES) >= _LANES - width % _LANES).astype(np.float64),
        share=share,
        least=_UNDERFLOW,
        limits=nothing,
        best=nothing,
        marked=nothing,
        near=nothing,
    )


def _moving(images: np.ndarray) -> np.ndarray:
    """Return which rows are not constant, (n, H)."""
    moving: np.ndarray = images.min(2) < images.max(2)
    return moving


def _power_of_two(images: np.ndarray) -> float:
    """Return the least power of two that all are below, or 0 for blank ones."""
    greatest = float(np.abs(images).max())
    return 2.0 ** np.frexp(greatest)[1] if greatest else 0.0
