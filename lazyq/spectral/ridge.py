"""Kernel ridge regression for all regularisations at once, as a scikit-learn estimator."""

from collections.abc import Callable
from typing import Any, Self, final

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.utils.validation import check_is_fitted, validate_data

from lazyq.spectral.kernels import SpectralKernel

REGULARISATIONS = 10.0 ** np.arange(-7, 0.01, 0.25)


@final
class KernelRidgePath(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Kernel ridge regression on one eigendecomposition, with leave-one-out in closed form.

    For each η the minimum of (1/n) Σ_i (f(x_i) − y_i)² + η ‖f‖² has the coefficients c = (K + nηI)^(−1) y.
    With K = U Λ Uᵀ all η cost no more than products, and so do the errors of leaving one out,
    (y_i − f(x_i)) / (1 − h_i) with h_i = Σ_j U_ij² Λ_j / (Λ_j + nη). The η of the smallest mean squared one
    is kept. A SpectralKernel of fewer features than points is decomposed by its features.

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
        spectrum, scores, back = self._decomposed(rows)
        targets = np.asarray(values, float).reshape(len(rows), -1)
        n = len(rows)
        weights = 1 / (spectrum[:, None] + n * etas)  # (p, r)
        along = (scores.T @ targets)[:, None] * weights[:, :, None]  # (p, r, t)
        residuals = targets[:, None] - np.tensordot(scores, along, 1)  # (n, r, t)
        leverage = (scores**2) @ weights  # (n, r)
        left_out = residuals / np.maximum(1 - leverage, np.finfo(float).tiny)[:, :, None]
        self.X_fit_ = rows
        self.regularisations_ = etas
        self.loo_errors_ = (left_out**2).mean((0, 2))
        self.place_ = int(len(etas) - 1 - self.loo_errors_[::-1].argmin())
        self.regularisation_ = float(etas[self.place_])
        single = np.ndim(values) == 1
        dual = (residuals / (n * etas[:, None])).transpose(1, 0, 2)
        self.dual_coefficients_ = dual[:, :, 0] if single else dual
        self._coefficients = None
        if back is not None:
            coefficients = np.tensordot(back, along, 1).transpose(1, 0, 2)
            self._coefficients = coefficients[:, :, 0] if single else coefficients
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
        if self._coefficients is None:
            raise ValueError("coefficients_path needs a SpectralKernel")
        return self._coefficients

    def _decomposed(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Return Λ, (p,), and S, (n, p), with K = S Sᵀ and Sᵀ S = Λ.

        Of a SpectralKernel also the matrix that takes Sᵀ y / (Λ + nη) to coefficients, (N, p).
        """
        if not isinstance(self.kernel, SpectralKernel):
            spectrum, vectors = _eigen(self._gram(rows, rows))
            return spectrum, vectors * np.sqrt(spectrum), None
        factor, features = self.kernel.factor, self.kernel.features(rows)
        if factor.shape[1] < len(rows):
            spectrum, vectors = _eigen(features.T @ features)
            return spectrum, features @ vectors, factor @ vectors
        spectrum, vectors = _eigen(features @ features.T)
        roots = np.sqrt(spectrum)
        inverse = np.divide(1, roots, out=np.zeros_like(roots), where=roots > 0)
        return spectrum, vectors * roots, factor @ (features.T @ (vectors * inverse))

    def _gram(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        if isinstance(self.kernel, str):
            return pairwise_kernels(left, right, metric=self.kernel)
        return np.asarray(self.kernel(left, right), float)

    def _cross(self, X: ArrayLike) -> np.ndarray:  # noqa: N803
        check_is_fitted(self)
        return self._gram(validate_data(self, X, dtype=float, reset=False), self.X_fit_)


def _eigen(gram: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spectrum, vectors = np.linalg.eigh((gram + gram.T) / 2)
    return spectrum.clip(0), vectors
