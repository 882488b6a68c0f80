from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.stats import binomtest
from sklearn.neighbors import KNeighborsClassifier

from lazyq import RowShifts, pairwise
from lazyq.compute import ResultStore
from lazyq.compute.progress import listening
from lazyq.datasets import Digits, load_sklearn_digits
from lazyq.experiments import draws as draws_module
from lazyq.experiments.accuracy import table as table_module
from lazyq.experiments.accuracy.table import AccuracySpec, accuracy_table, wilson

SMALL = AccuracySpec((0.0, 0.5, 10.0, float("inf")), 120, 50, 5, 2, 3, True, "sklearn", "sklearn")


@pytest.mark.parametrize(("right", "total"), [(0, 7), (7, 7), (3, 10), (9_640, 10_000)])
def test_wilsons_interval_is_scipys(right, total):
    low, high = wilson(np.array([right]), total, 0.9)
    expected = binomtest(right, total).proportion_ci(0.9, method="wilson")
    assert low[0] == pytest.approx(expected.low, abs=1e-12)
    assert high[0] == pytest.approx(expected.high, abs=1e-12)


def test_infinite_lambda_is_the_plain_classifier():
    digits = load_sklearn_digits()
    images, labels = digits.images.flatten(1).numpy() / 255, digits.labels.numpy()
    spec = AccuracySpec((float("inf"),), 200, 100, 5, 0, 0, False, "sklearn", "sklearn")
    table = accuracy_table(spec)
    plain = KNeighborsClassifier(5, algorithm="brute").fit(images[:200], labels[:200])
    answers = plain.predict(images[-100:])
    expected = np.zeros((10, 10), int)
    np.add.at(expected, (labels[-100:], answers), 1)
    assert np.array_equal(table.confusion[0, 0], expected)
    assert table.accuracies[0, 0] == plain.score(images[-100:], labels[-100:])
    assert np.isnan(table.leave_one_out).all()


def test_draws_leave_one_out_and_classes():
    seen = []
    with listening(lambda stage, share: seen.append(share)):
        table = accuracy_table(SMALL)
    again = accuracy_table(SMALL)
    assert np.array_equal(table.confusion, again.confusion)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert (table.confusion.sum((-1, -2)) == 50).all()
    assert not np.array_equal(table.confusion[0], table.confusion[1])
    assert np.array_equal(table.confusion[:, 2], table.confusion[:, 3])
    low, high = table.intervals()
    assert ((low <= table.accuracies) & (table.accuracies <= high)).all()
    best = table.leave_one_out.max(1)
    assert np.array_equal(table.leave_one_out[[0, 1], table.chosen], best)
    tested = table.confusion.sum((0, 1, 3)) > 0
    assert np.array_equal(np.isnan(table.class_accuracies[0]), ~tested)


def test_leaving_one_out_by_hand():
    table = accuracy_table(AccuracySpec((0.5,), 40, 5, 1, 0, 0, True, "sklearn", "sklearn"))
    digits = load_sklearn_digits()
    distances = pairwise(RowShifts(28, 28), digits.images[:40], digits.images[:40], [0.5])[0]
    nearest = distances.fill_diagonal_(torch.inf).argmin(1)
    expected = (digits.labels[:40][nearest] == digits.labels[:40]).double().mean()
    assert table.leave_one_out[0, 0] == pytest.approx(float(expected))


def test_a_store_keeps_the_table(tmp_path):
    store = ResultStore(tmp_path)
    first = store.run(accuracy_table, SMALL)
    second = ResultStore(tmp_path).run(accuracy_table, SMALL)
    assert np.array_equal(first.confusion, second.confusion)
    assert first.seconds == second.seconds


def test_the_talks_shape_on_real_digits(mnist_raw, monkeypatch):
    (images, labels), (test_images, test_labels) = mnist_raw("train"), mnist_raw("t10k")
    held = {
        "mnist-train": Digits("mnist-train", images[:768], labels[:768].long(), "", ""),
        "mnist-test": Digits("mnist-test", test_images[:400], test_labels[:400].long(), "", ""),
    }
    for module in (table_module, draws_module):
        monkeypatch.setattr(module, "load_collection", held.__getitem__)
    table = accuracy_table(AccuracySpec(train=768, test=400))
    worst, *middle, ten, infinity = table.accuracies[0].tolist()
    assert worst == min(table.accuracies[0])
    assert max(middle) == max(table.accuracies[0])
    assert ten == infinity


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"train": 0}, "train must be from 1 to 1747, got 0"),
        ({"train": 1_790}, "train must be from 1 to 1747"),
        ({"test": 1_798}, "test must be from 1 to 1797"),
        ({"neighbors": 120}, "neighbors must be from 1 to 119, got 120"),
        ({"draws": -1}, "draws must be from 0 to 10000"),
        ({"lams": ()}, "lams must have at least one"),
        ({"lams": (-1.0,)}, "lam must be at least 0"),
        ({"training_set": "cats"}, "dataset must be one of"),
    ],
)
def test_bad_specs_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        accuracy_table(replace(SMALL, **change))


def test_every_device_answers_the_same(device, monkeypatch):
    found = {}
    for name in ("cpu", str(device)):
        monkeypatch.setenv("LAZYQ_DEVICE", name)
        found[name] = accuracy_table(SMALL)
    for field in ("confusion", "leave_one_out", "answers", "nearest"):
        expected = getattr(found["cpu"], field)
        assert np.array_equal(getattr(found[str(device)], field), expected)
