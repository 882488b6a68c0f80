"""A download that runs while the caller goes on, to be looked at from time to time."""

import threading
from os import PathLike
from pathlib import Path
from typing import final

from lazyq.compute.jobs import Job, State
from lazyq.compute.progress import report
from lazyq.datasets.fetching import fetch
from lazyq.datasets.files import FILES, DataError, data_folder
from lazyq.extras import MissingExtraError
from lazyq.wording import worded


@final
class BackgroundDownload:
    """A download of MNIST in the background; :func:`start_download` makes one.

    Parameters
    ----------
    root : the folder that it fills
    mirror : as for :func:`start_download`

    Attributes
    ----------
    root : that folder
    done_bytes, total_bytes : how far it is; done_bytes never falls
    """

    def __init__(self, root: Path, mirror: str | None = None) -> None:
        self.root = root
        self.done_bytes = 0
        self.total_bytes = sum(file.compressed_size for file in FILES)
        self._mirror = mirror
        self._job = Job(self._fetch, expected=(DataError, ValueError, OSError, MissingExtraError))
        self._job.start()

    @property
    def state(self) -> State:
        """Whether it is "running", "done", "failed" or "stopped"."""
        return self._job.state

    @property
    def error(self) -> str:
        """Why it failed, in a plain sentence; else an empty text."""
        return self._job.error

    def cancel(self) -> None:
        """Stop the download and return when it has stopped; one that has ended stays as it is."""
        self._job.end()

    def wait(self, seconds: float | None = None) -> State:
        """Return the state after the download has ended or the seconds have passed."""
        return self._job.wait(seconds)

    def _fetch(self) -> None:
        fetch(self.root, mirror=self._mirror, on_progress=self._progress)
        self.done_bytes = self.total_bytes

    def _progress(self, done: int, total: int) -> None:
        self.done_bytes, self.total_bytes = done, total
        report(worded("Fetching MNIST"), done / total)


_downloads: dict[Path, BackgroundDownload] = {}
_starting = threading.Lock()


def start_download(
    root: str | PathLike[str] | None = None, *, mirror: str | None = None
) -> BackgroundDownload:
    """Return the running download into the root, or start one: one at a time per process and root.

    Parameters
    ----------
    root : as for :func:`lazyq.datasets.load_mnist`
    mirror : base URL in place of torchvision's own; default LAZYQ_MIRROR
    """
    folder = data_folder(root).absolute()
    with _starting:
        current = _downloads.get(folder)
        if current is None or current.state != "running":
            current = _downloads[folder] = BackgroundDownload(folder, mirror)
        return current
