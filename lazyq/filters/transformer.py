"""The lazy max filter as a transformer of scikit-learn."""

from typing import Any, Self, final

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data
from torch import Tensor

from lazyq.actions import GroupAction, RowShifts
from lazyq.filters.max_filter import max_filter


@final
class LazyMaxFilterTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
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
        """Draw the templates from X, (n, features).

        Raises
        ------
        ValueError : a parameter or X that can't be taken; says which, and what is
        """
        points = validate_data(self, X, dtype=[np.float64, np.float32])
        count = self.n_templates
        if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 1:
            raise ValueError(f"n_templates must be a whole number of at least 1, got {count!r}")
        self._shaped(points[:1])
        places = check_random_state(self.random_state).permutation(len(points))[:count]
        self.templates_ = points[np.sort(places)]
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return ⟨⟨x, z⟩⟩_λ of every point and template, (n, m)."""
        check_is_fitted(self)
        points = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        templates = self.templates_.astype(points.dtype, copy=False)
        x, z = self._shaped(points), self._shaped(templates)
        return max_filter(self._acting(points.shape[1]), x, z, self.lam).numpy()

    def _acting(self, features: int) -> GroupAction:
        return RowShifts(1, features) if self.action is None else self.action

    def _shaped(self, points: np.ndarray) -> Tensor:
        shape = self._acting(points.shape[1]).shape
        if points.shape[1] != np.prod(shape):
            raise ValueError(
                f"X must have {int(np.prod(shape))} features for {self.action}, got {points.shape[1]}"
            )
        return torch.from_numpy(np.require(points.reshape(-1, *shape), requirements=["C", "W"]))
