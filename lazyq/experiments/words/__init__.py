"""How far letters may move until a word is another: a text as it is read, and how often that is right."""

from lazyq.experiments.words.reading import (
    LISTED,
    SQUARES,
    STRENGTHS,
    Reading,
    ReadingSpec,
    read_text,
    reading_npz,
)
from lazyq.experiments.words.talk import RIGHT, SCRAMBLED
from lazyq.experiments.words.unscrambling import KINDS, Unscrambling, UnscramblingSpec, unscramble

__all__ = [
    "KINDS",
    "LISTED",
    "RIGHT",
    "SCRAMBLED",
    "SQUARES",
    "STRENGTHS",
    "Reading",
    "ReadingSpec",
    "Unscrambling",
    "UnscramblingSpec",
    "read_text",
    "reading_npz",
    "unscramble",
]
