"""Two clouds aligned by geometry, by information, and lazily: what the page Aligning shows."""

from lazyq.experiments.aligning.drawing import clouds
from lazyq.experiments.aligning.files import aligning_npz, aligning_python, domains_npz
from lazyq.experiments.aligning.result import Aligning, Clouds, Domains, LazyTurns, Starts
from lazyq.experiments.aligning.solving import LAZINESS, aligning, lazy_turns, starts
from lazyq.experiments.aligning.spec import METHODS, AligningSpec, CloudsSpec, DomainsSpec, StartsSpec
from lazyq.experiments.aligning.transferring import domains

__all__ = [
    "LAZINESS",
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
    "aligning",
    "aligning_npz",
    "aligning_python",
    "clouds",
    "domains",
    "domains_npz",
    "lazy_turns",
    "starts",
]
