"""Halves of series as signed bytes, and how far that takes inner products; importing it imports no Numba.

Sums of both halves of a series and their differences say 2⟨g·x, y⟩ with half the products: with
P(k) = Σ (x(k+j) + x(k+j+W/2))(y(j) + y(j+W/2)) and N(k), the same of differences, it is P(k) + N(k), and
P(k) − N(k) of the shift by W/2 more. A difference changes its sign after W/2 pixels.

A shift changes only the order of the pixels, so at every shift P and N are off by at most
 ‖x‖‖y − ŷ‖ + ‖ŷ‖‖x − x̂‖.
"""

from typing import NamedTuple

import numpy as np

from lazyq.kernels import row_shifts

SHIFTS_AT_ONCE = 8  # of either half of all shifts
LANES = 16  # int32 in a register of AVX-512
_GREATEST = 127
_OFFSET = 128  # what makes signed bytes unsigned ones
_SMALLEST = np.float32(2.0**-60)  # of a scale: series of smaller numbers are rounded to 0
_SLACK = 2.0**-18  # of ‖x‖‖y‖, above all rounding of sums in float32
_AT_ONCE = 512


class Rounded(NamedTuple):
    """Series (n, C, W) as levels·scale.

    Attributes
    ----------
    levels : (n, C, W) int8, from −127 to 127
    scales : (n,) float32
    norms : (n,) float32, the greater of ‖x‖ and ‖x̂‖
    errors : (n,) float32, ‖x − x̂‖ + 2⁻¹⁸‖x‖
    """

    levels: np.ndarray
    scales: np.ndarray
    norms: np.ndarray
    errors: np.ndarray


class Bytes(NamedTuple):
    """Rounded targets, filled up with zeros to whole lines.

    Attributes
    ----------
    words : (2, ⌈m/lanes⌉, C, ⌈W/8⌉, lanes) int32, each four unsigned bytes, 128 more than the levels
    scales, norms, errors : (2, lanes·⌈m/lanes⌉) float32, as in :class:`Rounded`
    """

    words: np.ndarray
    scales: np.ndarray
    norms: np.ndarray
    errors: np.ndarray


class Words(NamedTuple):
    """Rounded queries that can be read from any pixel on.

    Attributes
    ----------
    words : (2, n, C, P) int32, the four levels from every pixel on, again and again
    starts : (2, n, S) int32, −128 times the sum of the W/2 levels from a pixel on
    scales, norms, errors : (2, n) float32, as in :class:`Rounded`
    """

    words: np.ndarray
    starts: np.ndarray
    scales: np.ndarray
    norms: np.ndarray
    errors: np.ndarray


class Prices(NamedTuple):
    """What the shifts k = 0 … S − 1 cost at one λ, S the least multiple of SHIFTS_AT_ONCE from W/2 on.

    Attributes
    ----------
    penalties : (2, S) float32, λ²δ(k)², and that of k + W/2
    reaches : (S/SHIFTS_AT_ONCE,) float32, the least of every so many
    """

    penalties: np.ndarray
    reaches: np.ndarray


def rounded(rows: np.ndarray) -> Rounded:
    """Return series (n, C, W), float32, to the nearest levels."""
    greatest = np.abs(rows).max((1, 2)) / np.float32(_GREATEST)
    scales = np.maximum(greatest, _SMALLEST).astype(np.float32)
    levels = np.rint(rows / scales[:, None, None]).clip(-_GREATEST, _GREATEST).astype(np.int8)
    norms, errors = np.empty((2, len(rows)), np.float32)
    for at in range(0, len(rows), _AT_ONCE):
        here = slice(at, at + _AT_ONCE)
        whole, near = (
            rows[here].astype(np.float64),
            levels[here] * scales[here, None, None].astype(np.float64),
        )
        size, near_size, off = (_norms(part) for part in (whole, near, whole - near))
        norms[here], errors[here] = np.maximum(size, near_size), off + _SLACK * size
    return Rounded(levels, scales, norms, errors)


def _norms(rows: np.ndarray) -> np.ndarray:
    return np.sqrt(np.einsum("ncw,ncw->n", rows, rows))


def _halves(rows: np.ndarray) -> list[np.ndarray]:
    """Return the sum and the difference of both halves of series (n, C, W)."""
    half = rows.shape[2] // 2
    return [rows[:, :, :half] + rows[:, :, half:], rows[:, :, :half] - rows[:, :, half:]]


def targets(rows: np.ndarray) -> Bytes:
    """Return series (m, C, W), float32, W even, as the lanes of lines."""
    count, channels, width = rows.shape
    more, quarters = -count % LANES, -(-width // 8)
    words = row_shifts.aligned((2, (count + more) // LANES, channels, quarters, LANES), np.int32)
    parts = []
    for half, own in zip(words, _halves(rows), strict=True):
        whole = rounded(own)
        found = np.zeros((count + more, channels, 4 * quarters), np.uint8)
        found[:count, :, : width // 2] = whole.levels.view(np.uint8) + np.uint8(_OFFSET)
        half[:] = found.view(np.int32).reshape(-1, LANES, channels, quarters).transpose(0, 2, 3, 1)
        parts.append([np.pad(part, (0, more)) for part in whole[1:]])
    return Bytes(words, *(np.stack(both) for both in zip(*parts, strict=True)))


def queries(rows: np.ndarray) -> Words:
    """Return series (n, C, W), float32, W even, to be read from every pixel of a half on."""
    count, channels, half = len(rows), rows.shape[1], rows.shape[2] // 2
    shifts = row_shifts.rounded_up(half, SHIFTS_AT_ONCE)
    size = shifts + 4 * -(-half // 4) + 1
    whole, places = rounded(np.concatenate(_halves(rows))), np.arange(size + 3)
    again = whole.levels.take(places % half, 2).reshape(2, count, channels, size + 3)
    again[1] *= np.where(places // half % 2, -1, 1).astype(np.int8)
    words = np.stack([again[..., step : step + size] for step in range(4)], 4).view(np.int32)[..., 0]
    sums = np.cumsum(again.sum(2, dtype=np.int32), 2, dtype=np.int32)
    starts = sums[..., half - 1 : half - 1 + shifts].copy()
    starts[..., 1:] -= sums[..., : shifts - 1]
    return Words(words, -_OFFSET * starts, *(part.reshape(2, count) for part in whole[1:]))


def prices(mu: float, width: int) -> Prices:
    """Return what shifts of a series so wide cost."""
    shifts = np.arange(row_shifts.rounded_up(width // 2, SHIFTS_AT_ONCE))
    squares = row_shifts.squared_shifts(width, width)[np.stack([shifts, shifts + width // 2]) % width]
    penalties = row_shifts.penalties(np.full(1, mu), squares.reshape(-1)).reshape(squares.shape)
    return Prices(penalties, penalties.min(0).reshape(-1, SHIFTS_AT_ONCE).min(1))
