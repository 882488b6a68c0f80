"""Lessons as they are written: links that are pasted, files, QR codes and printed sheets."""

import json
import re
from collections.abc import Collection
from html import escape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import segno

from lazyq.experiments.received import shown
from lazyq.ui.language import language, localised, tr
from lazyq.ui.lessons.reading import OF_THE_WINDOW, Lesson, Question, Step, link
from lazyq.ui.parts import PARAMETERS

MOST_DENSE = 1_200  # characters of a link that a phone still reads from a screen
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SHEET = """<!doctype html>
<html lang="{code}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; font: 1rem/1.45 system-ui, sans-serif; }}
section {{ display: grid; grid-template-columns: 1fr 8rem; gap: 0 1.5rem; padding: 0.8rem 0; border-top: 1px solid #999; break-inside: avoid; }}
h1 {{ margin: 0; }} h2 {{ margin: 0; font-size: 1.15rem; }} p {{ margin: 0.3rem 0; }}
h2 small {{ font-weight: 400; }} figure {{ margin: 0; }} img {{ width: 8rem; image-rendering: pixelated; }}
.asks {{ font-weight: 600; }} ul {{ list-style: none; margin: 0.3rem 0; padding: 0; }} li::before {{ content: '☐  '; }}
.room {{ height: 3.2rem; border-bottom: 1px dotted #555; }} .link {{ grid-column: 1 / 3; font-size: 0.75rem; overflow-wrap: anywhere; }}
.whole {{ display: flex; justify-content: space-between; gap: 1.5rem; }} .name {{ margin-top: 1rem; }}
@media print {{ body {{ margin: 0; max-width: none; }} a {{ color: inherit; }} }}
</style>
<header class="whole"><div><h1>{title}</h1><p>{about}</p><p class="name">{name} ______________________</p></div>{picture}</header>
{steps}
</html>
"""  # noqa: E501  a style is read as it is written


class Place(NamedTuple):
    """A state of a page, as a link has it."""

    page: str
    query: dict[str, str]
    hide: tuple[str, ...]
    lock: tuple[str, ...]


def read_link(text: str, pages: Collection[str]) -> Place:
    """Return the state of a page that a pasted link shows, whatever host it names.

    Raises
    ------
    ValueError : it leads to no page of the app
    """
    try:
        address = urlsplit(text.strip())
        said = dict(parse_qsl(address.query, max_num_fields=100))
    except ValueError:
        raise ValueError(tr("a link must be an address, got {got}", got=shown(text))) from None
    page = address.path.rstrip("/").rpartition("/")[2]
    if page not in pages and (address.netloc or page not in ("", ".")):
        known = ", ".join(filter(None, sorted(pages)))
        raise ValueError(
            tr("a link must lead to one of the pages {names}, got {got}", names=known, got=shown(text))
        )
    hide, lock = (tuple(filter(None, said.get(name, "").split("_"))) for name in PARAMETERS)
    query = {name: value for name, value in said.items() if name not in OF_THE_WINDOW}
    return Place(page if page in pages else "", query, hide, lock)


def written(lesson: Lesson) -> str:
    """Return a lesson in TOML, which ``read_lesson`` reads as the same one."""
    lines = [f"title = {_text(lesson.title)}"]
    if lesson.about:
        lines.append(f"about = {_text(lesson.about)}")
    for step in lesson.steps:
        lines += ["", "[[step]]", *_step_lines(step)]
    return "\n".join(lines) + "\n"


def code(address: str) -> str | None:
    """Return the QR code of a link as a picture that a page can have in itself; None if it is too long."""
    if len(address) > MOST_DENSE:
        return None
    return segno.make(address, error="l", micro=False).svg_data_uri(border=2, light="white")


def sheet(lesson: Lesson, base: str, address: str | None) -> str:
    """Return a page to print: every step with its text, its question, room for an answer, and its link.

    Parameters
    ----------
    lesson : whatever it says is text
    base : where the app is, with its last slash
    address : of the whole lesson, if a link can have it
    """
    steps = "\n".join(_printed(number, step, base) for number, step in enumerate(lesson.steps, 1))
    whole = "" if address is None else _picture(address)
    return _SHEET.format(
        code=language(),
        title=escape(lesson.title),
        about=escape(lesson.about),
        name=tr("Name:"),
        picture=whole,
        steps=steps,
    )


def _step_lines(step: Step) -> list[str]:
    query = ", ".join(f"{name} = {_text(value)}" for name, value in step.query.items())
    lines = [
        f"title = {_text(step.title)}",
        f"page = {_text(step.page)}",
        f"query = {{ {query} }}" if query else "query = {}",
        f"says = [{', '.join(map(_text, step.says))}]",
    ]
    lines += [f"{name} = {_text(value)}" for name, value in (("look", step.look), ("at", step.at)) if value]
    lines += [f"minutes = {step.minutes:g}"] if step.minutes else []
    for name, parts in (("hide", step.hide), ("lock", step.lock)):
        lines += [f"{name} = [{', '.join(map(_text, parts))}]"] if parts else []
    return (
        lines if step.question is None else [*lines, "", "[step.question]", *_question_lines(step.question)]
    )


def _question_lines(question: Question) -> list[str]:
    lines = [
        f"asks = {_text(question.asks)}",
        f"answer = {_text(question.answer.text)}",
        f"tolerance = {question.tolerance!r}",
    ]
    if question.unit:
        lines.append(f"unit = {_text(question.unit)}")
    if question.choices:
        choices = (
            f"{{ says = {_text(says)}, is = {_text(value) if isinstance(value, str) else repr(value)} }}"
            for says, value in question.choices
        )
        lines.append(f"choices = [{', '.join(choices)}]")
    why = "".join(piece if isinstance(piece, str) else f"{{{piece.text}}}" for piece in question.why)
    return [*lines, f"why = {_text(why)}"] if why else lines


def _text(value: str) -> str:
    return json.dumps(_CONTROL.sub(" ", value), ensure_ascii=False)


def _printed(number: int, step: Step, base: str) -> str:
    address = base + link(step).removeprefix("./")
    minutes = tr("{minutes} min", minutes=localised(f"{step.minutes:g}"))
    time = f" <small>{minutes}</small>" if step.minutes else ""
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in step.says)
    look = tr("Look at {look}.", look=escape(step.look))
    looked = f"<p>{look}</p>" if step.look else ""
    asked = "" if step.question is None else _asked(step.question)
    return (
        f"<section><div><h2>{number}. {escape(step.title)}{time}</h2>{said}{looked}{asked}</div>"
        f'{_picture(address)}<p class="link">{escape(address)}</p></section>'
    )


def _asked(question: Question) -> str:
    choices = "".join(f"<li>{escape(choice.says)}</li>" for choice in question.choices)
    room = f"<ul>{choices}</ul>" if choices else f'<p>{escape(question.unit)}</p><div class="room"></div>'
    return f'<p class="asks">{escape(question.asks)}</p>{room}'


def _picture(address: str) -> str:
    picture = code(address)
    name = tr("QR code of the link")
    return "" if picture is None else f'<figure><img alt="{name}" src="{picture}"></figure>'
