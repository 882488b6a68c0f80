"""All rooms of this process, by their codes; bounded in number, and each for a time."""

import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from string import ascii_uppercase
from time import monotonic
from typing import Any, Final, NamedTuple, final

from lazyq.ui.rooms.questions import Asked
from lazyq.ui.rooms.room import RefusedError, Room
from lazyq.wording import worded

LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits
LENGTH: Final = 6  # 24⁶, some 190 million
MOST: Final = 50
GONE: Final = {"ended": True}  # no error: it is how all rooms go


class Opened(NamedTuple):
    """A new room: its code, and the token that makes a tab its teacher's."""

    code: str
    teacher: str


@final
class Rooms:
    """The rooms that are open; may be used by several threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._rooms: dict[str, Room] = {}

    def open(self, asked: Asked, instead_of: Opened | None = None) -> Opened:
        """Open a room; the one that the same teacher opened before ends.

        Where all are taken, one that nobody uses ends for it (:meth:`Room.place`).

        Raises
        ------
        RefusedError : as many are in use as may be
        """
        with self._guard:
            now = self._clock()
            old = self._found(instead_of.code, now) if instead_of else None
            if instead_of and old and old.leads(instead_of.teacher, now):
                del self._rooms[old.code]
            self._sweep(now)
            if len(self._rooms) >= MOST:
                self._make_place(now)
            code = _new_code(self._rooms)
            room = self._rooms[code] = Room(code, asked, now)
            return Opened(code, room.teacher)

    def ticket(self, code: str) -> str | None:
        """Return a ticket for a member of the room of this code, None where there is no such room."""
        with self._guard:
            room = self._found(code, self._clock())
            return room.ticket() if room else None

    def answer(self, code: str, message: Mapping[str, Any]) -> dict[str, Any]:
        """Do what a browser asks of a room and return what it is told.

        Parameters
        ----------
        code : of the room
        message : ``token``, a teacher's or a ticket; ``do``, one of look, commit, ask, show, reveal and end;
            what that takes (``answer``, ``question``, ``truth``); ``since``, the step that the browser knows

        Returns
        -------
        What :meth:`Room.snapshot` tells, or ``ended`` alone where there is no such room any more.

        Raises
        ------
        RefusedError : the room doesn't do that, or not for this token; says why
        """
        token, do = message.get("token"), message.get("do")
        if not isinstance(token, str) or not token.isascii() or len(token) > 64:
            raise RefusedError(400, "A token must be a short text.")
        with self._guard:
            now = self._clock()
            room = self._found(code, now)
            if room is None:
                return dict(GONE)
            try:
                if room.leads(token, now):
                    return self._lead(room, do, message, now)
                member = room.member(token, now)
                if do == "commit":
                    room.commit(member, message.get("answer"), now)
                elif do != "look":
                    raise RefusedError(403, "Only who opened the room can do that.")
                return room.snapshot(message.get("since"), now, member)
            except ValueError as error:
                raise RefusedError(400, f"Not taken: {error}.") from error

    def _lead(self, room: Room, do: object, message: Mapping[str, Any], now: float) -> dict[str, Any]:
        if do == "end":
            del self._rooms[room.code]
            return dict(GONE)
        if do == "ask":
            room.ask(Asked.read(message.get("question")))
        elif do == "show":
            room.show()
        elif do == "reveal":
            room.reveal(message.get("truth"))
        elif do != "look":
            raise RefusedError(400, "do must be one of look, ask, show, reveal and end.")
        return room.snapshot(message.get("since"), now)

    def _found(self, code: str, now: float) -> Room | None:
        """Return the open room of a code, in a time that doesn't tell how much of the code was right."""
        found = None
        for known, room in self._rooms.items():
            if hmac.compare_digest(known.encode(), code.encode()):
                found = room
        return None if found is None or found.is_over(now) else found

    def _make_place(self, now: float) -> None:
        places = {place: code for code, room in self._rooms.items() if (place := room.place(now))}
        if not places:
            said = worded("No more rooms can be opened: {count} are in use. Try again later.", count=MOST)
            raise RefusedError(409, said)
        del self._rooms[places[min(places)]]

    def _sweep(self, now: float) -> None:
        self._rooms = {code: room for code, room in self._rooms.items() if not room.is_over(now)}


def written(said: str) -> str:
    """Return a code as it is written: its letters alone, in capitals."""
    return "".join(letter for letter in said[:40].upper() if letter in ascii_uppercase)


def _new_code(taken: Mapping[str, Room]) -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if code not in taken:
            return code


ROOMS: Final = Rooms()
