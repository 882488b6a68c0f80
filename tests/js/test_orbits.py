"""Transport and rotations in the browser against those of the library."""

import numpy as np
import pytest
import torch

from lazyq.actions import Rotations
from lazyq.transport import orbit_costs, wasserstein_distance

SCRIPT = "tests/js/run_averaging.mjs"


def problems(count, seed):
    """Draw laws and costs: many ties, masses that are 0 or tiny, and sizes that differ."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rows, columns = (int(size) for size in rng.integers(1, 12, 2))
        p, q = (rng.dirichlet(np.full(size, rng.choice([0.05, 1.0, 10.0]))) for size in (rows, columns))
        cost = rng.choice([rng.random((rows, columns)), rng.integers(0, 3, (rows, columns)).astype(float)])
        if rng.random() < 0.3:
            places = np.arange(max(rows, columns)) * 2.5
            cost = np.abs(places[:rows, None] - places[None, :columns])
        yield p, q, cost


def test_transport_is_optimal(node):
    cases = list(problems(1_500, seed=0))
    asked = [{"p": p.tolist(), "q": q.tolist(), "cost": cost.ravel().tolist()} for p, q, cost in cases]
    for (p, q, cost), answer in zip(
        cases, node(SCRIPT, {"task": "transport", "problems": asked}), strict=True
    ):
        plan, u, v = np.reshape(answer["plan"], cost.shape), np.array(answer["u"]), np.array(answer["v"])
        assert plan.min() >= 0
        np.testing.assert_allclose(plan.sum(1), p, atol=1e-12)
        np.testing.assert_allclose(plan.sum(0), q, atol=1e-12)
        assert (u[:, None] + v <= cost + 1e-12).all()
        assert answer["distance"] == pytest.approx(float(u @ p + v @ q), abs=1e-11)
        expected = wasserstein_distance(torch.from_numpy(p), torch.from_numpy(q), torch.from_numpy(cost))
        assert answer["distance"] == pytest.approx(expected.distance, abs=1e-9)


def test_rotations_are_those_of_the_library(node):
    rng = np.random.default_rng(1)
    for side in (5, 28):
        picture = rng.integers(0, 256, (side, side)) / 255
        angles = [0.0, 5.0, -20.0, 45.0, 90.0, 180.0, 270.0, 360.0, -133.7]
        found = node(
            SCRIPT, {"task": "turned", "picture": picture.ravel().tolist(), "side": side, "angles": angles}
        )
        expected = Rotations(side, side).act(
            torch.tensor(angles, dtype=torch.float64), torch.from_numpy(picture)
        )
        np.testing.assert_allclose(found, expected.flatten(1), atol=1e-9)


def test_costs_of_a_move_are_those_of_the_library(node):
    picture = np.random.default_rng(2).integers(0, 256, (28, 28)) / 255
    angles, moves = [-30.0, -4.0, 0.0, 4.0, 30.0], [-45.0, 0.0, 5.0]
    found = node(
        SCRIPT,
        {"task": "costs", "picture": picture.ravel().tolist(), "side": 28, "angles": angles, "moves": moves},
    )
    elements = torch.tensor(angles, dtype=torch.float64)
    for costs, move in zip(found, moves, strict=True):
        g = torch.tensor(move, dtype=torch.float64)
        expected = orbit_costs(Rotations(28, 28), elements, torch.from_numpy(picture), g)
        np.testing.assert_allclose(np.reshape(costs, (5, 5)), expected, atol=1e-7)
