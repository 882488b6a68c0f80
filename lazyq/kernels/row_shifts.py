"""What the kernels of row shifts have in common: whom they serve, and what they are given."""

import math
import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike
from torch import Tensor, uint8

from lazyq.actions import Channels, RowShifts, SeparableAction, SolvableAction, TimeShifts
from lazyq.kernels.awaiting import is_without_code
from lazyq.kernels.native.layout import LANES, Pixels

WIDEST = 2048  # of compiled kernels: their work grows with W², and 2·C·W·255² stays far below 2³¹
_CACHE_LINE = 64  # bytes
_LISTED_AT_ONCE = 2**12
_EPSILON = float(np.finfo(np.float32).eps)


class Rows(NamedTuple):
    """Images (n, H, W) and the energies ‖row‖² of their rows (n, H)."""

    images: Tensor
    energies: Tensor


def size_of(action: SolvableAction) -> tuple[int, int, int] | None:
    """Return (C, H, W) where the action is, in tie order, ``RowShifts(H, W)`` of all of C channels."""
    if isinstance(action, RowShifts):
        return 1, action.height, action.width
    if isinstance(action, TimeShifts):
        return action.channels or 1, 1, action.steps
    if isinstance(action, Channels):
        inner = size_of(action.action)
        return None if inner is None or inner[0] > 1 else (action.channels, inner[1], inner[2])
    return None


def known_size(action: SolvableAction) -> tuple[int, int, int]:
    """Return the size of an action that is known to have one."""
    size = size_of(action)
    if size is None:
        raise AssertionError(why_not_wide(action))
    return size


def lines(images: Tensor, size: tuple[int, int, int]) -> Tensor:
    """Return points as lines (n, H·C, W): the channels of a row follow each other."""
    return images.reshape(-1, *size).transpose(1, 2).flatten(1, 2).contiguous()


def joined(lines: np.ndarray, channels: int) -> np.ndarray:
    """Return lines as rows (n, H, C·W), each of all channels."""
    return lines.reshape(len(lines), lines.shape[1] // channels, channels * lines.shape[2])


def why_not_wide(action: SolvableAction, widest: int = WIDEST) -> str | None:
    """Return the reason why no compiled kernel can shift rows of so many channels, or None."""
    size = size_of(action)
    if size is None:
        return f"it knows RowShifts, shifts of one row or series, and Channels of them, not {action}"
    if size[0] * size[2] > widest:
        return f"it takes up to {widest} columns of all channels, and there are {size[0] * size[2]}"
    return None


def why_not(action: SolvableAction, x: Tensor, widest: int = WIDEST) -> str | None:
    """Return the reason why no kernel of row shifts of so many columns of uint8 images can serve, or None."""
    if not isinstance(action, RowShifts):
        return f"it knows RowShifts, not {type(action).__name__}"
    if x.dtype != uint8:
        return f"it computes in integers and takes uint8 images, not {x.dtype}"
    if action.width > widest:
        return f"it takes up to {widest} columns, and there are {action.width}"
    return None


def why_not_compiled(action: SolvableAction, x: Tensor) -> str | None:
    """Return the reason why none that Numba compiles for bytes of several channels can serve, or None."""
    reason = why_not_wide(action)
    if reason is None and x.dtype != uint8:
        reason = f"it computes in integers and takes uint8 images, not {x.dtype}"
    return reason or why_no_compiler(x)


def why_no_compiler(x: Tensor) -> str | None:
    """Return the reason why what Numba compiles can't serve images, or None."""
    if x.device.type != "cpu":
        return f"it runs on the CPU, and the images are on {x.device}"
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return "NUMBA_DISABLE_JIT is set, and it needs the compiler"
    if is_without_code():
        return "its machine code is still being made, and this call is not to wait for it"
    return None if find_spec("numba") else "Numba is not installed; pip install numba"


def errors(action: SeparableAction) -> tuple[float, float]:
    """Return (a, b): a residual and adding λ²k² round once, summing H rows H times; all are at least 0."""
    return (action.factors + 2) * _EPSILON, 0.0


def row_energies(images: np.ndarray) -> np.ndarray:
    """Return the sums of squared levels of every row, (n, H) int32, or float32 of floats."""
    if images.dtype == np.uint8:
        return np.einsum("nij,nij->ni", images, images, dtype=np.int32, casting="unsafe")
    return np.einsum("nij,nij->ni", images, images, dtype=np.float64).astype(np.float32)


def image_energies(images: np.ndarray) -> np.ndarray:
    """Return ‖image‖², (n,) float32."""
    return row_energies(images).sum(1, dtype=np.float64).astype(np.float32)


def listed(
    images: np.ndarray, group: int, channels: int = 1, pitch: int = 0,
    tick: Callable[[int], None] = lambda pairs: None,
) -> Pixels:  # fmt: skip
    """Return the pixels of lines (n, H·C, W), contiguous, uint8 or float32, by whole groups of pairs.

    The columns of every channel of a row begin a pitch after those of the channel before. Between parts of
    the images tick(0) is called, which may raise to end it.
    """
    from lazyq.kernels.native import listing

    count, height = len(images), images.shape[1] // channels
    starts = np.empty((count, height + 1), np.int32)
    parts = [slice(first, first + _LISTED_AT_ONCE) for first in range(0, count, _LISTED_AT_ONCE)]
    size = 0
    for part in parts:
        tick(0)
        its_size = listing.count_pairs(images[part], channels, group, starts[part])
        starts[part] += size
        size += its_size
    columns = np.empty(size, np.uint16)
    pairs = np.empty(size, np.int32 if images.dtype == np.uint8 else np.float32)
    for part in parts:
        tick(0)
        first = starts[part.start, 0]
        listing.list_pairs(images[part], channels, pitch, group, columns[first:], pairs[first:])
    energies = row_energies(joined(images, channels))
    return Pixels(starts, columns, pairs, energies, row_norms(energies), image_energies(images))


def row_norms(energies: np.ndarray) -> np.ndarray:
    """Return the roots of the energies of rows, filled up with zeros to a multiple of LANES."""
    count, height = energies.shape
    norms = aligned((count, rounded_up(height, LANES)), np.float32)
    norms[:, height:] = 0
    norms[:, :height] = np.sqrt(energies.astype(np.float32))
    return norms


def squared_shifts(width: int, count: int) -> np.ndarray:
    """Return δ(k)² of k = 0 … count − 1, float64."""
    shifts = np.arange(count) % width
    return np.minimum(shifts, width - shifts).astype(np.float64) ** 2


def penalties(mus: np.ndarray, squares: np.ndarray, dtype: DTypeLike = np.float32) -> np.ndarray:
    """Return λ²δ(k)² of every λ and k, (L, S), with ∞·0 = 0."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where(squares > 0, mus[:, None] * squares, 0.0).astype(dtype)


def rounded_up(count: int, step: int) -> int:
    """Return the least multiple of the step that is not below."""
    return -(-count // step) * step


def aligned(shape: tuple[int, ...], dtype: type[np.number]) -> np.ndarray:
    """Return an array, not set, that begins with a cache line, so that no vector lies in two of them."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = np.empty(size + _CACHE_LINE, np.uint8)
    start = -memory.__array_interface__["data"][0] % _CACHE_LINE
    return memory[start : start + size].view(dtype).reshape(shape)
