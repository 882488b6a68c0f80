"""Targets of the search under cyclic translations as spectra: all frequencies, the low ones, magnitudes.

A series is an image of one row. Images are taken in a frame: (image − centre) / unit, which changes no inner
product of what is left of their means, and keeps float32 from overflowing.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.kernels import planes, row_shifts, spectra
from lazyq.kernels.native import rounded
from lazyq.kernels.native.bands import Band, Errors
from lazyq.kernels.native.layout import Planes, PlaneTurns, Turns

_AT_ONCE = 1024
_SAMPLE = 256  # targets that say where the energy is
_TAIL = 0.25  # of the energy: what the low band may leave out
_WORTH, _WORTH_OF_SERIES = 0.01, 0.005  # of the energy: a frequency that holds as much belongs to it
_FAR = 2.0**20
_SMALLEST = 2.0**-400  # squares of smaller numbers lose digits in float64 itself
_LEAST = 2.0**-80  # what float32 loses by underflow, generously
_DTYPE = np.dtype(np.float32)
_LANES = spectra.lanes(_DTYPE)


class Frame(NamedTuple):
    """What images are taken in: (image − centre) / unit, the unit a power of two."""

    centre: np.ndarray  # (C, 1, 1), of every channel: to subtract it from both images changes no distance
    unit: float

    def of(self, images: Tensor) -> np.ndarray:
        """Return images (n, C, H, W) in this frame, float64."""
        return (images.double().numpy() - self.centre) / self.unit

    def too_far(self, images: Tensor) -> Tensor:
        """Return which images are too bright beside the targets for float32, (n,)."""
        if self.unit <= _SMALLEST:
            return torch.ones(len(images), dtype=torch.bool)
        apart = images.double() - torch.from_numpy(self.centre)
        return apart.abs().flatten(1).amax(1) > _FAR * self.unit


class Signals(NamedTuple):
    """Images as spectra (n, G, H, C), columns in the order of :func:`lazyq.kernels.spectra.order`.

    Attributes
    ----------
    levels : (n, C, H, W) float64, the images without their means
    values : complex, of these
    energies : (n,) float32, ‖image − mean‖²
    means : (n,) float32, the mean of all channels times √(CHW)
    """

    levels: np.ndarray
    values: np.ndarray
    energies: np.ndarray
    means: np.ndarray


class Cut(NamedTuple):
    """The frequencies of a band: places of columns and of rows, and how many of each are even."""

    columns: np.ndarray
    rows: np.ndarray

    def of(self, values: np.ndarray) -> np.ndarray:
        """Return what is in the band, (n, G, R, C)."""
        return values[:, self.columns][:, :, self.rows]


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets, and what the search takes of them.

    Attributes
    ----------
    given : (m, *shape) as they were given
    size : (C, H, W)
    cut : the low band, or None where it would hold most frequencies
    energies, means : (m,) float32; of series to the end of the last line, with zeros
    low, full : float32, the low frequencies and all that there is; of images both are spectra (m, 2·G·R·C),
        real parts and then imaginary ones; of series low is (⌈m/lanes⌉, 2·G·C, lanes), and full (m, C, P),
        the rows without their means, filled up with zeros
    magnitudes, tail : (m, features) float32, of the low band and of the other frequencies, as energies
    """

    given: Tensor
    size: tuple[int, int, int]
    frame: Frame
    cut: Cut | None
    energies: np.ndarray
    means: np.ndarray
    low: np.ndarray
    full: np.ndarray
    magnitudes: Tensor
    tail: Tensor
    _bytes: list[rounded.Bytes] = field(default_factory=list)

    def bytes(self) -> rounded.Bytes:
        """Return series as signed bytes, made where they are first asked for."""
        if not self._bytes:
            self._bytes.append(rounded.targets(self.full[:, :, : self.size[2]]))
        return self._bytes[0]

    @property
    def has_bytes(self) -> bool:
        """Whether they have been made."""
        return bool(self._bytes)

    def errors(self) -> Errors:
        """Return what rounding may do; see :func:`lazyq.kernels.pairwise.spectra.errors`."""
        epsilon = float(np.finfo(_DTYPE).eps)
        channels, height, width = self.size
        lines = width // (2 * _LANES) + 1  # of two vectors, a channel of a series
        terms = spectra.order(height)[1] + spectra.order(width)[1] + (channels - 1) * (lines + 1)
        features = self.magnitudes.shape[1] + self.tail.shape[1]
        return Errors(
            np.float32(4 * epsilon), np.float32((terms + 24) * epsilon),
            np.float32((terms + features + 40) * epsilon), np.float32(_LEAST),
        )  # fmt: skip


