"""The panel of a room, below the page."""

from collections.abc import Mapping
from typing import Any

import segno
import streamlit as st

from lazyq.ui.components import component
from lazyq.ui.language import tr
from lazyq.ui.rooms.questions import QUESTIONS
from lazyq.ui.rooms.room import REFUSALS

_LONGEST = 200
_room = component("room")


def panel(page: str, titles: Mapping[str, str], code: str, ticket: str, teacher: str) -> None:
    """Mount the panel of a room.

    Parameters
    ----------
    page : address of the page that is on screen
    titles : of all pages, by address
    code : of the room
    ticket : of this session, with which it is a member
    teacher : the token of the room's teacher, or nothing
    """
    base = (st.context.url or "").split("?")[0].rstrip("/").removesuffix(f"/{page}")
    # What a browser says of where it is may be anything; the app's own address fits a code that can be read.
    link = f"{base if len(base) <= _LONGEST and base.isascii() else ''}/?room={code}"
    picture = segno.make(link, error="m").svg_data_uri(border=2, light="white")
    known = {"code": code, "ticket": ticket, "teacher": teacher, "page": page, "titles": dict(titles)}
    _room(key="room", data={**known, "link": link, "picture": picture} | _texts())


def _texts() -> dict[str, dict[str, Any]]:
    """Return what comes over the door, which knows no languages, in the visitor's: questions and refusals."""
    asked = {key: {"text": tr(words.text), "axis": tr(words.axis)} for key, words in QUESTIONS.items()}
    return {"questions": asked, "problems": {str(sentence): tr(sentence) for sentence in REFUSALS}}
