"""Targets of the search under row shifts, as they are compared, and what bounds their distances.

By Parseval no shift of a row correlates better than (1/W) Σ |x̂ᵢ(f)||ŷᵢ(f)|, so ‖ |x̂| − |ŷ| ‖ is at most
d₀ ≤ d_λ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import GROUP, LANES, Pixels
from lazyq.kernels.native.phased import Phases
from lazyq.kernels.nearest import preparing
from lazyq.kernels.nearest.preparing import Frame

_SHARE, _SHARE_OF_BYTES = 0.6, 0.75  # measured: to evaluate a pair of bytes takes less time
_FLOATS_AT_ONCE = 2**11  # images that are copied as floats: larger copies are new pages of memory every time


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets as the compiled search takes them, and what bounds their distances: totals are their ‖y‖².

    Images are lines (m, H·C, W); floating-point ones are in a frame, and the originals beside them.
    """

    images: Tensor
    totals: np.ndarray
    frame: Frame | None
    originals: Tensor
    size: tuple[int, int, int]
    _embedding: list[Tensor] = field(default_factory=list)
    _pixels: list[Pixels] = field(default_factory=list)
    _phases: list[np.ndarray] = field(default_factory=list)

    def given(self, shape: tuple[int, ...], places: Tensor | slice = slice(None)) -> Tensor:
        """Return some of the images as points of a shape, as they were given."""
        channels, height, width = self.size
        images = self.originals[places].reshape(-1, height, channels, width).transpose(1, 2)
        return images.reshape(-1, *shape)

    def pixels(self, tick: Callable[[int], None]) -> Pixels:
        """Return the images as lists of pixels, made when the compiled search needs them first."""
        if not self._pixels:
            channels, _, width = self.size
            listed = row_shifts.listed(self.images.numpy(), GROUP, channels, preparing.pitch(width), tick)
            self._pixels.append(listed)
        return self._pixels[0]

    def magnitudes(self, tick: Callable[[int], None]) -> Tensor:
        """Return the embedding, (m, H·(⌊W/2⌋+1)); made at the first search for more than a few queries."""
        if not self._embedding:
            self._embedding.append(magnitudes(self.images, tick))
        return self._embedding[0]

    def phases(self, tick: Callable[[int], None]) -> np.ndarray:
        """Return the lowest frequencies as :class:`lazyq.kernels.native.phased.Phases` has them."""
        if not self._phases:
            self._phases.append(lowest(self.images, self.size[0], tick))
        return self._phases[0]

    @property
    def has_phases(self) -> bool:
        """Whether they have been made."""
        return bool(self._phases)

    @cached_property
    def longest(self) -> float:
        """The greatest ‖row‖."""
        return longest(self.images, self.size[0])

    @cached_property
    def slack(self) -> float:
        """What rounding may add to a distance, in parts of ‖x‖² + ‖y‖²: nothing in integers."""
        return preparing.slack(self.size[0] * self.size[2]) if self.frame else 0.0

    @cached_property
    def scale(self) -> float:
        """The factor from squared distances to those in the frame."""
        return self.frame.unit**-2 if self.frame else 1.0


def products(own: Tensor, theirs: Tensor, tick: Callable[[int], None]) -> np.ndarray:
    """Return the inner products of embeddings, (n, m) float32."""
    out = torch.empty(len(own), len(theirs))
    for start in range(0, len(theirs), _FLOATS_AT_ONCE):
        part = slice(start, start + _FLOATS_AT_ONCE)
        tick(0)
        torch.mm(own, theirs[part].float().T, out=out[:, part])
    return out.numpy()


def embedding_slack(features: int, width: int) -> float:
    """Return what the products of magnitudes are off by at most, in parts of ‖x‖² + ‖y‖²."""
    return (features + 2 * width + 48) * float(np.finfo(np.float32).eps)


def longest(images: Tensor, channels: int) -> float:
    """Return the greatest norm of a row."""
    rows = row_shifts.joined(images.numpy(), channels)
    return float(row_shifts.row_energies(rows).max(initial=0)) ** 0.5


