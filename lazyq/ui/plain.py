"""Texts that others wrote (a link, a file, the environment), shown as they are."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Addresses become links even where their punctuation is escaped: a word joiner, which isn't seen, breaks
# them.
_ADDRESS = re.compile(r"(?i)(?<=www)(?=\.)|(?<=:)(?=//)|(?<=\w)(?=@)")
_SPACE = re.compile(r"\s+")


def plain(text: object) -> str:
    r"""Return a text so that Streamlit's Markdown shows it letter by letter.

    No emphasis, link, picture, formula, colour or icon can be made of it: Markdown takes every punctuation
    mark of ASCII behind a backslash as itself, and what is one line stays one.
    """
    return _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub("\u2060", _SPACE.sub(" ", str(text))))
