"""k-means under the lazy metric, as a scikit-learn clusterer."""

from __future__ import annotations  # help() shows names as they stand here

from typing import Any, Self, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data
from torch import Tensor

from lazyq.actions import GroupAction
from lazyq.actions.kinds import as_tensor
from lazyq.means.lloyd import clustered, seeds, squared_distances
from lazyq.means.movable import MovablePoints
from lazyq.metric.samples import DTYPES, action_for, as_points, flat_rows, one_lam, warn_of_levels


@final
class LazyKMeans(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Clusters about lazy means: Σ_i min_c d_λ(x_i, z_c)² is lowered by Lloyd's alternation.

    Every point joins its nearest centre, and every centre becomes the mean of its points, each moved to the
    centre as d_λ does. The objective never grows; what is found is a local minimum. Seeds are drawn as by
    k-means++, with d_λ² for the squared distance. At λ = ∞ this is k-means.

    Parameters
    ----------
    n_clusters : k, at most the number of points
    action : a SeparableAction; None takes a sample for one row, RowShifts(1, n_features)
    lam : ≥ 0, inf included; units of X per unit of ν
    n_init : how many runs from seeds of their own; the best is kept
    max_iter : of one run
    random_state : of the seeds

    Attributes
    ----------
    cluster_centers_ : (k, features), each the mean of its points, moved to it
    labels_ : (n,)
    inertia_ : Σ d_λ² of the points to their centres, in squared units of X
    n_iter_ : of the best run

    Raises
    ------
    ValueError : in ``fit``, a parameter that can't be taken; says which, and what is

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.means import LazyKMeans
    >>> X = np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [3, 3, 0, 0], [0, 3, 3, 0]])
    >>> LazyKMeans(2, lam=0.1, random_state=0).fit_predict(X).tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])
    True
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        action: GroupAction | None = None,
        lam: float = 0.5,
        n_init: int = 1,
        max_iter: int = 100,
        random_state: Any = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.action = action
        self.lam = lam
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None) -> Self:  # noqa: N803
        """Find the centres of X, (n, features) or (n, *action.shape); uint8 are levels k/255.

        Raises
        ------
        ValueError : a parameter or X that can't be taken; says which, and what is

        Warns
        -----
        UserWarning : X looks like pixels 0 … 255 that are not uint8
        """
        movable = self._movable(X, reset=True)
        for name, most in (("n_clusters", len(movable)), ("n_init", None), ("max_iter", None)):
            value = getattr(self, name)
            whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
            if not whole or value < 1 or (most is not None and value > most):
                accepted = "at least 1" if most is None else f"1 to n_samples={most}"
                raise ValueError(f"{name} must be a whole number, {accepted}, got {value!r}")
        penalties = movable.penalties(one_lam(self.lam))
        random = check_random_state(self.random_state)
        runs = [
            clustered(movable, penalties, seeds(movable, penalties, self.n_clusters, random), self.max_iter)
            for _ in range(self.n_init)
        ]
        best = min(runs, key=lambda run: run.inertia)
        self.cluster_centers_ = best.centres.flatten(1).numpy()
        self.labels_ = best.labels.to(torch.int32).numpy()
        self.inertia_ = best.inertia
        self.n_iter_ = best.iterations
        self._n_features_out = len(best.centres)
        return self

    def predict(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return the nearest centre of every point, (n,); of equal ones the first."""
        check_is_fitted(self)
        return self._squared(X).argmin(1).to(torch.int32).numpy()

    def transform(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return d_λ of every point to every centre, (n, k)."""
        check_is_fitted(self)
        return self._squared(X).sqrt().numpy()

    def score(self, X: ArrayLike, y: Any = None) -> float:  # noqa: N803
        """Return the negative of Σ d_λ² of the points to their nearest centres."""
        check_is_fitted(self)
        return -float(self._squared(X).min(1).values.sum())

    def _squared(self, X: ArrayLike) -> Tensor:  # noqa: N803
        movable = self._movable(X, reset=False)
        centres = as_tensor("cluster_centers_", self.cluster_centers_).reshape(-1, *movable.action.shape)
        return squared_distances(movable, centres, movable.penalties(self.lam))

    def _movable(self, X: ArrayLike, *, reset: bool) -> MovablePoints:  # noqa: N803
        rows = validate_data(self, flat_rows(X, self.action), dtype=list(DTYPES), reset=reset)
        action = action_for(self.action, rows.shape[1])
        if reset:
            warn_of_levels(rows, stacklevel=4)
        return MovablePoints(action, as_points(rows, action))
