"""``lazyq app``: the app, from a clone or from an installed wheel."""

import errno
import os
import runpy
import signal
import socket
import sys
import threading
from types import FrameType
from typing import Annotated

import typer

from lazyq.cli import INTERRUPTED
from lazyq.cli.progress import complain
from lazyq.root import ROOT

_HOST = "localhost"
_USUAL = 8501


def serve(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port of the server.", show_default="8501, or the next free one"),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", "--address", help="Address to listen at; 0.0.0.0 is the whole network.")
    ] = _HOST,
    browser: Annotated[bool, typer.Option(help="Open the app in a browser.")] = True,
) -> None:
    """Start the app, until Ctrl-C ends it."""
    _check_place(host, port)
    arguments = ["run", str(ROOT / "app.py"), f"--server.address={host}"]
    arguments += [] if port is None else [f"--server.port={port}"]
    # Said either way only against opening: whether there is a screen, Streamlit finds out.
    arguments += [] if browser else ["--server.headless=true"]
    sys.argv = ["streamlit", *arguments]
    pressed = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        pressed.set()
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, interrupt)
    try:
        runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    except SystemExit:
        if pressed.is_set():  # which Streamlit takes for a failure
            complain(InterruptedError("the app is stopped"), INTERRUPTED)
        raise


def _check_place(host: str, port: int | None) -> None:
    """Check that this machine can listen there; any free port stands for None.

    Raises
    ------
    ValueError : the host is not an address of this machine, or the port is taken or not allowed
    """
    wrong_host = f"host must be a name or an address of this machine, got {host!r}"
    if not host:
        raise ValueError(wrong_host)
    try:
        found = socket.getaddrinfo(host, port or 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise ValueError(wrong_host) from None
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as server:
        if os.name == "posix":  # elsewhere this option would let two servers have one port
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(address)
        except PermissionError:
            raise ValueError(f"port must be one that you may use, such as {_USUAL}, got {port}") from None
        except OSError as error:
            in_use = error.errno == errno.EADDRINUSE
            message = f"port must be free, got {port}, which is in use" if in_use else wrong_host
            raise ValueError(message) from None
