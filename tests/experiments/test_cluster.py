import os
import signal
import sys
from concurrent.futures import CancelledError, Future
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

import pytest
import torch

from lazyq import RowShifts
from lazyq.experiments import cluster
from lazyq.experiments.cluster import neighbors_on
from lazyq.neighbors import neighbors
from tests.experiments.schedulers import scheduler

LAMS = [0.0, 0.5, float("inf")]


@pytest.fixture(scope="module")
def client():
    distributed = pytest.importorskip("dask.distributed")
    with pytest.MonkeyPatch.context() as patch:
        # Workers are spawned and run the main module again, where an AppTest may have left its page.
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        with (
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
            distributed.Client(local) as client,
        ):
            yield client


@pytest.fixture
def digits() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(2)
    images = torch.randint(256, (460, 4, 9), generator=generator, dtype=torch.uint8)
    images *= torch.rand(images.shape, generator=generator) < 0.4
    images[300:] = images[100:260]
    return images[:60], images[60:]


def test_a_worker_killed_in_mid_run_changes_nothing(client, digits):
    x, y = digits
    expected = neighbors(RowShifts(4, 9), x, y, LAMS, 7)
    victim = next(iter(client.run(os.getpid).values()))
    seen = []

    def kill_once(part: float) -> None:
        if not seen:
            os.kill(victim, signal.SIGKILL)
        seen.append(part)

    found = neighbors_on(
        client, RowShifts(4, 9), x, y, LAMS, 7, queries_at_once=10, targets_at_once=45, progress=kill_once
    )
    assert torch.equal(found.indices, expected.indices)
    assert torch.equal(found.distances, expected.distances)
    assert len(seen) == 6 * 9
    assert seen[-1] == 1.0


def test_points_are_left_out_of_their_own_neighbours(client, digits):
    _, y = digits
    found = neighbors_on(client, RowShifts(4, 9), y, y, LAMS, 3, leave_one_out=True, targets_at_once=45)
    expected = neighbors(RowShifts(4, 9), y, y, LAMS, 3, leave_one_out=True)
    assert torch.equal(found.indices, expected.indices)
    assert torch.equal(found.distances, expected.distances)


def test_what_progress_raises_ends_the_run(client, digits):
    def leave(part: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        neighbors_on(client, RowShifts(4, 9), *digits, LAMS, 7, queries_at_once=10, progress=leave)


def test_floats_no_queries_and_bad_input(client, digits):
    x, y = (images.double() / 255 for images in digits)
    found = neighbors_on(client, RowShifts(4, 9), x[:3], y, LAMS, 2)
    expected = neighbors(RowShifts(4, 9), x[:3], y, LAMS, 2)
    assert torch.equal(found.indices, expected.indices)
    assert neighbors_on(client, RowShifts(4, 9), x[:0], y, LAMS, 2).indices.shape == (3, 0, 2)
    with pytest.raises(ValueError, match="k must be a whole number from 1 to the 400"):
        neighbors_on(client, RowShifts(4, 9), x, y, LAMS, 401)
    with pytest.raises(ValueError, match="lam must be at least 0"):
        neighbors_on(client, RowShifts(4, 9), x, y, [-1.0], 2)


@pytest.fixture
def remote(tmp_path, monkeypatch):
    """A scheduler without workers, in a process of its own, and its client."""
    pytest.importorskip("dask.distributed")
    monkeypatch.setattr(cluster, "PULSE", 0.05)
    monkeypatch.setattr(cluster, "SILENCE", 3600.0)
    with scheduler(tmp_path) as both:
        yield both


def test_a_scheduler_without_workers_is_given_up(remote, digits, monkeypatch):
    _, client = remote
    monkeypatch.setattr(cluster, "WITHOUT_WORKERS", 0.2)
    with pytest.raises(ConnectionError, match=r"has had no worker for 0.2 s; .* Start workers and ask again"):
        neighbors_on(client, RowShifts(4, 9), *digits, LAMS, 7)
    assert client.status == "running"


def test_a_scheduler_that_is_killed_is_a_clear_end_before_the_client_gives_it_up(remote, digits):
    process, client = remote
    process.kill()
    process.wait()
    for _ in range(2):
        with pytest.raises(ConnectionError, match=r"can't be reached any more; nothing .* Start it again"):
            neighbors_on(client, RowShifts(4, 9), *digits, LAMS, 7)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be frozen here")
def test_a_scheduler_that_stands_still_is_given_up(remote, digits, monkeypatch):
    process, client = remote
    monkeypatch.setattr(cluster, "SILENCE", 0.3)
    process.send_signal(signal.SIGSTOP)
    with pytest.raises(ConnectionError, match=r"has not answered for 0.3 s; .* Start it anew"):
        neighbors_on(client, RowShifts(4, 9), *digits, LAMS, 7)
    client.close()


def test_a_scheduler_is_not_blamed_for_the_time_that_the_client_stood_still(monkeypatch):
    clock = iter([0.0, 0.0, 500.0, 501.0, *(502.0 + 1.5 * step for step in range(100))])
    monkeypatch.setattr(cluster, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    monkeypatch.setattr(cluster, "_asked", lambda client: Future())  # never answered
    client = SimpleNamespace(status="running", loop=MagicMock(), scheduler_comm=MagicMock())
    with pytest.raises(ConnectionError, match="has not answered for 120 s"):
        list(cluster._watch(client))
    assert next(clock) > 500 + 120


class Completed:
    """Tasks of which the first ends in a way that can't be had from outside."""

    def __init__(self, jobs, **how):
        self.job = jobs[0]

    def is_empty(self):
        return False

    def has_ready(self):
        return True


def test_tasks_that_nobody_knows_any_more_are_a_clear_end(client, digits, monkeypatch):
    monkeypatch.setattr(Completed, "__next__", lambda self: (self.job, CancelledError("key")), raising=False)
    monkeypatch.setattr("distributed.as_completed", Completed)
    with pytest.raises(ConnectionError, match="the Dask scheduler can't be reached any more"):
        neighbors_on(client, RowShifts(4, 9), *digits, LAMS, 7)


def test_a_task_of_which_every_worker_dies_is_a_clear_end(client, digits, monkeypatch):
    from distributed import KilledWorker

    def die(self):
        raise KilledWorker("task", None, 3)

    monkeypatch.setattr(Completed, "__next__", die, raising=False)
    monkeypatch.setattr("distributed.as_completed", Completed)
    with pytest.raises(ConnectionError, match="every Dask worker that took a task died, 4 of them"):
        neighbors_on(client, RowShifts(4, 9), *digits, LAMS, 7)