def phases(images: Tensor, targets: np.ndarray) -> Phases:
    """Return what bounds the distances of images to targets whose lowest frequencies are known.

    The frequencies are products with cosines and sines in float32, each off by W·2⁻²³ ‖line‖ at most.
    """
    channels, (lines, width) = targets.shape[2], images.shape[1:]
    own = lowest(images, channels, lambda pairs: None)
    shares = np.square(own, dtype=np.float64).sum((2, 3)).reshape(*own.shape[:2], 2, -1)
    sums = shares.sum(3, keepdims=True)
    angles = np.arange(1, shares.shape[3] + 1) * (2 * np.pi / width)
    prices = np.divide(shares, sums, out=np.zeros_like(shares), where=sums > 0) / angles**2
    prices = prices.reshape(*own.shape[:2], LANES)
    bright = sums.sum((2, 3))
    return Phases(
        own, targets, prices.astype(np.float32), prices.sum((1, 2)).astype(np.float32),
        np.argsort(-bright, axis=1, kind="stable"), (bright > 0).sum(1),
        np.float32((16 * width + lines + 2 * channels + 62) * 2.0**-23),
        np.float32(_SHARE_OF_BYTES if images.dtype == torch.uint8 else _SHARE), used=True,
    )  # fmt: skip


def no_phases() -> Phases:
    """Return phases that are not used."""
    nothing, places = np.empty((0, 0, 0, 2, LANES), np.float32), np.empty((0, 0), np.int64)
    return Phases(
        nothing, nothing, np.empty((0, 0, LANES), np.float32), np.empty(0, np.float32), places,
        np.empty(0, np.int64), np.float32(0), np.float32(0), used=False,
    )  # fmt: skip


def lowest(images: Tensor, channels: int, tick: Callable[[int], None]) -> np.ndarray:
    """Return the lowest frequencies of lines (n, H·C, W), (n, P, C, 2, LANES) float32, as Phases has them."""
    (count, lines, width), few = images.shape, LANES // 2
    height = lines // channels
    frequency = torch.arange(1, few + 1, dtype=torch.float64)
    weights = torch.where(2 * frequency == width, 1.0, 2.0) * (2 * frequency <= width)
    angles = torch.arange(width, dtype=torch.float64)[:, None] * frequency * (2 * torch.pi / width)
    waves = torch.cat([angles.cos(), -angles.sin()], 1) * (weights / width).sqrt().repeat(2)
    waves = waves.float()
    found = torch.zeros(count, row_shifts.rounded_up(height, 2), channels, 2, few)
    for start in range(0, count, _FLOATS_AT_ONCE):
        tick(0)
        part = images[start : start + _FLOATS_AT_ONCE].float() @ waves
        found[start : start + _FLOATS_AT_ONCE, :height] = part.reshape(len(part), height, channels, 2, few)
    pairs = found.unflatten(1, (-1, 2)).movedim(2, 4)
    return pairs.reshape(count, -1, channels, 2, LANES).numpy()


def magnitudes(images: Tensor, tick: Callable[[int], None]) -> Tensor:
    """Return (m, H·C·(⌊W/2⌋+1)) float32 whose inner products bound the correlations of all shifts.

    The transform is a product with cosines and sines: each magnitude is off by W·2⁻²² ‖line‖ at most.
    """
    width = images.shape[-1]
    frequency = torch.arange(width // 2 + 1, dtype=torch.float64)
    weights = torch.where((frequency == 0) | (2 * frequency == width), 1.0, 2.0)
    angles = torch.arange(width, dtype=torch.float64)[:, None] * frequency * (2 * torch.pi / width)
    cosines, sines = ((wave * (weights / width).sqrt()).float() for wave in (angles.cos(), angles.sin()))
    magnitudes = torch.empty(len(images), images.shape[1] * len(frequency))
    for start in range(0, len(images), 4096):
        tick(0)
        levels = images[start : start + 4096].float()
        amplitudes = torch.hypot(levels @ cosines, levels @ sines)
        amplitudes[..., 0] = levels @ cosines[:, 0]  # no shift turns the mean
        magnitudes[start : start + 4096] = amplitudes.flatten(1)
    return magnitudes
