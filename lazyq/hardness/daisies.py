"""The hard family of Diakonikolas, Kane, Kontonis and Zarifis: networks in two hidden directions."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import factorial2, gammaln


def daisy(z: ArrayLike, k: int) -> np.ndarray:
    """Return h(z) = Σ_{m=1}^{2k} (−1)^m σ(z₁ cos(πm/k) + z₂ sin(πm/k)), σ the ReLU.

    It has 2k petals of signs in turn, and no Hermite coefficient below degree k. For odd k it is 0, or of
    degree 1 for k = 1: these are refused.

    Parameters
    ----------
    z : (…, 2)
    k : even, at least 2

    Returns
    -------
    (…)

    References
    ----------
    Diakonikolas, Kane, Kontonis and Zarifis, COLT 2020.

    Examples
    --------
    >>> from lazyq.hardness import daisy
    >>> daisy([[1.0, 0.0], [0.0, 1.0]], 2)
    array([ 1., -1.])
    """
    directions, signs = _petals(k)
    points = np.asarray(z, float)
    if points.ndim < 1 or points.shape[-1] != 2:
        raise ValueError(f"z must be (…, 2), got {points.shape}")
    return np.maximum(points @ directions.T, 0) @ signs


def hidden_daisy(x: ArrayLike, directions: ArrayLike, k: int) -> np.ndarray:
    """Return f_Q(x) = h(Qᵀ x), the daisy in a plane of Rⁿ.

    Parameters
    ----------
    x : (m, n)
    directions : Q, (n, 2), orthonormal columns
    k : even, at least 2

    Raises
    ------
    ValueError : Q is not orthonormal, or k not even

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.hardness import hidden_daisy
    >>> hidden_daisy(np.eye(3), np.eye(3)[:, :2], 2)
    array([ 1., -1.,  0.])
    """
    plane = np.asarray(directions, float)
    if plane.ndim != 2 or plane.shape[1] != 2 or not np.allclose(plane.T @ plane, np.eye(2)):
        raise ValueError(f"directions must be (n, 2) with orthonormal columns, got {plane.shape}")
    return daisy(np.asarray(x, float) @ plane, k)


def daisy_energy(k: int) -> float:
    """Return E h(z)² for a standard normal z, exact.

    From E σ(u·z) σ(v·z) = (sin θ + (π − θ) cos θ) / 2π at an angle θ between unit vectors.

    Parameters
    ----------
    k : even, at least 2

    Examples
    --------
    >>> from lazyq.hardness import daisy_energy
    >>> [round(daisy_energy(k), 6) for k in (2, 4, 6)]
    [0.72676, 0.116787, 0.048306]
    """
    angles, signs = _turns(k)
    products = (np.sin(angles) + (math.pi - angles) * np.cos(angles)) / math.tau
    return float(2 * k * (signs * products).sum())


def daisy_spectrum(k: int, degree: int) -> np.ndarray:
    """Return the energy of h in the Hermite polynomials of each degree 0 … ``degree``, (degree + 1,).

    From the Hermite coefficients c_d of the ReLU: 2k Σ_m (−1)^m c_d² cos^d(πm/k), which is 0 below k.

    Parameters
    ----------
    k : even, at least 2
    degree : the highest

    Examples
    --------
    >>> from lazyq.hardness import daisy_spectrum
    >>> daisy_spectrum(2, 4).round(4) + 0
    array([0.    , 0.    , 0.6366, 0.    , 0.0531])
    """
    if degree < 0:
        raise ValueError(f"degree must be at least 0, got {degree}")
    angles, signs = _turns(k)
    degrees = np.arange(degree + 1)
    powers = np.cos(angles)[None] ** degrees[:, None]
    return 2 * k * _relu_energies(degrees) * (powers @ signs)


def _relu_energies(degrees: np.ndarray) -> np.ndarray:
    """Return the squared Hermite coefficients of σ: 1/2π, ¼, then ((d − 3)!!)² / (2π d!) for even d."""
    energies = np.zeros(len(degrees))
    even = (degrees % 2 == 0) & (degrees >= 2)
    if even.any():
        double = np.log(factorial2(np.maximum(degrees[even] - 3, 1)))
        energies[even] = np.exp(2 * double - gammaln(degrees[even] + 1)) / math.tau
    energies[degrees == 0] = 1 / math.tau
    energies[degrees == 1] = 0.25
    return energies


def _turns(k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the angles in [0, π] between the first direction and all, and their signs."""
    _checked(k)
    steps = np.arange(2 * k)
    return np.minimum(steps, 2 * k - steps) * math.pi / k, np.where(steps % 2, -1.0, 1.0)


def _petals(k: int) -> tuple[np.ndarray, np.ndarray]:
    _checked(k)
    angles = math.pi * np.arange(1, 2 * k + 1) / k
    return np.stack([np.cos(angles), np.sin(angles)], 1), np.where(np.arange(1, 2 * k + 1) % 2, -1.0, 1.0)


def _checked(k: int) -> None:
    if not isinstance(k, int | np.integer) or k < 2 or k % 2:
        raise ValueError(f"k must be even and at least 2, since odd ones cancel to nothing, got {k!r}")
