"""Downloads of MNIST under power cuts and on bad disks, for :mod:`benchmarks.power_cut`."""

import gzip
import os
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lazyq.datasets.files import FILES, data_folder, problems, raw_folder
from tests.compute.power_cut import Found
from tests.datasets.download_cuts import clock_cuts, download_cuts, unstored
from tests.datasets.mnist_mirror import Mirror, slow

SMALL = FILES[1:]  # all but the images of the training set, which are most of the bytes
ROOM = "1m"


def downloads(place: Path, row: Callable[[str, Iterable[Found]], bool], count: int, seed: int) -> bool:
    """Kill downloads, and fill their disk; print what was found, and return whether all was right."""
    if problems(data_folder()):
        print("no MNIST here: set LAZYQ_DATA")
        return True
    os.environ["no_proxy"] = "127.0.0.1"
    with served() as mirror:
        root = linked(place / "lines", SMALL)
        cuts = (found for _, found in download_cuts(root, mirror.url, count, seed))
        sound = row("a download killed at a line", cuts)
        mirror.answer = slow
        root = linked(place / "clock", FILES)
        cuts = (found for _, found in clock_cuts(root, mirror.url, count // 10, seed))
        sound &= row("a download killed by the clock", cuts)
        return bad_disk(place / "disk", mirror, row) and sound


def bad_disk(folder: Path, mirror: Mirror, row: Callable[[str, Iterable[Found]], bool]) -> bool:
    """Download to a file system that is too small, then to one that can only be read."""
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(folder)]
    if subprocess.run(made, capture_output=True, check=False).returncode:
        print("no file system could be made for a real full disk")
        return True
    try:
        linked(folder, SMALL)
        full = unstored(folder, mirror.url, "it can't be stored (No space left on device)")
        sound = row(f"a download to a file system of {ROOM}", [full])
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        closed = unstored(folder, mirror.url, f"MNIST can't be stored in {folder}: Read-only file system")
        return row("a download to one that can only be read", [closed]) and sound
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def linked(root: Path, missing: tuple[object, ...]) -> Path:
    """Have a folder with links to the files of MNIST, but for those that are to be fetched."""
    raw_folder(root).mkdir(parents=True)
    for file in FILES:
        if file not in missing:
            (raw_folder(root) / file.name).symlink_to(raw_folder(data_folder()).absolute() / file.name)
    return root


@contextmanager
def served() -> Iterator[Mirror]:
    """Have a server of MNIST on this machine."""
    raw = raw_folder(data_folder())
    mirror = Mirror({f"{file.name}.gz": gzip.compress((raw / file.name).read_bytes(), 1) for file in FILES})
    thread = threading.Thread(target=mirror.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield mirror
    finally:
        mirror.server.shutdown()
        mirror.server.server_close()
        thread.join()
