"""Servers and disks that fail in the midst of a download: it ends, says why, and leaves nothing behind."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from mnist_mirror import Mirror, whole
from test_download import nothing_left

from lazyq.datasets import DataError, fetching, load_mnist
from lazyq.datasets import download as downloading
from lazyq.datasets.download import download
from lazyq.datasets.fetching import fetch, lock_path, temporary_folder
from lazyq.datasets.files import FILES, problems, raw_folder
from tests.datasets.download_cuts import download_cuts

LABELS = FILES[3]
Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


@pytest.fixture(autouse=True)
def _short_patience() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(0.5)
    yield
    socket.setdefaulttimeout(before)


@pytest.fixture
def root(linked_root: Path) -> Path:
    """A folder where only the labels of the test digits are missing."""
    (raw_folder(linked_root) / LABELS.name).unlink()
    return linked_root


def endless(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(bytes(100_000))


def longer_than_said(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content) + 1000))
    handler.end_headers()
    handler.wfile.write(content)


def trickle(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    for place in range(len(content)):
        handler.wfile.write(content[place : place + 1])
        time.sleep(0.1)


def in_a_circle(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(302)
    handler.send_header("Location", handler.path)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def to_a_file(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(302)
    handler.send_header("Location", "file:///etc/hostname")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


ANSWERS = [
    (endless, "the server sends more than the file has"),
    (longer_than_said, "the transfer was cut off"),
    (trickle, "the server did not answer in time"),
    (in_a_circle, "the server only leads on to other addresses"),
    (to_a_file, "the server only leads on to other addresses"),
]


@pytest.mark.parametrize(("answer", "said"), ANSWERS, ids=[answer.__name__ for answer, _ in ANSWERS])
def test_a_server_that_is_no_help_is_left_and_said(
    mirror: Mirror, root: Path, answer: Answer, said: str
) -> None:
    mirror.answer = answer
    with pytest.raises(DataError, match=f"{LABELS.name}.gz: {said}$") as error:
        download(root, f"{mirror.url}/")
    assert "\n" not in str(error.value)
    assert nothing_left(root)
    mirror.answer = whole
    download(root, f"{mirror.url}/")
    assert not problems(root)


def test_a_server_that_leads_on_is_followed(mirror: Mirror, root: Path) -> None:
    def lead_on(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        if "moved" in handler.path:
            return whole(handler, content)
        handler.send_response(302)
        handler.send_header("Location", f"/moved/{handler.path.rsplit('/', 1)[-1]}")
        handler.send_header("Content-Length", "0")
        return handler.end_headers()

    mirror.answer = lead_on
    download(root, f"{mirror.url}/")
    assert not problems(root)


def test_headers_that_trickle_are_left(mirror: Mirror, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never_done(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while not mirror.released.wait(0.05):
            handler.wfile.write(b"x")

    mirror.answer = never_done
    monkeypatch.setattr(fetching, "STILL", 1.0)
    with pytest.raises(DataError, match="Nothing comes from the server any more"):
        fetch(root, mirror=mirror.url, timeout=0.2)
    assert nothing_left(root)


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from lazyq.datasets.download import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of files here")
@pytest.mark.parametrize("room", [1_000, 9_000])
def test_a_full_disk_is_said_and_nothing_is_left_on_it(mirror: Mirror, root: Path, room: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(room), str(root), "--mirror", mirror.url],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "it can't be stored (File too large)" in done.stdout
    assert nothing_left(root)


def read_only(*given: object, **how: object) -> None:
    raise OSError(30, "Read-only file system", "somewhere")


def test_a_folder_that_can_only_be_read_is_said(
    mirror: Mirror, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading.FileLock, "acquire", read_only)
    with pytest.raises(DataError, match=r"^MNIST can't be stored in .*: Read-only file system$"):
        download(root, f"{mirror.url}/")


def test_links_in_the_folder_are_not_followed(mirror: Mirror, root: Path, tmp_path_factory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "mine").write_text("mine")
    lock_path(root).symlink_to(elsewhere / "mine")
    temporary_folder(root).symlink_to(elsewhere)
    (raw_folder(root) / LABELS.name).symlink_to(elsewhere / "mine")
    download(root, f"{mirror.url}/")
    assert not problems(root)
    assert nothing_left(root)
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]
    assert (elsewhere / "mine").read_text() == "mine"


def test_what_lies_in_the_place_of_the_temporary_folder_goes(mirror: Mirror, root: Path) -> None:
    temporary_folder(root).write_text("in the way")
    download(root, f"{mirror.url}/")
    assert not problems(root)


def test_a_whole_data_set_is_tidied_up_after_a_power_cut(linked_root: Path) -> None:
    temporary_folder(linked_root).mkdir()
    (temporary_folder(linked_root) / "left.gz").write_bytes(b"left")
    load_mnist("test", linked_root)
    assert nothing_left(linked_root)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by os.fork")
def test_a_download_killed_at_any_line_is_made_good_by_the_next(mirror: Mirror, root: Path) -> None:
    assert threading.active_count() > 1, "the server goes on"
    (raw_folder(root) / FILES[1].name).unlink()
    for line, found in download_cuts(root, mirror.url, 6, seed=1):
        assert found.right, line
        assert not found.left, line
