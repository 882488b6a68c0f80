"""Averages under the lazy metric: means of points that may move, their λ-path, clusters about such means."""

from lazyq.means.clustering import LazyKMeans
from lazyq.means.mean import LazyMean, lazy_mean
from lazyq.means.path import LazyMeanPath, lazy_mean_path

__all__ = ["LazyKMeans", "LazyMean", "LazyMeanPath", "lazy_mean", "lazy_mean_path"]
