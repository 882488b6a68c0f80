"""Optimal transport between a law on a group and its translate."""

from lazyq.transport.bound import (
    Law,
    TransportBound,
    TransportPenalty,
    orbit_costs,
    right_translate,
    transport_bound,
)
from lazyq.transport.wasserstein import Transport, wasserstein_distance, wasserstein_on_cycle

__all__ = [
    "Law",
    "Transport",
    "TransportBound",
    "TransportPenalty",
    "orbit_costs",
    "right_translate",
    "transport_bound",
    "wasserstein_distance",
    "wasserstein_on_cycle",
]
