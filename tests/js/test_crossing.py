"""Where x is as far from y as from z, found in the browser, against lazyq at the λ between."""

import base64
import math
from itertools import pairwise

import numpy as np
import pytest
import torch

import lazyq

ACTION = lazyq.RowShifts(28, 28)


def encoded(image):
    return base64.b64encode(image.contiguous().numpy().tobytes()).decode()


@pytest.mark.parametrize("seed", range(6))
def test_the_nearer_digit_changes_at_the_crossings_and_nowhere_else(node, seed):
    rng = np.random.default_rng(seed)
    x, y, z = (torch.from_numpy(rng.integers(0, 256, (28, 28), dtype=np.uint8)) for _ in range(3))
    y = torch.where(torch.from_numpy(rng.random((28, 28)) < 0.5), x.roll(3, 1), y)
    pair = [{"x": encoded(x), "y": encoded(y)}, {"x": encoded(x), "y": encoded(z)}]
    (found,) = node("tests/js/run_lens.mjs", {"task": "crossings", "pairs": [pair]})
    assert found == sorted(found)

    def ahead(lam):
        to_y, to_z = (lazyq.align(ACTION, x, other, lam).distance for other in (y, z))
        return math.copysign(1, to_y - to_z)

    ends = [0.0, *found, 20.0]
    signs = []
    for low, high in pairwise(ends):
        inside = {ahead(low + share * (high - low)) for share in (0.02, 0.3, 0.6, 0.98)}
        assert len(inside) == 1
        signs += inside
    assert all(one != other for one, other in pairwise(signs))
