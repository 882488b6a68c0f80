"""The Teach page: links become steps, steps a lesson, and a lesson a link, a file and a sheet."""

import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui.lessons.reading import read_lesson
from lazyq.ui.lessons.shelf import find, in_link, shelf
from lazyq.ui.lessons.writing import MOST_DENSE, code, read_link, sheet, written
from lazyq.ui.shell import LEFT, ROOT, titles

MARKUP = "<script>alert(1)</script>![a](//127.0.0.2/b)"
PAGES = frozenset(titles())


@pytest.fixture
def page():
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
    return app.switch_page("pages/teach.py").run()


def field(page, label):
    return next(one for one in [*page.text_input, *page.text_area] if one.label == label)


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def lesson_of(page):
    (address,) = (block.value for block in page.code if "lesson=~" in block.value)
    return find(address.partition("lesson=")[2], PAGES)


def add(page, links):
    field(page, "Links to pages of this app, one a line").set_value(links)
    press(page, "Add these pages")


def test_pages_become_steps_that_are_written_moved_and_removed(page):
    add(page, "https://elsewhere.org/lens?v=1&lam=0.5&hide=chart&tour=3\n\nwords?lam=0.4\n/")
    for text, label in zip(page.text_area[1:], ("a", "b", "c"), strict=False):
        text.set_value(f"Look at {label}.")
    page.run()
    lesson = lesson_of(page)
    assert [(step.page, dict(step.query), step.hide) for step in lesson.steps] == [
        ("lens", {"lam": "0.5"}, ("chart",)),
        ("words", {"lam": "0.4"}, ()),
        ("", {}, ()),
    ]
    press(page, "Down: step 1")
    press(page, "Remove step 3")
    assert [step.title for step in lesson_of(page).steps] == ["Words", "Lens"]
    assert lesson_of(page).minutes == 4


def test_what_is_missing_is_said_by_the_labels_of_the_form(page):
    add(page, "words?lam=0.4")
    said = page.warning[0].value.replace("\\", "")
    assert said == "Not yet a lesson: step 1: “Text” must be 1 to 6 sentences."
    field(page, "Text, a sentence or two a line").set_value("Look.")
    for label, wrong, told in (
        ("Title of the lesson", "", "“Title of the lesson” must be a text of 1 to 60"),
        ("Title", "", "step 1: “Title” must be a text of 1 to 60"),
        ("Minutes", "9e9", "step 1: “Minutes” must be a number from 0 to 60"),
    ):
        right = field(page, label).value
        field(page, label).set_value(wrong)
        page.run()
        assert told in page.warning[0].value.replace("\\", "")
        field(page, label).set_value(right)
    field(page, "Question, if there is one").set_value("At which λ²?")
    page.run()
    answer = 'word_events("form", "from")'
    for label, wrong, right, told in (
        ("Its answer, to be computed", "3", answer, "“Its answer” must be computed"),
        ("Right within ±", "a", "0.1", "“Right within ±” must be a number"),
        (
            "Choices, one a line, as: it falls = -1; none for a number",
            "a = 1",
            "",
            "“Choices” must be 2 to 8",
        ),
        (
            "What explains the answer",
            "{no(1)}",
            "",
            "“What explains the answer”: an expression must not have",
        ),
    ):
        field(page, label).set_value(wrong)
        page.run()
        assert f"step 1: question: {told}" in page.warning[0].value.replace("\\", ""), label
        field(page, label).set_value(right)
    page.run()
    assert not page.warning


def test_a_question_is_computed_or_what_is_wrong_with_it_is_said(page):
    add(page, "words?lam=0.4")
    field(page, "Text, a sentence or two a line").set_value("Look.")
    field(page, "Question, if there is one").set_value("At which λ²?")
    page.run()
    assert "step 1: question: “Its answer” must be a text" in page.warning[0].value.replace("\\", "")
    field(page, "Its answer, to be computed").set_value('word_events("form", "from")')
    field(page, "Choices, one a line, as: it falls = -1; none for a number").set_value("one = 1\na = b = 2")
    page.run()
    question = lesson_of(page).steps[0].question
    assert question.answer.text == 'word_events("form", "from")'
    assert question.choices == (("one", 1.0), ("a = b", 2.0))


def test_what_is_no_page_is_said_and_the_page_before_can_be_taken(page):
    add(page, f"https://elsewhere.org/no?{MARKUP}\nhttp://[\n")
    assert [warning.value.count("a link must") for warning in page.warning] == [1, 1]
    press(page, "Take the page I was on")
    assert "Go to a page first" in page.warning[0].value
    page.session_state[LEFT] = "lens?v=1&lam=0.3"
    press(page, "Take the page I was on")
    assert field(page, "Link, with hide= and lock= for parts").value == "lens?v=1&lam=0.3"


def test_markup_is_text_wherever_it_stands(page):
    add(page, "words?lam=0.4")
    for label in ("Title of the lesson", "Title", "Text, a sentence or two a line", "What to look at"):
        field(page, label).set_value(MARKUP)
    page.run()
    assert not page.exception
    assert lesson_of(page).steps[0].says == (MARKUP,)
    printed = sheet(lesson_of(page), "http://localhost/", None)
    assert "<script" not in printed
    assert "&lt;script&gt;alert(1)" in printed


@pytest.mark.parametrize("name", shelf(PAGES).lessons)
def test_what_is_written_is_read_as_the_same(name):
    lesson = shelf(PAGES).lessons[name]
    assert written(read_lesson(written(lesson), PAGES)) == written(lesson)
    assert tomllib.loads(written(lesson))["title"] == lesson.title


def test_a_lesson_that_there_is_has_its_name_for_a_link_until_it_is_changed(page):
    press(page, "Words")
    assert not page.warning
    assert len(page.expander) == 7
    assert any(block.value.endswith("?lesson=words") for block in page.code)
    field(page, "Title").set_value("Another")
    page.run()
    assert any("too long for a link" in info.value for info in page.info)
    assert in_link(written(shelf(PAGES).lessons["words"])) is None


def test_a_link_becomes_a_code_unless_it_is_too_long():
    assert code("https://example.org/?lesson=words").startswith("data:image/svg+xml")
    assert code("h" * (MOST_DENSE + 1)) is None


@pytest.mark.parametrize("text", ["lens", "/lens", "https://a.b/c/lens/?x=1", "./lens?hide=_"])
def test_a_link_is_known_by_its_page(text):
    assert read_link(text, PAGES).page == "lens"
