"""The public door of the metric: what x, y and λ may be."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from lazyq.actions import GroupAction, MinimisingAction, SeparableAction, SolvableAction

DTYPES = (torch.uint8, torch.float32, torch.float64)
DEVICES_WITHOUT_FLOAT64 = ("mps",)
LARGEST = 1e150  # its square is still far from the largest float64


class Pair(NamedTuple):
    """Checked input: x and y broadcast to one batch, and the length of one unit of their levels."""

    x: Tensor
    y: Tensor
    unit: float

    def batch(self, action: SolvableAction) -> torch.Size:
        """Return the batch dimensions."""
        return self.x.shape[: self.x.ndim - len(action.shape)]

    def flat(self, action: SolvableAction) -> tuple[Tensor, Tensor]:
        """Return x and y with one batch dimension."""
        return self.x.reshape(-1, *action.shape), self.y.reshape(-1, *action.shape)


def require_solvable(action: GroupAction) -> SolvableAction:
    """Return the action, or raise ValueError if the metric can't be computed for it."""
    if not isinstance(action, SeparableAction | MinimisingAction):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"action must be a SeparableAction (a finite group, or a product of finite groups) "
            f"or a MinimisingAction, got {type(action).__name__}"
            + ("; rotations of Rⁿ have lazyq.riemannian.align" if isinstance(action, GroupAction) else "")
        )
    return action


def unit_of(action: SolvableAction, dtype: torch.dtype) -> float:
    """Return the length of one unit of the levels of points: 1/255 for uint8 images."""
    return 1 / 255 if dtype == torch.uint8 and isinstance(action, SeparableAction) else 1.0


def checked_pair(action: SolvableAction, x: Tensor, y: Tensor) -> Pair:
    """Return x and y broadcast against each other, with the unit of their levels.

    uint8 levels 0..255 stand for the intensities k/255, as torchvision's ``ToTensor`` reads them, so
    that λ means the same for both; they are computed exactly, in integers.

    Raises
    ------
    ValueError : a dtype, shape, device or value that the metric can't take; says which, and what it takes
    """
    shape = action.shape
    for name, tensor in (("x", x), ("y", y)):
        if not isinstance(tensor, Tensor):
            raise ValueError(  # noqa: TRY004  one error type for all bad input
                f"{name} must be a torch.Tensor, a NumPy array or a list of numbers, "
                f"got {type(tensor).__name__}"
            )
        if isinstance(action, MinimisingAction) and tensor.dtype not in action.dtypes:
            accepted = ", ".join(str(dtype).removeprefix("torch.") for dtype in action.dtypes)
            raise ValueError(f"{name} must be one of {accepted}, got {tensor.dtype}")
        if isinstance(action, SeparableAction) and tensor.dtype not in DTYPES:
            raise ValueError(
                f"{name} must be uint8 (levels 0..255, read as k/255), float32 or float64, got {tensor.dtype}"
            )
        if tensor.shape[max(tensor.ndim - len(shape), 0) :] != shape:
            raise ValueError(
                f"{name} must have shape (..., {', '.join(map(str, shape))}), got {tuple(tensor.shape)}"
            )
        if tensor.layout != torch.strided:
            raise ValueError(f"{name} must be dense, got {tensor.layout}; {name}.to_dense() is")
        if tensor.device.type in DEVICES_WITHOUT_FLOAT64:
            raise ValueError(
                f"{name} must be on a device that computes in float64, got {tensor.device}; "
                f"{name}.cpu() is on one"
            )
    if x.dtype != y.dtype:
        raise ValueError(f"x and y must have one dtype, got {x.dtype} and {y.dtype}")
    if x.device != y.device:
        raise ValueError(f"x and y must be on one device, got {x.device} and {y.device}")
    if x.is_meta:
        raise ValueError("x and y must hold numbers, got tensors on the device meta, which have none")
    if not transforming():
        check_values(x, y)
    try:
        x, y = torch.broadcast_tensors(x, y)
    except RuntimeError:
        raise ValueError(
            f"the batch dimensions of x and y must broadcast, got {tuple(x.shape)} and {tuple(y.shape)}"
        ) from None
    return Pair(x, y, unit_of(action, x.dtype))


def check_values(x: Tensor, y: Tensor) -> None:
    """Check that all numbers are finite and not too large.

    Raises
    ------
    ValueError : some are not
    """
    for name, tensor in (("x", x), ("y", y)):
        if tensor.is_floating_point() and tensor.numel():
            largest = min(LARGEST, torch.finfo(tensor.dtype).max)
            least, most = torch.aminmax(tensor.detach())
            if not (-least <= largest and most <= largest):
                raise ValueError(
                    f"{name} must be finite and at most {largest:g} in size, "
                    f"got {tensor.abs().max().item()} among its values"
                )


def transforming() -> bool:
    """Return whether torch.func is at work, such as vmap or grad: then numbers can't be looked at."""
    return bool(torch._C._are_functorch_transforms_active())


def require_plain(name: str) -> None:
    """Check that a function that looks at its numbers is not called within torch.func.

    Raises
    ------
    ValueError : it is
    """
    if transforming():
        raise ValueError(
            f"{name} can't be called within torch.func (vmap, grad, …): it takes batches itself, and align "
            "and lazy_distance can be"
        )


def checked_lam(lam: float | Tensor, batch: torch.Size, device: torch.device) -> Tensor:
    """Return λ broadcast with the batch, as a float64 tensor on the device.

    Raises
    ------
    ValueError : λ is not a number, negative or NaN, or does not broadcast with the batch
    """
    if isinstance(lam, Tensor) and lam.is_complex():
        raise ValueError(f"lam must be real, got {lam.dtype}")
    try:
        values = torch.as_tensor(lam, dtype=torch.float64, device=device)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        raise ValueError(f"lam must be a number of at least 0 (inf included), got {lam!r}") from None
    if not transforming():
        check_lam_values(values, lam)
    try:
        # torch's own function of this name imports SymPy, for a second
        return values.expand(np.broadcast_shapes(values.shape, batch))
    except ValueError:
        raise ValueError(
            f"lam must broadcast with the batch of shape {tuple(batch)}, got shape {tuple(values.shape)}"
        ) from None


def check_lam_values(values: Tensor, given: object) -> None:
    """Check that no λ is negative or NaN.

    Raises
    ------
    ValueError : one is; says what was given
    """
    if not (values >= 0).all():
        raise ValueError(f"lam must be at least 0 (inf included), got {given}")
