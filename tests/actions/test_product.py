"""Products of actions against a loop over all elements, as groups, and where they are none."""

import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import (
    Channels,
    Dihedral,
    Permutations,
    PolarRotations,
    Product,
    QuarterTurns,
    RowShifts,
    TimeShifts,
    Translations,
    align,
    lazy_distance,
    lazy_path,
    pairwise,
)
from lazyq.actions import Rotations
from lazyq.kernels import BY_NAME
from lazyq.neighbors import neighbors
from tests.strategies import points

MOTIONS = Product(QuarterTurns(3), Translations(3, 3), scales=(1 / 90, 1))


def brute_force(x: Tensor, y: Tensor, lam: float) -> float:
    """Return d_λ by torch's own rot90 and roll; steps count 1, quarter turns 1 each."""
    least = math.inf
    for turn, a, b in itertools.product((0, 1, 2, -1), (0, 1, -1), (0, 1, -1)):
        moved = x.roll((-a, -b), (-2, -1)).rot90(turn, (-2, -1)).double()
        least = min(least, float((moved - y.double()).square().sum()) + lam**2 * (turn**2 + a**2 + b**2))
    return math.sqrt(least)


@settings(max_examples=25)
@given(st.data(), st.floats(0, 3))
def test_rigid_motions_against_all_of_them(data: st.DataObject, lam: float) -> None:
    x, y = (data.draw(points(MOTIONS, 3)).double() for _ in range(2))
    expected = pytest.approx(brute_force(x, y, lam), rel=1e-12, abs=1e-12)
    best = align(MOTIONS, x, y, lam)
    assert best.distance.item() == expected
    assert lazy_path(MOTIONS, x, y).distance(lam).item() == expected
    assert MOTIONS.act(best.g, x).equal(best.moved)
    turn, (a, b) = MOTIONS.parts(best.g)
    assert best.moved.equal(x.roll((-int(a), -int(b)), (-2, -1)).rot90(int(turn), (-2, -1)))
    assert best.effort.item() == pytest.approx(math.hypot(turn, a, b))


def test_all_pairs_and_neighbours_against_all_motions(dtype) -> None:
    x, y = (
        torch.randint(4, (count, 3, 3), generator=torch.Generator().manual_seed(count)) for count in (3, 7)
    )
    y[3] = MOTIONS.act(torch.tensor([1, 1, -1]), x[1])
    lams = [0.0, 0.5, 2.0, math.inf]
    unit = 255 if dtype == torch.uint8 else 1
    found = pairwise(MOTIONS, x.to(dtype), y.to(dtype), [lam / unit for lam in lams])
    nearest = neighbors(MOTIONS, x.to(dtype), y.to(dtype), [lam / unit for lam in lams], 7)
    for level, lam in enumerate(lams):
        expected = torch.tensor([[brute_force(a, b, min(lam, 1e9)) for b in y] for a in x]) / unit
        torch.testing.assert_close(found[level].double(), expected.double(), rtol=1e-6, atol=1e-7)
        torch.testing.assert_close(
            nearest.distances[level], expected.double().sort(-1).values, rtol=1e-6, atol=1e-9
        )
    assert nearest.indices[0, 1, 0] == 3 or nearest.distances[0, 1, 0] == 0


@settings(max_examples=15)
@given(st.data())
def test_d_is_a_metric_on_orbits_where_the_products_are_a_group(data: st.DataObject) -> None:
    x, y, z = (data.draw(points(MOTIONS, 3)).double() for _ in range(3))
    lam = data.draw(st.floats(0, 3))
    xy, yx, yz, xz = (lazy_distance(MOTIONS, a, b, lam) for a, b in ((x, y), (y, x), (y, z), (x, z)))
    torch.testing.assert_close(xy, yx, rtol=1e-12, atol=1e-12)
    assert xz <= xy + yz + 1e-12
    g = MOTIONS.assemble(torch.tensor([data.draw(st.integers(0, 35))]))
    torch.testing.assert_close(
        lazy_distance(MOTIONS, MOTIONS.act(g, x), y, 0),
        lazy_distance(MOTIONS, x, y, 0),
        rtol=1e-12,
        atol=1e-9,
    )


def test_ties_go_to_less_effort_then_the_earlier_elements_in_order() -> None:
    blank = torch.zeros(3, 3)
    assert align(MOTIONS, blank, blank, 0.0).g.tolist() == [0, 0, 0]
    ordered = MOTIONS.assemble(torch.arange(36)[:, None]).tolist()
    assert ordered[:7] == [[0, 0, 0], [0, 0, 1], [0, 0, -1], [0, 1, 0], [0, -1, 0], [1, 0, 0], [-1, 0, 0]]
    assert len({tuple(element) for element in ordered}) == 36


