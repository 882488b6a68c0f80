"""What estimators are given, a row a sample, as points of an action; their parameters, checked in ``fit``."""

import math
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction, RowShifts, SolvableAction
from lazyq.actions.kinds import require_unmasked
from lazyq.kernels.forking import is_forked
from lazyq.metric.inputs import require_solvable

DTYPES = (np.float64, np.float32, np.uint8)
DARKEST_WHITE = 128


def flat_rows(X: Any, action: GroupAction | None) -> Any:  # noqa: N803
    """Return (n, *action.shape) as (n, features), tensors as arrays; the rest is for scikit-learn to judge.

    Raises
    ------
    ValueError : masked values, or points of another shape than the action's
    """
    require_unmasked("X", X)
    given = X.detach().cpu() if isinstance(X, Tensor) else X
    if not isinstance(action, GroupAction):
        return given
    points = np.asarray(given) if isinstance(given, list | tuple | Tensor) else given
    shape, own = tuple(getattr(points, "shape", ())), tuple(action.shape)
    if len(shape) > 2 and shape[1:] != own:
        wanted = ", ".join(map(str, own))
        raise ValueError(
            f"X must have shape (n, {wanted}) or (n, {math.prod(own)}) for {action}, got {shape}"
        )
    return points.reshape(shape[0], -1) if shape[1:] == own and own else points


def action_for(action: Any, features: int) -> SolvableAction:
    """Return the action of rows with so many features; for None the cyclic shifts of a row.

    Raises
    ------
    ValueError : it is none that the metric is computed for, or of points of another size
    """
    acting = RowShifts(1, features) if action is None else require_solvable(action)
    size = math.prod(acting.shape)
    if size != features:
        raise ValueError(f"X must have {size} features for {acting}, got {features}")
    return acting


def one_lam(lam: Any) -> float:
    """Return λ as a float.

    Raises
    ------
    ValueError : it is not one number, or negative or NaN
    """
    value = lam.item() if isinstance(lam, np.ndarray | Tensor) and lam.ndim == 0 else lam
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        message = f"lam must be one number of at least 0 (inf included), got {lam!r}"
        raise ValueError(message)  # noqa: TRY004  one error type for all bad input
    if not value >= 0:
        raise ValueError(f"lam must be at least 0 (inf included), got {lam!r}")
    return float(value)


def as_points(rows: np.ndarray, action: SolvableAction) -> Tensor:
    """Return (n, features) as (n, *action.shape)."""
    return torch.from_numpy(np.require(rows.reshape(-1, *action.shape), requirements=["C", "W"]))


def warn_of_levels(
    rows: np.ndarray, name: str = "X", effect: str = "a λ then weighs 255 times less", stacklevel: int = 3
) -> None:
    """Warn where numbers that are not uint8 look like levels 0 … 255: λ then counts in levels.

    Parameters
    ----------
    rows : numbers of any shape
    name, effect : what they are called, and what comes of it
    stacklevel : of the caller's caller, as :func:`warnings.warn` counts from here
    """
    if rows.dtype == np.uint8 or not rows.size or not DARKEST_WHITE <= rows.max() <= 255 or rows.min() < 0:
        return
    if (rows == np.rint(rows)).all():
        warnings.warn(
            f"{name} looks like pixels 0 … 255 that are not uint8: {effect}. "
            f"Give uint8, which counts as k/255, or {name} / 255.",
            UserWarning,
            stacklevel=stacklevel,
        )


@contextmanager
def threads(n_jobs: int | None) -> Iterator[None]:
    """Let the kernels use so many threads: −1 all cores, −2 all but one, None as many as torch has.

    A process that was forked keeps to one.

    Raises
    ------
    ValueError : n_jobs is not a whole number, or 0
    """
    whole = isinstance(n_jobs, int | np.integer) and not isinstance(n_jobs, bool)
    if n_jobs is not None and (not whole or n_jobs == 0):
        raise ValueError(f"n_jobs must be None or a whole number that is not 0, got {n_jobs!r}")
    before = torch.get_num_threads()
    cores = os.cpu_count() or 1
    wanted = before if n_jobs is None else n_jobs if n_jobs > 0 else max(1, cores + 1 + n_jobs)
    torch.set_num_threads(1 if is_forked() else int(wanted))
    try:
        yield
    finally:
        torch.set_num_threads(before)
