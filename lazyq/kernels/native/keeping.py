"""What the searches by spectra have in common: bounds of magnitudes, the least of them, and what is kept."""

import numpy as np

from lazyq.kernels.native.bands import Bounds, Errors, Kept
from lazyq.kernels.native.compiling import inner
from lazyq.kernels.native.layout import Part, Planes

_ZERO = np.float32(0)


@inner
def set_bounds(q: int, queries: Planes, bounds: Bounds, part: Part, errors: Errors) -> None:
    """Turn twice the products of all magnitudes into what d² is at least, whatever λ."""
    energy, mean = queries.energies[q], queries.means[q]
    for j in range(part.first, part.last):
        apart, both = bounds.means[j] - mean, bounds.energies[j] + energy
        lost = errors.bound * (both + mean * mean + bounds.means[j] * bounds.means[j]) + errors.least
        bounds.products[q, j] = max(_ZERO, both + apart * apart - bounds.products[q, j] - lost)


@inner
def smallest(values: np.ndarray, part: Part, places: np.ndarray) -> int:
    """Fill places with the targets of the part of the smallest values; return how many there are."""
    held = np.int64(0)
    for j in range(part.first, part.last):
        held = put_in_order(values, j, places, held)
    return held


@inner
def put_in_order(values: np.ndarray, j: int, places: np.ndarray, held: int) -> int:
    """Put j among the places of the smallest values, in increasing order; return how many they are."""
    count = len(places)
    if held == count and values[j] >= values[places[count - 1]]:
        return held
    place = held if held < count else count - 1
    while place > 0 and values[places[place - 1]] > values[j]:
        places[place] = places[place - 1]
        place -= 1
    places[place] = j
    return min(held + 1, count)


@inner
def greatest_limit(kept: Kept) -> float:
    """Return the greatest of the limits of all λ."""
    limit = _ZERO
    for level in range(len(kept.highest)):
        limit = max(limit, kept.highest[level, 0])
    return limit


@inner
def is_near(distances: np.ndarray, place: int, kept: Kept) -> bool:
    """Return whether distances[place] is within the limit at some λ."""
    near = False
    for level in range(len(kept.highest)):
        near = near or distances[place, level] <= kept.highest[level, 0]
    return near


@inner
def close(kept: Kept, count: int) -> int:
    """Keep those that are within the limits as they are now; return how many."""
    final = 0
    for place in range(count):
        if is_near(kept.distances, place, kept):
            kept.places[final] = kept.places[place]
            for level in range(len(kept.highest)):
                kept.distances[final, level] = kept.distances[place, level]
            final += 1
    return final


@inner
def sink(heap: np.ndarray, value: float) -> None:
    """Replace the greatest of a max-heap, if the value is less."""
    count, place = len(heap), 0
    if value >= heap[0]:
        return
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        if child + 1 < count and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] < value:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = value
