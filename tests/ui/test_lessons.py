"""Lessons: what a file must have, where its steps lead, and where lessons are found."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui.lessons import MOST_STEPS, link, read_lesson
from lazyq.ui.lessons.card import lesson_links, tour_links, tour_steps
from lazyq.ui.lessons.expressions import COMPUTATIONS
from lazyq.ui.lessons.reading import MOST_CHARACTERS
from lazyq.ui.lessons.shelf import MOST_IN_LINK, MOST_LESSONS, find, in_link, shelf
from lazyq.ui.parts import parts_of
from lazyq.ui.shell import ROOT, titles

HEAD = 'title = "A lesson"\n'
STEP = """[[step]]
title = "Laziness"
page = "lens"
query = { lam = "0.5" }
says = ["Rows pay for sliding.", "λ says how much."]
look = "the dial"
at = ".dial"
"""
QUESTION = """[step.question]
asks = "How far?"
answer = 'distance("x", "y", 0.5)'
tolerance = 0.1
"""
WRONG = {
    "no lesson": ("", "1 to"),
    "too many steps": (STEP * (MOST_STEPS + 1), "1 to"),
    "no TOML": ("[[step]", "TOML"),
    "much too long": ("#" * (MOST_CHARACTERS + 1), "at most 60,000 characters"),
    "too deep": ("a = " + "[" * 5_000, "TOML"),
    "no title": (STEP, "must have just step, title"),
    "a number of very many digits": ("a = " + "9" * 10_000, "TOML"),
    "no table": ("step = [1]", "step 1: must have just"),
    "a key too many": (STEP + 'colour = "red"', "step 1: must have just"),
    "no such page": (STEP + STEP.replace("lens", "no"), "step 2: page must be one of"),
    "a page that is no text": (STEP.replace('"lens"', "[]"), "step 1: page must be one of"),
    "a number in the query": (STEP.replace('"0.5"', "0.5"), "step 1: query must"),
    "a sign in the query": (STEP.replace('"0.5"', '"<b>"'), "step 1: query must"),
    "the link's own parameter": (STEP.replace("lam =", "lesson ="), "step 1: query must not have tour"),
    "no sentence": (re.sub(r"says = .*", "says = []", STEP), "step 1: says must be 1 to 6"),
    "an empty sentence": (STEP.replace("λ says how much.", ""), "step 1: says must be a text of 1 to"),
    "a long title": (STEP.replace("Laziness", "L" * 61), "step 1: title must be a text of 1 to 60"),
    "another selector": (STEP.replace('".dial"', '"* > a"'), "step 1: at must be classes"),
    "minutes": (STEP + "minutes = -1", "step 1: minutes must be a number from 0 to 60"),
    "parts": (STEP + 'hide = ["<b>"]', "step 1: hide must be a list of parts of the page: chart, compare"),
    "a constant": (
        STEP + QUESTION.replace('distance("x", "y", 0.5)', "3"),
        "step 1: question: answer must be computed",
    ),
    "one choice": (
        STEP + QUESTION + 'choices = [{ says = "a", is = 1 }]',
        "step 1: question: choices must be 2 to 8",
    ),
    "half a choice": (STEP + QUESTION + "choices = [1, 2]", "step 1: question: a choice must be"),
    "a choice of nothing": (
        STEP + QUESTION + 'choices = [{says="a", is=[]}, {says="b", is=1}]',
        "is must be a number",
    ),
    "a wrong why": (
        STEP + QUESTION + 'why = "It is {no}."',
        "step 1: question: why: an expression must not have 'no'",
    ),
    "a tolerance below 0": (STEP + QUESTION.replace("0.1", "-1"), "step 1: question: tolerance must be"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A teacher's folder of lessons."""
    monkeypatch.setenv("LAZYQ_LESSONS", str(tmp_path))
    return tmp_path


def pages():
    return frozenset(titles())


