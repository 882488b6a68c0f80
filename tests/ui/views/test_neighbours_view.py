"""The Neighbours page through AppTest, on scikit-learn's digits: its states, its links, its refusals."""

import base64
import io
import json
import os
import re
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lazyq.experiments.accuracy import AccuracySpec, accuracy_table, training_draw
from lazyq.experiments.draws import Draw, drawn_places
from lazyq.experiments.neighbours import NeighboursSpec
from lazyq.ui.files import answered
from lazyq.ui.library import available, library
from lazyq.ui.shell import ROOT
from lazyq.ui.views import accuracy as accuracy_part
from lazyq.ui.views import neighbours as neighbours_part
from lazyq.ui.views.accuracy import accuracy_data
from tests.ui.views.app_pages import SECONDS

pytestmark = pytest.mark.usefixtures("without_mnist")
GIVEN = os.environ.get("LAZYQ_DATA")
SMALL = {"n": "100", "tested": "200", "draws": "2", "k": "3"}


@pytest.mark.parametrize("mnist", [True, False])
def test_the_first_digit_is_read_wrongly_rightly_and_wrongly_again(mnist, monkeypatch, request):
    if mnist:
        monkeypatch.setenv("LAZYQ_DATA", GIVEN or str(ROOT.parent / "shared" / "data"))
        available.clear()
        request.getfixturevalue("mnist_raw")
    x, problem = neighbours_part.asked_digit()
    assert problem is None
    train = "mnist-train" if mnist else "sklearn"
    near = neighbours_part.found(NeighboursSpec(x.text, 10, Draw(train)))
    labels = library().digits(train).labels.numpy()
    votes = [
        np.bincount(labels[near.near[np.searchsorted(near.starts, lam, side="right") - 1]]).argmax()
        for lam in (0, 0.5, np.inf)
    ]
    assert votes[1] == library().label(x)
    assert len(set(votes)) == 3


def opened(page, **parameters):
    """Return a page as it is when nothing more is computed."""
    app = AppTest.from_file(ROOT / "pages" / f"{page}.py", default_timeout=SECONDS)
    app.query_params.update(parameters)
    return finished(app)


def finished(app):
    for _ in range(60):
        app.run()
        assert not app.exception
        if views(app):
            return app
    raise AssertionError("the result never came")


def given(app):
    """Return what the view of the page is given."""
    (part,) = views(app)
    return part


def views(app):
    parts = [part.proto for part in app.get("bidi_component")]
    return [
        json.loads(part.json or part.bytes)
        for part in parts
        if not part.component_name.endswith("lazyq_settings")
    ]


def refusals(app):
    return [re.match(r"The link’s (\w+) can’t", warning.value)[1] for warning in app.warning]


def test_neighbours_follow_the_link_and_are_drawn_as_best_lambda_draws():
    near = given(opened("neighbours", **SMALL, x="sklearn-6", seed="4", among="draw"))
    assert near["x"]["reference"] == "sklearn-6"
    assert {len(row) for row in near["near"]} == {3}
    spec = AccuracySpec(
        train=100, test=200, neighbors=3, draws=2, seed=4, training_set="sklearn", test_set="sklearn"
    )
    drawn = {f"sklearn-{place}" for place in drawn_places(training_draw(spec)).tolist()}
    assert set(near["references"]) <= drawn - {"sklearn-6"}
    said = {"k": "3", "among": "draw", "n": "100", "seed": "4", "tested": "200"}
    assert near["address"] == said


def test_that_the_fast_search_is_being_compiled_is_said_while_it_is(monkeypatch):
    monkeypatch.setattr(neighbours_part, "compiling", lambda: True)
    app = opened("neighbours")
    assert any("is being compiled" in one.value for one in app.caption)
    monkeypatch.setattr(neighbours_part, "compiling", lambda: False)
    assert not any("is being compiled" in one.value for one in app.run().caption)


def test_best_lambda_follows_the_link():
    table = given(opened("best-lambda", **SMALL, seed="4", grid="talk"))
    expected = accuracy_table(
        AccuracySpec(
            train=100,
            test=200,
            neighbors=3,
            draws=2,
            seed=4,
            training_set="sklearn",
            test_set="sklearn",
            leave_one_out=True,
        )
    )
    assert table["mean"]["value"] == pytest.approx(expected.accuracies.mean(0).tolist(), abs=1e-6)
    assert table["left"] == pytest.approx(expected.leave_one_out.mean(0).tolist(), abs=1e-6)
    address = {"k": "3", "n": "100", "tested": "200", "draws": "2", "seed": "4", "grid": "talk"}
    assert table["address"] == address
    assert (table["mnist"], table["waiting"]) == (False, False)
    assert [claim["holds"] for claim in table["claims"]].count(True) >= 1


