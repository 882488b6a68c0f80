"""The Hardness page through AppTest: its states, its links, its refusals."""

import json
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.hardness import DRAWN, EPOCHS, POOL, TESTED, Hardness, HardnessSpec, samples
from lazyq.ui.views import hardness as page_of
from tests.ui.views.app_pages import app_page, given_to

opened = partial(app_page, "hardness")
given = partial(given_to, part="traces")
TRACES = {name: np.random.default_rng(0).uniform(0, 1, (2, 2, 3, epochs)) for name, epochs in EPOCHS.items()}
RESULT = Hardness(TRACES["plain"], TRACES["graph"], TRACES["plain"], TRACES["graph"])
SPEC = HardnessSpec(10, 3)


@pytest.fixture(autouse=True)
def quick(tmp_path, monkeypatch):
    """A cache of its own, and networks that are trained at once."""
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    monkeypatch.setattr(page_of, "glimpsed", lambda *_, **__: RESULT)


def test_the_first_view_is_of_twenty_nodes_and_settings_go_there_and_back():
    page = opened()
    assert not page.exception
    assert not page.warning
    assert given(page)["nodes"] == 20
    assert set(given(page)["address"].values()) == {None}
    for _ in range(2):
        page.selectbox[0].set_value(15)
        page.run()
        assert given(page)["address"] == {"nodes": "15", "seed": None}
        page.selectbox[0].set_value(20)
        page.run()
        assert given(page)["nodes"] == 20


@pytest.mark.parametrize(
    ("name", "wrong", "accepted"),
    [("nodes", "<b>", "one of 10, 15, 20, 25"), ("seed", "-1", "a whole number from 0 to 999")],
)
def test_a_link_that_asks_in_vain(name, wrong, accepted):
    page = opened(**{name: wrong})
    assert not page.exception
    assert any(
        f"The link’s {name} can’t be shown" in box.value and accepted in box.value for box in page.warning
    )


def test_samples_are_given_as_the_bits_that_elimination_takes():
    data = page_of.hardness_data(SPEC, None)
    assert data["traces"] is None
    drawn = samples(SPEC)
    assert len(data["rows"]) == len(data["labels"]["easy"]) == POOL + TESTED
    pairs = np.triu_indices(10, 1)
    assert len(data["graphs"]) == DRAWN
    for bits, graph, counts in zip(data["graphs"], drawn.graphs, drawn.counts, strict=False):
        assert [int(bit) for bit in bits] == graph[pairs].tolist()
        assert np.bincount(graph.sum(0), minlength=10).tolist() == counts.tolist()
    for place, row in ((0, drawn.counts[0]), (-1, drawn.counts[-1])):
        assert [data["rows"][place] >> i & 1 for i in range(11)] == [*(row % 2), 1]
        assert int(data["labels"]["parity"][place]) == drawn.labels[0, place]


def test_files_are_given_for_what_is_known():
    data = page_of.hardness_data(SPEC, RESULT)
    json.dumps(data, allow_nan=False)
    plain = data["traces"]["parity"]["plain"]
    assert (np.array(plain["low"]) <= plain["median"]).all()
    assert (np.array(plain["median"]) <= plain["high"]).all()
    assert page_of.requested_file({"what": "npz"}, SPEC, RESULT, data).name == "hardness_10.npz"
    assert b"hardness" in page_of.requested_file({"what": "html", "dark": True}, SPEC, RESULT, data).content
    for search, is_kept in (("?guess=graph", True), ("?" + 2000 * "a", False), (["?guess=graph"], False)):
        file = page_of.requested_file({"what": "html", "search": search}, SPEC, RESULT, data)
        assert (b'"search": "?guess=graph"' in file.content) is is_kept
    assert page_of.requested_file({"what": "npz"}, SPEC, None, data) is None
    assert page_of.requested_file({"what": ["npz"]}, SPEC, RESULT, data) is None
