"""What the browser makes of the residuals at every angle, against Python."""

import numpy as np
import pytest

from lazyq.experiments.six_or_nine import lazy_turns

LAMS = [0, 1e-4, 0.01, 0.05, 1, "inf"]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 45, 360])
@pytest.mark.parametrize("levels", [3, 1000])
def test_turns_are_those_of_python(node, count, levels):
    rng = np.random.default_rng(count)
    squared = rng.integers(0, levels, (2, count)).astype(float)
    for first_wins in (True, False):
        answers = node(
            "tests/js/run_turns.mjs", {"squared": squared.tolist(), "lams": LAMS, "firstWins": first_wins}
        )
        for lam, answer in zip(LAMS, answers, strict=True):
            found = [lazy_turns(residuals, float(lam)) for residuals in squared]
            np.testing.assert_allclose(answer["squared"], [values for values, _ in found], rtol=1e-12)
            np.testing.assert_array_equal(
                answer["turns"], [np.rint(turns * count / 360) for _, turns in found]
            )
            six, nine = np.array(answer["squared"])
            nearer = np.where(six == nine, 0 if first_wins else 1, (nine < six).astype(int))
            assert answer["found"] == nearer.tolist()
            assert [k for run in answer["runs"] for k in range(run["from"], run["to"])] == list(range(count))
            assert all(
                {nearer[k] for k in range(run["from"], run["to"])} == {run["verdict"]}
                for run in answer["runs"]
            )
            for verdict, flip in enumerate(answer["flips"]):
                others = np.nonzero(nearer[: count // 2 + 1] != verdict)[0]
                assert flip == (others[0] if len(others) else None)
