"""What a visitor answers, and whether that is right: computed when it is asked."""

import math
from importlib import import_module
from typing import Any

from lazyq.experiments.received import shown
from lazyq.ui.language import localised, tr
from lazyq.ui.lessons.expressions import Compute, Expression, Value
from lazyq.ui.lessons.reading import Question, Step
from lazyq.ui.preparing import arriving

_SEEN = "seen"


def answered(step: Step, said: object) -> dict[str, Any]:
    """Return what the card says to an answer: ``{"verdict": …, "says": …}``.

    Parameters
    ----------
    step : which has a question
    said : the number of a choice from 0, a number as a text, or "seen" to be told

    Returns
    -------
    The verdict is "right", "wrong" or "seen"; "unread" for what is no answer, or can't be computed now.
    """
    question = step.question
    if question is None:
        return {"verdict": "unread", "says": tr("This step asks nothing.")}
    try:
        given = None if said == _SEEN else _given(question, said)
        with arriving():  # by name: the views that it asks stand in the frame, which asks this
            computing = import_module("lazyq.ui.lessons.computing").computing
        compute: Compute = computing(step.page, step.query)
        verdict, words = _judged(question, given, _value(question.answer, compute))
        why = [piece if isinstance(piece, str) else _text(_value(piece, compute)) for piece in question.why]
    except ValueError as error:
        return {"verdict": "unread", "says": f"{_sentence(error)}."}
    return {"verdict": verdict, "says": f"{words} {''.join(why)}".strip()}


def is_right(question: Question, given: Value, truth: Value) -> bool:
    """Return whether an answer is the computed one, up to the tolerance; texts are compared as they are."""
    if isinstance(given, str) or isinstance(truth, str):
        return given == truth
    return abs(given - truth) <= question.tolerance * (1 + 1e-9)


def _given(question: Question, said: object) -> Value:
    if question.choices:
        if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < len(question.choices):
            raise ValueError(tr("the answer must be one of the choices, got {got}", got=shown(said)))
        return question.choices[said].value
    try:
        text = said.strip().replace(",", ".").replace("−", "-") if isinstance(said, str) else ""
        number = float(text) if len(text) <= 40 else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(tr("the answer must be a number such as 0.5, got {got}", got=shown(said)))
    return number


def _value(expression: Expression, compute: Compute) -> Value:
    try:
        return expression.value(compute)
    except (OSError, ArithmeticError, RuntimeError) as error:
        why = type(error).__name__
        raise ValueError(tr("the answer can’t be computed here: {why}", why=why)) from error


def _judged(question: Question, given: Value | None, truth: Value) -> tuple[str, str]:
    answer = _text(truth, question.unit)
    if question.choices:
        right = next((choice for choice in question.choices if is_right(question, choice.value, truth)), None)
        if right is None:
            raise ValueError(tr("none of the choices is what is computed, {answer}", answer=answer))
        answer = right.says
    if given is None:
        return _SEEN, tr("Computed: {answer}.", answer=answer)
    if is_right(question, given, truth):
        return "right", tr("Right: {answer}.", answer=answer)
    return "wrong", tr("Not so. Computed: {answer}.", answer=answer)


def _text(value: Value, unit: str = "") -> str:
    """Return a computed value to four figures, its unit behind it."""
    if isinstance(value, str):
        return value
    return localised(f"{value:.4g}").replace("-", "−") + (f" {unit}" if unit else "")


def _sentence(error: ValueError) -> str:
    words = str(error)
    return words[:1].upper() + words[1:]
