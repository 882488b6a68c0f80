"""Three coordinates to draw an embedding in, and rotations at angles that were not fitted."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.care import interpolated

_MOST_TURNS = 3


class Globe(NamedTuple):
    """Orthonormal rows (3, d), two of a plane and one of an axis, and how often the plane turns."""

    rows: np.ndarray
    turns: int


def globe_of(rotations: Tensor, dots: Tensor) -> Globe:
    """Return the plane that turns j times with the digit and holds most of the dots, and the axis that stays.

    Where R_a represents SO(2), (2/K) Σ_k cos(j a_k) R_k is the projection to the planes that turn j times,
    and the mean of all R_k that to what stays. Where it does not, these are as near to it as may be.

    Parameters
    ----------
    rotations : (K, d, d), at K equal steps of a whole turn
    dots : (K, n, d)
    """
    count = len(rotations)
    angles = torch.arange(count, dtype=torch.float64) * (2 * torch.pi / count)
    matrices, flat = rotations.double(), dots.double().flatten(0, 1)
    spread = flat.mT @ flat / len(flat)
    best = (-1.0, 1, torch.empty(0))
    for turns in range(1, _MOST_TURNS + 1):
        projection = (2 / count) * ((turns * angles).cos()[:, None, None] * matrices).sum(0)
        values, vectors = torch.linalg.eigh((projection + projection.mT) / 2)
        plane = vectors[:, -2:].mT
        held = float(values[-2:].mean()) * float((plane @ spread @ plane.mT).trace())
        if held > best[0]:
            best = (held, turns, plane)
    _, turns, plane = best
    turned = plane @ matrices[1] @ plane.mT
    if turned[1, 0] < turned[0, 1]:
        plane = plane.flip(0)
    beside = torch.eye(matrices.shape[-1], dtype=torch.float64) - plane.mT @ plane
    staying = matrices.mean(0)
    staying = beside @ ((staying + staying.mT) / 2) @ beside
    axis = torch.linalg.eigh(staying @ spread @ staying.mT + 1e-9 * beside).eigenvectors[:, -1:].mT
    if float((axis @ flat.mean(0)[:, None]).squeeze()) < 0:
        axis = -axis
    return Globe(torch.cat([plane, axis]).float().numpy(), turns)


def unseen_errors(rotations: Tensor, embeddings: Tensor) -> np.ndarray:
    """Return the mean of ‖f(ax) − R_a f(x)‖² at every odd angle, with R_a interpolated from its neighbours.

    Parameters
    ----------
    rotations : (K, d, d), K even
    embeddings : (K, n, d) of other digits than the rotations were fitted on

    Returns
    -------
    (K / 2,) float64, NaN where the neighbours are half a turn apart
    """
    errors = []
    for k in range(1, len(rotations), 2):
        try:
            between = interpolated(rotations[k - 1], rotations[(k + 1) % len(rotations)], 0.5)
        except ValueError:
            errors.append(np.nan)
            continue
        left = embeddings[k] - embeddings[0] @ between.mT
        errors.append(float(left.square().sum(-1).mean()))
    return np.array(errors)
