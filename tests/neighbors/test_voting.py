"""Votes at every λ: against searches at many λ, and the compiled sweep against paths of single points."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lazyq import RowShifts
from lazyq.datasets import load_sklearn_digits
from lazyq.neighbors import count_votes, neighbors, vote_paths, winner

pytestmark = pytest.mark.usefixtures("threads")


def assert_votes(action, x, y, labels, k, leave_one_out=False):
    """Compare the votes with those of a search between all changes, and at 0 and ∞."""
    found = vote_paths(action, x, y, labels, k, leave_one_out=leave_one_out)
    starts = np.unique(found.starts)
    between = (starts[1:] + np.append(starts[2:], 2 * starts[-1] + 1)) / 2
    far = (between[:-1] + starts[2:]) / 2 if len(starts) > 2 else []
    lams = np.unique([0.0, *between[:: max(1, len(between) // 40)], *far[:: max(1, len(far) // 40)], np.inf])
    nearest = neighbors(action, x, y, lams.tolist(), k, leave_one_out=leave_one_out).indices
    expected = winner(count_votes(labels[nearest], 10)).numpy()
    for level, lam in enumerate(lams):
        np.testing.assert_array_equal(found.at(float(lam)), expected[level], err_msg=f"λ = {lam}")
    np.testing.assert_array_equal(found.at(lams), expected)
    for i in range(len(x)):
        own = slice(found.pieces[i], found.pieces[i + 1])
        assert found.starts[own][0] == 0
        assert (np.diff(found.starts[own]) > 0).all()
        assert (np.diff(found.answers[own]) != 0).all()


@given(st.integers(1, 4), st.integers(2, 9), st.integers(1, 12), st.booleans(), st.integers(0, 2**32 - 1))
def test_every_vote_is_that_of_a_search(height, width, k, leave_one_out, seed):
    generator = np.random.default_rng(seed)
    y = torch.from_numpy(generator.integers(256, size=(30, height, width), dtype=np.uint8))
    x = (
        y
        if leave_one_out
        else torch.from_numpy(generator.integers(256, size=(7, height, width), dtype=np.uint8))
    )
    labels = torch.from_numpy(generator.integers(10, size=30))
    assert_votes(RowShifts(height, width), x, y, labels, k, leave_one_out)


def test_digits_and_what_they_vote_when_left_out():
    digits = load_sklearn_digits()
    x, y, labels = digits.images[:15], digits.images[200:400], digits.labels[200:400]
    assert_votes(RowShifts(28, 28), x, y, labels, 10)
    assert_votes(RowShifts(28, 28), y[:80], y[:80], labels[:80], 5, True)


def test_compiled_votes_are_those_of_the_paths_of_single_points(monkeypatch):
    digits = load_sklearn_digits()
    asked = (RowShifts(28, 28), digits.images[:6], digits.images[100:250], digits.labels[100:250], 7)
    compiled = vote_paths(*asked)
    monkeypatch.setattr("lazyq.neighbors.voting.why_not_compiled", lambda *_: "for once")
    single = vote_paths(*asked)
    np.testing.assert_array_equal(compiled.pieces, single.pieces)
    np.testing.assert_array_equal(compiled.answers, single.answers)
    np.testing.assert_allclose(compiled.starts, single.starts, rtol=1e-10, atol=1e-100)


def test_changes_beyond_the_room_are_all_there(monkeypatch):
    digits = load_sklearn_digits()
    asked = (RowShifts(28, 28), digits.images[:4], digits.images[100:250], digits.labels[100:250], 3)
    whole = vote_paths(*asked)
    monkeypatch.setattr("lazyq.neighbors.voting._ROOM", 1)
    np.testing.assert_array_equal(vote_paths(*asked).starts, whole.starts)


def test_parts_done_are_told_up_to_the_last():
    told = []
    y = torch.zeros(3, 1, 4)
    vote_paths(RowShifts(1, 4), y, y, [0, 1, 2], 1, progress=told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": [1, 2]}, "labels must be 3 whole numbers"),
        ({"labels": [1, 2, -1]}, "labels must be 3 whole numbers"),
        ({"labels": [0.5, 1, 2]}, "labels must be 3 whole numbers"),
        ({"k": 4}, "k must be a whole number from 1 to the 3 points"),
        ({"k": 3, "leave_one_out": True}, "k must be a whole number from 1 to the 2 points"),
        ({"x": torch.zeros(2, 1, 4, dtype=torch.uint8), "leave_one_out": True}, "x must be y"),
        ({"x": torch.zeros(2, 1, 5, dtype=torch.uint8)}, "x"),
    ],
)
def test_what_cannot_be_taken_is_said(change, message):
    y = torch.zeros(3, 1, 4, dtype=torch.uint8)
    asked = {"x": y, "y": y, "labels": [0, 1, 2], "k": 1} | change
    with pytest.raises(ValueError, match=message):
        vote_paths(RowShifts(1, 4), **asked)
    with pytest.raises(ValueError, match="lam must be at least 0"):
        vote_paths(RowShifts(1, 4), y, y, [0, 1, 2], 1).at(-1.0)
