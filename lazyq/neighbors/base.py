"""What scikit-learn's estimators of lazy neighbours share: training points, and who is near them."""

from __future__ import annotations  # help() shows names as they stand here

from abc import ABC
from collections.abc import Callable
from typing import Any, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.kernels import nearest
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.summing import square_root
from lazyq.metric.inputs import unit_of
from lazyq.metric.samples import DTYPES, action_for, as_points, flat_rows, one_lam, threads, warn_of_levels
from lazyq.neighbors.search import NeighborIndex, sparing

Weights = str | Callable[[np.ndarray], np.ndarray]
_SLACK = 1e-9  # of a squared radius, before distances are measured exactly


class LazyNeighborsBase(BaseEstimator, ABC):  # type: ignore[misc]
    """Training points that can be asked for neighbours; parameters as the estimators say."""

    action: GroupAction | None
    lam: float
    n_neighbors: int
    kernel: str
    n_jobs: int | None

    @final
    def kneighbors(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        n_neighbors: int | None = None,
        return_distance: bool = True,
    ) -> Any:
        """Return the nearest training points, the nearest first, equally near ones in training order.

        Parameters
        ----------
        X : as in fit; None stands for the training points, none of which is its own neighbour
        n_neighbors : k; default the estimator's
        return_distance : whether distances come with the indices

        Returns
        -------
        distances (n, k) in units of X, and indices (n, k); or indices alone

        Raises
        ------
        ValueError : X or a k that can't be taken; says why
        """
        check_is_fitted(self, "_index")
        k = checked_count(self.n_neighbors if n_neighbors is None else n_neighbors)
        own = X is None
        known = self._index.y
        if k + own > len(known):
            raise ValueError(
                f"n_neighbors must be at most the {len(known) - own} training points that can be neighbours "
                f"(n_samples = {len(known)}), got {k}"
            )
        queries = known if X is None else self._queries(X)
        with threads(self.n_jobs):
            found = self._index.query(queries, one_lam(self.lam), k, leave_one_out=own)
        distances, indices = found.distances.numpy(), found.indices.numpy()
        return (distances, indices) if return_distance else indices

    @final
    def kneighbors_graph(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        n_neighbors: int | None = None,
        mode: str = "connectivity",
    ) -> csr_matrix:
        """Return the graph of the k nearest, a sparse matrix (n, training points).

        Parameters
        ----------
        X, n_neighbors : as in kneighbors
        mode : "connectivity" has 1 for each neighbour, "distance" has d_λ, which may be a stored 0

        Raises
        ------
        ValueError : as kneighbors, or another mode
        """
        _require_mode(mode)
        distances, indices = self.kneighbors(X, n_neighbors)
        values = distances.ravel() if mode == "distance" else np.ones(distances.size)
        starts = np.arange(len(indices) + 1) * indices.shape[1]
        return csr_matrix((values, indices.ravel(), starts), shape=(len(indices), len(self._index.y)))

    @final
    def radius_neighbors(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        radius: float = 1.0,
        return_distance: bool = True,
        sort_results: bool = False,
    ) -> Any:
        """Return all training points with d_λ ≤ radius, exactly.

        Parameters
        ----------
        X : as in kneighbors
        radius : at least 0, in units of X
        return_distance : whether distances come with the indices
        sort_results : the nearest first; else in training order

        Returns
        -------
        distances and indices, each (n,) arrays of arrays; or indices alone

        Raises
        ------
        ValueError : X or a radius that can't be taken; says why
        """
        check_is_fitted(self, "_index")
        if isinstance(radius, bool) or not isinstance(radius, int | float | np.number) or not radius >= 0:
            raise ValueError(f"radius must be a number of at least 0, got {radius!r}")
        queries = self._index.y if X is None else self._queries(X)
        distances, indices = (np.empty(len(queries), dtype=object) for _ in range(2))
        with threads(self.n_jobs):
            for place, query in enumerate(queries):
                measured, near = self._within(query, float(radius), place if X is None else -1)
                order = np.argsort(measured, kind="stable") if sort_results else slice(None)
                distances[place], indices[place] = measured[order], near[order]
        return (distances, indices) if return_distance else indices

    @final
    def radius_neighbors_graph(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        radius: float = 1.0,
        mode: str = "connectivity",
    ) -> csr_matrix:
        """Return the graph of all points within a radius, (n, training points), as kneighbors_graph."""
        _require_mode(mode)
        distances, indices = self.radius_neighbors(X, radius)
        starts = np.concatenate([[0], np.cumsum([len(near) for near in indices])]).astype(int)
        columns, values = (np.concatenate([*parts, np.empty(0)]) for parts in (indices, distances))
        if mode == "connectivity":
            values = np.ones(len(columns))
        return csr_matrix((values, columns.astype(int), starts), shape=(len(indices), len(self._index.y)))

    @final
    def _keep(self, X: ArrayLike, y: Any = "no_validation", **options: Any) -> Any:  # noqa: N803
        """Check the parameters, keep X as points, and return y as scikit-learn has checked it."""
        checked_count(self.n_neighbors)
        one_lam(self.lam)
        checked = validate_data(self, flat_rows(X, self.action), y, dtype=list(DTYPES), **options)
        rows, targets = (checked, None) if isinstance(y, str) else checked
        self.action_ = action_for(self.action, rows.shape[1])
        warn_of_levels(rows, stacklevel=4)
        with threads(self.n_jobs):
            self._index = NeighborIndex(self.action_, as_points(rows, self.action_), kernel=self.kernel)
        self.kernel_ = self._index.kernel
        self.n_samples_fit_ = len(rows)
        return targets

    @final
    def _queries(self, X: ArrayLike) -> Tensor:  # noqa: N803
        rows = validate_data(self, flat_rows(X, self.action), dtype=list(DTYPES), reset=False)
        known = self._index.y.numpy().dtype
        if (rows.dtype == np.uint8) != (known == np.uint8):
            raise ValueError(
                f"X must be {known} as the training points were, got {rows.dtype}: "
                "uint8 levels k stand for k/255"
            )
        return as_points(rows.astype(known, copy=False), self.action_)

    def _within(self, query: Tensor, radius: float, itself: int) -> tuple[np.ndarray, np.ndarray]:
        index, unit = self._index, unit_of(self.action_, self._index.y.dtype)
        mu = (one_lam(self.lam) / unit) ** 2
        mus, limits = (
            torch.tensor([value], dtype=torch.float64) for value in (mu, (radius / unit) ** 2 * (1 + _SLACK))
        )
        kernel = nearest.BY_NAME[index.kernel]
        with sparing(1, index.y):
            places = kernel.near(index.action, index.prepared, query[None], mus, limits)[0].sort().values
        places = places[places != itself]
        squares = squared_distances_of_pairs(
            index.action, query.expand(len(places), *query.shape), index.y[places], mu
        )
        distances = square_root(squares) * unit
        near = distances <= radius
        return distances[near].numpy(), places[near].numpy()


def checked_count(count: Any) -> int:
    """Return how many neighbours are wanted.

    Raises
    ------
    ValueError : not a whole number of at least 1
    """
    if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 1:
        raise ValueError(f"n_neighbors must be a whole number of at least 1, got {count!r}")
    return int(count)


def _require_mode(mode: str) -> None:
    if mode not in ("connectivity", "distance"):
        raise ValueError(f"mode must be 'connectivity' or 'distance', got {mode!r}")
