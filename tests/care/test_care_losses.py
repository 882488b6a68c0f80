"""The losses have their closed forms, and the equivariance loss says what the paper's propositions say."""

import math

import pytest
import torch
from care_cases import on_sphere, rotation
from hypothesis import given
from hypothesis import strategies as st

from lazyq.care import best_rotation, equivariance_loss, info_nce, uniformity_loss

SEEDS = st.integers(0, 10_000)


def test_info_nce_is_the_sum_that_it_says() -> None:
    first, second = on_sphere(4, 3, 0), on_sphere(4, 3, 1)
    both = torch.cat([first, second])
    total = 0.0
    for i in range(8):
        others = [math.exp(float(both[i] @ both[j]) / 0.3) for j in range(8) if j != i]
        total -= math.log(math.exp(float(both[i] @ both[(i + 4) % 8]) / 0.3) / sum(others)) / 8
    assert float(info_nce(first, second, 0.3)) == pytest.approx(total, rel=1e-12)


def test_equivariance_is_a_mean_over_pairs_of_a_chunk() -> None:
    first, second = on_sphere(6, 4, 2).reshape(2, 3, 4), on_sphere(6, 4, 3).reshape(2, 3, 4)
    squares = [
        (float(first[c, i] @ first[c, j]) - float(second[c, i] @ second[c, j])) ** 2
        for c in range(2)
        for i in range(3)
        for j in range(3)
        if i != j
    ]
    assert float(equivariance_loss(first, second)) == pytest.approx(sum(squares) / len(squares), rel=1e-12)


def test_uniformity_falls_as_points_spread() -> None:
    cap = torch.nn.functional.normalize(on_sphere(50, 3, 4) + torch.tensor([0.0, 0.0, 3.0]), dim=-1)
    assert uniformity_loss(on_sphere(50, 3, 4)) < uniformity_loss(cap)


@given(SEEDS, st.integers(2, 8), st.booleans())
def test_one_rotation_for_a_chunk_costs_nothing(seed: int, dimension: int, proper: bool) -> None:
    points = on_sphere(12, dimension, seed)
    turned = points @ rotation(dimension, seed + 1, proper).mT
    assert float(equivariance_loss(points, turned)) < 1e-28
    found = best_rotation(points, turned, proper=False)
    torch.testing.assert_close(points @ found.mT, turned)


@given(SEEDS, st.integers(2, 6))
def test_no_loss_means_one_rotation(seed: int, dimension: int) -> None:
    """Proposition 1 on finitely many points: equal Gram matrices are those of points turned by one R."""
    points = on_sphere(9, dimension, seed)
    values, vectors = torch.linalg.eigh(points @ points.mT)
    others = vectors[:, -dimension:] * values[-dimension:].clamp(min=0).sqrt()  # of the same Gram matrix
    assert float(equivariance_loss(points, others)) < 1e-24
    torch.testing.assert_close(points @ best_rotation(points, others, proper=False).mT, others)


@given(SEEDS, st.integers(2, 6), st.floats(1e-4, 0.3))
def test_a_small_loss_means_a_small_wahba_error(seed: int, dimension: int, size: float) -> None:
    """Proposition 3: with Σ_ij (…)² = ε⁴, Σ ‖y_i − R x_i‖² ≤ ((1 + √2) ‖A†‖ ε²)² where ‖A†‖ ε ≤ 1/√2."""
    points = on_sphere(40, dimension, seed)
    bent = torch.nn.functional.normalize(points + size * on_sphere(40, dimension, seed + 1), dim=-1)
    squared = float((points @ points.mT - bent @ bent.mT).square().sum().sqrt())  # ε²
    pseudo = 1 / float(torch.linalg.svdvals(points)[-1])
    if pseudo * math.sqrt(squared) > 1 / math.sqrt(2):
        return
    left = (bent - points @ best_rotation(points, bent, proper=False).mT).square().sum()
    assert float(left) <= ((1 + math.sqrt(2)) * pseudo * squared) ** 2 + 1e-24


@given(SEEDS)
def test_losses_are_those_of_the_space_however_it_is_turned(seed: int) -> None:
    first, second, turn = on_sphere(8, 5, seed), on_sphere(8, 5, seed + 1), rotation(5, seed + 2)
    for loss in (info_nce, equivariance_loss):
        torch.testing.assert_close(loss(first, second), loss(first @ turn, second @ turn))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: info_nce(torch.ones(1, 2), torch.ones(1, 2)), "n at least 2"),
        (lambda: info_nce(torch.ones(2, 2), torch.ones(3, 2)), "second must have shape"),
        (lambda: info_nce(torch.ones(2, 2), torch.ones(2, 2), 0.0), "temperature must be positive, got 0"),
        (lambda: uniformity_loss(torch.ones(2, 2, dtype=torch.int64)), "floating-point"),
        (lambda: equivariance_loss(torch.full((2, 2), torch.nan), torch.ones(2, 2)), "finite"),
        (lambda: equivariance_loss("ones", torch.ones(2, 2)), "got str"),
        (lambda: equivariance_loss([[1.0]], torch.ones(2, 2)), "n at least 2, got"),
    ],
)
def test_bad_input_is_said(call, words) -> None:
    with pytest.raises(ValueError, match=words):
        call()
