"""Lessons in the visitor's language: those of the app are told in it, a teacher's own stay as written."""

from types import SimpleNamespace

import pytest

from docs.texts import found_texts
from lazyq.ui import language
from lazyq.ui.lessons.answering import answered
from lazyq.ui.lessons.card import Asked, told, tour_links
from lazyq.ui.lessons.expressions import Expression
from lazyq.ui.lessons.reading import read_lesson
from lazyq.ui.lessons.shelf import TOUR, built_in, find, in_every_language, in_link, shelf
from lazyq.ui.lessons.writing import sheet, written
from lazyq.ui.shell import titles
from lazyq.ui.views.teach import _name as link_name

PAGES = frozenset(titles())
OWN = """title = "My lesson"
[[step]]
title = "Next"
page = "words"
query = { lam = "0.4" }
says = ["Look."]
look = "the dial"
minutes = 2.5
[step.question]
asks = "At which λ²?"
answer = 'word_event("pairectcs", "practices", 1)'
tolerance = 0.02
"""


@pytest.fixture
def spanish(monkeypatch):
    """A visitor whose link asks for Spanish."""
    monkeypatch.setattr(language, "get_script_run_ctx", lambda: SimpleNamespace(query_string="lang=es"))


def computed(question):
    """Return what is computed of a question: answer, explanation, and what choices stand for."""
    why = sorted(piece.text for piece in question.why if isinstance(piece, Expression))
    return question.answer.text, question.tolerance, why, [value for _, value in question.choices]


def test_lessons_and_the_tour_are_told_in_spanish_and_compute_the_same(spanish, monkeypatch):
    names = [TOUR, *shelf(PAGES).lessons]
    in_spanish = {name: built_in(name, PAGES) for name in names}
    links = tour_links(titles())
    monkeypatch.undo()
    assert links == tour_links(titles())
    for name, lesson in in_spanish.items():
        english = built_in(name, PAGES)
        assert english.title != lesson.title
        for step, own in zip(english.steps, lesson.steps, strict=True):
            assert (step.page, step.query, step.at, step.hide) == (own.page, own.query, own.at, own.hide)
            assert set(step.says).isdisjoint(own.says)
            assert bool(step.look) == bool(own.look)
            assert (step.question is None) == (own.question is None)
            if step.question and own.question:
                assert step.question.asks != own.question.asks
                assert computed(step.question) == computed(own.question)


def test_every_text_of_a_lesson_is_in_the_catalogue():
    said = {text for path, text in found_texts() if path.startswith("assets/lessons/")}
    lesson = built_in("averages", PAGES)
    texts = {lesson.title, lesson.about}
    for step in lesson.steps:
        texts |= {step.title, step.look, *step.says}
        if step.question:
            texts |= {step.question.asks, *(says for says, _ in step.question.choices)}
    assert texts - {""} <= said
    assert {"degrees", "Guided tour"} <= said
    assert any(text.startswith("From {average_distance(") for text in said)
    assert said <= set(language.catalogue("es").texts)


def test_an_answer_may_have_a_decimal_comma_and_is_given_one(spanish):
    (step,) = read_lesson(OWN, PAGES).steps
    assert answered(step, "0,3") == {"verdict": "right", "says": "Correcto: 0,3."}
    assert answered(step, "0.3")["verdict"] == "right"
    assert answered(step, "3,0")["says"] == "No es así. Calculado: 0,3."
    assert answered(step, "0,3,1") == {
        "verdict": "unread",
        "says": "La respuesta debe ser un número como 0,5, y no '0,3,1'.",
    }


def test_a_teachers_lesson_stays_as_it_is_written(spanish, tmp_path, monkeypatch):
    monkeypatch.setenv("LAZYQ_LESSONS", str(tmp_path))
    (tmp_path / "mine.toml").write_text(OWN, encoding="utf-8")
    for name in ("mine", in_link(OWN)):
        card = told(Asked(name, find(name, PAGES), 1))
        assert (card["name"], card["title"], card["says"]) == ("Lección: My lesson", "Next", "Look.")
    assert shelf(PAGES).lessons["words"].title == "Palabras"


def test_the_sheet_is_printed_in_the_visitors_language(spanish):
    printed = sheet(read_lesson(OWN, PAGES), "http://here/", None)
    assert '<html lang="es">' in printed
    assert "Nombre: ____" in printed
    assert "<p>Mira the dial.</p>" in printed
    assert "2,5 min" in printed


def test_what_is_wrong_with_a_lesson_is_said_in_spanish(spanish):
    with pytest.raises(ValueError, match="paso 1: title debe ser un texto de 1 a 60 caracteres"):
        read_lesson(OWN.replace('"Next"', '""'), PAGES)
    with pytest.raises(ValueError, match="k de word_event debe ser un número entero de 1 a 40, y no 99"):
        read_lesson(OWN.replace(", 1)", ", 99)"), PAGES)


def test_a_lesson_of_the_app_has_its_short_link_in_whichever_language_it_was_taken():
    lessons = list(in_every_language(PAGES))
    assert len(lessons) == 5 * len(language.LANGUAGES)
    assert [link_name(written(lesson)) for _, lesson in lessons] == [name for name, _ in lessons]
