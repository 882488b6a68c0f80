"""The nearest neighbours of points by their lazy distance."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import NamedTuple, final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import any_kind
from lazyq.kernels import awaiting, nearest
from lazyq.kernels.summing import square_root
from lazyq.metric.all_pairs import checked_sets, one_or_several, squared_lams
from lazyq.metric.inputs import require_solvable, unit_of

_HELD = 2**27  # numbers of a second set that is gone through again while code is being made
_PER_NUMBER, _PER_QUERY = 1.5e-8, 2e-3  # seconds of a search without code, roughly

Progress = Callable[[float], None]


class Neighbors(NamedTuple):
    """The k nearest points of every point, the nearest first.

    Attributes
    ----------
    distances : (..., n, k) float64, d_λ in units of x; increasing
    indices : (..., n, k) int64, positions in the second set; equal distances in its order
    """

    distances: Tensor
    indices: Tensor


@final
class NeighborIndex:
    """A set of points made ready to be searched many times.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    y : (m, *action.shape) uint8 (levels k/255), float32 or float64, m at least 1
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`

    Attributes
    ----------
    y : the points
    kernel : the name of the kernel that serves
    is_named : whether it was asked for by its name
    prepared : the points as it takes them

    Raises
    ------
    ValueError : an action, shape, dtype, value or kernel that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import NeighborIndex
    >>> index = NeighborIndex(RowShifts(1, 4), torch.tensor([[[0.0, 1, 0, 0]], [[0.0, 0, 2, 0]]]))
    >>> index.query(torch.tensor([[[0.0, 0, 1, 0]]]), [0.5, 2.0], 1).indices.flatten()
    tensor([0, 1])
    """

    @any_kind("y")
    def __init__(self, action: GroupAction, y: Tensor, *, kernel: str = "auto") -> None:
        self.action = require_solvable(action)
        checked_sets(self.action, y, y)
        _require_points(y)
        chosen = nearest.choose(kernel, self.action, y, y)
        self.y = y
        self.kernel: str = chosen.NAME
        self.is_named: bool = kernel != "auto"
        with sparing(1, y, self.is_named):
            self.prepared = list(chosen.prepare(self.action, y, lambda pairs: None))

    @any_kind("x")
    def query(
        self,
        x: Tensor,
        lam: float | Sequence[float] | Tensor,
        k: int,
        *,
        leave_one_out: bool = False,
        progress: Progress | None = None,
    ) -> Neighbors:
        """Return what :func:`neighbors` returns for the same arguments."""
        unit = checked_sets(self.action, x, self.y[:0])  # the numbers of y have been looked at
        lams, one = _lams(lam, unit, x.device)
        k = searched_k(k, x, self.y, leave_one_out)
        kernel, tick = nearest.BY_NAME[self.kernel], _ticks(progress, lams, x, self.y)
        search = kernel.nearest if self.is_named else partial(nearest.search, kernel)
        with sparing(len(x), self.y, self.is_named):
            found = search(self.action, self.prepared, x, lams, k, tick)
        return _measured(without_itself(Neighbors(*found)) if leave_one_out else found, unit, one)


@any_kind("x", "y")
def neighbors(
    action: GroupAction,
    x: Tensor,
    y: Tensor,
    lam: float | Sequence[float] | Tensor,
    k: int,
    *,
    leave_one_out: bool = False,
    kernel: str = "auto",
    progress: Progress | None = None,
) -> Neighbors:
    """Return the k nearest points y[j] of every x[q] by d_λ(x[q], y[j]), exactly, ties in the order of y.

    Every kernel gives the same result, bit for bit. The distances of all pairs are never held at once,
    and y is read in blocks: a memory-mapped y need not fit in memory. Small searches need no
    compiler; while a kernel is being compiled, once on a machine, "auto" answers one x after another without.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (n, *action.shape) and (m, *action.shape), uint8 (levels k/255), float32 or float64
    lam : ≥ 0, units of x per unit of ν, inf included; of L numbers the result begins with a dimension of L
    k : 1 … m, or m − 1 with one left out
    leave_one_out : x is y, and no point counts as its own neighbour
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    progress : called with the part that is done, 0 … 1; what it raises ends the search at once

    Returns
    -------
    Neighbors of ``distances`` in units of x and ``indices`` into y, each (L, n, k), or (n, k) for one λ

    Raises
    ------
    ValueError : an action, shape, dtype, value, λ, k or kernel that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import neighbors
    >>> y = torch.tensor([[[1.0, 0, 0, 0]], [[0.0, 1, 0, 0]], [[0.0, 0, 2, 0]]])
    >>> found = neighbors(RowShifts(1, 4), torch.tensor([[[0.0, 0, 1, 0]]]), y, 0.5, 3)
    >>> found.indices, found.distances  # the first and the last are equally near
    (tensor([[1, 0, 2]]), tensor([[0.5000, 1.0000, 1.0000]], dtype=torch.float64))
    """
    squared = squared_neighbors(
        action, x, y, lam, k, leave_one_out=leave_one_out, kernel=kernel, progress=progress
    )
    unit = unit_of(require_solvable(action), x.dtype)
    return Neighbors(square_root(squared.distances) * unit, squared.indices)


@any_kind("x", "y")
def squared_neighbors(
    action: GroupAction,
    x: Tensor,
    y: Tensor,
    lam: float | Sequence[float] | Tensor,
    k: int,
    *,
    leave_one_out: bool = False,
    kernel: str = "auto",
    progress: Progress | None = None,
) -> Neighbors:
    """Return :func:`neighbors` with squared distances in squared levels: what blocks of y are merged by.

    Parameters
    ----------
    action, x, y, lam, k, leave_one_out, kernel, progress : as for :func:`neighbors`

    Returns
    -------
    Neighbors as :func:`neighbors` has them, with d_λ² in squared levels (k/255 for uint8) for ``distances``

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import squared_neighbors
    >>> x, y = (torch.tensor([[[0, 0, level, 0]]], dtype=torch.uint8) for level in (7, 4))
    >>> squared_neighbors(RowShifts(1, 4), x, y, float("inf"), 1).distances
    tensor([[9.]], dtype=torch.float64)
    """
    action = require_solvable(action)
    unit = checked_sets(action, x, y)
    lams, one = _lams(lam, unit, x.device)
    _require_points(y)
    k = searched_k(k, x, y, leave_one_out)
    chosen = nearest.choose(kernel, action, x, y)
    tick = _ticks(progress, lams, x, y)
    prepared, search = chosen.prepare(action, y, tick), chosen.nearest
    with sparing(len(x), y, kernel != "auto"):
        if kernel == "auto" and y.numel() <= _HELD and chosen.is_awaited(action, x):
            prepared, search = list(prepared), partial(nearest.search, chosen)
        found = search(action, prepared, x, lams, k, tick)
    all_lams = without_itself(Neighbors(*found)) if leave_one_out else Neighbors(*found)
    return Neighbors(all_lams.distances[0], all_lams.indices[0]) if one else all_lams


def merged(parts: Sequence[Neighbors], k: int) -> Neighbors:
    """Return the k nearest of several disjoint sets, given the k nearest (or all) of each; ties by index.

    Parameters
    ----------
    parts : neighbours of the same points in parts of a set, (..., n, any number), with indices into the set
    k : how many are kept

    Examples
    --------
    >>> import torch
    >>> from lazyq.neighbors import Neighbors, merged
    >>> first = Neighbors(torch.tensor([[1.0, 4.0]]), torch.tensor([[0, 2]]))
    >>> second = Neighbors(torch.tensor([[3.0, 4.0]]), torch.tensor([[7, 5]]))
    >>> merged([second, first], 3).indices
    tensor([[0, 7, 2]])
    """
    distances = torch.cat([part.distances for part in parts], -1)
    indices = torch.cat([part.indices for part in parts], -1)
    by_index = indices.argsort(dim=-1, stable=True)
    distances, indices = distances.gather(-1, by_index), indices.gather(-1, by_index)
    order = distances.argsort(dim=-1, stable=True)[..., :k]
    return Neighbors(distances.gather(-1, order), indices.gather(-1, order))


def without_itself(found: Neighbors) -> Neighbors:
    """Return the k nearest of k + 1 to each point of a set, searched in that set, without the point itself.

    Where more than k others are at distance 0 and come first, the point is not among them, and the last goes.

    Parameters
    ----------
    found : (..., n, k + 1) the nearest points, query i being point i of the set

    Returns
    -------
    Neighbors (..., n, k)

    Examples
    --------
    >>> import torch
    >>> from lazyq.neighbors import Neighbors, without_itself
    >>> found = Neighbors(torch.tensor([[0.0, 2.0], [0.0, 2.0]]), torch.tensor([[0, 1], [1, 0]]))
    >>> without_itself(found).indices
    tensor([[1],
            [0]])
    """
    others = found.indices != torch.arange(found.indices.shape[-2], device=found.indices.device)[:, None]
    others[..., -1] &= ~others.all(-1)
    shape = (*found.indices.shape[:-1], -1)
    return Neighbors(found.distances[others].reshape(shape), found.indices[others].reshape(shape))


def sparing(queries: int, y: Tensor, is_named: bool = False) -> AbstractContextManager[None]:
    """Begin to make no code for few queries of few points, unless a kernel is asked for by name."""
    if is_named:
        return nullcontext()
    return awaiting.sparing(queries * (_PER_QUERY + _PER_NUMBER * y.numel()))


def _measured(found: tuple[Tensor, Tensor], unit: float, one: bool) -> Neighbors:
    distances, indices = square_root(found[0]) * unit, found[1]
    return Neighbors(distances[0], indices[0]) if one else Neighbors(distances, indices)


def _lams(lam: float | Sequence[float] | Tensor, unit: float, device: torch.device) -> tuple[Tensor, bool]:
    values, one = one_or_several(lam)
    return squared_lams(values, unit, device), one


def _require_points(y: Tensor) -> None:
    if len(y) == 0:
        raise ValueError("y must have at least one point, got none")


def checked_k(k: int, y: Tensor) -> int:
    """Return k.

    Raises
    ------
    ValueError : not a whole number from 1 to the number of points of y
    """
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or not 1 <= k <= len(y):
        raise ValueError(f"k must be a whole number from 1 to the {len(y)} points of y, got {k!r}")
    return int(k)


def searched_k(k: int, x: Tensor, y: Tensor, leave_one_out: bool) -> int:
    """Return how many to search for, one more where one is to be left out; refuse what can't be found."""
    if not leave_one_out:
        return checked_k(k, y)
    if len(x) != len(y):
        raise ValueError(f"leave_one_out needs x to be y, got {len(x)} and {len(y)} points")
    return checked_k(k, y[1:]) + 1


def _ticks(progress: Progress | None, lams: Tensor, x: Tensor, y: Tensor) -> Callable[[int], None]:
    done, everything = 0, max(1, len(lams) * len(x) * len(y))

    def tick(pairs: int) -> None:
        nonlocal done
        done += pairs
        if progress is not None:
            progress(done / everything)

    return tick
