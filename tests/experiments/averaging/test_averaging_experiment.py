"""The experiment behind the Averaging page, on the digits that scikit-learn carries."""

import io
from dataclasses import replace

import numpy as np
import pytest
import torch

from lazyq.averaging import fit_weights, predict_table, score
from lazyq.averaging.baselines import at_temperature, fit_calibrated_average, fit_temperature
from lazyq.averaging.zoo import KINDS, Training
from lazyq.compute import ResultStore
from lazyq.compute.progress import listening, report
from lazyq.experiments.averaging import (
    ACTION,
    TRAININGS,
    TURNS,
    AveragingSpec,
    CostlyBaselines,
    averaging,
    averaging_npz,
    averaging_python,
    bound_curve,
    changed,
    copies,
    costly_baselines,
    diagnosis,
    model_of,
    opening,
    penalised,
    sketch_of,
    slopes,
    split_digits,
    turning,
)
from lazyq.experiments.averaging.penalty import STRENGTHS, TOLERANCE

ANGLES = (-20.0, -10.0, 0.0, 10.0, 20.0)
SPEC = AveragingSpec(
    dataset="sklearn",
    training=Training(kind="mlp", epochs=15, rate=5e-3, width=32, depth=1),
    training_size=300,
    held_out=200,
    test_size=250,
    angles=ANGLES,
    steps=30,
    resamples=50,
)


@pytest.fixture(scope="module")
def result():
    return averaging(SPEC)


def test_split_shares_no_digit_and_keeps_order():
    split = split_digits(SPEC)
    parts = [images for images, _ in split]
    assert [len(images) for images in parts] == [300, 200, 250]
    whole = split_digits(replace(SPEC, training_size=1547 - 200)).training[0]
    assert torch.equal(whole[:300], parts[0])
    rows = {image.numpy().tobytes() for images in parts for image in images}
    assert len(rows) >= 745


@pytest.mark.parametrize("kind", KINDS)
def test_sketch_asks_of_less_and_shows_the_same_digits(kind):
    whole = AveragingSpec(training=TRAININGS[kind], angles=ANGLES)
    sketch = sketch_of(whole)
    assert (sketch.training_size, sketch.held_out, sketch.test_size) == (1_000, 500, 500)
    assert sketch.training.epochs <= max(3, whole.training.epochs / 10)
    same = ("dataset", "angles", "learn_on", "symmetric", "steps")
    assert all(getattr(sketch, name) == getattr(whole, name) for name in same)
    assert replace(sketch.training, epochs=1) == replace(whole.training, epochs=1)
    assert sketch_of(sketch) == replace(sketch, training=sketch_of(sketch).training)
    small = replace(SPEC, training=whole.training)
    assert torch.equal(split_digits(sketch_of(small)).test[0], split_digits(small).test[0])


@pytest.mark.parametrize("kind", KINDS)
def test_model_is_kept_and_makes_its_table_again(kind):
    spec = replace(SPEC, training=Training(kind=kind, epochs=2, width=16, depth=1), resamples=5)
    found = averaging(spec)
    model, images = model_of(spec, found), split_digits(spec).test[0][:20].float() / 255
    for k, angle in enumerate(ANGLES):
        with torch.no_grad():
            value = model(ACTION.act(torch.tensor(angle), images)).softmax(-1)
        np.testing.assert_allclose(found.table[:20, k], value, atol=1e-3)


def test_weights_are_those_of_the_table(result):
    assert result.gap <= 1e-6
    table = torch.from_numpy(np.stack([result.learning, 1 - result.learning], -1).clip(0, 1))
    again = fit_weights(table, torch.zeros(200, dtype=torch.int64))
    assert again.log_loss == pytest.approx(result.log_loss, abs=2e-6)
    np.testing.assert_array_equal(result.path_weights[-1], result.weights)
    assert result.path_gaps[-1] == result.gap


def test_scores_are_those_of_the_predictions(result):
    rows = dict(zip(result.names, result.scores, strict=True))
    still = result.table[:, ANGLES.index(0.0)].astype(float)
    mixed = np.einsum("ikc,k->ic", result.table.astype(float), result.weights)
    for name, probabilities in (("f", still), ("S f, learned π", mixed)):
        chosen = probabilities[np.arange(250), result.labels]
        assert rows[name][0, 0] == pytest.approx(-np.log(chosen).mean(), abs=1e-6)
        assert rows[name][1, 0] == (probabilities.argmax(1) == result.labels).mean()
    assert result.names[0] == "f"
    assert {"uniform in ±6°", "uniform in ±15°", "S f, learned π"} <= set(result.names)
    assert (result.scores[..., 1] <= result.scores[..., 2]).all()
    temperature = next(row for name, row in rows.items() if name.startswith("f at temperature"))
    assert temperature[1, 0] == rows["f"][1, 0]


