"""Texts that others wrote (a link, a file, the environment), shown as they are."""

import re

from lazyq.ui.language import tr
from lazyq.wording import Worded, message_of

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Addresses become links even where their punctuation is escaped: a word joiner, which isn't seen, breaks
# them.
_ADDRESS = re.compile(r"(?i)(?<=www)(?=\.)|(?<=:)(?=//)|(?<=\w)(?=@)")
_SPACE = re.compile(r"\s+")


def plain(text: object) -> str:
    r"""Return a text so that Streamlit's Markdown shows it letter by letter.

    No emphasis, link, picture, formula, colour or icon can be made of it: Markdown takes every punctuation
    mark of ASCII behind a backslash as itself, and what is one line stays one. What was worded where it was
    made, such as what an error says, is shown in the visitor's language.
    """
    said = message_of(text) if isinstance(text, BaseException) else text
    shown = tr(said) if isinstance(said, Worded) else str(said)
    return _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub("\u2060", _SPACE.sub(" ", shown)))
