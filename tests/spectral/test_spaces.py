import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import roots_legendre, sph_harm_y

from lazyq.spectral import Isometry, Sphere, SquareSymmetries, Torus
from lazyq.spectral.sphere_groups import PolyhedralRotations, axis_rotation


def torus_nodes(d, count):
    """Return a grid on which trigonometric polynomials of degree below ``count`` are integrated exactly."""
    line = math.tau * np.arange(count) / count
    return np.stack(np.meshgrid(*[line] * d), -1).reshape(-1, d)


def sphere_nodes(degree):
    """Return points and weights that integrate harmonics up to a degree exactly."""
    heights, weights = roots_legendre(degree + 1)
    turns = math.tau * np.arange(degree + 1) / (degree + 1)
    height, turn = (grid.ravel() for grid in np.meshgrid(heights, turns))
    radius = np.sqrt(1 - height**2)
    points = np.stack([radius * np.cos(turn), radius * np.sin(turn), height], 1)
    return points, np.tile(weights / 2, degree + 1) / (degree + 1)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_eigenfunctions_of_a_torus_are_orthonormal(d):
    values = Torus(d).basis(5).evaluate(torus_nodes(d, 6))
    np.testing.assert_allclose(values.T @ values / len(values), np.eye(values.shape[1]), atol=1e-12)


def test_eigenfunctions_of_the_sphere_are_orthonormal():
    points, weights = sphere_nodes(12)
    values = Sphere().basis(42).evaluate(points)
    np.testing.assert_allclose(values.T * weights @ values, np.eye(49), atol=1e-12)


@pytest.mark.parametrize("space", [Torus(2), Sphere()])
def test_they_are_eigenfunctions(space):
    """The mean of f over a small circle about x is (1 − λ r²/4 + …) f(x), on a surface."""
    basis, radius = space.basis(12), 1e-3
    (point,) = space.sample(1, np.random.default_rng(0))
    turns = math.tau * np.arange(12) / 12
    circle = radius * np.stack([np.cos(turns), np.sin(turns)], 1)
    if isinstance(space, Sphere):
        across = np.linalg.svd(point[None])[2][1:]
        around = np.cos(radius) * point + np.sin(radius) / radius * circle @ across
    else:
        around = point + circle
    means = basis.evaluate(around).mean(0)
    here = basis.evaluate(point[None])[0]
    np.testing.assert_allclose(4 * (here - means) / radius**2, basis.eigenvalues * here, atol=2e-3)


def test_harmonics_add_up_to_their_number():
    """Unsöld: Σ_q Y_ℓq² is 2ℓ + 1 at every point."""
    basis = Sphere().basis(110)
    values = basis.evaluate(Sphere().sample(5, np.random.default_rng(1)))
    for place in basis.eigenspaces():
        np.testing.assert_allclose((values[:, place] ** 2).sum(1), place.stop - place.start)


def test_harmonics_are_scipys():
    basis = Sphere().basis(30 * 31)
    points = np.vstack([Sphere().sample(7, np.random.default_rng(2)), [[0, 0, 1], [0, 0, -1], [0, -1, 0]]])
    polar, azimuth = np.arccos(points[:, 2]), np.arctan2(points[:, 1], points[:, 0])
    values = basis.evaluate(points)
    for place, (ell, order) in enumerate(zip(basis.degrees, basis.orders, strict=True)):
        harmonic = math.sqrt(8 * math.pi if order else 4 * math.pi) * sph_harm_y(ell, order, polar, azimuth)
        is_sine = order and (place - ell**2) % 2 == 0
        expected = harmonic.imag if is_sine else harmonic.real
        np.testing.assert_allclose(values[:, place], expected, atol=1e-11)


@pytest.mark.parametrize(("d", "level"), [(1, 9), (2, 25.5), (3, 14), (4, 5)])
def test_lattice_is_the_ball_in_a_cube(d, level):
    line = np.arange(-6, 7)
    cube = np.stack(np.meshgrid(*[line] * d, indexing="ij"), -1).reshape(-1, d)
    np.testing.assert_array_equal(Torus(d).lattice(level), cube[(cube**2).sum(1) <= level])


@pytest.mark.parametrize("space", [Torus(1), Torus(2), Torus(3), Sphere()])
def test_eigenvalues_ascend_and_part_into_eigenspaces(space):
    basis = space.basis(30)
    assert (np.diff(basis.eigenvalues) >= 0).all()
    for place in basis.eigenspaces():
        assert len(set(basis.eigenvalues[place])) == 1
    assert sum(place.stop - place.start for place in basis.eigenspaces()) == len(basis)


@settings(deadline=None, max_examples=30)
@given(element=st.integers(0, 7), shift=st.tuples(*[st.floats(-7, 7)] * 2), seed=st.integers(0, 99))
def test_pullback_on_a_torus(element, shift, seed):
    isometry = Isometry(SquareSymmetries().elements[element].matrix, np.array(shift))
    agree(Torus(2), isometry, seed)


@settings(deadline=None, max_examples=30)
@given(
    element=st.integers(0, 59), angle=st.floats(-7, 7), sign=st.sampled_from([1, -1]), seed=st.integers(0, 99)
)
def test_pullback_on_the_sphere(element, angle, sign, seed):
    turn = axis_rotation(angle).after(PolyhedralRotations("icosahedron").elements[element])
    agree(Sphere(), Isometry(sign * turn.matrix, np.zeros(3)), seed)


def agree(space, isometry, seed):
    basis = space.basis(12)
    points = space.sample(20, np.random.default_rng(seed))
    matrix = basis.pullback(isometry)
    np.testing.assert_allclose(
        basis.evaluate(isometry.act(points)), basis.evaluate(points) @ matrix, atol=1e-11
    )
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(len(basis)), atol=1e-11)
    assert space.trace(isometry, 12) == pytest.approx(np.trace(matrix), abs=1e-9)


def test_one_after_the_other():
    first, second = axis_rotation(0.3), PolyhedralRotations("octahedron").elements[5]
    point = Sphere().sample(1, np.random.default_rng(0))
    np.testing.assert_allclose(second.after(first).act(point), second.act(first.act(point)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: Torus(0), "d must be a whole number from 1 to 10, got 0"),
        (lambda: Torus(2).basis(-1), "level must be a number, at least 0 and finite, got -1"),
        (lambda: Torus(2).basis(math.nan), "level must be a number, at least 0 and finite, got nan"),
        (lambda: Torus(2).basis(1e5), "has 314,197 eigenfunctions, the most is 20,000"),
        (lambda: Torus(10).basis(100), "over 2,000,000 frequencies"),
        (lambda: Torus(1).lattice(1e300), "over 2,000,000 frequencies"),
        (lambda: Sphere().basis(1e6), "has 1,000,000 eigenfunctions, the most is 20,000"),
        (lambda: Torus(2).points([[1.0]]), r"have the shape \(n, 2\), got \(1, 1\)"),
        (lambda: Torus(1).points([[math.inf]]), "must be finite numbers"),
        (lambda: Sphere().points([[0, 0, 2.0]]), "have length 1, got 2"),
        (lambda: Isometry(np.ones((2, 2)), np.zeros(2)), "matrix must be orthogonal"),
        (
            lambda: Torus(2).trace(Isometry(axis_rotation(1).matrix[:2, :2], np.zeros(2)), 4),
            "signed permutation",
        ),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
