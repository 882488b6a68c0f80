"""What is pressed before its page is known waits for it, in its order, and for nothing else."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession, AppSessionState

from lazyq.ui import returning
from lazyq.ui.returning import MOST, keep_early_presses

RUNNING, AT_REST = AppSessionState.APP_IS_RUNNING, AppSessionState.APP_NOT_RUNNING


class Session:
    """What the stand-in needs of Streamlit's session: the page that it knows, its fragments, its state."""

    request_rerun = returning._asked

    def __init__(self, page: str, state: AppSessionState, *fragments: str) -> None:
        self.page_script_hash, self._state, self.fragments = page, state, set(fragments)
        self.passed: list[tuple[str, str]] = []

    def has_fragment(self, fragment_id: str) -> bool:
        return fragment_id in self.fragments


def press(fragment: str, page: str = "lens", **named: Any) -> ClientState:
    return ClientState(fragment_id=fragment, page_script_hash=page, **named)


@pytest.fixture(autouse=True)
def passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def passes(session: Any, asked: Any) -> None:
        session.passed.append((asked.page_script_hash, asked.fragment_id) if asked else None)

    monkeypatch.setattr(returning, "_streamlits", passes)
    monkeypatch.setattr(returning, "MOMENT", 0.001)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.001)


def test_a_session_hears_all_of_its_last_run_before_it_is_asked_for_the_next(monkeypatch):
    session = Session("lens", AT_REST, "dial")
    monkeypatch.setattr(returning, "pass_on", lambda: session.passed.append("heard"))
    session.request_rerun(press("dial"))
    session.request_rerun(None)
    assert session.passed == ["heard", ("lens", "dial"), "heard", None]


def test_presses_of_a_page_that_is_being_run_wait_for_their_parts_in_their_order():
    async def run() -> None:
        session = Session("", AT_REST)  # a server that was restarted
        session.request_rerun(ClientState(page_script_hash="lens"))
        session.request_rerun(press("dial"))
        session.page_script_hash, session._state, session.fragments = "lens", RUNNING, {"frame"}
        session.request_rerun(press("frame"))  # known, yet pressed after the other
        await asyncio.sleep(0.02)
        assert session.passed == [("lens", "")]
        session.fragments.add("dial")
        await until(lambda: len(session.passed) == 3)
        assert session.passed == [("lens", ""), ("lens", "dial"), ("lens", "frame")]
        session.request_rerun(press("dial"))
        assert session.passed[3:] == [("lens", "dial")], "nothing waits any more"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("session", "asked"),
    [
        (Session("lens", RUNNING, "dial"), press("dial")),
        (Session("lens", RUNNING), ClientState(page_script_hash="words")),
        (Session("words", RUNNING), press("dial")),  # would lead back to a page that was left
        (Session("lens", AT_REST), press("dialog")),  # closed since
        (Session("lens", RUNNING), press("clock", is_auto_rerun=True)),
        (Session("lens", RUNNING), None),
    ],
    ids=["known", "page", "left", "closed", "by itself", "again"],
)
def test_all_else_is_passed_on_at_once(session, asked):
    session.request_rerun(asked)
    assert session.passed == [(asked.page_script_hash, asked.fragment_id) if asked else None]
    assert session not in returning._early


def test_a_part_that_never_comes_is_not_waited_for_and_few_wait(monkeypatch):
    async def run() -> None:
        session = Session("lens", RUNNING)
        for number in range(3 * MOST):
            session.request_rerun(press(f"none {number}"))
        assert len(returning._early[session]) == MOST
        assert session.passed == []
        session._state = AT_REST  # the page has been run, and has no such part
        await until(lambda: len(session.passed) == MOST)
        monkeypatch.setattr(returning, "PATIENCE", 0.02)
        session._state = RUNNING
        session.request_rerun(press("none"))
        await until(lambda: len(session.passed) == MOST + 1)
        assert not returning._early[session]

    asyncio.run(run())


@pytest.mark.parametrize("name", ["request_rerun", "has_fragment", "page_script_hash"])
def test_it_takes_streamlits_place_once_and_leaves_another_streamlit_as_it_is(monkeypatch, name):
    original = AppSession.request_rerun
    assert original is not returning._asked, "another test left Streamlit changed"
    monkeypatch.setattr(returning, "_streamlits", original)
    monkeypatch.setattr(AppSession, "request_rerun", original)
    assert keep_early_presses(), "Streamlit asks in another way now: are early presses still dropped?"
    assert AppSession.request_rerun is returning._asked
    assert keep_early_presses()
    monkeypatch.setattr(AppSession, "request_rerun", original)
    if name == "request_rerun":
        monkeypatch.setattr(returning, "_streamlits", lambda self: None)
    else:
        monkeypatch.setattr(AppSession, name, None)
    assert not keep_early_presses()
    assert AppSession.request_rerun is original
