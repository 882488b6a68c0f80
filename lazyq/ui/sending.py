"""What the server sends leaves at once.

Streamlit opens its socket without saying that it is one of TCP, so asyncio leaves Nagle's algorithm on. The
second of two small messages then waits until its receiver has said that it has the first, which many put off
by 40 ms: ten times what a page of this app takes.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import uvicorn

_MOMENT: Final = 0.01  # seconds from one look at the server to the next
_LOOKS: Final = 1_000


@asynccontextmanager
async def sends_at_once(server: uvicorn.Server | None) -> AsyncIterator[None]:
    """Let nothing that a server is given to send wait, from when it listens; without one, do nothing."""
    looking = None if server is None else asyncio.create_task(_once_listening(server))
    try:
        yield
    finally:
        if looking is not None:
            looking.cancel()


async def _once_listening(server: uvicorn.Server) -> None:
    for _ in range(_LOOKS):
        if server.started:
            break
        await asyncio.sleep(_MOMENT)
    for listening in getattr(server, "servers", ()):
        for each in listening.sockets:
            with suppress(OSError):  # one of another kind
                # Connections have it from the socket that they were accepted by.
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
