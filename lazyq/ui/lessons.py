"""Sequences of states of the pages, with what to say about each: plain text files in ``assets/lessons/``."""

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

from lazyq.experiments.received import shown
from lazyq.ui.components import ASSETS

MOST_STEPS = 30
_MOST_SENTENCES = 3
_LONGEST = {"title": 40, "says": 160, "look": 80, "at": 40}
_KEYS = {"title", "page", "query", "says", "look", "at"}
_NAME = re.compile(r"[a-z_0-9]+")
_VALUE = re.compile(r"[\w.+-]*", re.ASCII)
_PART = re.compile(r"\.[a-z-]+(?: \.[a-z-]+)*")


class Step(NamedTuple):
    """A state of a page, and what is said about it.

    Attributes
    ----------
    title : of the step, plain text like all that is said
    page : the page's address in the table of pages
    query : the parameters of the link
    says : two or three sentences
    look : what to look at
    at : where that is, as classes within the page's view
    """

    title: str
    page: str
    query: Mapping[str, str]
    says: tuple[str, ...]
    look: str
    at: str


def read_steps(text: str, pages: Collection[str]) -> tuple[Step, ...]:
    """Return the steps of a lesson, which is written in TOML as ``assets/lessons/tour.toml`` is.

    Parameters
    ----------
    text : of the file
    pages : the addresses of all pages

    Raises
    ------
    ValueError : the text is no TOML, has no step or too many, or a step is not as it must be; says which
    """
    try:
        steps = tomllib.loads(text).get("step")
    except (ValueError, RecursionError) as error:
        raise ValueError(f"a lesson must be written in TOML: {error}") from None
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"a lesson must have 1 to {MOST_STEPS} steps")
    return tuple(_step(number, step, pages) for number, step in enumerate(steps, 1))


@cache
def lesson(name: str, pages: frozenset[str]) -> tuple[Step, ...]:
    """Return the steps of the file ``assets/lessons/<name>.toml``."""
    return read_steps((ASSETS / "lessons" / f"{name}.toml").read_text(encoding="utf-8"), pages)


def link(step: Step, **own: str) -> str:
    """Return the link that leads to a step from any page, with parameters of its own."""
    return f"{step.page or './'}?{urlencode({'v': '1', **step.query, **own})}"


def _step(number: int, step: Any, pages: Collection[str]) -> Step:
    def require(met: bool, what: str) -> None:
        if not met:
            raise ValueError(f"step {number}: {what}")

    def text(name: str, value: object) -> str:
        most = _LONGEST[name]
        require(
            isinstance(value, str) and 0 < len(value) <= most,
            f"{name} must be a text of 1 to {most} characters, got {shown(value)}",
        )
        return str(value)

    require(isinstance(step, dict) and set(step) == _KEYS, f"must have just {', '.join(sorted(_KEYS))}")
    page, query, says = step["page"], step["query"], step["says"]
    known = ", ".join(filter(None, sorted(pages)))
    require(
        isinstance(page, str) and page in pages, f"page must be one of {known} or empty, got {shown(page)}"
    )
    require(
        isinstance(query, dict)
        and all(
            _NAME.fullmatch(name) and isinstance(value, str) and _VALUE.fullmatch(value)
            for name, value in query.items()
        ),
        f"query must have texts of letters, digits and . _ + - as values, got {shown(query)}",
    )
    require(
        isinstance(says, list) and 2 <= len(says) <= _MOST_SENTENCES,
        f"says must be 2 to {_MOST_SENTENCES} sentences",
    )
    at = text("at", step["at"])
    require(_PART.fullmatch(at) is not None, f"at must be classes such as .dial, got {shown(at)}")
    sentences = tuple(text("says", sentence) for sentence in says)
    return Step(
        text("title", step["title"]), page, MappingProxyType(query), sentences, text("look", step["look"]), at
    )
