"""The turned digit against the library's pairwise distances, one angle after another, and brute force."""

import io
import itertools

import numpy as np
import pytest
import torch

from lazyq import PolarRotations, align, pairwise, to_polar
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit
from lazyq.experiments.six_or_nine import (
    RINGS,
    TurnedSpec,
    lazy_turns,
    six_or_nine_npz,
    six_or_nine_python,
    turned,
)

LAMS = [0.0, 0.02, 0.1, float("inf")]
SMALL = {"dataset": "sklearn", "size": 12, "angles": 24}


def polar(images):
    return to_polar(images.double() / 255, RINGS, SMALL["angles"])


@pytest.mark.parametrize("x", [DatasetDigit("sklearn", 6), DrawnDigit(bytes(range(196)) * 4)])
def test_every_angle_and_lam_against_pairwise(x):
    digits = load_sklearn_digits()
    image = x.image if isinstance(x, DrawnDigit) else digits.images[x.index]
    spec = TurnedSpec(x.text, 6, 9, **SMALL)
    result = turned(spec)
    action = PolarRotations(RINGS, spec.angles)
    steps = torch.arange(spec.angles)
    copies = action.act(steps, polar(image))
    for c, digit in enumerate((6, 9)):
        places = [int(i) for i in (digits.labels == digit).nonzero() if i != getattr(x, "index", -1)]
        targets = polar(digits.images[places[: spec.size]])
        table = pairwise(action, copies, targets, LAMS, kernel="torch")
        for level, lam in enumerate(LAMS):
            squared, turns = lazy_turns(result.squared_residuals[c], lam)
            np.testing.assert_allclose(np.sqrt(squared), table[level].min(1).values, rtol=1e-9)
            for k in range(0, spec.angles, 5):
                target = int(result.nearest[c, (k + round(turns[k] / action.step)) % spec.angles])
                assert target in places[: spec.size]
                found = align(action, copies[k], polar(digits.images[target]), lam)
                assert found.distance.item() == pytest.approx(squared[k] ** 0.5, rel=1e-9)
                assert found.effort.item() == pytest.approx(abs(turns[k]), abs=1e-9)


def test_lazy_turns_by_hand():
    residuals = np.array([4.0, 9.0, 1.0, 9.0])
    squared, turns = lazy_turns(residuals, 0)
    assert squared.tolist() == [1, 1, 1, 1]
    assert turns.tolist() == [180, 90, 0, -90]
    squared, turns = lazy_turns(residuals, 1 / 90)
    assert squared.tolist() == pytest.approx([4, 2, 1, 2])
    assert turns.tolist() == [0, 90, 0, -90]
    squared, turns = lazy_turns(residuals, float("inf"))
    assert squared.tolist() == residuals.tolist()
    assert not turns.any()
    # Of equal turns the positive one.
    assert lazy_turns(np.array([9.0, 1.0, 9.0, 1.0]), 0)[1].tolist() == [90, 0, 90, 0]


def test_a_six_stays_one_while_turning_is_free_and_becomes_a_nine_when_it_is_not(mnist_raw):
    del mnist_raw
    result = turned(TurnedSpec("mnist-test-21", 6, 9, "mnist-train", size=300, angles=72))
    nine_at = {}
    for lam in (0.0, 0.03, 0.05, 0.1, float("inf")):
        six, nine = (lazy_turns(residuals, lam)[0] for residuals in result.squared_residuals)
        angles = np.nonzero(nine[:37] < six[:37])[0] * 5
        nine_at[lam] = angles[0] if len(angles) else None
    assert nine_at[0.0] is None
    flips = [nine_at[lam] for lam in (0.03, 0.05, 0.1, float("inf"))]
    assert all(a >= b for a, b in itertools.pairwise(flips))
    assert 60 <= flips[-1] < flips[0] <= 180


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"second": 6}, "first and second must be different digits 0 to 9, got 6, 6"),
        ({"first": 10}, "first and second must be different digits 0 to 9, got 10, 9"),
        ({"size": 0}, "size must be at least 1, got 0"),
        ({"x": "sklearn-1797"}, "index must be an integer from 0 to 1796"),
        ({"angles": 0}, "angles must be a whole number of at least 1, got 0"),
    ],
)
def test_bad_specs_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        turned(TurnedSpec(**({"x": "sklearn-6", "first": 6, "second": 9} | SMALL | change)))


def test_files(capsys):
    spec = TurnedSpec("sklearn-6", 6, 9, **SMALL)
    result = turned(spec)
    archive = np.load(io.BytesIO(six_or_nine_npz(DigitLibrary((load_sklearn_digits(),)), spec, result)))
    assert archive["squared_residuals"].tolist() == result.squared_residuals.tolist()
    assert archive["degrees"].tolist() == list(range(0, 360, 15))
    assert archive["images"].shape == (len(archive["places"]), 28, 28)
    assert set(archive["nearest"].flatten()) == set(archive["places"])
    program = six_or_nine_python(spec).replace("{lam}", "0.05").replace("{angle}", "45")
    exec(compile(program, "program", "exec"), {})
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    for c, (digit, place, distance) in enumerate(printed):
        squared, turns = lazy_turns(result.squared_residuals[c], 0.05)
        assert (int(digit), int(place)) == ((6, 9)[c], result.nearest[c, (3 + round(turns[3] / 15)) % 24])
        assert float(distance) == pytest.approx(squared[3] ** 0.5, abs=1e-6)
