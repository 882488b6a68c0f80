"""A spec of its own and an empty folder for every test of the store."""

from pathlib import Path

import pytest
from store_experiments import Spec


@pytest.fixture
def spec(tmp_path: Path) -> Spec:
    return Spec(str(tmp_path / "log"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results"
