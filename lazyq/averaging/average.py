"""Averages of a model over transformed inputs: S^π f and R_G f."""

from pathlib import Path
from typing import Protocol, cast, final

import numpy as np
import safetensors.torch
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from torch import Tensor, nn

from lazyq.actions import Transformations
from lazyq.actions.kinds import any_kind

OUTPUTS = ("logits", "values")


class ProbabilityEstimator(Protocol):
    """A fitted scikit-learn classifier, or what offers the same method."""

    def predict_proba(self, features: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Return class probabilities, one row for each row of features."""


@final
class EstimatorModule(nn.Module):
    """A scikit-learn classifier as a torch module from images to class probabilities.

    It has no gradient and no state of its own: the estimator is held, not copied.
    """

    def __init__(self, estimator: ProbabilityEstimator) -> None:
        super().__init__()
        self.estimator = estimator

    def forward(self, x: Tensor) -> Tensor:
        """Return predict_proba of the flattened images, in the dtype and on the device of x."""
        features = x.detach().flatten(1).double().cpu().numpy()
        return torch.as_tensor(np.asarray(self.estimator.predict_proba(features))).to(x)


@final
class LazyAverage(nn.Module):
    """S^π f(x) = Σ_k π_k f(g_k x), a model averaged over transformations with the law π.

    A fixed π is a buffer; a learned one is softmax(logits), with the logits a parameter that any torch
    optimiser moves. π concentrated on the identity gives f; uniform π over a finite group gives the
    Reynolds operator, which is invariant. Gradients flow through the model and the weights alike.

    Parameters
    ----------
    model : a torch module on batches (n, *action.shape), or (n, C, *action.shape) with one g for all
        channels; or a classifier with ``predict_proba``
    action : Transformations, such as Rotations(28, 28), RowShifts, Translations or one's own
    elements : (K, *element) the support of π, at least one element
    weights : (K,) probabilities, or None for the uniform law
    outputs : "logits" (the model's outputs pass through a softmax before they are averaged) or "values"
        (probabilities and regressions, averaged as they are); an estimator gives values
    learned : whether π is a parameter; a learned π starts at ``weights``, each of which must be positive
    symmetric : ties π_g = π_{g⁻¹}; the inverse of each element must then be among the elements

    Raises
    ------
    ValueError : elements, weights or outputs that can't be taken; says which, and what is

    Source: the talk *Lazy Quotient Metrics*, "2nd Idea: average lazily the output".

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.averaging import LazyAverage
    >>> elements, weights = torch.tensor([[0], [1]]), torch.tensor([0.75, 0.25])
    >>> average = LazyAverage(torch.nn.Flatten(), RowShifts(1, 2), elements, weights, outputs="values")
    >>> average(torch.tensor([[[1.0, 0.0]]]))
    tensor([[0.7500, 0.2500]])
    """

    @any_kind("weights", whole=("elements",))
    def __init__(
        self,
        model: nn.Module | ProbabilityEstimator,
        action: Transformations,
        elements: Tensor,
        weights: Tensor | None = None,
        *,
        outputs: str = "logits",
        learned: bool = False,
        symmetric: bool = False,
    ) -> None:
        super().__init__()
        elements = checked_elements(action, elements)
        pi = checked_weights(weights, len(elements)).to(elements.device)
        self.model, self.outputs = as_module(model, outputs)
        self.action = action
        self.elements: Tensor
        self.register_buffer("elements", elements)
        tied = inverse_pairs(action, elements) if symmetric else torch.arange(len(elements))
        self.tied: Tensor
        self.register_buffer("tied", tied.to(elements.device))
        self.fixed: Tensor
        self.logits: Tensor
        if learned:
            if not (pi > 0).all():
                raise ValueError(f"weights must be positive where π is learned, got {pi.min():g}")
            self.logits = nn.Parameter(pool(pi, self.tied).log())
        else:
            self.register_buffer("fixed", spread(pool(pi, self.tied), self.tied))
        self.learned = learned

    @property
    def weights(self) -> Tensor:
        """π, shape (K,), float64: non-negative, of sum 1."""
        if self.learned:
            return spread(self.logits.softmax(0), self.tied)
        return self.fixed

    def forward(self, x: Tensor) -> Tensor:
        """Return S^π f(x), shape (n, classes): probabilities if the model gives logits.

        uint8 images are read as intensities k/255.
        """
        pi = self.weights
        total: Tensor | None = None
        for g, weight in zip(self.elements, pi, strict=True):
            value = evaluate(self.model, self.outputs, self.action.act(g, x))
            total = weight.to(value) * value if total is None else total + weight.to(value) * value
        return cast("Tensor", total)


@any_kind(whole=("elements",))
def reynolds_operator(
    model: nn.Module | ProbabilityEstimator,
    action: Transformations,
    elements: Tensor,
    *,
    outputs: str = "logits",
) -> LazyAverage:
    """Return R_G f(x) = E_{g∈G} f(gx): the lazy average with uniform π.

    Invariant, exactly, if the elements are a whole finite group that acts exactly.

    Parameters
    ----------
    model, action, elements, outputs : as for :class:`LazyAverage`

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.averaging import reynolds_operator
    >>> average = reynolds_operator(
    ...     torch.nn.Flatten(), RowShifts(1, 2), torch.tensor([[0], [1]]), outputs="values"
    ... )
    >>> average(torch.tensor([[[1.0, 0.0]]]))
    tensor([[0.5000, 0.5000]])
    """
    return LazyAverage(model, action, elements, outputs=outputs)


def save_state(module: nn.Module, path: Path | str) -> None:
    """Write the parameters and buffers of a module to a safetensors file.

    Parameters
    ----------
    module : whose state is written
    path : of the file, which is overwritten

    Examples
    --------
    >>> import tempfile, torch
    >>> from lazyq.averaging import load_state, save_state
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_state(torch.nn.Linear(2, 1), f"{folder}/model.safetensors")
    ...     load_state(torch.nn.Linear(2, 1), f"{folder}/model.safetensors")
    """
    state = {name: tensor.detach().cpu().contiguous() for name, tensor in module.state_dict().items()}
    safetensors.torch.save_file(state, str(path))


def load_state(module: nn.Module, path: Path | str) -> None:
    """Read parameters and buffers that :func:`save_state` wrote into a module of the same layout.

    Parameters
    ----------
    module : which takes the state over
    path : of the file

    Raises
    ------
    ValueError : the file is missing, is no safetensors file, or belongs to another layout

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import load_state
    >>> load_state(torch.nn.Linear(2, 1), "nowhere")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: path must name a safetensors file, got nowhere: ...
    """
    try:
        state = safetensors.torch.load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise ValueError(f"path must name a safetensors file, got {path}: {error}") from error
    own = {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
    found = {name: tuple(tensor.shape) for name, tensor in state.items()}
    if own != found:
        raise ValueError(f"the file must hold {own}, got {found}")
    module.load_state_dict(state)


def as_module(model: nn.Module | ProbabilityEstimator, outputs: str) -> tuple[nn.Module, str]:
    """Return the model as a torch module, and whether it gives logits or values.

    Raises
    ------
    ValueError : a model that is neither a module nor offers predict_proba, or unknown outputs
    """
    if outputs not in OUTPUTS:
        raise ValueError(f"outputs must be one of {', '.join(OUTPUTS)}, got {outputs!r}")
    if isinstance(model, nn.Module):
        return model, outputs
    if hasattr(model, "predict_proba"):  # a frozen estimator hands it on, where no isinstance looks
        return EstimatorModule(model), "values"
    raise ValueError(
        f"model must be a torch module or a classifier with predict_proba, got {type(model).__name__}"
    )


def evaluate(module: nn.Module, outputs: str, x: Tensor) -> Tensor:
    """Return the module's values at x, logits turned into probabilities."""
    value = module(intensities(x))
    return value.softmax(-1) if outputs == "logits" else value


def intensities(x: Tensor) -> Tensor:
    """Return uint8 levels as k/255 in float32, and other tensors as they are."""
    return x.float() / 255 if x.dtype == torch.uint8 else x


def checked_images(action: Transformations, images: Tensor) -> Tensor:
    """Return images (n, *action.shape) or (n, C, *action.shape).

    Raises
    ------
    ValueError : not a tensor, or of another shape
    """
    inner = len(action.shape)
    if not isinstance(images, Tensor):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"images must be a torch.Tensor, a NumPy array or a list, got {type(images).__name__}"
        )
    if images.ndim not in (inner + 1, inner + 2) or images.shape[images.ndim - inner :] != action.shape:
        one = ", ".join(map(str, action.shape))
        raise ValueError(
            f"images must have shape (n, {one}), or (n, C, {one}) for channels, got {tuple(images.shape)}"
        )
    return images


def as_input(module: nn.Module, x: Tensor) -> Tensor:
    """Return points as a module takes them: of no dtype of its parameters, they get that of the first."""
    known = [parameter.dtype for parameter in module.parameters()]
    return x.to(known[0]) if known and x.is_floating_point() and x.dtype not in known else x


def checked_elements(action: Transformations, elements: Tensor) -> Tensor:
    """Return the elements as a tensor (K, *element), K ≥ 1.

    Raises
    ------
    ValueError : not a tensor, of another shape than the action's elements, empty, or not finite
    """
    one = action.identity()
    if not isinstance(elements, Tensor):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"elements must be a torch.Tensor, a NumPy array or a list, got {type(elements).__name__}"
        )
    if elements.ndim != one.ndim + 1 or elements.shape[1:] != one.shape or len(elements) == 0:
        wanted = ", ".join(["K", *map(str, one.shape)])
        raise ValueError(f"elements must have shape ({wanted}), K at least 1, got {tuple(elements.shape)}")
    elements = elements.to(one.dtype)
    if not elements.isfinite().all():
        raise ValueError("elements must be finite, got NaN or infinity among them")
    return elements


