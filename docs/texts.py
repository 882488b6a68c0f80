"""Bring the catalogues of the app's texts up to date: ``python -m docs.texts``.

Each text of the app is found where it stands: in ``tr``, ``trn``, ``later`` and ``worded`` of Python and
JavaScript, in ``say`` and ``say_count`` of Python, in the markup of components, in lessons, and in the
Markdown of ``assets/text``. A language's file there then holds each of them once, with what has been
translated; what is no longer used is dropped. Whoever translates fills in what is empty.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from lazyq.root import ROOT
from lazyq.ui.language import ENGLISH, FOLDER, LANGUAGES, translated_markdown, translated_markup
from lazyq.ui.lessons.texts import translated_lesson

KEYWORDS = {"tr": None, "trn": (1, 2), "later": None, "worded": None}
SAID = {"python": {"say": None, "say_count": (1, 2)}, "javascript": {}}
PERSONAL = tuple(f'"{name}' for name in ("POT-", "PO-", "Last-", "Language-Team", "Generated-By", "Report-"))


def found_texts() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """Return each text of the app after the path of the file that it stands in."""
    for file in [ROOT / "app.py", *sorted(ROOT.glob("pages/*.py")), *sorted(ROOT.glob("lazyq/**/*.py"))]:
        yield from _called("python", file)
    for folder in ("components", "shared"):
        for file in sorted((ROOT / "assets" / folder).rglob("*.js")):
            yield from _called("javascript", file)
    for file in sorted((ROOT / "assets" / "components").rglob("*.html")):
        texts: list[str] = []
        translated_markup(file.read_text("utf-8"), _noting(texts))
        yield from ((_path(file), text) for text in texts)
    for file in sorted((ROOT / "assets" / "text").glob("*.md")):
        texts = []
        translated_markdown(file.read_text("utf-8"), _noting(texts))
        yield from ((_path(file), text) for text in texts)
    for file in sorted((ROOT / "assets" / "lessons").glob("*.toml")):
        lesson, texts = tomllib.loads(file.read_text("utf-8")), []
        translated_lesson(lesson, _noting(texts))
        yield from ((_path(file), text) for text in texts)


def updated(code: str, old: bytes) -> bytes:
    """Return the file of a language with all texts of the app, from the file as it was."""
    before = read_po(BytesIO(old), locale=code) if old else Catalog(locale=code)
    catalogue = Catalog(locale=code, project="lazyq", fuzzy=False, charset="utf-8")
    for path, text in found_texts():
        known = before.get(text if isinstance(text, str) else text[0])
        translation = known.string if known is not None and isinstance(known.id, type(text)) else ""
        catalogue.add(text, translation, locations=[(path, 0)])
    file = BytesIO()
    write_po(file, catalogue, width=110, omit_header=False, sort_output=False, include_lineno=False)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(PERSONAL)).encode()


def _noting(texts: list[str]) -> Callable[[str], str]:
    """Return what stands in for a translation, and notes each text."""

    def noted(text: str) -> str:
        texts.append(text)
        return text

    return noted


def _called(language: str, file: Path) -> Iterator[tuple[str, str | tuple[str, str]]]:
    with file.open("rb") as source:
        for _, text, *_ in extract(
            language, source, KEYWORDS | SAID[language], options={"encoding": "utf-8"}
        ):
            yield _path(file), text


def _path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def main() -> None:
    """Write the file of every language anew, and say what each still lacks."""
    for code in set(LANGUAGES) - {ENGLISH}:
        path = FOLDER / f"{code}.po"
        content = updated(code, path.read_bytes() if path.exists() else b"")
        path.write_bytes(content)
        messages = [message for message in read_po(BytesIO(content), locale=code) if message.id]
        lacking = sum(not message.string or message.string == ("", "") for message in messages)
        sys.stdout.write(f"{path.name}: {len(messages)} texts, {lacking} of them without a translation\n")


if __name__ == "__main__":
    main()
