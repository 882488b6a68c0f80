"""The quoted texts stand where the registry says, and what is quick to compute still says the same."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lazyq.cli.commands import app
from lazyq.compute import ResultStore
from lazyq.experiments.reproducing import CLAIMS, MEASUREMENTS, agrees, known, rebuild
from tests.experiments.reproducing.figures import quotes
from tests.experiments.reproducing.reproducing_cases import RUNS, TwiceSpec, claim, stopped, twice

ROOT = Path(__file__).parents[3]
QUOTES = quotes()
COMMANDS = sorted({one.command for one in (*CLAIMS, *MEASUREMENTS)})
CHEAP = [one for one in CLAIMS if one.seconds <= 2]


@pytest.fixture
def store(tmp_path):
    RUNS.clear()
    return ResultStore(tmp_path / "results")


def unbroken(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote.text[:30])
def test_the_quote_stands_in_its_file_once(quote):
    assert unbroken((ROOT / quote.file).read_text("utf-8")).count(unbroken(quote.text)) == 1


def test_every_row_of_ours_in_the_tables_of_readme_is_quoted():
    text = (
        (ROOT / "README.md").read_text("utf-8").split("## The talk's tables beside ours")[1].split("\n## ")[0]
    )
    rows = [row for row in text.splitlines() if row.startswith("| ") and re.search(r"0\.\d{4}", row)]
    ours = [row for row in rows if not row.startswith("| the talk")]
    assert len(ours) == 10
    quoted = [quote.text for quote in QUOTES if quote.file == "README.md"]
    assert [row for row in ours if not any(text in row for text in quoted)] == []


@pytest.mark.parametrize("file", ["README.md", "benchmarks/README.md", "docs/manual/deployment.rst"])
def test_every_benchmark_that_a_text_names_is_listed(file):
    named = re.findall(r"`(python -m benchmarks\.\w[^`]*)`", unbroken((ROOT / file).read_text("utf-8")))
    assert named
    assert set(named) <= set(COMMANDS)


def test_names_are_told_apart():
    names = [one.name for one in (*CLAIMS, *MEASUREMENTS)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_is_there_with_its_options(command):
    program, *rest = command.split()
    if program == "lazyq":
        said = CliRunner().invoke(app, [rest[0], "--help"]).output
        assert "Usage" in said
        if rest[0] == "reproduce":
            assert rest[1] in {one.name for one in CLAIMS}
    else:
        file = f"{rest[1].replace('.', '/')}.py" if rest[0] == "-m" else rest[0]
        said = (ROOT / file).read_text("utf-8")
    assert all(option in said for option in rest if option.startswith("--"))


@pytest.mark.parametrize("cheap", CHEAP, ids=lambda one: one.name)
def test_what_is_quick_says_the_same(cheap, store, mnist_raw):
    if any(part.datasets for part in cheap.parts):
        mnist_raw("t10k")  # or skip
    found = rebuild(cheap, store)
    assert found.texts == tuple(quote.text for quote in cheap.quotes)


@pytest.mark.parametrize(
    ("quoted", "found", "same"),
    [
        ("40 events at 1.36", "40 events at 1.36", True),
        ("40 events at 1.36", "40 events at 1.37", False),
        ("40 events at 1.36", "41 events at 1.36", False),
        ("40 events", "40 pieces", False),
        ("| 0.20 ± 0.01 |", "| 0.209 ± 0.5 |", True),
        ("| 0.20 ± 0.01 |", "| 0.211 ± 0.01 |", False),
        ("mean 7.4 [4.7, 11.8]", "mean 11.8 [5.0, 99.0]", True),
        ("mean 7.4 [4.7, 11.8]", "mean 4.6 [4.0, 5.0]", False),
        ("10,000 of 60,000", "10,000 of 60,000", True),
        ("10,000 of 60,000", "10,000 of 6,000", False),
        ("−0.5", "0.5", False),
        ("none by more than 10⁻⁶", "none by more than 2.0e-05", False),
        ("1 and 2", "1", False),
    ],
)
def test_numbers_are_compared_by_their_intervals(quoted, found, same):
    assert agrees(quoted, found) is same


def test_slack_is_relative():
    assert agrees("100 and 1", "104 and 1", 0.05)
    assert not agrees("100 and 1", "106 and 1", 0.05)


def test_what_is_done_is_not_done_again(store):
    one = claim("2 and 4 [of all]")
    assert known(one, store) is None
    found = rebuild(one, store)
    assert found.texts == ("2 and 4 [of all]",)
    assert one.within(found.texts) == (True,)
    assert RUNS == [1, 2]
    assert rebuild(one, store) == known(one, store) == found
    assert RUNS == [1, 2]


def test_after_an_interruption_it_goes_on(store):
    with pytest.raises(KeyboardInterrupt):
        rebuild(claim("2 and 4 [of all]", last=stopped), store)
    assert store.known(twice, TwiceSpec(1)) is not None
    rebuild(claim("2 and 4 [of all]"), store)
    assert RUNS == [1, 2]
