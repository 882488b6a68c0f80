"""All distances, block by block: any separable action, dtype and device, by the fastest pairwise kernel.

Its distances are rounded. Those that could be among the k nearest, given by how much it can be wrong, are
measured again exactly, and the nearest of all blocks are kept.
"""

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor

from lazyq.actions import SolvableAction
from lazyq.kernels import pairwise
from lazyq.kernels.pairs import squared_distances_of_pairs

NAME = "brute"
_PAIRS_AT_ONCE = 2**22
_TARGETS_AT_ONCE = 2**13
_MORE_ON_GPU = 2**4  # times as many pairs, and targets, keep one busy
_GROUP = 64


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return None: brute force serves every call."""
    return None


def is_awaited(action: SolvableAction, x: Tensor) -> bool:
    """Return False: it takes a kernel of pairs that can serve."""
    return False


def prepare(action: SolvableAction, y: Tensor, tick: Callable[[int], None]) -> Iterator[Tensor]:
    """Yield the second set in blocks."""
    yield from y.split(_TARGETS_AT_ONCE * _more(y))


def nearest(
    action: SolvableAction,
    prepared: Iterable[Tensor],
    x: Tensor,
    mus: Tensor,
    k: int,
    tick: Callable[[int], None],
) -> tuple[Tensor, Tensor]:
    """Return the k nearest of every image; arguments and results as :mod:`lazyq.kernels.nearest` says."""
    shape = (len(mus), len(x), k)
    distances = torch.full(shape, torch.inf, dtype=torch.float64, device=x.device)
    indices = torch.full(shape, torch.iinfo(torch.int64).max, device=x.device)
    offset = 0
    for targets in prepared:
        kernel = pairwise.choose("auto", action, x, targets)
        relative, absolute = kernel.errors(action, x.dtype)
        own_energies, their_energies = _energies(x), _energies(targets)
        rows = max(1, _PAIRS_AT_ONCE * _more(x) // (len(targets) * max(1, len(mus))))
        for first in range(0, len(x), rows):
            own = slice(first, first + rows)
            queries = x[own]
            tables = kernel.squared_distances(action, queries, targets, mus)
            for level, mu in enumerate(mus.tolist()):
                table = tables[level].double()
                margin = relative * table + absolute * (own_energies[own, None] + their_energies)
                known = distances[level, own], indices[level, own]
                near, far = _candidates(table, 2 * margin, known[0], k).nonzero(as_tuple=True)
                exact = squared_distances_of_pairs(action, queries[near], targets[far], mu)
                distances[level, own], indices[level, own] = merged(*known, near, exact, far + offset)
            tick(len(queries) * len(targets) * len(mus))
        offset += len(targets)
    return distances, indices


def near(
    action: SolvableAction, prepared: Iterable[Tensor], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    results, offset = [], 0
    for targets in prepared:
        kernel = pairwise.choose("auto", action, x, targets)
        relative, absolute = kernel.errors(action, x.dtype)
        table = kernel.squared_distances(action, x, targets, mus)[:, 0].double()
        margin = relative * table + absolute * (_energies(x) + _energies(targets))
        places = (table - margin <= limits[:, None]).any(0).nonzero().flatten()
        results.append((places + offset, (table - margin)[:, places].T))
        offset += len(targets)
    places, distances = (torch.cat(tensors) for tensors in zip(*results, strict=True))
    return places, distances


def _more(images: Tensor) -> int:
    return _MORE_ON_GPU if images.device.type == "cuda" else 1


def _energies(images: Tensor) -> Tensor:
    return images.flatten(1).double().square().sum(-1)


def _candidates(table: Tensor, margin: Tensor, known: Tensor, k: int) -> Tensor:
    """Return where the true distance can be among the k least: not above k of this block or k known ones."""
    limit = known.amax(1, keepdim=True)
    if table.shape[1] >= k:
        limit = torch.minimum(limit, _kth_at_most(table + margin, k))
    return table - margin <= limit


def _kth_at_most(values: Tensor, k: int) -> Tensor:
    """Return what the k-th least of every row is at most, (n, 1): of many, that of the least of groups."""
    groups = values.shape[1] // _GROUP
    if groups >= 4 * k:
        values = values[:, : groups * _GROUP].unflatten(1, (groups, _GROUP)).amin(-1)
    return values.kthvalue(k, dim=1, keepdim=True).values


def merged(
    distances: Tensor, indices: Tensor, rows: Tensor, more: Tensor, more_indices: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the k least of what is known and more, by distance and then index."""
    count, k = distances.shape
    own = torch.arange(count, device=rows.device).repeat_interleave(k)
    row = torch.cat([own, rows])
    distance = torch.cat([distances.flatten(), more])
    index = torch.cat([indices.flatten(), more_indices])
    order = index.argsort(stable=True)
    order = order[distance[order].argsort(stable=True)]
    order = order[row[order].argsort(stable=True)]
    starts = torch.searchsorted(row[order], torch.arange(count, device=rows.device))
    kept = order[starts[:, None] + torch.arange(k, device=rows.device)]
    return distance[kept], index[kept]
