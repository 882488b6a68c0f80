"""Figures of texts: numbers with a unit, a percent sign or decimals. Numbers in words are not found."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lazyq.experiments.reproducing import CLAIMS, MEASUREMENTS, Passage, Quote

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = r"(?:%|°|(?:times|[mµn]?s|seconds?|minutes?|hours?|[GMk]i?B|CPU)\b)"
_FIGURE = re.compile(
    rf"(?<![\w.^/]){_NUMBER}(?:(?:, {_NUMBER})* (?:to|and) {_NUMBER})?[ -]?{_UNIT}"
    rf"|(?<![\w.^/])\d+(?:,\d{{3}})*\.\d+(?![\d.]*[.]\d)|10⁻[⁰¹²³⁴-⁹]+|\b\d+e-\d+"
)
_NONE_OF_THESE = (
    re.compile(r"^\|.*\|$(?=\n\|[-|]+\|$)", re.MULTILINE),  # the head of a table: settings
    re.compile(r"^```\w+\n.*?^```$", re.MULTILINE | re.DOTALL),  # a program
    re.compile(r"``[^`\n]*``|`[^`\n]*`"),
    re.compile(r"\b95 %"),  # the level of an interval
    re.compile(r"\bλ²? = \d+(?:\.\d)?(?!\.?\d)(?:(?:, | and | or )(?:\d+(?:\.\d)?|∞)(?!\.?\d))*"),
    re.compile(r"\b(?:Python|Numba|PyTorch|CUDA|Triton|Debian) \d[\d.]*\d"),
)


class Figure(NamedTuple):
    """A figure, its place in the text, and some of what stands around it."""

    place: int
    text: str
    around: str


def figures(text: str) -> Iterator[Figure]:
    """Find the figures of a text that may be results: no settings of tables and λ, no levels, no code."""
    left = text
    for other in _NONE_OF_THESE:
        left = other.sub(lambda match: " " * len(match[0]), left)
    for match in _FIGURE.finditer(left):
        around = " ".join(text[max(0, match.start() - 60) : match.end() + 60].split())
        yield Figure(match.start(), match[0], around)


def place_of(quote: str, text: str, start: int = 0) -> tuple[int, int]:
    """Return where a quote begins and ends in a text, broken into lines anywhere; ValueError if nowhere."""
    found = re.compile(r"\s+".join(map(re.escape, quote.split()))).search(text, start)
    if found is None:
        raise ValueError(f"{quote!r} does not stand there")
    return found.span()


def covers(passage: Passage, text: str) -> tuple[int, int]:
    """Return where a passage begins and ends in the text of its file."""
    begin, after = place_of(passage.begin, text)
    if passage.end == Passage.end:
        end = text.find(Passage.end, after)
        return begin, len(text) if end < 0 else end
    return begin, place_of(passage.end, text, begin)[1]


def quotes() -> list[Quote]:
    """Return all quotes, of computed and of measured numbers."""
    return [quote for one in (*CLAIMS, *MEASUREMENTS) for quote in one.quotes]


def uncovered(file: str, text: str, none: tuple[str, ...]) -> list[str]:
    """Return the figures of a file that neither the registry nor a text of those that are no results has."""
    spans = [place_of(quote.text, text) for quote in quotes() if quote.file == file]
    spans += [
        covers(passage, text) for one in MEASUREMENTS for passage in one.passages if passage.file == file
    ]
    spans += [place_of(some, text) for some in none]
    return [
        f"{figure.text}: {figure.around}"
        for figure in figures(text)
        if not any(begin <= figure.place < end for begin, end in spans)
    ]