def test_a_step_is_read_as_it_is_written_and_is_a_link():
    (step,) = read_lesson(HEAD + STEP, {"lens"}).steps
    assert step.title == "Laziness"
    assert step.says == ("Rows pay for sliding.", "λ says how much.")
    assert link(step, tour="3") == "lens?v=1&lam=0.5&tour=3"
    held = step._replace(hide=("formula",), lock=("dial", "keys"))
    assert link(held) == "lens?v=1&lam=0.5&hide=formula&lock=dial_keys"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_lesson_is_said(name):
    text, message = WRONG[name]
    with pytest.raises(ValueError, match=message):
        read_lesson(text if name == "no title" else HEAD + text, {"", "lens"})


@pytest.mark.parametrize("part", ['"Laziness"', '"lens"', '"Rows pay for sliding."', '".dial"', '"0.5"'])
def test_what_is_wrong_is_said_in_a_sentence_however_long_it_is(part):
    with pytest.raises(ValueError, match="step 1: ") as error:
        read_lesson(HEAD + STEP.replace(part, f'"{"<" * 50_000}"'), {"", "lens"})
    assert len(str(error.value)) < 300


def test_the_tour_goes_over_the_pages_and_each_step_knows_its_link():
    steps, links = tour_steps(titles()), tour_links(titles())
    assert 8 <= len(steps) == len(links) <= 10
    assert len({step.page for step in steps}) == len(steps)
    told = " ".join(sentence for step in steps for sentence in step.says)
    visited = {step.page for step in steps}
    assert [title for page, title in titles().items() if page not in visited and title not in told] == []
    assert links[0].startswith("./?")
    assert all(text.endswith(f"&tour={number}") for number, text in enumerate(links, 1))


def test_five_lessons_take_a_quarter_of_an_hour_each_and_ask_often():
    there = shelf(pages())
    assert list(there.lessons) == ["shifts", "words", "averages", "geometry", "calibration"]
    assert there.problems == ()
    for lesson in there.lessons.values():
        assert 13 <= lesson.minutes <= 17
        assert sum(step.question is not None for step in lesson.steps) >= 4
    assert all("&lesson_step=1" in offered["link"] for offered in lesson_links(titles()))


def test_what_a_question_rests_on_is_locked_and_nothing_that_is_to_be_moved():
    for lesson in shelf(pages()).lessons.values():
        for number, step in enumerate(lesson.steps, 1):
            where = lesson.title, number
            if step.question is not None and step.page in ("lens", "neighbours", "average", "averaging"):
                assert "settings" in step.lock, where
            if "lambda" in step.lock:
                assert not re.search(r"\b(dial|play|press)\b", " ".join(step.says), re.IGNORECASE), where


def test_a_folder_of_lessons_stands_beside_those_of_the_app(folder):
    (folder / "mine.toml").write_text(HEAD + STEP, encoding="utf-8")
    (folder / "wrong.toml").write_text(HEAD, encoding="utf-8")
    (folder / "shifts.toml").write_text(HEAD + STEP, encoding="utf-8")
    (folder / "My lesson.toml").write_text(HEAD + STEP, encoding="utf-8")
    (folder / "bytes.toml").write_bytes(b"\xff")
    (folder / "notes.txt").write_text("no lesson", encoding="utf-8")
    there = shelf(pages())
    assert set(there.lessons) - {"shifts", "words", "averages", "geometry", "calibration"} == {"mine"}
    assert there.lessons["shifts"].title == "Shifts"
    said = "\n".join(there.problems)
    assert len(there.problems) == 4
    assert "'wrong.toml': a lesson must have 1 to 30 steps" in said
    assert "'My lesson.toml': a name must be of" in said
    assert "'shifts.toml': the app itself has" in said
    assert "'bytes.toml': it must be written in UTF-8" in said
    assert find("mine", pages()).title == "A lesson"
    with pytest.raises(ValueError, match=r"'wrong.toml': a lesson must have 1 to 30 steps"):
        find("wrong", pages())
    (folder / "mine.toml").write_text(HEAD.replace("A", "Another") + STEP, encoding="utf-8")
    assert find("mine", pages()).title == "Another lesson"


