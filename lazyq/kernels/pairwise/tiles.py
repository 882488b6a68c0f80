# ruff: noqa: RUF005  Triton joins tuples by + alone
"""The Triton program of :mod:`lazyq.kernels.pairwise.triton`. Importing it imports Triton.

One program serves a tile of pairs and up to eight λ. For a row, the target rows (targets × W) are multiplied
by all shifts of the query rows (W × shifts·queries), in the order (k, query, sign of the shift): so a thread
holds all shifts of its pairs, and neither the larger of both signs nor the least of all shifts leaves it.
The sizes of images are constants of the compiled program: a loop of one turn is none.
"""

import torch
import triton
from torch import Tensor
from torch.nn.functional import pad
from triton import language as tl

from lazyq.kernels.row_shifts import Rows

_LEVELS = 8
_QUERIES = 4  # the threads that share a row of a matrix product's result
_SIZES = {torch.float16: (128, 16, 4), torch.float32: (128, 4, 2), torch.float64: (32, 8, 2)}


def interpreted() -> bool:
    """Return whether TRITON_INTERPRET makes Triton run the program on the CPU, slowly."""
    return not isinstance(_tile, triton.runtime.jit.JITFunction)


def launch(x: Rows, y: Rows, mus: Tensor, places: Tensor, shifts: int, out: Tensor) -> None:
    """Fill out[places] (L, n, m) with the squared distances at several μ, in one launch.

    Parameters
    ----------
    x, y : n and m images (H, W), float16 of whole numbers up to 256 with float32 energies, or all of one of
        float32 and float64
    mus : (L,) of the dtype of out
    places : (L,) int64
    shifts : how many k count, 1 … ⌊W/2⌋ + 1: those from −shifts + 1 to shifts − 1
    out : float32 for float16, else of the dtype of the images
    """
    height, width = x.images.shape[1:]
    padded = max(16, triton.next_power_of_2(width))
    targets, pairs, warps = _SIZES[x.images.dtype]
    groups = triton.cdiv(len(mus), _LEVELS)
    levels = triton.cdiv(len(mus), groups)
    tiles = triton.cdiv(len(x.images), _QUERIES) * triton.cdiv(len(y.images), targets)
    round_and_round = torch.arange(2 * padded, device=out.device) % width
    with torch.cuda.device_of(out):
        _tile[tiles, groups](
            x.images[..., round_and_round].contiguous(), pad(y.images, (0, padded - width)).contiguous(),
            x.energies.contiguous(), y.energies.contiguous(), mus, places, out,
            len(x.images), len(y.images), len(mus),
            height, width, shifts, levels, padded, targets, _QUERIES, pairs, _precision(out.device),
            num_warps=warps,
        )  # fmt: skip


def _precision(device: torch.device) -> str:
    """Return how products of float32 are made: by three of tensor cores, where these know TF32."""
    nvidia = device.type == "cuda" and torch.version.hip is None
    return "tf32x3" if nvidia and torch.cuda.get_device_capability(device) >= (8, 0) else "ieee"


@triton.jit
def _tile(
    x, y, energies, target_energies, mus, places, out,
    count, target_count, level_count,
    HEIGHT: tl.constexpr, WIDTH: tl.constexpr, SHIFTS: tl.constexpr, LEVELS: tl.constexpr,  # noqa: N803
    PADDED: tl.constexpr, TARGETS: tl.constexpr, QUERIES: tl.constexpr, PAIRS: tl.constexpr,  # noqa: N803
    PRECISION: tl.constexpr,  # noqa: N803
):  # fmt: skip
    """One tile of pairs and some λ: for every image row the least penalised residual of all shifts."""
    across = tl.cdiv(count, QUERIES)
    first_query = (tl.program_id(0) % across).to(tl.int64) * QUERIES
    q = first_query + tl.arange(0, QUERIES)
    j = (tl.program_id(0) // across).to(tl.int64) * TARGETS + tl.arange(0, TARGETS)
    level = tl.program_id(1) * LEVELS
    known_q, known_j = tl.minimum(q, count - 1), tl.minimum(j, target_count - 1)
    column = tl.arange(0, PADDED)
    lane = tl.arange(0, PAIRS * QUERIES * 2)
    moved_q = tl.minimum(first_query + lane // 2 % QUERIES, count - 1)
    nothing = tl.zeros((TARGETS, QUERIES), dtype=energies.dtype.element_ty)
    totals = ()
    for _ in tl.static_range(LEVELS):
        totals = totals + (nothing,)
    for i in range(HEIGHT):
        target = tl.load(y + ((known_j * HEIGHT + i) * PADDED)[:, None] + column[None, :])
        theirs = tl.load(target_energies + known_j * HEIGHT + i)
        energy = theirs[:, None] + tl.load(energies + known_q * HEIGHT + i)[None, :]
        least = ()
        for _ in tl.static_range(LEVELS):
            least = least + (nothing + float("inf"),)
        for first in range(0, SHIFTS, PAIRS):
            # A k above W/2 is a shift that has been, at no lower price.
            ahead = (first + lane // (2 * QUERIES)) % WIDTH
            start = tl.where(lane % 2 == 1, WIDTH - ahead, ahead)
            source = tl.load(x + ((moved_q * HEIGHT + i) * (2 * PADDED) + start)[None, :] + column[:, None])
            inner = tl.dot(target, source, input_precision=PRECISION, out_dtype=energies.dtype.element_ty)
            inner = tl.max(tl.reshape(inner, (TARGETS, PAIRS, QUERIES, 2)), 3)
            residual = energy[:, None, :] - 2 * inner
            k = first + tl.arange(0, PAIRS)
            squares = (k * k).to(energy.dtype)[None, :, None]
            lower = ()
            for which in tl.static_range(LEVELS):
                mu = tl.load(mus + tl.minimum(level + which, level_count - 1))
                lower = lower + (tl.minimum(least[which], tl.min(residual + mu * squares, 1)),)
            least = lower
        more = ()
        for which in tl.static_range(LEVELS):
            more = more + (totals[which] + least[which],)
        totals = more
    pair = q[None, :] * target_count + j[:, None]
    wanted = (q < count)[None, :] & (j < target_count)[:, None]
    for which in tl.static_range(LEVELS):
        place = tl.load(places + tl.minimum(level + which, level_count - 1))
        own = wanted & (level + which < level_count)
        tl.store(out + place * count * target_count + pair, totals[which], mask=own)
