"""Nearest neighbours by the lazy distance, and what is learned from them."""

from lazyq.neighbors.estimators import LazyKNeighborsClassifier, LazyKNeighborsRegressor
from lazyq.neighbors.path import NeighborsPath, neighbors_path
from lazyq.neighbors.search import NeighborIndex, Neighbors, merged, neighbors, squared_neighbors

__all__ = [
    "LazyKNeighborsClassifier",
    "LazyKNeighborsRegressor",
    "NeighborIndex",
    "Neighbors",
    "NeighborsPath",
    "merged",
    "neighbors",
    "neighbors_path",
    "squared_neighbors",
]
