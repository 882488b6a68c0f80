"""Every λ at once: against searches at many λ, and a choice that is counted by hand."""

import numpy as np
import pytest
import torch

from lazyq.compute import ResultStore
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.accuracy import (
    AccuracySpec,
    accuracy_table,
    every_lam,
    exact_choice,
    exact_words,
    steps,
    training_draw,
)
from lazyq.experiments.accuracy.every import EveryLam, Rights, can_be_exact, widest
from lazyq.experiments.draws import drawn_places

INFINITY = float("inf")
LAMS = (*np.linspace(0, 1.5, 23).tolist(), 10.0, INFINITY)
SPEC = AccuracySpec(LAMS, 80, 60, 5, 2, 1, True, "sklearn", "sklearn")


@pytest.fixture(scope="module")
def every():
    return every_lam(SPEC)


def test_at_any_lambda_it_is_the_table(every):
    table = accuracy_table(SPEC)
    for draw, (tests, left_out) in enumerate(zip(every.tests, every.left_out, strict=True)):
        counted = [steps(tests), steps(left_out)]
        for level, lam in enumerate(LAMS):
            np.testing.assert_array_equal(tests.at(lam), table.answers[draw, level] == table.labels)
            here, left = (found.counts[np.searchsorted(found.lams, lam, "right") - 1] for found in counted)
            assert here == tests.at(lam).sum()
            assert left == round(table.leave_one_out[draw, level] * SPEC.train)


def test_nothing_on_a_fine_grid_beats_what_is_chosen(every):
    """Brute force: the plain distances of all pairs under all shifts, at two thousand λ."""
    digits = load_sklearn_digits()
    choice = exact_choice(every)
    for draw, (stretch, left_out) in enumerate(zip(choice.chosen, every.left_out, strict=True)):
        places = drawn_places(training_draw(SPEC, draw))
        images, labels = digits.images[places].long(), digits.labels[places].numpy()
        shifted = torch.stack([images.roll(k, -1) for k in range(28)])  # (28, n, H, W)
        squares = (shifted[:, :, None] - images).square().sum(-1)  # (28, n, n, H)
        sizes = torch.tensor([min(k, 28 - k) for k in range(28)])
        least = torch.stack([squares[sizes == k].amin(0) for k in range(15)])  # (15, n, n, H)
        del shifted, squares

        def right_at(lam, least=least, labels=labels):
            cost = least.double() + (255 * lam) ** 2 * torch.arange(15.0).square()[:, None, None, None]
            distances = cost.amin(0).sum(-1).fill_diagonal_(INFINITY)
            nearest = distances.sort(dim=1, stable=True).indices[:, : SPEC.neighbors].numpy()
            votes = np.stack([np.bincount(row, minlength=10) for row in labels[nearest]])
            return int((votes.argmax(1) == labels).sum())

        assert right_at(min(stretch.lam, 5.0)) == stretch.most
        found = steps(left_out)
        for lam in np.random.default_rng(draw).uniform(0, 1.6, 40):
            here = found.counts[np.searchsorted(found.lams, lam, "right") - 1]
            assert right_at(lam) == here <= stretch.most


def rights(*digits):
    """Return digits given as [(start, right), …]."""
    pieces = np.append(0, np.cumsum([len(digit) for digit in digits]))
    starts, right = (np.array([part[which] for digit in digits for part in digit]) for which in (0, 1))
    return Rights(pieces, starts.astype(float), right.astype(bool))


def test_choice_and_its_cost_are_counted():
    tests = rights([(0, 0), (1, 1), (3, 0)], [(0, 1), (2, 0)], [(0, 0), (0.5, 1)], [(0, 1)])
    left_out = rights([(0, 0), (2, 1)], [(0, 1), (4, 0)])
    assert [part.tolist() for part in steps(tests)] == [[0, 0.5, 1, 2, 3], [2, 3, 4, 3, 2]]
    assert widest(steps(left_out)) == (3, 2, 4, 2)
    choice = exact_choice(EveryLam(1, *tests, *left_out))
    assert choice.best == (1.5, 1, 2, 4)
    assert choice.accuracy == 0.5
    gain = np.array([1, 1, 0, 0])
    assert choice.cost.value == 0.5
    assert choice.cost.high - 0.5 == pytest.approx(1.959964 * gain.std() / 2)
    assert "chooses λ = 3: 50.0 %" in exact_words(SPEC, choice)
    assert "reads 50.00 points more (95 %: 1.00 to 99.00)" in exact_words(SPEC, choice)


def test_the_last_of_equal_stretches_and_one_without_end():
    assert widest(steps(rights([(0, 1), (1, 0), (2, 1), (3, 0)]))) == (2.5, 2, 3, 1)
    assert widest(steps(rights([(0, 1), (1, 0), (5, 1)]))).lam == INFINITY


def test_it_is_kept_in_the_store(every, tmp_path):
    store = ResultStore(tmp_path)
    store.run(every_lam, SPEC)
    again = ResultStore(tmp_path).known(every_lam, SPEC)
    assert again is not None
    assert again.draws == every.draws == 2
    np.testing.assert_array_equal(again.left_starts, every.left_starts)


def test_too_many_digits_are_refused():
    large = AccuracySpec(LAMS, 10_000, 1_000, draws=3)
    assert not can_be_exact(large)
    with pytest.raises(ValueError, match="at most 20,000,000 pairs"):
        every_lam(large)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_level_must_be_a_probability(every, level):
    with pytest.raises(ValueError, match="level must be between 0 and 1"):
        exact_choice(every, level)
