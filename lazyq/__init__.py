"""See and use approximate symmetries in machine learning.

Small transformations do not change an object, but too many might make it unrecognisable. A lazy
quotient metric penalises large ones,

    d_λ(x, y) = inf_g sqrt( d(gx, y)² + λ² ν(g)² ).
"""

from lazyq.actions import (
    GroupAction,
    MinimisingAction,
    Permutations,
    PolarRotations,
    RowShifts,
    SeparableAction,
    Translations,
    to_polar,
)
from lazyq.metric import Alignment, LazyPath, align, lazy_distance, lazy_path, pairwise, quotient_distance

__version__ = "0.1.0"

__all__ = [
    "Alignment",
    "GroupAction",
    "LazyPath",
    "MinimisingAction",
    "Permutations",
    "PolarRotations",
    "RowShifts",
    "SeparableAction",
    "Translations",
    "align",
    "lazy_distance",
    "lazy_path",
    "pairwise",
    "quotient_distance",
    "to_polar",
]
