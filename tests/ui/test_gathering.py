"""The messages of a run go together, in their order; all else goes at once."""

import asyncio
import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from lazyq.ui import gathering
from lazyq.ui.gathering import Gathering, gather_messages


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


@pytest.fixture
def original(monkeypatch):
    if AppSession._on_scriptrunner_event is gathering._gathered:
        pytest.fail("another test left Streamlit changed")
    monkeypatch.setattr(AppSession, "_on_scriptrunner_event", AppSession._on_scriptrunner_event)
    return AppSession._on_scriptrunner_event


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
            calls.add(call, loop.call_soon_threadsafe, at_once=False)
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
