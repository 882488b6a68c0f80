"""How far from invariant a model is."""

import torch
from torch import Tensor, nn

from lazyq.actions import Transformations
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


@any_kind("images", whole=("elements",))
def invariance_gap(
    model: nn.Module | ProbabilityEstimator,
    action: Transformations,
    elements: Tensor,
    images: Tensor,
    *,
    outputs: str = "logits",
) -> Tensor:
    """Return ‖f(gx) − f(x)‖ for every image and element, the quasi-invariance gap of f.

    0 for every g if f is invariant. To measure S^π f, give it as the model with ``outputs="values"``.

    Parameters
    ----------
    model : a torch module or a classifier with predict_proba, such as a LazyAverage
    action, elements : the transformations g to measure at, (K, *element)
    images : (n, *action.shape) or (n, C, *action.shape), uint8 (read as k/255) or floating point
    outputs : "logits" (compared as probabilities) or "values"

    Returns
    -------
    (n, K) Euclidean norms, without gradients

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.averaging import invariance_gap
    >>> elements, x = torch.tensor([[0], [1]]), torch.tensor([[[3.0, 0.0]]])
    >>> invariance_gap(torch.nn.Flatten(), RowShifts(1, 2), elements, x, outputs="values")  # 0, 3√2
    tensor([[0.0000, 4.2426]])
    """
    module, outputs = as_module(model, outputs)
    elements = checked_elements(action, elements)
    images = as_input(module, checked_images(action, images))
    with torch.no_grad():
        still = evaluate(module, outputs, intensities(images))
        moved = [evaluate(module, outputs, action.act(g, intensities(images))) for g in elements]
        gaps = [torch.linalg.vector_norm(value - still, dim=-1) for value in moved]
    return torch.stack(gaps, -1)
