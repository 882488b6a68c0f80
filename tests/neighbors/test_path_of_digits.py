import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq import RowShifts, lazy_path
from lazyq.datasets import load_sklearn_digits
from lazyq.neighbors import NeighborIndex, neighbors, neighbors_path

ACTION = RowShifts(28, 28)


def listed(path, lam):
    """Return the positions in the training set that the path lists at λ."""
    row = path.near[np.searchsorted(path.starts, lam, side="right") - 1]
    return path.indices[row].tolist()


def check(images, image, k, lams, leave_out=None):
    """Compare the path at every λ with a search of its own among the digits that may be neighbours."""
    path = neighbors_path(NeighborIndex(ACTION, images), image, k, leave_out=leave_out)
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


@pytest.mark.parametrize(("position", "k", "leave_out"), [(6, 4, 6), (6, 4, None), (83, 1, 83), (9, 199, 9)])
def test_path_is_a_search_at_any_lambda(position, k, leave_out):
    images = load_sklearn_digits().images[:200]
    rng = np.random.default_rng(position)
    lams = [0.0, 0.3, 0.7, 1.0, 10.0, float("inf"), *rng.uniform(0, 1.8, 20), *rng.uniform(0, 0.1, 5)]
    path = check(images, images[position], k, lams, leave_out)
    assert len(path.near) > 1


def test_path_names_every_lambda_at_which_the_nearest_digit_changes():
    images = load_sklearn_digits().images[:60]
    path = neighbors_path(NeighborIndex(ACTION, images), images[30], 1, leave_out=30)
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


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.booleans())
def test_path_of_noise_is_a_search_at_any_lambda(seed, k, coarse):
    generator = torch.Generator().manual_seed(seed)
    levels = 3 if coarse else 256
    images = torch.randint(levels, (12, 28, 28), dtype=torch.uint8, generator=generator)
    images = images * (torch.rand(12, 28, 28, generator=generator) < 0.1)
    lams = [0.0, float("inf"), *torch.rand(8, generator=generator).double().tolist()]
    check(images[1:], images[0], k, lams)
