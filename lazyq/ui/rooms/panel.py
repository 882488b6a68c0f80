"""The panel of a room, below the page."""

from collections.abc import Mapping

import segno
import streamlit as st

from lazyq.ui.components import component

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
    link = f"{base}/?room={code}"
    picture = segno.make(link, error="m").svg_data_uri(border=2, light="white")
    known = {"code": code, "ticket": ticket, "teacher": teacher, "page": page, "titles": dict(titles)}
    _room(key="room", data={**known, "link": link, "picture": picture})
