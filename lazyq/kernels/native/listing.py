"""Images as lists of their pixels that are not zero, two neighbouring ones at a time."""

import numpy as np

from lazyq.kernels.native.compiling import compiled, inner


@inner
def paired(level: int, following: int) -> int:
    """Return the levels of two neighbouring columns as the halves of one int32."""
    return np.int32(level) | np.int32(following) << np.int32(16)


@compiled
def count_pairs(images: np.ndarray, group: int, starts: np.ndarray) -> int:
    """Fill the starts of :class:`lazyq.kernels.native.layout.Pixels` and return how many pairs there are."""
    count, height, width = images.shape
    total = 0
    for q in range(count):
        for i in range(height):
            starts[q, i] = total
            j = 0
            while j < width:
                if images[q, i, j]:
                    total += 1
                    j += 1
                j += 1
            total += -total % group
        starts[q, height] = total
    return total


@compiled
def list_pairs(images: np.ndarray, group: int, columns: np.ndarray, pairs: np.ndarray) -> None:
    """Fill the columns and pairs of :class:`lazyq.kernels.native.layout.Pixels`."""
    count, height, width = images.shape
    place = 0
    for q in range(count):
        for i in range(height):
            j = 0
            while j < width:
                if images[q, i, j]:
                    columns[place] = j
                    pairs[place] = paired(images[q, i, j], images[q, i, j + 1] if j + 1 < width else 0)
                    place += 1
                    j += 1
                j += 1
            while place % group:
                columns[place] = pairs[place] = 0
                place += 1
