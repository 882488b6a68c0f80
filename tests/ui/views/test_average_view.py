"""The Average page through AppTest, on scikit-learn's digits: its states, its links, its refusals."""

import io
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.average import Average, AverageSpec, DigitMap, Reading
from lazyq.ui.views.average.data import Averages, average_data, requested_file
from tests.ui.views.app_pages import app_page

pytestmark = pytest.mark.usefixtures("without_mnist")
opened = partial(app_page, "average")


def test_the_first_view():
    page = opened()
    assert not page.exception
    assert [box.value for box in page.selectbox] == [100, 1]
    assert not page.warning


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"size": "12"}, "The link’s size can’t be shown: it must be one of 30, 50, 100."),
        ({"averages": "4"}, "The link’s averages can’t be shown: it must be one of 1, 2, 3, 5."),
        ({"size": "300"}, "The link’s size can’t be shown: it must be one of 30, 50, 100."),
    ],
)
def test_what_a_link_asks_in_vain_is_said(parameters, words):
    page = opened(**parameters)
    assert not page.exception
    assert any(words in warning.value for warning in page.warning)


@pytest.mark.parametrize("digit", ["12", "", "-1", "²", "x" * 10_000])
def test_a_class_that_cannot_be_is_not_computed(digit):
    page = opened(digit=digit, size="50")
    assert not page.exception


def some(seed):
    rng = np.random.default_rng(seed)
    curves = (rng.random(2) for _ in range(4))
    return Average(rng.random((2, 28, 28)), *curves)


SPEC = AverageSpec("sklearn", 3, size=50, lams=(0.5, float("inf")), held_out=700)
LAYOUT = DigitMap(np.arange(2), np.arange(2), np.zeros((11, 2, 2)), np.zeros(11), np.ones(11))
READ = Reading(np.ones((2, 10), bool), np.ones(2), np.zeros(2))


def test_what_the_component_is_given_and_may_ask_for():
    known = Averages({3: some(3), 5: some(5)}, READ, LAYOUT)
    data = average_data(SPEC, known)
    assert data["lams"] == [0.5, "inf"]
    assert data["address"] == {"size": "50", "averages": None}
    assert data["several"] is None
    assert list(data["classes"]) == ["3", "5"]
    assert data["classes"]["5"]["count"] == 50
    assert len(data["classes"]["5"]["references"]) == 16
    assert data["reading"]["tested"] == 10
    assert data["map"]["references"] == ["sklearn-0", "sklearn-1"]

    def asked(request):
        return requested_file(request, SPEC, known, data)

    archive = np.load(io.BytesIO(asked({"what": "npz"}).content))
    assert archive["classes"].tolist() == [3, 5]
    assert archive["map_positions"].shape == (11, 2, 2)
    file = asked({"what": "html", "lam": "inf", "digit": 5})
    assert file.name == "average_5.html"
    for bad in (10**400, -1, True, "5", None, [5], 7):
        assert asked({"what": "html", "lam": bad, "digit": bad}).name == "average_3.html"
    for nothing in ({}, {"what": "exe"}, {"what": ["npz"]}):
        assert asked(nothing) is None


def test_one_class_is_shown_before_the_others_are_known():
    data = average_data(SPEC, Averages({3: some(3)}, None, None))
    assert list(data["classes"]) == ["3"]
    assert data["reading"] is None
    assert data["map"] is None
