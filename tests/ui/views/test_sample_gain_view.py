"""The Sample gain page through AppTest: its states, its links, its refusals."""

import json
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.sample_gain import SIZES, TAUS, OnePointSpec, SampleGain, SampleGainSpec
from lazyq.ui.views import sample_gain as page_of
from tests.ui.views.app_pages import app_page, given_to

opened = partial(app_page, "sample-gain")
given = partial(given_to, part="curves")
RESULT = SampleGain(
    np.random.default_rng(0).uniform(0.01, 1, (len(TAUS), len(SIZES), 3)),
    np.array([4.0, np.nan] + [2.0] * (len(SIZES) - 2)),
    np.full(len(SIZES), 1.0),
    np.full(len(SIZES), 5.0),
    np.array([3.0, 2.0, 4.0]),
)
SPEC = OnePointSpec(SampleGainSpec("mirrors", "circle", outside=0.05), 64)


@pytest.fixture(autouse=True)
def quick(tmp_path, monkeypatch):
    """A cache of its own, and curves at once."""
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    monkeypatch.setattr(page_of, "glimpsed", lambda *_, **__: RESULT)


def test_the_first_view_is_four_translations():
    page = opened()
    assert not page.exception
    assert not page.warning
    data = given(page)
    assert (data["group"], data["assumed"], data["own"]["n"]) == ("translations", "translations", 100)
    assert set(data["address"].values()) == {None}


def test_settings_there_and_back_twice():
    page = opened(group="circle")
    boxes = {box.label: box for box in page.selectbox}
    assert given(page)["group"] == "circle"
    for _ in range(2):
        boxes["Energy outside the symmetry"].set_value(20)
        page.run()
        assert given(page)["outside"] == 0.2
        assert given(page)["address"] == {**given(page)["address"], "outside": "20", "group": "circle"}
        boxes = {box.label: box for box in page.selectbox}
        boxes["Energy outside the symmetry"].set_value(0)
        page.run()
        assert given(page)["outside"] == 0
        boxes = {box.label: box for box in page.selectbox}


@pytest.mark.parametrize(
    ("name", "wrong", "accepted"),
    [
        ("group", "cube", "one of translations, mirrors, square, circle"),
        ("assumed", "turns", "one of same, translations, mirrors, square, circle."),
        ("assumed", "<b>", "one of same, translations"),
        ("outside", "7", "one of 0, 1, 5, 20"),
        ("n", "9999", "a whole number from 2 to 512"),
        ("seed", "-1", "a whole number from 0 to 999"),
        ("noise", "nan", "one of 0.1, 0.25, 0.5, 1.0"),
    ],
)
def test_a_link_that_asks_in_vain(name, wrong, accepted):
    page = opened(**{name: wrong})
    assert not page.exception
    assert any(
        f"The link’s {name} can’t be shown" in box.value and accepted in box.value for box in page.warning
    )


def test_a_learner_can_trust_what_acts_on_its_space_only():
    page = opened(group="mirrors", assumed="circle")
    boxes = {box.label: box for box in page.selectbox}
    assert given(page)["assumed"] == "circle"
    for group in ("icosahedron", "turns") * 2:
        boxes["Symmetry of what is to be learned"].set_value(group)
        page.run()
        assert not page.exception
        assert not page.warning
        assert given(page)["group"] == given(page)["assumed"] == group
        boxes = {box.label: box for box in page.selectbox}
        assert len(boxes["Symmetry that the learner trusts"].options) == 4


def test_the_last_curves_stay_while_others_are_computed(monkeypatch):
    page = opened(outside="5")
    assert given(page)["curves"]["old"] is None
    monkeypatch.setattr(page_of, "glimpsed", lambda *_, **__: None)
    boxes = {box.label: box for box in page.selectbox}
    boxes["Symmetry of what is to be learned"].set_value("mirrors")
    page.run()
    curves = given(page)["curves"]
    assert (given(page)["group"], curves["old"], curves["outside"]) == ("mirrors", "four translations", 0.05)


def test_files_are_given_for_what_is_known():
    data = page_of.sample_gain_data(SPEC, RESULT)
    assert page_of.requested_file({"what": "npz"}, SPEC, RESULT, data).name == "sample_gain_mirrors.npz"
    html = page_of.requested_file({"what": "html", "dark": True}, SPEC, RESULT, data)
    assert b"sample-gain" in html.content
    assert page_of.requested_file({"what": "npz"}, SPEC, None, data) is None
    assert page_of.requested_file({"what": ["npz"]}, SPEC, RESULT, data) is None
    json.dumps(data, allow_nan=False)
    assert data["curves"]["at"][1] is None


def test_without_curves_all_else_is_there():
    data = page_of.sample_gain_data(SPEC, None)
    assert data["curves"] is None
    assert len(data["own"]["risks"]) == len(TAUS)
