"""The nearest neighbours of one point at every λ at once: a continuum, not a list of stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import MinimisingAction, SolvableAction
from lazyq.actions.kinds import any_kind
from lazyq.kernels import nearest
from lazyq.kernels import pairwise as pairwise_kernels
from lazyq.kernels.threads import one_thread
from lazyq.metric import lazy_path
from lazyq.metric.all_pairs import checked_lams, checked_sets, one_or_several
from lazyq.neighbors.search import NeighborIndex, Neighbors, checked_k, sparing

_STOPS = 6  # between 0 and ∞: eight λ are the lanes of the compiled search
_FINE_STOPS = 64
_FINE = 8
# (n, power, most): fewer points than n, and points · factors · elements^power at most so many.
_FEW = ((256, 1, 2**18), (1500, 2, 2**23))
_SAME = 1e-12  # μ that differ less, relatively, are one
_ROUNDING = 1e-4  # of the squared distances of a kernel, generously


class Paths(NamedTuple):
    """Points and their λ-paths as :class:`lazyq.LazyPath` pads them, in squared levels."""

    indices: np.ndarray
    breakpoints: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray
    unit: float

    def chosen(self, places: np.ndarray) -> "Paths":
        """Return some of the points, in the order given."""
        return Paths(
            self.indices[places], self.breakpoints[places], self.residuals[places], self.efforts[places],
            self.unit,
        )  # fmt: skip

    def lines(self, lams: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the residuals and efforts at every λ, (C, n)."""
        piece = torch.searchsorted(
            torch.from_numpy(np.ascontiguousarray(self.breakpoints)),
            torch.from_numpy(lams).expand(len(self.indices), -1).contiguous(),
            right=True,
        ).numpy()
        return np.take_along_axis(self.residuals, piece, 1), np.take_along_axis(self.efforts, piece, 1)

    def values(self, lams: np.ndarray) -> np.ndarray:
        """Return the squared distances at every λ, (C, n)."""
        residuals, efforts = self.lines(lams)
        return residuals + _times(efforts, (lams / self.unit) ** 2)


@final
@dataclass(frozen=True, eq=False)
class NeighborsPath:
    """Who the k nearest points are, at every λ in [0, ∞].

    d_λ² is concave, piecewise linear in λ² and non-decreasing, so the list changes finitely often.

    Attributes
    ----------
    indices : (C,) int64, increasing: the points that are among the k nearest at some λ
    starts : (P,) float64, increasing, from 0: every λ at which the list changes, in whom it holds or in order
    near : (P, k) positions in indices, the nearest first: the list for starts[p] ≤ λ < starts[p + 1]
    pieces : (C + 1,) the path of point c has the pieces pieces[c] … pieces[c + 1] − 1 of what follows
    lams : (S,) float64, the λ at which a piece begins, 0 for the first of every point
    residuals : (S,) d(g_λ x, y)² on the piece, in squared levels for uint8 (whole numbers), else squared
        units of x
    efforts : (S,) ν(g_λ)² on the piece
    unit : the length of one level, 1/255 for uint8, else 1: d_λ = unit·sqrt(residual + (λ/unit)²·effort)

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import NeighborIndex, neighbors_path
    >>> index = NeighborIndex(RowShifts(1, 4), torch.tensor([[[0.0, 1, 0, 0]], [[0.0, 0, 2, 0]]]))
    >>> path = neighbors_path(index, torch.tensor([[0.0, 0, 1, 0]]), 1)
    >>> path.at(0.5).indices, path.at(0.5).distances
    (tensor([0]), tensor([0.5000], dtype=torch.float64))
    """

    indices: np.ndarray
    starts: np.ndarray
    near: np.ndarray
    pieces: np.ndarray
    lams: np.ndarray
    residuals: np.ndarray
    efforts: np.ndarray
    unit: float

    def at(self, lam: float | Sequence[float] | Tensor) -> Neighbors:
        """Return the k nearest at λ, indices and distances of shape (k,), equal distances in order.

        Parameters
        ----------
        lam : ≥ 0, inf included; of L numbers the result is of shape (L, k)

        Raises
        ------
        ValueError : λ is not a number or several, negative or NaN
        """
        several, one = one_or_several(lam)
        found = [self._at(each) for each in checked_lams(several, torch.device("cpu")).tolist()]
        if not found:
            raise ValueError("lam must be one number at least, got none")
        return found[0] if one else Neighbors(*map(torch.stack, zip(*found, strict=True)))

    def _at(self, lam: float) -> Neighbors:
        begun = np.maximum.accumulate(np.where(self.lams <= lam, np.arange(len(self.lams)), 0))
        piece = begun[self.pieces[1:] - 1]
        squares = self.residuals[piece] + _times(self.efforts[piece], (lam / self.unit) ** 2)
        order = np.argsort(squares, kind="stable")[: self.near.shape[1]]
        return Neighbors(
            torch.from_numpy(np.sqrt(squares[order]) * self.unit), torch.from_numpy(self.indices[order])
        )


