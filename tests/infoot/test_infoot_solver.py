"""Aligned clouds: the definition, stationarity, axioms."""

import math

import numpy as np
import ot
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq.infoot import entropic_plan, information_gradient, reference
from lazyq.infoot.kernels import KernelPair
from lazyq.infoot.problems import clouds_of
from lazyq.infoot.solver import solve
from lazyq.infoot.starts import first_plan, solve_from_many
from tests.infoot.drawn import Drawn, clusters, draw, kernels_of

PROBLEMS = [(1.0, 0.5, 0.2), (1.0, 5.0, 0.5), (0.0, 1.0, 0.2), (0.2, 0.8, 0.05)]


def solved(drawn, geometry, lam, reg, unbalanced=math.inf, tol=1e-9, steps=2000):
    problem = kernels_of(drawn).problem(geometry, lam, reg, unbalanced)
    return problem, solve(problem, steps, tol)


@pytest.mark.parametrize(("geometry", "lam", "reg"), PROBLEMS)
def test_converged_plans_are_stationary_and_keep_their_marginals(geometry, lam, reg):
    """a C − λ∇MI(P) + ε log(P / pqᵀ) = u ⊕ v, wherever there is mass to speak of."""
    drawn = draw(uneven=True)
    problem, found = solved(drawn, geometry, lam, reg)
    assert found.converged
    plan = found.plan
    assert (plan.sum(1) - drawn.p).abs().sum() <= 1e-7
    assert (plan.sum(0) - drawn.q).abs().sum() <= 1e-7
    kernels = problem.kernels.x.matrix, problem.kernels.y.matrix
    slope = geometry * problem.cost - lam * information_gradient(plan, *kernels)
    again = entropic_plan(slope, drawn.p, drawn.q, reg)
    torch.testing.assert_close(plan, again.plan, rtol=0, atol=1e-8)
    left = slope + reg * (plan / problem.product()).log() - reg * (again.u[:, None] + again.v)
    assert float((plan * (left - (plan * left).sum()).abs()).sum()) <= 1e-7
    assert found.trace.gap[-1] <= 1e-7


@pytest.mark.parametrize(("geometry", "lam", "reg"), PROBLEMS)
def test_objective_is_the_defined_one_and_never_grows(geometry, lam, reg):
    drawn = draw(uneven=True)
    problem, found = solved(drawn, geometry, lam, reg)
    kernels = problem.kernels.x.matrix, problem.kernels.y.matrix
    cost = geometry * problem.cost
    slow = reference.objective(found.plan, cost, *kernels, drawn.p, drawn.q, lam, reg)
    assert found.objective == pytest.approx(float(slow), abs=1e-10)
    assert np.diff(found.trace.objective).max() <= 1e-10
    assert found.information == pytest.approx(found.trace.information[-1])


@pytest.mark.parametrize("reg", [0.1, 0.5])
def test_without_information_it_is_the_entropic_transport_of_pot(reg):
    drawn = draw(12, 10)
    problem, found = solved(drawn, 1.0, 0.0, reg)
    expected = ot.sinkhorn(
        drawn.p.numpy(), drawn.q.numpy(), problem.cost.numpy(), reg, stopThr=1e-12, numItermax=100_000
    )
    assert np.abs(found.plan.numpy() - expected).max() <= 1e-6
    assert len(found.trace.objective) == 2


def test_free_marginals_lower_the_objective_and_are_stationary():
    drawn = draw(uneven=True)
    fixed, free = (solved(drawn, 1.0, 1.0, 0.2, rho, 1e-9, 100)[1] for rho in (math.inf, 0.3))
    assert free.converged
    assert free.objective < fixed.objective
    assert free.trace.marginal_error[-1] > 1e-3
    assert np.diff(free.trace.objective).max() <= 1e-10


@settings(max_examples=5)
@given(st.integers(0, 1000), st.sampled_from(PROBLEMS))
def test_points_in_another_order_have_the_same_plan_in_that_order(seed, parts):
    drawn = draw(seed=seed, uneven=True)
    generator = torch.Generator().manual_seed(seed)
    rows, columns = (torch.randperm(len(cloud), generator=generator) for cloud in (drawn.x, drawn.y))
    other = Drawn(drawn.x[rows], drawn.y[columns], drawn.p[rows], drawn.q[columns])
    plans = [solved(each, *parts, tol=1e-8, steps=15)[1].plan for each in (drawn, other)]
    torch.testing.assert_close(plans[0][rows][:, columns], plans[1], rtol=0, atol=1e-6)


