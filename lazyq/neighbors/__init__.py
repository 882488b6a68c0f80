"""Nearest neighbours by the lazy distance, and what is learned from them."""

from lazyq.neighbors.search import NeighborIndex, Neighbors, merged, neighbors, squared_neighbors

__all__ = ["NeighborIndex", "Neighbors", "merged", "neighbors", "squared_neighbors"]
