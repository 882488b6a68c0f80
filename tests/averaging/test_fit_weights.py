import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from lazyq.averaging import fit_weights, frank_wolfe_gap, mixture_log_loss
from lazyq.averaging.solvers import Problem, expectation_maximisation
from lazyq.transport import TransportPenalty


def problem(count, size, seed, classes=3):
    """Return a table of probabilities and labels on which moved copies are right by halves."""
    generator = torch.Generator().manual_seed(seed)
    logits = 2 * torch.randn(count, size, classes, generator=generator, dtype=torch.float64)
    labels = torch.randint(0, classes, (count,), generator=generator)
    logits[torch.arange(count), :, labels] += 1
    return logits.softmax(-1), labels


def true_probabilities(table, labels):
    return table[torch.arange(len(labels)), :, labels]


def optimum_by_scipy(chosen):
    """Return the best log-loss by a general solver that knows nothing of this problem."""
    chosen, size = chosen.numpy(), chosen.shape[1]

    def loss(weights):
        return -np.log(chosen @ weights).mean(), -(chosen / (chosen @ weights)[:, None]).mean(0)

    found = minimize(
        loss,
        np.full(size, 1 / size),
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * size,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(size)},
        options={"ftol": 1e-14, "maxiter": 2000},
    )
    return found.fun, found.x


@pytest.mark.parametrize("method", ["newton", "em", "gradient"])
@pytest.mark.parametrize(("count", "size"), [(50, 2), (200, 5), (300, 13), (40, 61), (5, 1)])
def test_every_method_reaches_the_optimum_of_an_independent_solver(count, size, method):
    table, labels = problem(count, size, seed=count + size)
    fit = fit_weights(table, labels, method=method, steps=50)
    loss, weights = optimum_by_scipy(true_probabilities(table, labels))
    assert fit.gap <= 1e-6
    assert fit.log_loss == pytest.approx(loss, abs=2e-6)
    assert fit.weights.min() >= 0
    assert float(fit.weights.sum()) == pytest.approx(1, abs=1e-12)
    if count > size:
        exact = fit_weights(table, labels, tolerance=1e-11)
        np.testing.assert_allclose(exact.weights.numpy(), weights, atol=2e-3)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 30), st.integers(1, 8), st.integers(0, 10**6), st.floats(0.01, 30))
def test_em_never_increases_the_loss(count, size, seed, spread):
    generator = torch.Generator().manual_seed(seed)
    chosen = (spread * torch.randn(count, size, generator=generator, dtype=torch.float64)).sigmoid()
    start = torch.rand(size, generator=generator, dtype=torch.float64) + 1e-3
    steps = expectation_maximisation(Problem(chosen.clamp_min(1e-38), None), start / start.sum(), 1.0)
    losses = [next(steps).objective for _ in range(40)]
    assert all(after <= before + 1e-12 for before, after in itertools.pairwise(losses))


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 30), st.integers(1, 8), st.integers(0, 10**6))
def test_gap_bounds_the_distance_to_any_law(count, size, seed):
    table, labels = problem(count, size, seed)
    generator = torch.Generator().manual_seed(seed)
    laws = torch.rand(20, size, generator=generator, dtype=torch.float64).pow(3).clamp_min(1e-9)
    laws = laws / laws.sum(1, keepdim=True)
    losses = [mixture_log_loss(table, labels, law) for law in laws]
    for law, loss in zip(laws, losses, strict=True):
        assert loss - min(losses) <= frank_wolfe_gap(table, labels, law) + 1e-12


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 10**6), st.floats(0.1, 60))
def test_newton_converges_from_anywhere(count, size, seed, spread):
    generator = torch.Generator().manual_seed(seed)
    logits = spread * torch.randn(count, size, 2, generator=generator, dtype=torch.float64)
    fit = fit_weights(logits.softmax(-1), torch.zeros(count, dtype=torch.int64))
    assert fit.gap <= 1e-6


