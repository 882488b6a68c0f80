"""States of the Geometry page, as its modules take them."""

import math

import torch

from lazyq.riemannian import (
    OrthogonalAction,
)

SCRIPT = "tests/js/run_geometry.mjs"
VIEW = {"yaw": -0.2, "pitch": 0.4, "zoom": 1}
LAYERS = dict.fromkeys(("balls", "circles", "geodesic", "turn", "straight", "orbit", "cut"), True)
DATA = {"x": [1.75, -0.35], "y": [-0.85, -1.15], "lam": 0.5, "dimension": 2}
STATE = {"x": [1.7, -0.4], "y": [-0.9, -1.1], "lam": 0.5, "dimension": 2, "layers": LAYERS}


def plain(values):
    return ["inf" if value == math.inf else value for value in values]


def near(actual, expected, rtol=1e-9, atol=1e-9):
    torch.testing.assert_close(actual, expected, rtol=rtol, atol=atol)


ACTION = OrthogonalAction(2)
