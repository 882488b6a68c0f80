"""How far a command is, and how it ends that can't go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from lazyq.cli import INTERRUPTED, Said
from lazyq.compute.progress import listening


@contextmanager
def share_done(interrupted: str = "interrupted, nothing is kept") -> Iterator[None]:
    """Show how far the experiment is that runs meanwhile; Ctrl-C ends the command with what this says."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0)
        with listening(lambda stage, share: progress.update(task, description=stage, completed=share)):
            try:
                yield
            except KeyboardInterrupt:
                progress.stop()
                complain(InterruptedError(interrupted), INTERRUPTED)


def complain(error: Exception, status: int) -> NoReturn:
    """End the command with one line that says what was wrong."""
    Console(stderr=True).print(f"lazyq: {error}", style="red", highlight=False, markup=False)
    raise Said(status)
