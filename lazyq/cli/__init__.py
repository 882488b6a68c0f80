"""The command ``lazyq``: distances, paths, data, caches and the app without writing Python."""

import sys

from lazyq.extras import MissingExtraError, require_extra


def main() -> None:
    """Run the command; without the extra that it needs it ends with one line that names it, and status 1."""
    try:
        require_extra("app" if sys.argv[1:2] in (["app"], ["warm"]) else "cli")
        from lazyq.cli.commands import run

        run()
    except MissingExtraError as error:
        sys.exit(f"lazyq: {error}")
