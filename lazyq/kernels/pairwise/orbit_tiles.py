# ruff: noqa: RUF005  Triton joins tuples by + alone
"""The Triton program of :mod:`lazyq.kernels.pairwise.orbits`. Importing it imports Triton."""

import torch
import triton
from torch import Tensor
from triton import language as tl

DEPTH = 128  # the pixels of one matrix product
_TARGETS, _MOVED, _WARPS, _STAGES = 128, 128, 4, 3
_LEVELS = 8


def why_not(device: torch.device) -> str | None:
    """Return the reason why a device can't run the program, or None."""
    if device.type == "cuda" and torch.cuda.get_device_capability(device) < (8, 0):
        return f"it multiplies signed bytes by tensor cores, which {torch.cuda.get_device_name(device)} lacks"
    return None


def launch(orbit: Tensor, y: Tensor, mus: Tensor, squares: Tensor, out: Tensor) -> None:
    """Fill out (L, n, m), float32, with the squared distances at several μ, in one launch.

    Parameters
    ----------
    orbit : (n, S, N) int8, n images moved by all S elements, the cheapest first; N a multiple of ``DEPTH``
    y : (m, N) int8
    mus : (L,) float32
    squares : (S,) float32, ν² of the elements, ascending
    """
    count, elements, width = orbit.shape
    groups = triton.cdiv(len(mus), _LEVELS)
    levels = triton.cdiv(len(mus), groups)
    energies = [images.to(torch.int32).square().sum(-1, dtype=torch.int32) for images in (orbit[:, 0], y)]
    with torch.cuda.device_of(out):
        _tile[count * triton.cdiv(len(y), _TARGETS), groups](
            orbit.contiguous(), y, *energies, mus, squares, out,
            count, len(y), len(mus), elements, out.stride(0), out.stride(1),
            width, levels, _TARGETS, _MOVED, DEPTH, num_warps=_WARPS, num_stages=_STAGES,
        )  # fmt: skip


@triton.jit
def _tile(
    orbit, y, energies, target_energies, mus, squares, out,
    count, target_count, level_count, elements, level_stride, query_stride,
    WIDTH: tl.constexpr, LEVELS: tl.constexpr, TARGETS: tl.constexpr, MOVED: tl.constexpr,  # noqa: N803
    DEPTH: tl.constexpr,  # noqa: N803
):  # fmt: skip
    """One query, a block of targets and some λ: the least penalised residual of all elements."""
    q = (tl.program_id(0) % count).to(tl.int64)
    j = (tl.program_id(0) // count).to(tl.int64) * TARGETS + tl.arange(0, TARGETS)
    known_j = tl.minimum(j, target_count - 1)
    level = tl.program_id(1) * LEVELS
    depth = tl.arange(0, DEPTH)
    energy = tl.load(energies + q) + tl.load(target_energies + known_j)
    nothing_yet = tl.full((TARGETS,), float("inf"), tl.float32)
    least = ()
    for _ in tl.static_range(LEVELS):
        least = least + (nothing_yet,)
    first = 0
    gain = tl.max(nothing_yet, 0)  # what the next elements can save at most
    while (gain > 0) & (first < elements):
        element = tl.minimum(first + tl.arange(0, MOVED), elements - 1)
        own = orbit + (q * elements + element)[None, :] * WIDTH + depth[:, None]
        theirs = y + known_j[:, None] * WIDTH + depth[None, :]
        inner = tl.zeros((TARGETS, MOVED), dtype=tl.int32)
        for start in range(0, WIDTH, DEPTH):
            inner = tl.dot(tl.load(theirs + start), tl.load(own + start), inner, out_dtype=tl.int32)
        residual = (energy[:, None] - 2 * inner).to(tl.float32)
        price = tl.load(squares + element)
        first += MOVED
        following = tl.load(squares + tl.minimum(first, elements - 1))
        gain = 0.0
        lower = ()
        for which in tl.static_range(LEVELS):
            mu = tl.load(mus + tl.minimum(level + which, level_count - 1))
            lower = lower + (tl.minimum(least[which], tl.min(residual + mu * price[None, :], 1)),)
            gain = tl.maximum(gain, tl.max(lower[which], 0) - mu * following)
        least = lower
    for which in tl.static_range(LEVELS):
        place = (level + which).to(tl.int64) * level_stride + q * query_stride
        tl.store(out + place + j, least[which], mask=(j < target_count) & (level + which < level_count))
