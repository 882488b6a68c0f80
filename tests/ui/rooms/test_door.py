"""The door of the rooms: what requests are let in, and what visitors are told about codes."""

import asyncio
import json
import math
from typing import NamedTuple

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from lazyq.ui.rooms.door import LARGEST, doors
from lazyq.ui.rooms.entrance import TRIES
from lazyq.ui.rooms.questions import QUESTIONS, Asked
from lazyq.ui.rooms.room import REFUSALS, SEATS
from lazyq.ui.rooms.rooms import ROOMS

TURN = Asked.read({"key": "flip", "low": 0, "high": 180})


@pytest.fixture
def room():
    opened = ROOMS.open(TURN)
    yield opened
    ROOMS.answer(opened.code, {"do": "end", "token": opened.teacher})


class Answer(NamedTuple):
    """What came back: the status, the headers, and the body as text."""

    status: int
    headers: dict[bytes, bytes]
    text: str

    def json(self):
        return json.loads(self.text)


def post(code, body, kind="application/json", method="POST"):
    """Return the answer of the door, which is asked as a server asks it."""
    content = (
        body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    )
    halves = [content[: len(content) // 2], content[len(content) // 2 :]]
    coming = [
        {"type": "http.request", "body": half, "more_body": part == 0} for part, half in enumerate(halves)
    ]
    sent = []

    async def receive():
        return coming.pop(0)

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", kind.encode())]
    path = f"/rooms/{code}"
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "query_string": b""}
    asyncio.run(Starlette(routes=doors())(scope, receive, send))
    text = b"".join(part.get("body", b"") for part in sent[1:]).decode()
    return Answer(sent[0]["status"], dict(sent[0]["headers"]), text)


def test_the_door_answers_members_and_says_what_it_does_not_take(room):
    ticket = ROOMS.ticket(room.code)
    told = post(room.code, {"do": "commit", "token": ticket, "answer": 95})
    assert told.status == 200
    assert told.json()["mine"] == 95
    assert told.headers[b"cache-control"] == b"no-store"
    assert post("AAAAAA", {"do": "look", "token": ticket}).json() == {"ended": True}
    for body in (b"\xff", "", "[", "[]", "7", "null", "[" * 4000, '{"token": 1}', "NaN"):
        answer = post(room.code, body)
        assert answer.status == 400
        assert answer.json()["problem"]
    for wrong in (math.nan, math.inf, "a", 10**300):
        assert post(room.code, {"do": "commit", "token": ticket, "answer": wrong}).status == 400
    assert post(room.code, "x" * (LARGEST + 1)).status == 413
    assert post(room.code, {"do": "look", "token": ticket}, "text/plain").status == 415
    assert post(room.code, "", method="GET").status == 405
    assert post("\0..\ud800", {"token": "a"}).json() == {"ended": True}


def entrance():
    """A page that is nothing but the entrance to a room."""
    from lazyq.ui.rooms.entrance import mount_room

    mount_room("", {"": "Start"})


def visited(code, app=None, language="en"):
    """Return a page at an address with this code, run anew if it is given."""
    app = app or AppTest.from_function(entrance, default_timeout=60)
    app.query_params["room"] = code
    app.query_params["lang"] = language
    return app.run()


def rooms_of(app):
    return [
        json.loads(part.proto.json)
        for part in app.get("bidi_component")
        if '"ticket"' in str(part.proto.json)
    ]


def test_an_address_leads_into_its_room_with_one_ticket_a_session(room):
    app = visited(f"{room.code[:3].lower()} {room.code[3:].lower()}")
    (first,) = rooms_of(app)
    assert first["code"] == room.code
    assert first["teacher"] == ""
    assert first["picture"].startswith("data:image/svg+xml")
    (second,) = rooms_of(visited(room.code, app))
    assert second["ticket"] == first["ticket"]
    assert not app.warning


def test_what_comes_over_the_door_is_known_in_the_language_of_the_tab(room):
    (english,) = rooms_of(visited(room.code))
    assert english["questions"] == {key: {"text": q.text, "axis": q.axis} for key, q in QUESTIONS.items()}
    (spanish,) = rooms_of(visited(room.code, language="es"))
    assert spanish["questions"].keys() == QUESTIONS.keys()
    for key, question in QUESTIONS.items():
        assert spanish["questions"][key]["text"].startswith("¿"), key
        assert question.axis[0] == "λ" or spanish["questions"][key]["axis"] != question.axis
    assert spanish["problems"].keys() == set(REFUSALS)
    assert not set(REFUSALS) & set(spanish["problems"].values())
    assert sum(str(SEATS) in problem for problem in spanish["problems"].values()) == 1
    told = post(room.code, {"do": "look", "token": spanish["ticket"], "since": 0}).json()
    assert told["asked"]["text"] == QUESTIONS["flip"].text
    assert "sala" in visited("KTRWPH", language="es").warning[0].value


def test_an_unknown_code_is_said_and_codes_can_not_be_tried_in_bulk(room):
    app = visited("KTRWPH")
    assert "no room of this code" in app.warning[0].value
    assert not rooms_of(app)
    for _ in range(2 * TRIES):
        visited("KTRWPH", app)
    assert "no room of this code" in app.warning[0].value, "a page that is run again is no other try"
    for number in range(TRIES):
        visited(f"KTRWP{'ABCDEFGHJK'[number]}", app)
    visited(room.code, app)
    assert "Too many codes" in app.warning[0].value
    assert not rooms_of(app)


def test_a_room_that_is_not_opened_is_said_in_the_language_of_the_tab(monkeypatch):
    def opening():
        from lazyq.ui.rooms import entrance

        entrance.open_room({"key": "flip", "low": 0, "high": 180})
        entrance.mount_room("", {"": "Start"})

    monkeypatch.setattr("lazyq.ui.rooms.rooms.MOST", 0)
    app = AppTest.from_function(opening, default_timeout=60)
    app.query_params["lang"] = "es"
    said = app.run().warning[0].value
    assert said == (
        "La sala no se ha abierto: No se pueden abrir más salas: hay 0 en uso. Inténtalo más tarde."
    )
