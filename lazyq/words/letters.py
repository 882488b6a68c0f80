"""What counts as a letter, and what as a word."""

import unicodedata
from typing import NamedTuple

from lazyq.extras import extra

with extra("words"):
    import regex

_CLUSTER = regex.compile(r"\X")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’\-\u200c\u200d][\p{L}\p{M}\p{N}]+)*")


class Token(NamedTuple):
    """A piece of a text: a word, or what stands between two.

    Attributes
    ----------
    text : as it stands there
    is_word : whether it is a word
    """

    text: str
    is_word: bool


def graphemes(text: str) -> list[str]:
    """Return the letters of a text as a reader counts them: grapheme clusters, in the order of the text.

    A letter and its accents are one, and so is a picture of several code points. Right-to-left text comes in
    its logical order, the first letter first. Different ways to write one letter become one (Unicode's NFC).

    >>> from lazyq.words import graphemes
    >>> graphemes("cafe\u0301")
    ['c', 'a', 'f', 'é']

    Parameters
    ----------
    text : in any script

    Raises
    ------
    ValueError : no string
    """
    return clusters(unicodedata.normalize("NFC", checked_text("text", text)))


def tokens(text: str) -> list[Token]:
    """Return the words of a text and what is between them; together they are the text.

    A word is a run of letters, accents and digits, with apostrophes and hyphens inside.

    >>> from lazyq.words import tokens
    >>> [token.text for token in tokens("don't, please") if token.is_word]
    ["don't", 'please']

    Parameters
    ----------
    text : in any script

    Raises
    ------
    ValueError : no string
    """
    pieces, end = [], 0
    for match in _WORD.finditer(checked_text("text", text)):
        if match.start() > end:
            pieces.append(Token(text[end : match.start()], is_word=False))
        pieces.append(Token(match[0], is_word=True))
        end = match.end()
    if end < len(text):
        pieces.append(Token(text[end:], is_word=False))
    return pieces


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of a text as they are written."""
    return list(text) if text.isascii() and "\r" not in text else _CLUSTER.findall(text)


def is_word(text: str) -> bool:
    """Return whether a text is one word and nothing else, as :func:`tokens` finds them."""
    return _WORD.fullmatch(text) is not None


def checked_text(name: str, text: str) -> str:
    """Return the text.

    Raises
    ------
    ValueError : no string
    """
    if not isinstance(text, str):
        raise ValueError(f"{name} must be a string, got {type(text).__name__}")  # noqa: TRY004  one error type
    return text


def checked_word(name: str, word: str, most: int) -> list[str]:
    """Return the letters of a word.

    Raises
    ------
    ValueError : no string, an empty one or one of more than so many letters
    """
    letters = graphemes(checked_text(name, word))
    if not 1 <= len(letters) <= most:
        raise ValueError(f"{name} must have 1 to {most} letters, got {len(letters)}")
    return letters
