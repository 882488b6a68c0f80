"""Lazy distances of all pairs of two sets."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from lazyq.actions import GroupAction, SeparableAction, SolvableAction
from lazyq.actions.kinds import any_kind
from lazyq.kernels import pairwise as pairwise_kernels
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.summing import take_square_root
from lazyq.metric.distance import lazy_distance
from lazyq.metric.inputs import checked_pair, require_plain, require_solvable
from lazyq.metric.samples import DARKEST_WHITE, warn_of_levels

_CLOSE = 1e-5
_LOST = 2.0**12  # a pair is close where an error by the kernel's bound would be one part in so many
_MEANS = 1.3  # so much of it more leaves room for the means' own error, 5.3e-5 of d² where d² is above _CLOSE
_PAIRS_AT_ONCE = 2**16
_PIXELS_AT_ONCE = 2**23  # of pairs whose gradients are found together
_PARTS = 8  # of a set beside itself: 9 of 16 pairs are computed
_FEWEST = 256  # points that are worth parts


@any_kind("x", "y")
def pairwise(
    action: GroupAction, x: Tensor, y: Tensor, lam: float | Sequence[float] | Tensor, *, kernel: str = "auto"
) -> Tensor:
    """Return d_λ(x[q], y[j]) = min_g sqrt(‖g·x[q] − y[j]‖² + λ² ν(g)²) for every λ, q and j.

    All λ come from one pass. uint8 images are correlated in exact integers and the distances returned in
    float32, right to a relative (H + 2)·2⁻²³. Distances of floating-point images are float64; those of
    float32 images under row shifts and translations are computed in float32 and right to a relative 2⁻¹³ at
    worst, mostly to 10⁻⁶: pairs that are close beside ‖x‖² + ‖y‖², of translations and series and on a GPU
    without their means, are measured again in float64. Of a set beside itself, y being x, about half of the
    pairs are computed, as d_λ is symmetric.

    Distances are differentiable, once, in floating-point x and y and in λ, as :func:`lazyq.lazy_distance` is:
    the alignments of all pairs are found again for the gradient, some rows at a time. A gradient of some
    pairs only is cheaper by :func:`lazyq.lazy_distance`.

    Parameters
    ----------
    action : a SeparableAction, such as RowShifts or Translations, or a MinimisingAction, such as Permutations
    x, y : (n, *action.shape) and (m, *action.shape) tensors, NumPy arrays or lists, which the result is of
        then; uint8 (levels k/255), float32 or float64
    lam : ≥ 0, units of x per unit of ν, inf included; of L numbers the result begins with a dimension of L
    kernel : "auto" or a name of :data:`lazyq.kernels.pairwise.BY_NAME`

    Returns
    -------
    (L, n, m), or (n, m) for one λ, in units of x

    Raises
    ------
    ValueError : an action, shape, dtype, value, λ or kernel that can't be taken; says which, and what is

    Warns
    -----
    UserWarning : x looks like pixels 0 … 255 that are not uint8

    Examples
    --------
    >>> import torch
    >>> from lazyq import RowShifts, pairwise
    >>> points = torch.tensor([[[0.0, 0, 1, 0]], [[0.0, 1, 0, 0]], [[0.0, 0, 4, 0]]])
    >>> pairwise(RowShifts(1, 4), points, points, [0.0])
    tensor([[[0., 0., 3.],
             [0., 0., 3.],
             [3., 3., 0.]]], dtype=torch.float64)
    """
    require_plain("pairwise")
    action = require_solvable(action)
    unit = checked_sets(action, x, y)
    several, one = one_or_several(lam)
    lams = checked_lams(several, x.device)
    chosen = pairwise_kernels.choose(kernel, action, x, y)
    if x.is_floating_point():
        _warn_of_levels(x)
    distances: Tensor = _Distances.apply(x, y, lams, action, unit, chosen)
    return distances[0] if one else distances


def _warn_of_levels(x: Tensor) -> None:
    """Warn of levels 0 … 255, with a look at the maximum first: nothing else leaves a GPU."""
    if x.numel() and DARKEST_WHITE <= float(x.detach().amax()) <= 255:
        warn_of_levels(x.detach().cpu().numpy(), "x", stacklevel=5)


class _Distances(torch.autograd.Function):
    """All distances by the kernel, and their gradients by the alignments."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, y: Tensor, lams: Tensor, action: SolvableAction, unit: float, kernel: ModuleType
    ) -> Tensor:
        ctx.save_for_backward(x, y, lams)
        ctx.action = action
        mus = (lams / unit).square()
        squared = _squared_distances(kernel, action, x, y, mus)
        if x.is_floating_point():
            squared = squared.double()
        if isinstance(action, SeparableAction) and kernel.errors(action, x.dtype)[1] > 0:
            own, theirs = (_limits(kernel, action, images) for images in (x, y))
            _measure_close_pairs_again(action, x, y, mus, squared, own[:, None] + theirs)
        return take_square_root(squared).mul_(unit)

    @staticmethod
    def jvp(ctx: Any, *tangents: Tensor | None) -> Tensor:
        raise NotImplementedError("pairwise has no derivatives in forward mode; lazy_distance has")

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        wanted = ctx.needs_input_grad[:3]
        parts = [part.detach() for part in ctx.saved_tensors]
        own = [part.requires_grad_() for part, is_wanted in zip(parts, wanted, strict=True) if is_wanted]
        x, y, lams = parts
        sums = [torch.zeros_like(part) for part in own]
        step = max(1, _PIXELS_AT_ONCE // max(1, y.numel()))
        with torch.enable_grad():
            for level in range(len(lams)):
                for start in range(0, len(x), step):
                    rows = slice(start, start + step)
                    found = lazy_distance(ctx.action, x[rows, None], y[None], lams[level])
                    weights = gradient[level, rows].to(found.dtype)
                    for total, its in zip(sums, torch.autograd.grad(found, own, weights), strict=True):
                        total += its
        found_sums = iter(sums)
        return (*(next(found_sums) if is_wanted else None for is_wanted in wanted), None, None, None)


def checked_sets(action: SolvableAction, x: Tensor, y: Tensor) -> float:
    """Return the length of one unit of the levels of two sets of points.

    Raises
    ------
    ValueError : as :func:`lazyq.metric.inputs.checked_pair`, or not one batch dimension each
    """
    for name, tensor, letter in (("x", x, "n"), ("y", y, "m")):
        if isinstance(tensor, Tensor) and tensor.ndim != len(action.shape) + 1:
            shape = ", ".join([letter, *map(str, action.shape)])
            raise ValueError(f"{name} must have shape ({shape}), got {tuple(tensor.shape)}")
    if isinstance(x, Tensor) and isinstance(y, Tensor):
        x, y = x[:, None], y[None]
    return checked_pair(action, x, y).unit


def squared_lams(lams: Sequence[float] | Tensor, unit: float, device: torch.device) -> Tensor:
    """Return λ² in squared levels, (L,) float64; raises as :func:`checked_lams`."""
    return (checked_lams(lams, device) / unit).square()


def one_or_several(lam: Any) -> tuple[Any, bool]:
    """Return λ as a sequence, and whether it was one number."""
    if isinstance(lam, np.ndarray | Tensor):
        return (lam.reshape(1), True) if lam.ndim == 0 else (lam, False)
    one = isinstance(lam, int | float | np.number)
    return ([lam], True) if one else (lam, False)


def checked_lams(lams: Sequence[float] | Tensor, device: torch.device) -> Tensor:
    """Return several λ, (L,) float64.

    Raises
    ------
    ValueError : not a sequence of numbers, or one that is negative or NaN
    """
    try:
        values = torch.as_tensor(lams, dtype=torch.float64, device=device)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        raise ValueError(f"lam must be numbers of at least 0 (inf included), got {lams!r}") from None
    if values.ndim != 1:
        raise ValueError(f"lam must have one dimension, got shape {tuple(values.shape)}")
    if not (values >= 0).all():
        raise ValueError(f"lam must be at least 0 (inf included), got {lams}")
    return values


def _squared_distances(
    kernel: ModuleType, action: SolvableAction, x: Tensor, y: Tensor, mus: Tensor
) -> Tensor:
    """Return what the kernel does; of a set beside itself it computes what is right of the diagonal."""
    one_set = x.data_ptr() == y.data_ptr() and x.shape == y.shape and x.stride() == y.stride()
    if not one_set or len(x) < _FEWEST:
        return cast("Tensor", kernel.squared_distances(action, x, y, mus))
    size = -(-len(x) // _PARTS)
    first = kernel.squared_distances(action, x[:size], x, mus)
    squared = first.new_empty(len(mus), len(x), len(x))
    for start in range(0, len(x), size):
        end = start + size
        part = kernel.squared_distances(action, x[start:end], x[start:], mus) if start else first
        squared[:, start:end, start:] = part
        squared[:, end:, start:end] = part[..., size:].mT
    return squared


def _limits(kernel: ModuleType, action: SeparableAction, images: Tensor) -> Tensor:
    """Return what each image adds to the squared distance below which a pair is close, (n,) float64."""
    absolute = kernel.errors(action, images.dtype)[1]
    energies = torch.linalg.vector_norm(images.flatten(1), dim=1, dtype=torch.float64).square()
    if not hasattr(kernel, "energies_of_means"):
        return energies * max(_CLOSE, _LOST * absolute)
    rest = (energies - kernel.energies_of_means(action, images)).clamp(min=0)
    return _CLOSE * energies + _MEANS * _LOST * absolute * rest


def _measure_close_pairs_again(
    action: SeparableAction, x: Tensor, y: Tensor, mus: Tensor, squared: Tensor, limits: Tensor
) -> None:
    """Replace squared distances that cancellation has robbed of digits by sums of squared differences.

    These are those of at most the limits, (n, m).
    """
    for level, mu in enumerate(mus.tolist()):
        close = squared[level] <= limits
        for rows, columns in zip(
            *(places.split(_PAIRS_AT_ONCE) for places in close.nonzero().T), strict=True
        ):
            squared[level, rows, columns] = squared_distances_of_pairs(action, x[rows], y[columns], mu)
