"""Rigid motions of pixels against a loop over all of them, against exact ones, and how far they are off."""

import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import (
    LazyKMeans,
    LazyKNeighborsClassifier,
    LazyMaxFilter,
    Product,
    QuarterTurns,
    RigidMotions,
    Translations,
    align,
    lazy_distance,
    lazy_path,
    pairwise,
)
from lazyq.actions import Rotations
from lazyq.datasets import load_sklearn_digits
from lazyq.kernels import minimising
from lazyq.neighbors import neighbors
from lazyq.testing import assert_minimising

MOTIONS = RigidMotions(4, 5, angles=6, scales=(1 / 60, 0.5))
LAMS = [0.0, 0.3, 1.0, 2.5, math.inf]


def images(count: int, seed: int, shape: tuple[int, int] = (4, 5)) -> Tensor:
    return torch.rand(count, *shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


ALL = list(itertools.product((0, 1, -1, 2, -2, 3), (0, 1, -1, 2), (0, 1, -1, 2, -2)))
SQUARED_LENGTHS = torch.tensor([k**2 + 0.25 * (a**2 + b**2) for k, a, b in ALL]).double()


def moved(x: Tensor, k: int, a: int, b: int) -> Tensor:
    return Rotations(4, 5).act(torch.tensor(60.0 * k), x).roll((-a, -b), (-2, -1))


def brute_force(x: Tensor, y: Tensor, lams: list[float]) -> list[float]:
    """Return d_λ from every motion, turned by Rotations and moved by torch's own roll."""
    squares = (torch.stack([moved(x, *g) for g in ALL]) - y).square().sum((-2, -1))
    penalties = [torch.where(SQUARED_LENGTHS > 0, lam**2 * SQUARED_LENGTHS, 0.0) for lam in lams]
    return [math.sqrt(float((squares + penalty).min())) for penalty in penalties]


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.floats(0, 3))
def test_every_verb_against_all_motions(seed: int, lam: float) -> None:
    x, y = images(2, seed)
    expected = pytest.approx(brute_force(x, y, [lam])[0], rel=1e-9, abs=1e-9)
    best = align(MOTIONS, x, y, lam)
    assert best.distance.item() == expected
    assert lazy_distance(MOTIONS, x, y, lam).item() == expected
    assert lazy_path(MOTIONS, x, y).distance(lam).item() == expected
    torch.testing.assert_close(best.moved, moved(x, *best.g.tolist()))
    k, a, b = best.g.tolist()
    assert best.effort.item() == pytest.approx(math.sqrt(k**2 + 0.25 * (a**2 + b**2)))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_all_pairs_and_neighbours_against_all_motions(dtype: torch.dtype) -> None:
    x, y = images(2, 1).to(dtype), images(5, 2).to(dtype)
    y[3] = MOTIONS.act(torch.tensor([2, 1, -1]), x[1])
    expected = torch.tensor(
        [[brute_force(a.double(), b.double(), LAMS) for b in y] for a in x], dtype=torch.float64
    ).movedim(-1, 0)
    torch.testing.assert_close(pairwise(MOTIONS, x, y, LAMS), expected, rtol=1e-5, atol=1e-6)
    nearest = neighbors(MOTIONS, x, y, LAMS, 5)
    torch.testing.assert_close(nearest.distances, expected.sort(-1).values, rtol=1e-5, atol=1e-6)
    assert nearest.indices[0, 1, 0] == 3


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_quarter_turns_of_a_square_are_those_of_the_exact_product(seed: int) -> None:
    x, y = (torch.randint(4, (2, 4, 4), generator=torch.Generator().manual_seed(seed))).double()
    scales = (1 / 90, 1.0)
    exact = lazy_path(Product(QuarterTurns(4), Translations(4, 4), scales=scales), x, y)
    path = lazy_path(RigidMotions(4, 4, angles=4, scales=scales), x, y)
    torch.testing.assert_close(path.breakpoints, exact.breakpoints)
    torch.testing.assert_close(path.squared_residuals, exact.squared_residuals)
    torch.testing.assert_close(path.squared_efforts, exact.squared_efforts)


