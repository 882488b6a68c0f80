"""How a visitor comes to a room: by opening one, or by its code in the address (``room=KTRWPH``)."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from lazyq.ui.language import later, tr
from lazyq.ui.rooms.questions import Asked
from lazyq.ui.rooms.room import RefusedError
from lazyq.ui.rooms.rooms import ROOMS, Opened, written
from lazyq.wording import message_of

ROOM: Final = "room"
TRIES: Final = 10  # codes of no room that a session may ask for
_OPENED, _TICKETS, _WRONG, _PROBLEM = "_room_opened", "_room_tickets", "_room_wrong", "_room_problem"
_TOO_MANY: Final = later(
    "Too many codes of no room were tried in this tab; the page is shown without a room."
)
_NONE: Final = later(
    "There is no room of this code: it has ended, or the code is mistyped. The page is shown without it."
)


def open_room(sent: object) -> None:
    """Open a room for what a browser asks, in place of the one that this session opened before."""
    state = st.session_state
    try:
        state[_OPENED] = ROOMS.open(Asked.read(sent), state.get(_OPENED))
    except (RefusedError, ValueError) as error:
        state[_PROBLEM] = message_of(error)


def mount_room(page: str, titles: Mapping[str, str]) -> None:
    """Show the room that the visitor opened, or that the address asks for; say if there is none.

    Parameters
    ----------
    page : address of the page that is on screen
    titles : of all pages, by address
    """
    state = st.session_state
    if problem := state.pop(_PROBLEM, None):
        st.warning(tr("The room was not opened: {reason}", reason=problem))
    said, opened = st.query_params.get(ROOM), state.get(_OPENED)
    if isinstance(opened, Opened) and (ticket := ROOMS.ticket(opened.code)):
        _show(page, titles, opened.code, ticket, opened.teacher)
        return
    state.pop(_OPENED, None)
    code = written(said or "")
    if said is not None and (ticket := _ticket(code)):
        _show(page, titles, code, ticket, "")


def _ticket(code: str) -> str | None:
    """Return this session's ticket for a room, the same one each time, or say why there is none."""
    wrong: set[str] = st.session_state.setdefault(_WRONG, set())
    if len(wrong) >= TRIES:
        st.warning(tr(_TOO_MANY))
        return None
    fresh = ROOMS.ticket(code)
    if fresh is None:
        wrong.add(code)
        st.warning(tr(_NONE))
        return None
    tickets: dict[str, str] = st.session_state.setdefault(_TICKETS, {})
    return tickets.setdefault(code, fresh)


def _show(page: str, titles: Mapping[str, str], *room: str) -> None:
    from lazyq.ui.rooms.panel import panel  # here, for most visitors are in no room

    panel(page, titles, *room)
