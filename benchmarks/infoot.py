"""Mass on the right cluster over seeds, and the time of alignments of 120 and 2,000 points.

``python -m benchmarks.infoot`` prints both; ``--seeds N`` takes more draws, ``--angle`` another turn, and
``--without-large`` leaves the 2,000 points out. Intervals are Student's, of the mean over seeds.
"""

import argparse
import os
import time

import numpy as np
import torch
from scipy.stats import t

from lazyq.experiments.aligning import METHODS, AligningSpec, CloudsSpec, StartsSpec, aligning, starts
from lazyq.infoot import FusedInfoOT


def main() -> None:
    """Print mass on the right cluster by method, the spread of starts, and times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--angle", type=float, default=45.0)
    parser.add_argument("--without-large", action="store_true")
    chosen = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    drawn = [CloudsSpec(angle=chosen.angle, seed=seed) for seed in range(chosen.seeds)]
    for method in METHODS:
        begin = time.process_time()
        found = [aligning(AligningSpec(spec, method)) for spec in drawn]
        seconds = (time.process_time() - begin) / len(found)
        right = np.array([one.right for one in found])
        half = t.ppf(0.975, len(right) - 1) * right.std(ddof=1) / len(right) ** 0.5
        by_seed = " ".join(f"{value:.3f}" for value in right)
        print(
            f"{method:7} {right.mean():.3f} ± {half:.3f}  by seed {by_seed}  {seconds:.2f} CPU s", flush=True
        )
    many = starts(StartsSpec(AligningSpec(drawn[0], "infoot"), 8))
    print("infoot from 8 starts: right", many.right.round(3), "information", many.information.round(3))
    if not chosen.without_large:
        _large()


def _large() -> None:
    generator = torch.Generator().manual_seed(0)
    own = torch.arange(2000) % 3
    centres = torch.tensor([[-2.0, -1.5], [2.4, -1.0], [0.3, 2.6]], dtype=torch.float64)
    x, y = centres[own] + 0.45 * torch.randn(2, 2000, 2, generator=generator, dtype=torch.float64)
    y = y @ torch.tensor([[0.7071, 0.7071], [-0.7071, 0.7071]], dtype=torch.float64)
    begin, cpu = time.perf_counter(), time.process_time()
    found = FusedInfoOT(lam=4.0, reg=0.25, tol=1e-4).fit(x, y)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    right = float(found.plan_[own[:, None] == own].sum())
    steps, error = len(found.trace_.objective) - 1, found.trace_.marginal_error[-1]
    print(f"2,000 points: {seconds:.1f} s, {cpu:.1f} CPU s, {steps} steps")
    print(f"marginals off by {error:.0e}, right {right:.3f}")


if __name__ == "__main__":
    main()
