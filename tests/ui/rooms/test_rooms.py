"""Rooms by themselves, with a clock of the test's own."""

import math

import pytest

from lazyq.ui.rooms.questions import BINS, MOST_OPTIONS, QUESTIONS, Asked
from lazyq.ui.rooms.room import (
    ALONE,
    BURST,
    EMPTY,
    LEFT,
    LONGEST,
    PRESENT,
    SEATS,
    SILENT,
    RefusedError,
)
from lazyq.ui.rooms.rooms import LENGTH, LETTERS, MOST, Rooms, written

TURN = Asked.read({"key": "flip", "low": 0, "high": 180, "search": "?x=mnist-test-21"})
CHOICE = Asked.read({"key": "ruled", "options": 4})


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rooms(clock):
    return Rooms(clock)


def refused(rooms, code, status, **message):
    """Assert that a room refuses a message with a status, and return the sentence."""
    with pytest.raises(RefusedError) as caught:
        rooms.answer(code, message)
    assert caught.value.status == status
    return str(caught.value)


def test_open_commit_show_and_reveal(rooms):
    code, teacher = rooms.open(TURN)
    tickets = [rooms.ticket(code) for _ in range(3)]
    first = rooms.answer(code, {"do": "look", "token": tickets[0], "since": 0})
    assert first["asked"]["text"] == QUESTIONS["flip"].text
    assert first["asked"]["search"] == "?x=mnist-test-21"
    assert (first["phase"], first["committed"], first["mine"]) == ("open", 0, None)
    for ticket, answer in zip(tickets, (0, 95, 180), strict=True):
        told = rooms.answer(code, {"do": "commit", "token": ticket, "answer": answer})
        assert "counts" not in told
        assert "truth" not in told
    rooms.answer(code, {"do": "commit", "token": tickets[0], "answer": 90.5})
    seen = rooms.answer(code, {"do": "look", "token": teacher, "since": first["step"]})
    assert (seen["committed"], seen["present"]) == (3, 3)
    assert "asked" not in seen
    shown = rooms.answer(code, {"do": "show", "token": teacher})
    assert sum(shown["counts"]) == 3
    assert shown["counts"][-1] == 1
    assert shown["counts"][10] == 2
    late = rooms.answer(code, {"do": "commit", "token": rooms.ticket(code), "answer": 5})
    assert sum(late["counts"]) == 4
    out = rooms.answer(code, {"do": "reveal", "token": teacher, "truth": 101})
    assert out["truth"] == 101
    assert rooms.answer(code, {"do": "look", "token": tickets[1], "since": 0})["mine"] == 95
    refused(rooms, code, 409, do="commit", token=tickets[1], answer=101)


def test_what_is_asked_anew_forgets_the_guesses_and_leads_to_its_page(rooms):
    code, teacher = rooms.open(TURN)
    ticket = rooms.ticket(code)
    before = rooms.answer(code, {"do": "commit", "token": ticket, "answer": 9})
    rooms.answer(code, {"do": "reveal", "token": teacher, "truth": None})
    rooms.answer(code, {"do": "ask", "token": teacher, "question": {"key": "ruled", "options": 4}})
    told = rooms.answer(code, {"do": "look", "token": ticket, "since": before["step"]})
    assert told["asked"]["page"] == "hardness"
    assert told["asked"]["round"] == before["asked"]["round"] + 1
    assert (told["phase"], told["mine"], told["committed"]) == ("open", None, 0)


