"""The public door: what x, v and λ may be."""

import math

import torch
from torch import Tensor

from lazyq.riemannian.actions import RotationAction


def checked_action(action: RotationAction) -> RotationAction:
    """Return the action, or raise ValueError if it is not made of rotations."""
    if not isinstance(action, RotationAction):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"action must be a RotationAction, such as OrthogonalAction(3), got {type(action).__name__}"
        )
    return action


def checked_vectors(action: RotationAction, **vectors: Tensor) -> tuple[list[Tensor], torch.dtype]:
    """Return the vectors in float64, broadcast against each other, and the dtype of the result.

    Raises
    ------
    ValueError : a dtype, shape, device or value that can't be taken; says which, and what it takes
    """
    size = checked_action(action).shape[0]
    for name, vector in vectors.items():
        if not isinstance(vector, Tensor):
            raise ValueError(  # noqa: TRY004  one error type for all bad input
                f"{name} must be a torch.Tensor, a NumPy array or a list of numbers, "
                f"got {type(vector).__name__}"
            )
        if vector.dtype not in (torch.float32, torch.float64):
            raise ValueError(f"{name} must be float32 or float64, got {vector.dtype}")
        if vector.ndim == 0 or vector.shape[-1] != size:
            raise ValueError(f"{name} must have shape (..., {size}), got {tuple(vector.shape)}")
        if not vector.isfinite().all():
            raise ValueError(f"{name} must be finite, got NaN or infinity among its values")
    given = list(vectors.values())
    names = " and ".join(vectors)
    if len({vector.device for vector in given}) > 1:
        raise ValueError(f"{names} must be on one device, got {', '.join(str(v.device) for v in given)}")
    try:
        broadcast = torch.broadcast_tensors(*given)
    except RuntimeError:
        shapes = " and ".join(str(tuple(vector.shape)) for vector in given)
        raise ValueError(f"the batch dimensions of {names} must broadcast, got {shapes}") from None
    dtype = torch.float64 if any(v.dtype == torch.float64 for v in given) else torch.float32
    return [vector.double() for vector in broadcast], dtype


def checked_lam(lam: float | Tensor, like: Tensor, *, positive: bool = False) -> Tensor:
    """Return λ as a float64 tensor on the device of ``like``.

    Raises
    ------
    ValueError : λ is not a number, negative or NaN, or 0 where the metric must not degenerate
    """
    least = "more than 0, where the metric is Riemannian" if positive else "at least 0"
    try:
        values = torch.as_tensor(lam, dtype=torch.float64, device=like.device)
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"lam must be a number of {least} (inf included), got {lam!r}") from None
    if not (values > 0 if positive else values >= 0).all():
        raise ValueError(f"lam must be {least} (inf included), got {lam}")
    return values


def scale(action: RotationAction, lam: Tensor, block: int) -> Tensor:
    """Return β = sqrt(weight)·λ, the length at which a block of this dimension begins to bend.

    The metric of a block is (β² I + xxᵀ) / (β² + ‖x‖²); one that is never turned has β = ∞.
    """
    return torch.full_like(lam, torch.inf) if block == 1 else lam * math.sqrt(action.weight)