def targets(given: Tensor, size: tuple[int, int, int], tick: Callable[[int], None]) -> Targets:
    """Return targets made ready; between parts of them tick(0) is called, which may raise to end it."""
    images = given.reshape(-1, *size)
    frame = _frame(images)
    step = max(1, len(given) // _SAMPLE)
    cut = _cut(signals(frame.of(images[::step])).values, size)
    parts, kept_columns = [], _columns(size, cut)
    for part in images.split(_AT_ONCE):
        tick(0)
        own = signals(frame.of(part))
        low, tail = magnitudes(own.values, cut, size)
        if size[1] == 1:
            kept, full = own.values[:, kept_columns], _filled(own.levels[:, :, 0])
        else:
            kept, full = own.values[:, :0] if cut is None else cut.of(own.values), _halves(own.values)
        parts.append((own.energies, own.means, _halves(kept), full, low, tail))
    energies, means, lows, full, low, tail = (np.concatenate(several) for several in zip(*parts, strict=True))
    if size[1] == 1:
        energies, means, lows, low, tail = (_whole_lines(part) for part in (energies, means, lows, low, tail))
        lows = np.ascontiguousarray(lows.reshape(-1, _LANES, lows.shape[1]).swapaxes(1, 2))
    own_magnitudes, tails = torch.from_numpy(low), torch.from_numpy(tail)
    return Targets(given, size, frame, cut, energies, means, lows, full, own_magnitudes, tails)


def _columns(size: tuple[int, int, int], cut: Cut | None) -> np.ndarray:
    """Return the places of the columns of the low band, of all where there is none."""
    return np.arange(size[2] // 2 + 1) if cut is None else cut.columns


def kept_frequencies(block: Targets) -> np.ndarray:
    """Return the places of the frequencies of series that are turned."""
    return _columns(block.size, block.cut)


def _filled(rows: np.ndarray) -> np.ndarray:
    """Return rows (n, C, W) with zeros up to an even number of lines."""
    more = row_shifts.rounded_up(rows.shape[2], 2 * _LANES) - rows.shape[2]
    return np.pad(rows, ((0, 0), (0, 0), (0, more))).astype(_DTYPE)


def _whole_lines(numbers: np.ndarray) -> np.ndarray:
    """Return numbers of images (m, ...) with zeros up to the end of the last line."""
    more = row_shifts.rounded_up(len(numbers), _LANES) - len(numbers)
    return np.pad(numbers, ((0, more), *[(0, 0)] * (numbers.ndim - 1)))


def _frame(images: Tensor) -> Frame:
    dims = (0, 2, 3)
    centre = images.mean(dims, dtype=torch.float64)
    highest, lowest = (edge.double() - centre for edge in (images.amax(dims), images.amin(dims)))
    greatest = max(float(highest.abs().amax()), float(lowest.abs().amax()))
    return Frame(
        centre.numpy()[:, None, None], max(_SMALLEST, 2.0 ** int(np.frexp(greatest)[1])) if greatest else 1.0
    )


def signals(images: np.ndarray) -> Signals:
    """Return the spectra of images of a frame."""
    levels, values, energies, means = planes.centred(images)
    return Signals(levels, values, energies.astype(_DTYPE), means.astype(_DTYPE))


def _cut(values: np.ndarray, size: tuple[int, int, int]) -> Cut | None:
    """Return the least band that leaves out little of the energy of some targets, if it is narrow."""
    channels, height, width = size
    power = np.square(np.abs(values)).sum((0, 3))
    frequencies = spectra.order(width)[0]
    power[(frequencies > 0) & (2 * frequencies != width)] *= 2
    row_frequencies = np.minimum(np.arange(height), height - np.arange(height))
    reach = np.maximum(frequencies[:, None], row_frequencies)
    worth = _WORTH_OF_SERIES if height == 1 else _WORTH
    for highest in range(1, (width // 2 + 1) // 2):
        if height > 1 and highest >= height // 4:
            break
        tail, following = power[reach > highest].sum(), power[reach == highest + 1].mean()
        if tail <= _TAIL * power.sum() and following <= worth * power.sum():
            least = 1 if height == channels == 1 else 0  # a series without its mean has no frequency 0
            columns = np.flatnonzero((frequencies >= least) & (frequencies <= highest))
            return Cut(columns, np.flatnonzero(row_frequencies <= highest))
    return None


def magnitudes(
    values: np.ndarray, cut: Cut | None, size: tuple[int, int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the magnitudes of the low band and of the other frequencies, (n, features) float32 each.

    Twice the products of both say how much two images' inner products are at most.
    """
    frequencies = spectra.order(size[2])[0]
    weights = np.where((frequencies == 0) | (2 * frequencies == size[2]), 1.0, 2.0) / math.prod(size[1:])
    found = (np.abs(values) * np.sqrt(2 * weights)[:, None, None]).astype(_DTYPE)
    inside = np.zeros(found.shape[1:3], dtype=bool)
    if cut is not None:
        inside[np.ix_(cut.columns, cut.rows)] = True
    return found[:, inside].reshape(len(found), -1), found[:, ~inside].reshape(len(found), -1)


def _halves(values: np.ndarray) -> np.ndarray:
    """Return (n, 2·G·R·C) float32."""
    flat = values.reshape(len(values), -1)
    return np.concatenate([flat.real, flat.imag], 1).astype(_DTYPE)


def band(own: Signals, block: Targets, mus: np.ndarray, low: bool) -> Band:
    """Return a band of queries and targets, with memory for one thread; mus in squared units of the frame."""
    _, height, width = block.size
    cut = block.cut if low else None
    values = own.values if cut is None else cut.of(own.values)
    columns = _columns(block.size, cut)
    planar, own_turns = _planar((height, width), cut, mus), turns(width, columns, mus)
    count, lanes = values.shape[2], spectra.lanes(_DTYPE)
    line = row_shifts.aligned((2, *values.shape[1:], lanes), np.float32)
    nothing = np.empty((1, lanes), np.float32)
    shape = (height, 2 * (len(columns) - 1))
    sheet = planes.sheet(shape, planar, _DTYPE)._replace(
        column=row_shifts.aligned((2 * count, lanes), np.float32)
    )
    by_group = planar.penalties.reshape(height, len(mus), -1, 2 * spectra.WAVES).min(3)
    reaches = np.minimum.accumulate(by_group[:, :, ::-1], 2)[:, :, ::-1] * np.float32(1 - 2.0**-20)
    rows = np.minimum(np.arange(height), height - np.arange(height))
    return Band(
        scaled(own, values, columns, block.size),
        block.low if low else block.full, Planes(line, nothing, nothing), planar, own_turns,
        np.ascontiguousarray(reaches), np.argsort(rows, kind="stable"), spectra.desk(1, own_turns), sheet,
    )  # fmt: skip


def scaled(own: Signals, values: np.ndarray, columns: np.ndarray, size: tuple[int, int, int]) -> Planes:
    """Return some values of queries as numbers."""
    frequencies, _ = spectra.order(size[2])
    twice = np.where((frequencies == 0) | (2 * frequencies == size[2]), 1.0, 2.0)[columns]
    factors = values * (-2 * twice / math.prod(size[1:]))[:, None, None]
    queries = np.ascontiguousarray(np.stack([factors.real, factors.imag, -factors.real], 1), _DTYPE)
    return Planes(queries, own.energies, own.means)


def heaps(distances: np.ndarray) -> np.ndarray:
    """Return distances (L, k) as max-heaps: the greatest first."""
    return np.ascontiguousarray(np.sort(distances, axis=1)[:, ::-1])


def _planar(size: tuple[int, int], cut: Cut | None, mus: np.ndarray) -> PlaneTurns:
    whole = planes.turns(size, mus, _DTYPE)
    if cut is None:
        return whole
    order, inside = whole.order, whole.order <= len(cut.rows) // 2
    waves = np.ascontiguousarray(whole.waves[:, :, inside])
    return whole._replace(waves=waves, even=int(inside[: whole.even].sum()), order=order[inside])


def turns(width: int, columns: np.ndarray, mus: np.ndarray) -> Turns:
    """Return what takes these columns' frequencies to all shifts, and what they cost at some λ."""
    whole = spectra.turns(width, mus, _DTYPE)
    waves = np.ascontiguousarray(whole.waves[:, :, columns])
    return whole._replace(waves=waves, even=int((columns < whole.even).sum()))
