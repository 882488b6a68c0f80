"""What is read from an accuracy table: claims, gains, changed votes, and the programs that give it again."""

import io
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from lazyq import RowShifts
from lazyq.compute import canonical
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.accuracy import (
    FINE_LAMS,
    TALK_LAMS,
    AccuracySpec,
    AccuracyTable,
    accuracy_npz,
    accuracy_python,
    accuracy_table,
    changes,
    changing,
    claims,
    comparison,
    gains,
    mean_accuracies,
    training_draw,
)
from lazyq.experiments.draws import drawn_places
from lazyq.neighbors import neighbors

SPEC = AccuracySpec(TALK_LAMS, 150, 200, 5, 3, 1, False, "sklearn", "sklearn")
INFINITY = float("inf")


@pytest.fixture(scope="module")
def table():
    return accuracy_table(SPEC)


def made(answers, labels, lams):
    """Return a table with these answers (draws, L, tested)."""
    answers, labels = np.array(answers, np.uint8), np.array(labels, np.uint8)
    confusion = np.zeros((*answers.shape[:2], 10, 10), np.int64)
    for draw, level in np.ndindex(*answers.shape[:2]):
        np.add.at(confusion[draw, level], (labels, answers[draw, level]), 1)
    nothing = np.full(answers.shape[:2], np.nan)
    nearest = np.zeros((answers.shape[1], len(labels), 1), np.int32)
    return AccuracyTable(np.array(lams), len(labels), confusion, nothing, 0.0, labels, answers, nearest)


def test_table_holds_the_answers_behind_its_counts(table):
    for draw, level in np.ndindex(3, len(TALK_LAMS)):
        counts = np.zeros((10, 10), int)
        np.add.at(counts, (table.labels, table.answers[draw, level]), 1)
        assert np.array_equal(counts, table.confusion[draw, level])
    digits = load_sklearn_digits()
    places = drawn_places(training_draw(SPEC))
    assert len(places) == 150
    assert places.max() < len(digits) - 200
    own = neighbors(RowShifts(28, 28), digits.images[-200:-190], digits.images[places], list(TALK_LAMS), 5)
    assert np.array_equal(table.nearest[:, :10], places[own.indices].numpy())
    others = drawn_places(training_draw(SPEC, 1))
    assert not np.array_equal(others, places)


def test_interval_of_the_mean_is_wilsons(table):
    mean = mean_accuracies(replace(table, answers=table.answers[:1], confusion=table.confusion[:1]))
    right = round(mean.value[2] * 200)
    expected = binomtest(right, 200).proportion_ci(0.95, method="wilson")
    assert (mean.low[2], mean.high[2]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_gains_count_what_only_one_of_two_reads_right():
    labels = [0, 0, 0, 0, 1, 1]
    table = made([[[0, 0, 2, 0, 1, 0], [0, 2, 0, 2, 0, 1]]], labels, [0.5, INFINITY])
    value, low, high = gains(table)
    assert value[0, 0] == pytest.approx((2 - 1) / 4)
    assert value[0, 1] == 0.0
    paired = np.array([0, 1, -1, 1])
    half = 1.959963984540054 * paired.std() / 2
    assert (low[0, 0], high[0, 0]) == pytest.approx((0.25 - half, 0.25 + half))
    assert (value[1, :2] == 0).all()
    assert np.isnan(value[0, 2:]).all()


def test_gains_are_differences_of_class_accuracies(table):
    expected = table.class_accuracies - table.class_accuracies[-1]
    assert gains(table).value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("answers", "holds", "words"),
    [
        (("110", "000", "010", "010"), (True, True, True), ("is worst: 0.3333", "0.5 with", "all 3")),
        (("001", "000", "111", "001"), (False, True, False), ("worst alone", "0.5", "2 of 3")),
        (("111", "011", "000", "000"), (True, False, True), ("0.0000", "10 with 1.0000", "same")),
    ],
)
def test_claims_are_what_the_table_shows(answers, holds, words):
    rows = [[int(digit) for digit in row] for row in answers]
    told = claims(made([rows], [0, 0, 0], [0.0, 0.5, 10.0, INFINITY]))
    assert tuple(claim.holds for claim in told) == holds
    for claim, word in zip(told, words, strict=True):
        assert word in claim.text


def test_claims_and_comparison_need_their_lambdas():
    table = made([[[0], [0]]], [0], [0.0, 0.5])
    with pytest.raises(ValueError, match="must have 0, 10 and inf"):
        claims(table)
    with pytest.raises(ValueError, match="must have inf"):
        comparison(SPEC, table)


@pytest.mark.parametrize(("right", "word"), [(77, "lies inside"), (30, "lies above"), (99, "lies below")])
def test_comparison_says_whether_the_talks_level_is_within_reach(right, word):
    table = made([[[0] * right + [1] * (100 - right)]], [0] * 100, [INFINITY])
    text = comparison(AccuracySpec(train=500, test=100), table)
    assert word in text
    assert "does not say which digits" in text
    assert "scikit-learn" in comparison(SPEC, table)


def test_who_decided_stands_where_the_vote_turned(table):
    digits = load_sklearn_digits()
    own = changing(table)
    assert len(own) > 0
    said = table.answers[0]
    for position, group in zip(own, changes(SPEC, table, own), strict=True):
        turned = np.flatnonzero(said[1:, position] != said[:-1, position]) + 1
        assert [change.after for change in group] == turned.tolist()
        for change in group:
            assert (change.old, change.new) == (said[change.before, position], said[change.after, position])
            assert change.neighbor in table.nearest[change.level, position]
            assert digits.labels[change.neighbor] in (change.old, change.new)
    others = np.setdiff1d(np.arange(200), own)
    assert (said[:, others] == said[0, others]).all()


def test_archive_and_program_hold_the_same_table(table, run):
    with np.load(io.BytesIO(accuracy_npz(SPEC, table)), allow_pickle=False) as archive:
        assert str(archive["spec"]) == canonical(SPEC)
        assert np.array_equal(archive["answers"], table.answers)
        assert np.array_equal(archive["mean"], table.accuracies.mean(0))
    printed = [line.split() for line in run(accuracy_python(SPEC))]
    assert [float(lam) for lam, _ in printed] == list(TALK_LAMS)
    assert [float(mean) for _, mean in printed] == pytest.approx(table.accuracies.mean(0).tolist(), abs=6e-5)
    assert "lams=(0, 0.1," in accuracy_python(replace(SPEC, lams=FINE_LAMS))
