"""A lesson that is being written: the fields of its steps, whatever is in them, as one text and back."""

import json
from collections.abc import Mapping
from typing import Any, Final

from lazyq.ui.lessons.reading import LONGEST, MOST_STEPS, step_name
from lazyq.ui.lessons.writing import read_link
from lazyq.wording import worded

_TEXTS = ("title", "look", "at", "asks", "unit", "why")
_WRITTEN = {"link": 2_000, "says": 1_400, "minutes": 4, "answer": 200, "tolerance": 10, "choices": 900}
FIELDS: Final = {name: LONGEST[name] for name in _TEXTS} | _WRITTEN
"""What a step is written in, and how many characters each holds at most."""
_MOST: Final = 1_000_000


def packed(draft: Mapping[str, Any], taken: str | None) -> str:
    """Return a draft as a text.

    Parameters
    ----------
    draft : ``title``, ``about`` and ``steps``, each with ``FIELDS``
    taken : the name of the lesson that it began with, by a link
    """
    steps = [{name: step[name] for name in FIELDS} for step in draft["steps"]]
    lesson = {"taken": taken, "title": draft["title"], "about": draft["about"], "steps": steps}
    return json.dumps(lesson, ensure_ascii=False)


def unpacked(text: object) -> tuple[str | None, dict[str, Any]]:
    """Return the name and the draft that :func:`packed` was given; what is too long is cut.

    Raises
    ------
    ValueError : it is no such text
    """
    try:
        lesson = json.loads(_said(text, _MOST))
        taken = lesson["taken"]
        steps = [{name: _said(step[name], most) for name, most in FIELDS.items()} for step in lesson["steps"]]
        draft = {name: _said(lesson[name], LONGEST[name]) for name in ("title", "about")}
        return None if taken is None else _said(taken, _MOST), draft | {"steps": steps[:MOST_STEPS]}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ValueError(worded("what this tab kept of a lesson can’t be read")) from None


def _said(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value[:most]


def table_of(draft: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """Return a draft as the table that a lesson's file is; what is wrong with it is left in it.

    Parameters
    ----------
    titles : of all pages, by address

    Raises
    ------
    ValueError : a step's link leads to no page
    """
    about = {"about": draft["about"]} if draft["about"] else {}
    steps = [_step_table(number, step, titles) for number, step in enumerate(draft["steps"], 1)]
    return {"title": draft["title"], **about, "step": steps}


def _step_table(number: int, step: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    try:
        place = read_link(step["link"], titles)
    except ValueError as error:
        raise ValueError(f"{step_name(number)}: {error}") from None
    table = {
        "title": step["title"],
        "page": place.page,
        "query": place.query,
        "says": [line.strip() for line in step["says"].splitlines() if line.strip()],
        "look": step["look"],
        "at": step["at"],
        "minutes": _number(step["minutes"] or "0"),
        "hide": list(place.hide),
        "lock": list(place.lock),
    }
    return table | {"question": _question_table(step)} if step["asks"] else table


def _question_table(step: Mapping[str, Any]) -> dict[str, Any]:
    lines = [line for line in step["choices"].splitlines() if line.strip()]
    choices = [dict(zip(("says", "is"), _choice(line), strict=True)) for line in lines]
    named = {name: step[name] for name in ("asks", "answer", "unit", "why")}
    return (
        named | {"tolerance": _number(step["tolerance"] or "0")} | ({"choices": choices} if choices else {})
    )


def _choice(line: str) -> tuple[str, float | str]:
    says, _, value = line.rpartition("=")
    return says.strip(), _number(value.strip())


def _number(text: str) -> float | str:
    """Return the number that a text is, with a point or a comma before its decimals, or the text."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
