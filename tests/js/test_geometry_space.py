"""What the Geometry page shows of g in R³, against lazyq.riemannian."""

import math

import numpy as np
import pytest
import torch
from geometry_cases import SCRIPT, plain

from lazyq.riemannian import OrthogonalAction, metric_matrix

POINTS = [[1.7, -0.4, 0.0], [0.3, 0.9, -1.2], [0.0, 0.0, 2.4], [0.0, 0.0, 0.0]]
LAMS = [0.05, 0.5, 3.0, math.inf]
CASES = [(x, lam) for x in POINTS for lam in LAMS]


def sent(cases):
    return [{"x": x, "lam": plain([lam])[0]} for x, lam in cases]


def exact(x, lam):
    return metric_matrix(OrthogonalAction(len(x)), torch.tensor(x, dtype=torch.float64), lam).numpy()


def test_matrix_is_the_librarys_in_two_and_three_dimensions(node):
    cases = [*CASES, *(([1.7, -0.4], lam) for lam in (0.0, *LAMS)), (POINTS[1], 0.0)]
    for (x, lam), matrix in zip(cases, node(SCRIPT, {"task": "matrices", "cases": sent(cases)}), strict=True):
        assert np.array(matrix) == pytest.approx(exact(x, lam), abs=1e-12)


def test_outline_of_a_ball_is_the_shadow_of_the_metrics_ellipsoid(node):
    axes = 4000 * np.linalg.qr(np.array([[1.0, 0.2], [-0.4, 0.5], [0.3, 2.0]]))[0].T
    given = {"task": "ellipsoids", "cases": sent(CASES), "from": axes[0].tolist(), "to": axes[1].tolist()}
    for (x, lam), found in zip(CASES, node(SCRIPT, given), strict=True):
        # The shadow of {v : vᵀGv ≤ s²} under A is {u : uᵀ(A G⁻¹ Aᵀ)⁻¹u ≤ s²}.
        shape = np.linalg.inv(axes @ np.linalg.inv(exact(x, lam)) @ axes.T)
        rim = np.array(found["outline"]) - found["middle"]
        assert np.sqrt(np.einsum("pi,ij,pj->p", rim, shape, rim)) == pytest.approx(found["scale"], rel=2e-3)
        across = 1 / math.sqrt(np.linalg.eigvalsh(exact([2.1, 0.0, 0.0], lam))[0])
        assert found["scale"] == pytest.approx(min(0.12, 0.3 / across), rel=1e-9)
