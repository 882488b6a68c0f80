"""How time and memory of exact lazy neighbours grow with the training set, measured and extrapolated.

``python -m benchmarks.scaling`` searches the ten nearest of the same test digits, at the talk's seven λ,
among 7,500, 15,000, 30,000 and 60,000 training digits, each in a process of its own, and fits
a + b·m to the CPU time. ``--check`` instead compares a search among all of them with brute force.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time

import numpy as np
import torch

from lazyq import RowShifts
from lazyq.datasets import load_mnist
from lazyq.experiments.accuracy import TALK_LAMS
from lazyq.neighbors import neighbors

SIZES = (7_500, 15_000, 30_000, 60_000)
FURTHER = (10**6, 10**8)
ACTION = RowShifts(28, 28)


def measure(train: int, test: int) -> dict[str, float]:
    """Return CPU and wall seconds, and the growth of the peak memory in GiB, of one search."""
    x, y = load_mnist("test").images[:test], load_mnist("train").images[:train]
    neighbors(ACTION, x[:20], y[:50], TALK_LAMS, 10)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, wall = time.process_time(), time.perf_counter()
    neighbors(ACTION, x, y, TALK_LAMS, 10)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 2**20
    return {"train": train, "cpu": cpu, "wall": wall, "memory": memory}


def measured_apart(train: int, test: int) -> dict[str, float]:
    """Return :func:`measure` of a process of its own: a peak of memory is that of a whole process."""
    command = [sys.executable, "-m", "benchmarks.scaling", "--one", str(train), "--test", str(test)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(test: int, price: float) -> None:
    """Print the measured table and what it means for larger training sets."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {torch.get_num_threads()} threads"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}")
    print(f"{test:,} test digits, seven λ, ten nearest\n")
    print("| training digits | CPU s | wall s | memory beyond the data, GiB | CPU µs per pair of digits |")
    print("|---|---|---|---|---|")
    rows = [measured_apart(size, test) for size in SIZES]
    for row in rows:
        pair = row["cpu"] / row["train"] / test * 1e6
        print(
            f"| {row['train']:,} | {row['cpu']:.1f} | {row['wall']:.1f} | {row['memory']:.2f} | {pair:.3f} |"
        )
    sizes, times = (np.array([row[name] for row in rows]) for name in ("train", "cpu"))
    slope, start = np.polyfit(sizes, times, 1)
    print(f"\nCPU seconds of 10,000 test digits ≈ ({start:.2f} + {slope:.3g}·m)·{10_000 / test:.0f}\n")
    print(f"| training digits | core-hours for 10,000 test digits | at {price:.2f} per core-hour |")
    print("|---|---|---|")
    for size in FURTHER:
        hours = (start + slope * size) * 10_000 / test / 3600
        print(f"| {size:,} | {hours:,.1f} | {hours * price:,.2f} |")


def check(test: int, sample: int) -> None:
    """Compare a search among all training digits with brute force, for a random sample of test digits."""
    x, y = load_mnist("test").images[:test], load_mnist("train").images
    rows = torch.randperm(test, generator=torch.Generator().manual_seed(0))[:sample].sort().values
    found = neighbors(ACTION, x, y, TALK_LAMS, 10)
    expected = neighbors(ACTION, x[rows], y, TALK_LAMS, 10, kernel="brute")
    same = torch.equal(found.indices[:, rows], expected.indices)
    equal = torch.equal(found.distances[:, rows], expected.distances)
    print(f"{sample} random rows of {test:,}: indices {'equal' if same else 'DIFFER'}, "
          f"distances {'equal' if equal else 'DIFFER'}, bit for bit")  # fmt: skip
    if not (same and equal):
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", type=int, default=1_000, help="test digits")
    parser.add_argument("--price", type=float, default=0.05, help="of a core-hour, in any currency")
    parser.add_argument("--check", type=int, default=0, metavar="ROWS", help="rows to compare")
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one, chosen.test)))
    elif chosen.check:
        check(chosen.test, chosen.check)
    else:
        report(chosen.test, chosen.price)


if __name__ == "__main__":
    main()
