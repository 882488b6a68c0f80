"""Sequences of states of the pages, with what to say and to ask about each: plain texts, written in TOML."""

import re
import tomllib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from lazyq.experiments.received import shown
from lazyq.ui.language import PARAMETER, localised, tr, whole_number
from lazyq.ui.lessons.expressions import Expression, Value, read_expression
from lazyq.ui.parts import parts_of

MOST_STEPS = 30
MOST_CHARACTERS = 60_000
MOST_SENTENCES = 6
MOST_CHOICES = 8
MOST_COMPUTED = 4
LONGEST = {
    "title": 60,
    "about": 200,
    "says": 240,
    "look": 120,
    "at": 40,
    "asks": 240,
    "unit": 20,
    "why": 400,
    "a choice": 80,
}
OF_THE_WINDOW = (
    "tour",
    PARAMETER,
    "lesson",
    "lesson_step",
    "room",
    "present",
    "embed",
    "embed_options",
    "hide",
    "lock",
    "v",
)
_LESSON, _ALSO_LESSON = {"step", "title"}, {"about"}
_STEP, _ALSO_STEP = {"title", "page", "query", "says"}, {"look", "at", "minutes", "question", "hide", "lock"}
_QUESTION, _ALSO_QUESTION = {"asks", "answer"}, {"tolerance", "unit", "choices", "why"}
_NAME = re.compile(r"[a-z_0-9]{1,30}")
_VALUE = re.compile(r"[\w .,;:!?'’+-]{0,1300}")
_PART = re.compile(r"\.[a-z-]+(?: \.[a-z-]+)*")
_BRACED = re.compile(r"(\{[^{}]*\})")


class Choice(NamedTuple):
    """What can be chosen for an answer: as it is said, and the number or text that it stands for."""

    says: str
    value: Value


class Question(NamedTuple):
    """A question whose answer is computed.

    Attributes
    ----------
    asks : the question, plain text like all that is said
    answer : what computes it
    tolerance : by how much a number may be off
    unit : behind the number
    choices : to choose from; none where a number is to be given
    why : what explains the answer, once it is given: texts, and numbers between them that are computed
    """

    asks: str
    answer: Expression
    tolerance: float
    unit: str
    choices: tuple[Choice, ...]
    why: tuple[str | Expression, ...]


class Step(NamedTuple):
    """A state of a page, and what is said about it.

    Attributes
    ----------
    title : of the step, plain text like all that is said
    page : the page's address in the table of pages
    query : the parameters of the link
    says : some sentences
    look : what to look at, or empty
    at : where that is, as classes within the page's view, or empty
    minutes : how long it takes, 0 if that is not said
    question : what is asked, if anything
    hide, lock : the parts of the page that are not shown, or can't be moved
    """

    title: str
    page: str
    query: Mapping[str, str]
    says: tuple[str, ...]
    look: str = ""
    at: str = ""
    minutes: float = 0
    question: Question | None = None
    hide: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()


class Lesson(NamedTuple):
    """A sequence of steps, what it is called, and what it is about."""

    title: str
    about: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """How long it takes, rounded to minutes."""
        return round(sum(step.minutes for step in self.steps))


