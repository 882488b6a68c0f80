"""The map of digits: exact where distances are those of a plane, and no worse than scikit-learn's."""

import numpy as np
import pytest

from lazyq import RowShifts, pairwise
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.average import MapSpec, digit_map
from lazyq.experiments.average.layout import classical, onto, scaled

LAMS = (0.0, 0.3, 1.0, float("inf"))


def distances(positions):
    return np.linalg.norm(positions[:, None] - positions[None], axis=-1)


def stress(positions, table):
    return np.sqrt(np.square(distances(positions) - table).sum() / np.square(table).sum())


@pytest.fixture(scope="module")
def found():
    return digit_map(MapSpec("sklearn", each=5, lams=LAMS))


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_distances_of_a_plane_are_kept(count):
    points = np.random.default_rng(count).normal(size=(count, 2))
    table = distances(points)
    positions = scaled(table, np.zeros((count, 2)) + classical(table)) if count > 1 else np.zeros((1, 2))
    np.testing.assert_allclose(distances(positions), table, atol=1e-3)
    np.testing.assert_allclose(onto(positions, points), points - points.mean(0), atol=1e-3)


def test_a_turned_and_reflected_map_is_laid_back():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(9, 2))
    points -= points.mean(0)
    turn = np.array([[np.cos(2), -np.sin(2)], [np.sin(2), np.cos(2)]]) @ np.diag([1, -1])
    np.testing.assert_allclose(onto(points @ turn + 3, points), points, atol=1e-12)


def test_points_that_fall_together_stay_finite():
    table = np.zeros((4, 4))
    assert np.isfinite(scaled(table, classical(table))).all()


def test_the_map_is_of_the_first_digits_of_each_class_and_says_how_good_it_is(found):
    labels = load_sklearn_digits().labels.numpy()
    assert found.labels.tolist() == sorted(list(range(10)) * 5)
    assert labels[found.places].tolist() == found.labels.tolist()
    images = load_sklearn_digits().images[found.places]
    tables = pairwise(RowShifts(28, 28), images, images, LAMS).double().numpy()
    for level, table in enumerate(tables):
        positions = found.positions[level]
        assert found.stresses[level] == pytest.approx(stress(positions, table))
        assert found.stresses[level] <= stress(classical(table), table) + 1e-9
        between = distances(positions) + np.diag(np.full(50, np.inf))
        assert found.agreements[level] == (found.labels[between.argmin(1)] == found.labels).mean()


def test_neighbouring_maps_are_laid_onto_one_another(found):
    for before, after in zip(found.positions[1:], found.positions[:-1], strict=True):
        np.testing.assert_allclose(onto(after, before), after - after.mean(0), atol=1e-9)


def test_no_digits_are_refused():
    with pytest.raises(ValueError, match="each must be at least 1, got 0"):
        digit_map(MapSpec("sklearn", each=0))
