"""``lazyq reproduce``: what differs is said, and what is done is kept."""

import json
import shlex
from dataclasses import replace

import pytest

from lazyq.experiments import reproducing
from lazyq.experiments.reproducing import Measurement, Quote, Reading, measurement
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
    assert "drawn-digit (about 2 min)" in " ".join(err.split())
    assert "fuzz (an estimate of 20 min)" in " ".join(err.split())
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
    assert row["verdict"] == "NO"
    fields = ["name", "file", "quoted", "found", "within", "verdict", "seed", "interval", "seconds", "reason"]
    assert list(row) == fields
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


@pytest.fixture
def measurements(monkeypatch, claims):
    """Set what a benchmark of the name "speed" prints, and what is known of it."""

    def set_(printed: str, *readings: Reading, program: str = "python -c", then: str = "") -> None:
        command = shlex.join([*program.split(), f"print({printed!r}); {then}"])
        one = Measurement("speed", (Quote("README.md", "fast"),), command, "a machine", readings)
        monkeypatch.setattr(reproducing, "MEASUREMENTS", (one,))
        monkeypatch.setattr(Measurement, "why_not", lambda one: "")

    claims(claim(SAME))
    return set_


FAST = Reading("times as fast", r"([\d,.]+) times", 20, 30, "", 3, faster=True)
SLOW = Reading("a visit", r"([\d.]+) ms", 5.0, 6.0, "ms", 3)


@pytest.mark.parametrize(
    ("printed", "verdicts"),
    [
        ("25 times, 5.5 ms", ["yes", "yes"]),
        ("1,200 times, 4.9 ms", ["faster here", "faster here"]),
        ("19 times, 61 ms", ["slower here", "slower here"]),
    ],
)
def test_a_slower_machine_is_said_and_no_fault(capsys, monkeypatch, measurements, printed, verdicts):
    measurements(printed, FAST, SLOW)
    code, out, err = run(capsys, monkeypatch, "reproduce", "speed", "--json")
    rows = json.loads(out)
    assert code == 0
    assert [row["verdict"] for row in rows] == verdicts
    assert [row["within"] for row in rows] == [verdict == "yes" for verdict in verdicts]
    assert rows[0]["interval"] == "20 to 30 in 3 runs"
    assert rows[1]["found"] == f"{printed.split()[2]} ms"
    assert printed in err
    assert not RUNS


def test_what_a_benchmark_does_not_print_is_told(capsys, monkeypatch, measurements):
    measurements("5.5 ms", replace(FAST, needs="a package"), SLOW)
    code, out, _ = run(capsys, monkeypatch, "reproduce", "speed", "--json")
    first, second = json.loads(out)
    assert code == 1
    assert (first["verdict"], first["reason"]) == (
        "NO",
        "the benchmark has not printed this: it needs a package",
    )
    assert second["verdict"] == "yes"


def test_ctrl_c_ends_a_measurement(capsys, monkeypatch, measurements):
    def stopped_by_hand(*_: object) -> None:
        raise KeyboardInterrupt

    measurements("5.5 ms", SLOW)
    monkeypatch.setattr(reproducing, "measure", stopped_by_hand)
    code, out, err = run(capsys, monkeypatch, "reproduce", "speed")
    assert code == 130
    assert "nothing is kept of a measurement" in " ".join(err.split())
    assert not out


def test_a_benchmark_that_finds_a_fault_is_status_1(capsys, monkeypatch, measurements):
    measurements("25 times, 5.5 ms", FAST, SLOW, then="raise SystemExit(3)")
    code, out, _ = run(capsys, monkeypatch, "reproduce", "speed", "--json")
    (row,) = json.loads(out)
    assert code == 1
    assert "ended with status 3" in row["reason"]


def test_a_benchmark_without_figures_counts_by_its_status(capsys, monkeypatch, measurements):
    measurements("all well")
    code, out, _ = run(capsys, monkeypatch, "reproduce", "speed", "--json")
    (row,) = json.loads(out)
    assert code == 0
    assert (row["found"], row["verdict"]) == ("no fault", "yes")


def test_without_a_clone_it_says_where_the_benchmarks_are(capsys, monkeypatch, claims, tmp_path):
    claims(claim(SAME))
    monkeypatch.setattr(measurement, "_ROOT", tmp_path)
    code, out, _ = run(capsys, monkeypatch, "reproduce", "pairwise", "image-size", "--json")
    first, second = json.loads(out)
    assert code == 1
    assert "not installed with lazyq: run this in a clone" in first["reason"]
    assert "start the command yourself" in second["reason"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sheep",), "got 'sheep'"),
        (("twice", "--all"), "choose one of names and --all"),
    ],
)
def test_bad_input_is_one_clear_line(capsys, monkeypatch, claims, arguments, message):
    claims(claim(SAME))
    code, out, err = run(capsys, monkeypatch, "reproduce", *arguments)
    assert code == 2
    assert message in " ".join(err.split())
    assert not out
