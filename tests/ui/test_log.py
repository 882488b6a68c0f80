"""A page that closes while it is sent something is no error; everything else stays in the log."""

import asyncio
import logging

import pytest
from starlette.websockets import WebSocket

from lazyq.ui.log import quiet_departures


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


def test_a_request_that_the_server_gives_up_at_its_end_is_not_told_with_its_way(
    server_log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    server_log.error("Exception in ASGI application", exc_info=asyncio.CancelledError())
    assert not caplog.records
