"""What the public functions of alignment take, checked once."""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lazyq.actions.kinds import as_tensor


def checked_cost(name: str, cost: Tensor) -> Tensor:
    """Return a finite matrix (n, m) in float64."""
    if not isinstance(cost, Tensor) or cost.ndim != 2 or 0 in cost.shape or cost.is_complex():
        raise ValueError(f"{name} must be a matrix (n, m) of numbers, got {_shape(cost)}")
    cost = cost.double()
    if not bool(cost.isfinite().all()):
        raise ValueError(f"{name} must be finite, got others")
    return cost


def checked_masses(name: str, masses: Tensor | None, cost: Tensor, axis: int) -> Tensor:
    """Return the masses of the rows (axis 0) or columns (1) of a matrix; equal ones where there are none."""
    return masses_of(name, masses, cost.shape[axis], cost)


def masses_of(name: str, masses: Any, count: int, like: Tensor) -> Tensor:
    """Return positive masses (count,) of sum 1, float64, beside a tensor; equal ones for None."""
    if masses is None:
        return torch.full((count,), 1 / count, dtype=torch.float64, device=like.device)
    given = masses if isinstance(masses, Tensor) else as_tensor(name, masses)
    if given.shape != (count,):
        raise ValueError(f"{name} must have shape ({count},), one for each point, got {_shape(given)}")
    given = given.double().to(like.device)
    if not bool((given > 0).all()) or not abs(float(given.sum()) - 1) <= 1e-6:
        raise ValueError(
            f"{name} must be positive with sum 1, got a least of {float(given.min()):.3g} and the sum "
            f"{float(given.sum()):.6g}: leave points without mass out"
        )
    return given / given.sum()


def checked_points(name: str, points: Any, dimension: int | None = None) -> Tensor:
    """Return points (n, d), n ≥ 1, finite, as a float64 tensor where they are."""
    given = points if isinstance(points, Tensor) else as_tensor(name, points)
    if given.ndim != 2 or 0 in given.shape or given.is_complex():
        raise ValueError(f"{name} must have shape (n, d), a row for each point, got {_shape(given)}")
    if dimension is not None and given.shape[1] != dimension:
        raise ValueError(f"{name} must have {dimension} coordinates, got {given.shape[1]}")
    given = given.detach().double()
    if not bool(given.isfinite().all()):
        raise ValueError(f"{name} must be finite, got others")
    return given


def checked_labels(name: str, labels: Any, count: int, like: Tensor) -> Tensor:
    """Return whole numbers (count,), int64."""
    try:
        given = torch.as_tensor(labels)
    except (TypeError, ValueError, RuntimeError):
        given = torch.empty(0)
    if given.shape != (count,) or given.is_floating_point() or given.is_complex():
        raise ValueError(f"{name} must be {count} whole numbers, one for each point, got {_shape(labels)}")
    return given.long().to(like.device)


def checked_positive(name: str, value: Any, least: float = 0.0, *, included: bool = False) -> float:
    """Return a number above the least, or at least as large; inf is one."""
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not number or not (value >= least if included else value > least):
        raise ValueError(f"{name} must be {'at least' if included else 'above'} {least:g}, got {value!r}")
    return float(value)


def checked_finite(name: str, value: Any, least: float = 0.0, *, included: bool = False) -> float:
    """Return a finite number above the least, or at least as large."""
    if math.isinf(number := checked_positive(name, value, least, included=included)):
        raise ValueError(f"{name} must be finite, got {value!r}")
    return number


def checked_count(name: str, value: Any, least: int = 1) -> int:
    """Return a whole number, at least the least."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    return int(value)


def _shape(value: Any) -> str:
    return str(tuple(value.shape)) if hasattr(value, "shape") else repr(type(value).__name__)
