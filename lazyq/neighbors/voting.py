"""What the nearest neighbours of many points vote for, at every λ at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import any_kind
from lazyq.kernels import nearest
from lazyq.kernels.row_shifts import why_not_compiled
from lazyq.metric.all_pairs import checked_lams, one_or_several
from lazyq.neighbors.path import NeighborsPath, neighbors_path
from lazyq.neighbors.search import NeighborIndex, checked_k
from lazyq.neighbors.votes import count_votes, winner

# λ for pixels from 0 to 1; they decide on the time only.
_STOPS = torch.tensor([0.0, 0.15, 0.3, 0.5, 0.75, 1.05, 1.45, torch.inf], dtype=torch.float64)
_GRID = np.linspace(0.0, 2.0, 41)
_ROUNDING = 1e-4  # of the squared distances of a kernel, generously
_ROOM = 256


@final
@dataclass(frozen=True, eq=False)
class VotePaths:
    """The votes of the k nearest of n points, as functions of λ in [0, ∞] that are constant in between.

    Attributes
    ----------
    pieces : (n + 1,) int64; the vote of point i has the pieces pieces[i] … pieces[i + 1] − 1 of what follows
    starts : (S,) float64, the λ from which on a vote holds, 0 for the first of every point
    answers : (S,) int64, the vote: the class with most votes, the smallest of several

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import vote_paths
    >>> y = torch.tensor([[[0, 9, 0, 0]], [[0, 0, 30, 0]]], dtype=torch.uint8)
    >>> paths = vote_paths(RowShifts(1, 4), torch.tensor([[[0, 0, 9, 0]]], dtype=torch.uint8), y, [3, 8], 1)
    >>> paths.at(0.0).tolist(), paths.at(float("inf")).tolist()
    ([3], [3])
    """

    pieces: np.ndarray
    starts: np.ndarray
    answers: np.ndarray

    def at(self, lam: float | Sequence[float] | Tensor) -> np.ndarray:
        """Return the votes of all points at λ, (n,); of L numbers (L, n).

        Raises
        ------
        ValueError : λ is not a number or several, negative or NaN
        """
        several, one = one_or_several(lam)
        lams = checked_lams(several, torch.device("cpu")).numpy()[:, None]
        begun = np.maximum.accumulate(np.where(self.starts <= lams, np.arange(len(self.starts)), 0), axis=1)
        found: np.ndarray = self.answers[begun[:, self.pieces[1:] - 1]]
        return found[0] if one else found


@any_kind("x", "y", whole=("labels",))
def vote_paths(
    action: GroupAction,
    x: Tensor,
    y: Tensor,
    labels: Tensor | list[int],
    k: int,
    *,
    leave_one_out: bool = False,
    progress: Callable[[float], None] | None = None,
) -> VotePaths:
    """Return what the k nearest of y vote for, for every point of x and every λ in [0, ∞], exactly.

    At a λ at which two points of y are equally far, the one counts that is nearer right after it; at 0 and
    where they stay so, the first one.

    Parameters
    ----------
    action : a SeparableAction or MinimisingAction
    x, y : (n, *action.shape) and (m, *action.shape); row shifts of uint8 are compiled, all else takes long
    labels : (m,) whole numbers from 0 on
    k : 1 … m, or m − 1 with ``leave_one_out``
    leave_one_out : whether x[i] is y[i], which then has no vote on itself
    progress : told the part that is done, from 0 to 1

    Raises
    ------
    ValueError : a shape, dtype, label or k that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.neighbors import vote_paths
    >>> y = torch.tensor([[[0.0, 1, 0, 0]], [[0.0, 0, 2, 0]]])
    >>> paths = vote_paths(RowShifts(1, 4), torch.tensor([[[0.0, 0, 1, 0]]]), y, [3, 8], 1)
    >>> paths.starts.tolist(), paths.answers.tolist()
    ([0.0, 1.0], [3, 8])
    """
    votes = torch.as_tensor(labels)
    if votes.shape != y.shape[:1] or votes.is_floating_point() or bool((votes < 0).any()):
        raise ValueError(f"labels must be {len(y)} whole numbers from 0 on, got {tuple(votes.shape)}")
    if leave_one_out and x.shape != y.shape:
        raise ValueError(f"with leave_one_out x must be y, got {tuple(x.shape)} and {tuple(y.shape)}")
    checked_k(k, y[1:] if leave_one_out else y)
    index = NeighborIndex(action, y)
    if why_not_compiled(index.action, y) is None:
        return _joined(_compiled(index, x, votes, k, leave_one_out, progress))
    found = []
    for place, point in enumerate(x):
        path = neighbors_path(index, point, k, leave_out=place if leave_one_out else None)
        found.append(_followed(path, votes))
        if progress is not None:
            progress((place + 1) / len(x))
    return _joined(found)


def _followed(path: NeighborsPath, labels: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Return the λ at which the vote of a path changes, and what it then is."""
    votes = count_votes(labels[path.indices[path.near]], int(labels.max()) + 1)
    return _shortened(path.starts, winner(votes).numpy())


