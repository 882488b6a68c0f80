"""What the repository holds: nothing large, which every clone would carry for good."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LARGEST = 1_000_000  # bytes


def test_no_large_file_is_tracked():
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in told.stdout.split("\0") if name]
    assert len(files) > 100
    assert [file.name for file in files if file.is_file() and file.stat().st_size > LARGEST] == []
