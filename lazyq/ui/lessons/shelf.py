"""Where lessons are: beside the app, in a teacher's folder, and in links."""

import base64
import binascii
import os
import re
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from lazyq.experiments.received import shown
from lazyq.ui.components import ASSETS
from lazyq.ui.language import LANGUAGES, catalogue, language, tr, whole_number
from lazyq.ui.lessons.reading import MOST_CHARACTERS, Lesson, read_lesson, read_table
from lazyq.ui.lessons.texts import translated_lesson

VARIABLE = "LAZYQ_LESSONS"
TOUR = "tour"
MOST_LESSONS = 50
MOST_IN_LINK = 1_800
_BUILT_IN = ("shifts", "words", "averages", "geometry", "calibration")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_IN_LINK = "~"


class Shelf(NamedTuple):
    """The lessons that there are, by name, and what is wrong with those of a teacher that can't be read."""

    lessons: Mapping[str, Lesson]
    problems: tuple[str, ...]


def built_in(name: str, pages: frozenset[str]) -> Lesson:
    """Return the lesson of the file ``assets/lessons/<name>.toml``, in the visitor's language."""
    return _built_in(name, pages, language())


@cache
def _built_in(name: str, pages: frozenset[str], code: str) -> Lesson:
    table = tomllib.loads((ASSETS / "lessons" / f"{name}.toml").read_text(encoding="utf-8"))
    texts = catalogue(code).texts
    return read_table(translated_lesson(table, lambda text: str(texts.get(text, text))), pages)


def in_every_language(pages: frozenset[str]) -> Iterator[tuple[str, Lesson]]:
    """Return the lessons beside the app after their names, each in every language that there is."""
    return ((name, _built_in(name, pages, code)) for name in _BUILT_IN for code in LANGUAGES)


def shelf(pages: frozenset[str]) -> Shelf:
    """Return the lessons beside the app, then those of the folder that LAZYQ_LESSONS names, as they are now.

    A file ``<name>.toml`` there, with a name of a-z, 0-9 and -, is a lesson; the first 50 by name are read,
    up to 60,000 characters each. A name that the app itself has stays the app's.
    """
    lessons = {name: built_in(name, pages) for name in _BUILT_IN}
    problems: list[str] = []
    folder = os.environ.get(VARIABLE)
    if not folder:
        return Shelf(lessons, ())
    try:
        files = sorted(file for file in Path(folder).iterdir() if file.suffix == ".toml")
    except OSError as error:
        return Shelf(lessons, (_unreadable(error),))
    if len(files) > MOST_LESSONS:
        problems.append(
            tr(
                "{variable} has {count} lessons, of which the first {most} are read",
                variable=VARIABLE,
                count=len(files),
                most=MOST_LESSONS,
            )
        )
    for file in files[:MOST_LESSONS]:
        try:
            lessons[_named(file, lessons)] = _from_file(file, pages)
        except ValueError as error:
            problems.append(f"{shown(file.name)}: {error}")
    return Shelf(lessons, tuple(problems))


def find(name: str, pages: frozenset[str]) -> Lesson:
    """Return the lesson that a link names, or has in itself.

    Raises
    ------
    ValueError : there is none of this name, and which there are; or what is wrong with it
    """
    if name.startswith(_IN_LINK):
        return _from_link(name, pages)
    there = shelf(pages)
    if name not in there.lessons:
        wrong = next(
            (problem for problem in there.problems if problem.startswith(shown(f"{name}.toml"))), None
        )
        raise ValueError(
            wrong
            or tr("it must be one of {names}, got {got}", names=", ".join(there.lessons), got=shown(name))
        )
    return there.lessons[name]


def in_link(text: str) -> str | None:
    """Return a lesson as a link can have it in itself, None if it is too long for that."""
    packer = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(text.encode()) + packer.flush()
    name = _IN_LINK + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")
    return name if len(name) <= MOST_IN_LINK else None


def _named(file: Path, lessons: Mapping[str, Lesson]) -> str:
    if not _NAME.fullmatch(file.stem):
        raise ValueError(tr("a name must be of 1 to 40 letters a-z, digits and -"))
    if file.stem in lessons or file.stem == TOUR:
        raise ValueError(tr("the app itself has a lesson {name}; give it another name", name=file.stem))
    return file.stem


def _unreadable(error: OSError) -> str:
    return tr("{variable} must name a folder that can be read: {why}", variable=VARIABLE, why=error.strerror)


def _from_file(file: Path, pages: frozenset[str]) -> Lesson:
    try:
        state = file.stat()
        if not file.is_file() or state.st_size > 4 * MOST_CHARACTERS:
            most = whole_number(MOST_CHARACTERS)
            raise ValueError(tr("a lesson must be a file of at most {most} characters", most=most))
        return _read(file, state.st_mtime_ns, state.st_size, pages)
    except OSError as error:
        raise ValueError(tr("it can't be read: {why}", why=error.strerror)) from None
    except UnicodeDecodeError:
        raise ValueError(tr("it must be written in UTF-8")) from None


@lru_cache(maxsize=MOST_LESSONS)
def _read(file: Path, changed: int, size: int, pages: frozenset[str]) -> Lesson:
    return read_lesson(file.read_text(encoding="utf-8"), pages)


@lru_cache(maxsize=16)
def _from_link(name: str, pages: frozenset[str]) -> Lesson:
    if len(name) > MOST_IN_LINK:
        raise ValueError(
            tr(
                "a lesson in a link must have at most {most} characters, got {count}",
                most=whole_number(MOST_IN_LINK),
                count=whole_number(len(name)),
            )
        )
    try:
        body = name.removeprefix(_IN_LINK).encode("ascii")
        packed = base64.b64decode(body + b"=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        text = unpacker.decompress(packed, MOST_CHARACTERS + 1).decode()
    except (binascii.Error, zlib.error, UnicodeError):
        raise ValueError(tr("the lesson in the link is damaged: copy the whole link")) from None
    return read_lesson(text, pages)
