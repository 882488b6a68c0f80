"""The optimal rotation, as a matrix and as plane and angle."""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.actions.kinds import any_kind
from lazyq.riemannian.actions import RotationAction
from lazyq.riemannian.arithmetic import root_sum_of_squares
from lazyq.riemannian.inputs import checked_lam, checked_vectors, scale
from lazyq.riemannian.planar import alignment_in_plane


class PlaneRotation(NamedTuple):
    """A rotation that turns one plane of Rⁿ and leaves the rest.

    Attributes
    ----------
    plane : (..., n, 2) orthonormal columns; the first is turned towards the second (which is 0 in a
        block of dimension 1, where nothing turns)
    angle : (...) in [0, π]
    """

    plane: Tensor
    angle: Tensor

    def matrix(self) -> Tensor:
        """Return the rotation as a matrix (..., n, n)."""
        first, second = self.plane.unbind(-1)
        turn = second[..., :, None] * first[..., None, :]
        sine = self.angle.sin()[..., None, None]
        versine = 2 * (self.angle / 2).sin().square()[..., None, None]
        identity = torch.eye(first.shape[-1], dtype=first.dtype, device=first.device)
        return identity - versine * (self.plane @ self.plane.mT) + sine * (turn - turn.mT)


class RotationAlignment(NamedTuple):
    """The optimal rotation of x towards y at one λ.

    Attributes
    ----------
    g : (..., n, n) the minimiser g_λ
    rotations : its factors, one PlaneRotation for each block of the action
    moved : (..., n) g_λ·x
    residual : (...) ‖g_λ x − y‖
    effort : (...) ν(g_λ)
    distance : (...) d_λ(x, y) = sqrt(residual² + λ² effort²)
    """

    g: Tensor
    rotations: tuple[PlaneRotation, ...]
    moved: Tensor
    residual: Tensor
    effort: Tensor
    distance: Tensor


@any_kind("x", "y", "v", "w", "towards")
def align(
    action: RotationAction, x: Tensor, y: Tensor, lam: float | Tensor, *, towards: Tensor | None = None
) -> RotationAlignment:
    """Return g_λ, the rotation that minimises ‖gx − y‖² + λ² ν(g)², and what it costs.

    It turns, in each block, the plane of x and y. Opposite x and y leave the plane open, and beyond the cut
    locus every plane through x serves equally well, with either sense of turning: ``towards`` names the
    direction to turn to; without it, it is the coordinate axis nearest to being orthogonal to x. Turning
    towards v and towards −v gives the two minimisers of the plane, and all unit v across x the whole sphere
    of them. Differentiable where the minimiser is unique and x and y are not parallel.

    Parameters
    ----------
    action : a RotationAction
    x, y : (..., n) float32 or float64; batch dimensions broadcast
    lam : ≥ 0, units of x per radian of ν; a number or a tensor that broadcasts with the batch
    towards : (..., n) settles which way opposite points are turned; has no say elsewhere

    Raises
    ------
    ValueError : an action, shape, dtype, value or λ that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq.riemannian import OrthogonalAction, align
    >>> x, y = torch.tensor([5.0, 0.0]), torch.tensor([6.0, 8.0])
    >>> best = align(OrthogonalAction(2), x, y, 0.0)
    >>> best.moved, best.residual, best.effort  # √2 · arccos 0.6
    (tensor([3., 4.]), tensor(5.), tensor(1.3114))
    """
    given = {"x": x, "y": y} if towards is None else {"x": x, "y": y, "towards": towards}
    vectors, dtype = checked_vectors(action, **given)
    lam = checked_lam(lam, x)
    shape = torch.broadcast_shapes(vectors[0].shape[:-1], lam.shape)
    vectors = [vector.expand(*shape, vector.shape[-1]) for vector in vectors]
    frame = action.frame.to(vectors[0])
    g, rotations, moved, residuals, efforts = action.identity().to(frame), [], [], [], []
    blocks = zip(frame.split(action.blocks, -1), *map(action.split, vectors), strict=True)
    for axes, first, second, *rest in blocks:
        beta = scale(action, lam, axes.shape[-1]).expand(shape)
        best = alignment_in_plane(first, second, beta, *rest)
        rotation = PlaneRotation(axes @ torch.stack([best.u, best.w], -1), best.theta)
        g = g @ rotation.matrix()
        rotations.append(PlaneRotation(rotation.plane.to(dtype), rotation.angle.to(dtype)))
        moved.append(second - best.left_over)
        residuals.append(best.residual)
        efforts.append(math.sqrt(action.weight) * best.theta)
    residual, effort = root_sum_of_squares(residuals), root_sum_of_squares(efforts)
    price = torch.where(effort > 0, lam * effort, 0.0)
    return RotationAlignment(
        g=g.to(dtype),
        rotations=tuple(rotations),
        moved=action.join(moved).to(dtype),
        residual=residual.to(dtype),
        effort=effort.to(dtype),
        distance=root_sum_of_squares([residual, price]).to(dtype),
    )
