"""The texts of a lesson: which of them are read, and how another language has them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

_LESSON = ("title", "about")
_STEP = ("title", "look")
_QUESTION = ("asks", "unit", "why")
_Translate = Callable[[str], str]


def translated_lesson(table: Mapping[str, Any], translate: _Translate) -> dict[str, Any]:
    """Return the table of a lesson of the app, each text that is read translated.

    What a question computes, also in braces within ``why``, is a part of the text and must stay in it.
    """
    steps = [_step(step, translate) for step in table["step"]]
    return {**_with(table, _LESSON, translate), "step": steps}


def _step(step: Mapping[str, Any], translate: _Translate) -> dict[str, Any]:
    said = _with(step, _STEP, translate) | {"says": [translate(sentence) for sentence in step["says"]]}
    question = step.get("question")
    return said if question is None else said | {"question": _question(question, translate)}


def _question(question: Mapping[str, Any], translate: _Translate) -> dict[str, Any]:
    said = _with(question, _QUESTION, translate)
    choices = [{**choice, "says": translate(choice["says"])} for choice in question.get("choices", [])]
    return said | ({"choices": choices} if choices else {})


def _with(table: Mapping[str, Any], names: Iterable[str], translate: _Translate) -> dict[str, Any]:
    return {**table, **{name: translate(table[name]) for name in names if table.get(name)}}
