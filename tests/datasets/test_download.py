import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from mnist_mirror import Mirror, cut, slow, whole

from lazyq.datasets import DataError, load_mnist, start_download
from lazyq.datasets.download import download, main, sources
from lazyq.datasets.fetching import checked_mirror, lock_path, temporary_folder
from lazyq.datasets.files import FILES, problems, raw_folder

TOTAL = sum(file.compressed_size for file in FILES)
PACKAGE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def keep_timeout() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    yield
    socket.setdefaulttimeout(before)


def wait_for(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def nothing_left(root: Path) -> bool:
    present = {path.name for path in (root / "MNIST").iterdir()}
    return present <= {"raw", lock_path(root).name} and not temporary_folder(root).exists()


def test_a_download_in_the_background_is_one_and_is_polled(mirror: Mirror, tmp_path: Path) -> None:
    mirror.answer = slow
    background = start_download(tmp_path, mirror=mirror.url)
    assert background is start_download(tmp_path, mirror=mirror.url)
    assert background.total_bytes == TOTAL
    seen = [background.done_bytes]
    while background.wait(0.05) == "running":
        seen.append(background.done_bytes)
    assert background.state == "done"
    assert seen == sorted(seen)
    assert background.done_bytes == TOTAL
    assert background.error == ""
    background.cancel()
    assert background.state == "done"
    assert nothing_left(tmp_path)
    assert len(load_mnist("test", tmp_path, download=False)) == 10_000


def test_a_hanging_server_can_be_left(mirror: Mirror, tmp_path: Path) -> None:
    mirror.answer = mirror.hang
    background = start_download(tmp_path, mirror=mirror.url)
    wait_for(lambda: background.done_bytes > 0 or background.state != "running")
    assert background.state == "running"
    background.cancel()
    assert background.state == "stopped"
    assert nothing_left(tmp_path)
    assert start_download(tmp_path, mirror="ftp://nowhere") is not background


def test_a_silent_server_is_given_up(
    mirror: Mirror, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.answer = mirror.hang
    assert main([str(tmp_path), "--mirror", mirror.url, "--timeout", "0.5"]) == 1
    assert "did not answer in time" in capsys.readouterr().out
    assert nothing_left(tmp_path)


def test_two_processes_fetch_once(mirror: Mirror, tmp_path: Path) -> None:
    mirror.answer = slow
    command = [sys.executable, "-m", "lazyq.datasets.download", str(tmp_path), "--mirror", mirror.url]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        said, _ = process.communicate(timeout=240)
        assert process.returncode == 0
        assert said == f"MNIST is complete in {raw_folder(tmp_path)}\n"
    assert problems(tmp_path) == {}
    assert sorted(mirror.requested) == sorted(mirror.archives)


def test_an_interrupted_transfer_leaves_nothing_and_a_retry_succeeds(mirror: Mirror, tmp_path: Path) -> None:
    mirror.answer = cut
    with pytest.raises(DataError, match=r"train-images-idx3-ubyte.gz .* the transfer was cut off"):
        download(tmp_path, mirror.url + "/")
    assert nothing_left(tmp_path)
    assert list(raw_folder(tmp_path).iterdir()) == []
    mirror.answer = whole
    download(tmp_path, mirror.url + "/")
    assert problems(tmp_path) == {}


def other_content(archive: bytes) -> bytes:
    return gzip.compress(b"x" * len(gzip.decompress(archive)), 1)


def too_much(archive: bytes) -> bytes:
    return gzip.compress(bytes(5_000_000), 1)


def no_archive(archive: bytes) -> bytes:
    return b"<html>Sign in to this network</html>"


@pytest.mark.parametrize("falsify", [other_content, too_much, no_archive])
def test_corrupt_content_is_refused(
    mirror: Mirror, linked_root: Path, falsify: Callable[[bytes], bytes]
) -> None:
    path = raw_folder(linked_root) / FILES[3].name
    path.unlink()
    name = f"{FILES[3].name}.gz"
    mirror.archives[name] = falsify(mirror.archives[name])
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte.gz .* not the file that it should be"):
        download(linked_root, mirror.url + "/")
    assert not path.exists()
    assert nothing_left(linked_root)


@pytest.mark.parametrize("status", [404, 500])
def test_the_answer_of_a_server_that_fails_is_told(
    mirror: Mirror, tmp_path: Path, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.send_error(status)

    mirror.answer = refuse
    assert main([str(tmp_path), "--mirror", mirror.url]) == 1
    assert (
        f"{mirror.url}/train-images-idx3-ubyte.gz: the server answered {status} " in capsys.readouterr().out
    )


def test_where_nothing_listens_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert main([str(tmp_path), "--mirror", url]) == 1
    assert "no connection (Connection refused)" in capsys.readouterr().out
    assert nothing_left(tmp_path)


def test_a_truncated_file_is_fetched_again_and_the_others_are_left(mirror: Mirror, linked_root: Path) -> None:
    path = raw_folder(linked_root) / FILES[3].name
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:5000])
    temporary_folder(linked_root).mkdir()
    (temporary_folder(linked_root) / f"{FILES[3].name}.gz").write_bytes(b"of a process that was killed")
    progress: list[tuple[int, int]] = []
    digits = load_mnist("test", linked_root, mirror=mirror.url, on_progress=lambda *now: progress.append(now))
    assert len(digits) == 10_000
    assert progress[0] == (0, FILES[3].compressed_size)
    assert progress[-1] == (FILES[3].compressed_size, FILES[3].compressed_size)
    assert progress == sorted(progress)
    assert path.read_bytes() == content
    assert set(mirror.requested) == {f"{FILES[3].name}.gz"}
    assert nothing_left(linked_root)


def test_a_root_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"MNIST can't be stored in .*LAZYQ_DATA may name .*LAZYQ_MIRROR"):
        load_mnist("test", tmp_path / "file", mirror="http://127.0.0.1:9/")


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "example.org", "http://", "http://a b/", "http://a:x/"]
)
def test_a_bad_mirror_is_refused(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="mirror must be a base URL such as"):
        load_mnist("test", tmp_path, mirror=url)
    monkeypatch.setenv("LAZYQ_MIRROR", url)
    with pytest.raises(ValueError, match="LAZYQ_MIRROR must be a base URL such as"):
        load_mnist("test", tmp_path)
    background = start_download(tmp_path)
    assert background.wait(60) == "failed"
    assert background.error.startswith("LAZYQ_MIRROR must be a base URL")


def test_mirrors_end_in_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAZYQ_MIRROR", raising=False)
    assert checked_mirror(None) is None
    assert checked_mirror("https://example.org/mnist") == "https://example.org/mnist/"
    monkeypatch.setenv("LAZYQ_MIRROR", "http://example.org/")
    assert checked_mirror(None) == "http://example.org/"


def test_without_a_mirror_torchvision_s_places_are_used() -> None:
    from torchvision.datasets import MNIST

    for file in FILES:
        assert sources(file, None) == [f"{base}{file.name}.gz" for base in MNIST.mirrors]
