"""Permutations of the letters of a word: few are nearly free, and too many make it another word."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from typing import final

import numpy as np
import torch
from torch import Tensor

from lazyq.actions.assignment import best_assignment
from lazyq.actions.base import MinimisingAction, check_sizes
from lazyq.actions.subsets import best_by_chains, best_by_cycles, best_by_inversions

ENDS = ("held", "free")
LONGEST = {"displacement": 128, "hamming": 128, "kendall": 16, "ulam": 14, "cayley": 10}
"""The most letters that may move, for every length: what whole numbers and memory allow."""

DTYPES = (torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64)


@final
@dataclass(frozen=True)
class Permutations(MinimisingAction):
    """Permutations of n letters, the inner ones only where the ends are held: the talk's first example.

    (σ·x)[σ(i)] = x[i], so σ(i) is the place where letter i goes. A letter is a number of which only equality
    counts: d(x, y)² = 2·[xᵢ ≠ yᵢ] summed over the places, the squared distance of one-hot letters. An element
    is an int64 tensor (..., n) of the places 0 … n − 1. The squared length ν(σ)² is

    - ``"displacement"``: Σ (σ(i) − i)²,
    - ``"hamming"``: the number of letters that move,
    - ``"kendall"``: the number of inversions, the least number of exchanges of neighbours,
    - ``"cayley"``: n minus the number of cycles, the least number of exchanges of any two,
    - ``"ulam"``: n minus the length of a longest increasing subsequence, the least number of letters taken
      out and put in elsewhere.

    The first is ‖σv − v‖² for v = (1, …, n); the others are the classical lengths, and the root of a group
    norm is one. A letter that moves saves at most 2, so nothing moves, and d_λ is the Hamming distance, from
    λ = √2 on for the first two, from 2 on for Kendall's and Cayley's, from √(2n) on for Ulam's. The first two
    are linear assignment problems; the others are solved exactly over all subsets of the letters, and words
    too long for that are refused. Ties: least effort, then the first σ in lexicographic order.

    Parameters
    ----------
    n : number of letters, at least 1
    ends : "held" keeps the first and the last letter in place, "free" does not
    effort : what ν² counts, one of the above
    blank : the number that stands for no letter, or None
    price : d² of a blank and a letter, 1 (a blank is the zero vector) or 2 (it is one more letter)

    Raises
    ------
    ValueError : an n, ends, effort, blank or price that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import Permutations, lazy_path
    >>> x, y = (torch.tensor([ord(letter) for letter in word]) for word in ("shrot", "short"))
    >>> lazy_path(Permutations(5), x, y).g.tolist()
    [[0, 1, 3, 2, 4], [0, 1, 2, 3, 4]]
    """

    n: int
    ends: str = "held"
    effort: str = "displacement"
    blank: int | None = None
    price: int = 1

    def __post_init__(self) -> None:
        check_sizes(self, "n")
        if self.ends not in ENDS:
            raise ValueError(f"ends must be one of {', '.join(ENDS)}, got {self.ends!r}")
        if self.effort not in LONGEST:
            raise ValueError(f"effort must be one of {', '.join(LONGEST)}, got {self.effort!r}")
        given: dict[str, object] = {"blank": self.blank, "price": self.price}
        for name, value in given.items():
            if isinstance(value, np.integer):
                object.__setattr__(self, name, int(value))
        if not (self.blank is None or isinstance(self.blank, int)):
            raise ValueError(f"blank must be a whole number or None, got {self.blank!r}")
        if isinstance(self.price, bool) or not (isinstance(self.price, int) and 1 <= self.price <= 2):
            raise ValueError(f"price must be 1 or 2, got {self.price!r}")
        movable, most = self.movable, LONGEST[self.effort]
        if len(movable) > most:
            raise ValueError(
                f"n must leave at most {most} letters that move for the effort {self.effort}, got "
                f"{self.n} letters of which {len(movable)} do"
            )

    @property
    def shape(self) -> tuple[int, ...]:
        """(n,)."""
        return (self.n,)

    @property
    def dtypes(self) -> tuple[torch.dtype, ...]:
        """Any whole numbers, and floats, which are compared as they are."""
        return DTYPES

    @property
    def movable(self) -> range:
        """The places of the letters that move."""
        return range(self.n) if self.ends == "free" else range(1, max(1, self.n - 1))

    def elements(self) -> Tensor:
        """Return all elements in lexicographic order: the whole group, for few letters only."""
        first, last = range(self.movable.start), range(self.movable.stop, self.n)
        return torch.tensor([[*first, *order, *last] for order in permutations(self.movable)])

    def identity(self) -> Tensor:
        """Return 0, 1, …, n − 1."""
        return torch.arange(self.n)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return i ↦ g(h(i))."""
        return g.expand(torch.broadcast_shapes(g.shape, h.shape)).gather(-1, h.expand_as(g + h))

    def inverse(self, g: Tensor) -> Tensor:
        """Return the letters by their places."""
        return g.argsort(-1)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x with letter i at place g(i)."""
        shape = torch.broadcast_shapes(g.shape, x.shape)
        return x.expand(shape).gather(-1, self.inverse(g.to(x.device)).expand(shape))

    def squared_distance(self, x: Tensor, y: Tensor) -> Tensor:
        """Return the sum over the places: 2 for two letters that differ, the price for one and a blank."""
        return self._differences(x, y).sum(-1)

    def squared_length(self, g: Tensor) -> Tensor:
        """Return ν(g)², a whole number."""
        return _SQUARED_LENGTHS[self.effort](g)

    def minimise(self, x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
        """Return the best permutations, as :class:`MinimisingAction` says; one pair after the other.

        Raises
        ------
        ValueError : weights that are not whole numbers, or too large for exact sums
        """
        scale = self._most_effort() + 1
        greatest = (2 * weights[:, 0] + (1 + weights[:, 1]) * self.n**2) * scale
        if not ((weights == weights.round()) & (2 * self.n * greatest[:, None] < _EXACT)).all():
            raise ValueError(f"weights must be whole numbers of which exact sums can be made, got {weights}")
        inner = slice(self.movable.start, self.movable.stop)
        places = torch.arange(self.n)[inner]
        residuals = self._differences(x[:, inner, None].cpu(), y[:, None, inner].cpu()).long().numpy()
        g = self.identity().repeat(len(x), 1)
        efforts = _EFFORTS[self.effort](places[:, None] - places).numpy() if self.effort in _EFFORTS else None
        for pair, (own, price) in enumerate(weights.long().tolist()):
            costs = own * scale * residuals[pair]
            if efforts is None:
                order = _SOLVERS[self.effort](costs, price * scale + 1)
            else:
                order = best_assignment(costs + (price * scale + 1) * efforts)
            g[pair, inner] = places[torch.from_numpy(order)]
        return g.to(x.device)

    def _differences(self, x: Tensor, y: Tensor) -> Tensor:
        differences = torch.where(x == y, 0.0, 2.0).double()
        if self.blank is None:
            return differences
        return differences.masked_fill((x != y) & ((x == self.blank) | (y == self.blank)), self.price)

    def _most_effort(self) -> int:
        count = len(self.movable)
        return (count**3 - count) // 3 if self.effort == "displacement" else count**2


def _inversions(g: Tensor) -> Tensor:
    later = torch.ones(g.shape[-1], g.shape[-1], dtype=torch.bool, device=g.device).triu(1)
    return ((g[..., :, None] > g[..., None, :]) & later).sum((-1, -2)).double()


def _exchanges(g: Tensor) -> Tensor:
    """Return n minus the number of cycles: each has one letter that is the least of its cycle."""
    places = torch.arange(g.shape[-1], device=g.device).expand(g.shape)
    least, now = places, g
    for _ in range(g.shape[-1]):
        least, now = torch.minimum(least, now), g.gather(-1, now)
    return (least < places).sum(-1).double()


def _outside_of_chains(g: Tensor) -> Tensor:
    """Return n minus the length of a longest increasing subsequence."""
    longest = torch.zeros_like(g)
    for place in range(g.shape[-1]):
        before = torch.where(g[..., :place] < g[..., place, None], longest[..., :place], 0)
        longest[..., place] = 1 + (before.amax(-1) if place else 0)
    return (g.shape[-1] - longest.amax(-1)).double()


def _moved(steps: Tensor) -> Tensor:
    return (steps != 0).long()


_EXACT = 2.0**53
_EFFORTS: dict[str, Callable[[Tensor], Tensor]] = {"displacement": torch.square, "hamming": _moved}
_SOLVERS = {"kendall": best_by_inversions, "ulam": best_by_chains, "cayley": best_by_cycles}
_SQUARED_LENGTHS: dict[str, Callable[[Tensor], Tensor]] = {
    "displacement": lambda g: (g - torch.arange(g.shape[-1], device=g.device)).double().square().sum(-1),
    "hamming": lambda g: (g != torch.arange(g.shape[-1], device=g.device)).sum(-1).double(),
    "kendall": _inversions,
    "cayley": _exchanges,
    "ulam": _outside_of_chains,
}