@any_kind("x")
def neighbors_path(index: NeighborIndex, x: Tensor, k: int, *, leave_out: int | None = None) -> NeighborsPath:
    """Return the k nearest points of the index to one point at every λ in [0, ∞], exactly.

    Between two λ a squared distance is at least that at the lower one, and the k-th nearest at most that at
    the higher one: exact searches at a few λ leave few points, whose λ-paths tell the rest. Of a small index
    the λ-paths of all points are taken.

    Parameters
    ----------
    index : of the m points that are searched, :class:`lazyq.neighbors.NeighborIndex`
    x : (*action.shape), in the dtype of the index's points
    k : 1 … m, or m − 1 with one left out
    leave_out : the position of a point that is not to be counted, such as x itself

    Returns
    -------
    NeighborsPath, whose list from ``starts[p]`` to ``starts[p + 1]`` is ``indices[near[p]]``, (k,) positions
    in the index; ``.at(lam)`` has it with its distances

    Raises
    ------
    ValueError : a shape, dtype, value, k or position that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import NeighborIndex, neighbors_path
    >>> index = NeighborIndex(RowShifts(1, 4), torch.tensor([[[0.0, 1, 0, 0]], [[0.0, 0, 2, 0]]]))
    >>> path = neighbors_path(index, torch.tensor([[0.0, 0, 1, 0]]), 1)
    >>> path.starts.tolist(), path.indices[path.near].tolist()  # from λ = 1 on the other one is nearer
    ([0.0, 1.0], [[0], [1]])
    """
    count = len(index.y)
    if leave_out is not None and not (isinstance(leave_out, int) and 0 <= leave_out < count):
        raise ValueError(f"leave_out must be from 0 to {count - 1} or None, got {leave_out!r}")
    checked_k(k, index.y if leave_out is None else index.y[1:])
    checked_sets(index.action, x[None], index.y[:0])
    if not index.is_named and are_few(index.action, index.y):
        return path_among_all(index.action, index.y, x, k, leave_out)
    with sparing(1, index.y, index.is_named):
        return _searched(index, x, k, leave_out)


def are_few(action: SolvableAction, y: Tensor) -> bool:
    """Return whether the λ-paths to all points are sooner found than those that a search would leave."""
    if isinstance(action, MinimisingAction) or y.device.type != "cpu":
        return False
    factors, elements = len(y) * action.factors, len(action.squared_lengths)
    return any(len(y) < points and factors * elements**power <= most for points, power, most in _FEW)


