"""Several means at many λ against Lloyd's alternation, and what can't be taken."""

import pytest
import torch

from lazyq import PolarRotations, RowShifts, pairwise
from lazyq.means import LazyKMeans, lazy_kmeans_path

LAMS = [0.4, 0.0, float("inf"), 1.5]
ACTIONS = [RowShifts(2, 4), PolarRotations(2, 4)]


def some_points(action, count=9, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 5, (count, *action.shape), generator=generator).double() / 4


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_each_point_is_served_by_its_nearest_mean(action):
    points = some_points(action)
    found = lazy_kmeans_path(action, points, 3, LAMS, seed=1)
    assert found.lams.tolist() == LAMS
    for level, lam in enumerate(LAMS):
        squared = pairwise(action, points, found.means[level], [lam])[0].square()
        assert float(found.objectives[level]) == pytest.approx(float(squared.amin(1).sum()), abs=1e-9)
        assert int(found.served[level].sum()) == len(points)
    plain = found.served[LAMS.index(float("inf"))].tolist()
    assert plain == sorted(plain, reverse=True)


def test_at_one_infinite_lam_it_is_k_means_from_the_same_draw():
    action = RowShifts(2, 4)
    points = some_points(action, 12, 3)
    path = lazy_kmeans_path(action, points, 3, [float("inf")], seed=5)
    runs = LazyKMeans(3, action=action, lam=float("inf"), n_init=2, random_state=5).fit(
        points.flatten(1).numpy()
    )
    assert float(path.objectives) <= runs.inertia_ + 1e-9


def test_as_many_means_as_points_are_the_points():
    action = RowShifts(1, 4)
    points = some_points(action, 4, 2)
    path = lazy_kmeans_path(action, points, 4, [1.0])
    assert float(path.objectives) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be a whole number from 1 to 9, got 0"),
        ({"n_clusters": 10}, "n_clusters must be a whole number from 1 to 9, got 10"),
        ({"n_clusters": True}, "n_clusters must be a whole number"),
        ({"n_clusters": 2.0}, "n_clusters must be a whole number"),
        ({"max_iter": 0}, "max_iter must be a whole number of at least 1, got 0"),
        ({"lam": [-1.0]}, "lam must be at least 0"),
        ({"lam": [float("nan")]}, "lam must be at least 0"),
    ],
)
def test_what_cannot_be_is_refused(change, message):
    action = RowShifts(2, 4)
    given = {"n_clusters": 2, "lam": [0.5]} | change
    with pytest.raises(ValueError, match=message):
        lazy_kmeans_path(action, some_points(action), **given)
