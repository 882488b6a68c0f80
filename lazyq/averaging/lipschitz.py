"""Lipschitz constants with respect to Euclidean norms: a proved upper bound and a found lower one."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from lazyq.actions.kinds import any_kind
from lazyq.averaging.adam import Adam
from lazyq.averaging.zoo import KernelScores

# Spectral norms are computed in float64; this covers their rounding.
_ROUNDING = 1 + 1e-10

_ONE_LIPSCHITZ = (nn.Identity, nn.Flatten, nn.Unflatten, nn.ReLU, nn.Tanh, nn.Softplus)


def lipschitz_bound(model: nn.Module, shape: tuple[int, ...], *, outputs: str = "logits") -> float:
    """Return an L with ‖f(x) − f(y)‖ ≤ L ‖x − y‖ for all x and y: the product over the layers.

    Each factor is a proved upper bound: the largest singular value of a linear layer; for a convolution,
    the largest one over all frequencies of its kernel on a torus that holds the padded image, of which
    the layer is a part; 1/2 for a softmax, whose derivative is the covariance of a one-hot variable and
    whose variance in a unit direction v is at most (max v − min v)²/4 ≤ 1/2; for a kernel machine the
    norm of its scores in the kernel's Hilbert space. Rigorous, and often loose: compare
    :func:`lipschitz_lower_bound`.

    Parameters
    ----------
    model : an ``nn.Sequential`` of known layers, in evaluation mode
    shape : of one input, without the batch
    outputs : "logits" (f is the softmax of the model's outputs) or "values"

    Raises
    ------
    ValueError : a layer whose constant is not known here, by name; nothing is guessed

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import lipschitz_bound
    >>> layer = torch.nn.Linear(2, 2)
    >>> layer.weight.data = torch.tensor([[3.0, 0.0], [0.0, 4.0]])
    >>> round(lipschitz_bound(torch.nn.Sequential(layer), (2,), outputs="values"), 6)
    4.0
    """
    if outputs not in ("logits", "values"):
        raise ValueError(f"outputs must be one of logits, values, got {outputs!r}")
    bound = 0.5 if outputs == "logits" else 1.0
    like = next(
        (tensor for tensor in model.state_dict().values() if tensor.is_floating_point()), torch.zeros(())
    )
    probe = like.new_zeros(1, *shape)
    for layer in _layers(model):
        bound *= _layer_bound(layer, tuple(probe.shape[1:])) * _ROUNDING
        with torch.no_grad():
            probe = layer(probe)
    return bound


@any_kind("images")
def lipschitz_lower_bound(
    function: Callable[[Tensor], Tensor],
    images: Tensor,
    *,
    steps: int = 50,
    rate: float = 0.05,
    seed: int = 0,
) -> float:
    """Return the largest quotient ‖f(x) − f(y)‖ / ‖x − y‖ found by ascent from pairs near the images.

    Every such quotient bounds every Lipschitz constant of f from below, wherever the search ends.

    Parameters
    ----------
    function : a differentiable map on batches, such as a LazyAverage
    images : (n, *shape) floating point; each starts one pair
    steps, rate : of the ascent
    seed : of the first directions

    Examples
    --------
    >>> import torch
    >>> from lazyq.averaging import lipschitz_lower_bound
    >>> round(lipschitz_lower_bound(lambda x: 2 * x, torch.ones(1, 3, dtype=torch.float64)), 6)
    2.0
    """
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(images.shape, generator=generator, dtype=images.dtype).to(images.device)
    x = images.clone().requires_grad_()
    y = (images + 0.01 * noise).requires_grad_()
    ascent = Adam([x, y], rate, maximize=True)
    best = 0.0
    for _ in range(steps):
        apart = torch.linalg.vector_norm((x - y).flatten(1), dim=1)
        quotient = torch.linalg.vector_norm((function(x) - function(y)).flatten(1), dim=1) / apart
        sound = quotient[(apart > 1e-4) & quotient.isfinite()]
        if len(sound) == 0:
            break
        best = max(best, float(sound.detach().max()))
        ascent.step(torch.autograd.grad(sound.clamp_min(1e-30).log().sum(), [x, y]))
    return best


def _layers(model: nn.Module) -> list[nn.Module]:
    if isinstance(model, nn.Sequential):
        return [layer for child in model for layer in _layers(child)]
    return [model]


def _layer_bound(layer: nn.Module, shape: tuple[int, ...]) -> float:
    if isinstance(layer, _ONE_LIPSCHITZ):
        return 1.0
    if isinstance(layer, nn.Sigmoid):
        return 0.25
    if isinstance(layer, nn.Softmax):
        return 0.5
    if isinstance(layer, nn.LeakyReLU):
        return max(1.0, abs(layer.negative_slope))
    if isinstance(layer, nn.Dropout):
        if layer.training:
            raise ValueError("model must be in evaluation mode: Dropout is random in training")
        return 1.0
    if isinstance(layer, nn.Linear):
        return float(torch.linalg.matrix_norm(layer.weight.detach().double(), 2))
    if isinstance(layer, nn.Conv2d):
        return _convolution_bound(layer, shape)
    if isinstance(layer, (nn.MaxPool2d, nn.AvgPool2d)):
        return _pooling_bound(layer)
    if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
        return _normalisation_bound(layer)
    if isinstance(layer, KernelScores):
        return layer.lipschitz()
    known_names = "Sequential, Linear, Conv2d, pooling, BatchNorm, common activations, KernelScores"
    raise ValueError(
        f"lipschitz_bound knows {known_names}, and has no proved constant for {type(layer).__name__}; "
        "lipschitz_lower_bound takes any differentiable model"
    )


def _convolution_bound(layer: nn.Conv2d, shape: tuple[int, ...]) -> float:
    if layer.padding_mode != "zeros" or isinstance(layer.padding, str):
        raise ValueError(
            f"lipschitz_bound knows Conv2d with zero padding given in pixels, got {layer.padding_mode}, "
            f"padding={layer.padding!r}"
        )
    kernel = layer.weight.detach().double()
    spread = [dilation * (size - 1) for dilation, size in zip(layer.dilation, kernel.shape[2:], strict=True)]
    torus = [
        size + 2 * pad + extra for size, pad, extra in zip(shape[-2:], layer.padding, spread, strict=True)
    ]
    planted = kernel.new_zeros(*kernel.shape[:2], *torus)
    planted[:, :, : spread[0] + 1 : layer.dilation[0], : spread[1] + 1 : layer.dilation[1]] = kernel
    response = torch.fft.rfft2(planted).movedim((0, 1), (-2, -1))
    blocks = response.unflatten(-2, (layer.groups, -1))
    return float(torch.linalg.matrix_norm(blocks, 2).max())


def _pooling_bound(layer: nn.MaxPool2d | nn.AvgPool2d) -> float:
    """Return sqrt(how many windows share a pixel), divided by the root of the window for a mean."""
    sizes, strides = _pair(layer.kernel_size), _pair(layer.stride)
    shared = math.prod(math.ceil(size / stride) for size, stride in zip(sizes, strides, strict=True))
    if isinstance(layer, nn.MaxPool2d):
        return math.sqrt(shared if _pair(layer.dilation) == (1, 1) else math.prod(sizes))
    padded = _pair(layer.padding) != (0, 0)
    if layer.ceil_mode or layer.divisor_override is not None or (padded and not layer.count_include_pad):
        raise ValueError(
            "lipschitz_bound knows AvgPool2d that divides by its whole window, got another divisor"
        )
    return math.sqrt(shared / math.prod(sizes))


def _pair(value: int | tuple[int, ...]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _normalisation_bound(layer: nn.BatchNorm1d | nn.BatchNorm2d) -> float:
    if layer.training or layer.running_var is None:
        raise ValueError("model must be in evaluation mode: BatchNorm depends on the batch in training")
    scale = (layer.running_var.double() + layer.eps).rsqrt()
    return float((scale if layer.weight is None else scale * layer.weight.detach().double().abs()).max())
