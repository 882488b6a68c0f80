"""Pages run one at a time, in their order, and what takes long keeps nobody."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent

from lazyq.ui import turns
from lazyq.ui.turns import Turns, take_turns

SECONDS = 60


class Class:
    """Runs of visitors, which of them have been started, and a clock that a test moves on."""

    def __init__(self, at_once: int = 1) -> None:
        self.own = Turns(at_once, patience=1, clock=lambda: self.now)
        self.now, self.begun, self.later = 0.0, list[Any](), list[Callable[[], None]]()

    def comes(self, *runs: Any, can_start: bool = True) -> None:
        for run in runs:
            self.own.take(run, partial(self._start, run, can_start), self._later)

    def _start(self, run: Any, can_start: bool) -> bool:
        self.begun.append(run)
        return can_start

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        assert seconds == 1
        self.later.append(call)

    def passes(self, seconds: float = 1.0) -> None:
        self.now += seconds
        looks, self.later = self.later, []
        for look in looks:
            look()


def test_one_after_another_in_their_order():
    visitors = Class()
    visitors.comes(*range(5))
    assert visitors.begun == [0]
    assert visitors.own.busy
    assert visitors.own.crowded
    for number in range(5):
        assert visitors.begun == list(range(number + 1))
        visitors.own.give_back(number)
    assert not visitors.own.busy
    assert not visitors.own.crowded


def test_so_many_at_once():
    visitors = Class(at_once=3)
    visitors.comes(*range(5))
    assert visitors.begun == [0, 1, 2]
    visitors.own.give_back(1)
    assert visitors.begun == [0, 1, 2, 3]


def test_nobody_looks_where_nobody_waits():
    visitors = Class()
    visitors.comes(1)
    assert not visitors.later
    visitors.comes(2, 3)
    assert len(visitors.later) == 1
    for number in (1, 2, 3):
        visitors.own.give_back(number)
    visitors.passes()
    assert not visitors.later
    visitors.comes(4, 5)
    assert len(visitors.later) == 1


def test_what_takes_long_keeps_nobody():
    visitors = Class()
    visitors.comes("long")
    visitors.passes()
    visitors.comes(1)
    assert visitors.begun == ["long", 1], "one that takes long already is not waited for"
    visitors.comes(2)
    visitors.own.give_back("long")
    assert visitors.begun == ["long", 1], "and gives back what another has"
    visitors.own.give_back(1)
    assert visitors.begun == ["long", 1, 2]


def test_who_came_before_it_took_long_waits_no_longer_than_that():
    visitors = Class()
    visitors.comes("long", 1)
    visitors.passes(0.5)
    assert visitors.begun == ["long"]
    visitors.passes(0.5)
    assert visitors.begun == ["long", 1]


def test_many_that_take_long_do_not_wait_for_their_number():
    visitors = Class()
    visitors.comes(*range(63))
    for looks in range(6):
        assert len(visitors.begun) == 2 ** (looks + 1) - 1
        visitors.passes()
    assert visitors.begun == list(range(63))
    visitors.comes("a", "b", "c")
    assert visitors.begun[63:] == ["a"], "then one at a time again"


def test_while_each_ends_soon_the_others_wait_for_it():
    visitors = Class()
    visitors.comes(*range(9))
    for number in range(8):
        visitors.passes(0.9)
        assert visitors.begun == list(range(number + 1))
        visitors.own.give_back(number)
    visitors.own.give_back(8)
    assert not visitors.own.busy


def test_one_that_can_not_be_started_keeps_nobody():
    visitors = Class()
    visitors.comes(1)
    visitors.comes(*range(2, 5_000), can_start=False)
    visitors.comes("last")
    visitors.own.give_back(1)
    assert visitors.begun[-1] == "last"
    visitors.own.give_back("last")
    assert not visitors.own.busy


def test_from_many_threads_each_has_its_turn_once():
    own, guard = Turns(at_once=3, patience=SECONDS), threading.Lock()
    inside, most, done = list[int](), list[int](), threading.Semaphore(0)

    def run(number: int) -> None:
        with guard:
            inside.append(number)
            most.append(len(inside))
        with guard:
            inside.remove(number)
        own.give_back(number)
        done.release()

    def start(number: int) -> bool:
        threading.Thread(target=run, args=(number,)).start()
        return True

    for number in range(200):
        own.take(number, partial(start, number), lambda seconds, call: None)
    for _ in range(200):
        assert done.acquire(timeout=SECONDS)
    assert len(most) == 200
    assert max(most) <= 3
    assert not own.busy


@pytest.fixture
def taken(monkeypatch):
    """Let runs of this test take turns of their own."""
    for name in ("start", "_run_script_thread"):
        monkeypatch.setattr(ScriptRunner, name, getattr(ScriptRunner, name))
    monkeypatch.setattr(turns, "TURNS", Turns())
    assert take_turns(), "Streamlit starts runs in another way now: are turns still worth it?"
    return turns.TURNS


class Runner:
    """What the stand-ins need of a runner."""

    start, _run_script_thread = turns._started, turns._ran

    def __init__(self) -> None:
        self.told: list[object] = []
        self.on_event = self

    def send(self, sender: object, event: object, client_state: object) -> None:
        assert sender is self
        assert client_state is None
        self.told.append(event)


@pytest.mark.usefixtures("taken")
def test_it_takes_streamlits_place_once():
    assert ScriptRunner.start is turns._started
    assert take_turns()


@pytest.mark.parametrize("name", ["_streamlits_start", "_streamlits_run"])
def test_another_streamlit_stays_as_it_is(name, monkeypatch):
    for each in ("start", "_run_script_thread"):
        monkeypatch.setattr(ScriptRunner, each, getattr(ScriptRunner, each))
    monkeypatch.setattr(turns, name, lambda self, more: None)
    before = ScriptRunner.start
    assert not take_turns()
    assert ScriptRunner.start is before


def test_a_run_starts_when_the_one_before_has_ended(taken, monkeypatch):
    begun: list[Runner] = []
    monkeypatch.setattr(turns, "_streamlits_start", begun.append)
    monkeypatch.setattr(turns, "_streamlits_run", lambda runner: None)

    async def run() -> None:
        first, second = Runner(), Runner()
        first.start()
        second.start()
        assert begun == [first]
        first._run_script_thread()
        assert begun == [first, second]

    asyncio.run(run())


def test_a_run_that_is_broken_off_gives_its_turn_back(taken, monkeypatch):
    def broken(runner: Runner) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(turns, "_streamlits_start", lambda runner: None)
    monkeypatch.setattr(turns, "_streamlits_run", broken)

    async def run() -> None:
        runner = Runner()
        runner.start()
        assert taken.busy
        with pytest.raises(KeyboardInterrupt):
            runner._run_script_thread()
        assert not taken.busy

    asyncio.run(run())


def test_a_session_is_told_of_a_run_that_can_not_be_started(taken, monkeypatch, caplog):
    def fails(runner: Runner) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(turns, "_streamlits_start", fails)

    async def run() -> None:
        runner = Runner()
        runner.start()
        assert runner.told == [ScriptRunnerEvent.SHUTDOWN]

    asyncio.run(run())
    assert not taken.busy
    assert "could not be started" in caplog.text


def test_without_a_server_a_run_starts_at_once(taken, monkeypatch):
    begun: list[Runner] = []
    monkeypatch.setattr(turns, "_streamlits_start", begun.append)
    runners = [Runner(), Runner()]
    for runner in runners:
        runner.start()
    assert begun == runners
    assert not taken.busy
