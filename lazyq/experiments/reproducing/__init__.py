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
from lazyq.experiments.reproducing.registry import CLAIMS, MEASUREMENTS, QUICK

__all__ = [
    "CLAIMS",
    "MEASUREMENTS",
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
