"""The search under row shifts without compiled code: the bound, then transforms of what it leaves.

Transforms in float64 tell distances up to an error that is known; those that could be among the nearest are
measured exactly, as everywhere.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import SeparableAction
from lazyq.kernels import row_shifts
from lazyq.kernels.awaiting import without_code
from lazyq.kernels.native.layout import Heaps
from lazyq.kernels.nearest import brute
from lazyq.kernels.nearest.targets import Targets, embedding_slack, magnitudes, products
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.threads import one_thread

_SEEDS = 64  # of least bound: they leave a limit that most others exceed
_PAIRS_AT_ONCE = 2**7  # whose residuals stay in a second-level cache
_EPSILON = float(torch.finfo(torch.float64).eps)


def nearest(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, k: int,
    tick: Callable[[int], None],
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return the k nearest of every image; arguments and results as :mod:`lazyq.kernels.nearest` says."""
    heaps = Heaps(
        np.full((len(x), len(mus), k), np.inf), np.full((len(x), len(mus), k), np.iinfo(np.int64).max)
    )
    offset = 0
    with without_code(), one_thread():
        for block in prepared:
            far = block.frame.too_far(x) if block.frame else torch.zeros(len(x), dtype=torch.bool)
            if far.any():
                search_all(action, block, x, mus, far, offset, heaps)
            for q in (~far).nonzero().flatten().tolist():
                tick(0)
                _search(action, block, x[q : q + 1], mus, offset, Heaps(heaps.distances[q], heaps.indices[q]))
            tick(len(x) * len(block.images) * len(mus))
            offset += len(block.images)
    # A copy whatever the shape: torch refuses the backward stride that an array of one element may keep.
    distances, indices = (torch.from_numpy(a[..., ::-1].swapaxes(0, 1).copy()) for a in heaps)
    return distances, indices


