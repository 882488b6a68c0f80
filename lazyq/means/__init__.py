"""Averages under the lazy metric: means of points that may move, their λ-path, clusters about such means."""

from typing import TYPE_CHECKING

from lazyq.late import late
from lazyq.means.groups import LazyKMeansPath, lazy_kmeans_path
from lazyq.means.mean import LazyMean, lazy_mean
from lazyq.means.path import LazyMeanPath, lazy_mean_path

if TYPE_CHECKING:
    from lazyq.means.clustering import LazyKMeans

__all__ = [
    "LazyKMeans",
    "LazyKMeansPath",
    "LazyMean",
    "LazyMeanPath",
    "lazy_kmeans_path",
    "lazy_mean",
    "lazy_mean_path",
]

# It alone needs scikit-learn.
__getattr__ = late(__name__, {"LazyKMeans": "clustering"})
