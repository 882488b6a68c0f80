"""Nearest neighbours by the lazy distance, and what is learned from them."""

from typing import TYPE_CHECKING

from lazyq.late import late
from lazyq.neighbors.path import NeighborsPath, neighbors_path
from lazyq.neighbors.search import (
    NeighborIndex,
    Neighbors,
    merged,
    neighbors,
    squared_neighbors,
    without_itself,
)
from lazyq.neighbors.votes import count_votes, winner
from lazyq.neighbors.voting import VotePaths, vote_paths

if TYPE_CHECKING:
    from lazyq.neighbors.estimators import LazyKNeighborsClassifier, LazyKNeighborsRegressor
    from lazyq.neighbors.selection import LazyKNeighborsClassifierCV
    from lazyq.neighbors.transformer import LazyNeighborsTransformer

__all__ = [
    "LazyKNeighborsClassifier",
    "LazyKNeighborsClassifierCV",
    "LazyKNeighborsRegressor",
    "LazyNeighborsTransformer",
    "NeighborIndex",
    "Neighbors",
    "NeighborsPath",
    "VotePaths",
    "count_votes",
    "merged",
    "neighbors",
    "neighbors_path",
    "squared_neighbors",
    "vote_paths",
    "winner",
    "without_itself",
]

# They alone need scikit-learn.
__getattr__ = late(
    __name__,
    {
        "LazyKNeighborsClassifier": "estimators",
        "LazyKNeighborsClassifierCV": "selection",
        "LazyKNeighborsRegressor": "estimators",
        "LazyNeighborsTransformer": "transformer",
    },
)
