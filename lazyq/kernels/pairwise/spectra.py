"""Cyclic shifts of floating-point images on a CPU: spectra multiplied and turned back, compiled by Numba.

float32 images are computed in float32 and float64 ones in float64. :func:`errors` bounds what that loses.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction, SolvableAction
from lazyq.kernels import planes, row_shifts, scaling, spectra
from lazyq.kernels.native.layout import Planes, PlaneTurns, Spectra, Turns

NAME = "spectra"
_QUERIES_AT_ONCE = 192
_TARGETS_AT_ONCE = 1024


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    rows = row_shifts.size_of(action)
    size = rows or planes.size_of(action)
    if size is None:
        return f"it knows RowShifts, Translations, shifts of a series, and Channels of them, not {action}"
    if not x.is_floating_point():
        return f"it takes floating-point images, not {x.dtype}"
    if size[2] > spectra.WIDEST:
        return f"it sums up to {spectra.WIDEST} columns wave by wave, and there are {size[2]}"
    if rows is None and size[1] > planes.HIGHEST:
        return f"it sums up to {planes.HIGHEST} rows wave by wave, and there are {size[1]}"
    return row_shifts.why_no_compiler(x)


def errors(action: SeparableAction, dtype: torch.dtype) -> tuple[float, float]:
    """Return (a, b), as :mod:`lazyq.kernels.pairwise` says.

    A term of −2c is rounded when both spectra and the wave are, twice in their product, once for each of the
    n sums that follow, of channels too, and thrice when A, B and the energy are joined; all terms together
    are at most √2 (‖x‖² + ‖y‖²), and 2 (‖x‖² + ‖y‖²) where both directions turn. Energies and means take
    twelve roundings more. The sum over rows is of numbers ≥ 0.
    """
    epsilon = float(torch.finfo(dtype).eps)
    rows = row_shifts.size_of(action)
    if rows is not None:
        terms = spectra.order(rows[2])[1] + rows[0] - 1
        return (rows[1] + 2) * epsilon, (0.75 * (terms + 8) + 8) * epsilon
    size = planes.known_size(action)
    terms = sum(spectra.order(side)[1] for side in size[1:]) + size[0] - 1
    return 3 * epsilon, (terms + 20) * epsilon


def energies_of_means(action: SeparableAction, images: Tensor) -> Tensor:
    """Return ‖x̄‖² of every image, (n,) float64, x̄ being the means that are taken off what shifts.

    What the distances are off by is at most a·d² + b·(‖x − x̄‖² + ‖y − ȳ‖²) + ε d(‖x̄‖ + ‖ȳ‖): two means are
    rounded and subtracted, and no transform sees them.
    """
    rows = row_shifts.size_of(action)
    parts = row_shifts.lines(images, rows) if rows is not None else images.flatten(1)[:, None]
    return parts.sum(2, dtype=torch.float64).square().sum(1) / (parts.shape[2] or 1)


def squared_distances(action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor) -> Tensor:
    """Return the squared distances, computed in the dtype of the images, in float64.

    Shapes and units as in :func:`lazyq.kernels.pairwise.reference.squared_distances`; as many threads as
    ``torch.get_num_threads()``.
    """
    results = np.empty((len(mus), len(x), len(y)), np.float32 if x.dtype == torch.float32 else np.float64)
    if results.size == 0:
        return torch.from_numpy(results).double()
    unit = scaling.unit_of(x, y)
    scaled, levels = [images.detach() / unit for images in (x, y)], mus.numpy() / unit / unit
    rows = row_shifts.size_of(action)
    if rows is not None:
        sources, targets = (row_shifts.lines(images, rows).numpy() for images in scaled)
        of_queries: Callable[[np.ndarray], Planes | Spectra] = partial(spectra.of_queries, channels=rows[0])
        fill_block: Callable[..., None] = partial(_fill, rows[0])
    else:
        size = planes.known_size(action)
        sources, targets = (images.reshape(-1, *size).numpy() for images in scaled)
        of_queries = planes.of_queries
        fill_block = partial(_fill_planes, planes.turns(size[1:], levels, sources.dtype))
    turns = spectra.turns(action.shape[-1], levels, sources.dtype)
    with ThreadPoolExecutor(torch.get_num_threads()) as threads:
        for start in range(0, len(x), _QUERIES_AT_ONCE):
            own = slice(start, start + _QUERIES_AT_ONCE)
            fill = partial(fill_block, of_queries(sources[own]), targets, turns, results[:, own])
            for _ in threads.map(fill, range(0, len(y), _TARGETS_AT_ONCE)):
                pass
    out = torch.from_numpy(results).double().mul_(unit * unit)
    scaling.measure_dark_pairs(action, x, y, mus, out, unit)
    return out


def _fill(
    channels: int, queries: Spectra, targets: np.ndarray, turns: Turns, out: np.ndarray, first: int
) -> None:
    """Fill out[:, :, first : first + _TARGETS_AT_ONCE]."""
    from lazyq.kernels.native.spectral import squared_distances as compute

    desk = spectra.desk(len(queries.energies), turns)
    lines = spectra.of_targets(targets[first : first + _TARGETS_AT_ONCE], channels=channels)
    for place, line in enumerate(lines):
        compute(queries, line, turns, desk, first + place * desk.products.shape[1], out)


def _fill_planes(
    planar: PlaneTurns, queries: Planes, targets: np.ndarray, turns: Turns, out: np.ndarray, first: int
) -> None:
    """Fill out[:, :, first : first + _TARGETS_AT_ONCE] of translations."""
    from lazyq.kernels.native.planar import squared_distances as compute

    desk, sheet = spectra.desk(1, turns), planes.sheet(targets.shape[2:], planar, targets.dtype)
    lines = planes.of_targets(targets[first : first + _TARGETS_AT_ONCE])
    for place, line in enumerate(lines):
        compute(queries, line, planar, turns, desk, sheet, first + place * desk.products.shape[1], out)
