"""One room: who is in it, what they committed, and how far the teacher has shown it."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import Any, Final, final

from lazyq.ui.guard.messages import Pace
from lazyq.ui.rooms.questions import Asked
from lazyq.wording import worded

SEATS: Final = 500
LONGEST: Final = 90 * 60.0  # seconds after its opening a room ends
ALONE: Final = 20 * 60.0  # and without its teacher so many
PRESENT: Final = 15.0  # seconds for which a member counts as there
# Where all rooms are taken, these say how many seconds a room is kept
SILENT: Final = 90.0  # without a look of its teacher's tab, which one behind others has once a minute,
EMPTY: Final = 10 * 60.0  # from its opening, while no member comes to it,
LEFT: Final = 5 * 60.0  # and without a look of anyone, once it had members.
RATE: Final = 1.0  # commits a second that a member may go on with
BURST: Final = 5  # and so many at once
OPEN, SHOWN, REVEALED = "open", "shown", "revealed"
# What a member may be told; the browser has these in its visitor's language (``panel``).
NO_TICKET: Final = worded("This tab has no ticket for the room: open its link again.")
FULL: Final = worded("The room is full: it has {seats} seats.", seats=SEATS)
TOO_MANY: Final = worded("Too many guesses at once: wait a moment.")
TOO_LATE: Final = worded("The answer is out: no guess is taken any more.")
REFUSALS: Final = (NO_TICKET, FULL, TOO_MANY, TOO_LATE)


class RefusedError(Exception):
    """A room doesn't do what it was asked to; a sentence for who asked, and HTTP's status for it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@final
class Member:
    """A tab that has looked into the room: when it last did, and what it committed."""

    __slots__ = ("answer", "pace", "seen")

    def __init__(self, now: float) -> None:
        self.seen = now
        self.answer: float | None = None
        self.pace = Pace(RATE, BURST, now)


@final
class Room:
    """A room that someone opened to ask something.

    Its phases are open, where guesses are committed and nobody sees them; shown, where their histogram grows;
    and revealed, where the truth is marked in it and no guess is taken any more.
    """

    def __init__(self, code: str, asked: Asked, now: float) -> None:
        self.code = code
        self.teacher = secrets.token_urlsafe(16)
        self._secret = secrets.token_bytes(16)
        self._opened = self._led = self._seen = now
        self._members: dict[str, Member] = {}
        self._step = self._round = 0
        self.phase = OPEN
        self.truth: float | None = None
        self._counts: list[int] | None = None
        self.ask(asked)

    def is_over(self, now: float) -> bool:
        """Return whether the room has lasted its time, or been without its teacher for too long."""
        return now - self._opened >= LONGEST or now - self._led >= ALONE

    def place(self, now: float) -> tuple[bool, bool, float] | None:
        """Return when the room makes place where all are taken, the least first, or None where it doesn't.

        One whose teacher's tab never looked in comes first, whenever that is: a program opened it. Then come
        those that no member has come to, once they are silent for ``SILENT`` seconds or ``EMPTY`` old; last
        those that had members, silent for ``LEFT``. A class that uses its room keeps it.
        """
        silent = now - max(self._led, self._seen)
        looked_in, had_members = self._led > self._opened, bool(self._members)
        is_waiting = looked_in and silent < SILENT and now - self._opened < EMPTY
        stays = silent < LEFT if had_members else is_waiting
        return None if stays else (had_members, looked_in, -silent)

    def ticket(self) -> str:
        """Return a new ticket. It is not kept: the room knows its own by their signature."""
        nonce = secrets.token_urlsafe(9)
        return f"{nonce}.{self._signed(nonce)}"

    def leads(self, token: str, now: float) -> bool:
        """Return whether a token is the teacher's, who then has been here."""
        is_teacher = hmac.compare_digest(self.teacher.encode(), token.encode())
        if is_teacher:
            self._led = now
        return is_teacher

    def member(self, token: str, now: float) -> Member:
        """Return who has this ticket; the first time, they take a seat.

        Raises
        ------
        RefusedError : the ticket is not for this room, or every seat is taken
        """
        member = self._members.get(token)
        if member is None:
            nonce, _, signature = token.partition(".")
            if not hmac.compare_digest(self._signed(nonce).encode(), signature.encode()):
                raise RefusedError(403, NO_TICKET)
            if len(self._members) >= SEATS:
                raise RefusedError(409, FULL)
            member = self._members[token] = Member(now)
        member.seen = self._seen = now
        return member

    def commit(self, member: Member, sent: object, now: float) -> None:
        """Take a member's guess, in place of the one before.

        Raises
        ------
        RefusedError : it came too late or too soon after others
        ValueError : it is no answer to the question
        """
        if member.pace.take(now) > 0:
            raise RefusedError(429, TOO_MANY)
        if self.phase == REVEALED:
            raise RefusedError(409, TOO_LATE)
        member.answer = self.asked.answer(sent)
        self._counts = None

    def ask(self, asked: Asked) -> None:
        """Ask something, anew or for the first time; what was committed before is forgotten."""
        self.asked = asked
        self.phase = OPEN
        self.truth = None
        self._counts = None
        self._step += 1
        self._round += 1
        for member in self._members.values():
            member.answer = None

    def show(self) -> None:
        """Let all see the histogram."""
        if self.phase == OPEN:
            self.phase = SHOWN
            self._step += 1

    def reveal(self, sent: object) -> None:
        """Let all see the truth, None where there is no right answer; raise ValueError if it can't be."""
        self.truth = self.asked.truth(sent)
        if self.phase != REVEALED:
            self.phase = REVEALED
            self._step += 1

    def snapshot(self, since: object, now: float, member: Member | None = None) -> dict[str, Any]:
        """Return what a browser is told of the room.

        Parameters
        ----------
        since : the step that it knows already; what can't have changed since then is left out
        now : by the clock of the rooms
        member : who asks, unless it is the teacher, who also hears how many are there
        """
        answers = [one.answer for one in self._members.values() if one.answer is not None]
        told: dict[str, Any] = {"step": self._step, "phase": self.phase, "committed": len(answers)}
        if member is None:
            told["present"] = sum(now - one.seen < PRESENT for one in self._members.values())
            told["minutes"] = int((self._opened + LONGEST - now) // 60)
        if self.phase != OPEN:
            self._counts = self._counts or self.asked.counts(answers)
            told["counts"] = self._counts
        if self.phase == REVEALED:
            told["truth"] = self.truth
        if since != self._step:
            told["asked"] = {**self.asked.told(), "round": self._round}
            told["mine"] = member.answer if member else None
        return told

    def _signed(self, nonce: str) -> str:
        digest = hmac.digest(self._secret, nonce.encode(), hashlib.sha256)
        return urlsafe_b64encode(digest[:12]).decode("ascii")