def _shortened(starts: np.ndarray, answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pieces without those of no length, and neighbouring ones of one answer as one."""
    lasting = np.append(starts[1:] > starts[:-1], True)
    starts, answers = starts[lasting], answers[lasting]
    other = np.append(True, answers[1:] != answers[:-1])
    return starts[other], answers[other]


def _compiled(
    index: NeighborIndex, x: Tensor, labels: Tensor, k: int, leave_one_out: bool,
    progress: Callable[[float], None] | None,
) -> list[tuple[np.ndarray, np.ndarray]]:  # fmt: skip
    from lazyq.kernels.native.sweeping import Lines, Sweep, sweep, trace

    targets, votes = np.ascontiguousarray(index.y.numpy()), labels.numpy().astype(np.int64)
    count, height, width = targets.shape
    most, grid = height * (width // 2), (_GRID * 255) ** 2
    room = Lines(
        np.empty(width // 2 + 1), np.empty((count, most + 1)), np.empty((count, most + 2)),
        np.empty((count, most + 2)), np.empty((count, len(grid) + 1)),
    )  # fmt: skip
    scratch = Sweep(
        np.empty(len(grid) + 1), np.empty(k), np.empty(count, np.int64), np.empty(count, np.int64),
        np.empty(count, np.bool_), np.empty(int(votes.max()) + 1, np.int64),
    )  # fmt: skip
    doubled = np.empty(3 * width, np.int32)
    starts, answers = np.empty(_ROOM), np.empty(_ROOM, np.int64)
    found = []
    for place, near in enumerate(_reaching(index, x, k + leave_one_out)):
        lines = Lines(room.costs, *(part[: len(near)] for part in room[1:]))
        own = int(np.searchsorted(near, place)) if leave_one_out else -1
        trace(np.ascontiguousarray(x[place].numpy()), targets[near], doubled, grid, lines)
        asked = (lines, grid, votes[near], own, k, scratch)
        changes = sweep(*asked, starts, answers)
        if changes > len(starts):
            starts, answers = np.empty(changes), np.empty(changes, np.int64)
            sweep(*asked, starts, answers)
        found.append(_shortened(np.sqrt(starts[:changes]) / 255, answers[:changes].copy()))
        if progress is not None:
            progress((place + 1) / len(x))
    return found


def _reaching(index: NeighborIndex, x: Tensor, k: int) -> Iterator[np.ndarray]:
    """Yield for every point of x which points can be among the k nearest at some λ, increasing.

    Between two λ a squared distance is at least that at the lower one, and the k-th nearest at most that at
    the higher one.
    """
    kernel, mus = nearest.BY_NAME[index.kernel], (_STOPS * 255).square()
    furthest = index.query(x, _STOPS.tolist(), k).distances[..., -1].mul(255).square() * (1 + _ROUNDING)
    limits = torch.cat([furthest[1:], furthest[-1:]]).T.contiguous()
    for point, limit in zip(x, limits, strict=True):
        places, _ = kernel.near(index.action, index.prepared, point[None], mus, limit)
        yield places.sort().values.numpy()


def _joined(found: list[tuple[np.ndarray, np.ndarray]]) -> VotePaths:
    pieces = np.append(0, np.cumsum([len(starts) for starts, _ in found], dtype=np.int64))
    starts = np.concatenate([starts for starts, _ in found]) if found else np.empty(0)
    answers = np.concatenate([answers for _, answers in found]) if found else np.empty(0, np.int64)
    return VotePaths(pieces, starts, answers.astype(np.int64))
