"""Averaging's sketch, which many visitors may ask for at once."""

import threading
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.experiments.averaging import AveragingSpec
from lazyq.ui import watching
from lazyq.ui.views.averaging import view

SECONDS = 60


def page() -> None:
    import streamlit as st

    from lazyq.experiments.averaging import AveragingSpec
    from lazyq.ui.views.averaging.view import at_hand

    st.text(at_hand(AveragingSpec(dataset="sklearn", held_out=400, test_size=497)).result)


class Store:
    """A store of one result, that takes note of who computes it."""

    def __init__(self):
        self.threads, self.result, self.go = [], None, threading.Event()

    def known(self, *_, **__):
        return self.result

    def run(self, experiment, spec, **_):
        self.threads.append((threading.current_thread().name, spec))
        self.go.wait(SECONDS)
        self.result = "sketched"
        return self.result


@pytest.fixture
def store(monkeypatch):
    kept = Store()
    monkeypatch.setattr(view, "store", lambda: kept)
    monkeypatch.setattr(view, "checksums_of", lambda spec: ())
    monkeypatch.setattr(watching, "_PATIENCE", 0.0)
    watching.sketches.clear()
    yield kept
    kept.go.set()
    watching.sketches.clear()


def test_sketches_are_made_one_at_a_time_in_a_line_that_is_shown(store):
    before = watching.sketches().ask("another", lambda: store.go.wait(SECONDS), "someone else")
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert not app.exception
    assert [bar.proto.text for bar in app.get("progress")] == ["Waiting: you are next"]
    assert store.threads == []
    store.go.set()
    before.wait(SECONDS)
    while store.result is None:
        app.run()
    assert app.run().text[0].value == "sketched"
    (name, spec), *more = store.threads
    assert (name, more) == ("lazyq-job", [])
    assert spec == view.sketch_of(replace(AveragingSpec(), dataset="sklearn", held_out=400, test_size=497))
