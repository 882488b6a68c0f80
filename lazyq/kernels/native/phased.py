"""How the search under row shifts finds low frequencies in memory; importing it imports no Numba."""

from typing import NamedTuple

import numpy as np


class Phases(NamedTuple):
    """The LANES/2 lowest frequencies above 0 of rows, two rows at a time, and what it costs to turn them.

    Attributes
    ----------
    queries, targets : (n, P, C, 2, LANES) and (m, P, C, 2, LANES) float32, P = ⌈H/2⌉: of a channel the real
        parts of both rows, then the imaginary ones; times √(2/W), of the frequency W/2 times √(1/W), and 0
        where there is none
    prices : (n, P, LANES) float32, w(f)/θ(f)² with θ(f) = 2πf/W, where Σ w(f) = 1 or 0 for every row
    sums : (n,) float32, their sums
    order : (n, P) int64, the pairs of rows from the brightest on
    counts : (n,) int64, how many of them are not 0
    slack : rounding may add slack·(‖x‖² + ‖y‖² + λ²·sum)
    share : of the pairs that are asked, so many must be spared for it to pay
    used : whether there are any
    """

    queries: np.ndarray
    targets: np.ndarray
    prices: np.ndarray
    sums: np.ndarray
    order: np.ndarray
    counts: np.ndarray
    slack: np.float32
    share: np.float32
    used: bool
