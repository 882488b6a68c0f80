"""Floating-point images as the compiled kernels measure them exactly."""

import numpy as np

from lazyq.actions.cyclic import signed_shifts
from lazyq.kernels.native.layout import Originals
from lazyq.kernels.row_shifts import aligned, rounded_up

_LANES = 8


def originals(queries: np.ndarray, targets: np.ndarray, mus: np.ndarray, channels: int = 1) -> Originals:
    """Return lines (n, H·C, W) and (m, H·C, W), and memory for one thread."""
    height, width = targets.shape[1:]
    shifts = rounded_up(width, _LANES)
    steps = signed_shifts(width).numpy()
    return Originals(
        queries=queries.astype(np.float64).take(np.arange(width + shifts), axis=2, mode="wrap"),
        targets=np.ascontiguousarray(targets),
        channels=channels,
        mus=mus,
        order=steps % width,
        lengths=steps.astype(np.float64) ** 2,
        padded=1 << (width - 1).bit_length(),
        squares=aligned((width, _LANES), np.float64),
        residuals=aligned((channels * shifts,), np.float64),
        rows=np.empty((len(mus), height // channels)),
    )
