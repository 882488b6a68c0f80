"""Three learners of one parity of degree counts, and of an easy function of the same graphs."""

from lazyq.experiments.hardness.files import hardness_npz, hardness_python
from lazyq.experiments.hardness.racing import (
    DRAWN,
    EPOCHS,
    LEARNERS,
    NODES,
    POOL,
    RATES,
    SEEDS,
    TARGETS,
    TESTED,
    TRAINED,
    Hardness,
    HardnessSpec,
    Samples,
    degrees,
    hardness,
    samples,
)

__all__ = [
    "DRAWN",
    "EPOCHS",
    "LEARNERS",
    "NODES",
    "POOL",
    "RATES",
    "SEEDS",
    "TARGETS",
    "TESTED",
    "TRAINED",
    "Hardness",
    "HardnessSpec",
    "Samples",
    "degrees",
    "hardness",
    "hardness_npz",
    "hardness_python",
    "samples",
]
