"""What the public doors of this package check alike."""

import numpy as np


def positive(name: str, value: int) -> int:
    """Return a whole number of at least 1; raise ValueError for another."""
    if not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1, got {value!r}")
    return int(value)
