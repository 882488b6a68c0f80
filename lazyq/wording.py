"""Texts that remember how they were made, so that who shows them can say them in another language.

What computes knows no languages: it says ``worded("{count} digits", count=40)``, which is the text
"40 digits" to all who read it, and its parts to the app, which has its wording in others. What draws makes
texts that are no longer taken apart: it has them said by :func:`say`, in English if nobody else was chosen
by :func:`said_by`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, NamedTuple, final

_VALUE = re.compile(r"\{(\w+)\}")


def filled(template: str, values: Mapping[str, object]) -> str:
    """Return a text, each ``{name}`` in it replaced by that value; a name without a value stays as it is."""
    if "{" not in template:
        return template
    return _VALUE.sub(lambda match: str(values[match[1]]) if match[1] in values else match[0], template)


@final
class Worded(str):
    """A text made of a template and the values in it; :func:`worded` makes one.

    Attributes
    ----------
    template : the text with ``{name}`` for each value
    values : by their names; some may be such texts themselves, or numbers that are :class:`Written`
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> "Worded":  # noqa: D102
        text = super().__new__(cls, filled(template, values))
        text.template, text.values = template, MappingProxyType(dict(values))
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.template, dict(self.values))


@final
class Written(str):
    """A number as Python wrote it, such as "0.25"; who shows it writes it as another language does."""

    __slots__ = ()


def worded(template: str, /, **values: object) -> Worded:
    """Return a text of a template and the values of its ``{name}``.

    Examples
    --------
    >>> from lazyq.wording import worded
    >>> text = worded("{count} digits", count=40)
    >>> text, text.template
    ('40 digits', '{count} digits')
    """
    return Worded(template, values)


def message_of(error: BaseException) -> str:
    """Return what an error says, as it was worded where it was raised."""
    said = error.args[0] if len(error.args) == 1 else None
    return said if isinstance(said, Worded) else str(error)


class Voice(NamedTuple):
    """Who says texts in a language.

    Attributes
    ----------
    text : from a text to the same in the language
    counted : from the form for one, the form for others, the number that decides, and values, as in
        :func:`say_count`; it is given ``count`` among the values too, written by ``whole``
    number : from a number as Python wrote it, such as "0.25" or "80.00%", to the same in the language
    whole : from a whole number to how it is written
    """

    text: Callable[[Worded], str]
    counted: Callable[..., str]
    number: Callable[[str], str]
    whole: Callable[[int], str]


def _counted(one: str, many: str, count: int, /, **values: object) -> str:
    return filled(one if count == 1 else many, values)


ENGLISH = Voice(text=str, counted=_counted, number=str, whole="{:,}".format)
_voice = ContextVar("_voice", default=ENGLISH)


@contextmanager
def said_by(voice: Voice) -> Iterator[None]:
    """Let a voice say what is said from here on, in this thread and until the end of the block."""
    before = _voice.set(voice)
    try:
        yield
    finally:
        _voice.reset(before)


def say(template: str, /, **values: object) -> str:
    """Return a text of a template and the values of its ``{name}``, said by the voice of :func:`said_by`."""
    return str(_voice.get().text(worded(template, **values)))


def say_count(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form of a text that goes with a number, which it may name as ``{count}``."""
    voice = _voice.get()
    return str(voice.counted(one, many, count, count=voice.whole(count), **values))


def say_number(written: str) -> str:
    """Return a number that Python wrote, such as "0.25", as the voice writes it."""
    return str(_voice.get().number(written))