def test_the_minimiser_of_quarter_turns_is_what_testing_asks_for() -> None:
    action = RigidMotions(3, 3, angles=4, scales=(1 / 90, 1))
    elements = itertools.product((0, 1, 2, -1), (0, 1, -1), (0, 1, -1))
    points = torch.randint(3, (3, 3, 3), generator=torch.Generator().manual_seed(0)).double()
    assert_minimising(action, [torch.tensor(g) for g in elements], list(points), atol=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_what_holds_exactly_of_motions_that_are_no_isometries(seed: int) -> None:
    x, y = images(2, seed)
    mus = torch.linspace(0, 6, 61, dtype=torch.float64)
    path = lazy_path(MOTIONS, x, y)
    squares = path.distance(mus.sqrt()).square()
    assert (squares.diff() >= -1e-12).all()  # grows with λ
    assert (squares.diff(n=2) <= 1e-12).all()  # concave in λ²
    plain = (x - y).norm()
    assert (squares <= plain.square() + 1e-12).all()
    assert path.distance(math.inf) == pytest.approx(plain.item())
    assert path.g[-1].tolist() == [0, 0, 0]
    assert lazy_distance(MOTIONS, x, x, 0.0).item() == 0


def test_kernels_find_the_same_path() -> None:
    x, y = images(6, 3), images(6, 4)
    paths = [lazy_path(MOTIONS, x, y, kernel=kernel) for kernel in ("tables", "own")]
    for name in ("breakpoints", "g", "squared_residuals", "squared_efforts"):
        torch.testing.assert_close(*(getattr(path, name) for path in paths))
    assert minimising.choose("auto", MOTIONS, x, y).NAME == "tables"


def test_pairs_are_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = images(5, 5), images(5, 6)
    whole = lazy_path(MOTIONS, x, y)
    monkeypatch.setattr("lazyq.actions.rigid._CELLS_AT_ONCE", 2 * 6 * 4 * 5)
    pieces = lazy_path(MOTIONS, x, y)
    assert pieces.g.equal(whole.g)
    assert pieces.breakpoints.equal(whole.breakpoints)


def test_an_equal_motion_of_less_effort_is_taken() -> None:
    disc = torch.zeros(5, 5, dtype=torch.float64)
    disc[2, 2] = 1
    best = align(RigidMotions(5, 5, angles=4), disc, disc.roll(1, 1), lam=0.0)
    assert best.g.tolist() == [0, 0, -1]


def test_departure_is_what_is_lost() -> None:
    digits = load_sklearn_digits().images[:40].double() / 255
    exact = RigidMotions(28, 28, angles=4).departure(digits)
    assert exact.norm.max() < 1e-12
    assert exact.undone.max() < 1e-12
    found = RigidMotions(28, 28, angles=8).departure(digits)
    turned = [Rotations(28, 28).act(torch.tensor(45.0 * k), digits) for k in range(8)]
    size = digits.flatten(1).norm(dim=1)
    changes = torch.stack([(image.flatten(1).norm(dim=1) - size).abs() / size for image in turned])
    torch.testing.assert_close(found.norm, changes.amax(0))
    assert (found.undone > 0.01).all()


def test_symmetric_up_to_the_departure_that_is_stated() -> None:
    digits = load_sklearn_digits().images.double() / 255
    action = RigidMotions(28, 28, angles=24, scales=(1 / 10, 1))
    x, y = digits[:20], digits[20:40]
    for lam in (0.0, 0.1, 0.3):
        there, back = lazy_distance(action, x, y, lam), lazy_distance(action, y, x, lam)
        off = (there - back).abs() / torch.maximum(there, back)
        assert off.max() < 0.15
        assert off.median() < 0.05


def test_estimators_and_those_that_need_a_group() -> None:
    x, labels = images(12, 7).flatten(1).numpy(), [0, 1] * 6
    model = LazyKNeighborsClassifier(MOTIONS, lam=0.5, n_neighbors=1).fit(x, labels)
    assert list(model.predict(x)) == labels
    with pytest.raises(ValueError, match="SeparableAction"):
        LazyMaxFilter(MOTIONS, images(1, 8), 0.5)
    with pytest.raises(ValueError, match="SeparableAction"):
        LazyKMeans(2, action=MOTIONS).fit(x)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((0, 5), "height must be a whole number of at least 1, got 0"),
        ((4, 5, 0), "angles must be a whole number"),
        ((1024, 1024, 2), "angles must make at most 1,048,576 motions, got 2,097,152"),
        ((4, 5, 6, (1, 0)), "scales must be two finite numbers of more than 0"),
        ((4, 5, 6, (1,)), "scales must be two finite numbers"),
        ((4, 5, 6, 3), "scales must be two finite numbers"),
        ((4, 5, 6, (1, math.nan)), "scales must be two finite numbers"),
    ],
)
def test_what_can_not_be_taken(arguments: tuple, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        RigidMotions(*arguments)


def test_bytes_and_products_of_motions_are_refused() -> None:
    x = torch.zeros(4, 5, dtype=torch.uint8)
    with pytest.raises(ValueError, match=r"x must be .*float32.*got torch.uint8"):
        align(MOTIONS, x, x, 1.0)
    with pytest.raises(ValueError, match="x must be float32 or float64"):
        MOTIONS.departure(x)
    one = MOTIONS.identity()
    with pytest.raises(ValueError, match="no group"):
        MOTIONS.compose(one, one)
    with pytest.raises(ValueError, match="no group"):
        MOTIONS.inverse(one)
