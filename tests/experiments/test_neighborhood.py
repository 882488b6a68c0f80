import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq import RowShifts, lazy_path
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.neighborhood import STOPS, neighborhood, neighborhood_path
from lazyq.neighbors import NeighborIndex, neighbors

ACTION = RowShifts(28, 28)


def listed(path, lam):
    """Return the positions in the training set that the path lists at λ."""
    row = path.near[np.searchsorted(path.starts, lam, side="right") - 1]
    return path.indices[row].tolist()


def check(images, image, k, lams, leave_out=None, index=None):
    """Compare the path at every λ with a search of its own among the digits that may be neighbours."""
    path = neighborhood_path(index or NeighborIndex(ACTION, images), image, k, leave_out)
    allowed = torch.tensor([place for place in range(len(images)) if place != leave_out])
    found = neighbors(ACTION, image[None], images[allowed], lams, k)
    for level, lam in enumerate(lams):
        assert listed(path, lam) == allowed[found.indices[level, 0]].tolist(), lam
    assert path.starts[0] == 0
    assert (np.diff(path.starts) > 0).all()
    assert (np.diff(path.indices) > 0).all()
    assert set(path.near.flatten().tolist()) == set(range(len(path.indices)))
    assert (path.near[1:] != path.near[:-1]).any(1).all()
    return path


def test_every_stop_is_a_search_of_its_own():
    images = load_sklearn_digits().images[:200]
    found = neighborhood(NeighborIndex(ACTION, images), images[6], 4)
    assert found.lams.tolist() == list(STOPS)
    assert (found.indices[:, 0] == 6).all()
    for stop in (0, 10, 40, 41, 42):
        expected = neighbors(ACTION, images[6:7], images, STOPS[stop], 4)
        assert torch.equal(torch.from_numpy(found.indices[stop]), expected.indices[0])
        assert torch.equal(torch.from_numpy(found.distances[stop]), expected.distances[0])


@pytest.mark.parametrize(("position", "k", "leave_out"), [(6, 4, 6), (6, 4, None), (83, 1, 83), (9, 199, 9)])
def test_path_is_a_search_at_any_lambda(position, k, leave_out):
    images = load_sklearn_digits().images[:200]
    rng = np.random.default_rng(position)
    lams = [0.0, 0.3, 0.7, 1.0, 10.0, float("inf"), *rng.uniform(0, 1.8, 20), *rng.uniform(0, 0.1, 5)]
    path = check(images, images[position], k, lams, leave_out)
    assert len(path.near) > 1


def test_path_names_every_lambda_at_which_the_nearest_digit_changes():
    images = load_sklearn_digits().images[:60]
    path = neighborhood_path(NeighborIndex(ACTION, images), images[30], 1, 30)
    others = torch.tensor([place for place in range(60) if place != 30])
    paths = lazy_path(ACTION, images[30], images[others])
    for start, before, after in zip(path.starts[1:], path.near[:-1, 0], path.near[1:, 0], strict=True):
        squared = paths.distance(float(start))[
            torch.isin(others, torch.from_numpy(path.indices[[before, after]]))
        ]
        assert float(squared[0]) == pytest.approx(float(squared[1]), abs=1e-9)


def test_equal_digits_keep_the_order_of_the_training_set():
    images = load_sklearn_digits().images[[5, 7, 5, 9, 5, 7]]
    path = check(images, images[0], 4, [0.0, 0.4, float("inf")])
    assert listed(path, 0.4)[:3] == [0, 2, 4]
    blank = torch.zeros_like(images)
    path = check(blank, blank[0], 3, [0.0, 1.0, float("inf")], leave_out=1)
    assert listed(path, 0.0) == [0, 2, 3]
    assert path.starts.tolist() == [0.0]


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.booleans())
def test_path_of_noise_is_a_search_at_any_lambda(seed, k, coarse):
    generator = torch.Generator().manual_seed(seed)
    levels = 3 if coarse else 256
    images = torch.randint(levels, (12, 28, 28), dtype=torch.uint8, generator=generator)
    images = images * (torch.rand(12, 28, 28, generator=generator) < 0.1)
    lams = [0.0, float("inf"), *torch.rand(8, generator=generator).double().tolist()]
    check(images[1:], images[0], k, lams)


def test_more_is_searched_until_nothing_can_have_been_missed():
    images = load_sklearn_digits().images[:300]
    index = NeighborIndex(ACTION, images)

    asked = []

    class Counting:
        y = index.y

        def query(self, image, lams, k):
            asked.append((len(lams), k))
            return index.query(image, lams, k)

    lams = np.random.default_rng(0).uniform(0, 1.5, 30).tolist()
    for position in range(5):
        check(images, images[position], 2, lams, position, Counting())
    assert asked[0] == (len(STOPS), 9)


@pytest.mark.parametrize(
    ("k", "leave_out", "most"), [(0, None, 20), (21, None, 20), (20, 3, 19), (True, None, 20)]
)
def test_bad_k_is_named(k, leave_out, most):
    index = NeighborIndex(ACTION, load_sklearn_digits().images[:20])
    with pytest.raises(ValueError, match=f"k must be a whole number from 1 to the {most} digits"):
        neighborhood_path(index, index.y[0], k, leave_out)
