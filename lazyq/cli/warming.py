"""``lazyq warm``: what the pages show first, computed before a class comes."""

import logging
from typing import Annotated

import typer
from rich.console import Console

from lazyq.cli.progress import share_done


def warm(
    pages: Annotated[
        list[str] | None,
        typer.Argument(
            help="Pages by their addresses, such as lens and best-lambda.", show_default="all of them"
        ),
    ] = None,
) -> None:
    """Compute the first view of the pages into the store of results, so that visitors find it there."""
    # Streamlit remarks on code of its own that runs outside of a visit.
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    from lazyq.ui.warming import entries, warm

    known = {entry.file: entry for entry in entries()}
    for name in pages or ():
        if name not in known:
            raise ValueError(f"pages must be of {', '.join(known)}, got {name!r}")
    console = Console(stderr=True)
    failed = False
    for name in dict.fromkeys(pages or known):
        with share_done():
            _, complaints = warm(known[name])
        failed |= bool(complaints)
        console.print(
            f"{known[name].title}: {' '.join(complaints) or 'ready'}", markup=False, highlight=False
        )
    if failed:
        raise typer.Exit(1)
