"""Images as lists of their pixels that are not zero, two neighbouring ones at a time."""

import numpy as np

from lazyq.kernels.native.compiling import compiled


@compiled
def counted_pairs(images: np.ndarray, group: int, starts: np.ndarray) -> int:
    """Fill starts (n, H + 1): row i of image q has the pairs starts[q, i] … starts[q, i + 1]; return all.

    A row has whole groups of pairs, filled up with zeros: loops over groups end less unexpectedly.
    """
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
def listed_pairs(images: np.ndarray, group: int, columns: np.ndarray, pairs: np.ndarray) -> None:
    """Fill columns (uint8) and pairs (int32): the levels at a column and, times 2¹⁶, at the next one.

    From the left of every row on, a pair begins at the first pixel above 0 that is in no pair yet.
    """
    count, height, width = images.shape
    place = 0
    for q in range(count):
        for i in range(height):
            j = 0
            while j < width:
                if images[q, i, j]:
                    following = np.int32(images[q, i, j + 1]) if j + 1 < width else np.int32(0)
                    columns[place] = j
                    pairs[place] = np.int32(images[q, i, j]) | following << np.int32(16)
                    place += 1
                    j += 1
                j += 1
            while place % group:
                columns[place] = pairs[place] = 0
                place += 1
