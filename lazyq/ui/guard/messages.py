"""What may come over a connection: nothing that empties the caches of all, and not too much a second."""

import asyncio
import logging
from time import monotonic
from typing import Final, final

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

RATE: Final = 20.0  # messages a second that a visitor may go on sending
BURST: Final = 100  # and as many at once
_KINDS_OF_DEVELOPERS: Final = {"clear_cache", "set_run_on_save"}

_log = logging.getLogger(__name__)


@final
class Pace:
    """A bucket of ``burst`` messages that fills up again at ``rate`` a second."""

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._since = float(burst), now

    def take(self, now: float) -> float:
        """Take a message out of the bucket; return the seconds to wait before it is read."""
        self._left = min(self._burst, self._left + (now - self._since) * self._rate) - 1
        self._since = now
        return max(0.0, -self._left / self._rate)


def is_for_developers(data: bytes) -> bool:
    """Return whether a message from a browser is one that a visitor of the app has no use for.

    Such is ``clear_cache``: it throws away what is computed for everybody. What can't be read is left to
    Streamlit, which ends the connection.
    """
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return False
    return message.WhichOneof("type") in _KINDS_OF_DEVELOPERS


@final
class MessageGuard:
    """Reads a connection at a bounded pace, and drops what is for developers.

    Who sends faster than ``RATE`` waits, alone; no message is lost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, its messages guarded."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        pace = Pace(RATE, BURST, monotonic())

        async def guarded_receive() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                if wait := pace.take(monotonic()):
                    await asyncio.sleep(wait)
                if not is_for_developers(message.get("bytes") or b""):
                    return message
                _log.warning("A visitor's message for developers was dropped.")

        await self.app(scope, guarded_receive, send)
