"""Hypothesis strategies: actions, elements, images, and problems drawn together with their answer."""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import torch
from hypothesis import strategies as st
from torch import Tensor

from lazyq import (
    Channels,
    Dihedral,
    PolarRotations,
    Product,
    QuarterTurns,
    RowShifts,
    SeparableAction,
    TimeShifts,
    Translations,
)
from tests.own_actions import Permutations, SignFlips

HEIGHTS = st.integers(1, 4)
WIDTHS = st.integers(1, 7)
LAMS = st.one_of(st.sampled_from([0.0, 1e-300, 1e300, float("inf")]), st.floats(0, 3))

cyclic_actions = st.one_of(st.builds(RowShifts, HEIGHTS, WIDTHS), st.builds(Translations, HEIGHTS, WIDTHS))
polar_actions = st.builds(PolarRotations, HEIGHTS, WIDTHS)
own_actions = st.one_of(st.builds(SignFlips, st.integers(1, 4)), st.builds(Permutations, st.integers(1, 4)))
COMPOSED = [
    QuarterTurns(1),
    QuarterTurns(3),
    Dihedral(2),
    Dihedral(3, 90),
    TimeShifts(1),
    TimeShifts(5),
    TimeShifts(4, 3),
    Channels(RowShifts(2, 4), 3),
    Channels(Translations(2, 3), 2),
    Channels(PolarRotations(1, 5), 2),
    Product(QuarterTurns(2), Translations(2, 2), scales=(1 / 90, 1)),
    Product(Dihedral(3, 45), Translations(3, 3), scales=(1 / 45, 0.5)),
    Product(PolarRotations(2, 3), Translations(2, 3)),
    Product(TimeShifts(4), TimeShifts(4)),
    Product(QuarterTurns(2), QuarterTurns(2), Translations(2, 2)),
    Channels(Product(QuarterTurns(2), Translations(2, 2)), 2),
    Product(Channels(QuarterTurns(2), 2), Channels(Translations(2, 2), 2), scales=(0.1, 2)),
]
"""Actions that are made of others, and those that move a point as a whole: every one a group."""

composed_actions = st.sampled_from(COMPOSED)
actions = st.one_of(cyclic_actions, polar_actions, own_actions, composed_actions)


@st.composite
def elements(draw: st.DrawFn, action: SeparableAction) -> Tensor:
    count = len(action.squared_lengths)
    choice = draw(st.lists(st.integers(0, count - 1), min_size=action.factors, max_size=action.factors))
    return action.assemble(torch.tensor(choice))


@st.composite
def points(draw: st.DrawFn, action: SeparableAction, levels: int | None = None) -> Tensor:
    """Draw a uint8 point of the action's shape; of few levels there are many ties."""
    size = torch.Size(action.shape).numel()
    top = draw(st.sampled_from([1, 3, 255])) if levels is None else levels
    values = draw(st.lists(st.integers(0, top), min_size=size, max_size=size))
    return torch.tensor(values, dtype=torch.uint8).reshape(action.shape)


@st.composite
def float_points(draw: st.DrawFn, action: SeparableAction) -> Tensor:
    """Draw a float64 point: eighths, so that ties happen, or any numbers of size at most 4."""
    size = torch.Size(action.shape).numel()
    number = draw(st.sampled_from([st.integers(-8, 8).map(lambda k: k / 8), st.floats(-4, 4)]))
    values = draw(st.lists(number, min_size=size, max_size=size))
    return torch.tensor(values, dtype=torch.float64).reshape(action.shape)


def kinds_of_points(action: SeparableAction) -> list[Callable[[SeparableAction], st.SearchStrategy[Tensor]]]:
    """Return the strategies of points that suit the action: −1 is no uint8 level."""
    return [float_points] if isinstance(action, SignFlips) else [points, float_points]


class Problem(NamedTuple):
    """x, y and λ with the exact d_λ² in squared intensities, and why it is that."""

    action: SeparableAction
    x: Tensor
    y: Tensor
    lam: float
    squared_distance: Fraction
    reason: str


def squared_difference(x: Tensor, y: Tensor) -> Fraction:
    pairs = zip(x.flatten().tolist(), y.flatten().tolist(), strict=True)
    return Fraction(sum((a - b) ** 2 for a, b in pairs), 255**2)


@st.composite
def solved_problems(draw: st.DrawFn) -> Problem:
    return draw(
        st.one_of(equal(), in_one_orbit(), held_still(), too_dear(), constant_rows(), one_spot_a_row())
    )


@st.composite
def equal(draw: st.DrawFn) -> Problem:
    action = draw(cyclic_actions)
    x = draw(points(action))
    return Problem(action, x, x.clone(), draw(LAMS), Fraction(0), "x is y")


@st.composite
def in_one_orbit(draw: st.DrawFn) -> Problem:
    action = draw(cyclic_actions)
    x, g = draw(points(action)), draw(elements(action))
    return Problem(action, x, action.act(g, x), 0.0, Fraction(0), "y = gx, and moving is free")


@st.composite
def held_still(draw: st.DrawFn) -> Problem:
    action = draw(cyclic_actions)
    x, y = draw(points(action)), draw(points(action))
    return Problem(action, x, y, float("inf"), squared_difference(x, y), "λ = inf: nothing moves")


@st.composite
def too_dear(draw: st.DrawFn) -> Problem:
    action = draw(cyclic_actions)
    x, y = draw(points(action)), draw(points(action))
    whole = squared_difference(x, y)
    lam = float(whole) ** 0.5 + draw(st.floats(1e-6, 10))
    return Problem(action, x, y, lam, whole, "one step costs λ² > ‖x − y‖²")


@st.composite
def constant_rows(draw: st.DrawFn) -> Problem:
    action = RowShifts(draw(HEIGHTS), draw(WIDTHS))
    level = draw(points(action))[:, :1]
    x, y = level.expand(action.shape), draw(points(action))
    return Problem(action, x, y, draw(LAMS), squared_difference(x, y), "no shift changes a constant row")


@st.composite
def one_spot_a_row(draw: st.DrawFn) -> Problem:
    action = RowShifts(draw(HEIGHTS), draw(WIDTHS))
    height, width = action.shape
    level = draw(st.integers(1, 255))
    lam = draw(st.floats(0, 3))
    place = st.lists(st.integers(0, width - 1), min_size=height, max_size=height)
    x, y = torch.zeros(2, height, width, dtype=torch.uint8)
    total = Fraction(0)
    for row, (here, there) in enumerate(zip(draw(place), draw(place), strict=True)):
        x[row, here] = y[row, there] = level
        steps = min((here - there) % width, (there - here) % width)
        stay = Fraction(2 * level**2, 255**2) if steps else Fraction(0)
        total += min(stay, (Fraction(lam) * steps) ** 2)
    return Problem(action, x, y, lam, total, "a lone spot moves all the way or not at all")
