"""scikit-learn estimators that vote or average over lazy nearest neighbours."""

from abc import ABC, abstractmethod
from typing import Any, Self, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data
from torch import Tensor

from lazyq.actions import GroupAction, RowShifts
from lazyq.neighbors.search import NeighborIndex
from lazyq.neighbors.votes import winner

WEIGHTS = ("uniform", "distance")
DTYPES = (np.float64, np.float32, np.uint8)


class LazyNeighborsEstimator(BaseEstimator, ABC):  # type: ignore[misc]
    """What the classifier and the regressor share: parameters, training points, neighbours.

    Parameters
    ----------
    action : a SeparableAction or MinimisingAction; None takes a sample for a row, RowShifts(1, n_features)
    lam : ≥ 0, inf included; units of X per unit of ν
    n_neighbors : how many neighbours count
    weights : "uniform", or "distance" for weights 1/d (where some d are 0, those alone count)
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    """

    def __init__(
        self,
        action: GroupAction | None = None,
        lam: float = 0.5,
        n_neighbors: int = 5,
        *,
        weights: str = "uniform",
        kernel: str = "auto",
    ) -> None:
        self.action = action
        self.lam = lam
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.kernel = kernel

    @abstractmethod
    def _targets(self, y: np.ndarray) -> np.ndarray:
        """Return y as it is averaged, (n,) or (n, classes)."""

    @final
    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803
        """Keep the training points and their targets.

        Parameters
        ----------
        X : (n, features) or (n, *action.shape); uint8 are levels k/255, anything else is float64 or float32
        y : (n,)

        Raises
        ------
        ValueError : a parameter, X or y that can't be taken; says which, and what is
        """
        if self.weights not in WEIGHTS:
            raise ValueError(f"weights must be one of {', '.join(WEIGHTS)}, got {self.weights!r}")
        _checked_count(self.n_neighbors)
        points, y = validate_data(self, self._flat(X), y, dtype=list(DTYPES))
        targets = column_or_1d(y, warn=True)
        action = self.action if self.action is not None else RowShifts(1, points.shape[1])
        self._training_targets = self._targets(targets)
        self._index = NeighborIndex(action, _tensor(points, action), kernel=self.kernel)
        self.kernel_ = self._index.kernel
        return self

    @final
    def kneighbors(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        n_neighbors: int | None = None,
        return_distance: bool = True,
    ) -> Any:
        """Return the distances to the nearest training points and their indices, as scikit-learn does.

        Parameters
        ----------
        X : as in fit; None stands for the training points, none of which is its own neighbour
        n_neighbors : default the estimator's
        return_distance : whether distances come with the indices
        """
        check_is_fitted(self, "_index")
        k = _checked_count(self.n_neighbors if n_neighbors is None else n_neighbors)
        own = X is None
        known = self._index.y
        if k + own > len(known):
            raise ValueError(
                f"n_neighbors must be at most the {len(known) - own} training points that can be neighbours "
                f"(n_samples = {len(known)}), got {k}"
            )
        queries = known if X is None else self._queries(X)
        found = self._index.query(queries, self.lam, k, leave_one_out=own)
        distances, indices = found.distances.numpy(), found.indices.numpy()
        return (distances, indices) if return_distance else indices

    @final
    def _averaged(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return the weighted mean of the neighbours' targets."""
        distances, indices = self.kneighbors(X)
        targets = self._training_targets[indices]
        if self.weights == "uniform":
            return targets.mean(1)
        zero = distances == 0
        weights = np.where(zero.any(1, keepdims=True), zero, 1 / np.where(zero, 1, distances))
        weights = weights / weights.sum(1, keepdims=True)
        return np.einsum("nk,nk...->n...", weights, targets)

    def _flat(self, X: ArrayLike) -> ArrayLike:  # noqa: N803
        shape = getattr(X, "shape", ())
        if self.action is not None and tuple(shape[1:]) == tuple(self.action.shape):
            return np.asarray(X).reshape(len(X), -1)  # type: ignore[arg-type]
        return X

    def _queries(self, X: ArrayLike) -> Tensor:  # noqa: N803
        points = validate_data(self, self._flat(X), dtype=list(DTYPES), reset=False)
        known = self._index.y.numpy().dtype
        if (points.dtype == np.uint8) != (known == np.uint8):
            raise ValueError(
                f"X must be {known} as the training points were, got {points.dtype}: "
                "uint8 levels k stand for k/255"
            )
        return _tensor(points.astype(known, copy=False), self._index.action)


@final
class LazyKNeighborsClassifier(ClassifierMixin, LazyNeighborsEstimator):  # type: ignore[misc]
    """Vote of the k nearest training points by the lazy distance; equal votes go to the smaller label.

    Exact: equal distances count in training order. Parameters as :class:`LazyNeighborsEstimator`.

    Attributes
    ----------
    classes_ : the labels, sorted
    kernel_ : the name of the kernel that serves

    Examples
    --------
    >>> from lazyq.neighbors import LazyKNeighborsClassifier
    >>> model = LazyKNeighborsClassifier(lam=0.5, n_neighbors=1)
    >>> model = model.fit([[1.0, 0, 0, 0], [2.0, 0, 0, 0]], ["one", "two"])
    >>> model.predict([[0.0, 2, 0, 0], [0.0, 1, 0, 0]]).tolist()
    ['two', 'one']
    """

    def _targets(self, y: np.ndarray) -> np.ndarray:
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        return np.eye(len(self.classes_))[codes]

    def predict(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return the label with most votes, (n,); None asks for the training points, each left out."""
        shares = self.predict_proba(X)
        return self.classes_[winner(torch.from_numpy(shares)).numpy()]

    def predict_proba(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return every label's share of the votes, (n, classes), in the order of classes_."""
        return self._averaged(X)


@final
class LazyKNeighborsRegressor(RegressorMixin, LazyNeighborsEstimator):  # type: ignore[misc]
    """Mean of the k nearest training points' targets by the lazy distance.

    Parameters as :class:`LazyNeighborsEstimator`.

    Examples
    --------
    >>> from lazyq.neighbors import LazyKNeighborsRegressor
    >>> model = LazyKNeighborsRegressor(lam=0.5, n_neighbors=2)
    >>> model = model.fit([[1.0, 0, 0, 0], [2.0, 0, 0, 0], [9.0, 0, 0, 0]], [10.0, 20.0, 90.0])
    >>> model.predict([[0.0, 1, 0, 0]]).tolist()
    [15.0]
    """

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.regressor_tags.poor_score = (
            True  # on features in no cyclic order, such as scikit-learn's checks draw
        )
        return tags

    def _targets(self, y: np.ndarray) -> np.ndarray:
        return y.astype(np.float64)

    def predict(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return the mean target, (n,); None asks for the training points, each left out."""
        return self._averaged(X)


def _tensor(points: np.ndarray, action: GroupAction) -> Tensor:
    if points.shape[1] != np.prod(action.shape):
        raise ValueError(
            f"X must have {int(np.prod(action.shape))} features for {action}, got {points.shape[1]}"
        )
    shaped = np.require(points.reshape(-1, *action.shape), requirements=["C", "W"])
    return torch.from_numpy(shaped)


def _checked_count(count: int) -> int:
    if isinstance(count, bool) or not isinstance(count, (int, np.integer)) or count < 1:
        raise ValueError(f"n_neighbors must be a whole number of at least 1, got {count!r}")
    return int(count)
