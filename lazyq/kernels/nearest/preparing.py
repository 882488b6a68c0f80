"""What the compiled search of :mod:`lazyq.kernels.nearest.pruned` is given, beside the targets."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor

from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import LANES, SEEDS, Costs, Limits, Queries, Scratch

_SAMPLE = 64  # images whose rows say what is common
_COMMON = 0.25
_FAR = 2.0**40
_SMALLEST = 2.0**-400  # squares of smaller numbers lose digits in float64 itself


@dataclass(frozen=True, eq=False)
class Frame:
    """How floating-point images become float32 ones of common size with many zeros: (image − centre) / unit.

    To subtract one number from a row of both images changes no distance under shifts. What a pixel that is
    common becomes 0 needs no product, and what is near the mean cancels less.

    Attributes
    ----------
    centres : (H, 1) float64
    unit : a power of two
    """

    centres: Tensor
    unit: float

    def of(self, images: Tensor) -> Tensor:
        """Return images in this frame, rounded once."""
        parts = [((part.double() - self.centres) / self.unit).float() for part in images.split(4096)]
        return torch.cat(parts) if parts else images.float()

    def too_far(self, images: Tensor) -> Tensor:
        """Return which images are so bright beside the targets that float32 can't hold both, (n,).

        They all are where the targets are so dark that their distances as defined underflow.
        """
        if self.unit <= _SMALLEST:
            return torch.ones(len(images), dtype=torch.bool)
        return images.flatten(1).abs().amax(1) > _FAR * self.unit


def frame(images: Tensor) -> Frame:
    """Return the frame of targets (m, H, W)."""
    sample = images[:: max(1, len(images) // _SAMPLE)]
    centres = []
    for row in sample.double().movedim(1, 0):
        values, counts = row.unique(return_counts=True)
        common = counts.argmax()
        centres.append(values[common] if counts[common] >= _COMMON * row.numel() else row.mean())
    middle = torch.stack(centres)[:, None]
    greatest = max(float(images.abs().amax()), float(middle.abs().amax()))
    return Frame(middle, max(_SMALLEST, 2.0 ** int(np.frexp(greatest)[1] + 1)) if greatest else 1.0)


def sliding(images: np.ndarray, shifts: int, channels: int = 1) -> Queries:
    """Return lines (n, H·C, W), uint8 or float32, as rows that can be read from any column on."""
    width = images.shape[2]
    steps = np.arange(width + shifts)
    columns = np.array([steps, -steps]) % width
    if images.dtype == np.uint8:
        levels = images.astype(np.int32)
        rows = levels.take(columns, axis=2) | levels.take(columns + 1, axis=2, mode="wrap") << 16
    else:
        rows = images.take(columns, axis=2)
    length = channels * len(steps)
    ahead, back = rows.reshape(len(images), -1, channels, 2, len(steps)).transpose(3, 0, 1, 2, 4)
    rows = np.stack([ahead, back[:, :, ::-1]], 2).reshape(len(images), -1, 2, length)
    energies = row_shifts.row_energies(row_shifts.joined(images, channels))
    order = np.argsort(-energies, axis=1, kind="stable")
    norms, totals = row_shifts.row_norms(energies), row_shifts.image_energies(images)
    return Queries(rows, 2 * length - shifts, energies, norms, totals, order, width)


def pitch(width: int) -> int:
    """Return how far apart the channels of sliding rows so wide begin."""
    return width + len(_squares(width)[0])


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


def limits(count: int, height: int, slack: float = 0.0, scale: float = 1.0) -> Limits:
    """Return limits that nothing is below, for so many images of so many rows."""
    values = row_shifts.aligned((count, LANES), np.float32)
    values[:] = -1
    return Limits(values, np.float32(1 + (4 * height + 40) * 2.0**-23), np.float32(slack), scale)


def slack(width: int) -> float:
    """Return what rounding adds at most to a residual of float32 rows so wide, in parts of ‖xᵢ‖² + ‖yᵢ‖².

    A product is summed after at most W others, energies are rounded thrice and the images themselves once.
    """
    return (width + 16) * 2.0**-24


def scratch(queries: Queries, costs: Costs) -> Scratch:
    """Return memory for one thread."""
    return Scratch(
        seeds=np.empty(SEEDS, np.int64),
        gaps=row_shifts.aligned(queries.norms.shape[1:], np.float32),
        rounded=row_shifts.aligned((LANES,), np.float32),
        residuals=row_shifts.aligned(costs.squares.shape, np.int32),
        residual=np.empty(len(costs.mus)),
        effort=np.empty(len(costs.mus)),
    )
