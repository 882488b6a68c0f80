"""Real spherical harmonics at many points, degree by degree."""

import math

import numpy as np


def real_harmonics(points: np.ndarray, degree: int) -> np.ndarray:
    """Return √(4π) Y_ℓq up to a degree: in each ℓ the orders 0, then cos 1φ, sin 1φ, cos 2φ, sin 2φ …

    The part of the height z is a normalised associated Legendre function, by

        P_mm = −√((2m + 1) / 2m) √(1 − z²) P_(m−1)(m−1),    P_ℓm = a (z P_(ℓ−1)m − b P_(ℓ−2)m),
        a² = (4ℓ² − 1) / (ℓ² − m²),    b² = ((ℓ − 1)² − m²) / (4(ℓ − 1)² − 1),

    for all orders and points at once.

    Parameters
    ----------
    points : unit vectors, (n, 3)
    degree : the largest ℓ

    Returns
    -------
    (n, (degree + 1)²)
    """
    height, radius = points[:, 2], np.hypot(points[:, 0], points[:, 1])
    azimuth = np.arctan2(points[:, 1], points[:, 0])
    around = np.exp(1j * np.outer(np.arange(1, degree + 1), azimuth)) * math.sqrt(2)
    values = np.empty(((degree + 1) ** 2, len(points)))
    before, last = np.zeros((2, degree + 1, len(points)))
    for ell in range(degree + 1):
        orders = np.arange(ell)[:, None]
        a = np.sqrt((4 * ell**2 - 1) / (ell**2 - orders**2)) if ell else np.empty((0, 1))
        b = np.sqrt(((ell - 1) ** 2 - orders**2).clip(0) / (4 * (ell - 1) ** 2 - 1)) if ell else a
        here = np.zeros_like(last)
        here[:ell] = a * (height * last[:ell] - b * before[:ell])
        here[ell] = -math.sqrt((2 * ell + 1) / (2 * ell)) * radius * last[ell - 1] if ell else 1.0
        start = ell**2
        values[start] = here[0]
        values[start + 1 : start + 2 * ell + 1 : 2] = here[1 : ell + 1] * around[:ell].real
        values[start + 2 : start + 2 * ell + 1 : 2] = here[1 : ell + 1] * around[:ell].imag
        before, last = last, here
    return np.ascontiguousarray(values.T)
