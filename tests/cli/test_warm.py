import pytest

from lazyq.ui import warming
from tests.cli.test_cli import run


@pytest.fixture
def warmed(monkeypatch):
    """The pages that were warmed; Lens complains."""
    seen = []

    def warm(entry):
        seen.append(entry.file)
        return warming.Warmed(entry.title, ("Not computed: no [room].",) if entry.file == "lens" else ())

    monkeypatch.setattr(warming, "warm", warm)
    return seen


def test_all_pages_in_their_order_and_what_fails_is_said(capsys, monkeypatch, warmed):
    code, _, err = run(capsys, monkeypatch, "warm")
    assert code == 1
    assert warmed == [entry.file for entry in warming.entries()]
    assert "Start: ready" in err
    assert "Lens: Not computed: no [room]." in err


def test_the_pages_that_are_named_once_each(capsys, monkeypatch, warmed):
    code, _, err = run(capsys, monkeypatch, "warm", "words", "six-or-nine", "words")
    assert code == 0
    assert warmed == ["words", "six-or-nine"]
    assert [line for line in err.splitlines() if line] == ["Words: ready", "Six or nine: ready"]


def test_page_that_there_is_not(capsys, monkeypatch, warmed):
    code, _, err = run(capsys, monkeypatch, "warm", "sheep")
    assert code == 2
    assert "pages must be of start, about, teach, words" in " ".join(err.split())
    assert "got 'sheep'" in " ".join(err.split())
    assert not warmed
