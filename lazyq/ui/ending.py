"""How the server ends when it is told to: its computations first, in one line, with status 0."""

import asyncio
import atexit
import concurrent.futures.thread  # noqa: F401  its own end is noted before this one
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import FrameType
from typing import Final

import uvicorn

from lazyq.compute.jobs import end_all, stop_all
from lazyq.ui.guard.uploads import stop_uploads
from lazyq.ui.sending import sends_at_once

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_SAID: Final = b"lazyq: the app is stopping; once more ends it at once\n"
_PATIENCE: Final = 5  # seconds for connections to close


@asynccontextmanager
async def ends_in_order(app: object) -> AsyncIterator[None]:
    """Let the first SIGINT or SIGTERM end the server and its jobs, and the second the process.

    The server ends with status 0: uvicorn alone would end by the signal that it was sent. Under another
    server, or outside of the main thread, signals stay as they are; jobs end with the server all the same.
    """
    server = _server()
    if server is not None and threading.current_thread() is threading.main_thread():
        _take_signals(server, asyncio.get_running_loop())
    try:
        async with sends_at_once(server):
            yield
    finally:
        end_all()


def _server() -> uvicorn.Server | None:
    """Return the server that has asked to be told of signals, where it is uvicorn's."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return server if isinstance(server, uvicorn.Server) else None


def _take_signals(server: uvicorn.Server, loop: asyncio.AbstractEventLoop) -> None:
    # Else it would wait for ever for who doesn't read what was sent to them.
    server.config.timeout_graceful_shutdown = _PATIENCE

    def end(number: int, frame: FrameType | None) -> None:
        _leave_signals()
        atexit.register(_leave_threads)
        server.should_exit = True
        os.write(2, _SAID)  # print is not made for being interrupted by itself
        loop.call_soon_threadsafe(stop_all)
        loop.call_soon_threadsafe(stop_uploads)

    for number in _SIGNALS:
        signal.signal(number, end)
    # uvicorn puts back what was there before it, while threads still have to end.
    getattr(threading, "_register_atexit", atexit.register)(_leave_signals)


def _leave_signals() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def _leave_threads() -> None:
    """End with status 0 now, whatever daemon threads, which pages run in, are at.

    One that comes back from torch while the interpreter goes would end the process by an abort.
    """
    atexit.unregister(_leave_threads)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe that nobody reads, a stream that is closed
            stream.flush()
    os._exit(0)
