import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq.hardness import (
    all_parities,
    cyclic_parity,
    parity,
    parity_correlations,
    query_bound,
    remaining,
    ruled_out,
)

PARITIES = all_parities(5)


def test_parities_are_those_of_their_subsets():
    places = np.arange(32)[:, None] >> np.arange(5) & 1
    cube = 1 - 2 * places
    for row, bits in enumerate(places):
        np.testing.assert_array_equal(PARITIES[row], parity(cube, np.flatnonzero(bits)))


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_all_correlations_at_once(seed):
    values = np.random.default_rng(seed).standard_normal(32)
    np.testing.assert_allclose(parity_correlations(values), PARITIES @ values / 32, atol=1e-12)


@settings(deadline=None)
@given(seed=st.integers(0, 10_000), tolerance=st.floats(0.05, 0.9), nonlinear=st.booleans())
def test_a_query_rules_out_no_more_than_the_bound(seed, tolerance, nonlinear):
    random = np.random.default_rng(seed)
    query = random.standard_normal(32)
    query = np.sign(query) if nonlinear else query / math.sqrt((query**2).mean())
    gone = ruled_out(PARITIES, query, tolerance)
    assert gone.sum() <= query_bound(PARITIES, tolerance).a_query
    np.testing.assert_array_equal(gone, abs(parity_correlations(query)) > tolerance)


def test_bound_for_functions_that_overlap():
    """Queries made to rule out as many as they can: the sum of some hypotheses."""
    random = np.random.default_rng(0)
    functions = random.standard_normal((40, 4000))
    functions /= np.sqrt((functions**2).mean(1, keepdims=True))
    bound = query_bound(functions, 0.45)
    assert 0 < bound.overlap < 0.1
    for size in range(1, 40):
        query = functions[:size].sum(0)
        query /= math.sqrt((query**2).mean())
        assert ruled_out(functions, query, 0.45).sum() <= bound.a_query


def test_one_by_one_all_are_needed():
    left = remaining(PARITIES, PARITIES, 0.5)
    assert left == list(range(32, -1, -1))
    assert query_bound(PARITIES, 0.5).queries == pytest.approx(8)


def test_too_small_a_tolerance_says_nothing():
    same = np.ones((2, 4))
    assert query_bound(same, 0.5) == (1.0, math.inf, 1.0)


def test_a_symmetry_makes_fewer_hypotheses_of_the_same_kind():
    places = np.arange(64)[:, None] >> np.arange(6) & 1
    orbits = np.array([cyclic_parity(1 - 2 * places, s) for s in ((0,), (0, 1), (0, 2), (0, 3), (0, 1, 2))])
    assert query_bound(orbits, 0.5).overlap == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: ruled_out(PARITIES, np.ones(31), 0.5), r"query must be \(32,\)"),
        (lambda: ruled_out(PARITIES, 2 * np.ones(32), 0.5), "query must have E h² ≤ 1, got 4"),
        (lambda: ruled_out(2 * PARITIES, np.ones(32), 0.5), "each hypothesis must have E f² = 1"),
        (lambda: ruled_out(PARITIES, np.ones(32), 0), "tolerance must be a finite number above 0, got 0"),
        (lambda: query_bound(PARITIES, math.nan), "tolerance must be a finite number above 0, got nan"),
        (lambda: query_bound(np.ones(3), 0.5), r"hypotheses must be \(D, N\)"),
        (lambda: all_parities(13), "n must be a whole number from 1 to 12, got 13"),
        (lambda: parity_correlations(np.ones(3)), "values must be 2ⁿ numbers"),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
