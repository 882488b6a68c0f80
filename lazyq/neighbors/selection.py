"""The λ with which the training points, each left out, are told best: from their whole λ-paths."""

from __future__ import annotations  # help() shows names as they stand here

from collections.abc import Iterable, Iterator
from typing import Any, Self, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from lazyq.actions import GroupAction, SolvableAction
from lazyq.metric.samples import DTYPES, action_for, as_points, flat_rows, threads
from lazyq.neighbors.base import Weights, checked_count
from lazyq.neighbors.estimators import LazyKNeighborsClassifier
from lazyq.neighbors.path import NeighborsPath, are_few, neighbors_path, path_among_all
from lazyq.neighbors.search import NeighborIndex
from lazyq.neighbors.votes import count_votes, winner


@final
class LazyKNeighborsClassifierCV(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A :class:`LazyKNeighborsClassifier` that chooses λ by leaving one out, over all λ in [0, ∞] at once.

    Who the k nearest of a point are changes at finitely many λ (:func:`lazyq.neighbors.neighbors_path`), so
    the share of training points that the others vote right is piecewise constant in λ, and exact everywhere:
    no grid. Votes count equally in this whatever ``weights`` is, as votes by distance change everywhere; of
    several outputs all count. Of the best stretches of λ the longest bounded one is taken, the first of
    equals, and λ is its middle; where only the last stretch is best, which reaches ∞, λ is inf.

    Parameters
    ----------
    action : a SeparableAction or MinimisingAction; None takes a sample for a row, RowShifts(1, n_features)
    n_neighbors : how many neighbours vote
    weights : of the votes in ``predict``, as for :class:`LazyKNeighborsClassifier`
    max_points : how many training points are asked, drawn without repetition; None for all. Each takes one
        search over the training set at several λ
    kernel : "auto" or a name of :data:`lazyq.kernels.nearest.BY_NAME`
    n_jobs : threads of the search, −1 for all cores; None for as many as torch has
    random_state : of the draw

    Attributes
    ----------
    lam_ : the λ chosen
    best_score_ : the share that is voted right there
    lams_ : (P,) every λ at which the share changes, increasing, from 0
    scores_ : (P,) the share for lams_[p] ≤ λ < lams_[p + 1]
    classes_ : the labels, sorted; of several outputs a list
    estimator_ : the LazyKNeighborsClassifier at that λ, which answers

    Examples
    --------
    >>> from lazyq.neighbors import LazyKNeighborsClassifierCV
    >>> series = [[2.0, 0, 0, 0], [0, 2, 0, 0], [3, 0, 0, 0], [0, 3, 0, 0]]
    >>> model = LazyKNeighborsClassifierCV(n_neighbors=1).fit(series, ["two", "two", "three", "three"])
    >>> model.lams_.round(3).tolist(), model.scores_.tolist()  # from λ = 1 on a shift is dearer than one more
    ([0.0, 1.0], [1.0, 0.0])
    >>> model.lam_
    0.5
    """

    def __init__(
        self,
        action: GroupAction | None = None,
        n_neighbors: int = 5,
        *,
        weights: Weights = "uniform",
        max_points: int | None = None,
        kernel: str = "auto",
        n_jobs: int | None = None,
        random_state: Any = None,
    ) -> None:
        self.action = action
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.max_points = max_points
        self.kernel = kernel
        self.n_jobs = n_jobs
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803
        """Choose λ and keep the training points.

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
        k = checked_count(self.n_neighbors)
        most = self.max_points
        if most is not None and (
            isinstance(most, bool) or not isinstance(most, int | np.integer) or most < 1
        ):
            raise ValueError(f"max_points must be None or a whole number of at least 1, got {most!r}")
        rows, targets = validate_data(
            self, flat_rows(X, self.action), y, dtype=list(DTYPES), multi_output=True
        )
        check_classification_targets(targets)
        if k >= len(rows):
            raise ValueError(
                f"n_neighbors must be at most the {len(rows) - 1} other training points "
                f"(n_samples = {len(rows)}), got {k}"
            )
        columns = targets.reshape(len(rows), -1).T
        codes = np.stack([np.unique(column, return_inverse=True)[1] for column in columns], 1)
        action = action_for(self.action, rows.shape[1])
        asked = np.sort(check_random_state(self.random_state).permutation(len(rows))[:most])
        with threads(self.n_jobs):
            paths = _paths(action, as_points(rows, action), k, asked, self.kernel)
            self.lams_, self.scores_ = _shares(paths, torch.from_numpy(codes), asked)
        self.best_score_ = float(self.scores_.max())
        self.lam_ = _middle(self.lams_, self.scores_ == self.scores_.max())
        self.estimator_ = LazyKNeighborsClassifier(
            action, self.lam_, k, weights=self.weights, kernel=self.kernel, n_jobs=self.n_jobs
        ).fit(rows, targets)
        self.classes_ = self.estimator_.classes_
        return self

    def predict(self, X: ArrayLike | None) -> np.ndarray:  # noqa: N803
        """Return the label with most votes at the λ chosen, (n,) or (n, outputs).

        Parameters
        ----------
        X : as in fit; None asks for the training points, each left out
        """
        return self._chosen().predict(self._rows(X))

    def predict_proba(self, X: ArrayLike | None) -> Any:  # noqa: N803
        """Return every label's share of the votes, (n, classes); of several outputs a list of such."""
        return self._chosen().predict_proba(self._rows(X))

    def kneighbors(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        n_neighbors: int | None = None,
        return_distance: bool = True,
    ) -> Any:
        """Return the nearest training points at the λ chosen, as :class:`LazyKNeighborsClassifier` does."""
        return self._chosen().kneighbors(self._rows(X), n_neighbors, return_distance)

    def kneighbors_graph(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        n_neighbors: int | None = None,
        mode: str = "connectivity",
    ) -> csr_matrix:
        """Return the graph of the k nearest at the λ chosen, as :class:`LazyKNeighborsClassifier` does."""
        return self._chosen().kneighbors_graph(self._rows(X), n_neighbors, mode)

    def radius_neighbors(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        radius: float = 1.0,
        return_distance: bool = True,
        sort_results: bool = False,
    ) -> Any:
        """Return all within a radius at the λ chosen, as :class:`LazyKNeighborsClassifier` does."""
        return self._chosen().radius_neighbors(self._rows(X), radius, return_distance, sort_results)

    def radius_neighbors_graph(
        self,
        X: ArrayLike | None = None,  # noqa: N803
        radius: float = 1.0,
        mode: str = "connectivity",
    ) -> csr_matrix:
        """Return the graph of all within a radius at the λ chosen."""
        return self._chosen().radius_neighbors_graph(self._rows(X), radius, mode)

    def _chosen(self) -> LazyKNeighborsClassifier:
        check_is_fitted(self)
        return self.estimator_

    def _rows(self, X: ArrayLike | None) -> np.ndarray | None:  # noqa: N803
        if X is None:
            return None
        rows: np.ndarray = validate_data(self, flat_rows(X, self.action), dtype=list(DTYPES), reset=False)
        return rows


def _paths(
    action: SolvableAction, points: torch.Tensor, k: int, asked: np.ndarray, kernel: str
) -> Iterator[NeighborsPath]:
    """Yield who is near to each of some points. Few need no index, and nothing is compiled for them."""
    if kernel == "auto" and are_few(action, points):
        for place in asked.tolist():
            yield path_among_all(action, points, points[place], k, place)
        return
    index = NeighborIndex(action, points, kernel=kernel)
    for place in asked.tolist():
        yield neighbors_path(index, index.y[place], k, leave_out=place)


def _shares(
    paths: Iterable[NeighborsPath], labels: torch.Tensor, asked: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return every λ at which the share of right votes on labels (n, outputs) changes, and the shares."""
    lams, changes = [], []
    for place, path in zip(asked.tolist(), paths, strict=True):
        near = labels[torch.from_numpy(path.indices[path.near])].mT
        votes = winner(count_votes(near, int(labels.max()) + 1))
        right = (votes == labels[place]).sum(-1).numpy()
        lams.append(path.starts)
        changes.append(np.diff(right, prepend=0))
    starts, slots = np.unique(np.concatenate(lams), return_inverse=True)
    counts = np.zeros(len(starts), dtype=np.int64)
    np.add.at(counts, slots, np.concatenate(changes))
    new = np.flatnonzero(counts)
    kept = np.union1d([0], new)
    return starts[kept], counts.cumsum()[kept] / (len(asked) * labels.shape[1])


def _middle(lams: np.ndarray, best: np.ndarray) -> float:
    """Return the middle of the longest bounded stretch that is best, or inf where there is none."""
    ends = np.append(lams[1:], np.inf)
    lengths = np.where(best & np.isfinite(ends), ends - lams, -1.0)
    longest = int(lengths.argmax())
    return float((lams[longest] + ends[longest]) / 2) if lengths[longest] > 0 else float("inf")
