"""What the kernels that turn spectra are given: signals as spectra, and the waves that turn them."""

import math
from functools import cache
from typing import Any

import numpy as np

from lazyq.kernels.native.layout import Desk, Spectra, Turns
from lazyq.kernels.row_shifts import aligned, penalties, squared_shifts

WAVES = 8
WIDEST = 512  # a transform of so many sums costs more than a fast one
LINE = 64  # bytes of a cache line

Floats = np.dtype[Any]


def lanes(dtype: Floats) -> int:
    """Return how many numbers are in a cache line."""
    return LINE // dtype.itemsize


def order(width: int) -> tuple[np.ndarray, int]:
    """Return the frequencies as they are stored, and how many are summed first."""
    frequencies = np.arange(width // 2 + 1)
    if width % 2:
        return frequencies, len(frequencies)
    return np.concatenate([frequencies[::2], frequencies[1::2]]), len(frequencies[::2])


def of_queries(images: np.ndarray, dtype: Floats | None = None, channels: int = 1) -> Spectra:
    """Return lines (n, H·C, W) as numbers of a dtype, or of theirs, that are spread over the lanes."""
    width, dtype = images.shape[2], dtype or images.dtype
    spectra, energies, means = _centred(images, dtype, channels)
    frequencies, _ = order(width)
    twice = np.where((frequencies == 0) | (2 * frequencies == width), 1.0, 2.0)
    values = spectra * (-2 * twice / width)[:, None]
    stacked = np.ascontiguousarray(np.stack([values.real, values.imag, -values.real], 2), dtype)
    return Spectra(stacked, energies, means, energies.max(0, initial=0))


def of_targets(images: np.ndarray, dtype: Floats | None = None, channels: int = 1) -> list[Spectra]:
    """Return images as lines of lanes of a dtype, or of theirs; the last image fills lanes not used.

    Those given are of pixels, (m, H·C, W).
    """
    dtype = dtype or images.dtype
    count, lines = lanes(dtype), []
    spectra, energies, means = _centred(images, dtype, channels)
    for start in range(0, len(images), count):
        own = np.minimum(np.arange(start, start + count), len(images) - 1)
        own_spectra = spectra[own].transpose(1, 2, 3, 0)
        values = aligned((len(own_spectra), 2, *own_spectra.shape[1:]), dtype.type)
        values[:, 0], values[:, 1] = own_spectra.real, own_spectra.imag
        own_energies, own_means = (
            aligned((*part.shape[1:], count), dtype.type) for part in (energies, means)
        )
        own_energies[:], own_means[:] = energies[own].T, means[own].transpose(1, 2, 0)
        lines.append(Spectra(values, own_energies, own_means, own_energies.max(1)))
    return lines


def _centred(images: np.ndarray, dtype: Floats, channels: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the spectra (n, H, F, C) of lines without their means, the energies, and the means times √W."""
    width = images.shape[2]
    rows = images.astype(np.float64).reshape(len(images), -1, channels, width)
    means = rows.mean(3)
    rows -= means[..., None]
    energies = np.square(rows).sum((2, 3))
    spectra = np.fft.rfft(rows)[..., order(width)[0]].swapaxes(2, 3)
    return spectra, energies.astype(dtype), (means * math.sqrt(width)).astype(dtype)


def turns(width: int, mus: np.ndarray, dtype: Floats) -> Turns:
    """Return what all shifts of rows so wide take and cost at some λ."""
    table, even, shifts = waves(width)
    squares = squared_shifts(width, width)[shifts]
    costs = np.where(shifts < 0, np.inf, penalties(mus, squares, dtype))
    costs = costs.astype(dtype)
    by_group = costs.reshape(len(mus), -1, 2 * WAVES).min(2)
    reaches = np.minimum.accumulate(by_group[:, ::-1], 1)[:, ::-1]
    return Turns(table.astype(dtype), even, costs, np.ascontiguousarray(reaches))


@cache
def waves(width: int) -> tuple[np.ndarray, int, np.ndarray]:
    """Return the waves in float64, how many frequencies are even, and the shifts of the sums, −1 for none."""
    frequencies, even = order(width)
    last = width // 4 if width % 2 == 0 else width // 2
    groups = -(-(last + 1) // WAVES)
    k = np.arange(groups * WAVES)
    angles = 2 * np.pi / width * (frequencies[:, None] * k % width)
    both = np.stack([np.cos(angles), np.sin(angles)]) * (k <= last)
    table = both.reshape(2, len(frequencies), groups, WAVES).transpose(2, 0, 1, 3)
    near = np.where(k <= last, k, -1)
    far = np.where((k <= last) & (width % 2 == 0), width // 2 - k, -1)
    shifts = np.stack([near.reshape(groups, WAVES), far.reshape(groups, WAVES)], 1).reshape(-1)
    return np.ascontiguousarray(table), even, shifts


def desk(count: int, turns: Turns) -> Desk:
    """Return memory for one thread and so many queries."""
    dtype = turns.waves.dtype
    line = lanes(dtype)
    return Desk(
        products=aligned((2 * turns.waves.shape[2], line), dtype.type),
        folded=aligned((turns.penalties.shape[1], line), dtype.type),
        sines=aligned((turns.penalties.shape[1], line), dtype.type),
        least=aligned((len(turns.penalties), line), dtype.type),
        totals=aligned((count, len(turns.penalties), line), dtype.type),
    )
