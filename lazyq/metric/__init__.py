"""The lazy quotient metric: alignment at one λ, the path over all λ, distances."""

from lazyq.metric.alignment import Alignment, align
from lazyq.metric.all_pairs import pairwise
from lazyq.metric.distance import lazy_distance, quotient_distance
from lazyq.metric.path import LazyPath, lazy_path

__all__ = ["Alignment", "LazyPath", "align", "lazy_distance", "lazy_path", "pairwise", "quotient_distance"]
