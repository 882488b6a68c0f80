"""The best rotation is that of a grid, of SciPy and of the metric's own; errors of bent motions are known."""

import math

import pytest
import torch
from care_cases import on_sphere, plane, representation, rotation
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from lazyq.care import STILL, best_rotation, composition_error, relative_equivariance, wahba_error
from lazyq.riemannian import OrthogonalAction, align_clouds

SEEDS = st.integers(0, 10_000)
GRID = torch.stack([plane(angle / 10) for angle in range(3600)])


@given(SEEDS)
def test_in_the_plane_no_angle_of_a_grid_is_better(seed: int) -> None:
    x, y = on_sphere(7, 2, seed), on_sphere(7, 2, seed + 1)
    turned = x @ GRID.mT
    errors = (y - turned).square().sum(-1).mean(-1)
    found = wahba_error(x, y)
    assert float(errors.min()) - 1e-5 <= float(found.error) <= float(errors.min()) + 1e-12
    if errors.min() < 1.5:  # with nearly no common turn every angle is nearly as good
        torch.testing.assert_close(found.rotation, GRID[errors.argmin()], atol=0.01, rtol=0)


@given(SEEDS)
def test_in_space_it_is_that_of_scipy(seed: int) -> None:
    x, y = on_sphere(9, 3, seed), on_sphere(9, 3, seed + 1)
    theirs, rssd = Rotation.align_vectors(y.numpy(), x.numpy())
    found = wahba_error(x, y)
    assert float(found.error) == pytest.approx(rssd**2 / 9, rel=1e-9)
    torch.testing.assert_close(found.rotation, torch.from_numpy(theirs.as_matrix()), atol=1e-6, rtol=0)


@given(SEEDS, st.integers(2, 8))
def test_in_any_dimension_it_is_that_of_clouds_at_lambda_0(seed: int, dimension: int) -> None:
    x, y = on_sphere(12, dimension, seed), on_sphere(12, dimension, seed + 1)
    other = align_clouds(OrthogonalAction(dimension), x, y, 0.0)
    assert float(wahba_error(x, y).error) == pytest.approx(float(other.residual) ** 2 / 12, rel=1e-9)


@given(SEEDS, st.integers(2, 8))
def test_proper_ones_have_determinant_1_and_others_are_no_worse(seed: int, dimension: int) -> None:
    x = on_sphere(10, dimension, seed)
    y = x @ rotation(dimension, seed + 1, proper=False).mT
    proper, any_one = wahba_error(x, y), wahba_error(x, y, proper=False)
    assert float(torch.linalg.det(proper.rotation)) == pytest.approx(1)
    assert float(torch.linalg.det(any_one.rotation)) == pytest.approx(-1)
    assert float(any_one.error) < 1e-24 < float(proper.error)


@pytest.mark.parametrize("bend", [1.0, 10.0, 40.0])
def test_a_bent_representation_has_the_error_that_its_bend_says(bend: float) -> None:
    """Every second point of a circle turns too far and the others too little: what is left is 2 − 2 cos δ."""
    steps = torch.arange(12, dtype=torch.float64) * 30
    x = torch.stack([steps.deg2rad().cos(), steps.deg2rad().sin()], -1)
    further = steps + 70 + bend * torch.tensor([1.0, -1.0]).repeat(6)
    y = torch.stack([further.deg2rad().cos(), further.deg2rad().sin()], -1)
    found = wahba_error(x, y)
    torch.testing.assert_close(found.rotation, plane(70))
    assert float(found.error) == pytest.approx(2 - 2 * math.cos(math.radians(bend)))


def test_it_is_measured_where_it_was_not_fitted() -> None:
    x, y, other = on_sphere(3, 4, 0), on_sphere(3, 4, 1), on_sphere(50, 4, 2)
    x_fit, y_fit = other[:25], other[25:]
    assert float(wahba_error(x[:1], y[:1]).error) < 1e-24  # one point can always be turned to another
    held_out = wahba_error(x, y, x_fit, y_fit)
    rotated = x @ best_rotation(x_fit, y_fit).mT
    assert float(held_out.error) == pytest.approx(float((y - rotated).square().sum(-1).mean()))


def test_a_fit_of_what_does_not_move_warns() -> None:
    x = on_sphere(30, 5, 0)
    nearly = torch.nn.functional.normalize(x + 0.1 * on_sphere(30, 5, 1), dim=-1)
    found, gamma = wahba_error(x, nearly), relative_equivariance(x, nearly)
    assert float(found.error) < 0.02
    assert bool(found.warns)
    assert bool(gamma.warns)
    turned = relative_equivariance(x, x @ rotation(5, 2).mT)
    assert not bool(turned.warns)
    assert float(turned.value) < 1e-20 < float(gamma.value)
    assert float(found.moved) < STILL


def test_gamma_of_one_pair_and_its_means() -> None:
    """x₁ stays, x₂ goes from 90° to 180°: ((4 − 2) / 2)² = 1."""
    x, y = torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    gamma = relative_equivariance(x, y)
    assert float(gamma.value) == pytest.approx(1.0)
    assert float(gamma.of_means) == pytest.approx(1.0)
    still = relative_equivariance(x, x)
    assert math.isnan(float(still.value))
    assert float(still.left_out) == 1.0


@given(SEEDS, st.integers(-360, 360), st.integers(-360, 360))
def test_representations_compose(seed: int, a: int, b: int) -> None:
    """Corollary 1: R_a R_b = R_ab for exp(aA), and for its fit where the points span the space."""
    frame, points = rotation(6, seed), on_sphere(20, 6, seed + 1)

    def fitted(degrees: float) -> torch.Tensor:
        return best_rotation(points, points @ representation(degrees, (0, 1, 2), frame).mT)

    assert float(composition_error(fitted(a), fitted(b), fitted(a + b))) < 1e-10


def test_random_rotations_compose_with_an_error_near_1() -> None:
    many = torch.stack([rotation(8, seed) for seed in range(60)]).reshape(3, 20, 8, 8)
    assert float(composition_error(*many).mean()) == pytest.approx(1, abs=0.05)


def test_bad_input_is_said() -> None:
    x = on_sphere(4, 3, 0)
    with pytest.raises(ValueError, match="y must have shape"):
        best_rotation(x, x[:3])
    with pytest.raises(ValueError, match="fit_x and fit_y must be given together"):
        wahba_error(x, x, fit_x=x)
    with pytest.raises(ValueError, match="orthogonal, got RᵀR that differs from 1 by 3"):
        composition_error(torch.eye(3), torch.eye(3), 2 * torch.eye(3))
    with pytest.raises(ValueError, match=r"\(\.\.\., d, d\)"):
        composition_error(torch.eye(3)[:2], torch.eye(3), torch.eye(3))