def test_log_loss_and_gap_are_their_formulas():
    table, labels = problem(20, 4, seed=1)
    law = torch.tensor([0.1, 0.2, 0.3, 0.4], dtype=torch.float64)
    chosen = true_probabilities(table, labels)
    mixture = chosen @ law
    assert mixture_log_loss(table, labels, law) == pytest.approx(float(-mixture.log().mean()), abs=1e-14)
    gap = float((chosen / mixture[:, None]).mean(0).max() - 1)
    assert frank_wolfe_gap(table, labels, law) == pytest.approx(gap, abs=1e-14)


def test_closed_form_of_two_copies():
    # copy 0 is right on a share a of the examples, copy 1 on the rest, and either is never right elsewhere:
    # the loss −a log π₀ − (1−a) log π₁ is least at π = (a, 1−a)
    table = torch.zeros(10, 2, 2, dtype=torch.float64)
    table[:7, 0, 0] = table[7:, 1, 0] = 1
    fit = fit_weights(table, torch.zeros(10, dtype=torch.int64), tolerance=1e-12)
    torch.testing.assert_close(fit.weights, torch.tensor([0.7, 0.3], dtype=torch.float64))


def test_trajectory_starts_at_the_start_and_ends_at_the_result():
    table, labels = problem(100, 6, seed=2)
    start = torch.tensor([0.5, 0.1, 0.1, 0.1, 0.1, 0.1], dtype=torch.float64)
    fit = fit_weights(table, labels, method="gradient", start=start, steps=20)
    path = fit.trajectory
    torch.testing.assert_close(path.weights[0], start)
    assert torch.equal(path.weights[-1], fit.weights)
    assert path.gap[-1] == fit.gap
    assert path.finish == 21
    for row in (0, 5, 20, len(path.gap) - 1):
        assert mixture_log_loss(table, labels, path.weights[row]) == pytest.approx(float(path.objective[row]))
        assert frank_wolfe_gap(table, labels, path.weights[row]) == pytest.approx(
            float(path.gap[row]), abs=1e-12
        )
    without = fit_weights(table, labels, method="gradient", start=start, steps=20, finish=False)
    assert len(without.trajectory.gap) == without.trajectory.finish == 21
    assert torch.equal(without.trajectory.weights, path.weights[:21])


def test_methods_stop_at_the_tolerance():
    table, labels = problem(100, 4, seed=3)
    fit = fit_weights(table, labels, method="em", steps=100_000, tolerance=1e-3)
    assert fit.gap <= 1e-3
    assert (fit.trajectory.gap[:-1] > 1e-3).all()


def test_symmetric_law_is_the_best_of_the_symmetric_ones():
    table, labels = problem(200, 5, seed=4)
    tied = torch.tensor([0, 1, 1, 2, 2])
    fit = fit_weights(table, labels, tied=tied, tolerance=1e-10)
    assert fit.weights[1] == fit.weights[2]
    assert fit.weights[3] == fit.weights[4]
    chosen = true_probabilities(table, labels)
    means = torch.stack([chosen[:, 0], chosen[:, 1:3].mean(1), chosen[:, 3:].mean(1)], 1)
    assert fit.log_loss == pytest.approx(optimum_by_scipy(means)[0], abs=1e-8)
    assert fit.log_loss >= fit_weights(table, labels).log_loss - 1e-6


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_impossible_labels_give_a_finite_loss(dtype):
    table = torch.zeros(4, 3, 2, dtype=dtype)
    table[:, :, 1] = 1
    fit = fit_weights(table, torch.tensor([0, 1, 1, 1]))
    assert np.isfinite(fit.log_loss)
    assert fit.gap <= 1e-6


def test_penalty_moves_the_law_and_is_certified():
    generator = torch.Generator().manual_seed(0)
    table, labels = problem(80, 4, seed=5)
    costs = torch.rand(6, 4, 4, generator=generator, dtype=torch.float64)
    penalty = TransportPenalty(costs, strength=0.3)
    fit = fit_weights(
        table, labels, method="gradient", finish=False, penalty=penalty, steps=400, rate=0.5, tolerance=1e-4
    )
    plain = fit_weights(table, labels, tolerance=1e-9)
    objective = float(fit.trajectory.objective[-1])
    assert objective == pytest.approx(fit.log_loss + float(penalty(fit.weights)), abs=1e-9)
    assert objective <= plain.log_loss + float(penalty(plain.weights)) + 1e-3
    assert float(penalty(fit.weights)) < float(penalty(plain.weights))
    laws = torch.rand(200, 4, generator=generator, dtype=torch.float64)
    for law in laws / laws.sum(1, keepdim=True):
        assert mixture_log_loss(table, labels, law) + float(penalty(law)) >= objective - fit.gap - 1e-12


