import math

import mpmath
import pytest
import torch

from lazyq.riemannian import (
    AxialRotations,
    OrthogonalAction,
    ball_volume,
    cut_locus,
    distance,
    embedding_profile,
    metric_matrix,
)

RADII = [0.0, 1e-9, 1e-3, 0.3, 1.0, 4.0, 1e3, 1e9]


@pytest.mark.parametrize("lam", [1e-3, 0.4, 20.0])
def test_height_by_adaptive_quadrature(lam: float) -> None:
    beta = mpmath.mpf(lam) * mpmath.sqrt(2)

    def slope(t):
        shrunk = beta**2 / (beta**2 + t**2)
        return mpmath.sqrt(t**2 / (beta**2 + t**2) * (1 + shrunk + shrunk**2))

    profile = embedding_profile(OrthogonalAction(2), torch.tensor(RADII, dtype=torch.float64), lam)
    for r, height in zip(RADII, profile.height.tolist(), strict=True):
        with mpmath.workdps(25):
            points = [0, *(beta * 10**k for k in range(-2, 13) if beta * 10**k < r), r]
            expected = mpmath.quad(slope, points)
        assert height == pytest.approx(float(expected), rel=1e-13, abs=0)


def test_surface_of_revolution_has_the_metric() -> None:
    """The first fundamental form of (ρ cos φ, ρ sin φ, z) is g, so its length element is that of d_λ."""
    action, lam = OrthogonalAction(2), 0.5

    def embed(x):
        r = torch.linalg.vector_norm(x)
        profile = embedding_profile(action, r, lam)
        return torch.cat([x / r * profile.radius, profile.height[None]])

    for point in ([0.7, -0.2], [3.0, 1.0], [0.01, 0.02]):
        x = torch.tensor(point, dtype=torch.float64)
        jacobian = torch.func.jacrev(embed)(x)
        torch.testing.assert_close(jacobian.T @ jacobian, metric_matrix(action, x, lam))


def test_plane_cigar_and_ray() -> None:
    action, r = OrthogonalAction(3), torch.tensor([0.5, 1e8], dtype=torch.float64)
    plane, cigar, ray = (embedding_profile(action, r, lam) for lam in (math.inf, 0.5, 0.0))
    assert plane.radius.tolist() == r.tolist()
    assert plane.height.tolist() == [0, 0]
    assert float(cigar.radius[1]) == pytest.approx(math.sqrt(2) * 0.5, rel=1e-12)
    assert ray.radius.tolist() == [0, 0]
    assert ray.height.tolist() == r.tolist()


@pytest.mark.parametrize("dimension", [2, 3, 4, 9, 40])
@pytest.mark.parametrize("radius", [1e-6, 0.5, 3.0, 1e5])
def test_volume_by_adaptive_quadrature(dimension: int, radius: float) -> None:
    lam = 0.7
    beta = mpmath.mpf(lam) * mpmath.sqrt(2)
    with mpmath.workdps(25):
        points = [0, *(r for r in (0.1, 1, 3, 10, 30, 100, 1e3, 1e4) if r < radius), radius]
        total = mpmath.quad(lambda r: (beta * r / mpmath.sqrt(beta**2 + r**2)) ** (dimension - 1), points)
        sphere = 2 * mpmath.pi ** (mpmath.mpf(dimension) / 2) / mpmath.gamma(mpmath.mpf(dimension) / 2)
    found = ball_volume(OrthogonalAction(dimension), torch.tensor(radius), lam)
    exact = float(torch.tensor(radius).double()) / radius
    assert float(found) == pytest.approx(float(sphere * total) * exact**dimension, rel=1e-6)
    found = ball_volume(OrthogonalAction(dimension), torch.tensor(radius, dtype=torch.float64), lam)
    assert float(found) == pytest.approx(float(sphere * total), rel=1e-12)


def test_area_goes_from_quadratic_to_linear_growth() -> None:
    action, lam = OrthogonalAction(2), 0.5
    small, large = torch.tensor([1e-5, 1e7], dtype=torch.float64)
    assert float(ball_volume(action, small, lam)) == pytest.approx(math.pi * 1e-10, rel=1e-9)
    assert float(ball_volume(action, large, lam)) == pytest.approx(
        2 * math.pi * math.sqrt(0.5) * 1e7, rel=1e-6
    )
    assert float(ball_volume(action, large, 0.0)) == 0
    assert float(ball_volume(action, small, math.inf)) == pytest.approx(math.pi * 1e-10)
    assert float(ball_volume(OrthogonalAction(3), large, math.inf)) == pytest.approx(4 / 3 * math.pi * 1e21)


def test_volume_by_counting_points_of_the_ball() -> None:
    """The ball about 0 is the Euclidean one, and its volume element is sqrt(det g)."""
    action, lam = OrthogonalAction(3), 0.4
    generator = torch.Generator().manual_seed(0)
    x = 2 * torch.rand(200_000, 3, generator=generator, dtype=torch.float64) - 1
    inside = distance(action, torch.zeros(3, dtype=torch.float64), x, lam) <= 1
    weights = torch.linalg.det(metric_matrix(action, x, lam)).sqrt()
    estimate = 8 * (weights * inside).mean()
    exact = ball_volume(action, torch.tensor(1.0), lam)
    assert float(estimate) == pytest.approx(float(exact), rel=0.01)


def test_cut_locus_of_an_axial_rotation_lies_across_the_axis() -> None:
    action = AxialRotations((0.0, 0.0, 2.0))
    across, along = cut_locus(action, torch.tensor([0.0, 2.0, 7.0], dtype=torch.float64), 0.5)
    torch.testing.assert_close(across.direction, torch.tensor([0.0, -1.0, 0.0], dtype=torch.float64))
    assert float(across.start) == pytest.approx(2 * 0.25 / 2)
    assert float(along.start) == math.inf
    empty = cut_locus(OrthogonalAction(3), torch.zeros(3), 0.5)[0]
    assert float(empty.start) == math.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: embedding_profile(AxialRotations((0, 0, 1)), torch.ones(1), 1.0),
            "an OrthogonalAction",
        ),
        (lambda: embedding_profile(OrthogonalAction(2), torch.tensor(-1.0), 1.0), "r must be at least 0"),
        (lambda: ball_volume(OrthogonalAction(2), torch.tensor(math.nan), 1.0), "radius must be at least 0"),
        (lambda: ball_volume(OrthogonalAction(2), torch.tensor(1.0), -1.0), "lam must be at least 0"),
        (lambda: cut_locus(OrthogonalAction(2), torch.ones(2), 0.0), "lam must be more than 0"),
    ],
)
def test_bad_input_is_named(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
