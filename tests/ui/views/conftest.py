"""What the tests of the views share: an app that has neither MNIST nor a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lazyq.ui.library import available


@pytest.fixture
def without_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No MNIST, no network, and a cache of its own."""
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path / "nothing"))
    monkeypatch.setenv("LAZYQ_MIRROR", "http://127.0.0.1:9")
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path / "cache"))
    available.clear()
    yield
    available.clear()
