from itertools import permutations

import numpy as np
import pytest
import torch
from averaging_cases import Permutations, all_translations
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from torch import nn

from lazyq.actions import Rotations, RowShifts, Translations
from lazyq.averaging import LazyAverage, lipschitz_bound, reynolds_operator
from lazyq.transport import (
    TransportPenalty,
    orbit_costs,
    right_translate,
    transport_bound,
    wasserstein_distance,
    wasserstein_on_cycle,
)


def law(size, generator):
    weights = torch.rand(size, generator=generator, dtype=torch.float64).pow(2)
    return weights / weights.sum()


def by_linear_programming(p, q, cost):
    rows, columns = cost.shape
    marginals = np.vstack([np.kron(np.eye(rows), np.ones(columns)), np.kron(np.ones(rows), np.eye(columns))])
    return linprog(cost.ravel(), A_eq=marginals, b_eq=np.concatenate([p, q])).fun


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 10**6))
def test_distance_is_the_linear_programme(rows, columns, seed):
    generator = torch.Generator().manual_seed(seed)
    p, q = law(rows, generator), law(columns, generator)
    cost = torch.rand(rows, columns, generator=generator, dtype=torch.float64)
    found = wasserstein_distance(p, q, cost)
    assert found.distance == pytest.approx(
        by_linear_programming(p.numpy(), q.numpy(), cost.numpy()), abs=1e-9
    )
    np.testing.assert_allclose(found.plan.sum(1), p, atol=1e-12)
    np.testing.assert_allclose(found.plan.sum(0), q, atol=1e-12)
    u, v = found.potentials
    assert u @ p.numpy() + v @ q.numpy() == pytest.approx(found.distance, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 20), st.floats(0, 10), st.integers(0, 10**6))
def test_closed_form_on_a_cycle(size, spacing, seed):
    generator = torch.Generator().manual_seed(seed)
    p, q = law(size, generator), law(size, generator)
    step = (torch.arange(size)[:, None] - torch.arange(size)).abs().double()
    cost = spacing * torch.minimum(step, size - step)
    assert float(wasserstein_on_cycle(p, q, spacing)) == pytest.approx(
        wasserstein_distance(p, q, cost).distance, abs=1e-8
    )


def test_closed_form_on_a_cycle_has_a_gradient():
    generator = torch.Generator().manual_seed(0)
    p, q = law(7, generator).requires_grad_(), law(7, generator)
    assert torch.autograd.gradcheck(lambda weights: wasserstein_on_cycle(weights, q, 2.0), (p,))


def test_right_translation_is_the_law_of_hg_on_a_group_that_is_not_abelian():
    action, elements = Permutations(3), torch.tensor(list(permutations(range(3))))
    weights = law(6, torch.Generator().manual_seed(1))
    differs = False
    for g in elements:
        translate = right_translate(action, elements, weights, g)
        found = {tuple(h.tolist()): float(w) for h, w in zip(*translate, strict=True)}
        back = action.inverse(g)
        for a in elements:
            # gπ({a}) = π({a g⁻¹})
            source = (elements == action.compose(a, back)).all(-1)
            assert found[tuple(a.tolist())] == pytest.approx(float(weights[source]))
            left = (elements == action.compose(back, a)).all(-1)
            differs |= abs(found[tuple(a.tolist())] - float(weights[left])) > 1e-3
    assert differs


def test_right_translation_merges_elements_that_coincide():
    elements = torch.tensor([[0, 0], [0, 1], [0, 4]])
    translate = right_translate(
        Translations(1, 4), elements, torch.tensor([0.2, 0.5, 0.3]), torch.tensor([0, 1])
    )
    assert translate.elements.tolist() == [[0, 1], [0, 2]]
    torch.testing.assert_close(translate.weights, torch.tensor([0.5, 0.5]).double())


def test_costs_of_an_exact_action_are_those_of_the_translate():
    action, x = Permutations(3), torch.rand(3, dtype=torch.float64)
    elements = torch.tensor(list(permutations(range(3))))
    g = elements[3]
    cost = orbit_costs(action, elements, x, g)
    for k, h in enumerate(elements):
        for j, other in enumerate(elements):
            there = action.act(action.compose(other, g), x)
            assert float(cost[k, j]) == pytest.approx(float((action.act(h, x) - there).norm()), abs=1e-12)


def test_uniform_law_on_a_whole_group_has_bound_zero():
    action, elements = Translations(3, 3), all_translations(3, 3)
    x = torch.rand(3, 3, dtype=torch.float64)
    for g in elements:
        found = transport_bound(action, elements, torch.full((9,), 1 / 9), x, g, 5.0)
        assert found.bound == pytest.approx(0, abs=1e-12)


def test_law_on_the_identity_has_the_distance_that_g_moves():
    action, x = RowShifts(3, 4), torch.rand(3, 4, dtype=torch.float64)
    g = torch.tensor([1, -1, 0])
    found = transport_bound(action, action.identity()[None], torch.ones(1), x, g, 2.0)
    assert found.bound == pytest.approx(2 * float((action.act(g, x) - x).norm()))


def random_network(inputs, generator):
    layers = [nn.Flatten(), nn.Linear(inputs, 6), nn.ReLU(), nn.Linear(6, 3)]
    network = nn.Sequential(*layers).double()
    scale = 3 * torch.rand(1, generator=generator, dtype=torch.float64)
    for parameter in network.parameters():
        parameter.data = scale * torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
    return network.eval()


