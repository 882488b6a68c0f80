"""What the server's log need not say: that a visitor closed a page while it was being sent something."""

import logging

_ALREADY_CLOSED = "once a close message has been sent"


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Return False for the error of a connection that both sides were closing at the same moment.

    Streamlit then closes it a second time, which Starlette refuses and uvicorn logs with its whole way there.
    """
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, RuntimeError) and _ALREADY_CLOSED in str(error))


def quiet_departures() -> None:
    """Leave such errors out of the server's log; once or many times is the same."""
    logging.getLogger("uvicorn.error").addFilter(is_worth_telling)
