"""The Triton program of :mod:`lazyq.kernels.pairwise.triton`. Importing it imports Triton."""

import triton
from torch import Tensor
from triton import language as tl

_ROWS = 64
_COLUMNS = 64


def interpreted() -> bool:
    """Return whether TRITON_INTERPRET makes Triton run the program on the CPU, slowly."""
    return not isinstance(_tile, triton.runtime.jit.JITFunction)


def launch(x: Tensor, y: Tensor, mu: float, reach: int, out: Tensor) -> None:
    """Fill out (n, m) with the squared distances of one λ, shifts −reach … reach."""
    height, width = x.shape[1:]
    grid = (triton.cdiv(len(x), _ROWS), triton.cdiv(len(y), _COLUMNS))
    _tile[grid](
        x.contiguous(), y.contiguous(), out, len(x), len(y), mu if reach else 0.0, height, width, reach,
        max(16, triton.next_power_of_2(width)), _ROWS, _COLUMNS,
    )  # fmt: skip


@triton.jit
def _tile(
    x, y, out, count, target_count, mu, height, width, reach,
    PADDED: tl.constexpr, ROWS: tl.constexpr, COLUMNS: tl.constexpr,  # noqa: N803
):  # fmt: skip
    """One tile of pairs: for every image row the least penalised residual of all shifts."""
    q = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    j = tl.program_id(1).to(tl.int64) * COLUMNS + tl.arange(0, COLUMNS)
    column = tl.arange(0, PADDED)
    inside = column < width
    known = (q < count)[:, None] & inside[None, :]
    wanted = inside[:, None] & (j < target_count)[None, :]
    total = tl.zeros((ROWS, COLUMNS), dtype=tl.float32)
    for i in range(height):
        source = x + (q * height + i)[:, None] * width
        target = tl.load(y + (j * height + i)[None, :] * width + column[:, None], mask=wanted, other=0)
        target = target.to(tl.float16)
        still = tl.load(source + column[None, :], mask=known, other=0).to(tl.float16)
        own = still.to(tl.float32)
        theirs = target.to(tl.float32)
        energy = tl.sum(own * own, 1)[:, None] + tl.sum(theirs * theirs, 0)[None, :]
        least = energy - 2.0 * tl.dot(still, target)
        for k in range(1, reach + 1):
            ahead = (column + k) % width
            behind = (column + width - k) % width
            left = tl.load(source + ahead[None, :], mask=known, other=0).to(tl.float16)
            right = tl.load(source + behind[None, :], mask=known, other=0).to(tl.float16)
            inner = tl.maximum(tl.dot(left, target), tl.dot(right, target))
            least = tl.minimum(least, energy - 2.0 * inner + mu * (k * k))
        total += least
    tl.store(
        out + q[:, None] * target_count + j[None, :],
        total,
        mask=(q < count)[:, None] & (j < target_count)[None, :],
    )
