"""The averages against lazy_mean and the metric, the nearest against pairwise, on scikit-learn's digits."""

import io
from dataclasses import replace

import numpy as np
import pytest
import torch

from lazyq import RowShifts, align, pairwise
from lazyq.compute.progress import listening
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.average import (
    LAMS,
    AverageSpec,
    ReadingSpec,
    average,
    average_npz,
    average_python,
    averaged_places,
    reading,
)
from lazyq.means import lazy_mean

SPEC = AverageSpec("sklearn", 3, size=8, lams=(0.0, 0.2, 0.5, float("inf")), held_out=700)
ACTION = RowShifts(28, 28)


@pytest.fixture(scope="module")
def averages():
    return tuple(average(replace(SPEC, digit=digit)) for digit in range(10))


def test_the_first_digits_of_the_class_are_averaged_and_none_that_is_held_out():
    labels = load_sklearn_digits().labels.numpy()
    places = averaged_places(replace(SPEC, size=1000)).numpy()
    assert places.tolist() == np.nonzero(labels[:-700] == 3)[0].tolist()
    assert averaged_places(SPEC).tolist() == places[:8].tolist()


def test_objectives_and_their_parts_are_those_of_the_metric(averages):
    result = averages[3]
    points = load_sklearn_digits().images[averaged_places(SPEC)].double() / 255
    for level, lam in enumerate(SPEC.lams):
        mean = torch.from_numpy(result.means[level].copy()).expand_as(points)
        found = align(ACTION, points, mean, lam)
        assert result.objectives[level] == pytest.approx(float(found.distance.square().mean()), rel=1e-9)
        assert result.squared_residuals[level] == pytest.approx(float(found.residual.square().mean()))
        parts = result.squared_residuals + result.squared_penalties
        np.testing.assert_allclose(parts, result.objectives, rtol=1e-9)
        quick = lazy_mean(ACTION, points, lam)
        assert result.plain_objectives[level] == pytest.approx(quick.objective / len(points), rel=1e-9)
    assert (result.objectives <= result.plain_objectives * (1 + 1e-9)).all()
    np.testing.assert_allclose(result.means[-1], points.mean(0), atol=1e-12)


def test_from_ten_on_nothing_moves():
    result = average(replace(SPEC, lams=LAMS[-2:]))
    np.testing.assert_allclose(result.means[0], result.means[1], atol=1e-12)
    assert LAMS[-2] ** 2 > 2 * 28


def test_how_far_it_is_is_told():
    told = []
    with listening(lambda stage, share: told.append((stage, share))):
        average(SPEC)
    assert {stage for stage, _ in told} == {"Average of the 3s"}
    assert told[-1][1] == pytest.approx(1)


def test_digits_are_read_as_the_nearest_average(averages):
    spec = ReadingSpec(SPEC, "sklearn", 40)
    result = reading(spec, averages)
    digits = load_sklearn_digits()
    points, labels = digits.images[-40:].double() / 255, digits.labels[-40:]
    for level, lam in enumerate(SPEC.lams):
        means = torch.from_numpy(np.stack([each.means[level] for each in averages]))
        nearest = pairwise(ACTION, points, means, [lam])[0].argmin(1)
        assert result.right[level].tolist() == (nearest == labels).tolist()
    share = result.right.mean(1)
    assert result.accuracies.tolist() == share.tolist()
    np.testing.assert_allclose(result.standard_errors, np.sqrt(share * (1 - share) / 40))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"digit": 10}, "digit must be a whole number from 0 to 9, got 10"),
        ({"size": 0}, "size must be at least 1, got 0"),
        ({"held_out": 1797}, "held_out must be from 0 to 1796, got 1797"),
        ({"dataset": "fashion"}, "dataset must be one of"),
        ({"lams": (-1.0,)}, "lam"),
    ],
)
def test_bad_specs_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        average(replace(SPEC, **change))


def test_more_digits_than_there_are_cannot_be_read(averages):
    with pytest.raises(ValueError, match="tested must be from 1 to 1797, got 2000"):
        reading(ReadingSpec(SPEC, "sklearn", 2000), averages)


def test_files(averages, run):
    known = {3: averages[3], 5: averages[5]}
    result = reading(ReadingSpec(SPEC, "sklearn", 40), averages)
    archive = np.load(io.BytesIO(average_npz(SPEC, known, result, None)))
    assert archive["classes"].tolist() == [3, 5]
    assert archive["means"].shape == (2, 4, 28, 28)
    assert archive["objectives"][1].tolist() == averages[5].objectives.tolist()
    assert archive["accuracies"].tolist() == result.accuracies.tolist()
    assert "accuracies" not in np.load(io.BytesIO(average_npz(SPEC, known, None, None)))
    printed = [line.split() for line in run(average_python(SPEC).replace("{digit}", "5"))]
    assert [float(lam) for lam, _ in printed] == list(SPEC.lams)
    assert [float(value) for _, value in printed] == pytest.approx(averages[5].objectives.tolist(), abs=1e-6)