def test_on_its_own_digits_the_law_collapses():
    overfit = replace(SPEC, training=replace(SPEC.training, epochs=40), resamples=5)
    held_out, training = averaging(overfit), averaging(replace(overfit, learn_on="training", held_out=300))
    still = ANGLES.index(0.0)
    assert training.weights[still] > 0.9
    assert held_out.weights[still] < training.weights[still]


def test_symmetric_law():
    found = averaging(replace(SPEC, symmetric=True, resamples=5))
    np.testing.assert_allclose(found.weights, found.weights[::-1])


def test_costly_baselines():
    found = costly_baselines(replace(SPEC, training=replace(SPEC.training, epochs=25)))
    assert [name.split()[0] for name in found.names] == ["test-time", "f", "Augerino,"]
    assert found.scores.shape == (3, 5, 3)
    assert found.scores[:, 1, 0].min() > 0.6
    assert found.limit > 0
    kernel = costly_baselines(replace(SPEC, training=Training(kind="kernel")))
    assert kernel.scores.shape == (1, 5, 3)


def test_calibration_and_averaging_together_are_the_best_of_both(result):
    rows = {
        name.split(",")[0].rsplit(" ", 1)[0]: row
        for name, row in zip(result.names, result.scores, strict=True)
    }
    assert {"f at temperature", "S f at temperature", "S of (f at temperature"} <= set(rows)
    split = split_digits(SPEC)
    table = predict_table(
        model_of(SPEC, result), ACTION, torch.tensor(ANGLES, dtype=torch.float64), split.held_out[0]
    )
    labels = split.held_out[1]
    together = fit_calibrated_average(table, labels)
    still = table[:, ANGLES.index(0.0)]
    alone = score(at_temperature(still, fit_temperature(still, labels)), labels, resamples=1)
    assert together.fit.gap <= 1e-6
    assert together.fit.log_loss <= min(alone.log_loss.value, result.log_loss) + 1e-4
    mixed = torch.einsum("ikc,k->ic", at_temperature(table, together.temperature), together.fit.weights)
    assert score(mixed, labels, resamples=1).log_loss.value == pytest.approx(together.fit.log_loss, abs=1e-9)


def test_penalised_laws_trade_loss_for_steadiness(result):
    found = penalised(SPEC, result)
    assert found.strengths.tolist() == [0.0, *STRENGTHS]
    np.testing.assert_allclose(found.weights.sum(1), 1)
    np.testing.assert_array_equal(found.weights[0], result.weights)
    assert (np.diff(found.log_losses) >= -2 * TOLERANCE).all()
    assert found.distances[-1] < found.distances[0]
    assert found.gaps.max() <= TOLERANCE


def test_views_agree_with_the_result(result):
    image = split_digits(SPEC).test[0][3]
    turned = copies(ANGLES, image)
    assert turned.shape == (5, 28, 28)
    assert np.array_equal(turned[ANGLES.index(0.0)], image.numpy())
    model = model_of(SPEC, result)
    around = turning(model, ANGLES, image)
    np.testing.assert_allclose(around.table[0], result.table[3], atol=1e-5)
    assert np.array_equal(around.levels[0], image.numpy())
    np.testing.assert_allclose(around.table[-1], around.table[0], atol=1e-5)
    for turn, angle in ((0, 0), (7, 1), (40, 4)):
        once = ACTION.act(torch.tensor(TURNS[turn], dtype=torch.float64), image)
        twice = ACTION.act(torch.tensor(ANGLES[angle], dtype=torch.float64), once)
        expected = model(twice[None]).softmax(-1)[0].detach()
        np.testing.assert_allclose(around.table[turn, angle], expected, atol=1e-5)
    at_once = turning(model, ANGLES, image, TURNS[:1])
    np.testing.assert_allclose(at_once.table, around.table[:1], atol=1e-5)
    seen = diagnosis(result)
    assert seen.size.sum(1).tolist() == [250, 250]
    assert seen.confusion.sum((1, 2)).tolist() == [250, 250]
    accuracy = np.trace(seen.confusion, axis1=1, axis2=2) / 250
    assert accuracy[0] == result.scores[0, 1, 0]


