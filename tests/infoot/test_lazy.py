"""Lazy alignment: known turns, limits, monotone paths, and what a motion does to the value."""

import math

import numpy as np
import pytest
import torch

from lazyq.infoot import FusedInfoOT, LazyInfoOT, lazy_alignment_path
from lazyq.riemannian import OrthogonalAction
from tests.infoot.drawn import clusters, draw

LAMS = [0.0, 1.0, math.inf]


@pytest.fixture(scope="module")
def path():
    x, y, _ = clusters(40.0, points=12)
    return x, y, lazy_alignment_path(x, y, LAMS, lam=4.0, reg=0.4, n_outer=40, tol=1e-5)


def test_efforts_fall_and_values_grow_along_the_path(path):
    _, _, found = path
    assert np.diff(found.efforts.numpy()).max() <= 1e-9
    assert np.diff(found.objectives.numpy()).min() >= -1e-9
    assert np.diff(found.values.numpy()).min() >= -1e-9
    squares = torch.where(found.efforts > 0, (found.laziness * found.efforts).square(), 0.0)
    torch.testing.assert_close(found.values, found.objectives + squares)
    torch.testing.assert_close(found.efforts, OrthogonalAction(2).length(found.g), rtol=0, atol=1e-9)
    assert found.efforts[-1] == 0


def test_a_turn_that_costs_nothing_is_found(path):
    _, _, found = path
    angle = math.degrees(math.atan2(float(found.g[0, 1, 0]), float(found.g[0, 0, 0])))
    assert angle == pytest.approx(40, abs=8)


def test_values_are_those_of_the_fused_problem_after_the_motion(path):
    x, y, found = path
    for place in range(len(LAMS)):
        moved = x @ found.g[place].T + found.translations[place]
        fused = FusedInfoOT(lam=4.0, reg=0.4, n_outer=1000, tol=1e-5).fit(moved, y)
        assert fused.objective_ == pytest.approx(float(found.objectives[place]), abs=1e-2)


def test_a_small_turn_about_the_origin_is_that_of_kabsch():
    """With nearly no noise in the plan, points that are turned by a little are turned back by it."""
    x = draw(8, seed=3).x * 3
    turn = torch.deg2rad(torch.tensor(10.0, dtype=torch.float64))
    g = torch.stack([turn.cos(), -turn.sin(), turn.sin(), turn.cos()]).reshape(2, 2)
    found = lazy_alignment_path(x, x @ g.T, [0.0], lam=0.5, reg=0.02, translate=False)
    torch.testing.assert_close(found.g[0], g, rtol=0, atol=1e-3)
    assert not found.translations.any()


def test_turns_of_space_are_found():
    x = torch.tensor([[2.0, 0, 0], [0, 1, 0], [0, 0, 0.5], [-1, -1, 1]], dtype=torch.float64)
    g = torch.tensor([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]], dtype=torch.float64)
    aligner = LazyInfoOT(laziness=0.0, lam=0.1, reg=0.02).fit(x, x @ g.T)
    torch.testing.assert_close(aligner.rotation_, g, rtol=0, atol=1e-2)
    assert aligner.effort_ == pytest.approx(math.pi / math.sqrt(2), abs=2e-2)


def test_one_laziness_gives_a_result_without_their_dimension():
    x = torch.tensor([[2.0, 0.0], [0.0, 1.0], [-2.0, 0.0]], dtype=torch.float64)
    one, several = (lazy_alignment_path(x, -x, given, lam=0.1) for given in (0.5, [0.5]))
    for part, rest in zip(one, several, strict=True):
        assert rest.shape == (1, *part.shape)
        assert rest[0].equal(part)


@pytest.mark.parametrize(
    ("points", "laziness", "words"),
    [
        (torch.eye(4), [0.5], "laziness must be 0 or inf for clouds of dimension 4"),
        (torch.eye(3)[:, :1], [0.0], "x must have 2 coordinates at least"),
        (torch.eye(3), [-1.0], "laziness must be at least 0"),
        (torch.eye(3), [], "laziness must hold one number at least"),
    ],
)
def test_what_cannot_be_taken_is_named(points, laziness, words):
    with pytest.raises(ValueError, match=words):
        lazy_alignment_path(points, points, laziness)
