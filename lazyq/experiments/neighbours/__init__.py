"""The digits that are nearest to one digit, at every λ."""

from lazyq.experiments.neighbours.files import neighbours_npz, neighbours_python
from lazyq.experiments.neighbours.search import NearestDigits, NeighboursSpec, nearest_digits

__all__ = ["NearestDigits", "NeighboursSpec", "nearest_digits", "neighbours_npz", "neighbours_python"]
