"""Every number that the texts quote as a result, where it stands, and what computes it again."""

from lazyq.experiments.reproducing.claim import (
    NONE,
    Claim,
    Part,
    Quote,
    Rebuilt,
    Told,
    agrees,
    known,
    rebuild,
)
from lazyq.experiments.reproducing.measurement import (
    Measured,
    Measurement,
    Passage,
    Reading,
    figure,
    measure,
    told,
)
from lazyq.experiments.reproducing.measurements import MEASUREMENTS
from lazyq.experiments.reproducing.registry import CLAIMS, QUICK

__all__ = [
    "CLAIMS",
    "MEASUREMENTS",
    "NONE",
    "QUICK",
    "Claim",
    "Measured",
    "Measurement",
    "Part",
    "Passage",
    "Quote",
    "Reading",
    "Rebuilt",
    "Told",
    "agrees",
    "figure",
    "known",
    "measure",
    "rebuild",
    "told",
]
