"""The messages of a run go together, in their order; all else goes at once."""

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from lazyq.ui import gathering
from lazyq.ui.gathering import Gathering, gather_messages, pass_on
from lazyq.ui.turns import Turns


class Session:
    """What the stand-in needs of Streamlit's session, and how often it wakes the loop."""

    _on_scriptrunner_event = gathering._gathered

    def __init__(self) -> None:
        self._event_loop = asyncio.get_running_loop()
        self.wakes = 0
        self.handled: list[Any] = []

    def _call_soon_on_event_loop(self, callback: Callable[[], None]) -> None:
        self.wakes += 1
        self._event_loop.call_soon_threadsafe(callback)

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: object, event: ScriptRunnerEvent, forward_msg: object = None
    ) -> None:
        self.handled.append(forward_msg or event)


MESSAGE, STOPPED = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS
STARTED, SHUTDOWN = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.SHUTDOWN


@pytest.fixture
def original(monkeypatch):
    if AppSession._on_scriptrunner_event is gathering._gathered:
        pytest.fail("another test left Streamlit changed")
    monkeypatch.setattr(AppSession, "_on_scriptrunner_event", AppSession._on_scriptrunner_event)
    monkeypatch.setattr(Runtime, "_enqueued_some_message", Runtime._enqueued_some_message)
    return AppSession._on_scriptrunner_event


@pytest.fixture
def crowd(monkeypatch):
    """Let others wait for their turns."""
    turns = Turns()
    for run in range(2):
        turns.take(run, lambda: True, lambda seconds, call: None)
    monkeypatch.setattr(gathering, "TURNS", turns)
    monkeypatch.setattr(gathering, "MOMENT", 3600.0)
    return turns


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.001)


def test_messages_of_a_moment_wake_the_loop_once_and_keep_their_order():
    async def run() -> None:
        session = Session()
        for message in range(1, 21):
            session._on_scriptrunner_event(None, event=MESSAGE, forward_msg=message)
        await until(lambda: len(session.handled) == 20)
        assert session.handled == list(range(1, 21))
        assert session.wakes == 1
        session._on_scriptrunner_event(None, event=MESSAGE, forward_msg=21)
        await until(lambda: len(session.handled) == 21)
        assert session.wakes == 2, "what comes after the moment has one of its own"

    asyncio.run(run())


def test_the_end_of_a_run_waits_for_no_moment_and_comes_after_its_messages(monkeypatch):
    async def run() -> None:
        monkeypatch.setattr(gathering, "MOMENT", 3600.0)
        session = Session()
        for message in range(1, 4):
            session._on_scriptrunner_event(None, event=MESSAGE, forward_msg=message)
        session._on_scriptrunner_event(None, STOPPED)
        session._call_soon_on_event_loop(partial(session.handled.append, "said of the loop itself"))
        await until(lambda: len(session.handled) == 5)
        assert session.handled == [1, 2, 3, STOPPED, "said of the loop itself"]

    asyncio.run(run())


@pytest.mark.usefixtures("crowd")
def test_while_others_wait_the_end_of_a_run_waits_with_all_it_has_said():
    async def run() -> None:
        session = Session()

        def say() -> None:
            for event in (STARTED, MESSAGE, MESSAGE, STOPPED, SHUTDOWN):
                session._on_scriptrunner_event(None, event)

        await asyncio.to_thread(say)
        await until(lambda: len(session.handled) == 5)
        assert session.handled == [STARTED, MESSAGE, MESSAGE, STOPPED, SHUTDOWN]
        assert session.wakes == 1

    asyncio.run(run())


@pytest.mark.usefixtures("crowd")
def test_what_the_loop_itself_says_after_an_end_comes_after_it(monkeypatch):
    async def run() -> None:
        monkeypatch.setattr(gathering, "CROWDED", 3600.0)
        session = Session()
        for event in (STOPPED, STARTED, STOPPED):  # as Streamlit does before it tells of an error
            session._on_scriptrunner_event(None, event)
        session._call_soon_on_event_loop(partial(session.handled.append, "the error"))
        await until(lambda: len(session.handled) == 4)
        assert session.handled == [STOPPED, STARTED, STOPPED, "the error"]

    asyncio.run(run())


