import gzip
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from mnist_mirror import Mirror

from lazyq.datasets.fetching import fetch
from lazyq.datasets.files import FILES, data_folder

DATA = Path(os.environ.get("LAZYQ_DATA") or Path(__file__).parents[3] / "shared" / "data")


@pytest.fixture(scope="session")
def mnist_root() -> Path:
    root = DATA if (DATA / "MNIST" / "raw").is_dir() else data_folder()
    fetch(root)
    return root


@pytest.fixture(scope="session")
def archives(mnist_root: Path) -> dict[str, bytes]:
    raw = mnist_root / "MNIST" / "raw"
    return {f"{file.name}.gz": gzip.compress((raw / file.name).read_bytes(), 1) for file in FILES}


@pytest.fixture
def mirror(archives: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("LAZYQ_MIRROR", raising=False)
    mirror = Mirror(dict(archives))
    thread = threading.Thread(target=mirror.server.serve_forever, args=(0.01,))
    thread.start()
    yield mirror
    mirror.released.set()
    mirror.server.shutdown()
    mirror.server.server_close()
    thread.join()


@pytest.fixture
def linked_root(mnist_root: Path, tmp_path: Path) -> Path:
    """A folder of its own with links to the files of MNIST, to be damaged one by one."""
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for file in FILES:
        (raw / file.name).symlink_to(mnist_root / "MNIST" / "raw" / file.name)
    return tmp_path
