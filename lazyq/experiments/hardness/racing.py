"""A plain network and a graph network learn a parity of degree counts, and an easy control, from graphs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from types import MappingProxyType

import numpy as np
import torch
from torch import nn

from lazyq.averaging.threads import one_thread
from lazyq.compute.progress import report
from lazyq.hardness import (
    DegreeParity,
    GraphIsomorphismNetwork,
    PlainNetwork,
    degree_counts,
    random_graphs,
    train_classifier,
)
from lazyq.wording import worded

NODES = (10, 15, 20, 25)
TARGETS = ("parity", "easy")
LEARNERS = ("plain", "graph")
RATES = (0.003, 0.01)
SEEDS = 3
TRAINED: Mapping[str, int] = MappingProxyType({"plain": 4000, "graph": 2000})
"""Graphs that a learner is trained on."""

EPOCHS: Mapping[str, int] = MappingProxyType({"plain": 30, "graph": 6})
TESTED = 500
POOL = 400
"""Training graphs that elimination draws from."""

DRAWN = 12
"""Graphs that are shown."""

_WIDTHS = {"plain": (64, 64), "graph": (2, 32)}
_BATCH = 100


@dataclass(frozen=True)
class HardnessSpec:
    """How large the graphs are, and which are drawn.

    Attributes
    ----------
    nodes : n, from 4 to 25
    seed : of graphs, weights and the order of the samples
    """

    nodes: int = 15
    seed: int = 0


@dataclass(frozen=True)
class Samples:
    """Random graphs as counts of their degrees, and both labels of each.

    Attributes
    ----------
    graphs : the first ``DRAWN`` as adjacency matrices, (DRAWN, n, n)
    counts : (m, n)
    labels : (TARGETS, m), 0 and 1; the last ``TESTED`` of the m are for testing
    """

    graphs: np.ndarray
    counts: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Hardness:
    """Test and training accuracies of the networks after each epoch.

    Attributes
    ----------
    plain, graph : (TARGETS, RATES, seeds, epochs), of the test graphs
    plain_trained, graph_trained : the same of the graphs that were learned from
    """

    plain: np.ndarray
    graph: np.ndarray
    plain_trained: np.ndarray
    graph_trained: np.ndarray


def degrees(nodes: int) -> tuple[int, ...]:
    """Return S of the parity: the degrees that leave 0 or 1 when divided by 4."""
    return tuple(degree for degree in range(nodes) if degree % 4 < 2)


def samples(spec: HardnessSpec) -> Samples:
    """Return the graphs of a spec: G(n, ½), their degrees counted, both labels.

    The parity is Σ c_i mod 2 over :func:`degrees`; the easy control says whether more than half of all
    possible edges are there.

    Raises
    ------
    ValueError : the nodes or the seed can't be; says which
    """
    graphs = _graphs(spec)
    counts = degree_counts(graphs)
    return Samples(graphs[:DRAWN], counts, _labels(spec, counts))


def hardness(spec: HardnessSpec, epochs: Mapping[str, int] = EPOCHS) -> Hardness:
    """Return the accuracies of all networks: both targets, two rates, three seeds.

    Raises
    ------
    ValueError : the nodes or the seed can't be; says which
    """
    graphs = _graphs(spec)
    counts = degree_counts(graphs)
    labels = torch.from_numpy(_labels(spec, counts))
    inputs = {"plain": torch.from_numpy(counts), "graph": torch.from_numpy(graphs)}
    found = {name: np.zeros((2, len(TARGETS), len(RATES), SEEDS, epochs[name])) for name in LEARNERS}
    runs = list(product(LEARNERS, range(len(TARGETS)), range(len(RATES)), range(SEEDS)))
    with one_thread():
        for done, (learner, target, rate, seed) in enumerate(runs):
            x, y = inputs[learner].to(torch.float32), labels[target]
            count = TRAINED[learner]
            trace = train_classifier(
                _network(learner, spec, seed),
                (x[:count], y[:count]),
                (x[-TESTED:], y[-TESTED:]),
                epochs=epochs[learner],
                rate=RATES[rate],
                batch=_BATCH,
                seed=spec.seed + seed,
                tick=partial(_told, done, len(runs), epochs[learner]),
            )
            found[learner][:, target, rate, seed] = trace.test, trace.train
    return Hardness(found["plain"][0], found["graph"][0], found["plain"][1], found["graph"][1])


def _told(done: int, runs: int, epochs: int, epoch: int, _: object) -> None:
    report(worded("training, {count} runs", count=runs), (done + epoch / epochs) / runs)


def _graphs(spec: HardnessSpec) -> np.ndarray:
    if not 4 <= spec.nodes <= NODES[-1]:
        raise ValueError(f"nodes must be from 4 to {NODES[-1]}, got {spec.nodes}")
    if spec.seed < 0:
        raise ValueError(f"seed must be at least 0, got {spec.seed}")
    count = max(TRAINED.values()) + TESTED
    return random_graphs(count, spec.nodes, np.random.default_rng(spec.seed))


def _labels(spec: HardnessSpec, counts: np.ndarray) -> np.ndarray:
    parity = DegreeParity(spec.nodes, degrees(spec.nodes)).label_counts(counts)
    twice_edges = counts @ np.arange(spec.nodes)
    return np.stack([parity, twice_edges > spec.nodes * (spec.nodes - 1) / 2]).astype(np.int64)


def _network(learner: str, spec: HardnessSpec, seed: int) -> nn.Module:
    # Weights come from torch's own generator, whose state is given back.
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(1000 * spec.seed + seed)
        if learner == "plain":
            return PlainNetwork(spec.nodes, _WIDTHS["plain"])
        return GraphIsomorphismNetwork(*_WIDTHS["graph"])
