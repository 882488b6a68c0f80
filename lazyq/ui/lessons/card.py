"""The card below a page: which step of which lesson the address asks for, and what is told of it."""

from typing import Any, NamedTuple

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.lessons.reading import Lesson, Question, Step, link
from lazyq.ui.lessons.shelf import TOUR, built_in, find, shelf
from lazyq.ui.plain import plain

LESSON, PLACE = "lesson", "lesson_step"


class Asked(NamedTuple):
    """A step that the address asks for.

    Attributes
    ----------
    name : of the lesson, as the link has it
    number : of the step, from 1; 0 where the link names none, and the lesson begins
    """

    name: str
    lesson: Lesson
    number: int

    @property
    def step(self) -> Step:
        """The step, the first one of a lesson that begins."""
        return self.lesson.steps[max(self.number, 1) - 1]

    def link(self, number: int) -> str:
        """Return the link to a step, empty where there is none of this number."""
        steps = self.lesson.steps
        if not 1 <= number <= len(steps):
            return ""
        own = {TOUR: str(number)} if self.name == TOUR else {LESSON: self.name, PLACE: str(number)}
        return link(steps[number - 1], **own)


def tour_steps(titles: dict[str, str]) -> tuple[Step, ...]:
    """Return the steps of the tour over the pages, given as their titles by address."""
    return built_in(TOUR, frozenset(titles)).steps


def tour_links(titles: dict[str, str]) -> tuple[str, ...]:
    """Return a link to every step of the tour."""
    tour = Asked(TOUR, built_in(TOUR, frozenset(titles)), 1)
    return tuple(tour.link(number) for number in range(1, len(tour.lesson.steps) + 1))


def lesson_links(titles: dict[str, str]) -> tuple[dict[str, Any], ...]:
    """Return what Start offers: every lesson, and the link to its first step."""
    return tuple(
        {
            "title": lesson.title,
            "about": lesson.about,
            "minutes": lesson.minutes,
            "link": Asked(name, lesson, 1).link(1),
        }
        for name, lesson in shelf(frozenset(titles)).lessons.items()
    )


def asked_step(page: str, titles: dict[str, str]) -> Asked | None:
    """Return the step that the address asks for on this page, and say what can't be shown."""
    said = st.query_params
    parameter = TOUR if TOUR in said else LESSON
    if parameter not in said:
        return None
    try:
        asked = _tour(said[TOUR], titles) if parameter == TOUR else _lesson(titles)
        _require_here(asked, page, titles)
    except ValueError as error:
        st.warning(tr("The link’s {parameter} can’t be shown: {why}.", parameter=parameter, why=plain(error)))
        return None
    return asked


def told(asked: Asked) -> dict[str, Any]:
    """Return what the card shows of a step."""
    step, number = asked.step, asked.number
    return {
        "lesson": asked.name,
        "name": _called(asked),
        "number": number,
        "of": len(asked.lesson.steps),
        "title": step.title,
        "says": " ".join(step.says),
        "look": step.look,
        "at": step.at,
        "minutes": step.minutes,
        "question": None if step.question is None else _asks(step.question),
        "back": asked.link(number - 1),
        "next": asked.link(number + 1),
    }


def _called(asked: Asked) -> str:
    return tr("Guided tour") if asked.name == TOUR else tr("Lesson: {title}", title=asked.lesson.title)


def _require_here(asked: Asked, page: str, titles: dict[str, str]) -> None:
    if asked.number and asked.step.page != page:
        page = titles[asked.step.page]
        raise ValueError(tr("step {number} is on the page {page}", number=asked.number, page=page))


def _asks(question: Question) -> dict[str, Any]:
    """Return a question without its answer, which the browser is told once it has been given one."""
    return {
        "asks": question.asks,
        "unit": question.unit,
        "choices": [choice.says for choice in question.choices],
    }


def _tour(said: str, titles: dict[str, str]) -> Asked:
    lesson = built_in(TOUR, frozenset(titles))
    return Asked(TOUR, lesson, _number(said, lesson))


def _lesson(titles: dict[str, str]) -> Asked:
    name, said = st.query_params[LESSON], st.query_params.get(PLACE)
    lesson = find(name, frozenset(titles))
    return Asked(name, lesson, 0 if said is None else _number(said, lesson))


def _number(said: str, lesson: Lesson) -> int:
    wanted = {str(number): number for number in range(1, len(lesson.steps) + 1)}
    if said not in wanted:
        raise ValueError(tr("it must be a whole number from 1 to {most}", most=len(lesson.steps)))
    return wanted[said]