def test_rooms_end_in_time_and_without_their_teacher(rooms, clock):
    code, teacher = rooms.open(TURN)
    ticket = rooms.ticket(code)
    for _ in range(int(LONGEST // ALONE)):
        clock.now += ALONE - 1
        assert "ended" not in rooms.answer(code, {"do": "look", "token": teacher})
    clock.now += ALONE - 1
    assert rooms.answer(code, {"do": "look", "token": teacher}) == {"ended": True}
    alone, _ = rooms.open(TURN)
    clock.now += ALONE
    assert rooms.ticket(alone) is None
    ended, teacher = rooms.open(TURN)
    assert rooms.answer(ended, {"do": "end", "token": teacher}) == {"ended": True}
    assert rooms.answer(ended, {"do": "look", "token": ticket}) == {"ended": True}


def look(rooms, room, token=None):
    """Look into a room, as its teacher or with a ticket."""
    return rooms.answer(room.code, {"do": "look", "token": token or room.teacher})


def used(rooms, clock, count):
    """Return rooms that were opened one after another, into which their teachers' tabs look."""
    opened = []
    for _ in range(count):
        opened.append(rooms.open(TURN))
        clock.now += 0.1
        look(rooms, opened[-1])
    return opened


def is_open(rooms, room):
    return rooms.ticket(room.code) is not None


def test_rooms_are_bounded_and_a_teacher_has_one(rooms, clock):
    mine = rooms.open(TURN)
    again = rooms.open(CHOICE, mine)
    assert not is_open(rooms, mine)
    clock.now += 1
    look(rooms, again)
    used(rooms, clock, MOST - 1)
    with pytest.raises(RefusedError, match=f"{MOST} are in use"):
        rooms.open(TURN)
    assert is_open(rooms, rooms.open(TURN, again))
    clock.now += ALONE
    rooms.open(TURN)


def test_who_opens_rooms_without_end_takes_none_from_a_class(rooms, clock):
    teacher, *_ = used(rooms, clock, 1)
    for _ in range(4 * MOST):
        rooms.open(TURN)
    late, *_ = used(rooms, clock, 1)
    for _ in range(4 * MOST):
        clock.now += 0.4
        if clock.now % 1 < 0.4:
            look(rooms, teacher)
            look(rooms, late)
        rooms.open(TURN)
    assert is_open(rooms, teacher)
    assert is_open(rooms, late)


def test_where_all_are_taken_the_room_that_nobody_uses_makes_place(rooms, clock):
    left, empty, *others = used(rooms, clock, MOST)
    ticket = rooms.ticket(left.code)
    look(rooms, left, ticket)
    clock.now += 1
    look(rooms, empty)
    for _ in range(int(LEFT // SILENT) + 1):
        for room in others:
            look(rooms, room)
            look(rooms, room, rooms.ticket(room.code))
        clock.now += SILENT
    assert is_open(rooms, left)
    assert is_open(rooms, empty)
    by_a_program = rooms.open(TURN)
    assert not is_open(rooms, empty)  # no member ever came to it
    clock.now += 1
    used(rooms, clock, 1)
    assert not is_open(rooms, by_a_program)
    assert is_open(rooms, left)
    used(rooms, clock, 1)
    assert not is_open(rooms, left)  # it had members, a while ago
    with pytest.raises(RefusedError, match="in use"):
        rooms.open(TURN)


def test_members_keep_a_room_whose_teacher_looks_elsewhere(rooms, clock):
    room, *_ = used(rooms, clock, MOST)
    ticket = rooms.ticket(room.code)
    for _ in range(3):
        clock.now += LEFT - 1
        look(rooms, room, ticket)
    for _ in range(MOST - 1):
        used(rooms, clock, 1)
    assert is_open(rooms, room)


def test_room_without_a_member_makes_place_though_someone_looks_in(rooms, clock):
    opened = used(rooms, clock, MOST)
    for _ in range(int(EMPTY // SILENT)):
        clock.now += SILENT - 6
        for room in opened:
            look(rooms, room)
        with pytest.raises(RefusedError, match="in use"):
            rooms.open(TURN)
    clock.now += EMPTY
    for room in opened:
        look(rooms, room)
    look(rooms, opened[0], rooms.ticket(opened[0].code))
    used(rooms, clock, MOST - 1)
    assert [is_open(rooms, room) for room in opened] == [True] + [False] * (MOST - 1)


def test_every_seat_is_taken_once(rooms):
    code, _ = rooms.open(TURN)
    tickets = [rooms.ticket(code) for _ in range(SEATS + 1)]
    for ticket in tickets[:SEATS]:
        rooms.answer(code, {"do": "look", "token": ticket})
    assert "full" in refused(rooms, code, 409, do="look", token=tickets[SEATS])
    assert rooms.answer(code, {"do": "commit", "token": tickets[3], "answer": 3})["committed"] == 1


def test_only_members_commit_and_only_the_teacher_leads(rooms, clock):
    code, teacher = rooms.open(TURN)
    other, other_teacher = rooms.open(TURN)
    strange = rooms.ticket(other)
    for token in (strange, other_teacher, "", ".", "a.b", f"{teacher}x"):
        refused(rooms, code, 403, do="commit", token=token, answer=5)
    for token in (None, 7, "x" * 65, "λ", ["a"]):
        refused(rooms, code, 400, do="look", token=token)
    ticket = rooms.ticket(code)
    for do in ("show", "reveal", "ask", "end", None, {}):
        refused(rooms, code, 403, do=do, token=ticket)
    refused(rooms, code, 400, do="dance", token=teacher)
    clock.now += PRESENT
    assert rooms.answer(code, {"do": "look", "token": teacher})["present"] == 0


@pytest.mark.parametrize(
    "answer",
    [math.nan, math.inf, -1, 181, 10**400, "95", None, True, [95], {"answer": 95}, -1e-9],
)
def test_what_is_no_number_of_the_range_is_refused(rooms, answer):
    code, _ = rooms.open(TURN)
    assert "number from 0 to 180" in refused(
        rooms, code, 400, do="commit", token=rooms.ticket(code), answer=answer
    )


@pytest.mark.parametrize("answer", [4, -1, 1.0, math.nan, "1", None, True, 10**30])
def test_what_is_no_option_is_refused(rooms, answer):
    code, _ = rooms.open(CHOICE)
    assert "from 0 to 3" in refused(rooms, code, 400, do="commit", token=rooms.ticket(code), answer=answer)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"key": "nothing"},
        {"key": ["flip"]},
        {"key": "flip"},
        {"key": "flip", "low": 0, "high": math.nan},
        {"key": "flip", "low": 5, "high": 5},
        {"key": "flip", "low": 0, "high": 1e7},
        {"key": "flip", "low": 0, "high": 10**400},
        {"key": "flip", "low": 0, "high": 1, "search": "javascript:"},
        {"key": "flip", "low": 0, "high": 1, "search": "?" + "x" * 2000},
        {"key": "flip", "low": 0, "high": 1, "search": "?\ud800"},
        {"key": "ruled", "options": 1},
        {"key": "ruled", "options": MOST_OPTIONS + 1},
        {"key": "ruled", "options": 2.0},
        {"key": "ruled", "options": True},
    ],
)
def test_what_is_no_question_of_a_page_is_refused(rooms, sent):
    with pytest.raises(ValueError, match=r"\w"):
        Asked.read(sent)
    code, teacher = rooms.open(TURN)
    refused(rooms, code, 400, do="ask", token=teacher, question=sent)


def test_who_commits_without_end_is_told_to_wait(rooms, clock):
    code, _ = rooms.open(TURN)
    fast, slow = rooms.ticket(code), rooms.ticket(code)
    for answer in range(BURST):
        rooms.answer(code, {"do": "commit", "token": fast, "answer": answer})
    assert "wait" in refused(rooms, code, 429, do="commit", token=fast, answer=5)
    rooms.answer(code, {"do": "commit", "token": slow, "answer": 6})
    clock.now += 3
    rooms.answer(code, {"do": "commit", "token": fast, "answer": 7})


def test_codes_can_be_read_aloud_and_typed_anyhow(rooms):
    codes = {rooms.open(TURN).code for _ in range(MOST)}
    assert len(codes) == MOST
    for code in codes:
        assert len(code) == LENGTH
        assert set(code) <= set(LETTERS)
        assert written(f" {code[:3].lower()} -{code[3:]}\n") == code
    assert not set("IO") & set(LETTERS)
    assert written("../" + "\ud800" * 3 + "٣") == ""
    assert rooms.ticket("") is None


def test_counts_hold_every_guess_once():
    assert TURN.counts([0, 8.99, 9, 179.9, 180]) == [2, 1, *[0] * (BINS - 3), 2]
    assert CHOICE.counts([0, 3, 3]) == [1, 0, 0, 2]
    far = Asked.read({"key": "flip", "low": -1e6, "high": 1e6})
    assert sum(far.counts([-1e6, 1e6, 0.1])) == 3
