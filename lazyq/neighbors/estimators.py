"""scikit-learn estimators that vote or average over lazy nearest neighbours."""

from __future__ import annotations  # help() shows names as they stand here

import warnings
from abc import ABC, abstractmethod
from typing import Any, Self, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.exceptions import DataConversionWarning
from sklearn.utils.multiclass import check_classification_targets

from lazyq.actions import GroupAction
from lazyq.neighbors.base import LazyNeighborsBase, Weights
from lazyq.neighbors.votes import winner

WEIGHTS = ("uniform", "distance")


class LazyNeighborsEstimator(LazyNeighborsBase, ABC):
    """What the classifier and the regressor share.

    Parameters
    ----------
    action : a SeparableAction or MinimisingAction; None takes a sample for a row, RowShifts(1, n_features)
    lam : one number ≥ 0, inf included; units of X per unit of ν
    n_neighbors : how many neighbours count
    weights : "uniform"; "distance" for weights 1/d (where some d are 0, those alone count); or a function of
        distances (n, k) that returns weights of that shape
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    n_jobs : threads of the search, −1 for all cores; None for as many as torch has
    """

    def __init__(
        self,
        action: GroupAction | None = None,
        lam: float = 0.5,
        n_neighbors: int = 5,
        *,
        weights: Weights = "uniform",
        kernel: str = "auto",
        n_jobs: int | None = None,
    ) -> None:
        self.action = action
        self.lam = lam
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.kernel = kernel
        self.n_jobs = n_jobs

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        return tags

    @abstractmethod
    def _learn(self, y: np.ndarray) -> list[np.ndarray]:
        """Return what is averaged, (n, …) for every output, and keep what tells how to read it."""

    @final
    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803
        """Keep the training points and their targets.

        Parameters
        ----------
        X : (n, features) or (n, *action.shape); uint8 are levels k/255, anything else is float64 or float32
        y : (n,) or (n, outputs)

        Raises
        ------
        ValueError : a parameter, X or y that can't be taken; says which, and what is

        Warns
        -----
        UserWarning : X looks like pixels 0 … 255 that are not uint8
        """
        if not callable(self.weights) and self.weights not in WEIGHTS:
            raise ValueError(f"weights must be one of {', '.join(WEIGHTS)}, got {self.weights!r}")
        self._targets = self._learn(self._keep(X, y, multi_output=True))
        return self

    @final
    def _averaged(self, X: ArrayLike | None) -> list[np.ndarray]:  # noqa: N803
        """Return the weighted mean of the neighbours' targets, for every output."""
        distances, indices = self.kneighbors(X)
        weights = self._weights(distances)
        return [np.einsum("nk,nk...->n...", weights, targets[indices]) for targets in self._targets]

    def _weights(self, distances: np.ndarray) -> np.ndarray:
        if callable(self.weights):
            weights = np.asarray(self.weights(distances), dtype=np.float64)
            if weights.shape != distances.shape or not (weights >= 0).all() or not weights.any(1).all():
                raise ValueError(
                    "weights must return numbers of at least 0, not all 0 in a row, "
                    f"of shape {distances.shape}"
                )
        elif self.weights == "uniform":
            weights = np.ones_like(distances)
        else:
            zero = distances == 0
            weights = np.where(zero.any(1, keepdims=True), zero, 1 / np.where(zero, 1, distances))
        return weights / weights.sum(1, keepdims=True)


@final
class LazyKNeighborsClassifier(ClassifierMixin, LazyNeighborsEstimator):  # type: ignore[misc]
    """Vote of the k nearest training points by the lazy distance; equal votes go to the smaller label.

    Exact: equal distances count in training order. The distance of a point x to a training point y is
    d_λ(x, y) = min_g sqrt(‖gx − y‖² + λ² ν(g)²); a parameter that can't be taken is a ValueError in ``fit``.

    Parameters
    ----------
    action : a SeparableAction or MinimisingAction; None takes a sample for a row, RowShifts(1, n_features)
    lam : one number ≥ 0, inf included; units of X per unit of ν. 0 is the quotient pseudometric, inf
        scikit-learn's own neighbours. :class:`LazyKNeighborsClassifierCV` chooses it
    n_neighbors : how many neighbours vote
    weights : "uniform"; "distance" for weights 1/d (where some d are 0, those alone count); or a function of
        distances (n, k) that returns weights of that shape
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    n_jobs : threads of the search, −1 for all cores; None for as many as torch has

    Attributes
    ----------
    classes_ : the labels, sorted; of several outputs a list
    action_ : the action in use
    kernel_ : the name of the kernel that serves
    n_samples_fit_ : the number of training points

    Examples
    --------
    >>> from lazyq.neighbors import LazyKNeighborsClassifier
    >>> model = LazyKNeighborsClassifier(lam=0.5, n_neighbors=1)
    >>> model = model.fit([[1.0, 0, 0, 0], [2.0, 0, 0, 0]], ["one", "two"])
    >>> model.predict([[0.0, 2, 0, 0], [0.0, 1, 0, 0]]).tolist()
    ['two', 'one']
    """

    def _learn(self, y: np.ndarray) -> list[np.ndarray]:
        check_classification_targets(y)
        self.outputs_2d_ = y.ndim == 2 and y.shape[1] > 1
        if y.ndim == 2 and not self.outputs_2d_:
            warnings.warn(
                "A column-vector y was passed when a 1d array was expected. Use y.ravel().",
                DataConversionWarning,
                stacklevel=3,
            )
        columns = y.reshape(len(y), -1).T
        known = [np.unique(column, return_inverse=True) for column in columns]
        classes = [labels for labels, _ in known]
        self.classes_ = classes if self.outputs_2d_ else classes[0]
        return [np.eye(len(labels))[codes] for labels, codes in known]

    def predict(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return the label with most votes, (n,) or (n, outputs).

        Parameters
        ----------
        X : as in fit; None asks for the training points, each left out
        """
        shares = self._averaged(X)
        classes = self.classes_ if self.outputs_2d_ else [self.classes_]
        found = [
            labels[winner(torch.from_numpy(share)).numpy()]
            for labels, share in zip(classes, shares, strict=True)
        ]
        return np.stack(found, 1) if self.outputs_2d_ else found[0]

    def predict_proba(self, X: ArrayLike | None) -> Any:  # noqa: N803
        """Return every label's share of the votes, (n, classes), in the order of classes_.

        Of several outputs a list of such arrays. X as in predict.
        """
        shares = self._averaged(X)
        return shares if self.outputs_2d_ else shares[0]


@final
class LazyKNeighborsRegressor(RegressorMixin, LazyNeighborsEstimator):  # type: ignore[misc]
    """Mean of the k nearest training points' targets by the lazy distance.

    Parameters
    ----------
    action : a SeparableAction or MinimisingAction; None takes a sample for a row, RowShifts(1, n_features)
    lam : one number ≥ 0, inf included; units of X per unit of ν
    n_neighbors : how many neighbours count
    weights : "uniform"; "distance" for weights 1/d (where some d are 0, those alone count); or a function of
        distances (n, k) that returns weights of that shape
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    n_jobs : threads of the search, −1 for all cores; None for as many as torch has

    Attributes
    ----------
    action_, kernel_, n_samples_fit_ : as of :class:`LazyKNeighborsClassifier`

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

    def _learn(self, y: np.ndarray) -> list[np.ndarray]:
        return [y.astype(np.float64)]

    def predict(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return the mean target, (n,) or (n, outputs); None asks for the training points, each left out."""
        return self._averaged(X)[0]