def read_lesson(text: str, pages: Collection[str]) -> Lesson:
    """Return a lesson, which is written in TOML as those in ``assets/lessons/`` are.

    Parameters
    ----------
    text : of the file
    pages : the addresses of all pages

    Raises
    ------
    ValueError : the text is no TOML, has no step or too many, or a step is not as it must be; says which
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(
            tr(
                "a lesson must have at most {most} characters, got {count}",
                most=whole_number(MOST_CHARACTERS),
                count=whole_number(len(text)),
            )
        )
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(tr("a lesson must be written in TOML: {why}", why=error)) from None
    return read_table(table, pages)


def read_table(
    table: Mapping[str, Any], pages: Collection[str], called: Mapping[str, str] = MappingProxyType({})
) -> Lesson:
    """Return a lesson as :func:`read_lesson` does, of the table that its file is.

    Parameters
    ----------
    table, pages : the table, and the addresses of all pages
    called : what the fields of a step are called by whom is told what is wrong, those of the whole lesson as
        ``lesson.title`` and ``lesson.about``; what is not named is called as in a file

    Raises
    ------
    ValueError : as :func:`read_lesson`
    """
    steps = table.get("step")
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise ValueError(tr("a lesson must have 1 to {most} steps", most=MOST_STEPS))
    read = tuple(
        _step(_Table(f"{step_name(number)}: ", step, called), pages) for number, step in enumerate(steps, 1)
    )
    own = {name: said for name in ("title", "about") if (said := called.get(f"lesson.{name}"))}
    whole = _Table("", table, own)
    whole.must_have(_LESSON, _ALSO_LESSON)
    return Lesson(whole.text("title"), whole.text("about", ""), read)


def link(step: Step, **own: str) -> str:
    """Return the link that leads to a step from any page, with parameters of its own."""
    parts = {"hide": "_".join(step.hide), "lock": "_".join(step.lock)}
    said = {name: value for name, value in parts.items() if value}
    return f"{step.page or './'}?{urlencode({'v': '1', **step.query, **said, **own})}"


def step_name(number: int) -> str:
    """Return how a step is called before what is said of it."""
    return tr("step {number}", number=number)


def _step(table: "_Table", pages: Collection[str]) -> Step:
    table.must_have(_STEP, _ALSO_STEP)
    page, query, says = table.value["page"], table.value["query"], table.value["says"]
    known = ", ".join(filter(None, sorted(pages)))
    table.require(
        isinstance(page, str) and page in pages,
        tr("page must be one of {names} or empty, got {got}", names=known, got=shown(page)),
    )
    table.require(
        isinstance(query, dict)
        and all(
            _NAME.fullmatch(name) and isinstance(value, str) and _VALUE.fullmatch(value)
            for name, value in query.items()
        ),
        tr(
            "{name} must have texts of letters, digits and . _ + - as values, got {got}",
            name=table.called("query"),
            got=shown(query),
        ),
    )
    others = ", ".join(OF_THE_WINDOW)
    table.require(
        not set(query) & set(OF_THE_WINDOW),
        tr("{name} must not have {names}, which are the link's", name=table.called("query"), names=others),
    )
    table.require(
        isinstance(says, list) and 1 <= len(says) <= MOST_SENTENCES,
        tr("{name} must be 1 to {most} sentences", name=table.called("says"), most=MOST_SENTENCES),
    )
    at = table.text("at", "")
    table.require(
        not at or _PART.fullmatch(at) is not None,
        tr("at must be classes such as .dial, got {got}", got=shown(at)),
    )
    question = table.value.get("question")
    return Step(
        title=table.text("title"),
        page=page,
        query=MappingProxyType(dict(query)),
        says=tuple(table.checked("says", sentence) for sentence in says),
        look=table.text("look", ""),
        at=at,
        minutes=table.number("minutes", 0, 60),
        question=None if question is None else _question(table.inside("question: ", question)),
        hide=table.parts("hide", page),
        lock=table.parts("lock", page),
    )


def _question(table: "_Table") -> Question:
    table.must_have(_QUESTION, _ALSO_QUESTION)
    try:
        answer = read_expression(table.value["answer"], table.called("answer"))
    except ValueError as error:
        raise ValueError(f"{table.where}{error}") from None
    choices = table.value.get("choices", [])
    table.require(
        isinstance(choices, list) and (not choices or 2 <= len(choices) <= MOST_CHOICES),
        tr(
            "{name} must be 2 to {most}, or none for a number",
            name=table.called("choices"),
            most=MOST_CHOICES,
        ),
    )
    return Question(
        asks=table.text("asks"),
        answer=answer,
        tolerance=table.number("tolerance", 1e-9, 1e6),
        unit=table.text("unit", ""),
        choices=tuple(_choice(table.inside("", choice)) for choice in choices),
        why=_why(table),
    )


def _why(table: "_Table") -> tuple[str | Expression, ...]:
    """Return a text whose expressions in braces are computed."""
    pieces: list[str | Expression] = []
    for piece in _BRACED.split(table.text("why", "")):
        try:
            computed = read_expression(piece[1:-1], tr("an expression")) if piece.startswith("{") else piece
        except ValueError as error:
            raise ValueError(f"{table.where}{table.called('why')}: {error}") from None
        pieces.append(computed)
    table.require(
        sum(isinstance(piece, Expression) for piece in pieces) <= MOST_COMPUTED,
        tr(
            "{name} must have at most {most} expressions in braces",
            name=table.called("why"),
            most=MOST_COMPUTED,
        ),
    )
    return tuple(piece for piece in pieces if piece)


def _choice(table: "_Table") -> Choice:
    table.require(
        isinstance(table.value, dict) and set(table.value) == {"says", "is"},
        tr('a choice must be { says = "…", is = … }'),
    )
    value = table.value["is"]
    table.require(
        (isinstance(value, str) and len(value) <= LONGEST["a choice"])
        or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12),
        tr("{name} must be a number, or a text, got {got}", name=table.called("is"), got=shown(value)),
    )
    return Choice(
        table.checked("a choice", table.value["says"]), value if isinstance(value, str) else float(value)
    )


class _Table(NamedTuple):
    """A table of a file, where it is, and what its fields are called, for what is said of it."""

    where: str
    value: Any
    names: Mapping[str, str]

    def inside(self, where: str, value: Any) -> "_Table":
        return _Table(self.where + where, value, self.names)

    def called(self, name: str) -> str:
        return self.names.get(name, name)

    def require(self, met: bool, what: str) -> None:
        if not met:
            raise ValueError(f"{self.where}{what}")

    def must_have(self, names: set[str], also: set[str]) -> None:
        given = set(self.value) if isinstance(self.value, dict) else set()
        accepted = {"names": ", ".join(sorted(names)), "more": ", ".join(sorted(also))}
        self.require(
            isinstance(self.value, dict),
            tr("must have just {names}, and may have {more}, got {got}", **accepted, got=shown(self.value)),
        )
        self.require(
            names <= given <= names | also,
            tr(
                "must have just {names}, and may have {more}; got {got}",
                **accepted,
                got=shown(", ".join(sorted(given))),
            ),
        )

    def checked(self, name: str, value: object) -> str:
        most = LONGEST[name]
        self.require(
            isinstance(value, str) and 0 < len(value) <= most,
            tr(
                "{name} must be a text of 1 to {most} characters, got {got}",
                name=self.called(name),
                most=most,
                got=shown(value),
            ),
        )
        return str(value)

    def text(self, name: str, otherwise: str | None = None) -> str:
        value = self.value.get(name, otherwise)
        return "" if value == "" and otherwise == "" else self.checked(name, value)

    def number(self, name: str, least: float, most: float) -> float:
        value = self.value.get(name, least)
        self.require(
            isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most,
            tr(
                "{name} must be a number from {least} to {most}, got {got}",
                name=self.called(name),
                least=localised(f"{least:g}"),
                most=localised(f"{most:g}"),
                got=shown(value),
            ),
        )
        return float(value)

    def parts(self, name: str, page: str) -> tuple[str, ...]:
        value, there = self.value.get(name, []), parts_of(page, name)
        self.require(
            isinstance(value, list) and all(part in there for part in value),
            tr(
                "{name} must be a list of parts of the page: {names}; got {got}",
                name=self.called(name),
                names=", ".join(there),
                got=shown(value),
            ),
        )
        return tuple(value)
