"""Max filters against the metric, brute force and their bounds; the layer learns; scikit-learn's contract."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.utils.estimator_checks import estimator_checks_generator

from lazyq import PolarRotations, RowShifts, Translations, align, lazy_distance
from lazyq.filters import LazyMaxFilter, LazyMaxFilterTransformer, max_filter
from tests.own_actions import Permutations, SignFlips
from tests.strategies import LAMS, elements

ACTIONS = [RowShifts(2, 3), Translations(2, 3), PolarRotations(2, 4), SignFlips(3), Permutations(3)]
CHECKS = [
    pytest.param(estimator, check, id=check.func.__name__)
    for estimator, check in estimator_checks_generator(LazyMaxFilterTransformer())
    if check.func.__name__ != "check_array_api_input"
]


def some(action, count, seed=0):
    return torch.randn(
        count, *action.shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)
    )


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn_conformance(estimator, check):
    check(estimator)


@settings(max_examples=60)
@given(st.sampled_from(ACTIONS), LAMS, st.integers(0, 99))
def test_distance_by_the_filter(action, lam, seed):
    x, z = some(action, 3, seed), some(action, 2, seed + 100)
    filtered = max_filter(action, x, z, lam)
    energies = x.flatten(1).square().sum(1)[:, None] + z.flatten(1).square().sum(1)
    expected = lazy_distance(action, x[:, None], z[None], lam).square()
    torch.testing.assert_close(energies - 2 * filtered, expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(ACTIONS), st.floats(0, 3), st.integers(0, 99))
def test_moving_a_point_changes_it_little(data, action, lam, seed):
    x, z = some(action, 1, seed), some(action, 1, seed + 100)
    h = data.draw(elements(action))
    moved = action.act(h, x)
    change = (max_filter(action, moved, z, lam) - max_filter(action, x, z, lam)).abs().item()
    effort = max(align(action, points[0], z[0], lam).effort.item() for points in (x, moved))
    length = action.length(h).item()
    assert change <= lam**2 * (effort * length + length**2 / 2) + 1e-9


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_gradient_is_the_moved_point_and_limits_hold(action):
    x, z = some(action, 1), some(action, 1, 7).requires_grad_()
    max_filter(action, x, z, 0.3).sum().backward()
    torch.testing.assert_close(z.grad[0], align(action, x[0], z.detach()[0], 0.3).moved)
    torch.testing.assert_close(
        max_filter(action, x, z.detach(), float("inf")).item(), (x * z.detach()).sum().item()
    )


@given(st.sampled_from(ACTIONS), st.floats(0, 2), st.floats(0, 1), st.integers(0, 99))
def test_convex_in_the_template(action, lam, share, seed):
    x, ends = some(action, 1, seed), some(action, 2, seed + 1)
    between = share * ends[:1] + (1 - share) * ends[1:]
    at_ends = max_filter(action, x, ends, lam)[0]
    assert max_filter(action, x, between, lam).item() <= share * at_ends[0] + (1 - share) * at_ends[1] + 1e-9


def test_bytes_are_intensities_and_nothing_gives_nothing():
    levels = torch.randint(256, (3, 2, 3), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    action = RowShifts(2, 3)
    found = max_filter(action, levels, levels[:2], 0.1)
    torch.testing.assert_close(found, max_filter(action, levels.float() / 255, levels[:2].float() / 255, 0.1))
    assert max_filter(action, levels[:0], levels, 0.1).shape == (0, 3)
    assert max_filter(action, levels, levels[:0], 0.1).shape == (3, 0)


def test_a_layer_learns_shifted_patterns():
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(2, (80,), generator=generator)
    patterns = torch.tensor([[1.0, 1.0, 0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0, 0.0, 0.0]])
    shifts = torch.randint(6, (80,), generator=generator).tolist()
    x = torch.stack([patterns[c].roll(s) for c, s in zip(labels.tolist(), shifts, strict=True)])[:, None]
    layer = LazyMaxFilter(RowShifts(1, 6), torch.randn(2, 1, 6, generator=generator), lam=0.0)
    optimiser = torch.optim.Adam(layer.parameters(), 0.1)
    for _ in range(200):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(layer(x), labels).backward()
        optimiser.step()
    assert (layer(x).argmax(1) == labels).all()
    assert [name for name, _ in layer.named_parameters()] == ["templates"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"action": object()}, "action must be a SeparableAction, got object"),
        ({"x": torch.zeros(2, 3)}, r"x must have shape \(n, 2, 3\)"),
        ({"z": torch.zeros(2, 2, 3).double()}, "one dtype"),
        ({"lam": -1}, "lam must be at least 0"),
        ({"lam": torch.zeros(2, 2)}, r"lam must be one number or several in one dimension, got \(2, 2\)"),
    ],
)
def test_bad_input_is_named(change, message):
    given_arguments = {
        "action": RowShifts(2, 3),
        "x": torch.zeros(1, 2, 3),
        "z": torch.zeros(1, 2, 3),
        "lam": 0.5,
    }
    with pytest.raises(ValueError, match=message):
        max_filter(**(given_arguments | change))


def test_bad_parameters_are_named():
    with pytest.raises(ValueError, match=r"templates must be float32 or float64 numbers, got torch.uint8"):
        LazyMaxFilter(RowShifts(1, 2), torch.zeros(1, 1, 2, dtype=torch.uint8), 0.0)
    with pytest.raises(ValueError, match="n_templates must be a whole number of at least 1, got 0"):
        LazyMaxFilterTransformer(0).fit(np.eye(3))
    with pytest.raises(ValueError, match="X must have 6 features"):
        LazyMaxFilterTransformer(action=RowShifts(2, 3)).fit(np.eye(4))
