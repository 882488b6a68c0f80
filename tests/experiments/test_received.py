"""What others send: numbers of hundreds of digits, deep lists, and what is no number."""

import math

import pytest

from lazyq.experiments.accuracy import AccuracySpec, accuracy_table
from lazyq.experiments.digits import DatasetDigit
from lazyq.experiments.draws import Draw, drawn_places
from lazyq.experiments.geometry import parse_pair
from lazyq.experiments.lam import lam_from_json
from lazyq.experiments.received import number_from_json, shown


def deep(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


HOSTILE = {
    "400 digits": 10**400,
    "−400 digits": -(10**400),
    "5,000 digits": 10**5_000,
    "deep lists": deep(100_000),
    "a deep text": "[" * 100_000,
    "a long list": [0] * 100_000,
    "nan": math.nan,
    "true": True,
    "null": None,
    "a table": {"a": {"b": 10**400}},
}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(request):
    return request.param


def test_a_message_shows_anything_in_a_few_words(hostile):
    assert len(shown(hostile)) < 200


@pytest.mark.parametrize("value", [0, -3, 0.25, 1e300])
def test_a_number_is_a_number(value):
    assert number_from_json("x", value) == value


def test_what_is_no_number_is_named(hostile):
    with pytest.raises(ValueError, match="x must be a finite number, got ") as raised:
        number_from_json("x", hostile)
    assert len(str(raised.value)) < 200


def test_a_lambda_is_named(hostile):
    with pytest.raises(ValueError, match="lam must be a number of at least 0, or inf, got ") as raised:
        lam_from_json(hostile)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("place", ["x", "y", "lam", "dimension", "first of x", "last of y"])
def test_a_pair_of_points_is_named(hostile, place):
    sent = {"x": [1.0, 0.5], "y": [0.5, 1.0], "lam": "1", "dimension": 2}
    if place == "first of x":
        sent["x"] = [hostile, 0.5]
    elif place == "last of y":
        sent["y"] = [0.5, hostile]
    else:
        sent[place] = hostile
    with pytest.raises(ValueError, match=f"{place.split()[-1]}.* must be ") as raised:
        parse_pair(**sent)
    assert len(str(raised.value)) < 200


def test_a_digit_and_a_draw_are_named(hostile):
    for make in (lambda: DatasetDigit("sklearn", hostile), lambda: DatasetDigit(hostile, 0)):
        with pytest.raises(ValueError, match="must be"):
            make()


@pytest.mark.parametrize("huge", [10**400, -(10**400), 10**5_000], ids=["400", "−400", "5,000"])
def test_numbers_of_draws_and_tables_are_named(huge):
    for field in ("size", "seed"):
        with pytest.raises(ValueError, match=f"{field} must be from") as raised:
            drawn_places(Draw("sklearn", **{"size": 5, field: huge}))
        assert len(str(raised.value)) < 200
    small = {"train": 20, "test": 5, "neighbors": 3, "training_set": "sklearn", "test_set": "sklearn"}
    for field in ("train", "test", "neighbors", "draws", "seed"):
        spec = AccuracySpec(**{**small, "draws": 1, field: huge})
        with pytest.raises(ValueError, match=f"{field} must be from") as raised:
            accuracy_table(spec)
        assert len(str(raised.value)) < 200
