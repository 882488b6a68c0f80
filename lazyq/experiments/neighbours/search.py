"""The digits that are nearest to one digit, at every λ at once."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from torch import Tensor

from lazyq.actions import RowShifts
from lazyq.experiments.digits import SIDE, DatasetDigit, DrawnDigit, load_collection, parse_digit
from lazyq.experiments.draws import Draw, drawn_places
from lazyq.neighbors import NeighborIndex, neighbors_path


@dataclass(frozen=True)
class NeighboursSpec:
    """Whose neighbours are looked for, how many, and among which digits.

    Attributes
    ----------
    x : reference of the digit, which is no neighbour of its own
    neighbors : k, at most; fewer where there are fewer
    among : the digits that are searched
    """

    x: str
    neighbors: int
    among: Draw


@dataclass(frozen=True)
class NearestDigits:
    """The k nearest digits at every λ.

    Attributes
    ----------
    starts : (P,) float64, increasing, from 0: the λ from which on each list holds
    near : (P, k) int64, the lists, nearest first, by place in the data set
    """

    starts: np.ndarray
    near: np.ndarray


class _Searched(NamedTuple):
    digits: NeighborIndex
    places: Tensor


def nearest_digits(spec: NeighboursSpec) -> NearestDigits:
    """Return the digits nearest to x under row shifts at every λ, exactly; equal distances by place.

    Raises
    ------
    ValueError : a reference, k or draw that can't be; says which
    DataError : MNIST is not on this machine
    """
    x = parse_digit(spec.x)
    with _preparing:
        digits, places = _searched(spec.among)
    inside = isinstance(x, DatasetDigit) and x.dataset == spec.among.dataset
    own = (places == x.index).nonzero().flatten().tolist() if inside else []  # type: ignore[union-attr]
    if own:
        image = digits.y[own[0]]
    else:
        image = x.image if isinstance(x, DrawnDigit) else load_collection(x.dataset).images[x.index]
    k = min(spec.neighbors, len(places) - len(own))
    found = neighbors_path(digits, image, k, leave_out=own[0] if own else None)
    return NearestDigits(found.starts, places.numpy()[found.indices[found.near]])


_preparing = threading.Lock()


# The files of a data set are checked against one checksum, so its name says what is in it.
@lru_cache(maxsize=4)
def _searched(among: Draw) -> _Searched:
    """Return digits made ready to be searched, which takes longer than a search."""
    places = drawn_places(among)
    images = load_collection(among.dataset).images[places]
    return _Searched(NeighborIndex(RowShifts(SIDE, SIDE), images), places)
