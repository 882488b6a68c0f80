"""Kernel ridge regression for all regularisations at once, as a scikit-learn estimator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, final

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.utils.validation import check_is_fitted, validate_data

from lazyq.spectral.kernels import SpectralKernel

REGULARISATIONS = 10.0 ** np.arange(-7, 0.01, 0.25)


@final
@dataclass(frozen=True, eq=False)
class Decomposition:
    """Eigenvectors of ZᵀZ where Z, (n, p), has fewer columns than rows, else of K = ZZᵀ.

    Attributes
    ----------
    spectrum, vectors : (k,) and (k, k), k the smaller of n and p
    features : Z, (n, p), or None where nothing but K is known
    narrow : whether p < n
    """

    spectrum: np.ndarray
    vectors: np.ndarray
    features: np.ndarray | None
    narrow: bool

    @classmethod
    def of_features(cls, features: np.ndarray) -> Self:
        """Decompose the smaller one of ZᵀZ and ZZᵀ."""
        narrow = features.shape[1] < len(features)
        gram = features.T @ features if narrow else features @ features.T
        return cls(*_eigen(gram), features, narrow)

    @classmethod
    def of_gram(cls, gram: np.ndarray) -> Self:
        """Decompose K."""
        return cls(*_eigen((gram + gram.T) / 2), None, narrow=False)

    def solved(self, targets: np.ndarray, etas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return c = (K + nηI)^(−1) y, (n, r, t), and Zᵀ c, (p, r, t), for every η; without Z twice c.

        Parameters
        ----------
        targets : y, (n, t)
        etas : (r,)
        """
        if self.features is not None and self.narrow:
            along = self._shrunk(self.features.T @ targets, len(targets) * etas)
            residuals = targets[:, None] - np.tensordot(self.features, along, 1)
            return residuals / (len(targets) * etas)[:, None], along
        dual = self._shrunk(targets, len(targets) * etas)
        return dual, dual if self.features is None else np.tensordot(self.features.T, dual, 1)

    def inverse_diagonal(self, etas: np.ndarray) -> np.ndarray:
        """Return the diagonal of (K + nηI)^(−1), (n, r), above 0."""
        if self.features is not None and self.narrow:
            n = len(self.features)
            leverage = (self.features @ self.vectors) ** 2 @ self._weights(n * etas)
            return np.maximum(1 - leverage, np.finfo(float).tiny) / (n * etas)
        return self.vectors**2 @ self._weights(len(self.vectors) * etas)

    def _shrunk(self, values: np.ndarray, ridges: np.ndarray) -> np.ndarray:
        along = (self.vectors.T @ values)[:, None] * self._weights(ridges)[:, :, None]
        return np.tensordot(self.vectors, along, 1)

    def _weights(self, ridges: np.ndarray) -> np.ndarray:
        return 1 / (self.spectrum[:, None] + ridges)


@final
class KernelRidgePath(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Kernel ridge regression on one eigendecomposition, with leave-one-out in closed form.

    For each η the minimum of (1/n) Σ_i (f(x_i) − y_i)² + η ‖f‖² has the coefficients c = (K + nηI)^(−1) y.
    With K = U Λ Uᵀ all η cost no more than products, and so do the errors of leaving one out,
    c_i / ((K + nηI)^(−1))_ii. The η of the smallest mean squared one is kept. A SpectralKernel of fewer
    features than points is decomposed by its features.

    Parameters
    ----------
    kernel : a SpectralKernel, a function (X, Y) ↦ (n, m), or a name that pairwise_kernels knows
    regularisations : η > 0, in any order; None takes 10^−7 to 1 in quarter decades

    Attributes
    ----------
    regularisations_ : (r,), ascending
    loo_errors_ : (r,), the mean squared error of leaving one out
    regularisation_ : the η that is kept, of equal ones the largest
    dual_coefficients_ : (r, n) or (r, n, targets), c for every η

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import KernelRidgePath, Torus, sobolev_kernel
    >>> X = np.linspace(0, 6, 12)[:, None]
    >>> ridge = KernelRidgePath(sobolev_kernel(Torus(1), 2, 9)).fit(X, np.cos(X[:, 0]))
    >>> ridge.predict([[np.pi]]).round(2)
    array([-1.])
    """

    def __init__(
        self,
        kernel: SpectralKernel | Callable[[Any, Any], np.ndarray] | str = "rbf",
        *,
        regularisations: ArrayLike | None = None,
    ) -> None:
        self.kernel = kernel
        self.regularisations = regularisations

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803
        """Fit X, (n, features), to y, (n,) or (n, targets), for every η.

        Raises
        ------
        ValueError : fewer than two points, an η that is not above 0, or X that the kernel can't take
        """
        rows, values = validate_data(
            self, X, y, multi_output=True, y_numeric=True, dtype=float, ensure_min_samples=2
        )
        etas = np.sort(
            np.atleast_1d(REGULARISATIONS if self.regularisations is None else self.regularisations)
        )
        if etas.ndim != 1 or not len(etas) or not ((etas > 0) & np.isfinite(etas)).all():
            raise ValueError(f"regularisations must be finite numbers above 0, got {self.regularisations!r}")
        targets = np.asarray(values, float).reshape(len(rows), -1)
        decomposed, kernel = self._decomposed(rows), self.kernel
        dual, along = decomposed.solved(targets, etas)
        left_out = dual / decomposed.inverse_diagonal(etas)[:, :, None]
        self.X_fit_ = rows
        self.regularisations_ = etas
        self.loo_errors_ = (left_out**2).mean((0, 2))
        self.place_ = int(len(etas) - 1 - self.loo_errors_[::-1].argmin())
        self.regularisation_ = float(etas[self.place_])
        single = np.ndim(values) == 1
        by_eta = [
            part.transpose(1, 0, 2)[:, :, 0] if single else part.transpose(1, 0, 2)
            for part in (dual, kernel.coefficients(along) if isinstance(kernel, SpectralKernel) else dual)
        ]
        self.dual_coefficients_, self._coefficients = by_eta
        return self

    def predict(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return f(x_i) at the η that is kept, (n,) or (n, targets)."""
        return self._cross(X) @ self.dual_coefficients_[self.place_]

    def predict_path(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        """Return f(x_i) at every η, (r, n) or (r, n, targets)."""
        cross = self._cross(X)
        return np.stack([cross @ dual for dual in self.dual_coefficients_])

    def coefficients_path(self) -> np.ndarray:
        """Return the coefficients of f in the kernel's eigenfunctions at every η, (r, N) or (r, N, targets).

        Raises
        ------
        ValueError : the kernel is no SpectralKernel
        """
        check_is_fitted(self)
        if not isinstance(self.kernel, SpectralKernel):
            raise ValueError("coefficients_path needs a SpectralKernel")  # noqa: TRY004
        return self._coefficients

    def _decomposed(self, rows: np.ndarray) -> Decomposition:
        if isinstance(self.kernel, SpectralKernel):
            return Decomposition.of_features(self.kernel.features(rows))
        return Decomposition.of_gram(self._gram(rows, rows))

    def _gram(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        if isinstance(self.kernel, str):
            return pairwise_kernels(left, right, metric=self.kernel)
        return np.asarray(self.kernel(left, right), float)

    def _cross(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        check_is_fitted(self)
        return self._gram(validate_data(self, X, dtype=float, reset=False), self.X_fit_)


def _eigen(gram: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spectrum, vectors = np.linalg.eigh(gram)
    return spectrum.clip(0), vectors
