"""The table of predictions f(g_k x_i), computed once for all that is learned from it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeGuard, cast

import torch
from torch import Tensor, nn

from lazyq.actions import LinearTransformations, Transformations
from lazyq.actions.kinds import any_kind
from lazyq.averaging.average import (
    ProbabilityEstimator,
    as_input,
    as_module,
    checked_elements,
    checked_images,
    evaluate,
    intensities,
)

_UNITS = 4096
_ROW_BY_ROW = (nn.Linear, nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid, nn.Dropout)


class Block(NamedTuple):
    """A part of the table: which images, which elements, and f there, (rows, columns, classes)."""

    rows: slice
    columns: slice
    values: Tensor


@any_kind("images", whole=("elements",))
def predict_table(
    model: nn.Module | ProbabilityEstimator,
    action: Transformations,
    elements: Tensor,
    images: Tensor,
    *,
    outputs: str = "logits",
    batch_size: int = 1000,
    progress: Callable[[float], None] | None = None,
) -> Tensor:
    """Return f(g_k x_i) for every image and element, in batches and without gradients.

    Memory is the table, n·K·classes·4 bytes, and one batch. Where g moves x linearly and f begins with a
    matrix, as an MLP or a logistic regression does, gᵀ moves that matrix and no image is moved at all.

    Parameters
    ----------
    model, action, elements, outputs : as for :class:`lazyq.averaging.LazyAverage`
    images : (n, *action.shape), or (n, C, *action.shape) with one g for all channels; uint8 (read as k/255)
        or floating point, taken in the dtype of the model's parameters
    batch_size : images evaluated at once
    progress : called with the share that is done, in (0, 1]; an exception that it raises stops the work

    Returns
    -------
    (n, K, classes) float32 on the device of the images

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.averaging import predict_table
    >>> elements, images = torch.tensor([[0], [1]]), torch.tensor([[[1.0, 0.0]]])
    >>> predict_table(torch.nn.Flatten(), RowShifts(1, 2), elements, images, outputs="values")
    tensor([[[1., 0.],
             [0., 1.]]])
    """
    module, outputs = as_module(model, outputs)
    elements = checked_elements(action, elements)
    images = as_input(module, checked_images(action, images))
    if not (isinstance(batch_size, int) and batch_size >= 1):
        raise ValueError(f"batch_size must be a whole number of at least 1, got {batch_size!r}")
    blocks: Iterator[Block]
    if isinstance(action, LinearTransformations) and _begins_with_product(module, images):
        blocks = _by_weight(module, outputs, action, elements, images, batch_size)
    else:
        blocks = _by_image(module, outputs, action, elements, images, batch_size)
    was_training = module.training
    module.eval()
    table: Tensor | None = None
    try:
        with torch.no_grad():
            for rows, columns, values in blocks:
                if table is None:
                    size = (len(images), len(elements), values.shape[-1])
                    table = torch.empty(size, dtype=torch.float32, device=values.device)
                table[rows, columns] = values
                if progress is not None:
                    done = columns.start * len(images) + (columns.stop - columns.start) * rows.stop
                    progress(done / (len(images) * len(elements)))
    finally:
        module.train(was_training)
    if table is None:
        raise ValueError("images must hold at least one image, got none")
    return table


def _by_image(
    module: nn.Module, outputs: str, action: Transformations, elements: Tensor, images: Tensor, size: int
) -> Iterator[Block]:
    """Yield the table by its definition: every image is moved by every element."""
    for k, g in enumerate(elements):
        for rows in _batches(len(images), size):
            moved = action.act(g, intensities(images[rows]))
            yield Block(rows, slice(k, k + 1), evaluate(module, outputs, moved)[:, None])


def _by_weight(
    network: nn.Sequential,
    outputs: str,
    action: LinearTransformations,
    elements: Tensor,
    images: Tensor,
    size: int,
) -> Iterator[Block]:
    """Yield the same, up to rounding, from W(gx) = (gᵀW)x: the weights of the first layer are moved instead.

    They are moved once an element, and one matrix product serves many elements.
    """
    first, rest = cast("nn.Linear", network[1]), network[2:]
    forms = first.weight.unflatten(1, images.shape[1:])
    at_once = max(1, _UNITS // len(forms))
    for start in range(0, len(elements), at_once):
        some = elements[start : start + at_once]
        moved = torch.cat([action.adjoint(g, forms).flatten(1) for g in some])
        for rows in _batches(len(images), size):
            values = intensities(images[rows]).flatten(1) @ moved.T
            values = values.unflatten(1, (len(some), -1))
            if first.bias is not None:
                values = values + first.bias
            yield Block(rows, slice(start, start + len(some)), evaluate(rest, outputs, values))


def _begins_with_product(module: nn.Module, images: Tensor) -> TypeGuard[nn.Sequential]:
    """Say whether the module is Flatten, Linear and then layers that treat every row alike, in one dtype."""
    return (
        isinstance(module, nn.Sequential)
        and len(module) >= 2
        and type(module[0]) is nn.Flatten
        and type(module[1]) is nn.Linear
        and all(type(layer) in _ROW_BY_ROW for layer in module[2:])
        and module[1].weight.dtype == (torch.float32 if images.dtype == torch.uint8 else images.dtype)
    )


def _batches(count: int, size: int) -> list[slice]:
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]