@pytest.mark.parametrize("weights", [np.array([0.1, 0.2, 0.4, 0.2, 0.1]), np.array([0, 0, 0.3, 0, 0.7])])
def test_change_is_within_the_bound_for_any_law(result, weights):
    image = split_digits(SPEC).test[0][0]
    found, steep = bound_curve(SPEC, result, image, weights), slopes(SPEC, result)
    assert (found.change <= steep.upper * found.distance + 1e-9).all()
    assert 0 < steep.lower <= steep.upper
    middle = len(found.moves) // 2
    assert found.moves[middle] == found.change[middle] == 0
    assert found.distance[middle] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(found.plans.sum((1, 2)), 1)


def test_changed_digits_are_those_that_differ(result):
    mended, broken = changed(result)
    mixed = np.einsum("ikc,k->ic", result.table.astype(float), result.weights)
    for index, before, after in zip(*mended, strict=True):
        assert before != result.labels[index] == after == mixed[index].argmax()
    for index, before, after in zip(*broken, strict=True):
        assert before == result.labels[index] != after


def test_the_first_digit_is_one_that_averaging_mends(result):
    place, still = opening(result), ANGLES.index(0.0)
    label, answers = result.labels[place], result.table[place].astype(float)
    assert answers[still].argmax() != label
    assert (result.weights @ answers).argmax() == label
    idle = replace(result, weights=np.eye(len(ANGLES))[still])
    assert result.labels[opening(idle)] == 6, "π at 0° alone mends nothing"


def test_progress_is_told_and_stops_the_work():
    class StoppedError(Exception):
        pass

    stages = []

    def listen(stage, share):
        stages.append((stage, share))
        if stage == "Learning π":
            raise StoppedError

    with listening(listen), pytest.raises(StoppedError):
        averaging(replace(SPEC, resamples=5))
    assert stages[0] == ("Training the model", pytest.approx(1 / 45))  # after a batch, not an epoch
    assert all(0 <= share <= 1 for _, share in stages)
    report("nobody listens", 0.5)
    assert stages[-1][0] == "Learning π"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"learn_on": "test"}, "learn_on must be one of held-out, training, got 'test'"),
        ({"angles": (1.0, 2.0)}, "angles must be ascending with 0 among them"),
        ({"angles": (0.0, -2.0)}, "angles must be ascending with 0 among them"),
        ({"test_size": 5}, "test_size must be at least 10, got 5"),
    ],
)
def test_spec_refusals(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(SPEC, **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dataset": "emnist"}, "dataset must be mnist or sklearn, got 'emnist'"),
        ({"training_size": 1_700}, r"training_size \+ held_out must be at most 1547"),
    ],
)
def test_data_refusals(changes, message):
    with pytest.raises(ValueError, match=message):
        averaging(replace(SPEC, **changes))


def test_archive_holds_what_is_shown(result):
    image, weights = split_digits(SPEC).test[0][3], np.array([0.1, 0.2, 0.4, 0.2, 0.1])
    priced = penalised(SPEC, result)
    more = CostlyBaselines(("another",), np.ones((1, 5, 3)), 0.0)
    content = averaging_npz(SPEC, result, 3, image, weights, more=more, priced=priced)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        np.testing.assert_array_equal(arrays["weights"], weights)
        np.testing.assert_array_equal(arrays["learned_weights"], result.weights)
        assert arrays["score_rows"].tolist() == [*result.names, "another"]
        assert arrays["scores"].shape == (len(result.names) + 1, 5, 3)
        np.testing.assert_array_equal(arrays["penalty_weights"], priced.weights)
        np.testing.assert_array_equal(arrays["digit_levels"], image)
    plain = averaging_npz(SPEC, result, 3, image, weights)
    with np.load(io.BytesIO(plain), allow_pickle=False) as arrays:
        assert arrays["score_rows"].tolist() == list(result.names)
        assert "penalty_weights" not in arrays


@pytest.mark.parametrize("kind", sorted(TRAININGS))
def test_program_names_the_same_experiment(kind):
    spec = AveragingSpec("sklearn", TRAININGS[kind], 300, 200, 250, ANGLES, "training")
    asked = []
    program = averaging_python(spec).replace(", averaging\n", "\n", 1)
    with pytest.raises(StopIteration):
        exec(program, {"averaging": lambda asked_for: asked.append(asked_for) or next(iter(()))})
    assert asked == [spec]
    imported = averaging_python(spec).splitlines()[0]
    assert imported.endswith(", averaging")
    assert ("TRAININGS" in imported) is (kind != "mlp")


def test_a_store_keeps_the_penalised_weights(result, tmp_path):
    store = ResultStore(tmp_path)
    first = store.run(penalised, SPEC, result)
    second = ResultStore(tmp_path).run(penalised, SPEC, result)
    np.testing.assert_array_equal(first.weights, second.weights)
    assert store.info().entries == 1