def path_among_all(
    action: SolvableAction, y: Tensor, x: Tensor, k: int, leave_out: int | None = None
) -> NeighborsPath:
    """Return what :func:`neighbors_path` does, from the λ-paths to all points.

    Between two λ a squared distance is at least that at the lower one, and the k-th nearest at most that at
    the higher one: what is above that everywhere is nowhere near.
    """
    with one_thread():
        places = torch.arange(len(y))
        paths = _paths(action, y, x, places[places != (-1 if leave_out is None else leave_out)])
        lams = _stops(paths, _FINE_STOPS).numpy()
        squares, furthest = paths.values(lams), _furthest(paths, lams, k)
        near = (squares[:, :-1] <= furthest[1:]).any(1) | (squares[:, -1] <= furthest[-1])
        return swept(paths.chosen(near.nonzero()[0]), k)


def _searched(index: NeighborIndex, x: Tensor, k: int, leave_out: int | None) -> NeighborsPath:
    """Return the path among the points that searches at a few λ leave."""
    more = k + (leave_out is not None)
    ends = index.query(x[None], [0.0, torch.inf], more).indices.flatten()
    lams = _stops(_paths(index.action, index.y, x, ends.unique()), _STOPS)
    found = index.query(x[None], lams, more).indices.unique()
    known = _paths(index.action, index.y, x, found[found != (-1 if leave_out is None else leave_out)])
    furthest = _furthest(known, lams.numpy(), k)
    limits = torch.from_numpy(np.append(furthest[1:], furthest[-1]))
    kernel = nearest.BY_NAME[index.kernel]
    mus = (lams / known.unit).square()
    found = kernel.near(index.action, index.prepared, x[None], mus.to(x.device), limits.to(x.device))
    places = found[0][_reaching(found[1].cpu(), mus, known, k).to(x.device)]
    mus = (_stops(known, _FINE_STOPS) / known.unit).square()
    measure = pairwise_kernels.choose_at_once(index.action, x[None], index.y)
    squares = measure.squared_distances(index.action, x[None], index.y[places], mus.to(x.device))
    squares = squares[:, 0].T.double()
    lost = measure.errors(index.action, x.dtype)[1]
    if lost:
        squares = squares - lost * (_energies(x[None]) + _energies(index.y[places]))[:, None]
    places = places[_reaching(squares.cpu(), mus, known, k).to(x.device)]
    return swept(
        _paths(index.action, index.y, x, places[places != (-1 if leave_out is None else leave_out)]), k
    )


def _energies(points: Tensor) -> Tensor:
    return points.flatten(1).double().square().sum(1)


def _paths(action: SolvableAction, y: Tensor, x: Tensor, places: Tensor) -> Paths:
    path = lazy_path(action, x.cpu(), y[places].cpu())
    unit = path.unit
    residuals = (path.squared_residuals / unit**2).numpy()
    return Paths(
        places.cpu().numpy(), path.breakpoints.numpy(), residuals.round() if unit < 1 else residuals,
        path.squared_efforts.numpy(), unit,
    )  # fmt: skip


def _stops(paths: Paths, count: int) -> Tensor:
    """Return 0, a few λ between the breakpoints, and ∞."""
    events = paths.breakpoints[np.isfinite(paths.breakpoints)]
    between = np.quantile(events, np.linspace(0, 1, count)) if len(events) else []
    return torch.tensor([0.0, *np.unique(between), np.inf], dtype=torch.float64)


def _furthest(known: Paths, lams: np.ndarray, k: int) -> np.ndarray:
    """Return what the k-th least squared distance of all points is at most, at every λ."""
    return np.partition(known.values(lams), k - 1, axis=0)[k - 1] * (1 + _ROUNDING)


def _reaching(distances: Tensor, mus: Tensor, known: Paths, k: int) -> Tensor:
    """Return which points can be among the k nearest somewhere, given their squared distances at μ up to ∞.

    A concave function lies above its chords; from one μ of a fine grid on it is at least what its chord is
    there, and up to the next one the k-th least is at most what it is there.
    """
    squares = distances.double().numpy() * (1 - _ROUNDING)
    reaching = squares[:, -2] <= _furthest(known, np.array([np.inf]), k)
    share = np.linspace(0, 1, _FINE + 1)
    for place, (begin, end) in enumerate(pairwise(mus[:-1].tolist())):
        chord = squares[:, place, None] * (1 - share) + squares[:, place + 1, None] * share
        fine = np.sqrt(begin + (end - begin) * share) * known.unit
        reaching = reaching | (chord[:, :-1] <= _furthest(known, fine[1:], k)).any(1)
    return torch.from_numpy(reaching)