def near(
    action: SeparableAction, prepared: Iterable[Targets], x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the targets that one image may be near; as :mod:`lazyq.kernels.nearest` says."""
    results, offset = [], 0
    with without_code(), one_thread():
        for block in prepared:
            if block.frame and block.frame.too_far(x).any():
                places, distances = near_all(action, block, x, mus, limits)
            else:
                places = (_bounds(block, x) <= limits.max()).nonzero().flatten()
                distances, margin = _rounded(block, x, places, mus)
                distances = distances - margin
                own = (distances <= limits[:, None]).any(0)
                places, distances = places[own], distances[:, own].T
            results.append((places + offset, distances))
            offset += len(block.images)
    places, distances = (torch.cat(tensors) for tensors in zip(*results, strict=True))
    return places, distances


def search_all(
    action: SeparableAction, block: Targets, x: Tensor, mus: Tensor, which: Tensor, offset: int, heaps: Heaps
) -> None:
    """Merge the nearest of a block into the heaps of images that don't fit into its frame, by brute force."""
    count = min(heaps.distances.shape[-1], len(block.images))
    found = brute.nearest(action, [block.given(x.shape[1:])], x[which], mus, count, lambda pairs: None)
    places = which.nonzero().flatten().numpy()
    distances, indices = (part.numpy().swapaxes(0, 1) for part in found)
    own = Heaps(heaps.distances[places], heaps.indices[places])
    _merge(own, distances, indices + offset)
    heaps.distances[places], heaps.indices[places] = own


def near_all(
    action: SeparableAction, block: Targets, x: Tensor, mus: Tensor, limits: Tensor
) -> tuple[Tensor, Tensor]:
    """Return what one image that doesn't fit into the frame of a block may be near, by brute force."""
    return brute.near(action, [block.given(x.shape[1:])], x, mus, limits)


def _merge(heaps: Heaps, distances: np.ndarray, indices: np.ndarray) -> None:
    """Keep the least of what heaps hold and of more, by distance and then index, the furthest first."""
    both = np.concatenate([heaps.distances, distances], -1), np.concatenate([heaps.indices, indices], -1)
    order = np.lexsort(both[::-1])[..., : heaps.distances.shape[-1]][..., ::-1]
    for kept, every in zip(heaps, both, strict=True):
        kept[...] = np.take_along_axis(every, order, -1)


def _search(
    action: SeparableAction, block: Targets, x: Tensor, mus: Tensor, offset: int, heaps: Heaps
) -> None:
    """Merge the nearest of a block into the heaps (λ, k) of one image."""
    k = heaps.distances.shape[-1]
    bounds = _bounds(block, x)
    seeds = bounds.topk(min(max(k, _SEEDS), len(bounds)), largest=False, sorted=False).indices
    limits = _limits(heaps, *_rounded(block, x, seeds, mus))
    places = (bounds <= limits.max()).nonzero().flatten()
    rounded, margin = _rounded(block, x, places, mus)
    limits = _limits(heaps, rounded, margin)
    for level, mu in enumerate(mus.tolist()):
        own = places[rounded[level] - margin <= limits[level]]
        theirs = block.given(x.shape[1:], own)
        exact = squared_distances_of_pairs(action, x.expand(theirs.shape), theirs, mu)
        _merge(Heaps(heaps.distances[level], heaps.indices[level]), exact.numpy(), own.numpy() + offset)


def _limits(heaps: Heaps, rounded: Tensor, margin: Tensor) -> Tensor:
    """Return what the k-th least distance is at most, (L,), by what is held and by rounded ones (L, p)."""
    known = torch.from_numpy(heaps.distances)
    return torch.cat([known, rounded + margin], 1).kthvalue(known.shape[1], dim=1).values


def _bounds(block: Targets, x: Tensor) -> Tensor:
    """Return what is at most d₀² of one image and all targets, (m,) float64."""
    lines = row_shifts.lines(x, block.size)
    framed = (block.frame.of(lines) if block.frame else lines).contiguous()
    own = magnitudes(framed, _ignore)
    slack = embedding_slack(own.shape[1], x.shape[-1])
    total = float(row_shifts.image_energies(framed.numpy())[0])
    whole = torch.from_numpy(block.totals).double() + total
    found = torch.from_numpy(products(own, block.magnitudes(_ignore), _ignore)[0])
    return ((1 - slack) * whole - 2 * found.double()) / block.scale


def _ignore(pairs: int) -> None:
    pass


def _rounded(block: Targets, x: Tensor, places: Tensor, mus: Tensor) -> tuple[Tensor, Tensor]:
    """Return d_λ² of one image and some, (L, p) float64, and what they are off by at most, (p,)."""
    if not len(places):
        return torch.empty(len(mus), 0, dtype=torch.float64), torch.empty(0, dtype=torch.float64)
    channels, height, width = block.size
    parts = list(_measured(x.double().reshape(1, *block.size), block.given(block.size, places), mus))
    distances, energies = (torch.cat(tensors, -1) for tensors in zip(*parts, strict=True))
    return distances, 8 * (height + channels + 4 * width.bit_length()) * _EPSILON * energies


def _measured(x: Tensor, y: Tensor, mus: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield those of images (1, C, H, W) and (p, C, H, W), and the sums of both energies, in parts."""
    width = x.shape[-1]
    spectrum, own = torch.fft.rfft(x).conj(), x.square().sum((1, 3))
    shifts = row_shifts.squared_shifts(width, width // 2 + 1)
    costs = torch.from_numpy(row_shifts.penalties(mus.numpy(), shifts, np.float64))
    for part in y.split(_PAIRS_AT_ONCE):
        target = part.double()
        energies = own + target.square().sum((1, 3))
        inner = torch.fft.irfft((spectrum * torch.fft.rfft(target)).sum(1), n=width)
        back = torch.cat([inner[..., :1], inner.flip(-1)], -1)[..., : len(shifts)]
        residuals = energies[..., None] - 2 * torch.maximum(inner[..., : len(shifts)], back)
        yield torch.stack([(residuals + cost).amin(-1).sum(-1) for cost in costs]), energies.sum(-1)
