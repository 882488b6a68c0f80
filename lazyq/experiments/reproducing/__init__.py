"""Every number that the texts quote as a result, where it stands, and what computes it again."""

from lazyq.experiments.reproducing.claim import (
    Claim,
    Measurement,
    Part,
    Quote,
    Rebuilt,
    Told,
    agrees,
    known,
    rebuild,
)
from lazyq.experiments.reproducing.registry import CLAIMS, MEASUREMENTS, NONE, QUICK

__all__ = [
    "CLAIMS",
    "MEASUREMENTS",
    "NONE",
    "QUICK",
    "Claim",
    "Measurement",
    "Part",
    "Quote",
    "Rebuilt",
    "Told",
    "agrees",
    "known",
    "rebuild",
]
