"""Every figure that a text states as a result has what computes or measures it; others are listed."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from lazyq.experiments.reproducing import MEASUREMENTS
from tests.experiments.reproducing.figures import covers, figures, place_of, uncovered
from tests.experiments.reproducing.no_results import CATALOGUE, NO_RESULTS

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "docs" / "manual" / "examples").glob("plot_*.py"))
PAGES = [
    ROOT / "README.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs" / "manual").glob("*.rst")),
]
PASSAGES = [passage for one in MEASUREMENTS for passage in one.passages]


def text_of(path: Path) -> str:
    """Return a text; of a program of the manual its prose, for its output is computed."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    return "\n".join(line[2:] if line.startswith("# ") else "" for line in text.splitlines())


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def none_in(file: str) -> tuple[str, ...]:
    return tuple(one.text for one in NO_RESULTS if one.file == file)


def messages() -> list[str]:
    """Return the English texts of the app, its lessons and its tour; what stands in braces is computed."""
    with (ROOT / CATALOGUE).open("rb") as file:
        texts = [one.id for one in read_po(file) if one.id]
    forms = [form for text in texts for form in ((text,) if isinstance(text, str) else text)]
    return [re.sub(r"\{[^{}]*\}", lambda match: " " * len(match[0]), form) for form in forms]


@pytest.mark.parametrize("path", [*PAGES, *EXAMPLES], ids=named)
def test_every_figure_of_a_page_has_its_command(path):
    assert uncovered(named(path), text_of(path), none_in(named(path))) == []


def test_no_text_of_the_app_states_a_result_that_it_does_not_compute():
    none, found = none_in(CATALOGUE), []
    for text in messages():
        spans = [place_of(some, text) for some in none if some in text]
        found += [
            figure.around
            for figure in figures(text)
            if not any(begin <= figure.place < end for begin, end in spans)
        ]
    assert found == []


@pytest.mark.parametrize("one", NO_RESULTS, ids=lambda one: one.text[:30])
def test_what_is_no_result_still_stands_there_with_a_figure(one):
    assert list(figures(one.text))
    texts = messages() if one.file == CATALOGUE else [text_of(ROOT / one.file)]
    assert any(one.text in " ".join(text.split()) for text in texts)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.begin[:30])
def test_a_passage_that_is_measured_stands_in_its_file_once(passage):
    text = (ROOT / passage.file).read_text("utf-8")
    begin, end = covers(passage, text)
    assert len(list(figures(text[begin:end]))) > 0
    with pytest.raises(ValueError, match="does not stand there"):
        place_of(passage.begin, text, begin + 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("takes 1.2 s and 81 CPU seconds", ["1.2 s", "81 CPU"]),
        ("0.72 to 1.04 of 50 %, 2,048 MB, 93 times", ["0.72", "1.04", "50 %", "2,048 MB", "93 times"]),
        ("beyond λ = 1.98, at λ = 0.5, 0.7 and ∞", ["1.98"]),
        ("95 % intervals of 40 events by `x --lam 0.5` in Python 3.11", []),
        ("| λ | 0.3 |\n|---|---|\n| ours | 0.97 |", ["0.97"]),
        ("```python\nprint(0.5)\n```\n\n```\n0.25\n```", ["0.25"]),
        ("by more than 10⁻⁶, marginals to 7e-11", ["10⁻⁶", "7e-11"]),
    ],
)
def test_figures_are_found(text, found):
    assert [figure.text for figure in figures(text)] == found


def test_a_figure_that_nothing_computes_is_told():
    text = (ROOT / "README.md").read_text("utf-8").replace("Please cite it.", "It is 3.7 times as good.")
    (told,) = uncovered("README.md", text, none_in("README.md"))
    assert "3.7 times" in told
