"""The table of predictions f(g_k x_i), computed once for all that is learned from it."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from lazyq.actions import Transformations
from lazyq.averaging.average import ProbabilityEstimator, as_module, checked_elements, evaluate, intensities


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

    Memory is the table, n·K·classes·4 bytes, and one batch.

    Parameters
    ----------
    model, action, elements, outputs : as for :class:`lazyq.averaging.LazyAverage`
    images : (n, *action.shape), uint8 (read as k/255) or floating point
    batch_size : images evaluated at once
    progress : called with the share that is done, in (0, 1]; an exception that it raises stops the work

    Returns
    -------
    (n, K, classes) float32 on the device of the images
    """
    module, outputs = as_module(model, outputs)
    elements = checked_elements(action, elements)
    if images.ndim != len(action.shape) + 1 or images.shape[1:] != action.shape:
        wanted = ", ".join(["n", *map(str, action.shape)])
        raise ValueError(f"images must have shape ({wanted}), got {tuple(images.shape)}")
    if not (isinstance(batch_size, int) and batch_size >= 1):
        raise ValueError(f"batch_size must be a whole number of at least 1, got {batch_size!r}")
    was_training = module.training
    module.eval()
    table: Tensor | None = None
    try:
        with torch.no_grad():
            for start in range(0, len(images), batch_size):
                batch = intensities(images[start : start + batch_size])
                for k, g in enumerate(elements):
                    values = evaluate(module, outputs, action.act(g, batch))
                    if table is None:
                        size = (len(images), len(elements), values.shape[-1])
                        table = torch.empty(size, dtype=torch.float32, device=values.device)
                    table[start : start + batch_size, k] = values
                if progress is not None:
                    progress(min(1.0, (start + batch_size) / len(images)))
    finally:
        module.train(was_training)
    if table is None:
        raise ValueError("images must hold at least one image, got none")
    return table
