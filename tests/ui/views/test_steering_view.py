"""The Steering page through AppTest, on scikit-learn's digits: its states, its links, its refusals."""

import inspect
import io
import json
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.digits import DrawnDigit
from lazyq.experiments.steering import WEIGHTS, LiveTraining, SteeringSpec, steering
from lazyq.ui.views.steering import STORED, requested_file, steering_data, steering_view
from tests.ui.views.app_pages import app_page, given_to

pytestmark = pytest.mark.usefixtures("without_mnist")
opened = partial(app_page, "steering")
given = partial(given_to, part="embeddings")


@pytest.fixture(scope="module")
def result():
    return steering(SteeringSpec("sklearn", 3, dots=10, angles=8))


def chosen(page, label):
    return next(box.value for box in page.selectbox if box.label == label)


def test_what_the_encoders_say_of_themselves_can_be_translated(result):
    assert result.provenance[:-1] == STORED
    assert result.provenance[-1].startswith("torch: ")


def test_what_opens_bigger_begins_with_a_capital_in_spanish_too(result, monkeypatch):
    names: list[str] = []
    monkeypatch.setattr("lazyq.ui.language.language", lambda: "es")
    monkeypatch.setattr("lazyq.ui.views.steering.mount", lambda *given: names.extend(given[-1]))
    inspect.unwrap(steering_view)(SteeringSpec("sklearn", 3, dots=10, angles=8), result, {})
    assert names[0] == "Error de Wahba"
    assert len(names) == 6
    assert all(name[0].isupper() for name in names), names


def test_the_first_view_needs_no_training():
    page = opened()
    assert not page.exception
    assert not page.warning
    data = given(page)
    assert data["dimension"] == 8
    assert len(data["names"]) == 30
    assert sorted(set(data["labels"])) == list(range(10))
    assert data["titles"][0] == "Without the loss"
    assert set(data["address"].values()) == {None}


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"d": "4"}, "The link’s d can’t be shown: it must be one of 8, 3."),
        ({"train": "maybe"}, "The link’s train can’t be shown: it must be one of no, yes."),
        ({"x": "mnist-test-3"}, "The link’s x can’t be shown"),
    ],
)
def test_what_a_link_asks_in_vain_is_said(parameters, words):
    page = opened(**parameters)
    assert not page.exception
    assert any(words in warning.value for warning in page.warning)
    assert len(given(page)["names"]) == 30


def test_a_digit_that_came_along_is_the_first_dot():
    data = given(opened(x="sklearn-1012", d="3"))
    assert data["names"][0].endswith("scikit-learn digit 1012")
    assert data["dot"] == 0
    assert data["dimension"] == 3
    assert data["address"] | {"x": None, "d": None} == dict.fromkeys(data["address"])
    assert (data["address"]["x"], data["address"]["d"]) == ("sklearn-1012", "3")
    drawn = DrawnDigit(bytes(range(256)) * 3 + bytes(16))
    data = given(opened(x=drawn.text))
    assert data["names"][0] == "your drawing"
    assert data["labels"][0] == -1


@pytest.mark.parametrize("dimension", [3, 8])
def test_every_dimension_begins_with_the_weight_of_its_stored_encoders(dimension):
    page = opened(train="yes", steps="50", d=str(dimension))
    assert chosen(page, "Weight of the loss") == WEIGHTS[dimension]
    [button for button in page.button if button.label == "Stop"][-1].click().run()


def test_encoders_are_trained_while_the_stored_ones_are_shown():
    page = opened(train="yes", steps="50", weight="3", seed="7")
    assert not page.exception
    names = ("Dimension d of the space", "Steps", "Weight of the loss")
    assert [chosen(page, name) for name in names] == [8, 50, 3]
    assert page.number_input[0].value == 7
    assert [caption.value for caption in page.caption] == ["Shown meanwhile: the encoders that lie ready."]
    stop = [button for button in page.button if button.label == "Stop"][-1]  # after that of the download
    page = stop.click().run()
    assert not page.exception
    assert "Stopped before it was done." in [warning.value for warning in page.warning]


def test_what_the_component_is_given_and_may_ask_for(result):
    spec = SteeringSpec("sklearn", 3, dots=10, angles=8)
    data = steering_data(spec, result)
    json.dumps(data, allow_nan=False)
    assert [row[0] for row in data["gamma"]] == [None] * 3

    def asked(request):
        return requested_file(request, spec, result, data)

    archive = np.load(io.BytesIO(asked({"what": "npz"}).content))
    np.testing.assert_array_equal(archive["wahba"], result.wahba)
    page = asked({"what": "html", "angle": 90, "dot": 3, "beside": "positives", "turn": "globe"}).content
    for part in (b'"angle": 90', b'"dot": 3', b'"beside": "positives"', b'"turn": "globe"'):
        assert part in page
    for bad in (10**400, -1, True, "90", None, [90], 1.5, {"a": 1}):
        page = asked({"what": "html", "angle": bad, "dot": bad, "beside": bad, "turn": bad}).content
        assert b'"angle": 60' in page
        assert b'"beside": "loss"' in page
    for nothing in ({}, {"what": "exe"}, {"what": ["npz"]}):
        assert asked(nothing) is None


def test_a_trained_result_says_how_it_was_made():
    spec = SteeringSpec("sklearn", 3, dots=1, angles=8, live=LiveTraining(steps=1, seed=1))
    data = steering_data(spec, steering(spec))
    assert "LiveTraining" in data["python"]
    assert any("seed 1" in fact for fact in data["provenance"])