@pytest.mark.parametrize("strength", [0.01, 0.3, 5.0])
def test_cutting_planes_are_certified_and_reach_the_bottom(strength):
    generator = torch.Generator().manual_seed(1)
    table, labels = problem(80, 4, seed=5)
    costs = torch.rand(6, 4, 4, generator=generator, dtype=torch.float64)
    penalty = TransportPenalty(costs, strength)
    fit = fit_weights(table, labels, method="planes", penalty=penalty)
    assert fit.gap <= 1e-6
    objective = fit.log_loss + float(penalty(fit.weights))
    assert objective == pytest.approx(float(fit.trajectory.objective[-1]), abs=1e-12)
    assert objective == fit.trajectory.objective.min()
    slow = fit_weights(
        table, labels, method="gradient", finish=False, penalty=penalty, steps=300, rate=0.3 / strength
    )
    assert objective <= float(slow.trajectory.objective.min()) + fit.gap
    assert float(slow.trajectory.objective.min()) <= objective + 0.02 * max(strength, 1)


def test_cutting_planes_without_a_penalty_are_the_plain_problem():
    table, labels = problem(100, 5, seed=8)
    fit = fit_weights(table, labels, method="planes", penalty=lambda weights: 0 * weights.sum())
    assert fit.log_loss == pytest.approx(fit_weights(table, labels, tolerance=1e-10).log_loss, abs=1e-6)


def test_progress_stops_the_work():
    class CancelledError(Exception):
        pass

    shares = []

    def progress(share):
        shares.append(share)
        if len(shares) == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        fit_weights(*problem(30, 3, seed=6), method="gradient", steps=9, tolerance=1e-12, progress=progress)
    assert shares == [0.1, 0.2, 0.3]


TABLE, LABELS = problem(6, 3, seed=7)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"probabilities": "many"},
            "probabilities must be a torch.Tensor, a NumPy array or .* got str",
        ),
        ({"probabilities": [[0.5]]}, r"probabilities must have shape \(n, K, classes\)"),
        ({"probabilities": torch.rand(6, 3)}, r"probabilities must have shape \(n, K, classes\)"),
        ({"probabilities": TABLE[:0], "labels": LABELS[:0]}, "none of them 0"),
        (
            {"probabilities": TABLE.log()},
            "from 0 to 1, got others; logits need a softmax",
        ),
        ({"probabilities": TABLE * torch.nan}, "probabilities must be from 0 to 1"),
        ({"labels": LABELS[:5]}, "labels must be 6 whole numbers"),
        ({"labels": LABELS.double()}, "labels must be 6 whole numbers"),
        ({"labels": LABELS + 5}, "labels must be from 0 to 2"),
        ({"method": "adam"}, "method must be one of gradient, em, newton, planes, got 'adam'"),
        ({"steps": -1}, "steps must be a whole number of at least 0, got -1"),
        ({"rate": 0.0}, "rate must be positive and finite, got 0.0"),
        ({"tolerance": float("nan")}, "tolerance must be positive, got nan"),
        ({"start": torch.eye(3)[0]}, "start must be positive everywhere"),
        ({"start": torch.ones(3)}, "weights must be non-negative with sum 1"),
        ({"tied": torch.tensor([0, 2, 2])}, "tied must be 3 numbers of pairs"),
        ({"tied": torch.tensor([0, 1])}, "tied must be 3 numbers of pairs"),
        ({"penalty": torch.sum}, 'a penalty needs method="planes", or method="gradient" with finish'),
    ],
)
def test_refusals(changed, message):
    arguments = {"probabilities": TABLE, "labels": LABELS, **changed}
    with pytest.raises(ValueError, match=message):
        fit_weights(**arguments)
