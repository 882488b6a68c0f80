"""Actions that are made of others: the residuals of the parts, each by the kernel that suits it."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq import kernels
from lazyq.actions import Channels, Product, RowShifts, SeparableAction, SolvableAction, TimeShifts
from lazyq.actions.product import products
from lazyq.kernels.summing import by_halves

NAME = "composed"


class Turn(NamedTuple):
    """One choice of all actions of a product but the largest: what is left is that action's problem."""

    places: tuple[int, ...]  # of the elements, with 0 for the largest action
    squared_length: float
    x: Tensor
    y: Tensor


def why_not(action: SolvableAction, x: Tensor, y: Tensor) -> str | None:
    """Return the reason why this kernel can't serve the call, or None."""
    if not isinstance(action, Channels | Product | TimeShifts):
        return f"it knows Channels, Product and TimeShifts, not {type(action).__name__}"
    return None


def squared_residuals(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return Σ_c ‖g·x[c] − y[c]‖² of channels, ‖h·(g″x) − g′⁻¹y‖² of products g = g′hg″.

    Shapes and units as in :func:`lazyq.kernels.reference.squared_residuals`; of uint8 images exact. Channels
    are added by halves.
    """
    if isinstance(action, Product):
        return _of_product(action, x, y)
    inner = action.action if isinstance(action, Channels) else RowShifts(1, action.shape[-1])
    channels = math.prod(action.shape) // math.prod(inner.shape)
    source, target = (points.reshape(-1, *inner.shape) for points in (x, y))
    table = kernels.choose("auto", inner, source, target).squared_residuals(inner, source, target)
    return by_halves(table.unflatten(0, (len(x), channels)).movedim(1, -1).clone())


def _of_product(action: Product, x: Tensor, y: Tensor) -> Tensor:
    places, squared_lengths = products(action)
    counts = [len(part.squared_lengths) for part in action.actions]
    largest = counts.index(max(counts))
    part = action.actions[largest]
    table = x.new_empty(len(x), *counts, dtype=torch.float64)
    for turn in turns(action, x, y):
        kernel = kernels.choose("auto", part, turn.x, turn.y)
        cells: list[int | slice] = [slice(None), *turn.places]
        cells[1 + largest] = slice(None)
        table[tuple(cells)] = kernel.squared_residuals(part, turn.x, turn.y)[:, 0]
    strides = torch.tensor([math.prod(counts[place + 1 :]) for place in range(len(counts))])
    return table.reshape(len(x), 1, len(squared_lengths))[..., (places * strides).sum(-1).to(x.device)]


def turns(action: Product, x: Tensor, y: Tensor) -> Iterator[Turn]:
    """Yield the problems of the largest action, ‖h·(g″x) − g′⁻¹y‖, for all choices of the others."""
    counts = [len(part.squared_lengths) for part in action.actions]
    largest = counts.index(max(counts))
    others = torch.cartesian_prod(
        *(torch.arange(1 if place == largest else count) for place, count in enumerate(counts))
    )
    for places in others.reshape(-1, len(counts)).tolist():
        source, target, squared = x, y, 0.0
        for place in reversed(range(largest + 1, len(counts))):
            source = action.actions[place].act(_element(action, place, places[place]), source)
        for place in range(largest):
            part = action.actions[place]
            target = part.act(part.inverse(_element(action, place, places[place])), target)
        for place, element in enumerate(places):
            length = action.actions[place].squared_lengths[element]
            squared += action.scales[place] ** 2 * float(length)
        yield Turn(tuple(places), squared, source, target)


def _element(action: Product, part: int, element: int) -> Tensor:
    return action.actions[part].assemble(torch.tensor([element]))
