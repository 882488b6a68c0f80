"""``lazyq reproduce``: what differs is said, and what is done is kept."""

import json

import pytest

from lazyq.experiments import reproducing
from tests.cli.test_cli import run
from tests.experiments.reproducing.reproducing_cases import RUNS, claim, stopped

SAME, OTHER = "2 and 4 [of all]", "2 and 5 [of all]"


@pytest.fixture
def claims(monkeypatch, tmp_path):
    """Set the claims; the store is empty."""
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path / "cache"))
    RUNS.clear()
    return lambda *given: monkeypatch.setattr(reproducing, "CLAIMS", given)


def test_all_the_same_is_status_0_and_long_ones_are_named(capsys, monkeypatch, claims):
    claims(claim(SAME), claim(SAME, name="long", seconds=240))
    code, out, err = run(capsys, monkeypatch, "reproduce")
    assert code == 0
    assert "the same" in " ".join(out.split())
    assert SAME.split()[0] in out
    assert "Longer: long (4 min)" in err
    assert "python -m benchmarks.classroom" in " ".join(err.split())
    assert RUNS == [1, 2]


def test_all_of_them(capsys, monkeypatch, claims):
    claims(claim(SAME), claim(SAME, name="long", seconds=240))
    code, out, _ = run(capsys, monkeypatch, "reproduce", "--all", "--json")
    assert code == 0
    assert [row["name"] for row in json.loads(out)] == ["twice", "long"]


def test_what_differs_is_status_1(capsys, monkeypatch, claims):
    claims(claim(SAME), claim(OTHER, name="wrong"))
    code, out, _ = run(capsys, monkeypatch, "reproduce", "wrong", "--json")
    (row,) = json.loads(out)
    assert code == 1
    assert (row["quoted"], row["found"], row["within"]) == (OTHER, SAME, False)
    assert set(row) == {"name", "file", "quoted", "found", "within", "seed", "interval", "seconds", "reason"}
    code, out, _ = run(capsys, monkeypatch, "reproduce", "wrong")
    assert code == 1
    assert "NO" in out


def test_ctrl_c_keeps_what_is_done(capsys, monkeypatch, claims):
    claims(claim(SAME, last=stopped))
    code, _, err = run(capsys, monkeypatch, "reproduce")
    assert code == 130
    assert "what is done is kept" in " ".join(err.split())
    claims(claim(SAME))
    code, _, _ = run(capsys, monkeypatch, "reproduce")
    assert code == 0
    assert RUNS == [1, 2]


def test_without_the_data_it_is_said_and_the_others_go_on(capsys, monkeypatch, claims, tmp_path):
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path / "nothing"))
    needs_mnist = next(one for one in reproducing.CLAIMS if one.name == "program")
    claims(needs_mnist, claim(SAME))
    code, out, _ = run(capsys, monkeypatch, "reproduce", "--json")
    *first, last = json.loads(out)
    assert code == 1
    assert all(row["found"] is None and "MNIST" in row["reason"] for row in first)
    assert last["within"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sheep",), "names must be of twice, got 'sheep'"),
        (("twice", "--all"), "choose one of names and --all"),
    ],
)
def test_bad_input_is_one_clear_line(capsys, monkeypatch, claims, arguments, message):
    claims(claim(SAME))
    code, out, err = run(capsys, monkeypatch, "reproduce", *arguments)
    assert code == 2
    assert message in " ".join(err.split())
    assert not out
