"""CARE on MNIST from fixed seeds: how rigidly the space turns with the digits, with and without the loss.

    python -m benchmarks.steering

For every seed and method: Wahba error on test digits that the rotations were not fitted on, a mean over the
circle; composition error, a mean over all pairs of angles; γ; how far the embeddings move at all; the rate of
right digits when the embedding is turned; the Wahba error of rotations interpolated by phases; the phases at
10° divided by 10°; the processor time of the training. Then the ratios of SimCLR to CARE for each seed, and
their geometric mean with a t-interval of the logarithms.
"""

import argparse
import os
import time

import numpy as np
from scipy.stats import t

from lazyq.compute.progress import listening
from lazyq.experiments.steering import METHODS, LiveTraining, Steering, SteeringSpec, steering

ROWS = ("Wahba", "interpolated", "composition", "γ", "moved", "retrieval", "λ / degree")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3, help="how many trainings (default 3)")
    parser.add_argument("--steps", type=int, default=400, help="of each (default 400)")
    parser.add_argument("--dimension", type=int, default=8, choices=sorted(METHODS), help="d (default 8)")
    parser.add_argument("--angles", type=int, default=36, help="of the circle (default 36)")
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}; MNIST, d = {arguments.dimension}, {arguments.steps} steps")
    tables = []
    for seed in range(arguments.seeds):
        live = LiveTraining("mnist-train", arguments.steps, seed=seed)
        begin = time.process_time()
        with listening(lambda stage, share: None):
            result = steering(SteeringSpec("mnist-test", arguments.dimension, 30, "", arguments.angles, live))
        print(f"seed {seed}, {time.process_time() - begin:.0f} s of processor time")
        tables.append(table(result))
        for method, values, frequencies in zip(
            result.methods, tables[-1], result.frequencies.round(2), strict=True
        ):
            cells = "  ".join(f"{name} {value:.4f}" for name, value in zip(ROWS, values, strict=True))
            print(f"  {method:10} {cells}  phases / angle {frequencies}", flush=True)
    print_ratios(np.array(tables))


def table(result: Steering) -> np.ndarray:
    """Return one row of figures a method."""
    return np.stack(
        [
            result.wahba[:, 1:].mean(1),
            np.nanmean(result.unseen, 1),
            result.composition[:, 1:].mean(1),
            np.nanmean(result.gamma, 1),
            result.moved,
            result.retrieval[:, 1:].mean(1),
            result.lams,
        ],
        1,
    )


def print_ratios(tables: np.ndarray) -> None:
    """Print how many times smaller the errors are with the loss."""
    for name in ("Wahba", "interpolated", "composition"):
        row = ROWS.index(name)
        ratios = tables[:, 0, row] / tables[:, 1, row]
        logs, half = np.log(ratios), np.nan
        if len(ratios) > 1:
            half = t.ppf(0.975, len(logs) - 1) * logs.std(ddof=1) / len(logs) ** 0.5
        low, middle, high = np.exp([logs.mean() - half, logs.mean(), logs.mean() + half])
        each = ", ".join(f"{ratio:.1f}" for ratio in ratios)
        print(f"{name}: without the loss {middle:.1f} times as large [{low:.1f}, {high:.1f}]; by seed {each}")


if __name__ == "__main__":
    main()
