"""Rotations by their phases: reading them, going on between two, and how far one is from doing nothing."""

import math
from typing import NamedTuple

import numpy as np
import scipy.linalg
import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.care.inputs import checked_rotations

_HALF_TURN = math.pi - 1e-6


class OwnLam(NamedTuple):
    """How far the matrices R_a of an encoder are from the identity, against what the transformations cost.

    Attributes
    ----------
    distances : (k,) ‖R_a − 1‖_F / sqrt(d), the root mean square of ‖R_a z − z‖ over the unit sphere
    angles : (k,) ‖log R_a‖_F, the geodesic distance of R_a from the identity in SO(d)
    lam : the representation's own λ, slope of ``distances`` against ν(a) through 0, a unit of ν
    """

    distances: Tensor
    angles: Tensor
    lam: float


@any_kind("rotation")
def eigenphases(rotation: Tensor) -> Tensor:
    """Return the angles of the planes that a rotation turns, one a conjugate pair of eigenvalues.

    A rotation of ℝ^d is, in some orthonormal basis, d // 2 turns of planes, and in odd dimensions an axis.
    Where R_a = exp(aA) represents SO(2), the phases are k·a for whole numbers k, up to whole turns. A circle
    of poses winds a whole number of times whatever it was learned from: the phases alone show no rigidity.

    Parameters
    ----------
    rotation : (..., d, d) orthogonal with determinant 1

    Returns
    -------
    (..., d // 2) float64, radians from 0 to π, ascending

    Raises
    ------
    ValueError : another shape, or a matrix that is no rotation

    Source: derived; frequencies of the real representations of SO(2).

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import eigenphases
    >>> quarter = torch.tensor([[0.0, -1.0], [1.0, 0.0]])
    >>> eigenphases(torch.block_diag(torch.eye(2), quarter))  # 0 and π/2
    tensor([0.0000, 1.5708], dtype=torch.float64)
    """
    _checked_proper(rotation)
    values = torch.linalg.eigvals(rotation.detach().double().cpu())
    return values.angle().abs().sort(-1).values[..., rotation.shape[-1] % 2 :: 2]


@any_kind("first", "second")
def interpolated(first: Tensor, second: Tensor, share: float) -> Tensor:
    """Return R with the phases of the way between two rotations: first · (firstᵀ second)^share.

    It is the geodesic of SO(d). Where R_a = exp(aA) it is exact, so that R_a for an a that was never fitted
    follows from two neighbours.

    Parameters
    ----------
    first, second : (d, d) rotations
    share : 0 gives the first, 1 the second; others go on beyond them

    Raises
    ------
    ValueError : another shape, a matrix that is no rotation, or two that differ by half a turn of some plane,
        between which there is no one way

    Source: derived.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import interpolated
    >>> quarter = torch.tensor([[0.0, -1.0], [1.0, 0.0]])
    >>> interpolated(torch.eye(2), quarter, 2.0)
    tensor([[-1., -0.],
            [0., -1.]])
    """
    for matrix in (first, second):
        _checked_proper(matrix)
    if first.ndim != 2 or first.shape != second.shape:
        raise ValueError(f"first and second must be (d, d), got {tuple(first.shape)}, {tuple(second.shape)}")
    values, vectors = _turns((first.mT @ second).detach().double().cpu().numpy())
    angles = np.angle(values)
    if np.abs(angles).max() > _HALF_TURN:
        raise ValueError("first and second must differ by less than half a turn, got two opposite ones")
    way = (vectors * np.exp(1j * share * angles)) @ vectors.conj().T
    return first @ torch.from_numpy(way.real.copy()).to(first)


@any_kind("rotations")
def steered(rotations: Tensor, degrees: float) -> Tensor:
    """Return R_a for any angle from those fitted at k equal steps of a whole turn.

    Parameters
    ----------
    rotations : (k, d, d), of 0°, 360°/k, …; k at least 3
    degrees : a, any number; whole turns are left out

    Raises
    ------
    ValueError : another shape or number, matrices that are no rotations, or neighbours half a turn apart

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import steered
    >>> angles = torch.arange(4) * (torch.pi / 2)
    >>> turns = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], -1).reshape(4, 2, 2)
    >>> steered(turns, 45.0)
    tensor([[0.7071, -0.7071],
            [0.7071, 0.7071]])
    """
    if rotations.ndim != 3 or len(rotations) < 3:
        raise ValueError(f"rotations must have shape (k, d, d), k at least 3, got {tuple(rotations.shape)}")
    if not math.isfinite(degrees):
        raise ValueError(f"degrees must be a finite number, got {degrees}")
    place, share = divmod(degrees / 360 * len(rotations), 1)
    k = int(place) % len(rotations)
    return interpolated(rotations[k], rotations[(k + 1) % len(rotations)], share)


@any_kind("rotations", "lengths")
def own_lam(rotations: Tensor, lengths: Tensor) -> OwnLam:
    """Return how far R_a is from the identity against ν(a): the λ that the representation itself has.

    The lazy metric charges λ ν(a) for a transformation; distance in the space of an encoder charges
    D(a) = ‖R_a − 1‖_F / sqrt(d). Their ratio, least squares through 0, λ = Σ ν D / Σ ν², is 0 for an
    invariant encoder, as of the quotient, and large for one that takes x and ax for different things.

    Parameters
    ----------
    rotations : (k, d, d)
    lengths : (k,) ν(a), at least 0 and not all of them 0

    Raises
    ------
    ValueError : another shape, matrices that are not orthogonal, or lengths that can't be

    Source: derived; the mean of ‖(R − 1)z‖² over the unit sphere is ‖R − 1‖_F² / d.

    Examples
    --------
    >>> import torch
    >>> from lazyq.care import own_lam
    >>> quarter = torch.tensor([[0.0, -1.0], [1.0, 0.0]])
    >>> own_lam(torch.stack([torch.eye(2), quarter]), torch.tensor([0.0, 90.0])).lam  # √2 / 90
    0.015713484026367723
    """
    checked_rotations(rotations=rotations)
    lengths = torch.as_tensor(lengths).detach().double().cpu()
    if rotations.ndim != 3 or lengths.shape != rotations.shape[:1]:
        raise ValueError(
            f"rotations and lengths must have shapes (k, d, d) and (k,), "
            f"got {tuple(rotations.shape)} and {tuple(lengths.shape)}"
        )
    if not ((lengths >= 0) & lengths.isfinite()).all() or not (lengths > 0).any():
        raise ValueError(f"lengths must be finite, at least 0 and not all 0, got {lengths.tolist()}")
    matrices = rotations.detach().double().cpu()
    one = torch.eye(matrices.shape[-1], dtype=torch.float64)
    distances = torch.linalg.matrix_norm(matrices - one) / matrices.shape[-1] ** 0.5
    angles = torch.linalg.vector_norm(torch.linalg.eigvals(matrices).angle(), dim=-1)
    return OwnLam(distances, angles, float((lengths * distances).sum() / lengths.square().sum()))


def _turns(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return eigenvalues and orthonormal eigenvectors: the Schur form of a normal matrix is diagonal."""
    triangle, vectors = scipy.linalg.schur(matrix, output="complex")
    return np.diag(triangle), vectors


def _checked_proper(rotation: Tensor) -> None:
    checked_rotations(rotation=rotation)
    if not (torch.linalg.det(rotation.detach().double()) > 0).all():
        raise ValueError("rotation must have determinant 1, got −1; best_rotation gives one")
