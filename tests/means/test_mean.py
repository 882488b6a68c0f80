"""Lazy means against brute force, their axioms, and digits."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq import PolarRotations, RowShifts, Translations, lazy_distance
from lazyq.means import lazy_kmeans_path, lazy_mean, lazy_mean_path
from tests.own_actions import Permutations, SignFlips
from tests.strategies import LAMS

ACTIONS = [
    RowShifts(2, 3),
    RowShifts(1, 4),
    Translations(2, 3),
    PolarRotations(2, 4),
    SignFlips(3),
    Permutations(3),
]


def some_points(action, count=4, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(-4, 5, (count, *action.shape), generator=generator).double() / 4


def elements(action):
    count = len(action.squared_lengths)
    choices = itertools.product(range(count), repeat=action.factors)
    return action.assemble(torch.tensor(list(choices)))


def global_objective(action, points, lam):
    """Return the least Σ d_λ², over all ways to move all points but for what moves them together."""
    group = elements(action)
    moved = action.act(group, points[:, None]).flatten(2)
    prices = torch.where(action.length(group) > 0, lam * action.length(group), 0.0).square()
    best = float("inf")
    for choice in itertools.product(range(len(group)), repeat=len(points)):
        copies = torch.stack([moved[i, g] for i, g in enumerate(choice)])
        spread = (copies - copies.mean(0)).square().sum()
        best = min(best, float(spread + sum(prices[g] for g in choice)))
    return best


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("lam", [0.0, 0.1, 0.4, 1.0, float("inf")])
def test_objective_is_what_the_metric_says(action, lam):
    points = some_points(action)
    weights = torch.tensor([1.0, 0.5, 2.0, 0.0])
    found = lazy_mean(action, points, lam, weights, restarts=4)
    distances = lazy_distance(action, points, found.mean.expand_as(points), lam)
    assert found.objective == pytest.approx(float(weights.double() @ distances.square()), abs=1e-9)
    torch.testing.assert_close(found.moved, action.act(found.g, points))
    if found.converged:
        own = torch.einsum("n,n...->...", weights.double(), found.moved) / weights.sum()
        torch.testing.assert_close(found.mean, own)


@pytest.mark.parametrize(
    "action", [RowShifts(1, 3), RowShifts(2, 2), SignFlips(2), Permutations(3, 1)], ids=str
)
@pytest.mark.parametrize("seed", range(3))
def test_restarts_from_all_points_against_brute_force(action, seed):
    points = some_points(action, 3, seed)
    for lam in (0.0, 0.3, 2.0, float("inf")):
        least = global_objective(action, points, lam)
        found = lazy_mean(action, points, lam, restarts=3)
        assert found.objective >= least - 1e-9
        if lam == float("inf"):
            assert found.objective == pytest.approx(least)


def test_a_better_start_is_told():
    points = torch.eye(4, dtype=torch.float64)[:2, None]
    stuck = lazy_mean(RowShifts(1, 4), points, 0.1)
    better = lazy_mean(RowShifts(1, 4), points, 0.1, restarts=2)
    assert not stuck.better_start
    assert better.better_start
    assert better.objective < stuck.objective
    assert better.objective == pytest.approx(global_objective(RowShifts(1, 4), points, 0.1))
    path = lazy_mean_path(RowShifts(1, 4), points, [0.1])
    assert path.objectives[0] == pytest.approx(better.objective)
    assert path.plain_objectives[0] == pytest.approx(stuck.objective)


@settings(max_examples=30)
@given(st.sampled_from(ACTIONS), LAMS, st.integers(0, 1000))
def test_the_mean_is_no_worse_than_plain_mean_and_grows_with_lam(action, lam, seed):
    points = some_points(action, 4, seed)
    found = lazy_mean(action, points, lam)
    plain = points.mean(0)
    at_plain = lazy_distance(action, points, plain.expand_as(points), lam).square().sum()
    assert found.objective <= at_plain + 1e-9
    assert found.objective <= (points - plain).square().sum() + 1e-9


def test_infinite_lambda_is_the_plain_mean_and_bytes_are_intensities():
    points = torch.randint(256, (5, 2, 3), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    found = lazy_mean(RowShifts(2, 3), points, float("inf"))
    torch.testing.assert_close(found.mean, points.double().mean(0) / 255)
    assert not found.g.any()


def test_path_is_in_the_given_order_and_no_worse_than_its_parts():
    action = RowShifts(2, 3)
    points = some_points(action, 6)
    lams = [0.3, float("inf"), 0.0, 1.0]
    ticks = []
    path = lazy_mean_path(action, points, lams, tick=ticks.append)
    assert path.lams.tolist() == lams
    assert ticks == sorted(ticks)
    assert ticks[-1] == pytest.approx(1)
    for level, lam in enumerate(lams):
        single = lazy_mean(action, points, lam)
        assert path.plain_objectives[level] == pytest.approx(single.objective)
        assert path.objectives[level] <= single.objective + 1e-12
        distances = lazy_distance(action, points, path.means[level].expand_as(points), lam)
        assert path.objectives[level] == pytest.approx(float(distances.square().sum()), abs=1e-9)


@pytest.mark.parametrize("as_kind", [list, np.array, torch.DoubleTensor])
def test_several_lam_are_those_of_one_after_the_other(as_kind):
    action, lams = RowShifts(2, 3), [0.3, float("inf"), 0.0]
    points = some_points(action, 6)
    several = lazy_mean(action, points, as_kind(lams), restarts=3)
    for level, lam in enumerate(lams):
        for part, one in zip(several, lazy_mean(action, points, lam, restarts=3), strict=True):
            assert torch.as_tensor(one).equal(part[level])


@pytest.mark.parametrize("one", [0.3, np.float32(0.3), np.array(0.3), torch.tensor(0.3)], ids=repr)
def test_paths_of_one_lam_have_no_dimension_of_them(one):
    points = some_points(RowShifts(2, 3), 6)
    for path in (
        lambda lam: lazy_mean_path(RowShifts(2, 3), points, lam),
        lambda lam: lazy_kmeans_path(RowShifts(2, 3), points, 2, lam),
    ):
        for part, several in zip(path(one), path([float(one)]), strict=True):
            assert several.shape == (1, *part.shape)
            assert several[0].equal(part)


def test_digits_snap_into_focus(mnist_raw):
    images, labels = mnist_raw("train")
    fives = images[labels == 5][:300]
    path = lazy_mean_path(RowShifts(28, 28), fives, [0.0, 0.1, 0.3, 0.5, 1.0, float("inf")])
    assert (path.objectives / 300).tolist() == pytest.approx([29.1, 30.5, 37.8, 43.5, 46.8, 46.8], abs=0.4)
    # A blur spreads its ink over many pixels, a stroke over few.
    sharpness = path.means.square().sum((1, 2)) / path.means.sum((1, 2))
    assert sharpness[2] > 1.2 * sharpness[-1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"points": torch.zeros(2, 3)}, r"points must have shape \(n, 2, 3\), got \(2, 3\)"),
        ({"points": torch.zeros(0, 2, 3)}, "points must be at least one, got none"),
        ({"points": None}, "must be a torch.Tensor, a NumPy array or a list of numbers, got None"),
        ({"lam": -1}, "lam must be at least 0"),
        ({"lam": torch.zeros(2, 2)}, r"lam must have one dimension, got shape \(2, 2\)"),
        ({"lam": []}, "lam must be one number at least, got none"),
        ({"weights": torch.ones(3)}, r"weights must have shape \(2,\), got \(3,\)"),
        ({"weights": torch.tensor([0.0, 0.0])}, "weights must be finite, at least 0 and not all 0"),
        ({"weights": torch.tensor([-1.0, 2.0])}, "weights must be finite, at least 0 and not all 0"),
        ({"start": torch.zeros(3, 2)}, "must have shape"),
        ({"restarts": -1}, "restarts must be a whole number of at least 0, got -1"),
        ({"max_iter": 0}, "max_iter must be a whole number of at least 1, got 0"),
        ({"action": object()}, "action must be a SeparableAction"),
    ],
)
def test_bad_input_is_named(change, message):
    arguments = {"action": RowShifts(2, 3), "points": torch.zeros(2, 2, 3), "lam": 0.5} | change
    with pytest.raises(ValueError, match=message):
        lazy_mean(**arguments)
