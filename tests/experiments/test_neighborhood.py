import torch

from lazyq import RowShifts
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.neighborhood import STOPS, neighborhood
from lazyq.neighbors import NeighborIndex, neighbors


def test_every_stop_is_a_search_of_its_own():
    images = load_sklearn_digits().images[:200]
    found = neighborhood(NeighborIndex(RowShifts(28, 28), images), images[6], 4)
    assert found.lams.tolist() == list(STOPS)
    assert (found.indices[:, 0] == 6).all()
    for stop in (0, 10, 40, 41, 42):
        expected = neighbors(RowShifts(28, 28), images[6:7], images, STOPS[stop], 4)
        assert torch.equal(torch.from_numpy(found.indices[stop]), expected.indices[0])
        assert torch.equal(torch.from_numpy(found.distances[stop]), expected.distances[0])
