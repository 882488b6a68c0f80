"""Data that are not MNIST's bytes: how lazyq compares with what one would write by hand, in one run.

``python -m benchmarks.own_data`` takes some minutes. One thread; times are CPU seconds of this process, the
least of some runs or the median of runs that take turns, since the machine may be shared. The first search is
a process of its own with an empty folder for compiled code, in CPU seconds and in seconds that pass.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import scipy.fft
import torch
from torch import Tensor

import lazyq
from benchmarks.pairwise import cpu_seconds
from lazyq import Channels, RowShifts, TimeShifts, Translations
from lazyq.datasets import load_mnist
from lazyq.experiments.accuracy import TALK_LAMS
from lazyq.kernels import awaiting
from lazyq.neighbors import NeighborIndex

SIDE, LENGTH, PAIRS, TURNS = 28, 150, 2048, 7
FIRST_SEARCH = """
import sys
import time
import torch
import lazyq
from lazyq import LazyKNeighborsClassifierCV, RowShifts, Translations
from lazyq.neighbors import neighbors
task, dtype, count = sys.argv[1], getattr(torch, sys.argv[2]), int(sys.argv[3])
generator = torch.Generator().manual_seed(0)
points = torch.randint(256, (2000, 28, 28), generator=generator, dtype=torch.uint8)
points[torch.rand(points.shape, generator=generator) > 0.2] = 0
points = points if dtype == torch.uint8 else points.to(dtype) / 255
action = Translations(28, 28) if task == "translations" else RowShifts(28, 28)
if task in ("series", "selection"):
    action, points = RowShifts(1, 150), torch.randn(2000, 1, 150, generator=generator).cumsum(-1).to(dtype)
begin, wall = time.process_time(), time.perf_counter()
if task == "paths":
    lazyq.lazy_path(action, points[:count], points[-count:])
elif task == "alignments":
    lazyq.align(action, points[:count], points[-count:], 0.5)
elif task == "selection":
    LazyKNeighborsClassifierCV().fit(points[:count, 0, :30].numpy(), [place % 2 for place in range(count)])
else:
    neighbors(action, points[:count], points, 0.5, 10)
