"""What the metric needs of an action with a minimiser: its lines, and the element that is best at one λ."""

from torch import Tensor

from lazyq.actions import MinimisingAction
from lazyq.kernels import minimising
from lazyq.kernels.minimising import Lines, joined_lines
from lazyq.kernels.summing import square_root
from lazyq.metric.inputs import Pair

_PAIRS_AT_ONCE = 2**14


def lines_of(action: MinimisingAction, pair: Pair, kernel: str) -> tuple[Tensor, Lines]:
    """Return the breakpoints in λ, (..., P), and the lines of every pair of the batch."""
    batch = pair.x.shape[: pair.x.ndim - len(action.shape)]
    x, y = (tensor.reshape(-1, *action.shape) for tensor in (pair.x, pair.y))
    chosen = minimising.choose(kernel, action, x, y)
    parts = [
        chosen.lines(action, x[start : start + _PAIRS_AT_ONCE], y[start : start + _PAIRS_AT_ONCE])
        for start in range(0, max(1, len(x)), _PAIRS_AT_ONCE)
    ]
    lines = Lines(*(tensor.reshape(*batch, *tensor.shape[1:]) for tensor in joined_lines(parts)))
    return square_root(lines.squared_breakpoints()), lines


def elements_at(g: Tensor, breakpoints: Tensor, lam: Tensor) -> Tensor:
    """Return the g of the piece that λ is on; at a breakpoint of the piece that begins there.

    Parameters
    ----------
    g : (..., P+1, *element)
    breakpoints : (..., P)
    lam : broadcast with the batch of the breakpoints
    """
    piece = (breakpoints <= lam[..., None]).sum(-1)
    element = g.shape[breakpoints.ndim :]
    choices = g.expand(*piece.shape, *g.shape[breakpoints.ndim - 1 :])
    index = piece.reshape(*piece.shape, *[1] * (len(element) + 1)).expand(*piece.shape, 1, *element)
    return choices.gather(piece.ndim, index).squeeze(piece.ndim)
