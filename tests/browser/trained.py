"""Networks of the Hardness page as if they were trained, in a cache: a test of the page waits for none."""

from functools import wraps
from pathlib import Path

import numpy as np

from lazyq.compute import ResultStore
from lazyq.experiments.hardness import EPOCHS, RATES, SEEDS, Hardness, HardnessSpec, hardness


@wraps(hardness)
def at_once(spec: HardnessSpec) -> Hardness:
    """Return what training comes to: the parity at a coin flip, the easy control learned."""
    random = np.random.default_rng(spec.nodes)

    def accuracies(learner: str, parity: float) -> np.ndarray:
        shape = len(RATES), SEEDS, EPOCHS[learner]
        learned = 1 - 0.5 ** np.arange(1, EPOCHS[learner] + 1)
        ends = np.stack([np.full(shape, parity), np.broadcast_to(0.5 + 0.48 * learned, shape)])
        return (ends + random.uniform(-0.01, 0.01, ends.shape)).round(3)

    return Hardness(
        accuracies("plain", 0.5),
        accuracies("graph", 0.5),
        accuracies("plain", 0.65),
        accuracies("graph", 0.52),
    )


def keep_trained(folder: Path) -> None:
    """Write the results for the size of graphs that the page opens with, and the next one."""
    store = ResultStore(folder)
    for nodes in (20, 25):
        store.run(at_once, HardnessSpec(nodes, 0))
