"""Which digits of a data set are used: all, the first ones, or a random draw of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import torch
from torch import Tensor

from lazyq.experiments.digits import load_collection
from lazyq.experiments.received import shown

MOST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Draw:
    """Digits of one data set.

    Attributes
    ----------
    dataset : "mnist-train", "mnist-test" or "sklearn"
    size : how many; None takes all
    seed : of the draw; None takes the first digits
    number : which draw of this seed, from 0
    aside : the last so many digits are kept for something else and never drawn
    """

    dataset: str
    size: int | None = None
    seed: int | None = None
    number: int = 0
    aside: int = 0


def drawn_places(draw: Draw) -> Tensor:
    """Return the places of the digits in their data set, (size,) int64 in ascending order.

    Raises
    ------
    ValueError : a draw that asks for what is not there; says what
    DataError : MNIST is not on this machine
    """
    if not draw.number >= 0:
        raise ValueError(f"number must be at least 0, got {draw.number}")
    return next(islice(draws(replace(draw, number=0)), draw.number, None))


def draws(draw: Draw) -> Iterator[Tensor]:
    """Yield the places of one draw after another, from number 0 on, without end.

    Raises
    ------
    ValueError : a draw that asks for what is not there; says what
    DataError : MNIST is not on this machine
    """
    if draw.seed is not None and not 0 <= draw.seed <= MOST_SEED:
        raise ValueError(f"seed must be from 0 to {MOST_SEED}, got {shown(draw.seed)}")
    held = len(load_collection(draw.dataset)) - draw.aside
    size = held if draw.size is None else draw.size
    if not 1 <= size <= held:
        raise ValueError(f"size must be from 1 to the {held} digits of {draw.dataset}, got {shown(size)}")
    if draw.seed is None:
        while True:
            yield torch.arange(size)
    generator = torch.Generator().manual_seed(draw.seed)
    while True:
        yield torch.randperm(held, generator=generator)[:size].sort().values
