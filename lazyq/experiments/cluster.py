"""Nearest neighbours on a Dask cluster: blocks of both sets, and a k-nearest that merges."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.extras import extra
from lazyq.kernels.summing import square_root
from lazyq.neighbors import Neighbors, merged, neighbors, squared_neighbors, without_itself
from lazyq.neighbors.search import searched_k

QUERIES_AT_ONCE = 1_000
TARGETS_AT_ONCE = 8_192
PULSE = 2.0  # seconds between two questions to the scheduler
SILENCE = 120.0  # seconds without an answer after which it is given up; importing torch, it gives none
WITHOUT_WORKERS = 60.0  # seconds; a worker that has died is back within a few
_LOOK = 0.02
_CURE = "nothing is kept. Start {what} and ask again, or compute without a cluster."


def neighbors_on(
    client: Any,
    action: GroupAction,
    x: Tensor,
    y: Tensor,
    lam: Sequence[float],
    k: int,
    *,
    leave_one_out: bool = False,
    queries_at_once: int = QUERIES_AT_ONCE,
    targets_at_once: int = TARGETS_AT_ONCE,
    progress: Callable[[float], None] | None = None,
) -> Neighbors:
    """Return :func:`lazyq.neighbors.neighbors`, searched by the workers of a cluster, bit for bit.

    A block of x and a block of y are one task, whose result is the block's k nearest: n·k numbers. Tasks of
    a worker that dies are done again by another; the blocks come from the scheduler and are not lost.
    Workers with a GPU use it. What progress raises, or Ctrl-C, cancels all tasks. A scheduler that has gone
    is noticed at once, one that stands still after two minutes, one without workers after one.

    Parameters
    ----------
    client : a dask.distributed.Client
    queries_at_once, targets_at_once : rows of a block of x and of y
    action, x, y, lam, k, leave_one_out, progress : as in :func:`lazyq.neighbors.neighbors`

    Raises
    ------
    ValueError : as :func:`lazyq.neighbors.neighbors`
    ConnectionError : the scheduler has gone or stands still, its workers have gone, or die of a task
    """
    _require_reached(client)
    searched = searched_k(k, x, y, leave_one_out)
    empty = neighbors(action, x[:0], y[:1], lam, 1)
    targets = [client.submit(_held, part.numpy(), pure=False) for part in y.cpu().split(targets_at_once)]
    jobs = {}
    for position, queries in enumerate(x.cpu().split(queries_at_once)):
        held = client.submit(_held, queries.numpy(), pure=False)
        for block, part in enumerate(targets):
            job = client.submit(
                _block, action, held, part, tuple(lam), searched, block * targets_at_once, pure=False
            )
            jobs[job] = position
    results: dict[int, Neighbors] = {}
    try:
        for done, (job, found) in enumerate(_finished(client, list(jobs)), start=1):
            part = Neighbors(*(torch.from_numpy(array) for array in found))
            position = jobs[job]
            results[position] = merged([results[position], part], searched) if position in results else part
            job.release()
            if progress is not None:
                progress(done / len(jobs))
    finally:
        if client.status == "running":
            client.cancel([*jobs, *targets], force=True)
    if not results:
        return Neighbors(*(tensor.new_empty(*tensor.shape[:-1], k) for tensor in empty))
    unit = 1 / 255 if x.dtype == torch.uint8 else 1.0
    distances = torch.cat([results[position].distances for position in sorted(results)], -2)
    indices = torch.cat([results[position].indices for position in sorted(results)], -2)
    found = Neighbors(square_root(distances) * unit, indices)
    return without_itself(found) if leave_one_out else found


def _finished(client: Any, jobs: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield every task and its result as it ends, or say what keeps them from ending."""
    with extra("cluster"):
        from distributed import KilledWorker, as_completed

    completed, watch = as_completed(jobs, loop=client.loop, with_results=True), _watch(client)
    while not completed.is_empty():
        if not completed.has_ready():
            next(watch)
            time.sleep(_LOOK)
            continue
        try:
            job, found = next(completed)
        except KilledWorker as error:
            raise ConnectionError(
                f"every Dask worker that took a task died, {error.allowed_failures + 1} of them; nothing is "
                "kept. Their log says why: often they have too little memory."
            ) from None
        if not isinstance(found, tuple):  # the client says of a task that nobody knows any more why
            raise _lost()
        yield job, found


def _watch(client: Any) -> Iterator[None]:
    """Ask the scheduler from time to time for its workers, without waiting; raise when there is no hope."""
    worked = asked = looked = time.monotonic()
    answer = _asked(client)
    while True:
        _require_reached(client)
        now = time.monotonic()
        # While this process could not look, as on a machine that stood still, nobody kept silent.
        kept = max(0.0, now - looked - PULSE)
        worked, asked, looked = worked + kept, asked + kept, now
        if not answer.done():
            if now - asked > SILENCE:
                answer.cancel()
                # Else closing the client would wait too.
                client.loop.add_callback(client.scheduler_comm.abort)
                said = f"the Dask scheduler has not answered for {SILENCE:g} s"
                raise ConnectionError(f"{said}; {_CURE.format(what='it anew')}")
        elif answer.exception() is not None:
            raise _lost()
        else:
            if answer.result():
                worked = now
            elif now - worked > WITHOUT_WORKERS:
                said = f"the Dask scheduler has had no worker for {WITHOUT_WORKERS:g} s"
                raise ConnectionError(f"{said}; {_CURE.format(what='workers')}")
            if now - asked > PULSE:
                answer, asked = _asked(client), now
        yield


def _asked(client: Any) -> Any:
    """Ask for the cores of every worker; return a future."""
    return asyncio.run_coroutine_threadsafe(client.scheduler.ncores(), client.loop.asyncio_loop)


def _require_reached(client: Any) -> None:
    # One that connects anew has dropped all tasks.
    if client.status != "running":
        raise _lost()


def _lost() -> ConnectionError:
    return ConnectionError(f"the Dask scheduler can't be reached any more; {_CURE.format(what='it again')}")


def _held(block: np.ndarray) -> np.ndarray:
    return block


def _block(
    action: GroupAction, x: np.ndarray, y: np.ndarray, lam: Sequence[float], k: int, offset: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the squared distances and indices of one block's nearest."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    queries, targets = (torch.from_numpy(np.require(part, requirements=["C", "W"])) for part in (x, y))
    found = squared_neighbors(action, queries.to(device), targets.to(device), lam, min(k, len(y)))
    return found.distances.cpu().numpy(), found.indices.cpu().numpy() + offset
