"""Networks and elimination on the same parities: ``python -m benchmarks.hardness``.

For each number of nodes a plain network on the counts of degrees, over seeds and learning rates; a graph
network on the graphs, with an easy control of the same size (more edges than half of all); elimination over
GF(2) from few samples, without and with flipped labels. Accuracies on 2,000 test graphs.
"""

import argparse
import statistics
import time
from itertools import product

import numpy as np
import torch

from lazyq.experiments.hardness import RATES
from lazyq.hardness import (
    DegreeParity,
    GraphIsomorphismNetwork,
    ParityElimination,
    PlainNetwork,
    degree_counts,
    random_graphs,
    train_classifier,
)

TRAIN, TEST = 4000, 2000


def accuracies(found: list[float]) -> str:
    return f"{statistics.median(found):.3f} [{min(found):.3f}, {max(found):.3f}]"


def halves(inputs: np.ndarray, labels: np.ndarray) -> tuple[tuple[torch.Tensor, torch.Tensor], ...]:
    both = torch.as_tensor(inputs), torch.as_tensor(labels)
    return (both[0][:TRAIN], both[1][:TRAIN]), (both[0][TRAIN:], both[1][TRAIN:])


def plain(nodes: int, seeds: int, epochs: int) -> None:
    target = DegreeParity(nodes, tuple(degree for degree in range(nodes) if degree % 4 in (0, 1)))
    train, test, solved = [], [], []
    start = time.process_time()
    for seed, rate in product(range(seeds), RATES):
        counts = degree_counts(random_graphs(TRAIN + TEST, nodes, np.random.default_rng(seed)))
        labels = target.label_counts(counts)
        torch.manual_seed(seed)
        trace = train_classifier(
            PlainNetwork(nodes), *halves(counts, labels), epochs=epochs, rate=rate, seed=seed
        )
        train.append(trace.train[-1])
        test.append(trace.test[-1])
        learner = ParityElimination().fit(counts[:nodes], labels[:nodes])
        solved.append(float((learner.predict(counts[TRAIN:]) == labels[TRAIN:]).mean()))
    print(
        f"n = {nodes}: plain network {accuracies(train)} train, {accuracies(test)} test; "
        f"elimination from {nodes} samples {accuracies(solved)} ({time.process_time() - start:.0f} CPU s)"
    )


def symmetric(nodes: int, degrees: tuple[int, ...] | None, seeds: int, epochs: int) -> None:
    test = []
    start = time.process_time()
    for seed, rate in product(range(seeds), RATES):
        graphs = random_graphs(TRAIN + TEST, nodes, np.random.default_rng(seed))
        easy = graphs.sum((1, 2)) > nodes * (nodes - 1) / 2
        labels = easy.astype(int) if degrees is None else DegreeParity(nodes, degrees).label(graphs)
        torch.manual_seed(seed)
        network = GraphIsomorphismNetwork()
        test.append(
            train_classifier(network, *halves(graphs, labels), epochs=epochs, rate=rate, seed=seed).test[-1]
        )
    words = "more edges than half" if degrees is None else f"parity of {list(degrees)}"
    seconds = time.process_time() - start
    print(f"graph network, n = {nodes}, {words}: {accuracies(test)} test ({seconds:.0f} CPU s)")


def noise(nodes: int, samples: int, draws: int) -> None:
    """Learn one parity from unbiased bits, so that only the noise can spoil it."""
    random = np.random.default_rng(0)
    for share in (0.0, 0.01, 0.05, 0.1):
        exact = 0
        for _ in range(draws):
            counts = random.integers(0, 2, (samples + 500, nodes))
            labels = counts[:, : nodes // 2].sum(1) % 2
            said = labels[:samples] ^ (random.random(samples) < share)
            exact += bool((ParityElimination().fit(counts[:samples], said).predict(counts) == labels).all())
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
    for nodes, degrees in ((15, None), (8, (2, 4)), (15, (4, 6, 7, 8, 10))):
        symmetric(nodes, degrees, arguments.seeds, arguments.epochs)
    noise(15, 30, arguments.draws)


if __name__ == "__main__":
    main()
