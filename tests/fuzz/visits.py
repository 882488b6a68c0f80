"""What a visit brings beside links: rooms, what the frame sends, lessons that are written, languages."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import urlencode

import streamlit
from starlette.requests import Request

from lazyq.ui import language, shell
from lazyq.ui.lessons import answering
from lazyq.ui.lessons.draft import FIELDS, packed, table_of, unpacked
from lazyq.ui.lessons.reading import read_lesson, read_table
from lazyq.ui.lessons.shelf import find, in_every_language, in_link
from lazyq.ui.lessons.writing import sheet, written
from lazyq.ui.rooms.door import LARGEST, enter
from lazyq.ui.rooms.entrance import mount_room, open_room
from lazyq.ui.rooms.questions import QUESTIONS, Asked
from lazyq.ui.rooms.rooms import ROOMS, Opened
from lazyq.ui.views import teach
from lazyq.wording import filled
from tests.fuzz import values
from tests.fuzz.harness import Surface
from tests.fuzz.messages import in_language, one, whole

_QUESTION: dict[str, values.Draw] = {
    "key": one(*QUESTIONS),
    "options": one(2, 3, 64, 65),
    "low": one(0, -3, 0.5),
    "high": one(1, 9.5, 1e6),
    "search": one("", "?x=sklearn-3&lam=0.5", "x"),
}
_TO_ROOM: dict[str, values.Draw] = {
    "token": one("teacher", "teacher", "ticket", "ticket", ""),
    "do": one("look", "commit", "ask", "show", "reveal", "end"),
    "answer": whole,
    "question": lambda chance: values.request(chance, _QUESTION),
    "truth": whole,
    "since": whole,
}


class ToRoom(NamedTuple):
    """A request to the door of the rooms: its code, type, and message, as JSON but for some bytes."""

    code: str
    type: str
    message: Any
    turned: int


def _to_room(chance: Random) -> ToRoom:
    return ToRoom(
        chance.choice(("", "", "", values.text(chance))),
        chance.choice(("application/json",) * 9 + (values.text(chance),)),
        values.request(chance, _TO_ROOM),
        chance.randrange(1_000) if chance.random() < 0.1 else -1,
    )


@cache
def _room() -> list[Opened]:
    return [ROOMS.open(Asked("vote", 10, 0.0, 0.0, ""))]


def knock(sent: ToRoom) -> str | None:
    """Send a request to a room; return why it is refused."""
    if ROOMS.ticket(_room()[0].code) is None:
        _room()[0] = ROOMS.open(Asked("moves", 0, 0.0, 2.0, ""))
    code, teacher = _room()[0]
    message = sent.message
    if isinstance(message, dict) and message.get("token") in ("teacher", "ticket"):
        token = teacher if message["token"] == "teacher" else ROOMS.ticket(code)
        message = message | {"token": token}
    try:
        body = bytearray(json.dumps(message).encode())
    except (RecursionError, ValueError):
        body = bytearray(b"[" * LARGEST)
    if sent.turned >= 0:
        body[sent.turned % len(body)] ^= 1 << sent.turned % 8
    reply = asyncio.run(enter(_request(sent.code or code, sent.type, bytes(body))))
    told = json.loads(reply.body)
    assert (reply.status_code == 200) == ("problem" not in told)
    assert reply.status_code in (200, 400, 403, 409, 413, 415, 429)
    assert len(reply.body) < 20_000
    return told.get("problem")


def _request(code: str, kind: str, body: bytes) -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", kind.encode("latin-1", "replace"))]
    return Request({"type": "http", "headers": headers, "path_params": {"code": code}}, receive)


class FromFrame(NamedTuple):
    """What the frame sends: whence the visitor comes, a question for a room, an answer; and the address."""

    left: Any
    room: Any
    answer: Any
    place: int
    code: str
    url: str


def _from_frame(chance: Random) -> FromFrame:
    return FromFrame(
        values.json(chance),
        values.request(chance, _QUESTION),
        chance.choice((values.json(chance), "seen", 0, 1, "0.5", "−0,5", "1e400")),
        chance.randrange(1_000),
        chance.choice(("KTRWPH", values.text(chance))),
        chance.choice(("http://a/lens", f"http://{'a' * 5_000}/lens", values.text(chance))),
    )


@cache
def _asking() -> list[Any]:
    pages = frozenset(shell.titles())
    return [step for _, lesson in in_every_language(pages) for step in lesson.steps if step.question]


def hear(sent: FromFrame) -> str | None:
    """Let the frame take what a browser sends, and show the room that the visitor then is in."""
    said: list[str] = []
    state: dict[str, Any] = {"frame": {"left": sent.left, "room": sent.room, "answer": sent.answer}}
    with (
        patch.object(streamlit, "session_state", state),
        patch.object(streamlit, "query_params", {"room": sent.code}),
        patch.object(streamlit, "context", _Context(sent.url)),
        patch.object(streamlit, "warning", said.append),
        patch("lazyq.ui.rooms.panel._room") as mounted,
        patch.object(answering, "_value", lambda *given: 0.5),
    ):
        shell._note()
        assert len(state.get(shell.LEFT, "")) <= 2_000
        shell._hear()
        told = answering.answered(_asking()[sent.place % len(_asking())], sent.answer)
        assert told["verdict"] in ("right", "wrong", "seen", "unread")
        open_room(sent.room)
        mount_room("lens", shell.titles())
        opened = state.get("_room_opened")
        if opened is not None:
            ROOMS.answer(opened.code, {"token": opened.teacher, "do": "end"})
            assert len(json.dumps(mounted.call_args.kwargs["data"])) < 100_000
    return max((*said, told["says"]), key=len)


class _Context(NamedTuple):
    url: str
    locale: None = None


class Written(NamedTuple):
    """A lesson as a teacher writes it on the page: fields, and which of them hold something else."""

    lesson: int
    changes: tuple[tuple[int, str, str], ...]
    link: str
    code: str


def _written(chance: Random) -> Written:
    fields = (*FIELDS, "title", "about")
    changes = tuple(
        (chance.randrange(-1, 9), chance.choice(fields), values.text(chance)[:1_400])
        for _ in range(chance.choice((0, 1, 1, 2, 5)))
    )
    query = {values.text(chance): values.text(chance), "lam": values.text(chance)}
    link = f"lens?{urlencode(query, errors='replace')}"
    pasted = chance.choice((values.text(chance), link, f"http://a/{link}", f"//[{link}"))
    return Written(chance.randrange(99), changes, pasted, chance.choice(("en", "es")))


def write(sent: Written) -> str | None:
    """Make a lesson of what is written: it is read as itself, and its sheet has it as text."""
    pages = frozenset(shell.titles())
    lessons = [lesson for _, lesson in in_every_language(pages)]
    with in_language(sent.code), _state() as state:
        teach._take(lessons[sent.lesson % len(lessons)])
        teach._add(sent.link)
        held = teach.draft()
        for place, name, text in sent.changes:
            (held if place < 0 else held["steps"][place % len(held["steps"])])[name] = _sendable(text)
        taken, kept = unpacked(packed(held, sent.link))
        assert (taken, len(kept["steps"])) == (sent.link, len(held["steps"]))
        try:
            lesson = read_table(table_of(held, shell.titles()), pages)
        except ValueError as error:
            return str(error)
        text = written(lesson)
        assert written(read_lesson(text, pages)) == text
        name = in_link(text)
        assert name is None or written(find(name, pages)) == text
        page = sheet(lesson, "http://127.0.0.1/", None)
        assert set(re.findall(r"<([a-z]+\w*)", page)) <= _OF_A_SHEET
        return max(state.get("_teach_problems", ()), key=len, default=None)


_OF_A_SHEET = {
    "html", "meta", "title", "style", "header", "div", "h1", "h2", "p", "section", "small", "ul", "li", "img",
    "figure",
}  # fmt: skip


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@contextmanager
def _state() -> Iterator[dict[str, Any]]:
    state: dict[str, Any] = {}
    with patch.object(streamlit, "session_state", state), patch.object(streamlit, "query_params", {}):
        yield state


class Wish(NamedTuple):
    """What a visitor's language is read from, and what is put into its texts."""

    query: str
    locale: str
    said: str
    number: float


