"""Which digit the Averaging page shows, without a browser."""

import pytest
import streamlit as st

from lazyq.experiments.averaging import AveragingSpec
from lazyq.ui.views.averaging import data, view

SPEC = AveragingSpec("sklearn", test_size=50, training_size=100, held_out=100)


@pytest.fixture
def query(monkeypatch):
    """The address of a page whose experiment opens on the digit that stands for its result."""
    address = {}
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", address)
    monkeypatch.setattr(view, "opening_place", lambda spec, result: result)
    return address


def asked(place):
    return view.asked_digit(data.Shown(SPEC, SPEC, place))


def test_a_digit_that_was_only_offered_gives_way_to_that_of_another_experiment(query):
    assert asked(3) == (data.tested_digit(SPEC, 3), None)
    query["x"] = data.tested_digit(SPEC, 3).text
    assert asked(5) == (data.tested_digit(SPEC, 5), None)


def test_a_digit_that_was_chosen_stays(query):
    query["x"] = asked(3)[0].text
    view._answer({"what": "digit", "digit": 3}, data.Shown(SPEC, SPEC, 3), dict, lambda weights: b"")
    assert asked(5) == (data.tested_digit(SPEC, 3), None)
    query["x"] = "sklearn-7"
    assert asked(5)[0].text == "sklearn-7"


def test_what_a_link_asks_in_vain_is_said(query):
    query["x"] = "px-AAAA"
    digit, problem = asked(5)
    assert digit == data.tested_digit(SPEC, 5)
    assert "The link’s x can’t be shown" in problem
    del query["x"]
    query["digit"] = "50"
    assert asked(5) == (digit, "The link’s digit can’t be shown: digit must be from 0 to 49.")
    query["digit"] = "49"
    assert asked(5) == (data.tested_digit(SPEC, 49), None)
