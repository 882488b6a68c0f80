import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss
from sklearn.metrics import confusion_matrix as confusion_by_scikit_learn

from lazyq.averaging import confusion, reliability, score
from lazyq.averaging.metrics import BINS, mean_interval


def predictions(count=400, classes=4, seed=0):
    generator = torch.Generator().manual_seed(seed)
    table = (2 * torch.randn(count, classes, generator=generator, dtype=torch.float64)).softmax(-1)
    return table, torch.multinomial(table, 1, generator=generator).squeeze(1)


def test_scores_are_those_of_scikit_learn():
    table, labels = predictions()
    found = score(table, labels, resamples=20)
    assert found.log_loss.value == pytest.approx(log_loss(labels, table), abs=1e-12)
    assert found.accuracy.value == accuracy_score(labels, table.argmax(1))
    assert found.brier.value == pytest.approx(
        brier_score_loss(labels.numpy(), table.numpy(), scale_by_half=False), abs=1e-12
    )
    assert np.array_equal(confusion(table, labels), confusion_by_scikit_learn(labels, table.argmax(1)))


def test_calibration_error_is_its_definition():
    table, labels = predictions()
    confidence, predicted = table.max(1)
    expected = 0.0
    for low in range(BINS):
        inside = (confidence * BINS).floor().clamp_max(BINS - 1) == low
        if inside.any():
            accuracy = (predicted == labels)[inside].double().mean()
            expected += float(inside.double().mean() * (accuracy - confidence[inside].mean()).abs())
    assert score(table, labels, resamples=5).calibration_error.value == pytest.approx(expected, abs=1e-12)
    diagram = reliability(table, labels)
    assert diagram.size.sum() == 400
    used = diagram.size > 0
    gaps = np.abs(diagram.accuracy - diagram.confidence)[used] * diagram.size[used] / 400
    assert gaps.sum() == pytest.approx(expected, abs=1e-12)


def test_perfect_predictions():
    found = score(torch.eye(3)[torch.tensor([0, 1, 2, 1])], torch.tensor([0, 1, 2, 1]), resamples=10)
    assert [metric.value for metric in found] == [0, 1, 0, 0]
    assert [metric.high - metric.low for metric in found] == [0, 0, 0, 0]


def test_certain_and_wrong_is_finite():
    found = score(torch.eye(2), torch.tensor([1, 0]), resamples=10)
    assert found.log_loss.value == pytest.approx(38 * np.log(10))
    assert found.brier.value == 2


def test_intervals_cover_and_narrow():
    wide = score(*predictions(200), resamples=400)
    narrow = score(*predictions(3200), resamples=400)
    for first, second in zip(wide, narrow, strict=True):
        assert first.low <= first.high
        assert second.high - second.low < first.high - first.low
    assert wide.accuracy.low < wide.accuracy.value < wide.accuracy.high
    # the normal approximation of a proportion
    half = 1.96 * np.sqrt(wide.accuracy.value * (1 - wide.accuracy.value) / 200)
    assert wide.accuracy.high - wide.accuracy.low == pytest.approx(2 * half, rel=0.25)
    mean = mean_interval(np.arange(100.0), resamples=400)
    assert mean.value == 49.5
    assert mean.high - mean.low == pytest.approx(2 * 1.96 * np.arange(100.0).std() / 10, rel=0.25)


def test_one_seed_gives_one_interval():
    table, labels = predictions(100)
    assert score(table, labels, resamples=50, seed=1) == score(table, labels, resamples=50, seed=1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: score(torch.ones(3, 2), torch.zeros(3).long()), "rows of sum 1"),
        (lambda: score(torch.eye(2), torch.zeros(3).long()), r"probabilities must have shape \(n, classes\)"),
        (lambda: score(torch.eye(2), torch.tensor([0, 2])), "labels must be from 0 to 1, got 0 to 2"),
        (lambda: score(torch.eye(2), torch.tensor([0, 1]), resamples=0), "resamples must be a whole number"),
        (lambda: score(torch.eye(2), torch.tensor([0, 1]), level=1.0), "level must be between 0 and 1"),
        (lambda: reliability(torch.eye(2) * torch.nan, torch.tensor([0, 1])), "must be non-negative"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
