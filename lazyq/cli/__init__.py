"""The command ``lazyq``: distances, paths, data, caches and the app without writing Python."""

import os
import sys
from contextlib import suppress
from typing import NoReturn

from lazyq.extras import MissingExtraError, require_extra

INTERRUPTED = 130  # what a shell says of a command that Ctrl-C has ended


class Said(SystemExit):
    """The end of the command, whose reason has been said."""


def main() -> None:
    """Run the command; without the extra that it needs it ends with one line that names it, and status 1.

    Ctrl-C ends it with one line and status 130, at once, whatever is being imported or compiled.
    """
    try:
        require_extra("app" if sys.argv[1:2] in (["app"], ["warm"]) else "cli")
        from lazyq.cli.commands import run

        run()
    except MissingExtraError as error:
        sys.exit(f"lazyq: {error}")
    except KeyboardInterrupt:
        _leave(said=False)
    except SystemExit as end:
        if end.code != INTERRUPTED:
            raise
        _leave(said=isinstance(end, Said))


def _leave(said: bool) -> NoReturn:
    """End the process without waiting for threads, of which one may compile for many seconds."""
    if not said:
        print("lazyq: interrupted", file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(INTERRUPTED)
