"""How far letters may move until a word is another: a text as it is read, and how often that is right."""

from lazyq.experiments.words.measuring import (
    MEASURED_KINDS,
    MEASURED_SQUARES,
    Measured,
    MeasuringSpec,
    measure,
)
from lazyq.experiments.words.reading import (
    LISTED,
    SQUARES,
    STRENGTHS,
    Reading,
    ReadingSpec,
    read_text,
    reading_npz,
)
from lazyq.experiments.words.talk import RIGHT, SCRAMBLED, SPANISH
from lazyq.experiments.words.unscrambling import KINDS, Unscrambling, UnscramblingSpec, unscramble

__all__ = [
    "KINDS",
    "LISTED",
    "MEASURED_KINDS",
    "MEASURED_SQUARES",
    "RIGHT",
    "SCRAMBLED",
    "SPANISH",
    "SQUARES",
    "STRENGTHS",
    "Measured",
    "MeasuringSpec",
    "Reading",
    "ReadingSpec",
    "Unscrambling",
    "UnscramblingSpec",
    "measure",
    "read_text",
    "reading_npz",
    "unscramble",
]
