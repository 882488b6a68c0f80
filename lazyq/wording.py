"""Texts that remember how they were made, so that who shows them can say them in another language.

What computes knows no languages: it says ``worded("{count} digits", count=40)``, which is the text
"40 digits" to all who read it, and its parts to the app, which has its wording in others.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, final

_VALUE = re.compile(r"\{(\w+)\}")


def filled(template: str, values: Mapping[str, object]) -> str:
    """Return a text, each ``{name}`` in it replaced by that value; a name without a value stays as it is."""
    return _VALUE.sub(lambda match: str(values[match[1]]) if match[1] in values else match[0], template)


@final
class Worded(str):
    """A text made of a template and the values in it; :func:`worded` makes one.

    Attributes
    ----------
    template : the text with ``{name}`` for each value
    values : by their names; some may be such texts themselves
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
