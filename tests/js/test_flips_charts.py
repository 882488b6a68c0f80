"""What the browser says of many turned digits, against NumPy."""

import csv
import io

import numpy as np
import pytest

LAMS = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 1, "inf"]


@pytest.fixture(scope="module")
def digits():
    """Seven digits with steps at some of the same λ, one that never becomes the other."""
    rng = np.random.default_rng(0)
    found = [{"lams": [0], "degrees": [None]}]
    for _ in range(6):
        cuts = np.sort(rng.choice([0.005, 0.01, 0.02, 0.03, 0.04, 0.2, 2], 4, replace=False))
        angles = [None if angle > 150 else int(angle) for angle in rng.integers(0, 181, 5)]
        found.append({"lams": [0, *cuts.tolist()], "degrees": angles})
    return found


def flip(digit, lam):
    return next(
        angle
        for start, angle in zip(digit["lams"][::-1], digit["degrees"][::-1], strict=True)
        if start <= lam
    )


def test_spreads_are_those_of_numpy(node, digits):
    answer = node("tests/js/run_flips.mjs", {"digits": digits, "lams": LAMS})
    for lam, flips, at in zip(map(float, LAMS), answer["flips"], answer["at"], strict=True):
        expected = [flip(digit, lam) for digit in digits]
        assert flips == expected
        angles = [angle for angle in expected if angle is not None]
        assert at["flips"] == len(angles)
        assert at["quartiles"] == (pytest.approx(np.percentile(angles, [25, 50, 75])) if angles else None)
    starts = [spread["lam"] for spread in answer["all"]]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    for lam in {lam for digit in digits for lam in digit["lams"]}:
        spread = answer["all"][np.searchsorted(starts, lam, side="right") - 1]
        angles = [angle for digit in digits if (angle := flip(digit, lam)) is not None]
        assert spread["flips"] == len(angles)
        assert spread["quartiles"] == pytest.approx(np.percentile(angles, [25, 50, 75]))


def test_table_and_file(node, digits):
    answer = node("tests/js/run_flips.mjs", {"digits": digits, "lams": LAMS})
    assert [row[0] for row in answer["rows"]] == ["0", "0.02", "0.03", "0.05", "0.1", "1", "∞"]
    angles = [angle for digit in digits if (angle := digit["degrees"][-1]) is not None]
    assert answer["rows"][-1][1] == f"{len(angles)} of 7"
    assert float(answer["rows"][-1][3].rstrip("°")) == pytest.approx(np.median(angles), abs=0.05)
    rows = list(csv.DictReader(io.StringIO(answer["csv"])))
    assert len(rows) == sum(len(digit["lams"]) for digit in digits)
    assert rows[0] == {"digit": "sklearn-0", "from_lambda": "0", "to_lambda": "inf", "degrees": ""}
    assert [float(row["from_lambda"]) for row in rows[1:6]] == digits[1]["lams"]
