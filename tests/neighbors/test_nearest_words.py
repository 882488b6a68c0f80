"""Neighbours and estimators of an action with a minimiser, against all distances."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from lazyq import Permutations, pairwise
from lazyq.neighbors import (
    LazyKNeighborsClassifier,
    LazyKNeighborsRegressor,
    NeighborIndex,
    neighbors,
    neighbors_path,
)

LAMS = [0.0, 0.3, 0.5, 1.0, math.sqrt(2), math.inf]
ACTIONS = [Permutations(6), Permutations(6, "free"), Permutations(5, "held", "kendall", blank=0)]


def sets(action: Permutations, count: int = 60) -> Tensor:
    return torch.randint(0, 4, (count, *action.shape), generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.float64])
def test_neighbors_are_those_of_all_distances(action, dtype):
    points = sets(action).to(dtype)
    found = neighbors(action, points[:7], points, LAMS, 5)
    table = pairwise(action, points[:7], points, LAMS)
    order = table.argsort(dim=-1, stable=True)[..., :5]
    assert found.indices.equal(order)
    assert found.distances.equal(table.gather(-1, order))


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_the_path_of_neighbors_holds_at_every_lambda(action):
    points = sets(action)
    index = NeighborIndex(action, points)
    path = neighbors_path(index, points[0], 4, leave_out=0)
    middles = (path.starts[1:] + path.starts[:-1]) / 2
    for lam in [0.0, *middles.tolist(), 2.0, math.inf]:
        found = neighbors(action, points[:1], points, lam, 5)
        rest = found.indices[found.indices != 0][:4]
        assert path.at(lam).indices.equal(rest)


def test_estimators():
    points = sets(ACTIONS[0]).double().numpy()
    labels = (points[:, 2] > 1).astype(int)
    classifier = LazyKNeighborsClassifier(ACTIONS[0], 0.5, 1).fit(points, labels)
    assert np.array_equal(classifier.predict(points), labels)
    found = neighbors(ACTIONS[0], torch.tensor(points), torch.tensor(points), 0.5, 3, leave_one_out=True)
    regressor = LazyKNeighborsRegressor(ACTIONS[0], 0.5, 3).fit(points, labels)
    assert np.allclose(regressor.predict(None), labels[found.indices].mean(1))
