"""The minimiser g_λ of every pair, by the kernel that suits the action."""

from contextlib import nullcontext
from typing import TypeGuard

import torch
from torch import Tensor

from lazyq import kernels
from lazyq.actions import MinimisingAction, RowShifts, SeparableAction, SolvableAction
from lazyq.kernels import awaiting
from lazyq.kernels.envelope import Envelope, lower_envelope
from lazyq.kernels.walked import Aligned, Path
from lazyq.metric.inputs import Pair
from lazyq.metric.lines import elements_at, lines_of

_CELLS_AT_ONCE = 2**24
_FEW_CELLS = 2**26  # of tables that are made sooner than code
_PER_CELL = 3e-9  # seconds, roughly


def is_walked(action: SolvableAction, pair: Pair, kernel: str, task: str) -> TypeGuard[RowShifts]:
    """Return whether the compiled kernel serves that makes no tables.

    Unless it is asked for by name, few pairs don't wait until the code of the task is made: their tables are.

    Raises
    ------
    ValueError : no kernel has that name, or the named one can't serve this call; says why
    """
    if isinstance(action, MinimisingAction):
        return False
    x, y = pair.flat(action)
    if kernels.choose_envelope(kernel, action, x, y) is not kernels.walked:
        return False
    if kernel != "auto" or not _are_few(action, x):
        return True
    with awaiting.sparing(_cells(action, x) * _PER_CELL):
        return not kernels.walked.is_awaited(task, x)


def _are_few(action: SeparableAction, x: Tensor) -> bool:
    return _cells(action, x) <= _FEW_CELLS


def _cells(action: SeparableAction, x: Tensor) -> int:
    return len(x) * action.factors * len(action.squared_lengths) * action.shape[-1]


def walked_alignment(action: RowShifts, pair: Pair, lam: Tensor) -> Aligned:
    """Return g_λ and what it costs of pairs that are walked, for a λ of each."""
    found = kernels.walked.align(action, *pair.flat(action), lam.reshape(-1), pair.unit)
    return Aligned(*(part.reshape(*lam.shape, *part.shape[1:]) for part in found))


def walked_measure(action: RowShifts, pair: Pair, lam: Tensor) -> Aligned:
    """Return what :func:`walked_alignment` does, without g·x."""
    found = kernels.walked.measure(action, *pair.flat(action), lam.reshape(-1), pair.unit)
    numbers = (part.reshape(*lam.shape, *part.shape[1:]) for part in (found.g, *found[2:]))
    g, residuals, efforts = numbers
    return Aligned(g, found.moved, residuals, efforts)


def walked_path(action: RowShifts, pair: Pair) -> Path:
    """Return the paths of pairs that are walked."""
    found = kernels.walked.path(action, *pair.flat(action), pair.unit)
    return Path(*(part.reshape(*pair.batch(action), *part.shape[1:]) for part in found))


def minimiser(action: SolvableAction, pair: Pair, lam: Tensor, kernel: str) -> Tensor:
    """Return g_λ of every pair, (..., *element), for λ that is broadcast with the batch."""
    if isinstance(action, MinimisingAction):
        breakpoints, lines = lines_of(action, pair, kernel)
        return elements_at(lines.g, breakpoints, lam)
    is_one_each = lam.shape == pair.batch(action)
    if is_walked(action, pair, kernel, "align" if is_one_each else "path"):
        if is_one_each:
            return walked_alignment(action, pair, lam).g
        path = walked_path(action, pair)
        return elements_at(path.g, path.breakpoints, lam)
    envelope = envelopes(action, pair, kernel)
    piece = (envelope.breakpoints <= lam[..., None, None]).sum(-1, keepdim=True)
    choice = envelope.choice.expand(*lam.shape, *envelope.choice.shape[-2:])
    return action.assemble(choice.gather(-1, piece).squeeze(-1))


def envelopes(action: SeparableAction, pair: Pair, kernel: str) -> Envelope:
    """Return the envelope of every factor of every pair, λ in units of x, in slices of bounded memory."""
    with torch.no_grad():
        batch = pair.batch(action)
        squared_lengths = action.squared_lengths.to(pair.x.device)
        x, y = pair.flat(action)
        with awaiting.without_code() if kernel == "auto" and _are_few(action, x) else nullcontext():
            chosen = kernels.choose(kernel, action, x, y)
        step = max(1, _CELLS_AT_ONCE // (action.factors * len(squared_lengths)))
        parts = []
        for start in range(0, max(len(x), 1), step):
            source, target = x[start : start + step], y[start : start + step]
            table = chosen.squared_residuals(action, source, target)
            parts.append(lower_envelope(table, squared_lengths, _rounding(action, source, target)))
        whole = parts[0] if len(parts) == 1 else _joined(parts)
        breakpoints, choice, residuals = (tensor.reshape(*batch, *tensor.shape[1:]) for tensor in whole)
        return Envelope(breakpoints * pair.unit, choice, residuals)


def _rounding(action: SeparableAction, x: Tensor, y: Tensor) -> Tensor:
    """Return what ‖e·xᵢ − yᵢ‖ may be off by: nothing for uint8, else 16 roundings of ‖xᵢ‖ + ‖yᵢ‖."""
    source, target = (action.split(tensor.double()).square().sum(-1, keepdim=True) for tensor in (x, y))
    if x.dtype == torch.uint8:
        return torch.zeros_like(source)
    return 16 * torch.finfo(torch.float64).eps * (source.sqrt() + target.sqrt())


def _joined(parts: list[Envelope]) -> Envelope:
    pieces = max(part.choice.shape[-1] for part in parts)

    def padded(tensor: Tensor, size: int, value: Tensor) -> Tensor:
        return torch.cat([tensor, value.expand(*tensor.shape[:-1], size - tensor.shape[-1])], -1)

    infinity = parts[0].breakpoints.new_tensor([torch.inf])
    return Envelope(
        torch.cat([padded(part.breakpoints, pieces - 1, infinity) for part in parts]),
        torch.cat([padded(part.choice, pieces, part.choice[..., -1:]) for part in parts]),
        torch.cat(
            [padded(part.squared_residuals, pieces, part.squared_residuals[..., -1:]) for part in parts]
        ),
    )
