"""Phases are read, gone on between, and compared with the cost of the transformation, exactly for exp(aA)."""

import math

import pytest
import torch
from care_cases import on_sphere, plane, representation, rotation
from hypothesis import given
from hypothesis import strategies as st

from lazyq.care import eigenphases, interpolated, own_lam, retrieval_rate, retrieve, steered

SEEDS = st.integers(0, 10_000)


@given(SEEDS, st.floats(-50, 50))
def test_phases_are_frequencies_times_the_angle(seed: int, degrees: float) -> None:
    turned = representation(degrees, (0, 0, 1, 2), rotation(8, seed))
    expected = torch.tensor([0.0, 0.0, abs(degrees), 2 * abs(degrees)], dtype=torch.float64)
    torch.testing.assert_close(torch.rad2deg(eigenphases(turned)), expected, atol=1e-5, rtol=0)


@given(SEEDS)
def test_odd_dimensions_have_an_axis_besides(seed: int) -> None:
    frame = rotation(5, seed)
    turned = frame @ torch.block_diag(torch.ones(1, 1, dtype=torch.float64), plane(20), plane(70)) @ frame.mT
    phases = torch.rad2deg(eigenphases(turned))
    torch.testing.assert_close(phases, torch.tensor([20.0, 70.0], dtype=torch.float64))


@given(SEEDS, st.floats(-1, 2))
def test_between_two_of_a_representation_is_a_third(seed: int, share: float) -> None:
    frame = rotation(8, seed)

    def at(degrees: float) -> torch.Tensor:
        return representation(degrees, (0, 1, 2, 3), frame)

    torch.testing.assert_close(interpolated(at(30), at(50), share), at(30 + 20 * share))


@given(SEEDS, st.floats(-1000, 1000))
def test_any_angle_follows_from_steps_of_a_turn(seed: int, degrees: float) -> None:
    frame = rotation(6, seed)
    fitted = torch.stack([representation(20 * k, (0, 1, 2), frame) for k in range(18)])
    torch.testing.assert_close(steered(fitted, degrees), representation(degrees, (0, 1, 2), frame))


@given(SEEDS)
def test_what_is_interpolated_is_a_rotation(seed: int) -> None:
    way = interpolated(rotation(7, seed), rotation(7, seed + 1), 0.3)
    torch.testing.assert_close(way @ way.mT, torch.eye(7, dtype=torch.float64))


def test_own_lambda_is_the_slope_of_a_chord() -> None:
    """A plane of d = 2 turned by a moves every unit vector by 2 sin(a/2); log R_a has length √2 a."""
    degrees = torch.tensor([0.0, 10.0, 20.0])
    found = own_lam(torch.stack([plane(float(a)) for a in degrees]), degrees)
    chords = [2 * math.sin(math.radians(float(a)) / 2) for a in degrees]
    assert found.distances.tolist() == pytest.approx(chords)
    assert found.angles.tolist() == pytest.approx([math.sqrt(2) * math.radians(float(a)) for a in degrees])
    assert found.lam == pytest.approx((10 * chords[1] + 20 * chords[2]) / 500)
    assert own_lam(torch.eye(3).expand(3, 3, 3), degrees).lam == 0


@given(SEEDS)
def test_distance_is_the_root_mean_square_over_the_sphere(seed: int) -> None:
    turn = rotation(4, seed)
    axes = torch.eye(4, dtype=torch.float64)
    mean = (axes @ turn.mT - axes).square().sum(-1).mean().sqrt()
    assert float(own_lam(turn[None], torch.ones(1)).distances) == pytest.approx(float(mean))


def test_a_rigid_space_brings_the_image_that_was_asked_for() -> None:
    points, turn = on_sphere(40, 5, 0), rotation(5, 1)
    assert float(retrieval_rate(turn, points, points @ turn.mT)) == 1
    assert float(retrieval_rate(turn, points, on_sphere(40, 5, 2))) < 0.2
    assert retrieve(points[:2], points[:1].expand(3, -1)).tolist() == [0, 0]  # the first of several


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: eigenphases(-torch.eye(3)), "determinant 1"),
        (lambda: eigenphases(torch.ones(2, 2)), "orthogonal"),
        (lambda: interpolated(plane(0), plane(180), 0.5), "less than half a turn"),
        (lambda: steered(torch.eye(2)[None], 3.0), r"\(k, d, d\), k at least 3"),
        (lambda: steered(torch.eye(2).expand(3, 2, 2), math.nan), "finite number, got nan"),
        (lambda: own_lam(torch.eye(2)[None], torch.zeros(1)), "not all 0"),
        (lambda: own_lam(torch.eye(2)[None], torch.zeros(2)), "shapes"),
        (lambda: retrieve(torch.ones(1, 2), torch.ones(1, 3)), r"\(q, d\) and \(n, d\)"),
    ],
)
def test_bad_input_is_said(call, words) -> None:
    with pytest.raises(ValueError, match=words):
        call()
