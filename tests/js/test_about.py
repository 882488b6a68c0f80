"""Who is nearest of a few digits, in the browser, against the library's distances."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from lazyq import RowShifts, lazy_distance


@pytest.mark.parametrize("seed", range(12))
def test_runs_are_those_of_the_distances(node, seed):
    rng = np.random.default_rng(seed)
    x, *others = rng.integers(0, 60, (5, 3, 8)).astype(np.uint8)
    runs = node("tests/js/run_about.mjs", {"x": x.tolist(), "others": [other.tolist() for other in others]})
    assert runs[0]["from"] == 0
    assert [run["to"] for run in runs[:-1]] == [run["from"] for run in runs[1:]]
    assert all(one["place"] != next_one["place"] for one, next_one in pairwise(runs))
    for run in runs:
        end = float(run["to"])
        last = run["from"] + 1 if end == float("inf") else end
        lams = torch.linspace(run["from"] + 1e-7, max(last - 1e-7, run["from"] + 1e-7), 50).double()
        lams = torch.cat([lams, torch.tensor([float("inf")])]) if end == float("inf") else lams
        found = torch.stack([
            lazy_distance(RowShifts(3, 8), *(torch.from_numpy(image).expand(len(lams), -1, -1)
                                             for image in (x, other)), lams)
            for other in others
        ])  # fmt: skip
        assert torch.allclose(found[run["place"]], found.amin(0), rtol=1e-9)