def _wish(chance: Random) -> Wish:
    said = chance.choice(("es", "en", "ES", "es ", values.text(chance)))
    written_out = urlencode({"lang": said}, errors="replace")
    query = chance.choice((written_out, f"lang={said}&lang=es", values.text(chance)))
    if chance.random() < 0.05:
        query += f"&x={chance.random()}{'9' * 200_000}"
    return Wish(query, chance.choice(("es-MX", "", values.text(chance))), said, chance.uniform(-1e9, 1e9))


@cache
def _templates() -> list[str]:
    return [text for text, own in language.catalogue("es").texts.items() if isinstance(own, str)]


def speak(wish: Wish) -> None:
    """Say texts and numbers in the language that a visitor asks for: what is put into them stays as it is."""
    context = type("Context", (), {"query_string": wish.query})
    with (
        patch.object(language, "get_script_run_ctx", lambda: context),
        patch.object(streamlit, "context", type("Context", (), {"locale": wish.locale})),
        patch.object(streamlit, "query_params", {"lang": wish.said}),
    ):
        code = language.language()
        assert code in language.LANGUAGES
        assert (language.unknown_language() is None) == (wish.said in language.LANGUAGES)
        template = _templates()[hash(wish.number) % len(_templates())]
        names: Mapping[str, str] = dict.fromkeys(re.findall(r"\{(\w+)\}", template), wish.said)
        own = str(language.catalogue(code).texts.get(template, template))
        assert language.tr(template, **names) == filled(language.bound(own), names)
        assert language.tr(wish.said, a=1) == filled(language.bound(wish.said), {"a": 1})
        count = int(wish.number)
        assert language.trn("{count} digit", "{count} digits", count)
        digits = re.sub(r"\D", "", language.whole_number(count))
        assert digits == str(abs(count))
        assert language.percent(wish.number, 2)


SURFACES = [
    Surface("requests to rooms", _to_room, knock, ready=_room),
    Surface("messages of the frame", _from_frame, hear, ready=_asking),
    Surface("lessons on Teach", _written, write),
    Surface("languages", _wish, speak, ready=_templates),
]