def swept(paths: Paths, k: int) -> NeighborsPath:
    """Return the lists of the k nearest of all λ, in the order of λ.

    Between two breakpoints of any of the points all squared distances are lines in λ²: where the k least
    are the same at both ends, in the same order, they are the same between them.
    """
    edges = np.unique(np.append(0.0, paths.breakpoints[np.isfinite(paths.breakpoints)]))
    mus = (edges / paths.unit) ** 2
    ends = np.append(mus[1:], np.inf)
    residuals, efforts = paths.lines(edges)
    left, right = residuals + mus * efforts, residuals + _times(efforts, ends)
    index = np.broadcast_to(np.arange(len(left))[:, None], left.shape)
    before = np.lexsort((index, efforts, left), axis=0)[:k].T
    after = np.lexsort((index, -efforts, right), axis=0)[:k].T
    same = (before == after).all(1)
    lists = [(0.0, np.lexsort((index[:, 0], left[:, 0]))[:k])]
    for i, edge in enumerate(np.append(np.nextafter(0.0, 1.0), edges[1:])):
        if same[i]:
            lists.append((edge, before[i]))
            continue
        near = (left[:, i] <= right[after[i][-1], i]).nonzero()[0]
        for mu, order in _crossing(residuals[near, i], efforts[near, i], mus[i], ends[i], k):
            lists.append((edge if mu == mus[i] else np.sqrt(mu) * paths.unit, near[order]))
    lists = [
        item for item, later in zip(lists, [*lists[1:], (np.inf, None)], strict=True) if item[0] < later[0]
    ]
    kept = [item for place, item in enumerate(lists) if not place or (item[1] != lists[place - 1][1]).any()]
    held, near = np.unique([order for _, order in kept], return_inverse=True)
    used = paths.chosen(held)
    real = np.concatenate([np.ones((len(held), 1), bool), np.isfinite(used.breakpoints)], 1)
    begins = np.concatenate([np.zeros((len(held), 1)), used.breakpoints], 1)
    return NeighborsPath(
        indices=used.indices,
        starts=np.array([start for start, _ in kept]),
        near=near.reshape(len(kept), k),
        pieces=np.append(0, real.sum(1).cumsum()),
        lams=begins[real],
        residuals=used.residuals[real],
        efforts=used.efforts[real],
        unit=paths.unit,
    )


def _crossing(
    residuals: np.ndarray, efforts: np.ndarray, begin: float, end: float, k: int
) -> list[tuple[float, np.ndarray]]:
    """Return the orders of the k least of some lines between two μ, each with the μ where it begins."""
    steeper = efforts[:, None] > efforts[None, :]
    gain = np.where(steeper, efforts[:, None] - efforts[None, :], 1.0)
    meeting = ((residuals[None, :] - residuals[:, None]) / gain)[steeper]
    inside = (begin * (1 + _SAME) < meeting) & (meeting < end * (1 - _SAME))
    cuts = np.array([begin, *np.unique(meeting[inside]), end])
    middles = (cuts[:-1] + cuts[1:]) / 2
    values = residuals[:, None] + efforts[:, None] * middles
    return list(zip(cuts[:-1].tolist(), np.argsort(values, axis=0, kind="stable")[:k].T, strict=True))


def _times(efforts: np.ndarray, mus: np.ndarray | float) -> np.ndarray:
    """Return efforts·μ with 0·∞ = 0."""
    with np.errstate(invalid="ignore"):
        return np.where(efforts > 0, efforts * mus, 0.0)
