"""Two clouds aligned by geometry, by information, and lazily: what the page Aligning shows."""

from lazyq.experiments.aligning.result import Aligning, Clouds, Domains, LazyTurns, Starts
from lazyq.experiments.aligning.spec import METHODS, AligningSpec, CloudsSpec, DomainsSpec, StartsSpec

__all__ = [
    "METHODS",
    "Aligning",
    "AligningSpec",
    "Clouds",
    "CloudsSpec",
    "Domains",
    "DomainsSpec",
    "LazyTurns",
    "Starts",
    "StartsSpec",
]
