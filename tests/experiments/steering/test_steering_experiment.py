"""What the page Steering gets: stored encoders that turn rigidly, measured where nothing was fitted."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest
import safetensors
import torch

from lazyq.actions import Rotations
from lazyq.compute import ResultStore
from lazyq.compute.progress import listening
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DrawnDigit
from lazyq.experiments.steering import (
    LEARNED,
    METHODS,
    LiveTraining,
    SteeringSpec,
    checkpoint_checksum,
    following,
    steering,
    steering_npz,
    steering_python,
)
from lazyq.experiments.steering.encoders import CHECKPOINT, stored_encoders
from lazyq.wording import Written

SPEC = SteeringSpec(angles=24)


@pytest.fixture(scope="module")
def result():
    return steering(SPEC)


def test_the_checkpoint_is_small_and_says_where_it_comes_from():
    assert CHECKPOINT.stat().st_size <= 400_000
    with safetensors.safe_open(CHECKPOINT, framework="np") as file:
        facts = json.loads(file.metadata()["provenance"])
        names = set(file.keys())
    assert {"made by", "seed", "steps", "learned from", "torch"} <= set(facts)
    assert {f"{d}/{method}/curve" for d, methods in METHODS.items() for method in methods} <= names
    assert len(checkpoint_checksum()) == 64


def test_embeddings_are_those_of_the_turned_digits(result):
    digits = load_sklearn_digits()
    encoder = stored_encoders(8).trained["care"].encoder
    images = digits.images[result.places].float() / 255
    with torch.no_grad():
        moved = encoder(Rotations(28, 28).act(torch.tensor(45.0), images))
    np.testing.assert_allclose(result.embeddings[1, 3], moved.numpy(), atol=1e-5)
    assert result.labels.tolist() == digits.labels[result.places].tolist() == [*range(10)] * 3
    assert result.places.min() >= LEARNED["sklearn"]
    np.testing.assert_allclose(np.linalg.norm(result.embeddings, axis=-1), 1, atol=1e-5)


def test_with_the_loss_the_globe_is_solid_and_without_it_it_is_not(result):
    without, care, invariant = (one[1:].mean() for one in result.wahba)
    assert without >= 5 * care
    compositions = result.composition.mean(1)
    assert compositions[0] >= 1.5 * compositions[1]
    assert result.retrieval[1].mean() > 0.9 > 0.7 > result.retrieval[0].mean()
    assert invariant < care
    assert result.warned.tolist() == [False, False, True]
    assert result.moved[1] > 20 * result.moved[2]
    assert np.nanmean(result.gamma[2]) > 50 * np.nanmean(result.gamma[1])
    assert result.lams[1] > 20 * result.lams[2] > 0


def test_in_three_dimensions_it_is_a_globe_that_turns_twice():
    """The turned digit goes round twice: half a turn looks much like none."""
    globe = steering(SteeringSpec(dimension=3, angles=24))
    assert globe.wahba[0, 1:].mean() >= 20 * globe.wahba[1, 1:].mean()
    assert globe.turns[1] == 2
    assert globe.frequencies[1, 0] == pytest.approx(2, abs=0.2)
    assert globe.warned.tolist() == [False, False, True]


def test_an_angle_that_was_not_fitted_is_nearly_as_good(result):
    fitted = result.wahba[1, 1::2].mean()
    assert np.isfinite(result.unseen[1]).all()
    assert result.unseen[1].mean() <= 1.5 * fitted


def test_rotations_and_globes_are_orthogonal(result):
    one = np.einsum("mkij,mklj->mkil", result.rotations, result.rotations)
    np.testing.assert_allclose(one, np.broadcast_to(np.eye(8), one.shape), atol=1e-5)
    np.testing.assert_allclose(np.linalg.det(result.rotations), 1, atol=1e-4)
    assert (result.rotations[:, 0] == np.eye(8)).all()
    rows = np.einsum("mij,mlj->mil", result.globes, result.globes)
    np.testing.assert_allclose(rows, np.broadcast_to(np.eye(3), rows.shape), atol=1e-5)


def test_the_plane_that_is_drawn_turns_as_often_as_it_says_and_counter_clockwise(result):
    plane, turns = result.globes[1, :2], int(result.turns[1])
    points = result.embeddings[1] @ plane.T
    angles = np.unwrap(np.angle((points[..., 0] + 1j * points[..., 1]).mean(1)))
    assert round((angles[-1] - angles[0]) / (2 * np.pi) * 24 / 23) == turns >= 1


def test_what_the_turned_globe_brings_is_the_nearest_of_all(result):
    i, k = 7, 5
    query = result.rotations[1, k] @ result.embeddings[1, 0, i]
    scores = result.embeddings[1] @ query
    angle, dot = np.unravel_index(scores.argmax(), scores.shape)
    assert result.retrieved[1, k, i].tolist() == [dot, angle]


def test_phases_and_distances_belong_to_the_rotations(result):
    values = np.sort(np.abs(np.degrees(np.angle(np.linalg.eigvals(result.rotations[1, 2].astype(float))))))
    np.testing.assert_allclose(result.phases[1, 2], values[::2], atol=1e-3)
    far = np.linalg.norm(result.rotations[0, 9] - np.eye(8)) / 8**0.5
    assert result.distances[0, 9] == pytest.approx(far, abs=1e-5)
    assert result.lengths[[0, 3, 12, 21]].tolist() == [0, 45, 180, 45]


@pytest.mark.parametrize("dimension", [3, 8])
def test_encoders_are_made_on_the_spot_and_followed(dimension):
    live = LiveTraining(steps=3, seed=5)
    spec = SteeringSpec(dimension=dimension, angles=8, dots=4, live=live)
    seen, stages = [], []
    with following(lambda *point: seen.append(point)), listening(lambda *told: stages.append(told)):
        found = steering(spec)
    assert found.methods == METHODS[dimension]
    assert [point[:2] for point in seen] == [(m, s) for m in found.methods for s in (1, 2, 3)]
    assert found.embeddings.shape == (3, 8, 4, dimension)
    shares = [share for _, share in stages]
    assert shares == sorted(shares)
    losses = [stage.values["loss"] for stage, _ in stages if "loss" in stage.values]
    assert losses
    assert all(isinstance(loss, Written) for loss in losses), "a visitor reads it in another language's way"
    assert "seed 5" in " ".join(found.provenance)
    again = steering(spec)
    assert np.array_equal(again.embeddings, found.embeddings)


def test_a_digit_that_comes_along_is_the_first_dot(result):
    own = steering(replace(SPEC, x="sklearn-6"))
    assert own.places[:3].tolist() == [6, *result.places[:2]]
    assert own.embeddings.shape == result.embeddings.shape
    drawn = steering(replace(SPEC, angles=8, x=DrawnDigit(bytes(range(196)) * 4).text))
    assert (drawn.places[0], drawn.labels[0]) == (-1, -1)


def test_the_store_keeps_it(result, tmp_path):
    store = ResultStore(tmp_path)
    kept = store.run(steering, SPEC, data=(checkpoint_checksum(),))
    again = ResultStore(tmp_path).known(steering, SPEC, data=(checkpoint_checksum(),))
    assert np.array_equal(kept.rotations, result.rotations)
    assert again is not None
    assert again.methods == result.methods


def test_arrays_and_program_say_the_same(run, result):
    arrays = np.load(io.BytesIO(steering_npz(SPEC, result)))
    assert np.array_equal(arrays["embeddings"], result.embeddings)
    assert arrays["methods"].tolist() == ["simclr", "care", "invariant"]
    lines = run(steering_python(SPEC).format(angle=45))
    care = next(line for line in lines if line.startswith("care"))
    assert care.endswith("warns False")
    assert float(care.split()[-3]) == pytest.approx(result.wahba[1, 3], abs=1e-4)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dataset": "mnist-train"}, "dataset must be mnist-test or sklearn"),
        ({"dimension": 5}, "dimension must be 3 or 8, got 5"),
        ({"dots": 0}, "dots must be a whole number from 1 to 60"),
        ({"angles": 9}, "angles must be an even number"),
    ],
)
def test_specs_that_can_not_be_are_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        SteeringSpec(**settings)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dataset": "mnist-test"}, "dataset must be mnist-train or sklearn"),
        ({"steps": 10**9}, "steps must be a whole number from 1 to"),
        ({"weight": float("nan")}, "weight must be from 0 to 1000"),
        ({"positives": 181.0}, "positives must be from 0 to 180"),
        ({"seed": -1}, "seed must be"),
    ],
)
def test_trainings_that_can_not_be_are_refused(settings, words):
    with pytest.raises(ValueError, match=words):
        LiveTraining(**settings)
