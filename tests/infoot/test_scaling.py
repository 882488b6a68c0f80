"""Entropic plans against POT, sweeps without end, and closed forms."""

import math

import numpy as np
import ot
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq.infoot import entropic_plan, reference
from tests.infoot.drawn import draw


@pytest.mark.parametrize("reg", [2.0, 0.3, 0.1])
@pytest.mark.parametrize("uneven", [False, True])
def test_plan_is_that_of_pot_and_of_sweeps_without_end(reg, uneven):
    drawn = draw(uneven=uneven)
    cost = torch.cdist(drawn.x, drawn.y)
    plan = entropic_plan(cost, drawn.p, drawn.q, reg).plan
    pot = ot.sinkhorn(drawn.p.numpy(), drawn.q.numpy(), cost.numpy(), reg, stopThr=1e-13, numItermax=100_000)
    assert np.abs(plan.numpy() - pot).max() <= 1e-9
    slow = reference.sinkhorn(cost, drawn.p, drawn.q, reg, sweeps=2000)
    torch.testing.assert_close(plan, slow, rtol=0, atol=1e-9)


@pytest.mark.parametrize("reg", [0.02, 0.002])
def test_marginals_are_met_where_sweeps_take_thousands(reg):
    drawn = draw(40, 50, uneven=True)
    found = entropic_plan(torch.cdist(drawn.x, drawn.y), drawn.p, drawn.q, reg)
    assert found.error <= 1e-10
    assert (found.plan.sum(1) - drawn.p).abs().sum() <= 2e-10
    assert (found.plan.sum(0) - drawn.q).abs().sum() <= 2e-10


@pytest.mark.parametrize("unbalanced", [0.05, 1.0, 30.0])
def test_free_marginals_are_those_of_pot(unbalanced):
    drawn = draw(uneven=True)
    cost = torch.cdist(drawn.x, drawn.y)
    found = entropic_plan(cost, drawn.p, drawn.q, 0.2, unbalanced)
    pot = ot.unbalanced.sinkhorn_unbalanced(
        drawn.p.numpy(), drawn.q.numpy(), cost.numpy(), 0.2, unbalanced, reg_type="kl", stopThr=1e-13,
        numItermax=100_000,
    )  # fmt: skip
    assert np.abs(found.plan.numpy() - pot).max() <= 1e-7


def test_many_unbalanced_masses_come_near_fixed_ones():
    drawn = draw(uneven=True)
    cost = torch.cdist(drawn.x, drawn.y)
    plans = [entropic_plan(cost, drawn.p, drawn.q, 0.2, rho).plan for rho in (1e7, math.inf)]
    torch.testing.assert_close(*plans, rtol=0, atol=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(0.01, 3))
def test_a_cost_of_rows_and_columns_changes_nothing(seed, reg):
    """Sums of a term of the row and one of the column cost the same for every plan."""
    drawn = draw(6, 5, seed=seed, uneven=True)
    cost = torch.cdist(drawn.x, drawn.y)
    plain = entropic_plan(cost, drawn.p, drawn.q, reg).plan
    tilted = entropic_plan(cost + 3 * drawn.x[:, :1] - 5 * drawn.y[:, 0], drawn.p, drawn.q, reg).plan
    torch.testing.assert_close(plain, tilted, rtol=0, atol=1e-8)


def test_lists_and_arrays_come_back_as_they_went_in():
    cost = [[0.0, 1.0], [1.0, 0.0]]
    half = [0.5, 0.5]
    share = 1 / (1 + math.exp(-2)) / 2  # exp(0) : exp(−1 / 0.5), of one half
    assert entropic_plan(cost, half, half, 0.5).plan[0][0] == pytest.approx(share, abs=1e-12)
    assert isinstance(entropic_plan(np.array(cost), half, half, 0.5).plan, np.ndarray)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cost": torch.ones(3)}, "cost must be a matrix"),
        ({"cost": torch.full((2, 2), torch.nan)}, "cost must be finite"),
        ({"p": torch.tensor([1.0, 0.0])}, "p must be positive with sum 1"),
        ({"q": torch.tensor([0.5, 0.6])}, "q must be positive with sum 1"),
        ({"q": torch.ones(3) / 3}, r"q must have shape \(2,\)"),
        ({"reg": 0.0}, "reg must be above 0, got 0.0"),
        ({"reg": math.inf}, "reg and tol must be finite"),
        ({"unbalanced": -1.0}, "unbalanced must be above 0"),
        ({"tol": math.nan}, "tol must be above 0"),
    ],
)
def test_what_cannot_be_taken_is_named(changed, words):
    half = torch.tensor([0.5, 0.5])
    with pytest.raises(ValueError, match=words):
        entropic_plan(**{"cost": torch.eye(2), "p": half, "q": half, "reg": 0.1, **changed})


def test_a_tolerance_out_of_reach_is_said():
    drawn = draw()
    with pytest.raises(RuntimeError, match="off by"):
        entropic_plan(torch.cdist(drawn.x, drawn.y), drawn.p, drawn.q, 0.1, tol=1e-30)
