"""A server that started without MNIST shows it as soon as it is there, and goes on when it goes."""

import os
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lazyq.datasets.files import FILES, data_folder
from lazyq.experiments.digits import DatasetDigit, load_collection
from lazyq.ui import library, notices
from lazyq.ui.library import available

SECONDS = 120
SOURCE = data_folder() / "MNIST" / "raw"


def page() -> None:
    import streamlit as st

    from lazyq.ui.library import library
    from lazyq.ui.notices import data_notice

    data_notice()
    st.text(library().names[0])


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """The folder of MNIST's files, not there yet; nothing can be fetched. A second passes with each look."""
    monkeypatch.setattr(notices, "monotonic", count().__next__)
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path))
    monkeypatch.setenv("LAZYQ_MIRROR", "http://127.0.0.1:9/")
    for cached in (available, library._library, notices._download):
        cached.clear()
    yield tmp_path / "MNIST" / "raw"
    for cached in (available, library._library, notices._download):
        cached.clear()


def put(raw: Path) -> None:
    if not SOURCE.is_dir():
        pytest.skip("no MNIST here: set LAZYQ_DATA")
    raw.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        (raw / file.name).symlink_to(SOURCE / file.name)


def test_mnist_is_shown_once_it_is_there(raw):
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert app.text[0].value == "sklearn"
    assert any("MNIST is not here" in one.value for one in app.markdown)
    assert notices._download().wait(SECONDS) == "failed"
    app.run()
    said = [one.value for one in app.expander[0].markdown]
    assert "MNIST is not on this machine" in said[0]
    assert "was not fetched" in said[1]
    put(raw)
    app.run()
    assert not app.exception
    assert app.text[0].value == "mnist-test"
    assert not app.warning
    assert not app.markdown


def test_what_has_gone_is_said_until_it_is_back(raw):
    put(raw)
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert not app.warning
    away = raw.with_name("away")
    raw.rename(away)
    app.run()
    assert app.text[0].value == "mnist-test"
    assert len(app.warning) == 1
    assert "is missing" in app.warning[0].value
    assert "Put the file back" in app.warning[0].value
    assert len(load_collection("mnist-train")) == 60_000
    away.rename(raw)
    app.run()
    assert not app.warning


def test_files_that_are_exchanged_are_not_read_and_it_is_said(raw):
    put(raw)
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    assert not app.warning
    seven = DatasetDigit("mnist-test", 0)
    library.library()
    before = library.levels(seven)
    images, labels = raw / FILES[2].name, raw / FILES[3].name
    for path in (images, labels):
        content = bytes(len(path.read_bytes()))
        path.unlink()
        path.write_bytes(content)
    assert np.array_equal(library.levels(seven), before)
    assert library.label(seven) == 7
    app.run()
    assert "is damaged" in app.warning[0].value


def test_a_data_folder_that_cannot_be_is_said(raw, monkeypatch):
    assert os.environ["LAZYQ_DATA"]
    monkeypatch.setenv("LAZYQ_DATA", "~no-such-user-here/data")

    def start() -> None:
        from lazyq.ui.notices import require_environment

        require_environment()

    app = AppTest.from_function(start, default_timeout=SECONDS).run()
    assert not app.exception
    assert "this machine knows no such user" in app.error[0].value.replace("\\", "")


def test_a_class_looks_for_the_files_once_a_second(raw, monkeypatch):
    put(raw)
    app = AppTest.from_function(page, default_timeout=SECONDS).run()
    looks = []
    monkeypatch.setattr(notices, "problem", lambda folder, file: looks.append(file))
    monkeypatch.setattr(notices, "monotonic", iter([100.0, 100.4, 100.9, 101.1]).__next__)
    for looked in (1, 1, 1, 2):
        app.run()
        assert len(looks) == looked * len(FILES)
