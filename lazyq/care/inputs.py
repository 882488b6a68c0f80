"""What embeddings and matrices are accepted."""

import torch
from torch import Tensor


def checked_embeddings(least: int, **given: Tensor) -> None:
    """Check embeddings (..., n, d) of one shape and dtype, n ≥ least.

    Raises
    ------
    ValueError : no tensor, whole numbers, another shape, or NaN and infinity among them
    """
    shape = None
    for name, z in given.items():
        if not isinstance(z, Tensor) or not z.is_floating_point():
            got = z.dtype if isinstance(z, Tensor) else type(z).__name__
            raise ValueError(f"{name} must be floating-point numbers in a tensor, array or list, got {got}")
        if z.ndim < 2 or z.shape[-2] < least or z.shape[-1] < 1:
            raise ValueError(f"{name} must have shape (..., n, d), n at least {least}, got {tuple(z.shape)}")
        if shape is not None and z.shape != shape:
            raise ValueError(f"{name} must have shape {tuple(shape)} as well, got {tuple(z.shape)}")
        shape = z.shape
        if not torch.isfinite(z.detach()).all():
            raise ValueError(f"{name} must be finite, got NaN or infinity among them")


def checked_rotations(**given: Tensor) -> None:
    """Check orthogonal matrices (..., d, d), floating point.

    Raises
    ------
    ValueError : no tensor, another shape, or RᵀR that differs from 1 by more than 1e-3
    """
    for name, matrix in given.items():
        if not isinstance(matrix, Tensor) or not matrix.is_floating_point():
            got = matrix.dtype if isinstance(matrix, Tensor) else type(matrix).__name__
            raise ValueError(f"{name} must be floating-point numbers in a tensor, array or list, got {got}")
        if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2]:
            raise ValueError(f"{name} must have shape (..., d, d), got {tuple(matrix.shape)}")
        one = torch.eye(matrix.shape[-1], dtype=matrix.dtype, device=matrix.device)
        off = (matrix.mT @ matrix - one).abs().amax()
        if not off <= 1e-3:
            raise ValueError(f"{name} must be orthogonal, got RᵀR that differs from 1 by {float(off):g}")
