"""Which digits are nearest to one digit, at every λ from 0 to ∞: what the Neighbours page shows."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lazyq.actions import RowShifts
from lazyq.metric import lazy_path
from lazyq.neighbors import NeighborIndex

STOPS = (*(step / 20 for step in range(41)), 10.0, float("inf"))
_ROOM = 4
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


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


class NeighborhoodPath(NamedTuple):
    """The k nearest digits at every λ in [0, ∞].

    Attributes
    ----------
    indices : (C,) positions in the training set, increasing, of all digits that are near at some λ
    starts : (P,) every λ at which the list of the nearest changes; the first is 0
    near : (P, k) positions in ``indices``, the nearest first, for starts[p] ≤ λ < starts[p + 1]
    """

    indices: Places
    starts: Numbers
    near: Places


class _Lines(NamedTuple):
    """Squared distances of C digits against μ = λ², in squared levels: residual + μ effort, piece by piece.

    Attributes
    ----------
    begins : (C, P) the μ at which a piece begins, padded with inf; the first is 0
    residuals, efforts : (C, P)
    """

    begins: Numbers
    residuals: Numbers
    efforts: Numbers

    def at(self, mus: Numbers) -> Numbers:
        """Return the squared distances (M, C)."""
        found = np.empty((len(mus), len(self.begins)))
        for digit, begins in enumerate(self.begins):
            piece = np.searchsorted(begins, mus, side="right") - 1
            found[:, digit] = self.residuals[digit, piece] + mus * self.efforts[digit, piece]
        return found


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


def neighborhood_path(
    index: NeighborIndex, image: Tensor, k: int, leave_out: int | None = None
) -> NeighborhoodPath:
    """Return the k nearest of the index's digits to an image at every λ in [0, ∞], exactly.

    d_λ² is concave in λ². So a digit that is not among the nearest few at two λ is between them at least as
    far as the straight line between what is known of it there; where that line does not stay above the k-th
    nearest of the digits found, more λ are searched, and more digits at each.

    Parameters
    ----------
    image : (28, 28) uint8
    k : how many
    leave_out : position of a digit that may not be a neighbour, such as the image itself

    Raises
    ------
    ValueError : an image or k that can't be taken; says which, and what is
    """
    everyone = len(index.y)
    others = everyone - (leave_out is not None)
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= others:
        raise ValueError(f"k must be a whole number from 1 to the {others} digits to choose from, got {k!r}")
    lams, reach = np.array(STOPS), min(everyone, _ROOM * k + 1)
    while True:
        found = index.query(image[None], lams.tolist(), reach)
        indices = np.setdiff1d(found.indices.numpy(), [] if leave_out is None else [leave_out])
        lines = _lines(index, image, indices)
        mus = _crossings(lines, k)
        open_between = _undecided(lines, k, mus, lams, found.distances[:, 0, -1].numpy())
        if reach == everyone or not open_between.any():
            return _path(lines, k, mus, indices)
        below, above = lams[:-1][open_between], lams[1:][open_between]
        between = np.where(np.isfinite(above), (below + above) / 2, 2 * below + 1)
        lams, reach = np.union1d(lams, between), min(everyone, 2 * reach)


def _lines(index: NeighborIndex, image: Tensor, indices: Places) -> _Lines:
    targets = index.y[torch.from_numpy(indices)]
    path = lazy_path(RowShifts(*image.shape), image, targets)
    levels = path.unit**2
    begins = (path.breakpoints.numpy() / path.unit) ** 2
    return _Lines(
        np.concatenate([np.zeros((len(begins), 1)), begins], 1),
        np.rint(path.squared_residuals.numpy() / levels),
        path.squared_efforts.numpy().astype(np.float64),
    )


def _nearest(squared: Numbers, k: int) -> Places:
    return np.argsort(squared, axis=1, kind="stable")[:, :k]


def _crossings(lines: _Lines, k: int) -> Numbers:
    """Return increasing μ from 0 on, between which the order of the k nearest does not change."""
    knots = np.unique(lines.begins[np.isfinite(lines.begins)])
    squared = lines.at(knots)
    near = _nearest(squared, k)
    found = [knots]
    for left in np.flatnonzero((near[1:] != near[:-1]).any(1)):
        before, after = squared[left], squared[left + 1]
        involved = before <= np.partition(after, k - 1)[k - 1]
        gap = before[involved][:, None] - before[involved]
        growth = after[involved][:, None] - after[involved]
        crossing = (gap < 0) & (growth > 0)
        part = gap[crossing] / (gap[crossing] - growth[crossing])
        found.append(knots[left] + part * (knots[left + 1] - knots[left]))
    return np.unique(np.concatenate(found))


def _undecided(lines: _Lines, k: int, mus: Numbers, lams: Numbers, furthest: Numbers) -> NDArray[np.bool_]:
    """Return between which neighbouring λ a digit that was not found could be among the nearest."""
    kth = np.partition(lines.at(mus), k - 1, axis=1)[:, k - 1]
    stops, bound = (lams * 255) ** 2, (furthest * 255) ** 2
    between = np.clip(np.searchsorted(stops, mus, side="right") - 1, 0, len(stops) - 2)
    line = np.where(mus > stops[-2], bound[-2], np.interp(mus, stops[:-1], bound[:-1]))
    open_between = np.zeros(len(lams) - 1, bool)
    open_between[between[kth >= line]] = True
    open_between[-1] |= kth[-1] >= bound[-2]
    return open_between


def _path(lines: _Lines, k: int, mus: Numbers, indices: Places) -> NeighborhoodPath:
    inside = np.append((mus[:-1] + mus[1:]) / 2, mus[-1] + 1)
    starts = np.append(0.0, np.sqrt(mus) / 255)
    starts[1] = np.nextafter(0.0, 1.0)
    near = np.concatenate([_nearest(lines.at(np.zeros(1)), k), _nearest(lines.at(inside), k)])
    new = np.append(True, (near[1:] != near[:-1]).any(1))
    held, places = np.unique(near[new], return_inverse=True)
    return NeighborhoodPath(indices[held], starts[new], places.reshape(-1, k))
