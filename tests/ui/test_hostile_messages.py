"""Messages that no component of ours sends: each is refused, and none ends in an error."""

import math
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from lazyq.experiments.accuracy import AccuracySpec
from lazyq.experiments.aligning import CloudsSpec
from lazyq.experiments.averaging import AveragingSpec
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, load_collection
from lazyq.experiments.draws import Draw
from lazyq.experiments.neighbours import NeighboursSpec
from lazyq.experiments.six_or_nine import TurnedSpec
from lazyq.experiments.steering import SteeringSpec
from lazyq.ui import files
from lazyq.ui.address import sent_lam
from lazyq.ui.choosing import drawing, gallery
from lazyq.ui.files import answered
from lazyq.ui.pixels import from_client
from lazyq.ui.views import accuracy, aligning, geometry, lens, neighbours, six_or_nine, steering
from lazyq.ui.views.averaging import view as averaging

DIGIT = DatasetDigit("sklearn", 0)
TURNED = TurnedSpec("sklearn-0", 6, 9, "sklearn")


def deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


HOSTILE = {
    "400 digits": 10**400,
    "−400 digits": -(10**400),
    "5,000 digits": 10**5_000,
    "deep lists": deep(100_000),
    "a list of deep lists": [deep(100_000)] * 3,
    "23 numbers of 400 digits": [10**400] * 23,
    "23 largest numbers": [1.7e308] * 23,
    "nan": math.nan,
    "true": True,
    "null": None,
    "a table": {"a": 10**400},
    "a long text": "9" * 100_000,
}
FIELDS = (
    "what",
    "lam",
    "pins",
    "view",
    "x",
    "y",
    "dimension",
    "digit",
    "weights",
    "holds",
    "page",
    "chosen",
    "angle",
    "dot",
    "beside",
    "turn",
)
SHOWN = SimpleNamespace(
    whole=AveragingSpec("sklearn", test_size=50), result=SimpleNamespace(angles=np.zeros(23))
)


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(request):
    return request.param


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """A session's state without a session."""
    state = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "query_params", {})
    return state


def pages(monkeypatch):
    """Every function that answers a component; what it would compute from good values is left out."""
    monkeypatch.setattr(accuracy, "accuracy_data", lambda spec, table: {})
    monkeypatch.setattr(geometry, "geometry_npz", lambda pair: b"")
    monkeypatch.setattr(files, "standalone_html", lambda *content, dark: repr((len(content), dark)))
    spec = NeighboursSpec("sklearn-0", 3, Draw("sklearn"))
    named = {"x": {"name": "a 0"}}
    monkeypatch.setattr(neighbours, "found", lambda spec: None)
    monkeypatch.setattr(neighbours, "neighbours_data", lambda spec, result: named)
    return {
        "lens": partial(lens.requested_file, x=DIGIT, y=DIGIT, z=DIGIT),
        "geometry": geometry.requested_file,
        "neighbours": partial(neighbours.requested_file, spec=spec),
        "six_or_nine": partial(six_or_nine.requested_file, spec=TURNED, result=None, data=named),
        "steering": partial(steering.requested_file, spec=SteeringSpec(), result=None, data={}),
        "aligning": partial(aligning.requested, spec=CloudsSpec(), data=named),
        "accuracy": partial(accuracy.answer, spec=AccuracySpec(), table=None),
        "averaging": partial(averaging._answer, shown=SHOWN, data=dict, archive=lambda weights: b""),
    }


@pytest.mark.parametrize(
    "page",
    ["lens", "geometry", "neighbours", "six_or_nine", "steering", "aligning", "accuracy", "averaging"],
)
def test_no_message_ends_in_an_error(monkeypatch, hostile, page):
    answer = pages(monkeypatch)[page]
    assert answered(hostile, answer) is None or isinstance(hostile, dict)
    good = {"x": [1.0, 0.5], "y": [0.5, 1.0], "lam": "1", "dimension": 2}
    for what in ("html", "digit", *(["npz"] if page in ("geometry", "averaging") else [])):
        for field in FIELDS:
            answered({**good, "what": what, field: hostile}, answer)


def test_what_is_no_geometry_gives_no_file(hostile):
    good = {"what": "npz", "x": [1.0, 0.5], "y": [0.5, 1.0], "lam": "1", "dimension": 2}
    assert geometry.requested_file(good).name == "geometry_lam_1.npz"
    for changed in ({"x": [hostile, 1]}, {"y": hostile}, {"dimension": hostile}):
        assert geometry.requested_file({**good, **changed}) is None


def test_what_is_no_weights_gives_none(hostile):
    assert averaging._sent_weights([0.25, 0.75], 2).tolist() == [0.25, 0.75]
    assert averaging._sent_weights(hostile, 23) is None
    assert averaging._sent_weights([hostile, 1], 2) is None
    assert averaging._sent_weights([True, 0], 2) is None


def test_what_is_no_digit_is_not_noted(hostile, session):
    asked = {"what": "digit", "holds": hostile, "digit": hostile}
    assert averaging._answer(asked, SHOWN, dict, lambda weights: b"") is None
    assert "x" not in st.query_params


def test_what_is_no_lambda_gives_the_default(hostile):
    assert sent_lam(hostile, 0.5) == (math.inf if hostile == math.inf else 0.5) or isinstance(hostile, str)


def test_pickers_take_nothing_else(hostile, session):
    library = DigitLibrary([load_collection("sklearn")])
    assert gallery._chosen(hostile, library) is None
    assert from_client(hostile) is None
    assert drawing._sent({"version": hostile, "levels": hostile}, 0) is None
    for asked in (hostile, {"page": hostile, "chosen": hostile}):
        session["key-grid"] = SimpleNamespace(asked=asked)
        session["key-view"] = gallery._View(("sklearn", None, ""), 0)
        gallery._answer("key", 5)
        assert session["key-view"].page == 0
        session["key"] = SimpleNamespace(drawn={"use": True, "levels": asked})
        drawing._note("key")
        assert session.pop("key-wanted") is None
