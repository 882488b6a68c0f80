"""How far a running experiment is, told to whoever listens in the same context."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lazyq.wording import Worded

Listener = Callable[[Worded, float], None]

_listener: ContextVar[Listener | None] = ContextVar("lazyq_progress", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call the listener with a stage in words and its share done, while experiments run in this context.

    An exception that the listener raises stops the experiment: that is how one is cancelled.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report(stage: Worded, share: float) -> None:
    """Tell the listener, if there is one; a visitor may read the stage in another language."""
    listener = _listener.get()
    if listener is not None:
        listener(stage, share)
