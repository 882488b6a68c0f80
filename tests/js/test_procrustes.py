"""The singular values and the best rotations of the browser, against NumPy and SciPy."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation
from scipy.stats import special_ortho_group

SCRIPT = "tests/js/run_procrustes.mjs"


def matrices():
    """Return ordinary matrices up to 8 × 8, and hard ones: zero, of rank one, mirrors, of several scales."""
    rng = np.random.default_rng(0)
    found = [rng.normal(size=(n, n)) for n in range(1, 9)]
    for n in (1, 2, 3, 8):
        rotation = special_ortho_group.rvs(n, random_state=n) if n > 1 else np.eye(1)
        one = np.outer(rng.normal(size=n), rng.normal(size=n))
        scales = np.diag(10.0 ** -np.arange(n))
        found += [np.zeros((n, n)), np.eye(n), -np.eye(n), rotation, one, rotation @ scales, 1e-12 * rotation]
    return found


def clouds():
    """Return pairs of clouds: turned, turned and shaken, mirrored, and of fewer points than dimensions."""
    rng = np.random.default_rng(1)
    found = []
    for d in (2, 3, 5, 8):
        for count, noise, mirror in ((40, 0, False), (40, 0.3, False), (40, 0.1, True), (1, 0, False)):
            x = rng.normal(size=(count, d))
            y = x @ special_ortho_group.rvs(d, random_state=d).T + noise * rng.normal(size=(count, d))
            if mirror:
                y[:, 0] *= -1
            found.append((x, y))
    return found


def asked(node):
    given = {
        "clouds": [{"x": x.ravel().tolist(), "y": y.ravel().tolist(), "d": x.shape[1]} for x, y in clouds()],
        "matrices": [{"matrix": matrix.ravel().tolist(), "n": len(matrix)} for matrix in matrices()],
    }
    return node(SCRIPT, given)


def test_singular_values_are_those_of_numpy(node):
    for matrix, answer in zip(matrices(), asked(node)["matrices"], strict=True):
        n, scale = len(matrix), max(np.abs(matrix).max(), 1e-300)
        u, v = (np.reshape(answer[name], (n, n)) for name in "uv")
        np.testing.assert_allclose(answer["s"], np.linalg.svd(matrix)[1], atol=1e-14 * n * scale)
        for orthonormal in (u, v):
            np.testing.assert_allclose(orthonormal.T @ orthonormal, np.eye(n), atol=1e-12)
        np.testing.assert_allclose(u * answer["s"] @ v.T, matrix, atol=1e-14 * n * scale)
        assert answer["determinant"] == pytest.approx(np.linalg.det(matrix), rel=1e-10, abs=1e-15)


def test_no_rotation_is_better(node):
    for (x, y), answer in zip(clouds(), asked(node)["clouds"], strict=True):
        d = x.shape[1]
        u, s, v = np.linalg.svd(y.T @ x / len(x))
        signs = np.ones(d)
        signs[-1] = np.sign(np.linalg.det(u @ v))
        least = (x**2).sum(1).mean() + (y**2).sum(1).mean() - 2 * (s * signs).sum()
        rotation = np.reshape(answer["rotation"], (d, d))
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(d), atol=1e-12)
        assert np.linalg.det(rotation) == pytest.approx(1)
        assert answer["error"] == pytest.approx(least, abs=1e-12)
        np.testing.assert_allclose(np.reshape(answer["moved"], x.shape), x @ rotation.T, atol=1e-12)
        if len(x) > d:
            np.testing.assert_allclose(rotation, u * signs @ v, atol=1e-10)


def test_in_space_it_is_that_of_scipy(node):
    pairs = [(pair, answer) for pair, answer in zip(clouds(), asked(node)["clouds"], strict=True)]
    for (x, y), answer in pairs:
        if x.shape[1] == 3 and len(x) > 3:
            expected = Rotation.align_vectors(y, x)[0].as_matrix()
            np.testing.assert_allclose(np.reshape(answer["rotation"], (3, 3)), expected, atol=1e-10)