@pytest.mark.parametrize(
    ("product", "is_group"),
    [
        (MOTIONS, True),
        (Product(Translations(3, 3), QuarterTurns(3)), False),
        (Product(Dihedral(4), Translations(4, 4)), True),
        (Product(QuarterTurns(3), Dihedral(3)), False),  # a turn changes what a reflection costs
        (Product(PolarRotations(2, 6), Translations(2, 6)), True),
        (Product(TimeShifts(4), TimeShifts(4), TimeShifts(4)), True),
        (Product(QuarterTurns(2), Channels(TimeShifts(2), 2)), False),
    ],
    ids=str,
)
def test_whether_the_products_are_a_group_is_said(product: Product, is_group: bool) -> None:
    assert product.is_group is is_group
    one = product.identity()
    if is_group:
        assert product.compose(one, one).equal(one)
    else:
        for call in (lambda: product.compose(one, one), lambda: product.inverse(one)):
            with pytest.raises(ValueError, match=r"the products are no group: .* moves an element of"):
                call()


@given(st.data(), st.floats(0, 3))
def test_without_a_group_the_minimum_is_still_exact_and_monotone(data: st.DataObject, lam: float) -> None:
    product = Product(QuarterTurns(2), Channels(TimeShifts(2), 2))
    x, y = (data.draw(points(product, 3)).double() for _ in range(2))
    table = BY_NAME["reference"].squared_residuals(product, x[None], y[None])[0, 0]
    expected = (table + lam**2 * product.squared_lengths).amin().sqrt()
    found = lazy_distance(product, x, y, lam)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-12)
    assert found <= (x - y).norm() + 1e-12
    assert found >= lazy_distance(product, x, y, lam / 2) - 1e-12


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Product(QuarterTurns(3)), "actions must be two or more, got 1"),
        (
            lambda: Product(QuarterTurns(3), Translations(4, 4)),
            r"actions must have one shape, got \(3, 3\) and \(4, 4\)",
        ),
        (
            lambda: Product(QuarterTurns(3), RowShifts(3, 3)),
            "actions must move a point as a whole, got RowShifts.* which has 3 independent factors",
        ),
        (
            lambda: Product(Permutations(3), TimeShifts(3)),
            "action must be a SeparableAction, got Permutations",
        ),
        (
            lambda: Product(Rotations(3, 3), QuarterTurns(3)),
            "SeparableAction, got Rotations",
        ),
        (
            lambda: Product(QuarterTurns(3), Translations(3, 3), scales=(1,)),
            r"scales must be 2 finite numbers of more than 0, one an action, got \(1,\)",
        ),
        (
            lambda: Product(QuarterTurns(3), Translations(3, 3), scales=(0, 1)),
            "scales must be 2 finite",
        ),
        (
            lambda: Product(*[Translations(40, 40)] * 2),
            "actions must have at most 1,048,576 products, got 2,560,000",
        ),
        (lambda: Channels(Permutations(3), 2), "action must be a SeparableAction, got Permutations"),
        (lambda: Channels(TimeShifts(3), 0), "channels must be a whole number of at least 1, got 0"),
        (lambda: TimeShifts(2.5), "steps must be a whole number of at least 1, got 2.5"),
        (lambda: QuarterTurns(-1), "size must be a whole number of at least 1, got -1"),
        (lambda: Dihedral(3, 0), "flip must be more than 0 and below 1e6 degrees, got 0"),
    ],
)
def test_bad_input_is_named(build, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build()


def test_any_angles_of_pixels_are_searched_one_by_one() -> None:
    """What Product refuses, in the words of its docstring: the least of d_λ(R_θ x, y)² + λ²(sθ)²."""
    x, y = torch.rand(2, 4, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(7))
    angles, lam = torch.tensor([0.0, 15, -15, 90, -90]), 0.2
    turned = Rotations(4, 4).act(angles, x)
    squares = lazy_distance(Translations(4, 4), turned, y, lam).square() + (lam * angles / 90).square()
    expected = min(
        float((image.roll((-a, -b), (0, 1)) - y).square().sum())
        + lam**2 * (min(a, 4 - a) ** 2 + min(b, 4 - b) ** 2 + float(angle / 90) ** 2)
        for angle, image in zip(angles, turned, strict=True)
        for a, b in itertools.product(range(4), repeat=2)
    )
    assert squares.amin().item() == pytest.approx(expected, rel=1e-9)
