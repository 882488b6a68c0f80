"""Which digits are nearest to one digit, for many λ at once: what the Neighbours page shows."""

from typing import NamedTuple

import numpy as np
from torch import Tensor

from lazyq.neighbors import NeighborIndex

STOPS = (*(step / 20 for step in range(41)), 10.0, float("inf"))


class Neighborhood(NamedTuple):
    """The k nearest digits at every λ of a list.

    Attributes
    ----------
    lams : (L,)
    indices : (L, k) positions in the training set, the nearest first, equal distances in its order
    distances : (L, k)
    """

    lams: np.ndarray
    indices: np.ndarray
    distances: np.ndarray


def neighborhood(
    index: NeighborIndex, image: Tensor, k: int, lams: tuple[float, ...] = STOPS
) -> Neighborhood:
    """Return the k nearest of the index's digits to an image (28, 28), exactly, at every λ.

    Raises
    ------
    ValueError : an image, λ or k that can't be taken; says which, and what is
    """
    found = index.query(image[None], lams, k)
    return Neighborhood(np.array(lams), found.indices[:, 0].numpy(), found.distances[:, 0].numpy())
