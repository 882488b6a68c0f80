"""A Dask scheduler, and workers, that are processes of their own and can be killed."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS = 120


@contextmanager
def dask(kind: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Have a "scheduler" or a "worker" run."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Any]]:
    """Have a scheduler run; give its process and a client, which itself would wait for it for an hour."""
    from distributed import Client

    file = folder / "scheduler.json"
    with dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)) as process:
        end = time.monotonic() + SECONDS
        address = None
        while address is None:
            assert time.monotonic() < end, "no scheduler starts"
            time.sleep(0.05)
            try:
                address = json.loads(file.read_text())["address"]
            except (OSError, ValueError):
                continue
        with Client(address, timeout=3600, set_as_default=False) as client:
            yield process, client
