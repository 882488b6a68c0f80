"""Spec-Avg: an invariant estimate that costs a projection by generators, not a sum over the group."""

import numpy as np
from numpy.typing import ArrayLike

from lazyq.spectral.groups import IsometryGroup, changed_directions
from lazyq.spectral.spaces import Eigenbasis


def spectral_average(basis: Eigenbasis, group: IsometryGroup, x: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Return the coefficients of the projection of (1/n) Σ_i y_i φ(x_i) on the invariant functions.

    In every eigenspace the empirical coefficients f̃ become f̃ − Bᵀ(BBᵀ)⁺B f̃ with B = [T_g − I] for the
    generators g alone, so that a group of d! elements costs two of them.

    Parameters
    ----------
    basis : the eigenfunctions up to a level, N
    group : G, by its generators
    x, y : points, (n, coordinates), uniform on the space, and values, (n,)

    Returns
    -------
    (N,)

    Raises
    ------
    ValueError : y has another shape, or the group acts on another space

    References
    ----------
    Soleymani et al., ICML 2025.

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import SignFlips, Torus, spectral_average
    >>> x = np.arange(0, 2 * np.pi, np.pi / 4)[:, None]
    >>> spectral_average(Torus(1).basis(1), SignFlips(1), x, np.cos(x[:, 0]) + np.sin(x[:, 0])).round(4) + 0
    array([0.    , 0.7071, 0.    ])
    """
    if basis.space != group.space:
        raise ValueError(f"group must act on {basis.space}, it acts on {group.space}")
    values = np.asarray(y, float)
    functions = basis.evaluate(x)
    if values.shape != (len(functions),):
        raise ValueError(f"y must be ({len(functions)},), as x has so many points, got {values.shape}")
    return project_by_generators(basis, group, functions.T @ values / len(values))


def project_by_generators(basis: Eigenbasis, group: IsometryGroup, coefficients: np.ndarray) -> np.ndarray:
    """Return the nearest coefficients, (N,), of a function that all generators leave as it is.

    Parameters
    ----------
    basis : N eigenfunctions
    group : on the basis's space
    coefficients : (N,) of a function in the basis

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import SignFlips, Torus, project_by_generators
    >>> project_by_generators(Torus(1).basis(1), SignFlips(1), np.array([1.0, 2, 3])) + 0
    array([1., 2., 0.])
    """
    projected = coefficients.copy()
    for place, rows in changed_directions(basis, group.generators):
        projected[place] -= rows.T @ (rows @ coefficients[place])
    return projected
