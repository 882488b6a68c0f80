"""Several averages a class against their definition, on scikit-learn's digits."""

import io
from dataclasses import replace

import numpy as np
import pytest
import torch

from lazyq import RowShifts, pairwise
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.average import (
    SEVERAL_LAMS,
    AverageSpec,
    Groups,
    Reading,
    SeveralReadingSpec,
    SeveralSpec,
    average,
    average_npz,
    average_python,
    averaged_places,
    gains,
    several,
    several_reading,
)

AVERAGES = AverageSpec("sklearn", 3, size=12, held_out=700)
SPEC = SeveralSpec(AVERAGES, 2, lams=(0.0, 0.3, float("inf")))
ACTION = RowShifts(28, 28)


def of_class(digit):
    return several(replace(SPEC, averages=replace(AVERAGES, digit=digit)))


def squared_to(points, means, lam):
    return pairwise(ACTION, points, torch.from_numpy(means.copy()), [lam])[0].square()


def test_each_digit_is_served_by_its_nearest_average():
    points = load_sklearn_digits().images[averaged_places(AVERAGES)].double() / 255
    result = of_class(3)
    for level, lam in enumerate(SPEC.lams):
        squared = squared_to(points, result.means[level], lam)
        assert result.objectives[level] == pytest.approx(float(squared.amin(1).mean()), rel=1e-9)
        assert result.served[level].tolist() == squared.argmin(1).bincount(minlength=2).tolist()
    members = squared_to(points, result.means[-1], float("inf")).argmin(1)
    for cluster in range(2):
        np.testing.assert_allclose(result.means[-1][cluster], points[members == cluster].mean(0), atol=1e-9)


def test_more_averages_are_nearer_and_one_is_an_average():
    one, two = (several(replace(SPEC, count=count)) for count in (1, 2))
    assert (two.objectives < one.objectives).all()
    alone = average(replace(AVERAGES, lams=SPEC.lams))
    np.testing.assert_allclose(one.means[-1, 0], alone.means[-1], atol=1e-12)
    assert one.served.tolist() == [[12]] * 3


def test_the_order_is_kept_from_one_lam_to_the_next():
    means = of_class(3).means
    for above, below in zip(means[1:], means[:-1], strict=True):
        assert np.square(above - below).sum() <= np.square(above - below[::-1]).sum()
    assert of_class(3).means.tolist() == means.tolist()


def test_digits_are_read_as_the_class_of_the_nearest_of_all():
    averages = tuple(of_class(digit) for digit in range(10))
    read = several_reading(SeveralReadingSpec(SPEC, "sklearn", 30), averages)
    digits = load_sklearn_digits()
    points, labels = digits.images[-30:].double() / 255, digits.labels[-30:]
    for level, lam in enumerate(SPEC.lams):
        all_means = np.concatenate([each.means[level] for each in averages])
        nearest = squared_to(points, all_means, lam).argmin(1) // 2
        assert read.right[level].tolist() == (nearest == labels).tolist()
    single = average(replace(AVERAGES, lams=SPEC.lams))
    groups = Groups(2, {3: averages[3]}, read)
    archive = np.load(io.BytesIO(average_npz(AVERAGES, {3: single}, None, None, groups)))
    assert archive["several_means"].shape == (1, 3, 2, 28, 28)
    assert archive["several_served"].sum() == 36
    assert archive["several_accuracies"].tolist() == read.accuracies.tolist()


def read_as(right):
    table = np.array(right, bool)
    return Reading(table, table.mean(1), np.zeros(len(table)))


def test_what_several_gain_is_counted_digit_by_digit():
    one = read_as([[1, 1, 0, 0], [0, 0, 0, 0], [1, 0, 1, 0]])
    more = read_as([[1, 1, 1, 0], [1, 0, 0, 0]])
    found = gains(more, (0.0, 0.5), one, (0.0, 0.2, 0.5))
    assert found.differences.tolist() == [0.25, -0.25]
    np.testing.assert_allclose(found.standard_errors, np.sqrt(3) / 4 / 2)


def test_what_several_gain_needs_the_same_digits_and_laziness():
    one = read_as([[1, 1, 0, 0]])
    with pytest.raises(ValueError, match="the same digits, got 3 and 4"):
        gains(read_as([[1, 1, 0]]), (0.0,), one, (0.0,))
    with pytest.raises(ValueError, match=r"one_lams must have all of lams, got none of \[0\.5\]"):
        gains(one, (0.5,), one, (0.0,))


def test_the_program_finds_the_same(run):
    printed = [
        line.split()
        for line in run(average_python(replace(AVERAGES, lams=(0.3,)), 2).replace("{digit}", "3"))
    ]
    result = several(SeveralSpec(AVERAGES, 2))
    assert len(printed) == 1 + len(SEVERAL_LAMS)
    assert [float(line[0]) for line in printed[1:]] == list(SEVERAL_LAMS)
    assert [float(line[1]) for line in printed[1:]] == pytest.approx(result.objectives.tolist(), abs=1e-6)
    assert [[int(served) for served in line[2:]] for line in printed[1:]] == result.served.tolist()


@pytest.mark.parametrize("count", [0, 13])
def test_a_number_that_cannot_be_is_refused(count):
    with pytest.raises(ValueError, match=rf"count must be from 1 to 12, got {count}"):
        several(replace(SPEC, count=count))
