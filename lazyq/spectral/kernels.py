"""Kernels built from eigenfunctions: plain, invariant, lazy, and averaged over isometries."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from lazyq.spectral.groups import IsometryGroup
from lazyq.spectral.isometries import Isometry
from lazyq.spectral.spaces import Eigenbasis, Space


@final
@dataclass(frozen=True, eq=False)
class SpectralKernel:
    """K(x, y) = z(x)·z(y) with the features z(x) = φ(x) F.

    Parameters
    ----------
    basis : the eigenfunctions φ, N of them
    factor : F, (N, p); of a diagonal one its diagonal alone, (N,)

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import Torus, sobolev_kernel
    >>> kernel = sobolev_kernel(Torus(1), smoothness=2, level=1)
    >>> kernel(np.array([[0.0]]), np.array([[0.0], [np.pi]]))
    array([[1.5, 0.5]])
    """

    basis: Eigenbasis
    factor: np.ndarray

    def __post_init__(self) -> None:
        if self.factor.ndim not in {1, 2} or len(self.factor) != len(self.basis):
            size = len(self.basis)
            raise ValueError(f"factor must be ({size}, p) or ({size},), got {self.factor.shape}")

    def features(self, x: ArrayLike) -> np.ndarray:
        """Return z(x_i), (n, p)."""
        return self.weighed(self.basis.evaluate(x))

    def weighed(self, functions: np.ndarray) -> np.ndarray:
        """Return φ F, (n, p), of values φ, (n, N)."""
        return functions * self.factor if self.factor.ndim == 1 else functions @ self.factor

    def coefficients(self, along: np.ndarray) -> np.ndarray:
        """Return F c, (N, …), of coefficients c in the features, (p, …)."""
        return (along.T * self.factor).T if self.factor.ndim == 1 else np.tensordot(self.factor, along, 1)

    def __call__(self, x: ArrayLike, y: ArrayLike | None = None) -> np.ndarray:
        """Return K(x_i, y_j), (n, m); without y, K(x_i, x_j)."""
        left = self.features(x)
        return left @ (left if y is None else self.features(y)).T


def sobolev_kernel(space: Space, smoothness: float, level: float) -> SpectralKernel:
    """Return K(x, y) = Σ_j (1 + λ_j)^(−s) φ_j(x) φ_j(y) over the eigenfunctions with λ_j ≤ level.

    Parameters
    ----------
    space : a torus or the sphere
    smoothness : s > 0; functions of the kernel's space have s derivatives in L²
    level : where the sum ends

    Raises
    ------
    ValueError : s or the level can't be taken

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import Sphere, sobolev_kernel
    >>> pole = np.array([[0.0, 0, 1]])
    >>> sobolev_kernel(Sphere(), smoothness=2, level=2)(pole).round(4)
    array([[1.3333]])
    """
    if not 0 < smoothness < math.inf:
        raise ValueError(f"smoothness must be a finite number above 0, got {smoothness!r}")
    basis = space.basis(level)
    return SpectralKernel(basis, (1 + basis.eigenvalues) ** (-smoothness / 2))


def invariant_kernel(kernel: SpectralKernel, group: IsometryGroup) -> SpectralKernel:
    """Return K_G(x, y) = E_g K(gx, y), g uniform in G.

    The kernel must be one that G leaves as it is, K(gx, gy) = K(x, y), as a Sobolev kernel is.

    Parameters
    ----------
    kernel : invariant under the group in both arguments at once
    group : finite or compact, on the kernel's space

    Raises
    ------
    ValueError : the group acts on another space

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import SignFlips, Torus, invariant_kernel, sobolev_kernel
    >>> kernel = invariant_kernel(sobolev_kernel(Torus(1), 2, 1), SignFlips(1))
    >>> kernel(np.array([[1.0]]), np.array([[1.0], [-1.0]])).round(4)
    array([[1.146, 1.146]])
    """
    return lazy_kernel(kernel, group, 0)


def lazy_kernel(kernel: SpectralKernel, group: IsometryGroup, laziness: float) -> SpectralKernel:
    """Return K_τ = τ K + (1 − τ) K_G, which trusts the symmetry as far as τ is from 1.

    What is invariant keeps its price; what is not costs 1/τ times as much. τ = 0 is K_G: nothing but
    invariant functions; τ = 1 is K.

    Parameters
    ----------
    kernel : one that G leaves as it is, K(gx, gy) = K(x, y)
    group : G
    laziness : τ, 0 to 1

    Raises
    ------
    ValueError : τ is outside 0 … 1, or the group acts on another space

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import SignFlips, Torus, lazy_kernel, sobolev_kernel
    >>> kernel = lazy_kernel(sobolev_kernel(Torus(1), 2, 1), SignFlips(1), 0.5)
    >>> kernel(np.array([[1.0]]), np.array([[1.0], [-1.0]])).round(4)
    array([[1.323 , 0.9689]])
    """
    if not 0 <= laziness <= 1:
        raise ValueError(f"laziness must be from 0 to 1, got {laziness!r}")
    if kernel.basis.space != group.space:
        raise ValueError(f"group must act on {kernel.basis.space}, it acts on {group.space}")
    inside, outside = _roots(kernel, group)
    return SpectralKernel(
        kernel.basis, np.hstack([inside, math.sqrt(laziness) * outside]) if laziness else inside
    )


def averaged_kernel(
    kernel: SpectralKernel, isometries: Sequence[Isometry], weights: ArrayLike
) -> SpectralKernel:
    """Return E_{g, h ∼ π} K(gx, hy), the kernel of the lazy averages S^π f(x) = E_{g ∼ π} f(gx).

    Parameters
    ----------
    kernel : K
    isometries : g_1 … g_m
    weights : π, (m,), at least 0 and of sum 1

    Raises
    ------
    ValueError : the weights are no distribution over the isometries

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import TorusTranslations, averaged_kernel, sobolev_kernel
    >>> group = TorusTranslations(2, d=1)
    >>> kernel = averaged_kernel(sobolev_kernel(group.space, 2, 1), group.elements, [0.5, 0.5])
    >>> kernel(np.array([[0.0]])).round(6)
    array([[1.]])
    """
    pi = np.asarray(weights, float)
    if pi.shape != (len(isometries),) or not (pi >= 0).all() or not math.isclose(pi.sum(), 1, abs_tol=1e-9):
        raise ValueError(f"weights must be {len(isometries)} numbers of at least 0 with sum 1")
    average = kernel.basis.blank()
    for weight, isometry in zip(pi, isometries, strict=True):
        average += weight * kernel.basis.pullback(isometry)
    return SpectralKernel(kernel.basis, kernel.weighed(average))


def split_by_symmetry(basis: Eigenbasis, group: IsometryGroup) -> tuple[np.ndarray, np.ndarray]:
    """Return orthonormal coefficients of invariant functions, and of those orthogonal to all of them.

    Parameters
    ----------
    basis : N eigenfunctions
    group : on the basis's space

    Returns
    -------
    inside, outside : (N, N_G) and (N, N − N_G), each column within one eigenspace, in order of eigenvalue

    Examples
    --------
    >>> from lazyq.spectral import SignFlips, Torus, split_by_symmetry
    >>> inside, outside = split_by_symmetry(Torus(1).basis(1), SignFlips(1))
    >>> inside.T @ inside, outside.shape
    (array([[1., 0.],
           [0., 1.]]), (3, 1))
    """
    projector = group.projector(basis)
    columns: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for place in basis.eigenspaces():
        values, vectors = np.linalg.eigh(projector[place, place])
        for chosen, into in zip((values > 0.5, values <= 0.5), columns, strict=True):
            directions = np.zeros((len(basis), int(chosen.sum())))
            directions[place] = vectors[:, chosen]
            into.append(directions)
    return np.hstack(columns[0]), np.hstack(columns[1])


@lru_cache(maxsize=8)
def _roots(kernel: SpectralKernel, group: IsometryGroup) -> tuple[np.ndarray, ...]:
    """Return factors of the kernel's part on invariant functions and of that on all others, for every τ."""
    return tuple(
        _root(kernel.weighed(directions.T), directions)
        for directions in split_by_symmetry(kernel.basis, group)
    )


def _root(features: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Return a factor of directions · features · featuresᵀ · directionsᵀ."""
    values, vectors = np.linalg.eigh(features @ features.T)
    root: np.ndarray = directions @ (vectors * np.sqrt(values.clip(0)))
    root.setflags(write=False)
    return root
