"""The graph of lazy neighbours, for every estimator that takes one."""

from __future__ import annotations  # help() shows names as they stand here

from typing import Any, Self, final

from numpy.typing import ArrayLike
from scipy.sparse import csr_matrix
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin

from lazyq.actions import GroupAction
from lazyq.neighbors.base import LazyNeighborsBase


@final
class LazyNeighborsTransformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, LazyNeighborsBase):  # type: ignore[misc]
    """Points to the sparse graph of their nearest training points by the lazy distance.

    What takes ``metric="precomputed"`` and a sparse matrix takes it: DBSCAN, OPTICS, Isomap, TSNE, spectral
    clustering. UMAP wants the neighbours themselves: ``UMAP(k, precomputed_knn=(indices, distances, None))``
    with what ``kneighbors(X, k)`` returns for the training points X. As scikit-learn's
    KNeighborsTransformer, a training point is its own neighbour at distance 0, and with ``mode="distance"``
    one neighbour more is given for that.

    Parameters
    ----------
    mode : "distance" for d_λ, "connectivity" for ones
    n_neighbors : how many neighbours, beside the point itself
    action : a SeparableAction or MinimisingAction; None takes a sample for a row, RowShifts(1, n_features)
    lam : one number ≥ 0, inf included; units of X per unit of ν
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    n_jobs : threads of the search, −1 for all cores; None for as many as torch has

    Attributes
    ----------
    action_, kernel_, n_samples_fit_ : as of :class:`lazyq.neighbors.LazyKNeighborsClassifier`

    Examples
    --------
    >>> from sklearn.cluster import DBSCAN
    >>> from sklearn.pipeline import make_pipeline
    >>> from lazyq.neighbors import LazyNeighborsTransformer
    >>> series = [[1.0, 0, 0, 0], [0, 1, 0, 0], [0, 5, 0, 0], [0, 0, 5, 0]]
    >>> graph = LazyNeighborsTransformer(n_neighbors=3, lam=0.1)
    >>> clusters = make_pipeline(graph, DBSCAN(eps=0.5, min_samples=2, metric="precomputed"))
    >>> clusters.fit_predict(series).tolist()
    [0, 0, 1, 1]
    """

    def __init__(
        self,
        mode: str = "distance",
        n_neighbors: int = 5,
        *,
        action: GroupAction | None = None,
        lam: float = 0.5,
        kernel: str = "auto",
        n_jobs: int | None = None,
    ) -> None:
        self.mode = mode
        self.n_neighbors = n_neighbors
        self.action = action
        self.lam = lam
        self.kernel = kernel
        self.n_jobs = n_jobs

    def fit(self, X: ArrayLike, y: Any = None) -> Self:  # noqa: N803
        """Keep the points X, (n, features) or (n, *action.shape); uint8 are levels k/255.

        Raises
        ------
        ValueError : a parameter or X that can't be taken; says which, and what is

        Warns
        -----
        UserWarning : X looks like pixels 0 … 255 that are not uint8
        """
        if self.mode not in ("connectivity", "distance"):
            raise ValueError(f"mode must be 'connectivity' or 'distance', got {self.mode!r}")
        self._keep(X)
        self._n_features_out = self.n_samples_fit_
        return self

    def transform(self, X: ArrayLike) -> csr_matrix:  # noqa: N803
        """Return the graph, a sparse matrix (n, training points).

        Raises
        ------
        ValueError : X can't be taken, or there are fewer training points than neighbours
        """
        return self.kneighbors_graph(X, self.n_neighbors + (self.mode == "distance"), self.mode)
