"""Nearest neighbours by the lazy distance, and what is learned from them."""

from lazyq.neighbors.estimators import LazyKNeighborsClassifier, LazyKNeighborsRegressor
from lazyq.neighbors.search import NeighborIndex, Neighbors, merged, neighbors, squared_neighbors

__all__ = [
    "LazyKNeighborsClassifier",
    "LazyKNeighborsRegressor",
    "NeighborIndex",
    "Neighbors",
    "merged",
    "neighbors",
    "squared_neighbors",
]
