"""Sums in one written order and nearest roots, so that every kernel and machine rounds alike."""

import numpy as np
import torch
from torch import Tensor
from torch.autograd.forward_ad import unpack_dual


def by_halves(values: Tensor) -> Tensor:
    """Return the sum over the last dimension.

    It is filled up with zeros to a power of two, then half is added to half until one number is left.
    torch.sum adds in an order that depends on the processor. The values are overwritten.
    """
    count = values.shape[-1]
    if count == 0:
        return values.sum(-1)
    size = 1 << (count - 1).bit_length()
    while size > 1:
        size //= 2
        rest = values[..., size:]
        values[..., : rest.shape[-1]] += rest
        values = values[..., :size]
    return values[..., 0]


def square_root(values: Tensor) -> Tensor:
    """Return the numbers nearest to the roots, which those of torch's vectors on some processors are not.

    Where derivatives are asked for, or torch.func is at work, torch's own are taken.
    """
    is_plain = values.device.type == "cpu" and not torch._C._are_functorch_transforms_active()
    if not is_plain or has_derivative(values):
        return values.sqrt()
    return torch.from_numpy(np.asarray(np.sqrt(values.numpy())))


def has_derivative(values: Tensor) -> bool:
    """Return whether derivatives go through values, backwards or forwards: numbers alone won't do."""
    backwards = values.requires_grad and torch.is_grad_enabled()
    return backwards or unpack_dual(values).tangent is not None


def take_square_root(values: Tensor) -> Tensor:
    """Put the roots in the place of the values, and return them: the nearest numbers in float64."""
    if values.dtype != torch.float64 or values.device.type != "cpu":
        return values.sqrt_()
    np.sqrt(values.numpy(), out=values.numpy())
    return values
