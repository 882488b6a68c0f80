"""The steps of lessons: what a file must have, and where the steps of the tour lead."""

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui.lessons import MOST_STEPS, link, read_steps
from lazyq.ui.shell import ROOT, titles
from lazyq.ui.tour import tour_links, tour_steps

STEP = """[[step]]
title = "Laziness"
page = "lens"
query = { lam = "0.5" }
says = ["Rows pay for sliding.", "λ says how much."]
look = "the dial"
at = ".dial"
"""
WRONG = {
    "no lesson": ("", "1 to"),
    "too many steps": (STEP * (MOST_STEPS + 1), "1 to"),
    "no TOML": ("[[step]", "TOML"),
    "very deep TOML": ("a = " + "[" * 100_000, "TOML"),
    "a number of very many digits": ("a = " + "9" * 10_000, "TOML"),
    "no table": ("step = [1]", "step 1: must have just"),
    "a key too many": (STEP + 'colour = "red"', "step 1: must have just"),
    "no such page": (STEP + STEP.replace("lens", "no"), "step 2: page must be one of"),
    "a page that is no text": (STEP.replace('"lens"', "[]"), "step 1: page must be one of"),
    "a number in the query": (STEP.replace('"0.5"', "0.5"), "step 1: query must"),
    "a sign in the query": (STEP.replace('"0.5"', '"<b>"'), "step 1: query must"),
    "one sentence": (STEP.replace(', "λ says how much."', ""), "step 1: says must be 2 to 3"),
    "an empty sentence": (STEP.replace("λ says how much.", ""), "step 1: says must be a text of 1 to"),
    "a long title": (STEP.replace("Laziness", "L" * 41), "step 1: title must be a text of 1 to 40"),
    "another selector": (STEP.replace('".dial"', '"* > a"'), "step 1: at must be classes"),
}


def test_a_step_is_read_as_it_is_written_and_is_a_link():
    (step,) = read_steps(STEP, {"lens"})
    assert step.title == "Laziness"
    assert step.says == ("Rows pay for sliding.", "λ says how much.")
    assert link(step, tour="3") == "lens?v=1&lam=0.5&tour=3"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_lesson_is_said(name):
    text, message = WRONG[name]
    with pytest.raises(ValueError, match=message):
        read_steps(text, {"", "lens"})


@pytest.mark.parametrize("part", ['"Laziness"', '"lens"', '"Rows pay for sliding."', '".dial"', '"0.5"'])
def test_what_is_wrong_is_said_in_a_sentence_however_long_it_is(part):
    with pytest.raises(ValueError, match="step 1: ") as error:
        read_steps(STEP.replace(part, f'"{"<" * 100_000}"'), {"", "lens"})
    assert len(str(error.value)) < 300


def test_the_tour_goes_over_the_pages_and_each_step_knows_its_link():
    steps, links = tour_steps(titles()), tour_links(titles())
    assert 8 <= len(steps) == len(links) <= 10
    assert len({step.page for step in steps}) == len(steps)
    assert links[0].startswith("./?")
    assert all(text.endswith(f"&tour={number}") for number, text in enumerate(links, 1))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("0", "it must be a whole number from 1 to"),
        ("11", "it must be a whole number from 1 to"),
        ("![a](//b)", "it must be a whole number from 1 to"),
        ("3", "step 3 is on the page Lens"),
    ],
)
def test_a_step_that_is_not_there_is_said(said, message):
    page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    page.query_params["tour"] = said
    page.run()
    assert not page.exception
    (warning,) = page.warning
    assert warning.value.startswith("The link’s tour can’t be shown: ")
    assert message in warning.value
