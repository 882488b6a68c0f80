"""Networks and elimination on the same parities: ``python -m benchmarks.hardness``.

For each number of nodes a plain network on the counts of degrees, over seeds and learning rates; a graph
network on the graphs, with an easy control of the same size (more edges than half of all); elimination over
GF(2) from few samples, without and with flipped labels. Accuracies on 2,000 test graphs.
"""

import argparse
import statistics
import time

import numpy as np

from lazyq.experiments.reproducing.measured import (
    FLIPPED,
    EliminationSpec,
    GraphSpec,
    ParitySpec,
    elimination,
    graph_runs,
    parity,
)


def accuracies(found: np.ndarray) -> str:
    return f"{statistics.median(found):.3f} [{min(found):.3f}, {max(found):.3f}]"


def plain(nodes: int, seeds: int, epochs: int) -> None:
    start = time.process_time()
    found = parity(ParitySpec(nodes, seeds, epochs))
    print(
        f"n = {nodes}: plain network {accuracies(found.train)} train, {accuracies(found.test)} test; "
        f"elimination from {nodes} samples {accuracies(found.solved)} "
        f"({time.process_time() - start:.0f} CPU s)"
    )


def symmetric(nodes: int, degrees: tuple[int, ...], seeds: int, epochs: int) -> None:
    start = time.process_time()
    found = graph_runs(GraphSpec(nodes, degrees, seeds, epochs))
    words = f"parity of {list(degrees)}" if degrees else "more edges than half"
    seconds = time.process_time() - start
    print(f"graph network, n = {nodes}, {words}: {accuracies(found.test)} test ({seconds:.0f} CPU s)")


def noise(nodes: int, samples: int, draws: int) -> None:
    """Learn one parity from unbiased bits, so that only the noise can spoil it."""
    found = elimination(EliminationSpec(nodes, samples, draws))
    for share, exact in zip(FLIPPED, found.exact, strict=True):
        print(
            f"elimination, {nodes} bits, {samples} samples, {share:.0%} flipped: exact in {exact / draws:.0%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--draws", type=int, default=100)
    arguments = parser.parse_args()
    for nodes in (10, 15, 20, 25):
        plain(nodes, arguments.seeds, arguments.epochs)
    for nodes, degrees in ((15, ()), (8, (2, 4)), (15, (4, 6, 7, 8, 10))):
        symmetric(nodes, degrees, arguments.seeds, arguments.epochs)
    noise(15, 30, arguments.draws)


if __name__ == "__main__":
    main()