def checked_weights(weights: Tensor | None, size: int) -> Tensor:
    """Return π as float64 (K,), or the uniform law for None.

    Raises
    ------
    ValueError : another shape, a negative or non-finite weight, or a sum that is not 1
    """
    if weights is None:
        return torch.full((size,), 1 / size, dtype=torch.float64)
    weights = torch.as_tensor(weights).detach().double()
    if weights.shape != (size,):
        raise ValueError(
            f"weights must have shape ({size},), one for each element, got {tuple(weights.shape)}"
        )
    if not (weights >= 0).all() or not abs(float(weights.sum()) - 1) <= 1e-6:
        raise ValueError(f"weights must be non-negative with sum 1, got {weights.tolist()}")
    return weights / weights.sum()


@any_kind(whole=("elements",))
def inverse_pairs(action: Transformations, elements: Tensor) -> Tensor:
    """Return for each element the number of the pair {g, g⁻¹} that it belongs to, shape (K,).

    Parameters
    ----------
    action : whose group the elements are of
    elements : (K, *element), with the inverse of each

    Raises
    ------
    ValueError : the inverse of an element is not among the elements

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts
    >>> from lazyq.averaging import inverse_pairs
    >>> inverse_pairs(RowShifts(1, 3), torch.tensor([[0], [1], [-1]]))
    tensor([0, 1, 1])
    """
    rows = elements.flatten(1) if elements.ndim > 1 else elements[:, None]
    inverse = action.inverse(elements)
    others = inverse.flatten(1) if inverse.ndim > 1 else inverse[:, None]
    near = torch.isclose(rows[:, None].double(), others[None].double(), rtol=1e-12, atol=1e-12).all(-1)
    if not near.any(0).all():
        lonely = elements[int((~near.any(0)).nonzero()[0])]
        raise ValueError(
            f"elements must hold the inverse of each where π is symmetric, got {lonely} without it"
        )
    first = torch.minimum(near.int().argmax(0), torch.arange(len(elements), device=elements.device))
    return torch.unique(first, return_inverse=True)[1]


def pool(values: Tensor, tied: Tensor) -> Tensor:
    """Return the sums of values (K,) over the members of each pair."""
    return torch.zeros(int(tied.max()) + 1, dtype=values.dtype, device=values.device).index_add(
        0, tied, values
    )


def spread(totals: Tensor, tied: Tensor) -> Tensor:
    """Return the weights (K,) that share the total of each pair equally."""
    return (totals / pool(torch.ones_like(tied, dtype=totals.dtype), tied))[tied]
