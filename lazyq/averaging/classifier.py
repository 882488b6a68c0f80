"""Lazy averaging as scikit-learn says it: a classifier with a learned π."""

from __future__ import annotations  # help() shows names as they stand here

import math
from typing import Any, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data
from torch import Tensor, nn

from lazyq.actions import RowShifts, SeparableAction, Transformations
from lazyq.actions.kinds import as_tensor
from lazyq.averaging.average import (
    ProbabilityEstimator,
    as_input,
    as_module,
    checked_elements,
    intensities,
    inverse_pairs,
)
from lazyq.averaging.baselines import at_temperature, fit_calibrated_average
from lazyq.averaging.fit import METHODS, fit_weights
from lazyq.averaging.table import predict_table
from lazyq.metric.samples import DTYPES, warn_of_levels

_AT_ONCE = 1000


@final
class LazyAveragingClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """S^π f(x) = Σ_k π_k f(g_k x), with the law π of least log-loss on examples that f was not trained on.

    A scikit-learn classifier f is trained ``cv`` times, each time without one part of the examples; π is
    learned on its predictions for those parts, and f is then trained on all of them. One that is trained
    already goes into :class:`sklearn.frozen.FrozenEstimator`. A torch module is taken as it is, so ``fit``
    should be given examples that it has not seen: on its own, f is right without being moved, and π collapses
    to the identity. The learned π is certified: no other has a log-loss lower by more than ``gap_``.

    Parameters
    ----------
    model : a scikit-learn classifier with ``predict_proba``; or a torch module that gives logits for
        (n, *shape), its classes being the labels 0, 1, …; None for a logistic regression
    action : Transformations, such as Rotations(28, 28); None for RowShifts(1, n_features)
    elements : (K, *element) the support of π; None for the whole group of a SeparableAction with one factor,
        such as QuarterTurns
    symmetric : ties π_g = π_{g⁻¹}; the inverse of each element must then be among the elements
    calibrate : learns a temperature T together with π: Σ_k π_k softmax(log f(g_k x) / T)
    method : "newton", "em" or "gradient", as for :func:`lazyq.averaging.fit_weights`; "newton" where
        ``calibrate`` is set
    cv : parts of the examples, at least 2; fewer where a class has fewer examples

    Attributes
    ----------
    classes_ : the labels, sorted
    weights_ : (K,) π, float64, non-negative, of sum 1
    elements_ : (K, *element) what π is a law on
    temperature_ : T; 1 without ``calibrate``
    log_loss_ : of the average on the examples that π was learned on, in nats
    gap_ : the certificate, in nats
    action_, model_ : those in use; the model trained on all examples

    Raises
    ------
    ValueError : in ``fit``, a parameter that can't be taken; says which, and what is

    Source: the talk *Lazy Quotient Metrics*, "2nd Idea: average lazily the output".

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq import LazyAveragingClassifier, QuarterTurns
    >>> images = np.zeros((40, 2, 2))
    >>> images[np.arange(40), 0, np.arange(40) % 2] = 1.0  # a corner above on the left, or on the right
    >>> model = LazyAveragingClassifier(action=QuarterTurns(2)).fit(images, np.arange(40) % 2)
    >>> model.weights_.round(2).tolist()  # a turn would make the one the other
    [1.0, 0.0, 0.0, 0.0]
    >>> model.predict(images[:2]).tolist()
    [0, 1]
    """

    def __init__(
        self,
        model: nn.Module | ProbabilityEstimator | None = None,
        action: Transformations | None = None,
        elements: ArrayLike | Tensor | None = None,
        *,
        symmetric: bool = False,
        calibrate: bool = False,
        method: str = "newton",
        cv: int = 5,
    ) -> None:
        self.model = model
        self.action = action
        self.elements = elements
        self.symmetric = symmetric
        self.calibrate = calibrate
        self.method = method
        self.cv = cv

    def fit(self, X: ArrayLike, y: ArrayLike) -> LazyAveragingClassifier:  # noqa: N803
        """Learn π, and the model if it is scikit-learn's.

        Parameters
        ----------
        X : (n, features), or (n, *action.shape) or (n, C, *action.shape); uint8 (read as k/255) or floating
            point. Of features, C times as many as the action's points have are C channels, each moved alike
        y : (n,) labels

        Warns
        -----
        UserWarning : X looks like pixels 0 … 255 that are not uint8
        """
        self._check_choices()
        rows, labels = validate_data(self, self._flat(X), y, dtype=list(DTYPES), ensure_min_samples=2)
        check_classification_targets(labels)
        warn_of_levels(rows, effect="the model then sees numbers 255 times as large")
        self.action_ = RowShifts(1, rows.shape[1]) if self.action is None else self.action
        self.shape_ = self._shape(X, rows.shape[1])
        self.elements_ = _support(self.action_, self.elements)
        points = self._points(rows)
        if isinstance(self.model, nn.Module):
            self.model_ = self.model
            table = predict_table(self.model, self.action_, self.elements_, points, batch_size=_AT_ONCE)
            self.classes_ = np.arange(table.shape[2])
            codes = _outputs_of(labels, table.shape[2])
        else:
            self.classes_, codes = np.unique(labels, return_inverse=True)
            table = self._held_out(points, codes)
        self._learn(table, torch.from_numpy(codes))
        return self

    def predict_proba(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return S^π f of samples as in fit: (n, classes), in the order of classes_."""
        check_is_fitted(self, "weights_")
        points = self._points(validate_data(self, self._flat(X), dtype=list(DTYPES), reset=False))
        weights = as_tensor("weights_", self.weights_)
        averages = []
        for part in points.split(_AT_ONCE):
            table = predict_table(self.model_, self.action_, self.elements_, part, batch_size=_AT_ONCE)
            averages.append(torch.einsum("k,nkc->nc", weights, at_temperature(table, self.temperature_)))
        found: np.ndarray = torch.cat(averages).numpy()
        return found

    def predict(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return the most probable label, (n,); of equally probable ones the first of classes_."""
        shares = self.predict_proba(X)
        labels: np.ndarray = self.classes_[shares.argmax(1)]
        return labels

    def _held_out(self, points: Tensor, codes: np.ndarray) -> Tensor:
        """Return the table of predictions by models that have not seen the sample; train the last on all."""
        model = LogisticRegression() if self.model is None else self.model
        as_module(model, "values")
        least = np.bincount(codes).min()
        if least < 2:
            raise ValueError(
                "y must have at least 2 examples of every class, or π can't be learned on others"
            )
        table = torch.zeros(len(points), len(self.elements_), len(self.classes_))
        features = _features(points)
        for seen, held in StratifiedKFold(min(self.cv, int(least))).split(features, codes):
            trained = clone(model).fit(features[seen], self.classes_[codes[seen]])
            self._require_classes(trained)
            table[held] = predict_table(trained, self.action_, self.elements_, points[held])
        self.model_ = clone(model).fit(features, self.classes_[codes])
        self._require_classes(self.model_)
        return table

    def _learn(self, table: Tensor, codes: Tensor) -> None:
        self.temperature_ = 1.0
        if self.calibrate:
            self.temperature_, fitted = fit_calibrated_average(table, codes)
        else:
            tied = inverse_pairs(self.action_, self.elements_) if self.symmetric else None
            fitted = fit_weights(table, codes, method=self.method, tied=tied)
        self.weights_ = fitted.weights.cpu().numpy()
        self.log_loss_, self.gap_ = fitted.log_loss, fitted.gap

    def _require_classes(self, trained: Any) -> None:
        known = np.asarray(trained.classes_)
        if not np.array_equal(known, self.classes_):
            raise ValueError(
                f"model must have the classes of y, {self.classes_.tolist()}, got {known.tolist()}"
            )

    def _check_choices(self) -> None:
        action: Any = self.action
        if action is not None and not isinstance(action, Transformations):
            name = type(action).__name__
            raise ValueError(f"action must be Transformations, such as Rotations(28, 28), got {name}")
        accepted = [method for method in METHODS if method != "planes"]
        if self.method not in accepted:
            raise ValueError(f"method must be one of {', '.join(accepted)}, got {self.method!r}")
        if isinstance(self.cv, bool) or not isinstance(self.cv, int | np.integer) or self.cv < 2:
            raise ValueError(f"cv must be a whole number of at least 2, got {self.cv!r}")
        if self.calibrate and (self.symmetric or self.method != "newton"):
            raise ValueError(
                'calibrate learns any π by method="newton", '
                f"got symmetric={self.symmetric!r} and method={self.method!r}"
            )

    def _flat(self, X: ArrayLike) -> Any:  # noqa: N803
        """Return images as rows, and anything else as it is, for scikit-learn to judge."""
        if self.action is None:
            return X
        points = np.asarray(X) if isinstance(X, list | tuple | Tensor) else X
        shape, inner = tuple(getattr(points, "shape", ())), tuple(self.action.shape)
        images = len(shape) in (len(inner) + 1, len(inner) + 2) and shape[len(shape) - len(inner) :] == inner
        return points.reshape(shape[0], -1) if images else X  # type: ignore[union-attr]

    def _shape(self, X: ArrayLike, features: int) -> tuple[int, ...]:  # noqa: N803
        """Return the shape that the model is given a sample in."""
        inner = tuple(self.action_.shape)
        given = np.asarray(X).shape[1:]
        if len(given) >= len(inner) and given[len(given) - len(inner) :] == inner:
            return given
        channels, rest = divmod(features, math.prod(inner))
        if rest:
            raise ValueError(
                f"X must have {math.prod(inner)} features for {self.action_}, or a multiple, got {features}"
            )
        return inner if channels == 1 else (channels, *inner)

    def _points(self, rows: np.ndarray) -> Tensor:
        """Return rows as the model takes them: floating points in the dtype of a module's parameters."""
        points = torch.from_numpy(np.require(rows.reshape(-1, *self.shape_), requirements=["C", "W"]))
        return as_input(self.model, points) if isinstance(self.model, nn.Module) else points


def _features(points: Tensor) -> np.ndarray:
    """Return samples as rows, as the model will be given them when they are moved."""
    rows: np.ndarray = intensities(points).flatten(1).double().numpy()
    return rows


def _outputs_of(labels: np.ndarray, count: int) -> np.ndarray:
    """Return labels as the numbers of a module's outputs.

    Raises
    ------
    ValueError : they are not whole numbers from 0 to the last output
    """
    whole = labels.dtype.kind in "iub" or (labels.dtype.kind == "f" and (labels == np.rint(labels)).all())
    if not whole or labels.min() < 0 or labels.max() >= count:
        raise ValueError(f"y must be whole numbers from 0 to {count - 1}, the outputs of model, got others")
    return labels.astype(np.int64)


def _support(action: Transformations, elements: ArrayLike | Tensor | None) -> Tensor:
    """Return the elements as a tensor, or the whole group for None."""
    if elements is not None:
        return checked_elements(action, torch.as_tensor(elements))
    if not isinstance(action, SeparableAction) or action.factors != 1:
        raise ValueError(f"elements must be given for {action}: None is for groups of one factor")
    return action.assemble(torch.arange(len(action.squared_lengths))[:, None])
