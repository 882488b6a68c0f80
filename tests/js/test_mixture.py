"""The log-loss, the certificate and the EM step in the browser against those of the library."""

import base64

import numpy as np
import pytest
import torch

from lazyq.averaging import frank_wolfe_gap, mixture_log_loss
from lazyq.averaging.solvers import Problem, expectation_maximisation

SCRIPT = "tests/js/run_averaging.mjs"


def encoded(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def problems(count, seed):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rows, size = int(rng.integers(1, 12)), int(rng.integers(1, 9))
        table = (1 / (1 + np.exp(rng.normal(0, rng.choice([0.5, 5, 40]), (rows, size))))).astype(np.float32)
        yield table, rng.dirichlet(np.full(size, 0.7)) * (1 - 1e-6 * size) + 1e-6


def test_loss_gap_and_em_step_on_thousands_of_tables(node):
    cases = list(problems(3_000, seed=0))
    answers = node(
        SCRIPT,
        {
            "task": "assess",
            "problems": [{"table": encoded(table), "weights": weights.tolist()} for table, weights in cases],
        },
    )
    for (table, weights), answer in zip(cases, answers, strict=True):
        probabilities = torch.from_numpy(table)[..., None].double()
        labels, law = torch.zeros(len(table), dtype=torch.int64), torch.from_numpy(weights)
        assert answer["loss"] == pytest.approx(mixture_log_loss(probabilities, labels, law), abs=1e-9)
        gap = frank_wolfe_gap(probabilities, labels, law)
        assert answer["gap"] == pytest.approx(gap, rel=1e-9, abs=1e-9)
        steps = expectation_maximisation(Problem(probabilities[..., 0].clamp_min(1e-38), None), law, 1.0)
        next(steps)
        np.testing.assert_allclose(answer["em"], next(steps).weights, rtol=1e-9, atol=1e-12)


def test_a_dragged_bar_keeps_the_proportions_of_the_others(node):
    rng = np.random.default_rng(1)
    cases = []
    for _ in range(500):
        weights = rng.dirichlet(np.ones(int(rng.integers(1, 10))))
        cases.append(
            {
                "weights": weights.tolist(),
                "chosen": int(rng.integers(len(weights))),
                "weight": float(rng.uniform(-0.2, 1.2)),
            }
        )
    cases.append({"weights": [0, 1, 0], "chosen": 1, "weight": 0.4})
    for case, after in zip(cases, node(SCRIPT, {"task": "weigh", "problems": cases}), strict=True):
        before, chosen = np.array(case["weights"]), case["chosen"]
        assert sum(after) == pytest.approx(1)
        assert min(after) >= 0
        if len(before) == 1:
            continue
        assert after[chosen] == pytest.approx(np.clip(case["weight"], 0, 1))
        others = np.delete(before, chosen)
        if others.sum() > 0 and after[chosen] < 1:
            np.testing.assert_allclose(np.delete(after, chosen), others * (1 - after[chosen]) / others.sum())
        elif others.sum() == 0:
            np.testing.assert_allclose(np.delete(after, chosen), (1 - after[chosen]) / len(others))


def test_symmetric_view_and_mixtures(node):
    angles, weights = [-4.0, -2.0, 0.0, 2.0, 4.0], [0.1, 0.2, 0.4, 0.0, 0.3]
    answer = node(SCRIPT, {"task": "mirror", "angles": angles, "weights": weights})
    np.testing.assert_allclose(answer, [0.2, 0.1, 0.4, 0.1, 0.2])
    rows = np.random.default_rng(2).random((7, 5, 10), dtype=np.float32)
    mixed = node(SCRIPT, {"task": "mix", "rows": encoded(rows), "classes": 10, "weights": weights})
    np.testing.assert_allclose(mixed, np.einsum("ikc,k->ic", rows, weights), rtol=1e-6)
