"""Runs on a Dask cluster whose worker or scheduler is killed, for :mod:`benchmarks.power_cut`."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import torch

from lazyq.actions import RowShifts
from lazyq.experiments.cluster import neighbors_on
from lazyq.neighbors import Neighbors, neighbors
from tests.compute.power_cut import Found
from tests.experiments.schedulers import dask, scheduler

LAMS = (0.0, 0.5)
LONGEST = 3.0  # seconds until the kill


def cluster_cuts(row: Callable[[str, Iterable[Found]], bool], count: int, seed: int) -> bool:
    """Kill a worker, then a scheduler, at moments that the clock knows; return whether all was right."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        print("no Dask here")
        return True
    chance = Random(f"cluster {seed}")
    moments = [chance.uniform(0, LONGEST) for _ in range(count)]
    sound = row("a Dask worker killed", [worker_killed(moment) for moment in moments])
    waits: list[float] = []
    sound &= row("a Dask scheduler killed", [scheduler_killed(moment, waits) for moment in moments])
    print(f"noticed after {min(waits):.1f} to {max(waits):.1f} s" if waits else "none was in time")
    return sound


def worker_killed(moment: float) -> Found:
    """Kill one of two workers in a run: right if the result is the same to the last bit."""
    x, y = images()
    with tempfile.TemporaryDirectory() as name, scheduler(Path(name)) as (_, client):
        address = client.scheduler.address
        with dask("worker", address, "--nworkers", "2", "--nthreads", "1", "--local-directory", name):
            client.wait_for_workers(2)
            victim = next(iter(client.run(os.getpid).values()))
            threading.Timer(moment, os.kill, (victim, signal.SIGKILL)).start()
            found = neighbors_on(
                client, RowShifts(28, 28), x, y, LAMS, 3, queries_at_once=20, targets_at_once=1000
            )
    return Found(same(found, neighbors(RowShifts(28, 28), x, y, LAMS, 3)), True, (), ())


def scheduler_killed(moment: float, waits: list[float]) -> Found:
    """Kill the scheduler in a run, and note how long that took to be noticed: right if it is said."""
    x, y = images()
    said = ""
    with tempfile.TemporaryDirectory() as name, scheduler(Path(name)) as (process, client):
        address = client.scheduler.address
        with dask("worker", address, "--nthreads", "1", "--local-directory", name):
            client.wait_for_workers(1)
            killed: list[float] = []
            threading.Timer(moment, lambda: (killed.append(time.perf_counter()), process.kill())).start()
            try:
                while not killed or time.perf_counter() < killed[0] + LONGEST:
                    neighbors_on(
                        client, RowShifts(28, 28), x, y, LAMS, 3, queries_at_once=20, targets_at_once=1000
                    )
            except ConnectionError as error:
                said = str(error)
                waits.append(time.perf_counter() - killed[0])
    return Found("can't be reached any more" in said, False, (said,), ())


def images() -> tuple[torch.Tensor, torch.Tensor]:
    """Return queries and targets for a run of some seconds."""
    generator = torch.Generator().manual_seed(1)
    both = torch.randint(256, (10_200, 28, 28), generator=generator, dtype=torch.uint8)
    return both[:200], both[200:]


def same(one: Neighbors, other: Neighbors) -> bool:
    """Return whether two searches found the same, to the last bit."""
    return all(torch.equal(found, expected) for found, expected in zip(one, other, strict=True))
