"""λ beside λ on the same test digits, against SciPy; and what a choice without test digits costs."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from lazyq.experiments.accuracy import (
    AccuracySpec,
    AccuracyTable,
    accuracy_table,
    choice,
    choice_words,
    pairs,
)

INFINITY = float("inf")
SPEC = AccuracySpec((0.0, 0.5, 10.0, INFINITY), 100, 200, 5, 2, 1, True, "sklearn", "sklearn")


def made(answers, labels, left_out=None):
    """Return a table with these answers (draws, L, tested) and shares of leave-one-out (draws, L)."""
    answers, labels = np.array(answers, np.uint8), np.array(labels, np.uint8)
    draws, levels, tested = answers.shape
    confusion = np.zeros((draws, levels, 10, 10), np.int64)
    for draw, level in np.ndindex(draws, levels):
        np.add.at(confusion[draw, level], (labels, answers[draw, level]), 1)
    left = np.full((draws, levels), np.nan) if left_out is None else np.array(left_out)
    nearest = np.zeros((levels, tested, 1), np.int32)
    return AccuracyTable(np.array(SPEC.lams[:levels]), tested, confusion, left, 0.0, labels, answers, nearest)


@pytest.fixture(scope="module")
def table():
    return accuracy_table(SPEC)


def test_pairs_are_mcnemars_and_the_interval_that_of_a_mean(table):
    found, right = pairs(table), table.answers == table.labels
    for one, other in np.ndindex(4, 4):
        gain = (right[:, one].astype(float) - right[:, other]).mean(0)
        half = 1.959964 * gain.std() / np.sqrt(200)
        assert found.value[one, other] == pytest.approx(gain.mean())
        assert (found.low[one, other], found.high[one, other]) == pytest.approx(
            (gain.mean() - half, gain.mean() + half), abs=1e-7
        )
        here = int((right[0, one] & ~right[0, other]).sum())
        there = int((right[0, other] & ~right[0, one]).sum())
        assert (found.only[one, other], found.only[other, one]) == (here, there)
        expected = binomtest(here, here + there).pvalue if here + there else 1
        assert found.p[one, other] == pytest.approx(expected, rel=1e-9)


def test_interval_of_a_pair_holds_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        kind = generator.choice(
            3, size=500, p=[0.05, 0.02, 0.93]
        )  # only the first is right, only the second, both
        answers = np.stack([kind == 1, kind == 0])[None].astype(np.uint8)
        found = pairs(made(answers, np.zeros(500)))
        held += found.low[0, 1] <= 0.03 <= found.high[0, 1]
    assert 0.92 <= held / 400 <= 0.98


def test_choice_is_made_without_test_digits_and_its_cost_is_counted_on_them():
    labels = [1, 1, 1, 1]
    first = [[0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 0, 0], [1, 1, 1, 0]]
    second = [[0, 0, 0, 0], [1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 1, 1]]
    table = made([first, second], labels, [[0.1, 0.5, 0.9, 0.3], [0.1, 0.9, 0.5, 0.9]])
    found = choice(table)
    assert found.chosen.tolist() == [2, 3]
    assert found.best == 1
    assert found.accuracy == pytest.approx((0.5 + 1) / 2)
    assert found.cost.value == pytest.approx(7 / 8 - 3 / 4)
    words = choice_words(replace(SPEC, train=7), table)
    assert "the 7 training digits chooses λ = 10 in 1 and λ = ∞ in 1 of 2 draws" in words
    assert "75.0 % of the test digits" in words
    assert "12.50 points less than with λ = 0.5" in words

    best = made([first], labels, [[0.1, 0.9, 0.5, 0.3]])
    assert choice(best).cost.value == 0
    assert "chooses λ = 0.5, and 100.0 %" in choice_words(SPEC, best)
    assert choice_words(SPEC, best).endswith("so that the choice costs nothing.")
    assert choice(made([first], labels)) is None
    assert "For 100 of them that is not computed here" in choice_words(SPEC, made([first], labels))


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0])
def test_level_must_be_a_probability(table, level):
    for ask in (pairs, choice):
        with pytest.raises(ValueError, match="level must be between 0 and 1"):
            ask(table, level)