CASES = {
    "translations": (Translations(3, 4), lambda generator: torch.randint(0, 4, (2,), generator=generator)),
    "row shifts": (RowShifts(3, 4), lambda generator: torch.randint(-1, 3, (3,), generator=generator)),
    "permutations": (Permutations(5), lambda generator: torch.randperm(5, generator=generator)),
    "rotations": (
        Rotations(4, 4),
        lambda generator: 360 * torch.rand((), generator=generator, dtype=torch.float64) - 180,
    ),
}


@pytest.mark.parametrize("outputs", ["logits", "values"])
@pytest.mark.parametrize("name", CASES)
def test_bound_holds(name, outputs):
    """Draw (x, g, π, network) 1,610 times for an exact action and 350 times for rotations: 10,360 in all."""
    action, draw = CASES[name]
    generator = torch.Generator().manual_seed(len(name))
    size = int(torch.tensor(action.shape).prod())
    for _ in range(10 if name == "rotations" else 46):
        network = random_network(size, generator)
        lipschitz = lipschitz_bound(network, action.shape, outputs=outputs)
        elements = torch.stack([draw(generator) for _ in range(4)])
        x = torch.randn(35, *action.shape, generator=generator, dtype=torch.float64)
        g = torch.stack([draw(generator) for _ in range(35)])
        with torch.no_grad():
            here = [network(action.act(h, x)) for h in elements]
            there = [network(action.act(h, action.act(g, x))) for h in elements]
        values = [torch.stack(value) for value in (here, there)]
        if outputs == "logits":
            values = [value.softmax(-1) for value in values]
        for i in range(35):
            weights = law(4, generator)
            change = (weights @ values[1][:, i] - weights @ values[0][:, i]).norm()
            found = transport_bound(action, elements, weights, x[i], g[i], lipschitz)
            assert float(change) <= found.bound * (1 + 1e-9) + 1e-12


def test_bound_is_attained():
    # f(x) = x₁ on R², x = (1, 0), g the swap, π on the identity: both sides are 1 and √2·1
    model = nn.Sequential(nn.Linear(2, 2, bias=False)).double()
    model[0].weight.data = torch.eye(2).double()
    action, g = Permutations(2), torch.tensor([1, 0])
    x = torch.tensor([1.0, 0.0]).double()
    average = LazyAverage(model, action, action.identity()[None], outputs="values")
    change = (average(action.act(g, x)[None]) - average(x[None])).norm()
    lipschitz = lipschitz_bound(model, (2,), outputs="values")
    found = transport_bound(action, action.identity()[None], torch.ones(1), x, g, lipschitz)
    assert float(change.detach()) == pytest.approx(found.bound, rel=1e-9)


def test_penalty_is_convex_with_the_gradient_of_its_values():
    generator = torch.Generator().manual_seed(2)
    penalty = TransportPenalty(torch.rand(3, 5, 5, generator=generator, dtype=torch.float64), 0.7)
    for _ in range(20):
        p, q = law(5, generator), law(5, generator)
        assert float(penalty((p + q) / 2)) <= float(penalty(p) + penalty(q)) / 2 + 1e-12
        leaf = p.clone().requires_grad_()
        (slope,) = torch.autograd.grad(penalty(leaf), leaf)
        direction = q - p
        step = 1e-6
        change = float(penalty(p + step * direction) - penalty(p - step * direction)) / (2 * step)
        assert float(slope @ direction) == pytest.approx(change, abs=1e-5)


def test_penalty_of_the_uniform_law_on_a_whole_group_is_zero():
    action, elements = Translations(1, 5), all_translations(1, 5)
    x = torch.rand(1, 5, dtype=torch.float64)
    costs = [orbit_costs(action, elements, x, g) for g in elements]
    assert float(TransportPenalty(costs, 1.0)(torch.full((5,), 0.2).double())) == pytest.approx(0, abs=1e-12)
    model = nn.Sequential(nn.Flatten(), nn.Linear(5, 2)).double()
    average = reynolds_operator(model, action, elements)
    torch.testing.assert_close(average(x[None]), average(x.roll(2, 1)[None]))


HALF = torch.tensor([0.5, 0.5])
ACTION, ELEMENTS, X = Translations(1, 2), torch.tensor([[0, 0], [0, 1]]), torch.rand(1, 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: wasserstein_distance(HALF * 2, HALF, torch.ones(2, 2)), "p must be non-negative with sum 1"),
        (lambda: wasserstein_distance(HALF, HALF[None], torch.ones(2, 2)), r"q must have shape \(K,\)"),
        (lambda: wasserstein_distance(HALF, HALF, torch.ones(2, 3)), r"cost must have shape \(2, 2\)"),
        (lambda: wasserstein_distance(HALF, HALF, -torch.ones(2, 2)), "cost must be non-negative and finite"),
        (lambda: wasserstein_on_cycle(HALF, HALF[:1]), "p and q must have one shape"),
        (lambda: wasserstein_on_cycle(HALF, HALF, -1.0), "spacing must be at least 0 and finite, got -1.0"),
        (lambda: orbit_costs(ACTION, ELEMENTS, X[0], ELEMENTS[0]), r"x must have shape \(1, 2\)"),
        (
            lambda: transport_bound(ACTION, ELEMENTS, HALF[:1], X, ELEMENTS[0], 1.0),
            r"weights must have shape \(2,\)",
        ),
        (
            lambda: transport_bound(ACTION, ELEMENTS, HALF * 3, X, ELEMENTS[0], 1.0),
            "weights must be non-negative with sum 1",
        ),
        (
            lambda: transport_bound(ACTION, ELEMENTS, HALF, X, ELEMENTS[0], float("nan")),
            "lipschitz must be at least 0 and finite, got nan",
        ),
        (lambda: TransportPenalty([], 1.0), "costs must hold at least one matrix"),
        (lambda: TransportPenalty(torch.ones(1, 2, 2), -1.0), "strength must be at least 0 and finite"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
