"""λ there and back: text, JSON, words, code."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazyq.experiments.lam import lam_code, lam_from_json, lam_from_text, lam_json, lam_text

LAMS = st.floats(min_value=0, allow_nan=False, allow_infinity=True)


@given(LAMS)
def test_json_and_code_give_the_same_lambda_back(lam):
    assert lam_from_json(json.loads(json.dumps(lam_json(lam)))) == lam
    assert eval(lam_code(lam)) == lam


def test_what_people_read_and_write():
    assert [lam_text(lam) for lam in (0.0, 0.3, 10.0, math.inf)] == ["0", "0.3", "10", "∞"]
    assert [lam_code(lam) for lam in (0.0, 0.3, math.inf)] == ["0", "0.3", 'float("inf")']
    assert [lam_from_text(text) for text in ("0", "0.25", "inf", "1e400")] == [0, 0.25, math.inf, math.inf]


@pytest.mark.parametrize("value", ["", "near", "nan", "-1", "-inf", None, [0.5], {"a": 1}, True, "</script>"])
def test_what_is_no_lambda_is_named(value):
    with pytest.raises(ValueError, match="lam must be a number of at least 0, or inf, got"):
        lam_from_json(value)
