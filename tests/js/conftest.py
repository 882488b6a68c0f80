"""The node fixture: runs an ES module and talks JSON with it."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MISSING = "node is not installed: the tests of the JavaScript need it (on Debian: apt-get install nodejs)"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs node where there is none: all of it in one line, and as a failure under CI=true."""
    if "node_command" in getattr(item, "fixturenames", ()) and shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{MISSING}; CI=true requires it", pytrace=False)
        pytest.skip(MISSING)


@pytest.fixture(scope="session")
def node_command() -> str:
    """Path of node."""
    return shutil.which("node") or "node"


@pytest.fixture(scope="session")
def node(node_command: str) -> Callable[..., Any]:
    """Run an ES module with a payload as JSON on its stdin; return what it printed, parsed as JSON.

    The script is a path relative to the root of the repository. NaN and infinity are no JSON: send
    and print them as strings or null. Spaces that no line parts come as all others.
    """

    def run(script: str | Path, payload: Any = None, *, timeout: float = 120) -> Any:
        finished = subprocess.run(
            [node_command, ROOT / script],
            input=json.dumps(payload, allow_nan=False),
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            timeout=timeout,
            check=False,
        )
        if finished.returncode:
            pytest.fail(f"{script} failed:\n{finished.stderr}", pytrace=False)
        return json.loads(finished.stdout.replace("\u00a0", " "))

    return run