def test_no_more_lessons_are_read_than_may_be(folder):
    for number in range(MOST_LESSONS + 2):
        (folder / f"l{number:03}.toml").write_text(HEAD + STEP, encoding="utf-8")
    there = shelf(pages())
    assert len(there.lessons) == 5 + MOST_LESSONS
    assert there.problems == ("LAZYQ_LESSONS has 52 lessons, of which the first 50 are read",)


def test_a_folder_that_is_not_there_is_said(folder, monkeypatch):
    monkeypatch.setenv("LAZYQ_LESSONS", str(folder / "none"))
    (problem,) = shelf(pages()).problems
    assert problem.startswith("LAZYQ_LESSONS must name a folder that can be read")


def test_a_short_lesson_fits_into_its_link_and_a_damaged_one_is_said():
    name = in_link(HEAD + STEP)
    assert len(name) < 300
    assert find(name, pages()).steps[0].title == "Laziness"
    with pytest.raises(ValueError, match="damaged: copy the whole link"):
        find(name[:-9], pages())
    with pytest.raises(ValueError, match="damaged"):
        find("~é", pages())
    with pytest.raises(ValueError, match="at most 1,800 characters"):
        find("~" + "A" * MOST_IN_LINK, pages())
    with pytest.raises(ValueError, match="at most 60,000 characters"):
        find(in_link("#" * 200_000), pages())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"tour": "0"}, "tour can’t be shown: it must be a whole number from 1 to"),
        ({"tour": "11"}, "tour can’t be shown: it must be a whole number from 1 to"),
        ({"tour": "![a](//b)"}, "tour can’t be shown: it must be a whole number from 1 to"),
        ({"tour": "3"}, "tour can’t be shown: step 3 is on the page Lens"),
        (
            {"lesson": "no"},
            "must be one of shifts\\, words\\, averages\\, geometry\\, calibration\\, got \\'no\\'",
        ),
        ({"lesson": "![a](//b)"}, "got \\'\\!\\[a\\]\\(\\/\\/b\\)\\'"),
        ({"lesson": "shifts", "lesson_step": "99"}, "a whole number from 1 to 8"),
        ({"lesson": "shifts", "lesson_step": "2"}, "step 2 is on the page Lens"),
    ],
)
def test_a_step_that_is_not_there_is_said(query, message):
    page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    (warning,) = page.warning
    assert warning.value.startswith("The link’s ")
    assert message in warning.value


def test_the_manual_names_all_that_can_be_hidden_locked_and_computed():
    text = (ROOT / "docs" / "manual" / "lessons.rst").read_text("utf-8")
    for page, title in titles().items():
        names = parts_of(page, "lock")
        if len(names) > 1:
            row = text.split(f"   * - {title}\n")[1].split("   * -")[0]
            assert [name for name in names if f"``{name}``" not in row] == []
    assert [name for name in COMPUTATIONS if f"``{name}(" not in text] == []


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("", "pictures"),
        ("best-lambda", "confusion"),
        ("six-or-nine", "map"),
        ("sample-gain", "factor"),
        ("hardness", "adversary"),
        ("steering", "globes"),
        ("aligning", "plane"),
    ],
)
def test_a_page_of_several_parts_can_be_hidden_in_parts_and_moved_by_what_it_has(page, part):
    hidden, locked = parts_of(page, "hide"), parts_of(page, "lock")
    assert part in hidden
    assert set(locked) == set(hidden), "what moves something there is to be a part of the page"


def test_parts_that_a_page_has_not_got_are_said():
    page = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    page.query_params["hide"] = "settings_<b>"
    page.run()
    (warning,) = page.warning
    assert warning.value.startswith(
        "The link’s hide names \\'\\<b\\>\\', which can’t be hidden here: it must be"
    )
