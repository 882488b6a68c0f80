"""Maps of a space onto itself that keep its distances."""

from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np


@final
@dataclass(frozen=True, eq=False)
class Isometry:
    """The map x ↦ A x + b of points that are rows of numbers.

    Parameters
    ----------
    matrix : A, (c, c), orthogonal; on a torus a signed permutation
    shift : b, (c,); radians on a torus, 0 on the sphere

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.spectral import Isometry
    >>> Isometry(np.eye(2), np.array([1.0, 0])).act(np.array([[0.5, 2]]))
    array([[1.5, 2. ]])
    """

    matrix: np.ndarray
    shift: np.ndarray

    def __post_init__(self) -> None:
        size = len(self.shift)
        if self.matrix.shape != (size, size) or not np.allclose(self.matrix @ self.matrix.T, np.eye(size)):
            raise ValueError(f"matrix must be orthogonal and ({size}, {size}), as shift has {size} numbers")

    @cached_property
    def whole(self) -> np.ndarray:
        """A in whole numbers, as a torus needs it; raise ValueError where it has others."""
        whole = np.rint(self.matrix).astype(int)
        if not np.allclose(whole, self.matrix):
            raise ValueError("on a torus matrix must be a signed permutation, this one is not")
        return whole

    def act(self, points: np.ndarray) -> np.ndarray:
        """Return the images of points, (n, c)."""
        return points @ self.matrix.T + self.shift

    def after(self, other: "Isometry") -> "Isometry":
        """Return the map that does ``other`` first."""
        return Isometry(self.matrix @ other.matrix, self.matrix @ other.shift + self.shift)
