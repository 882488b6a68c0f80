"""Whatever happens in a room in whatever order, it agrees with a plain model of it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lazyq.ui.rooms.questions import Asked
from lazyq.ui.rooms.room import ALONE, BURST, LONGEST, RATE, RefusedError
from lazyq.ui.rooms.rooms import Rooms

QUESTION = {"key": "flip", "low": 0, "high": 180}


class RoomMachine(RuleBasedStateMachine):
    """One room: who is in it, what they committed, its phase, and when it ends."""

    @initialize()
    def open(self):
        self.now = 0.0
        self.rooms = Rooms(lambda: self.now)
        self.code, self.teacher = self.rooms.open(Asked.read(QUESTION))
        self.led, self.phase, self.truth, self.over = 0.0, "open", None, False
        self.tickets, self.answers, self.pace = [], {}, {}

    def told(self, token, **message):
        return self.rooms.answer(self.code, {"token": token, "since": 0, **message})

    def lead(self, **message):
        told = self.told(self.teacher, **message)
        if self.over:
            assert told == {"ended": True}
        else:
            self.led = self.now
        return told

    @precondition(lambda self: len(self.tickets) < 8)
    @rule()
    def join(self):
        ticket = self.rooms.ticket(self.code)
        assert (ticket is None) == self.over
        if ticket:
            self.tickets.append(ticket)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), answer=st.floats(0, 180))
    def commit(self, data, answer):
        ticket = data.draw(st.sampled_from(self.tickets))
        try:
            told = self.told(ticket, do="commit", answer=answer)
        except RefusedError as error:
            status = error.status
        else:
            status = 200
        if status != 200:
            assert not self.over
            assert status == (429 if self.pace.get(ticket, 0) >= BURST else 409)
            assert status != 409 or self.phase == "revealed"
            self.pace[ticket] = self.pace.get(ticket, 0) + 1
            return
        if self.over:
            assert told == {"ended": True}
            return
        assert self.phase != "revealed"
        assert told["mine"] == answer
        self.answers[ticket] = answer
        self.pace[ticket] = self.pace.get(ticket, 0) + 1

    @rule()
    def show(self):
        self.lead(do="show")
        if self.phase == "open":
            self.phase = "shown"

    @rule(truth=st.none() | st.floats(-1e6, 1e6))
    def reveal(self, truth):
        self.lead(do="reveal", truth=truth)
        self.phase, self.truth = "revealed", truth

    @rule()
    def ask(self):
        self.lead(do="ask", question=QUESTION)
        self.phase, self.truth, self.answers = "open", None, {}

    @rule(seconds=st.sampled_from([1 / RATE, 60.0, ALONE / 2, ALONE, LONGEST]))
    def wait(self, seconds):
        self.now += seconds
        self.over = self.over or self.now - self.led >= ALONE or self.now >= LONGEST
        spared = seconds * RATE
        self.pace = {ticket: max(0, tries - spared) for ticket, tries in self.pace.items()}

    @rule()
    def end(self):
        self.lead(do="end")
        self.over = True

    @invariant()
    def all_are_told_the_same(self):
        if self.over:
            assert self.rooms.ticket(self.code) is None
            return
        for ticket in self.tickets:
            told = self.told(ticket, do="look")
            assert told["phase"] == self.phase
            assert told["committed"] == len(self.answers)
            assert told["mine"] == self.answers.get(ticket)
            assert ("counts" in told) == (self.phase != "open")
            assert sum(told.get("counts", [])) == (len(self.answers) if self.phase != "open" else 0)
            assert ("truth" in told) == (self.phase == "revealed")
            assert told.get("truth") == self.truth


RoomMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestRoomMachine = RoomMachine.TestCase
