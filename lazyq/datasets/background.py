"""A download that runs while the caller goes on, to be looked at from time to time."""

import atexit
import threading
from os import PathLike
from pathlib import Path
from typing import Literal, final

from lazyq.datasets.fetching import CancelledError, fetch
from lazyq.datasets.files import FILES, DataError, data_folder

State = Literal["running", "done", "failed", "cancelled"]


@final
class BackgroundDownload:
    """A download of MNIST in the background; :func:`start_download` makes one.

    Attributes
    ----------
    root : the folder that it fills
    state : "running", "done", "failed" or "cancelled"
    done_bytes, total_bytes : how far it is; done_bytes never falls
    error : the reason in a plain sentence once it has failed, else ""
    """

    def __init__(self, root: Path, mirror: str | None = None) -> None:
        self.root = root
        self.state: State = "running"
        self.done_bytes = 0
        self.total_bytes = sum(file.compressed_size for file in FILES)
        self.error = ""
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(mirror,), name="lazyq-download", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop the download and return when it has stopped; one that has ended stays as it is."""
        self._cancelled.set()
        self._thread.join()

    def wait(self, seconds: float | None = None) -> State:
        """Return the state after the download has ended or the seconds have passed."""
        self._thread.join(seconds)
        return self.state

    def _progress(self, done: int, total: int) -> None:
        self.done_bytes, self.total_bytes = done, total

    def _run(self, mirror: str | None) -> None:
        try:
            fetch(self.root, mirror=mirror, on_progress=self._progress, cancelled=self._cancelled)
        except CancelledError:
            self.state = "cancelled"
        except (DataError, ValueError, OSError) as error:
            self.error = str(error)
            self.state = "failed"
        else:
            self.done_bytes = self.total_bytes
            self.state = "done"


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


@atexit.register
def _stop_all() -> None:
    for download in list(_downloads.values()):
        download.cancel()
