"""A page that closes while it is sent something is no error; all else is logged, without visitors' words."""

import asyncio
import errno
import io
import logging
import os

import pytest
import streamlit as st
from starlette.requests import ClientDisconnect
from starlette.websockets import WebSocket

from lazyq.ui.log import quiet_departures, told, withhold_words


@pytest.fixture
def server_log(caplog: pytest.LogCaptureFixture) -> logging.Logger:
    log = logging.getLogger("uvicorn.error")
    quiet_departures()
    quiet_departures()
    return log


async def _close_twice() -> None:
    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: object) -> None:
        return None

    socket = WebSocket({"type": "websocket"}, receive, send)
    await socket.accept()
    await socket.close()
    await socket.close()


def test_a_connection_closed_twice_is_not_logged(
    server_log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RuntimeError) as raised:
        asyncio.run(_close_twice())
    server_log.error("Exception in ASGI application", exc_info=raised.value)
    assert not caplog.records


def test_other_errors_are_logged(server_log: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    server_log.error("Exception in ASGI application", exc_info=RuntimeError("no such page"))
    server_log.error("port in use")
    assert [record.getMessage() for record in caplog.records] == [
        "Exception in ASGI application",
        "port in use",
    ]


def test_lines_about_one_connection_are_left_out(
    server_log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    server_log.setLevel(logging.INFO)
    server_log.info('%s - "WebSocket %s" [accepted]', "203.0.113.9:5", "/_stcore/stream?x=secret")
    assert not caplog.records


@pytest.fixture
def written() -> io.StringIO:
    """Return what a log prints, as Streamlit prints its own."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logs = [logging.getLogger(name) for name in ("withheld.words", "asyncio")]
    for log in logs:
        log.addHandler(handler)
    before = logging.getLogRecordFactory()
    yield stream
    logging.setLogRecordFactory(before)
    for log in logs:
        log.removeHandler(handler)


WORDS = "se" + "cret"  # a traceback shows the lines of this file


def logged() -> None:
    log = logging.getLogger("withheld.words")
    for error in (ValueError(WORDS), KeyError(WORDS)):
        try:
            try:
                raise error
            except LookupError as cause:
                raise RuntimeError(WORDS) from cause
        except Exception as caught:
            log.exception("Uncaught app execution", exc_info=caught)
    try:
        try:
            raise TypeError(WORDS)
        finally:
            raise OSError(errno.ENOSPC, WORDS, f"/home/{WORDS}")
    except OSError:
        log.exception("Not kept")
    logging.getLogger("asyncio").error("Task failed\nfuture: %s", f"ValueError({WORDS!r})")


def test_words_of_errors_are_withheld_and_their_places_are_not(written: io.StringIO) -> None:
    withhold_words()
    withhold_words()
    logged()
    said = written.getvalue()
    assert WORDS not in said
    assert said.count("Traceback (most recent call last):") == 5
    assert "\nValueError\n" in said
    assert "\nKeyError\n\nThe above exception was the direct cause" in said
    assert "\nTypeError\n\nDuring handling of the above exception" in said
    assert f"\nOSError: {os.strerror(errno.ENOSPC)}\n" in said
    assert ", in logged\n" in said
    assert said.endswith("Task failed\n")


def test_an_error_that_others_made_up_is_told_by_its_kind() -> None:
    loop = OSError([WORDS], WORDS)
    loop.__cause__ = RuntimeError(WORDS)
    loop.__cause__.__cause__ = loop
    assert told(loop).endswith("\nOSError")
    assert WORDS not in told(loop)


def test_who_looks_for_a_fault_reads_them(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"logger.level": "debug"}.get)
    withhold_words()
    logged()
    assert f"ValueError: {WORDS}" in written.getvalue()


def test_a_request_that_the_server_gives_up_at_its_end_is_not_told_with_its_way(
    server_log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    server_log.error("Exception in ASGI application", exc_info=asyncio.CancelledError())
    assert not caplog.records


def test_a_visitor_who_leaves_while_a_file_is_sent_is_no_error(
    server_log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    server_log.error("Exception in ASGI application", exc_info=ClientDisconnect())
    assert not caplog.records
