"""Images as lists of their pixels that are not zero: of bytes two neighbours at a time, of floats one."""

from typing import Any

import numpy as np
from numba import types
from numba.extending import overload

from lazyq.kernels.native.compiling import compiled, inner


@inner
def paired(level: int, following: int) -> int:
    """Return the levels of two neighbouring columns as the halves of one int32."""
    return np.int32(level) | np.int32(following) << np.int32(16)


def _together(images: np.ndarray) -> int:
    """Return how many neighbouring pixels are listed as one."""
    raise NotImplementedError("for compiled callers")


def _listed(images: np.ndarray, q: int, i: int, j: int) -> float:
    """Return what is listed of the pixel at column j."""
    raise NotImplementedError("for compiled callers")


def wrapped(images: np.ndarray, q: int, i: int, j: int) -> float:
    """Return the pixel at column j, of bytes with the next one, which is the first after the last."""
    raise NotImplementedError("for compiled callers")


@overload(_together, strict=False)
def _compiled_together(images: Any) -> Any:
    count = 2 if isinstance(images.dtype, types.Integer) else 1
    return lambda images: count


@overload(_listed, strict=False)
def _compiled_listed(images: Any, q: Any, i: Any, j: Any) -> Any:
    if isinstance(images.dtype, types.Integer):
        return lambda images, q, i, j: paired(
            images[q, i, j], images[q, i, j + 1] if j + 1 < images.shape[2] else 0
        )
    return lambda images, q, i, j: images[q, i, j]


@overload(wrapped, strict=False)
def _compiled_wrapped(images: Any, q: Any, i: Any, j: Any) -> Any:
    if isinstance(images.dtype, types.Integer):
        return lambda images, q, i, j: paired(
            images[q, i, j], images[q, i, j + 1 if j + 1 < images.shape[2] else 0]
        )
    return lambda images, q, i, j: images[q, i, j]


@compiled
def count_pairs(images: np.ndarray, channels: int, group: int, starts: np.ndarray) -> int:
    """Fill the starts of :class:`lazyq.kernels.native.layout.Pixels` and return how many pairs there are."""
    count, height, width = len(images), images.shape[1] // channels, images.shape[2]
    total = 0
    for q in range(count):
        for i in range(height):
            starts[q, i] = total
            for c in range(i * channels, (i + 1) * channels):
                j = 0
                while j < width:
                    if images[q, c, j]:
                        total += 1
                        j += _together(images) - 1
                    j += 1
            total += -total % group
        starts[q, height] = total
    return total


@compiled
def list_pairs(
    images: np.ndarray, channels: int, pitch: int, group: int, columns: np.ndarray, pairs: np.ndarray
) -> None:
    """Fill the columns and pairs of :class:`lazyq.kernels.native.layout.Pixels`."""
    count, height, width = len(images), images.shape[1] // channels, images.shape[2]
    place = 0
    for q in range(count):
        for i in range(height):
            for c in range(channels):
                row, j = i * channels + c, 0
                while j < width:
                    if images[q, row, j]:
                        columns[place] = c * pitch + j
                        pairs[place] = _listed(images, q, row, j)
                        place += 1
                        j += _together(images) - 1
                    j += 1
            while place % group:
                columns[place] = 0
                pairs[place] = 0
                place += 1
