"""What the browser makes of means that are known at some λ, against Python."""

import numpy as np
import pytest
import torch

from lazyq import RowShifts, align

LAMS = [0, 0.1, 0.5, 2, "inf"]


def test_means_and_values_between_the_lams(node):
    rng = np.random.default_rng(0)
    stack, values = rng.random((len(LAMS), 6)), rng.random(len(LAMS))
    at = [0, 0.05, 0.1, 0.4, 0.5, 1.9, 2, 5, 1e9, "inf"]
    answers = node(
        "tests/js/run_means.mjs",
        {
            "task": "interpolate",
            "lams": LAMS,
            "at": at,
            "stack": stack.flatten().tolist(),
            "values": values.tolist(),
        },
    )
    finite = [0, 0.1, 0.5, 2]
    for lam, answer in zip(at, answers, strict=True):
        # Beyond the last number np.interp stays there, as the browser does.
        expected = values[-1] if lam == "inf" else np.interp(lam, finite, values[:-1])
        assert answer["value"] == pytest.approx(expected, abs=1e-12)
        columns = [np.interp(min(float(lam), 2), finite, column[:-1]) for column in stack.T]
        np.testing.assert_allclose(answer["mean"], stack[-1] if lam == "inf" else columns, atol=1e-12)


@pytest.mark.parametrize("width", [1, 2, 5, 8])
@pytest.mark.parametrize("levels", [2, 1000])
def test_a_digit_comes_towards_a_mean_as_align_says(node, width, levels):
    rng = np.random.default_rng(width)
    x = rng.integers(0, levels, (3, width)) / levels
    means = rng.integers(0, levels, (len(LAMS), 3, width)) / levels
    answers = node(
        "tests/js/run_means.mjs",
        {
            "task": "towards",
            "x": x.flatten().tolist(),
            "means": means.reshape(len(LAMS), -1).tolist(),
            "lams": LAMS,
            "height": 3,
            "width": width,
        },
    )
    action = RowShifts(3, width)
    for lam, mean, answer in zip(LAMS, means, answers, strict=True):
        found = align(action, torch.from_numpy(x), torch.from_numpy(mean), float(lam))
        assert answer["distance"] == pytest.approx(float(found.distance), abs=1e-9)
        moved = np.stack([np.roll(row, -shift) for row, shift in zip(x, answer["shifts"], strict=True)])
        assert answer["squaredResidual"] == pytest.approx(np.square(moved - mean).sum(), abs=1e-9)
        price = 0 if lam == "inf" else lam**2 * np.square(answer["shifts"]).sum()
        assert answer["squaredPenalty"] == pytest.approx(price, abs=1e-9)
        if lam == "inf":
            assert not any(answer["shifts"])
