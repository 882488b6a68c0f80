"""Lazy distances of all pairs and lazy nearest neighbours, beside what else computes them, in one run.

``python -m benchmarks.pairwise`` takes some minutes; ``--full`` searches for all 10,000 test digits, not 500.
FAISS's exact Euclidean search is compared where it is installed (pip install faiss-cpu). Times are CPU
seconds of this process: the machine may be shared.
"""

import argparse
import resource
import time
from collections.abc import Callable

import numba
import numpy as np
import torch
from sklearn.neighbors import NearestNeighbors

import lazyq
from lazyq.datasets import load_mnist
from lazyq.experiments.accuracy import TALK_LAMS
from lazyq.kernels.native.layout import LANES
from lazyq.kernels.native.measuring import load, spread
from lazyq.kernels.native.simd import add, multiply_add, total
from lazyq.neighbors import NeighborIndex, neighbors, neighbors_path

SIX = TALK_LAMS[:-1]
SIDE = 28
DELTA = np.minimum(np.arange(SIDE), SIDE - np.arange(SIDE)) ** 2.0
PEAK_TURNS = 5_000_000


def cpu_seconds(task: Callable[[], object], repeats: int = 3) -> float:
    """Return the least CPU time of some runs, after one to warm up."""
    task()
    times = []
    for _ in range(repeats):
        begin = time.process_time()
        task()
        times.append(time.process_time() - begin)
    return min(times)


@numba.njit
def multiply_adds(turns: int, values: np.ndarray) -> float:
    """Run eight independent chains of fused multiply-adds: what the arithmetic units can do at most."""
    a = b = c = d = e = f = g = h = spread(np.float32(0))
    m = load(values, 0)
    for _ in range(turns):
        a, b, c, d = (
            multiply_add(m, a, m),
            multiply_add(m, b, m),
            multiply_add(m, c, m),
            multiply_add(m, d, m),
        )
        e, f, g, h = (
            multiply_add(m, e, m),
            multiply_add(m, f, m),
            multiply_add(m, g, m),
            multiply_add(m, h, m),
        )
    return total(add(add(add(a, b), add(c, d)), add(add(e, f), add(g, h))))


def by_fft(x: np.ndarray, y: np.ndarray, lams: tuple[float, ...]) -> np.ndarray:
    """Return the squared distances by vectorised NumPy: one transform of an image, one back of a pair."""
    spectra, theirs = np.fft.rfft(x / 255.0), np.fft.rfft(y / 255.0).conj()
    energies, their_energies = ((images / 255.0).__pow__(2).sum(-1) for images in (x, y))
    out = np.empty((len(lams), len(x), len(y)))
    for q, spectrum in enumerate(spectra):
        residual = (energies[q] + their_energies)[..., None] - 2 * np.fft.irfft(spectrum * theirs, SIDE)
        for level, lam in enumerate(lams):
            out[level, q] = (residual + lam**2 * DELTA).min(-1).sum(-1)
    return out


def one_pair(x: np.ndarray, y: np.ndarray) -> float:
    """Return d_0.5 of two flat images: a metric as scikit-learn takes it."""
    return float(
        np.sqrt(max(0.0, by_fft(x.reshape(1, SIDE, SIDE), y.reshape(1, SIDE, SIDE), (0.5,))[0, 0, 0]))
    )


@numba.njit
def by_loops(x: np.ndarray, y: np.ndarray, mu: float, out: np.ndarray) -> None:
    """Fill out with squared distances by plain loops over pairs, rows, shifts and pixels."""
    for q in range(len(x)):
        for j in range(len(y)):
            whole = 0.0
            for i in range(SIDE):
                least = np.inf
                for s in range(SIDE):
                    cost = mu * min(s, SIDE - s) ** 2
                    for c in range(SIDE):
                        cost += (x[q, i, (c + s) % SIDE] - y[j, i, c]) ** 2
                    least = min(least, cost)
                whole += least
            out[q, j] = whole


