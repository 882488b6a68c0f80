"""What the server's log says: where something failed, and nothing of who was there or what they wrote."""

import asyncio
import errno
import logging
import os
import traceback
from typing import Any, Final

import streamlit as st
from starlette.requests import ClientDisconnect

_ALREADY_CLOSED = "once a close message has been sent"
_CONNECTION: Final = '"WebSocket %s"'  # in uvicorn's lines with a visitor's address and what they opened
_BETWEEN: Final = {
    True: "The above exception was the direct cause of the following exception:",
    False: "During handling of the above exception, another exception occurred:",
}


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Return False for a line about one connection, and for the error of one that both sides were closing.

    Streamlit then closes it a second time, which Starlette refuses and uvicorn logs with its whole way there.
    So it does with a request that it gives up at the end, when it has said so in one line, and with one whose
    visitor left before it was here.
    """
    if _CONNECTION in str(record.msg):
        return False
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, (asyncio.CancelledError, ClientDisconnect)):
        return False
    return not (isinstance(error, RuntimeError) and _ALREADY_CLOSED in str(error))


def quiet_departures() -> None:
    """Leave such lines out of the server's log; once or many times is the same."""
    logging.getLogger("uvicorn.error").addFilter(is_worth_telling)


def told(error: BaseException) -> str:
    """Return where an error came from and of what kind it is, without its words, which may be a visitor's.

    What the system says of an ``OSError``, as that a disk is full, is told; the name of the file is not.
    """
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        places = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{places}{_kind(one)}")
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if before is not None:
            parts.append(_BETWEEN[one.__cause__ is not None])
        one = before
    return "\n\n".join(reversed(parts))


def _kind(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    number = error.errno if isinstance(error, OSError) else None
    return f"{name}: {os.strerror(number)}" if isinstance(number, int) and number in errno.errorcode else name


def withhold_words() -> None:
    """Log errors without their words from now on; once or many times is the same.

    Who starts the server with ``--logger.level=debug`` reads them whole.
    """
    make: Any = logging.getLogRecordFactory()
    if getattr(make, "withholds", False) or st.get_option("logger.level") == "debug":
        return

    def withheld(*given: Any, **named: Any) -> logging.LogRecord:
        record: logging.LogRecord = make(*given, **named)
        if record.exc_info and record.exc_info[1]:
            record.exc_text = told(record.exc_info[1])
        if record.name == "asyncio":  # whose messages go on with what failed, with its words
            record.msg, record.args = record.getMessage().partition("\n")[0], ()
        return record

    withheld.withholds = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(withheld)
