"""The race to take away: as arrays, and as a program that runs it."""

import numpy as np

from lazyq.experiments.exporting import npz
from lazyq.experiments.hardness.racing import (
    EPOCHS,
    RATES,
    SEEDS,
    TESTED,
    TRAINED,
    Hardness,
    HardnessSpec,
    degrees,
    samples,
)


def hardness_npz(spec: HardnessSpec, result: Hardness) -> bytes:
    """Return all that is known as a NumPy archive.

    Arrays: plain, graph, plain_trained, graph_trained, (targets, rates, seeds, epochs), accuracies after each
    epoch, first of the parity and then of the easy control; rate (2,); counts (m, n) and labels (2, m) of the
    graphs; degrees, of which the parity is; and nodes and seed.
    """
    drawn = samples(spec)
    return npz(
        plain=result.plain,
        graph=result.graph,
        plain_trained=result.plain_trained,
        graph_trained=result.graph_trained,
        rate=np.array(RATES),
        counts=drawn.counts,
        labels=drawn.labels,
        degrees=np.array(degrees(spec.nodes)),
        nodes=spec.nodes,
        seed=spec.seed,
    )


def hardness_python(spec: HardnessSpec) -> str:
    """Return a program that prints the accuracies at which networks and elimination end."""
    return f"""import numpy as np
import torch

from lazyq.hardness import (
    DegreeParity,
    GraphIsomorphismNetwork,
    ParityElimination,
    PlainNetwork,
    degree_counts,
    random_graphs,
    train_classifier,
)

torch.set_num_threads(1)
graphs = random_graphs({max(TRAINED.values()) + TESTED}, {spec.nodes}, np.random.default_rng({spec.seed}))
counts = degree_counts(graphs)
parity = DegreeParity({spec.nodes}, {degrees(spec.nodes)}).label_counts(counts)
easy = (counts @ np.arange({spec.nodes}) > {spec.nodes * (spec.nodes - 1) / 2:g}).astype(int)
plans = {{
    "plain": (counts, {TRAINED["plain"]}, {EPOCHS["plain"]}, lambda: PlainNetwork({spec.nodes}, (64, 64))),
    "graph": (graphs, {TRAINED["graph"]}, {EPOCHS["graph"]}, lambda: GraphIsomorphismNetwork(2, 32)),
}}
for target, labels in (("parity", parity), ("easy", easy)):
    for learner, (inputs, count, epochs, network) in plans.items():
        x, y = torch.from_numpy(inputs).float(), torch.from_numpy(labels)
        for rate in {RATES}:
            for seed in range({SEEDS}):
                torch.manual_seed({1000 * spec.seed} + seed)
                trace = train_classifier(
                    network(),
                    (x[:count], y[:count]),
                    (x[-{TESTED}:], y[-{TESTED}:]),
                    epochs=epochs,
                    rate=rate,
                    seed={spec.seed} + seed,
                )
                print(target, learner, rate, seed, trace.test[-1])
    learned = ParityElimination().fit(counts[:60], labels[:60])
    print(target, "elimination", (learned.predict(counts[-{TESTED}:]) == labels[-{TESTED}:]).mean())
"""
