"""The lazy max filter as a transformer of scikit-learn."""

from __future__ import annotations  # help() shows names as they stand here

from typing import Any, Self, final

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from lazyq.actions import GroupAction
from lazyq.actions.channels import require_separable
from lazyq.filters.max_filter import max_filter
from lazyq.metric.samples import DTYPES, action_for, as_points, flat_rows, one_lam, warn_of_levels


@final
class LazyMaxFilterTransformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Features ⟨⟨x, z⟩⟩_λ of points by templates that are drawn from the training points.

    Parameters
    ----------
    n_templates : m; where there are fewer points all are taken
    action : a SeparableAction; None takes a sample for one row, RowShifts(1, n_features)
    lam : ≥ 0, inf included; units of X per unit of ν
    random_state : of the draw

    Attributes
    ----------
    templates_ : (m, features)

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.filters import LazyMaxFilterTransformer
    >>> LazyMaxFilterTransformer(1, lam=0.0, random_state=0).fit_transform(np.eye(3)).tolist()
    [[1.0], [1.0], [1.0]]
    """

    def __init__(
        self,
        n_templates: int = 20,
        *,
        action: GroupAction | None = None,
        lam: float = 0.5,
        random_state: Any = None,
    ) -> None:
        self.n_templates = n_templates
        self.action = action
        self.lam = lam
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None) -> Self:  # noqa: N803
        """Draw the templates from X, (n, features) or (n, *action.shape); uint8 are levels k/255.

        Raises
        ------
        ValueError : a parameter or X that can't be taken; says which, and what is

        Warns
        -----
        UserWarning : X looks like pixels 0 … 255 that are not uint8
        """
        rows = self._rows(X, reset=True)
        count = self.n_templates
        if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 1:
            raise ValueError(f"n_templates must be a whole number of at least 1, got {count!r}")
        one_lam(self.lam)
        require_separable(action_for(self.action, rows.shape[1]))
        warn_of_levels(rows)
        places = check_random_state(self.random_state).permutation(len(rows))[:count]
        self.templates_ = rows[np.sort(places)]
        self._n_features_out = len(self.templates_)
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return ⟨⟨x, z⟩⟩_λ of every point and template, (n, m)."""
        check_is_fitted(self)
        rows, templates = self._rows(X, reset=False), self.templates_
        if (rows.dtype == np.uint8) != (templates.dtype == np.uint8):
            raise ValueError(
                f"X must be {templates.dtype} as the training points were, got {rows.dtype}: "
                "uint8 levels k stand for k/255"
            )
        action = action_for(self.action, rows.shape[1])
        x, z = (as_points(points, action) for points in (rows, templates.astype(rows.dtype, copy=False)))
        return max_filter(action, x, z, one_lam(self.lam)).numpy()

    def _rows(self, X: ArrayLike, *, reset: bool) -> np.ndarray:  # noqa: N803
        return validate_data(self, flat_rows(X, self.action), dtype=list(DTYPES), reset=reset)
