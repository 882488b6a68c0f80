"""Sums in one written order, so that every kernel and machine rounds alike."""

from torch import Tensor


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
