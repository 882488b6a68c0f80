"""The whole path from the action's own minimiser: any MinimisingAction, any dtype and device."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions import MinimisingAction
from lazyq.kernels.minimising.lines import Lines

NAME = "own"
_ROUNDING = 64 * torch.finfo(torch.float64).eps  # of a value that is no whole number


class _Elements(NamedTuple):
    """Elements that are best somewhere, each with the pair that it belongs to and what it costs."""

    pair: Tensor
    g: Tensor
    costs: Tensor  # (e, 2) squared residual and squared effort

    def chosen(self, places: Tensor) -> "_Elements":
        return _Elements(*(tensor[places] for tensor in self))


def why_not(action: MinimisingAction, x: Tensor, y: Tensor) -> str | None:
    """Return None: every call can be given to the minimiser."""
    return None


def lines(action: MinimisingAction, x: Tensor, y: Tensor) -> Lines:
    """Return the envelope of every pair (x[p], y[p])."""
    return searched_lines(action, x, y, lambda pair, weights: action.minimise(x[pair], y[pair], weights))


def searched_lines(
    action: MinimisingAction, x: Tensor, y: Tensor, best: Callable[[Tensor, Tensor], Tensor]
) -> Lines:
    """Return the envelope of every pair (x[p], y[p]), where best(pair, weights) gives the best elements.

    The best elements at λ = 0 and ∞ are two lines. Where they cross, the best element either lies below, and
    the search goes on to both sides of it, or nothing does: no line in between is ever missed, since the
    envelope is concave. Whole numbers are compared exactly; other values count as equal within 64 roundings.
    """
    everyone = torch.arange(len(x), device=x.device)
    zero = torch.tensor([1.0, 0.0], dtype=torch.float64, device=x.device).expand(len(x), 2)
    left = _costed(action, x, y, everyone, best(everyone, zero))
    one = action.identity().to(x.device)
    right = _costed(action, x, y, everyone, one.expand(len(x), *one.shape))
    found = [left, right]
    while True:
        steps = (left.costs - right.costs).abs()
        open_ = ((left.costs[:, 0] < right.costs[:, 0]) & (left.costs[:, 1] > right.costs[:, 1])).nonzero()
        left, right, steps = (
            left.chosen(open_[:, 0]), right.chosen(open_[:, 0]), steps[open_[:, 0]],
        )  # fmt: skip
        if not len(steps):
            return _sorted(len(x), found)
        weights = _reduced(steps.flip(-1))
        between = _costed(action, x, y, left.pair, best(left.pair, weights))
        values = [(weights * elements.costs).sum(-1) for elements in (left, between)]
        margin = torch.where(_whole(weights) & _whole(between.costs), 0.0, _ROUNDING * values[0])
        below = (values[1] < values[0] - margin).nonzero().flatten()
        left, between, right = (elements.chosen(below) for elements in (left, between, right))
        found.append(between)
        left, right = (
            _Elements(*(torch.cat(both) for both in zip(*sides, strict=True)))
            for sides in ((left, between), (between, right))
        )


def _costed(action: MinimisingAction, x: Tensor, y: Tensor, pair: Tensor, g: Tensor) -> _Elements:
    residuals = action.squared_distance(action.act(g, x[pair]), y[pair])
    return _Elements(pair, g, torch.stack([residuals, action.squared_length(g)], -1))


def _whole(values: Tensor) -> Tensor:
    return (values == values.round()).all(-1)


def _reduced(weights: Tensor) -> Tensor:
    """Return the weights without common divisor, where they are whole numbers."""
    whole = _whole(weights) & (weights.amax(-1) < 2.0**53)
    integers = torch.where(whole[:, None], weights, 1.0).long()
    return weights / torch.gcd(integers[:, 0], integers[:, 1])[:, None]


def _sorted(count: int, found: list[_Elements]) -> Lines:
    """Return the different lines of every pair by decreasing effort."""
    everything = _Elements(*(torch.cat(parts) for parts in zip(*found, strict=True)))
    order = everything.costs[:, 1].argsort(descending=True, stable=True)
    order = order[everything.pair[order].argsort(stable=True)]
    ordered = everything.chosen(order)
    new = torch.ones_like(ordered.pair, dtype=torch.bool)
    new[1:] = (ordered.pair[1:] != ordered.pair[:-1]) | (ordered.costs[1:] != ordered.costs[:-1]).any(-1)
    kept = ordered.chosen(new.nonzero().flatten())
    counts = torch.bincount(kept.pair, minlength=count)
    ends = counts.cumsum(0)
    place = torch.arange(int(counts.max()) if count else 1, device=counts.device)
    source = torch.minimum((ends - counts)[:, None] + place, ends[:, None] - 1)
    return Lines(kept.g[source], kept.costs[source][..., 0], kept.costs[source][..., 1])