@settings(max_examples=5)
@given(st.integers(0, 1000))
def test_exchanged_clouds_have_the_transposed_plan(seed):
    drawn = draw(seed=seed, uneven=True)
    plans = [
        solved(each, 1.0, 1.0, 0.2, tol=1e-8, steps=15)[1].plan
        for each in (drawn, Drawn(drawn.y, drawn.x, drawn.q, drawn.p))
    ]
    torch.testing.assert_close(plans[0], plans[1].T, rtol=0, atol=1e-6)


@settings(max_examples=5)
@given(st.integers(0, 1000), st.floats(-180, 180))
def test_information_is_blind_to_turns_mirrors_and_shifts_of_either_cloud(seed, angle):
    drawn = draw(seed=seed, e=3)
    turn = torch.deg2rad(torch.tensor(angle, dtype=torch.float64))
    mirror = torch.stack([turn.cos(), turn.sin(), turn.sin(), -turn.cos()]).reshape(2, 2)
    other = drawn._replace(x=drawn.x @ mirror + 7, y=drawn.y[:, [2, 0, 1]] - 3)
    plans = [solved(each, 0.0, 1.0, 0.2, tol=1e-8, steps=15)[1].plan for each in (drawn, other)]
    torch.testing.assert_close(*plans, rtol=0, atol=1e-6)


def test_a_point_in_two_halves_is_the_same_point():
    drawn = draw(uneven=True)
    halves = drawn.p[[*range(9), 8]] * torch.tensor([1.0] * 8 + [0.5, 0.5], dtype=torch.float64)
    other = Drawn(drawn.x[[*range(9), 8]], drawn.y, halves, drawn.q)
    plan, split = (solved(each, 1.0, 1.0, 0.2)[1].plan for each in (drawn, other))
    torch.testing.assert_close(plan[8], split[8] + split[9], rtol=0, atol=1e-7)


def test_factored_kernels_lead_to_the_same_plan():
    x, y, _ = clusters(points=60)
    masses = torch.full((60,), 1 / 60, dtype=torch.float64)
    clouds = clouds_of(x, y, masses, masses, 0.5)
    pairs = [
        KernelPair(clouds.kernels.x.matrix, clouds.kernels.y.matrix, factored) for factored in (False, True)
    ]
    plans = [solve(clouds._replace(kernels=pair).problem(1.0, 4.0, 0.2), 500, 1e-9).plan for pair in pairs]
    torch.testing.assert_close(*plans, rtol=0, atol=1e-8)


def test_pure_information_locks_into_other_matchings_that_are_worth_nearly_the_same():
    """Three clusters can be matched in six orders; which one it is, is left to the start."""
    x, y, own = clusters(20.0)
    masses = torch.full((60,), 1 / 60, dtype=torch.float64)
    problem = clouds_of(x, y, masses, masses, 0.5).problem(0.0, 1.0, 0.05)
    found = solve_from_many(problem, 100, 1e-5, 8, seed=0).solutions
    assert np.diff([each.objective for each in found]).min() >= 0
    right = [float(each.plan[own[:, None] == own].sum()) for each in found]
    assert min(right) < 0.05 < 0.9 < max(right)
    values = [each.information for each in found]
    assert max(values) - min(values) < 0.15 < min(values)


def test_starts_keep_the_marginals_and_differ():
    drawn = draw(uneven=True)
    problem = kernels_of(drawn).problem(0.0, 1.0, 0.1)
    generator = torch.Generator().manual_seed(0)
    first, second = (first_plan(problem, generator) for _ in range(2))
    assert (first.sum(1) - drawn.p).abs().max() <= 1e-9
    assert float((first - second).abs().sum()) > 0.1


def test_every_step_is_told():
    drawn = draw()
    told = []
    problem = kernels_of(drawn).problem(1.0, 1.0, 0.2)
    found = solve(problem, 5, 1e-12, listener=lambda step, plan: told.append((step, plan)))
    assert [step for step, _ in told] == list(range(6))
    torch.testing.assert_close(told[0][1], problem.product())
    assert told[-1][1] is found.plan
    assert not found.converged