def compare(test: torch.Tensor, train: torch.Tensor) -> None:
    """Print pairs per CPU second of every way, the same pairs of digits, and how far the machine is used."""
    x, y = test[:512], train[:2048]
    few, many = x[:8], y[:1000]
    action = lazyq.RowShifts(SIDE, SIDE)
    values = np.full(LANES, 0.5, np.float32)
    peak = PEAK_TURNS * 8 * LANES / cpu_seconds(lambda: multiply_adds(PEAK_TURNS, values))
    rates = {}
    for name, lams in (("one λ", (0.0,)), ("λ = 0.5", (0.5,)), ("six λ", SIX)):
        seconds = cpu_seconds(lambda lams=lams: lazyq.pairwise(action, x, y, lams, kernel="numba"))
        rates[f"lazyq, {name}"] = len(x) * len(y) / seconds
    seconds = cpu_seconds(lambda: lazyq.pairwise(action, x[:64], y[:512], SIX, kernel="torch"), 1)
    rates["lazyq's torch kernel, six λ"] = 64 * 512 / seconds
    for name, lams in (("λ = 0.5", (0.5,)), ("six λ", SIX)):
        seconds = cpu_seconds(lambda lams=lams: by_fft(few.numpy(), many.numpy(), lams))
        rates[f"NumPy FFT, {name}"] = len(few) * len(many) / seconds
    floats, out = (few.numpy() / 255, many.numpy() / 255), np.empty((len(few), len(many)))
    rates["Numba loops, λ = 0.5"] = out.size / cpu_seconds(lambda: by_loops(*floats, 0.25, out), 1)
    callable_search = NearestNeighbors(n_neighbors=10, algorithm="brute", metric=one_pair)
    callable_search.fit(many[:200].flatten(1).numpy().astype(float))
    queries = few[:2].flatten(1).numpy().astype(float)
    rates["scikit-learn with a callable, λ = 0.5"] = 400 / cpu_seconds(
        lambda: callable_search.kneighbors(queries), 1
    )
    pixels = float((x > 0).sum()) / len(x)
    print(f"peak {peak / 1e9:.1f} G multiply-adds/s on one core; {pixels:.0f} pixels above 0 in a digit")
    for name, rate in rates.items():
        own = rates["lazyq, " + name.rsplit(", ", 1)[1]]
        print(f"{name:40s} {rate:12,.0f} pairs/s per core; lazyq is {own / rate:10,.1f}× as fast")
    used = rates["lazyq, one λ"] * pixels * SIDE / peak
    print(f"λ = 0, where every shift counts, uses {used:.0%} of the peak")
    agree = lazyq.pairwise(action, few, many, SIX)
    error = np.abs(agree.numpy() ** 2 / by_fft(few.numpy(), many.numpy(), SIX) - 1).max()
    print(f"squared distances agree with NumPy's FFT to {error:.1e}")


def scaling(test: torch.Tensor, train: torch.Tensor) -> None:
    """Print how the time grows with n, m, the number of λ, and W."""
    action = lazyq.RowShifts(SIDE, SIDE)
    cases = {
        "n": [(lazyq.RowShifts(SIDE, SIDE), test[:n], train[:1024], SIX) for n in (64, 256, 1024)],
        "m": [(action, test[:256], train[:m], SIX) for m in (256, 1024, 4096)],
        "λ": [(action, test[:256], train[:1024], SIX[:count]) for count in (1, 3, 6)],
        "W": [
            (
                lazyq.RowShifts(SIDE, width),
                torch.nn.functional.pad(test[:128], (0, width - SIDE))
                if width > SIDE
                else test[:128, :, :width],
                torch.nn.functional.pad(train[:512], (0, width - SIDE))
                if width > SIDE
                else train[:512, :, :width],
                (0.0,),
            )
            for width in (14, 28, 56, 112)
        ],
    }
    for name, tasks in cases.items():
        times = [cpu_seconds(lambda task=task: lazyq.pairwise(*task, kernel="numba")) for task in tasks]
        print(f"{name:>2s}: " + ", ".join(f"{seconds * 1e3:.0f} ms" for seconds in times))


def search(test: torch.Tensor, train: torch.Tensor) -> None:
    """Print times of exact 10-NN searches: λ = 0.5, FAISS's Euclidean one, the talk's seven λ, one digit."""
    print(f"10 nearest of {len(test):,} among {len(train):,} digits")
    action = lazyq.RowShifts(SIDE, SIDE)
    neighbors(action, test[:2], train[:50], TALK_LAMS, 10)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def timed(name: str, task: Callable[[], object]) -> float:
        wall, cpu = time.perf_counter(), time.process_time()
        task()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{name:40s} {wall:7.1f} s, {cpu:7.1f} CPU seconds", flush=True)
        return cpu

    try:
        import faiss
    except ImportError:
        print("FAISS is not installed: its row is left out")
    else:
        arrays = [images.flatten(1).numpy().astype(np.float32) for images in (test, train)]
        index = faiss.IndexFlatL2(SIDE * SIDE)
        index.add(arrays[1])
        plain = timed("FAISS IndexFlatL2, plain distance", lambda: index.search(arrays[0], 10))
        lazy = timed("lazyq, λ = 0.5", lambda: neighbors(action, test, train, 0.5, 10))
        print(f"an exact lazy neighbour costs {lazy / plain:.1f} plain ones")
    timed("lazyq, the talk's seven λ", lambda: neighbors(action, test, train, TALK_LAMS, 10))
    index = NeighborIndex(action, train)
    seconds = cpu_seconds(lambda: index.query(test[:1], TALK_LAMS, 10))
    print(f"one digit, seven λ, of a prepared index: {seconds * 1e3:.0f} ms of CPU time")
    seconds = cpu_seconds(lambda: neighbors_path(index, test[0], 10))
    print(f"one digit, every λ: {seconds * 1e3:.0f} ms of CPU time")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory beyond the start: {(after - before) / 2**20:.2f} GiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the whole of MNIST")
    chosen = parser.parse_args()
    test, train = load_mnist("test").images, load_mnist("train").images
    print(f"{torch.get_num_threads()} threads, exact distances of real digits")
    compare(test, train)
    scaling(test, train)
    search(test if chosen.full else test[:500], train)


if __name__ == "__main__":
    main()