print(time.process_time() - begin, time.perf_counter() - wall)
"""
FIRSTS = (
    ("row shifts", "uint8", 1),
    ("row shifts", "uint8", 10),
    ("row shifts", "float32", 10),
    ("row shifts", "float32", 100),
    ("translations", "float32", 10),
    ("series", "float64", 10),
    ("selection", "float64", 60),
    ("alignments", "float32", 300),
    ("paths", "float32", 300),
)


def squared_shifts(width: int) -> np.ndarray:
    """Return δ(s)² of the shifts 0 … width − 1."""
    return np.minimum(np.arange(width), width - np.arange(width)) ** 2.0


def rows_by_fft(x: np.ndarray, y: np.ndarray, lams: tuple[float, ...]) -> np.ndarray:
    """Return squared distances under row shifts by vectorised NumPy: one transform back a pair."""
    width = x.shape[-1]
    spectra, theirs, penalties = np.fft.rfft(x), np.fft.rfft(y).conj(), squared_shifts(width)
    energies, their_energies = (np.square(images, dtype=np.float64).sum(-1) for images in (x, y))
    out = np.empty((len(lams), len(x), len(y)))
    for q, spectrum in enumerate(spectra):
        residual = (energies[q] + their_energies)[..., None] - 2 * np.fft.irfft(spectrum * theirs, width)
        for level, lam in enumerate(lams):
            cost = residual[..., :1] if np.isinf(lam) else residual + lam**2 * penalties
            out[level, q] = cost.min(-1).sum(-1)
    return out


def translations_by_fft(x: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    """Return squared distances under translations by SciPy in float32, one thread."""
    spectra, theirs = scipy.fft.rfft2(x, workers=1), scipy.fft.rfft2(y, workers=1).conj()
    energies, their_energies = (np.square(images).sum((1, 2)) for images in (x, y))
    delta = squared_shifts(SIDE).astype(np.float32)
    penalties = np.float32(lam**2) * np.add.outer(delta, delta)
    out = np.empty((len(x), len(y)), np.float32)
    for q, spectrum in enumerate(spectra):
        inner = scipy.fft.irfft2(spectrum * theirs, s=(SIDE, SIDE), workers=1)
        out[q] = energies[q] + their_energies + (penalties - 2 * inner).min((1, 2))
    return out


def channels_by_fft(x: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    """Return squared distances of points (n, C, *sizes) whose channels move alike, by SciPy, one thread."""
    sizes, axes = x.shape[2:], tuple(range(2, x.ndim))
    spectra, theirs = (scipy.fft.rfftn(points, axes=axes, workers=1) for points in (x, y))
    theirs = theirs.conj()
    energies, their_energies = (np.square(points).sum((1, *axes)) for points in (x, y))
    penalties = np.zeros(sizes, x.dtype)
    for axis, size in enumerate(sizes):
        penalties += lam**2 * squared_shifts(size).reshape(-1, *[1] * (len(sizes) - axis - 1)).astype(x.dtype)
    out = np.empty((len(x), len(y)), x.dtype)
    for q, spectrum in enumerate(spectra):
        inner = scipy.fft.irfftn((spectrum * theirs).sum(1), s=sizes, workers=1)
        costs = (penalties - 2 * inner).reshape(len(y), -1)
        out[q] = energies[q] + their_energies + costs.min(1)
    return out


def rows_of_channels_by_fft(x: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    """Return squared distances of pictures (n, C, H, W) whose rows move alike in all channels, by SciPy."""
    spectra, theirs = scipy.fft.rfft(x, workers=1), scipy.fft.rfft(y, workers=1).conj()
    energies, their_energies = (np.square(points).sum((1, 3)) for points in (x, y))
    penalties = (lam**2 * squared_shifts(x.shape[3])).astype(x.dtype)
    out = np.empty((len(x), len(y)), x.dtype)
    for q, spectrum in enumerate(spectra):
        costs = penalties - 2 * scipy.fft.irfft((spectrum * theirs).sum(1), n=x.shape[3], workers=1)
        out[q] = (energies[q] + their_energies + costs.min(2)).sum(1)
    return out


def distance_by_hand(x: Tensor, y: Tensor, lam: float) -> Tensor:
    """Return d_λ of pairs with gradients: choose the shifts by FFT, then gather and subtract."""
    with torch.no_grad():
        inner = torch.fft.irfft(torch.fft.rfft(x) * torch.fft.rfft(y).conj(), n=SIDE)
        delta = torch.from_numpy(squared_shifts(SIDE))
        shift = (lam**2 * delta - 2 * inner).argmin(-1)
    columns = (torch.arange(SIDE) + shift[..., None]) % SIDE
    residual = (x.gather(-1, columns) - y).square().sum((-1, -2))
    return (residual + lam**2 * delta[shift].sum(-1)).sqrt()


def times_as_fast(
    by_hand: Callable[[], object], pairs: int, lazy: Callable[[], object], lazy_pairs: int, turns: int = TURNS
) -> float:
    """Return the median of the ratios of CPU times for a pair, of runs that take turns."""
    ratios = []
    for _ in range(turns + 1):
        times = []
        for task in (by_hand, lazy):
            begin = time.process_time()
            task()
            times.append(time.process_time() - begin)
        ratios.append(times[0] / pairs / (times[1] / lazy_pairs))
    return float(np.median(ratios[1:]))  # the first compiles


def pair_rows(test: Tensor, train: Tensor) -> None:
    """Print all pairs of images, of whole translations, of time series and of wide bytes."""
    action, generator = RowShifts(SIDE, SIDE), torch.Generator().manual_seed(0)
    x, y = test[:256].float() / 255, train[:1024].float() / 255
    dense = [3 * images + torch.randn(images.shape, generator=generator) for images in (x, y)]
    dense = [(images - dense[1].mean()) / dense[1].std() for images in dense]
    for name, own, theirs in (("float32 MNIST", x, y), ("dense float32", *dense)):
        few = own[:8].numpy(), theirs[:512].numpy()
        for said, lams in (("λ = 0.5", (0.5,)), ("seven λ", TALK_LAMS)):
            by_hand = partial(rows_by_fft, *few, lams)
            lazy = partial(lazyq.pairwise, action, own, theirs, lams)
            ratio = times_as_fast(by_hand, 8 * 512, lazy, 256 * 1024)
            show(f"pairwise, {name}, {said}", "NumPy's FFT", ratio)
    moving, few = Translations(SIDE, SIDE), (x[:4].numpy(), y[:256].numpy())
    lazy = partial(lazyq.pairwise, moving, x[:64], y[:256], [0.5])
    ratio = times_as_fast(partial(translations_by_fft, *few, 0.5), 4 * 256, lazy, 64 * 256)
    show("pairwise, Translations, float32, λ = 0.5", "SciPy's rfft2", ratio)
    series = torch.randn(512, 1, LENGTH, generator=generator, dtype=torch.float64).cumsum(-1)
    series = (series - series.mean(-1, keepdim=True)) / series.std(-1, keepdim=True)
    turning = RowShifts(1, LENGTH)
    for lam in (0.5, 1.0):
        by_hand = partial(rows_by_fft, series[:16].numpy(), series.numpy(), (lam,))
        for said, theirs in (("", series.clone()), (", of one set", series)):
            lazy = partial(lazyq.pairwise, turning, series, theirs, [lam])
            ratio = times_as_fast(by_hand, 16 * 512, lazy, 512**2)
            show(f"pairwise, series of 150, float64, λ = {lam:g}{said}", "NumPy's FFT", ratio)
    times = []
    for width in (128, 129):
        wide = torch.randint(256, (512, SIDE, width), generator=generator, dtype=torch.uint8)
        own = RowShifts(SIDE, width)
        times.append(cpu_seconds(lambda a=own, b=wide: lazyq.pairwise(a, b[:64], b, [0.5])))
    show("pairwise, bytes of 129 columns", "128 columns", times[0] / times[1])


def search_rows(test: Tensor, train: Tensor) -> None:
    """Print searches of floats beside bytes."""
    mean, deviation = train.float().mean(0), train.float().std(0)
    deviation[deviation == 0] = 1
    x, y = test.float() / 255, train.float() / 255
    cases = {
        "float32": (x, y),
        "float64": (x.double(), y.double()),
        "float32, standardised": ((x - 0.1307) / 0.3081, (y - 0.1307) / 0.3081),
        "float32, every pixel scaled": ((test - mean) / deviation, (train - mean) / deviation),
    }
    for said, lams in (("λ = 0.5", 0.5), ("seven λ", TALK_LAMS)):
        bytes_ = searching(test, train, lams)
        for name, (x, y) in cases.items():
            show(f"10-NN, {name}, {said}", "bytes", bytes_ / searching(x, y, lams))


def search_shifted(test: Tensor, train: Tensor) -> None:
    """Print the ten nearest under translations and of series, beside all distances by FFT."""
    x, y = test.float() / 255, train.float() / 255
    cases = {"float32 MNIST, Translations": (Translations(SIDE, SIDE), x, y)}
    generator = np.random.default_rng(0)
    for name, draw in (("walks", walks), ("cylinder-bell-funnel", cylinders_bells_funnels)):
        series = torch.from_numpy(draw(generator, len(x) + len(y)))[:, None]
        cases[f"series of 150, {name}"] = RowShifts(1, LENGTH), series[: len(x)], series[len(x) :]
    for name, (action, x, y) in cases.items():
        index, few = NeighborIndex(action, y), (x[:2].numpy(), y[:1000].numpy())
        for lam in (0.0, 0.5, 1.0, 2.0):
            if isinstance(action, Translations):
                by_hand = partial(translations_by_fft, *few, lam)
            else:
                by_hand = partial(rows_by_fft, *few, (lam,))
            lazy = partial(index.query, x, lam, 10)
            with_code(lazy)
            ratio = times_as_fast(by_hand, 2 * 1000, lazy, len(x) * len(y))
            show(f"10-NN, {name}, λ = {lam:g}", "FFT of all pairs", ratio)


def search_channels() -> None:
    """Print the ten nearest, and all pairs, of several channels that move together, beside one channel."""
    generator, count, steps, side = np.random.default_rng(0), 2010, 128, 32
    leads = standardised(generator.standard_normal((count * 6, steps)).cumsum(1)).reshape(count, 6, steps)
    pictures = colours(generator, count, side)
    cases = {
        "series of 128": (TimeShifts(steps, 1), leads[:, :1]),
        "series of 128, six channels": (TimeShifts(steps, 6), leads),
        "float32 pictures 32 × 32": (Channels(Translations(side, side), 1), pictures[:, :1]),
        "float32 pictures 3 × 32 × 32": (Channels(Translations(side, side), 3), pictures),
    }
    for name, (action, points) in cases.items():
        x, y = torch.from_numpy(np.ascontiguousarray(points)).split((10, count - 10))
        index, few = NeighborIndex(action, y), (x[:2].numpy(), y[:500].numpy())
        for lam in (0.0, 0.1, 0.5):
            by_hand, lazy = partial(channels_by_fft, *few, lam), partial(index.query, x, lam, 10)
            with_code(lazy)
            ratio = times_as_fast(by_hand, 2 * 500, lazy, len(x) * len(y), 5)
            show(f"10-NN, {name}, λ = {lam:g}", "FFT of all pairs", ratio)
        for own in (x, y[500:700]):
            lazy = partial(lazyq.pairwise, action, own, y[:500], [0.5])
            ratio = times_as_fast(partial(channels_by_fft, *few, 0.5), 2 * 500, lazy, len(own) * 500, 5)
            show(f"pairwise of {len(own)} and 500, {name}, λ = 0.5", "SciPy's FFT", ratio)


def search_rows_of_channels() -> None:
    """Print the ten nearest, and all pairs, of colour pictures whose rows have shifts of their own."""
    pictures = torch.from_numpy(colours(np.random.default_rng(0), 2200, SIDE))
    action, few = Channels(RowShifts(SIDE, SIDE), 3), (pictures[:4].numpy(), pictures[200:700].numpy())
    for name, points in (("bytes", (255 * pictures).round().byte()), ("float32", pictures)):
        x, index = points[:200], NeighborIndex(action, points[200:])
        for lam in (0.0, 0.1, 0.5, 1.0, 2.0):
            by_hand, nearest = partial(rows_of_channels_by_fft, *few, lam), partial(index.query, x, lam, 10)
            together = partial(lazyq.pairwise, action, x[:20], points[200:700], [lam])
            for task, lazy, pairs in (("10-NN", nearest, 200 * 2000), ("pairwise", together, 20 * 500)):
                with_code(lazy)
                ratio = times_as_fast(by_hand, 4 * 500, lazy, pairs, 5)
                show(f"{task}, rows of {name} 3 × 28 × 28, λ = {lam:g}", "SciPy's FFT of all pairs", ratio)


def colours(generator: np.random.Generator, count: int, side: int) -> np.ndarray:
    """Return pictures whose spectra fall as those of photographs, and whose three channels are much alike."""
    frequencies = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side))
    noise = generator.standard_normal((count, 4, side, side), dtype=np.float32)
    smooth = np.fft.ifft2(np.fft.fft2(noise) / (frequencies + 1 / side) ** 1.5).real
    mixed = smooth[:, :1] + smooth[:, 1:] / 2
    return ((mixed - mixed.min()) / np.ptp(mixed)).astype(np.float32)


def walks(generator: np.random.Generator, count: int) -> np.ndarray:
    """Return standardised random walks."""
    return standardised(generator.standard_normal((count, LENGTH)).cumsum(1))


def cylinders_bells_funnels(generator: np.random.Generator, count: int) -> np.ndarray:
    """Return a plateau, a rise or a fall somewhere, under noise as large as a sixth of it: three classes."""
    time_, kind = np.arange(LENGTH), generator.integers(3, size=(count, 1))
    begin = generator.integers(LENGTH // 8, LENGTH // 4, (count, 1))
    end = np.minimum(begin + generator.integers(LENGTH // 4, 3 * LENGTH // 4, (count, 1)), LENGTH)
    rising = (time_ - begin) / (end - begin)
    shape = np.choose(kind, [np.ones_like(rising), rising, 1 - rising])
    height, noise = 6 + generator.standard_normal((count, 1)), generator.standard_normal((count, LENGTH))
    return standardised(height * ((time_ >= begin) & (time_ <= end)) * shape + noise)


def standardised(series: np.ndarray) -> np.ndarray:
    """Return every series with mean 0 and deviation 1."""
    return (series - series.mean(1, keepdims=True)) / series.std(1, keepdims=True)


def searching(x: Tensor, y: Tensor, lams: float | tuple[float, ...]) -> float:
    """Return the CPU seconds of a search, the preparation of y included."""
    task = partial(found, RowShifts(SIDE, SIDE), x, y, lams)
    with_code(task)
    return cpu_seconds(task, 2)


def found(action: RowShifts, x: Tensor, y: Tensor, lams: float | tuple[float, ...]) -> object:
    """Return the ten nearest of each, from an index that is made for them."""
    return NeighborIndex(action, y).query(x, lams, 10)


def with_code(task: Callable[[], object]) -> None:
    """Run a task until it lets no more code be compiled meanwhile."""
    task()
    while awaiting.compiling():
        awaiting.wait_for_all()
        task()


def paired_rows(test: Tensor, train: Tensor) -> None:
    """Print gradients, alignments and paths of pairs."""
    action = RowShifts(SIDE, SIDE)
    lazyq.lazy_path(action, test[:PAIRS], train[:PAIRS], kernel="walked")  # waits for the compiler
    for count in (1024, 256):
        for dtype in (torch.float32, torch.float64):
            y = train[:count].to(dtype) / 255
            x = (test[:count].to(dtype) / 255).requires_grad_()
            lazy, by_hand = (
                partial(gradients, x, lambda x, y=y: lazyq.lazy_distance(action, x, y, 0.5, kernel="walked")),
                partial(gradients, x, lambda x, y=y: distance_by_hand(x, y, 0.5)),
            )
            name = f"lazy_distance with gradients, {count} pairs, {str(dtype).removeprefix('torch.')}"
            show(name, "FFT and gather", times_as_fast(by_hand, 1, lazy, 1, 31))
    levels = test[:PAIRS], train[:PAIRS]
    for said, (own, theirs) in {
        "bytes": levels,
        "float32": tuple(images.float() / 255 for images in levels),
    }.items():
        for name, task in (
            ("align", lambda own=own, theirs=theirs: lazyq.align(action, own, theirs, 0.5, kernel="walked")),
            (
                "lazy_path",
                lambda own=own, theirs=theirs: lazyq.lazy_path(action, own, theirs, kernel="walked"),
            ),
        ):
            rate = PAIRS / cpu_seconds(task)
            print(f"{f'{name}, {said}, pairs a second on one core':45s} {rate:13,.0f}", flush=True)


def gradients(x: Tensor, distance: Callable[[Tensor], Tensor]) -> None:
    """Find the gradients of the sum of distances."""
    torch.autograd.grad(distance(x).sum(), x)


def first_search() -> None:
    """Print how long the first answers of a machine take, and a second process's, not what compiles on."""
    for first in FIRSTS:
        with tempfile.TemporaryDirectory() as folder:
            for said in ("first", "next"):
                done = subprocess.run(
                    [sys.executable, "-c", FIRST_SEARCH, *map(str, first)],
                    env=os.environ | {"NUMBA_CACHE_DIR": folder},
                    check=True, capture_output=True, text=True,
                )  # fmt: skip
                cpu, passed = map(float, done.stdout.split())
                name = f"{said} answer, {', '.join(map(str, first))}: CPU seconds, seconds"
                print(f"{name:60s} {cpu:6.1f} {passed:6.1f}", flush=True)


def show(name: str, other: str, ratio: float) -> None:
    """Print one row: above 1 lazyq is faster."""
    print(f"{name:45s} {ratio:6.2f} × {other}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["pairs", "first", "search", "channels"], help="a part")
    only = parser.parse_args().only
    torch.set_num_threads(1)
    # Small work makes no code, and what is compared stands for much of it; first answers have own processes.
    awaiting._WORTH_READING = awaiting._WORTH_MAKING = -1.0
    begin = time.perf_counter()
    test, train = load_mnist("test").images, load_mnist("train").images
    print(f"one thread, load {os.getloadavg()[0]:.1f}; above 1 × lazyq is the faster one")
    if only is None:
        pair_rows(test, train)
    if only in (None, "search"):
        search_rows(test[:50], train[:5000])
        search_shifted(test[:10], train[:10_000])
    if only in (None, "channels"):
        search_channels()
        search_rows_of_channels()
    if only in (None, "pairs"):
        paired_rows(test, train)
    if only in (None, "first"):
        first_search()
    print(f"{time.perf_counter() - begin:.0f} seconds")


if __name__ == "__main__":
    main()
