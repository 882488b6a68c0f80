import asyncio
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg

from lazyq.ui.guard import MessageGuard
from lazyq.ui.guard.messages import BURST, RATE, Pace, is_for_developers

CLEAR = BackMsg(clear_cache=True).SerializeToString()
RUN = BackMsg(rerun_script={"query_string": "lam=1"}).SerializeToString()


def received(messages):
    """Return what an app behind the guard gets of a connection with these messages."""
    coming, got = iter(messages), []

    async def receive():
        return next(coming)

    async def app(scope, receive, send):
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            got.append(message)

    asyncio.run(MessageGuard(app)({"type": "websocket"}, receive, None))
    return got


def binary(data):
    return {"type": "websocket.receive", "bytes": data}


END = {"type": "websocket.disconnect"}


def test_message_that_empties_the_caches_of_all_is_dropped(caplog):
    with caplog.at_level(logging.WARNING):
        assert received([binary(CLEAR), binary(RUN), binary(CLEAR), END]) == [binary(RUN)]
    assert "dropped" in caplog.text


@pytest.mark.parametrize(
    "data",
    [
        CLEAR,
        BackMsg(set_run_on_save=True).SerializeToString(),
        RUN + CLEAR,  # the last one counts
        CLEAR + b"\xfa\x7f\x80\x80\x04" + bytes(65536),  # with a field that nobody knows
    ],
)
def test_it_is_known_however_it_is_written(data):
    assert is_for_developers(data)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xff", RUN, BackMsg(stop_script=True).SerializeToString(), CLEAR + RUN]
)
def test_what_visitors_send_and_what_is_broken_is_left_to_streamlit(data):
    assert not is_for_developers(data)


@given(st.binary(max_size=2000))
def test_any_bytes_get_an_answer(data):
    assert is_for_developers(data) in {True, False}


def test_other_messages_and_requests_pass_unread():
    text = {"type": "websocket.receive", "text": "hello"}
    assert received([{"type": "websocket.connect"}, text, END]) == [{"type": "websocket.connect"}, text]
    seen = []

    async def app(scope, receive, send):
        seen.append((scope, receive, send))

    asyncio.run(MessageGuard(app)({"type": "http"}, 1, 2))
    assert seen == [({"type": "http"}, 1, 2)]


def test_burst_passes_at_once_and_then_the_rate_holds():
    pace = Pace(RATE, BURST, 0.0)
    assert [pace.take(0.0) for _ in range(BURST)] == [0.0] * BURST
    assert pace.take(0.0) == pytest.approx(1 / RATE)
    assert pace.take(0.0) == pytest.approx(2 / RATE)
    assert pace.take(2 / RATE) == pytest.approx(1 / RATE)
    assert [pace.take(1000.0) for _ in range(BURST)] == [0.0] * BURST


@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=200))
def test_in_no_stretch_of_time_are_more_read_than_burst_and_rate_allow(gaps):
    pace, now, read = Pace(RATE, BURST, 0.0), 0.0, []
    for gap in gaps:
        now += gap / 1e3
        now += pace.take(now)
        read.append(now)
    for first in range(0, len(read), 10):
        for last in range(first, len(read)):
            assert last - first <= BURST + RATE * (read[last] - read[first]) + 1e-6


def test_fast_sender_waits_and_loses_nothing(monkeypatch):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    monkeypatch.setattr("lazyq.ui.guard.messages.asyncio.sleep", sleep)
    monkeypatch.setattr("lazyq.ui.guard.messages.monotonic", lambda: 0.0)
    messages = [binary(RUN)] * (BURST + 3)
    assert received([*messages, END]) == messages
    assert slept == pytest.approx([1 / RATE, 2 / RATE, 3 / RATE])
