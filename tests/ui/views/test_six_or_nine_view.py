"""The Six or nine page through AppTest, on scikit-learn's digits: its states, its links, its refusals."""

import io
import json
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.six_or_nine import FlipsSpec, TurnedSpec, flips
from lazyq.ui.views.six_or_nine import found, requested_file, six_or_nine_data
from tests.ui.views.app_pages import app_page

pytestmark = pytest.mark.usefixtures("without_mnist")
opened = partial(app_page, "six-or-nine")


def test_the_first_view():
    page = opened()
    assert not page.exception
    assert [box.value for box in page.selectbox] == [6, 9, 1000]
    assert 6 not in page.selectbox[1].options
    assert not page.warning


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"a": "12"}, "The link’s a can’t be shown"),
        ({"b": "6"}, "The link’s b can’t be shown: it must be one of 0, 1, 2, 3, 4, 5, 7, 8, 9."),
        ({"size": "12"}, "The link’s size can’t be shown: it must be one of 100, 300, 1000."),
        ({"x": "mnist-test-12"}, "The link’s x can’t be shown"),
    ],
)
def test_what_a_link_asks_in_vain_is_said(parameters, words):
    page = opened(**parameters)
    assert not page.exception
    assert any(words in warning.value for warning in page.warning)


def test_two_classes_are_never_the_same():
    page = opened()
    page.selectbox[0].select(9).run()
    assert not page.exception
    assert [box.value for box in page.selectbox] == [9, 6, 1000]
    page.selectbox[1].select(4).run()
    page.selectbox[0].select(4).run()
    assert not page.exception
    assert page.selectbox[0].value == 4
    assert page.selectbox[1].value != 4


def test_many_digits_are_turned_where_the_link_says_so():
    page = opened(many="yes", size="100")
    assert not page.exception
    assert page.toggle[0].value
    many = flips(FlipsSpec("sklearn", 6, 9, "sklearn", size=100))
    spec = TurnedSpec("sklearn-6", 6, 9, "sklearn", size=100)
    result = found(spec)
    data = six_or_nine_data(spec, result, many)
    assert len(data["many"]["references"]) == 40
    assert [lam for lams in data["many"]["lams"] for lam in lams] == many.lams.tolist()
    assert len(json.dumps(data["many"], allow_nan=False)) < 200_000
    archive = np.load(io.BytesIO(requested_file({"what": "npz"}, spec, result, data, many).content))
    assert archive["many_degrees"].shape == archive["many_lams"].shape
    page.toggle[0].set_value(False).run()
    assert not page.exception


def test_what_the_component_is_given_and_may_ask_for():
    spec = TurnedSpec("sklearn-6", 6, 9, "sklearn", size=100)
    result = found(spec)
    data = six_or_nine_data(spec, result)
    assert data["sizes"] == [100, 100]
    assert data["address"] == {"a": None, "b": None, "size": "100"}
    assert len(data["references"]) == len(np.unique(result.nearest))
    held = [int(reference.rpartition("-")[2]) for reference in data["references"]]
    assert np.array(held)[np.array(data["near"])].tolist() == result.nearest.tolist()

    def asked(request):
        return requested_file(request, spec, result, data)

    archive = np.load(io.BytesIO(asked({"what": "npz"}).content))
    assert archive["classes"].tolist() == [6, 9]
    page = asked({"what": "html", "lam": "inf", "angle": 90}).content.decode()
    assert '"lam": "inf"' in page or '"lam":"inf"' in page
    for bad in (10**400, -1, True, "90", None, [90]):
        assert asked({"what": "html", "lam": bad, "angle": bad}) is not None
    for nothing in ({}, {"what": "exe"}, {"what": ["npz"]}):
        assert asked(nothing) is None
