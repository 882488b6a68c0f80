"""What the server's log need not say: how a connection ended that one side or the other gave up."""

import asyncio
import logging

_ALREADY_CLOSED = "once a close message has been sent"


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Return False for the error of a connection that both sides were closing at the same moment.

    Streamlit then closes it a second time, which Starlette refuses and uvicorn logs with its whole way there.
    So it does with a request that it gives up at the end, when it has said so in one line.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, asyncio.CancelledError):
        return False
    return not (isinstance(error, RuntimeError) and _ALREADY_CLOSED in str(error))


def quiet_departures() -> None:
    """Leave such errors out of the server's log; once or many times is the same."""
    logging.getLogger("uvicorn.error").addFilter(is_worth_telling)