def test_who_is_asked_to_run_again_has_heard_all_of_the_last_run(monkeypatch):
    async def run() -> None:
        monkeypatch.setattr(gathering, "MOMENT", 3600.0)
        session = Session()
        pass_on()
        session._on_scriptrunner_event(None, MESSAGE)
        assert not session.handled
        pass_on()
        assert session.handled == [MESSAGE]
        await asyncio.to_thread(pass_on)  # of no loop

    asyncio.run(run())


def test_in_the_loops_own_thread_nobody_is_woken(monkeypatch):
    woken: list[object] = []
    monkeypatch.setattr(gathering, "_streamlits_tell", woken.append)

    class Server:
        """What the stand-in needs of Streamlit's runtime."""

        _enqueued_some_message = gathering._told

        def __init__(self) -> None:
            self.need_send_data, self.eventloop = asyncio.Event(), asyncio.get_running_loop()

        def _get_async_objs(self) -> "Server":
            return self

    async def run() -> None:
        server = Server()
        await asyncio.to_thread(server._enqueued_some_message)
        assert woken == [server]
        assert not server.need_send_data.is_set()
        server._enqueued_some_message()
        assert woken == [server]
        assert server.need_send_data.is_set()

    asyncio.run(run())


def test_each_of_two_runs_in_threads_keeps_its_order():
    async def run() -> None:
        session = Session()

        def say(name: str) -> None:
            for number in range(300):
                session._on_scriptrunner_event(None, event=MESSAGE, forward_msg=(name, number))

        await asyncio.gather(*(asyncio.to_thread(say, name) for name in "ab"))
        await until(lambda: len(session.handled) == 600)
        for name in "ab":
            assert [number for who, number in session.handled if who == name] == list(range(300))
        assert session.wakes < 600

    asyncio.run(run())


def test_one_that_fails_is_told_and_keeps_no_other():
    async def run() -> None:
        loop, told, made = asyncio.get_running_loop(), [], []
        loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
        calls = Gathering()
        wrong = ValueError("wrong")

        def fail() -> None:
            raise wrong

        for call in (partial(made.append, 1), fail, partial(made.append, 2)):
            calls.add(call, loop.call_soon_threadsafe, 0.001)
        await until(lambda: len(made) == 2)
        assert (made, told) == ([1, 2], [wrong])

    asyncio.run(run())


def test_a_loop_that_has_gone_is_forgotten():
    async def run() -> None:
        session = Session()
        session._on_scriptrunner_event(None, STOPPED)
        await until(lambda: bool(session.handled))

    before = len(gathering._gatherings)
    asyncio.run(run())
    gc.collect()
    assert len(gathering._gatherings) == before


@pytest.mark.usefixtures("original")
def test_it_takes_streamlits_place_once():
    assert gather_messages(), "Streamlit passes messages on in another way now: is gathering still worth it?"
    assert AppSession._on_scriptrunner_event is gathering._gathered
    assert Runtime._enqueued_some_message is gathering._told
    assert gather_messages()


@pytest.mark.usefixtures("original")
@pytest.mark.parametrize(
    "name",
    ["_on_scriptrunner_event", "_handle_scriptrunner_event_on_event_loop", "_call_soon_on_event_loop"],
)
def test_another_streamlit_stays_as_it_is(name, monkeypatch):
    def other(self: object, sender: object, event: object, more: int) -> None: ...

    monkeypatch.setattr(AppSession, name, other)
    before = AppSession._on_scriptrunner_event
    assert not gather_messages()
    monkeypatch.delattr(AppSession, name)
    assert not gather_messages()
    assert getattr(AppSession, "_on_scriptrunner_event", None) in (before, None)


@pytest.mark.usefixtures("original")
def test_another_runtime_leaves_the_sessions_as_they_are(monkeypatch):
    before = AppSession._on_scriptrunner_event
    monkeypatch.setattr(gathering, "_streamlits_tell", lambda self, more: None)
    assert not gather_messages()
    monkeypatch.undo()
    monkeypatch.delattr(Runtime, "_get_async_objs")
    assert not gather_messages()
    assert AppSession._on_scriptrunner_event is before
