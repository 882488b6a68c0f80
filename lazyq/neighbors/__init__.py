"""Nearest neighbours by the lazy distance, and what is learned from them."""

from lazyq.neighbors.estimators import LazyKNeighborsClassifier, LazyKNeighborsRegressor
from lazyq.neighbors.path import NeighborsPath, neighbors_path
from lazyq.neighbors.search import (
    NeighborIndex,
    Neighbors,
    merged,
    neighbors,
    squared_neighbors,
    without_itself,
)
from lazyq.neighbors.selection import LazyKNeighborsClassifierCV
from lazyq.neighbors.transformer import LazyNeighborsTransformer
from lazyq.neighbors.votes import count_votes, winner

__all__ = [
    "LazyKNeighborsClassifier",
    "LazyKNeighborsClassifierCV",
    "LazyKNeighborsRegressor",
    "LazyNeighborsTransformer",
    "NeighborIndex",
    "Neighbors",
    "NeighborsPath",
    "count_votes",
    "merged",
    "neighbors",
    "neighbors_path",
    "squared_neighbors",
    "winner",
    "without_itself",
]
