"""What symmetry does not buy: parities that no gradient sees, and the learner that solves them."""

from typing import TYPE_CHECKING

from lazyq.hardness.adversary import (
    QueryBound,
    all_parities,
    parity_correlations,
    query_bound,
    remaining,
    ruled_out,
)
from lazyq.hardness.cyclic import cyclic_parity, orbit_count, parity, shifts
from lazyq.hardness.daisies import daisy, daisy_energy, daisy_spectrum, hidden_daisy
from lazyq.hardness.elimination import Elimination, ParityElimination, solve_gf2
from lazyq.hardness.graphs import DegreeParity, degree_counts, is_constant, random_graphs
from lazyq.late import late

if TYPE_CHECKING:
    from lazyq.hardness.learners import (
        CyclicNetwork,
        GraphIsomorphismNetwork,
        PlainNetwork,
        Trace,
        train_classifier,
    )

__all__ = [
    "CyclicNetwork",
    "DegreeParity",
    "Elimination",
    "GraphIsomorphismNetwork",
    "ParityElimination",
    "PlainNetwork",
    "QueryBound",
    "Trace",
    "all_parities",
    "cyclic_parity",
    "daisy",
    "daisy_energy",
    "daisy_spectrum",
    "degree_counts",
    "hidden_daisy",
    "is_constant",
    "orbit_count",
    "parity",
    "parity_correlations",
    "query_bound",
    "random_graphs",
    "remaining",
    "ruled_out",
    "shifts",
    "solve_gf2",
    "train_classifier",
]

# They need torch.
_NETWORKS = ("CyclicNetwork", "GraphIsomorphismNetwork", "PlainNetwork", "Trace", "train_classifier")
__getattr__ = late(__name__, dict.fromkeys(_NETWORKS, "learners"))
