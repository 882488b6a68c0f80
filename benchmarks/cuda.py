"""Lazy distances and neighbours on an NVIDIA GPU, beside plain PyTorch there and lazyq on the CPU.

``python -m benchmarks.cuda`` takes some minutes at most, ``--quick`` fewer. Results are compared with the
definition in float64 on the CPU first. Times are seconds that pass, synchronised, the median of some runs
that take turns; ``--device cpu`` tries the program where there is no GPU.
"""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

import lazyq
from lazyq import Channels, RowShifts, SeparableAction, Translations
from lazyq.compute import describe_device
from lazyq.compute.device import DEVICE_VARIABLE
from lazyq.datasets import load_mnist
from lazyq.experiments.about.survey import SurveySpec, survey
from lazyq.experiments.accuracy import TALK_LAMS
from lazyq.experiments.accuracy.table import AccuracySpec, accuracy_table
from lazyq.kernels import pairwise
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.neighbors import neighbors

SIDE, TURNS = 28, 5
ROWS, MOVING = RowShifts(SIDE, SIDE), Translations(SIDE, SIDE)
CELLS_AT_ONCE = 2**28
Task = Callable[[], object]


def seconds(*tasks: Task, turns: int = TURNS) -> list[float]:
    """Return the median of the times of each task; a turn before the others compiles."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(turns + 1):
        for own, task in zip(times, tasks, strict=True):
            wait()
            begin = time.perf_counter()
            task()
            wait()
            own.append(time.perf_counter() - begin)
    return [float(torch.tensor(own[1:]).median()) for own in times]


def wait() -> None:
    """Wait for the GPU."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def rows_by_fft(x: Tensor, y: Tensor, lams: tuple[float, ...]) -> Tensor:
    """Return squared distances under row shifts as one writes them in PyTorch: a transform back a pair."""
    penalties = squared_shifts(x)
    spectra, theirs = torch.fft.rfft(x), torch.fft.rfft(y).conj()
    energies, their_energies = x.square().sum(-1), y.square().sum(-1)
    out = x.new_empty(len(lams), len(x), len(y))
    step = max(1, CELLS_AT_ONCE // (len(y) * SIDE * SIDE))
    for start in range(0, len(x), step):
        own = slice(start, start + step)
        inner = torch.fft.irfft(spectra[own, None] * theirs, n=SIDE)
        residual = (energies[own, None] + their_energies)[..., None] - 2 * inner
        for level, lam in enumerate(lams):
            least = residual[..., 0] if lam == float("inf") else (residual + lam**2 * penalties).amin(-1)
            out[level, own] = least.sum(-1)
    return out


def translations_by_fft(x: Tensor, y: Tensor, lam: float) -> Tensor:
    """Return squared distances under translations, likewise."""
    delta = squared_shifts(x)
    penalties = lam**2 * (delta[:, None] + delta)
    spectra, theirs = torch.fft.rfft2(x), torch.fft.rfft2(y).conj()
    energies, their_energies = x.square().sum((1, 2)), y.square().sum((1, 2))
    out = x.new_empty(len(x), len(y))
    step = max(1, CELLS_AT_ONCE // (len(y) * SIDE * SIDE))
    for start in range(0, len(x), step):
        own = slice(start, start + step)
        inner = torch.fft.irfft2(spectra[own, None] * theirs, s=(SIDE, SIDE))
        out[own] = energies[own, None] + their_energies + (penalties - 2 * inner).amin((-1, -2))
    return out


def squared_shifts(like: Tensor) -> Tensor:
    """Return δ(s)² of the shifts of a row."""
    shifts = torch.arange(SIDE)
    return torch.minimum(shifts, SIDE - shifts).square().to(like)


def check(test: Tensor, train: Tensor, device: torch.device) -> None:
    """Print how far distances are from the definition in float64, and whether neighbours are the same."""
    for action, few, count in ((ROWS, 16, 256), (MOVING, 2, 16)):
        for dtype in (torch.uint8, torch.float32, torch.float64):
            x, y = levels(test[:few], dtype), levels(train[:count], dtype)
            kernel = pairwise.choose("auto", action, x.to(device), y.to(device)).NAME
            found = lazyq.pairwise(action, x.to(device), y.to(device), TALK_LAMS).double().cpu()
            worst = max(
                float((found[level] / definition(action, x, y, lam) - 1).abs().max())
                for level, lam in enumerate(TALK_LAMS)
            )
            show(f"{type(action).__name__}, {said(dtype)}, by {kernel}: off by", f"{worst:.1e} of d")
    for dtype in (torch.uint8, torch.float32):
        x, y = levels(test[:20], dtype), levels(train[:10_000], dtype)
        there = neighbors(ROWS, x.to(device), y.to(device), TALK_LAMS, 10)
        here = neighbors(ROWS, x, y, TALK_LAMS, 10)
        same = all(torch.equal(a.cpu(), b) for a, b in zip(there, here, strict=True))
        show(f"10-NN, {said(dtype)}, bit for bit the CPU's", "yes" if same else "NO")


def definition(action: SeparableAction, x: Tensor, y: Tensor, lam: float) -> Tensor:
    """Return the distances of all pairs on the CPU, from squared differences in float64."""
    unit = 1 / 255 if x.dtype == torch.uint8 else 1.0
    pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1)
    squares = squared_distances_of_pairs(action, *pairs, (lam / unit) ** 2)
    return squares.sqrt().mul(unit).reshape(len(x), len(y))


def pairs_rows(test: Tensor, train: Tensor) -> None:
    """Print all pairs of images."""
    for dtype in (torch.uint8, torch.float32):
        x, y = levels(test, dtype), levels(train, dtype)
        pixels = [levels(images, torch.float32) for images in (test, train)]
        for lams in (TALK_LAMS[2:3], TALK_LAMS):
            lazy, apart, generic, by_hand = seconds(
                partial(lazyq.pairwise, ROWS, x, y, lams),
                lambda x=x, y=y, lams=lams: [lazyq.pairwise(ROWS, x, y, [lam]) for lam in lams],
                partial(lazyq.pairwise, ROWS, x, y, lams, kernel="torch"),
                partial(rows_by_fft, *pixels, lams),
                turns=3,
            )
            name = f"pairwise, {len(x):,} × {len(y):,}, {said(dtype)}, {len(lams)} λ"
            show(
                name, f"{lazy * 1e3:8.1f} ms", f"{len(x) * len(y) * len(lams) / lazy:.2e} distances a second"
            )
            for other, its in (
                ("one call a λ", apart),
                ("kernel='torch'", generic),
                ("FFT by hand", by_hand),
            ):
                show("", f"{its / lazy:8.1f} ×", f"{other}, {its * 1e3:.1f} ms")


def translations_rows(test: Tensor, train: Tensor) -> None:
    """Print all pairs under translations, and the ten nearest."""
    x, y = test[:128], train[:2048]
    for dtype in (torch.uint8, torch.float32):
        own, theirs = levels(x, dtype), levels(y, dtype)
        pixels = [levels(images, torch.float32) for images in (x, y)]
        for lams in (TALK_LAMS[2:3], TALK_LAMS):
            lazy, by_hand = seconds(
                partial(lazyq.pairwise, MOVING, own, theirs, lams),
                lambda pixels=pixels, lams=lams: [
                    translations_by_fft(*pixels, min(lam, 1e9)) for lam in lams
                ],
                turns=5,
            )
            name = f"Translations, {len(x):,} × {len(y):,}, {said(dtype)}, {len(lams)} λ"
            show(name, f"{lazy * 1e3:8.1f} ms", f"{by_hand / lazy:.1f} × FFT by hand, {by_hand * 1e3:.1f} ms")
        queries, targets = levels(test, dtype), levels(train, dtype)
        (searched,) = seconds(partial(neighbors, MOVING, queries, targets, TALK_LAMS[2:3], 10), turns=1)
        name = f"Translations, 10-NN, {len(queries):,} in {len(targets):,}, {said(dtype)}, 1 λ"
        show(name, f"{searched:8.2f} s", f"{len(queries) * len(targets) / searched:.2e} distances a second")
    x, y = (images[: 3 * count].view(count, 3, SIDE, SIDE) for images, count in ((test, 128), (train, 2048)))
    (lazy,) = seconds(partial(lazyq.pairwise, Channels(MOVING, 3), x, y, TALK_LAMS))
    show("Translations of 3 channels, 128 × 2,048, uint8, 7 λ", f"{lazy * 1e3:8.1f} ms")


def search_rows(test: Tensor, train: Tensor, here: tuple[Tensor, Tensor]) -> None:
    """Print searches for the ten nearest, and the CPU's time for as many digits from that of some."""
    for dtype in (torch.uint8, torch.float32):
        x, y = levels(test, dtype), levels(train, dtype)
        few, all_ = levels(here[0][:100], dtype), levels(here[1], dtype)
        for lams in (TALK_LAMS[2:3], TALK_LAMS):
            (there,) = seconds(partial(neighbors, ROWS, x, y, lams, 10), turns=1)
            (cpu,) = seconds(partial(neighbors, ROWS, few, all_, lams, 10), turns=1)
            name = f"10-NN, {len(x):,} in {len(y):,}, {said(dtype)}, {len(lams)} λ"
            ratio = cpu / len(few) / (there / len(x))
            show(name, f"{there:8.2f} s", f"{ratio:.0f} × the CPU's {torch.get_num_threads()} threads")


def app_rows(device: torch.device, spec: AccuracySpec) -> None:
    """Print what the app computes, called as its pages do."""
    os.environ[DEVICE_VARIABLE] = str(device)
    (first,) = seconds(lambda: accuracy_table(spec), turns=1)
    table = accuracy_table(spec)
    name = f"Accuracy's table, {spec.test:,} of {spec.train:,}, {len(spec.lams)} λ"
    show(name, f"{first:8.2f} s", " ".join(f"{part:.2%}" for part in table.accuracies[0]))
    for place in (device, torch.device("cpu")):
        os.environ[DEVICE_VARIABLE] = str(place)
        (surveyed,) = seconds(lambda: survey(SurveySpec("mnist-test")), turns=1)
        show(f"About's survey, 2,000 pairs, {place}", f"{surveyed:8.2f} s")


def levels(images: Tensor, dtype: torch.dtype) -> Tensor:
    """Return images of levels 0 … 255 in a dtype, floats from 0 to 1."""
    return images if dtype == torch.uint8 else images.to(dtype) / 255


def said(dtype: torch.dtype) -> str:
    """Return the name of a dtype."""
    return str(dtype).removeprefix("torch.")


def show(name: str, value: str, more: str = "") -> None:
    """Print one row."""
    print(f"{name:58s} {value:12s} {more}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer digits")
    parser.add_argument("--device", default="cuda", help="where to compute; default cuda")
    chosen = parser.parse_args()
    device = torch.device(chosen.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        parser.error("PyTorch finds no CUDA device here; --device cpu tries the program")
    begin = time.perf_counter()
    test, train = load_mnist("test").images, load_mnist("train").images
    print(f"{describe_device(device)}, PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    check(test, train, device)
    scale = 10 if chosen.quick else 1
    there = test.to(device), train.to(device)
    pairs_rows(there[0][: 1000 // scale], there[1][: 10_000 // scale])
    translations_rows(there[0][: 1280 // scale], there[1][: 20_480 // scale])
    search_rows(there[0][: 10_000 // scale], there[1][: 60_000 // scale], (test, train[: 60_000 // scale]))
    app_rows(device, AccuracySpec(train=60_000 // scale, test=10_000 // scale))
    print(f"{time.perf_counter() - begin:.0f} seconds")


if __name__ == "__main__":
    main()