def test_a_link_to_the_accuracy_of_before_leads_to_its_page():
    app = opened("neighbours", **SMALL, grid="fine", view="gain")
    (link,) = app.get("page_link")
    assert link.proto.page == "best-lambda"
    asked = dict(pair.split("=") for pair in link.proto.query_string.split("&"))
    assert asked == {**SMALL, "grid": "fine", "view": "gain"}
    assert not opened("neighbours", k="3", among="draw").get("page_link")


def test_settings_stand_in_the_address_before_the_accuracy_is_there():
    app = AppTest.from_file(ROOT / "pages" / "best-lambda.py", default_timeout=SECONDS)
    app.query_params.update({"n": "100", "seed": "17", "draws": "many"})
    app.run()
    told = [part.proto for part in app.get("bidi_component") if "settings" in part.proto.component_name]
    expected = {"k": "10", "n": "100", "tested": "200", "draws": "3", "seed": "17", "grid": "talk"}
    assert [json.loads(part.json) for part in told] == [expected]


def test_what_a_link_asks_for_in_vain_is_said_and_the_defaults_are_taken():
    page = opened("best-lambda", n="7", tested="200", draws="two", seed="-1", grid="coarse", k="99")
    assert sorted(refusals(page)) == ["draws", "grid", "k", "n", "seed"]
    assert "one of 100, 200, 500, 1000" in " ".join(warning.value for warning in page.warning)
    table = given(page)
    assert (table["train"], table["neighbors"], len(table["draws"])) == (500, 10, 3)
    page = opened("neighbours", k="99", among="some", x="sklearn-9999")
    assert sorted(refusals(page)) == ["among", "k", "x"]
    page.query_params["x"] = given(page)["x"]["reference"]
    assert refusals(page.run()).count("x") == 1
    page.query_params["x"] = "sklearn-3"
    assert "x" not in refusals(page.run())
    assert given(page)["address"] == {"k": None, "among": None}


def test_a_setting_that_is_chosen_counts_until_the_address_says_something_else():
    page = opened("best-lambda", **SMALL)
    page.selectbox(key="_setting_n").set_value(200)
    assert settled(page)["train"] == 200
    page.query_params["n"] = "200"
    assert settled(page)["train"] == 200
    page.query_params["n"] = "500"
    assert settled(page)["train"] == 500
    page.number_input(key="_setting_k").set_value(1)
    assert settled(page)["neighbors"] == 1


def settled(page):
    """Return what the component is given once nothing is waited for; until then it shows what was before."""
    for _ in range(60):
        page.run()
        assert not page.exception
        if not given(page)["waiting"]:
            return given(page)
        assert given(page)["address"]["n"] == str(page.selectbox(key="_setting_n").value)
    raise AssertionError("the result never came")


def test_files_are_made_as_they_are_asked_for_and_nothing_else_is():
    spec = AccuracySpec(train=100, test=200, draws=1, training_set="sklearn", test_set="sklearn")
    table = accuracy_table(spec)
    answer = partial(accuracy_part.answer, spec=spec, table=table)
    for request in (None, 7, "npz", {}, {"what": "exe"}, {"what": ["npz"]}):
        assert answered(request, answer) is None
    archive, page = (
        answered(request, answer)
        for request in ({"what": "npz"}, {"what": "html", "lam": "</script>", "view": ["gain"]})
    )
    with np.load(io.BytesIO(archive.content), allow_pickle=False) as arrays:
        assert np.array_equal(arrays["answers"], table.answers)
    text = page.content.decode()
    assert text.count("</script>") == 1
    data = json.loads(re.search(r"mount\(\{ data: (.*), parentElement", text)[1])
    assert (data["lam"], data["view"]) == (0.5, "all")


def test_digits_that_change_are_sent_with_their_pixels():
    spec = AccuracySpec(train=100, test=200, draws=1, training_set="sklearn", test_set="sklearn")
    table = accuracy_table(spec)
    sent = accuracy_data(spec, table)["changing"]
    assert sent["total"] == len(sent["references"])
    assert len(base64.b64decode(sent["pixels"])) == 784 * sent["total"]
    for reference, answers in zip(sent["references"], sent["answers"], strict=True):
        position = int(reference.removeprefix("sklearn-")) - (1_797 - 200)
        assert answers == "".join(map(str, table.answers[0, :, position]))


def test_so_many_digits_that_not_every_lambda_is_looked_at_are_told():
    spec = AccuracySpec(train=10_000, test=1_000, draws=3)
    assert "choose fewer" in accuracy_part._every(spec)["words"]
