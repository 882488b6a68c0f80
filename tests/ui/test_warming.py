import pytest

from lazyq.compute.progress import listening
from lazyq.ui import warming
from lazyq.ui.shell import PAGES, Entry

APP = "import streamlit as st\nst.navigation([st.Page('pages/{name}.py')]).run()\n"
COUNTING = """
from pathlib import Path

import streamlit as st

from lazyq.compute.progress import report
from lazyq.ui.watching import awaited

def known(name):
    file = Path({folder!r}, name)
    return file.read_text() if file.exists() else None

def compute(name):
    report(f"counting {{name}}", 0.5)
    if name == {fails!r}:
        raise ValueError("there are no numbers")
    Path({folder!r}, name).write_text(name)
    return name

for name in ("sheep", "stars"):
    awaited(name + {folder!r}, lambda: known(name), lambda: compute(name))
st.write("all counted")
"""


@pytest.fixture
def counting(tmp_path, monkeypatch):
    """A page of two jobs, one after the other."""

    def page(fails=None):
        (tmp_path / "pages").mkdir()
        (tmp_path / "app.py").write_text(APP.format(name="counting"))
        (tmp_path / "pages" / "counting.py").write_text(COUNTING.format(folder=str(tmp_path), fails=fails))
        monkeypatch.setattr(warming, "ROOT", tmp_path)
        return Entry("counting", "Counting", "counting", ":material/home:", "How many?")

    return page


def test_all_jobs_of_a_first_view_are_done_and_told(counting, tmp_path):
    told = []
    with listening(lambda stage, share: told.append(stage)):
        assert warming.warm(counting()) == ("Counting", ())
    assert {file.name for file in tmp_path.iterdir() if file.is_file()} == {"app.py", "sheep", "stars"}
    assert set(told) <= {"Starting", "counting sheep", "counting stars"}


def test_what_fails_is_told(counting, tmp_path):
    title, complaints = warming.warm(counting(fails="stars"))
    assert title == "Counting"
    assert complaints == ("Not computed: there are no numbers",)
    assert (tmp_path / "sheep").exists()


def test_page_that_ends_in_an_error_is_told(counting, tmp_path):
    entry = counting()
    (tmp_path / "pages" / "counting.py").write_text("raise KeyError('sheep')")
    assert warming.warm(entry).complaints


def test_every_page_is_warmed():
    assert warming.entries() == [entry for group in PAGES.values() for entry in group]
