"""What the kernel of translations is given: images as spectra of both directions, and what they cost."""

import math

import numpy as np

from lazyq.actions import Channels, SolvableAction, Translations
from lazyq.kernels import row_shifts, spectra
from lazyq.kernels.native.layout import Planes, PlaneTurns, Sheet
from lazyq.kernels.row_shifts import aligned, penalties, squared_shifts
from lazyq.kernels.spectra import WAVES, Floats, lanes, order

HIGHEST = 128  # the turned spectrum of a line of pairs stays in a second-level cache


def size_of(action: SolvableAction) -> tuple[int, int, int] | None:
    """Return (C, H, W) where the action is, in tie order, ``Translations(H, W)`` of each of C channels."""
    if isinstance(action, Translations):
        return 1, action.height, action.width
    if isinstance(action, Channels) and isinstance(action.action, Translations):
        return action.channels, action.action.height, action.action.width
    size = row_shifts.size_of(action)
    return size if size is not None and size[1] == 1 else None


def known_size(action: SolvableAction) -> tuple[int, int, int]:
    """Return the size of an action that is known to have one."""
    size = size_of(action)
    if size is None:
        raise AssertionError(f"{action} is not of translations")
    return size


def of_queries(images: np.ndarray) -> Planes:
    """Return images (n, C, H, W) as numbers that are spread over the lanes."""
    height, width = images.shape[2:]
    values, energies, means = _centred(images)
    frequencies, _ = order(width)
    twice = np.where((frequencies == 0) | (2 * frequencies == width), 1.0, 2.0)
    values = values * (-2 * twice / (height * width))[:, None, None]
    stacked = np.ascontiguousarray(np.stack([values.real, values.imag, -values.real], 1), images.dtype)
    return Planes(stacked, energies, means)


def of_targets(images: np.ndarray) -> list[Planes]:
    """Return images (m, C, H, W) as lines; the last image fills lanes that are not used."""
    dtype, count = images.dtype, lanes(images.dtype)
    lines = []
    for start in range(0, len(images), count):  # what a line needs stays in a processor's own cache
        own = np.minimum(np.arange(start, start + count), len(images) - 1)
        values, energies, means = _centred(images[own])
        values = values.transpose(1, 2, 3, 0)
        line = aligned((2, *values.shape), dtype.type)
        line[0], line[1] = values.real, values.imag
        own_energies, own_means = (aligned((1, count), dtype.type) for _ in range(2))
        own_energies[0], own_means[0] = energies, means
        lines.append(Planes(line, own_energies, own_means))
    return lines


def _centred(images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what :func:`centred` does, in the dtype of the images but for the spectra."""
    _, values, energies, means = centred(images.astype(np.float64))
    return values, energies.astype(images.dtype), means.astype(images.dtype)


def centred(images: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return images (n, C, H, W) in float64 without their means, and what is known of them.

    An image has one mean, of all of its channels: the rest of it turns in a space that is orthogonal to it.

    Returns
    -------
    The images; their spectra (n, G, H, C); their energies and the means times √(CHW), (n,)
    """
    means = images.mean((1, 2, 3))
    levels = images - means[:, None, None, None]
    values = np.fft.rfft2(levels)[..., order(images.shape[3])[0]].transpose(0, 3, 2, 1)
    return levels, values, np.square(levels).sum((1, 2, 3)), means * math.sqrt(math.prod(images.shape[1:]))


def turns(shape: tuple[int, ...], mus: np.ndarray, dtype: Floats) -> PlaneTurns:
    """Return what all translations of images of this shape take and cost at some λ."""
    height, width = shape
    waves, even, shifts = spectra.waves(height)
    columns = spectra.waves(width)[2]
    squares = squared_shifts(height, height)[:, None] + squared_shifts(width, width)[columns]
    costs = np.stack([penalties(mus, row, dtype) for row in squares])
    costs[..., columns < 0] = np.inf
    return PlaneTurns(waves.astype(dtype), even, order(height)[0], shifts, costs)


def sheet(shape: tuple[int, ...], turns: PlaneTurns, dtype: Floats) -> Sheet:
    """Return memory for one thread."""
    (height, width), line = shape, lanes(dtype)
    rows = (
        2 * height,
        4 * (height // 2 + 1),
        8 * WAVES,
        height * 2 * (width // 2 + 1),
        turns.penalties.shape[1],
    )
    return Sheet(*(aligned((count, line), dtype.type) for count in rows))
