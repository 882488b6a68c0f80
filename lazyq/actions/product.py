"""Actions one after another on the same points, such as turns and translations: rigid motions."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import final

import torch
from torch import Tensor

from lazyq.actions.base import SeparableAction
from lazyq.actions.channels import require_separable

MOST_ELEMENTS = 2**20
_CELLS_AT_ONCE = 2**22


@final
@dataclass(frozen=True)
class Product(SeparableAction):
    """Several actions on the same points, one after another: g·x = g₁·(g₂·(… g_m·x)), ν² = Σᵢ (sᵢ νᵢ(gᵢ))².

    An element is the gᵢ one after another in one tensor: (turn, a, b) for
    ``Product(QuarterTurns(N), Translations(N, N))``. Every action moves the point as a whole (its ``factors``
    are 1). Ties: least ν, then the first g₁ in its order, then the first g₂, and so on.

    **A group action** it is, with ν a group norm, where gᵢ⁻¹ h gᵢ is again an element of the later action, as
    long as h, for every h of an action after the i-th: :attr:`is_group`. That holds

    - where the actions commute, such as shifts in time and changes of sign: the direct product;
    - for turns or reflections of a square *before* its translations, which they turn: a semidirect product,
      all rigid motions of the image on a torus. (Elements are the same in the other order, which is refused
      as a group: there the law would have to be another one.)

    **Elsewhere** the products are only a set of isometries that holds the identity: `compose` and `inverse`
    raise. d_λ is still the exact minimum over them, the λ-path is exact, and 0 ≤ d_λ ≤ d; but d_λ need be
    neither symmetric nor fulfil the triangle inequality, and d₀ need not be invariant.

    Rotations of pixels by any angle (:class:`Rotations`) are no isometries and are refused: on a polar grid
    (:class:`PolarRotations`) they are, but what is a translation of pixels is none of the grid's. For such
    motions there is :class:`RigidMotions`, which is exact as a minimum and only nearly a group action.

    Parameters
    ----------
    actions : two or more SeparableActions of one shape, each with one factor; at most 2²⁰ products
    scales : sᵢ > 0, what one unit of the i-th length counts; default 1 for all

    Raises
    ------
    ValueError : actions or scales that can't be taken; says which, and what is

    Examples
    --------
    >>> import torch
    >>> from lazyq import Product, QuarterTurns, Translations, align
    >>> motions = Product(QuarterTurns(3), Translations(3, 3), scales=(1 / 90, 1))
    >>> x = torch.tensor([[1.0, 2, 0], [0, 0, 0], [0, 0, 0]])
    >>> y = torch.tensor([[0.0, 0, 0], [0, 2, 0], [0, 1, 0]])
    >>> best = align(motions, x, y, lam=0.1)
    >>> best.g, best.effort  # a quarter turn and one step: √2
    (tensor([ 1, -1,  0]), tensor(1.4142))
    >>> motions.is_group
    True
    """

    actions: tuple[SeparableAction, ...]
    scales: tuple[float, ...]

    def __init__(self, *actions: SeparableAction, scales: tuple[float, ...] | None = None) -> None:
        if len(actions) < 2:
            raise ValueError(f"actions must be two or more, got {len(actions)}")
        for action in actions:
            require_separable(action)
            if action.factors != 1:
                raise ValueError(
                    f"actions must move a point as a whole, got {action}, which has {action.factors} "
                    "independent factors"
                )
            if action.shape != actions[0].shape:
                raise ValueError(f"actions must have one shape, got {actions[0].shape} and {action.shape}")
        count = math.prod(len(action.squared_lengths) for action in actions)
        if count > MOST_ELEMENTS:
            raise ValueError(f"actions must have at most {MOST_ELEMENTS:,} products, got {count:,}")
        given = (1.0,) * len(actions) if scales is None else tuple(map(float, scales))
        if len(given) != len(actions) or not all(0 < scale < math.inf for scale in given):
            raise ValueError(
                f"scales must be {len(actions)} finite numbers of more than 0, one an action, got {scales!r}"
            )
        object.__setattr__(self, "actions", actions)
        object.__setattr__(self, "scales", given)

    @property
    def shape(self) -> tuple[int, ...]:
        """That of the actions."""
        return self.actions[0].shape

    @property
    def factors(self) -> int:
        """1: the point moves as a whole."""
        return 1

    @property
    def squared_lengths(self) -> Tensor:
        """ν² of all products, in tie order."""
        return products(self)[1]

    @property
    def is_group(self) -> bool:
        """Whether the products are a group and ν a group norm, found by moving points."""
        pairs = [(i, j) for j in range(len(self.actions)) for i in range(j)]
        return all(conjugates(self, i, j) is not None for i, j in pairs)

    def parts(self, g: Tensor) -> list[Tensor]:
        """Return the elements g₁, …, g_m of a product."""
        ones = [action.identity() for action in self.actions]
        pieces = g.split([one.numel() for one in ones], -1)
        return [
            piece.reshape((*g.shape[:-1], *one.shape)).to(one.dtype)
            for piece, one in zip(pieces, ones, strict=True)
        ]

    def joined(self, parts: list[Tensor]) -> Tensor:
        """Return the product of elements of the actions, which parts undoes."""
        dimensions = [action.identity().ndim for action in self.actions]
        flat = [
            part.reshape(*part.shape[: part.ndim - ndim], -1)
            for part, ndim in zip(parts, dimensions, strict=True)
        ]
        batch = torch.broadcast_shapes(*(part.shape[:-1] for part in flat))
        return torch.cat([part.expand(*batch, -1) for part in flat], -1)

    def identity(self) -> Tensor:
        """Return the identities of the actions."""
        return self.joined([action.identity() for action in self.actions])

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        """Return gh = Πᵢ gᵢ Πᵢ hᵢ with the factors sorted by action: hᵢ passes a later gⱼ as hᵢ (hᵢ⁻¹ gⱼ hᵢ).

        Raises
        ------
        ValueError : the products are no group
        """
        self._require_group()
        left, right = self.parts(g), self.parts(h)
        for i, (action, passing) in enumerate(zip(self.actions, right, strict=True)):
            left[i] = action.compose(left[i], passing)
            for j in range(i + 1, len(left)):
                left[j] = self._passed(i, passing, j, left[j])
        return self.joined(left)

    def inverse(self, g: Tensor) -> Tensor:
        """Return g_m⁻¹ ⋯ g₁⁻¹ with the factors sorted by action.

        Raises
        ------
        ValueError : the products are no group
        """
        self._require_group()
        parts = [action.inverse(part) for action, part in zip(self.actions, self.parts(g), strict=True)]
        for i in reversed(range(len(parts))):
            for j in range(i + 1, len(parts)):
                parts[j] = self._passed(i, parts[i], j, parts[j])
        return self.joined(parts)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        """Return x moved by the last action first."""
        for action, part in zip(reversed(self.actions), reversed(self.parts(g)), strict=True):
            x = action.act(part, x)
        return x

    def length(self, g: Tensor) -> Tensor:
        """Return sqrt(Σᵢ (sᵢ νᵢ(gᵢ))²)."""
        terms = zip(self.scales, self.actions, self.parts(g), strict=True)
        lengths = torch.broadcast_tensors(*(scale * action.length(part) for scale, action, part in terms))
        return torch.stack(lengths, -1).square().sum(-1).sqrt()

    def assemble(self, choice: Tensor) -> Tensor:
        """Return the chosen product."""
        places = products(self)[0].to(choice.device)[choice[..., 0]]
        chosen = zip(self.actions, places.split(1, -1), strict=True)
        return self.joined([action.assemble(place) for action, place in chosen])

    def split(self, x: Tensor) -> Tensor:
        """Return the whole point as the one block."""
        return x.flatten(x.ndim - len(self.shape)).unsqueeze(-2)

    def _passed(self, i: int, g: Tensor, j: int, h: Tensor) -> Tensor:
        """Return g⁻¹hg, an element of action j, for g of action i < j."""
        table = conjugates(self, i, j)
        if table is None:
            raise AssertionError("asked for only where the products are a group")
        rows, columns = _place(self.actions[i], g), _place(self.actions[j], h)
        return self.actions[j].assemble(table.to(g.device)[rows, columns][..., None])

    def _require_group(self) -> None:
        for j in range(len(self.actions)):
            for i in range(j):
                if conjugates(self, i, j) is None:
                    raise ValueError(
                        f"the products are no group: {self.actions[i]} moves an element of {self.actions[j]} "
                        "to none of it, or changes its length; the other order may be one"
                    )


@lru_cache(maxsize=16)
def products(product: Product) -> tuple[Tensor, Tensor]:
    """Return which elements of the actions make each product, (E, m), and its ν², (E,), in tie order."""
    counts = [len(action.squared_lengths) for action in product.actions]
    places = torch.cartesian_prod(*(torch.arange(count) for count in counts))
    terms = zip(product.scales, product.actions, places.T, strict=True)
    squares = sum(scale**2 * action.squared_lengths[place] for scale, action, place in terms)
    order = torch.as_tensor(squares).argsort(stable=True)
    return places[order], torch.as_tensor(squares)[order]


@lru_cache(maxsize=64)
def conjugates(product: Product, i: int, j: int) -> Tensor | None:
    """Return the place of g⁻¹hg among the elements of action j, (E_i, E_j), or None where one is not there.

    Elements are told apart by what they make of one point of random whole numbers, projected at random: sums
    of whole numbers are exact.
    """
    first, second = product.actions[i], product.actions[j]
    generator = torch.Generator().manual_seed(0)
    size = math.prod(product.shape)
    point = torch.randint(1, 2**16, product.shape, generator=generator).double()
    directions = torch.randint(1, 2**17, (size, 3), generator=generator).double()
    elements = [_all(action) for action in (first, second)]
    squares = second.squared_lengths
    own = _seen(second, elements[1], point, directions)
    order = {tuple(seen): place for place, seen in reversed(list(enumerate(own.tolist())))}
    table = torch.empty(len(elements[0]), len(elements[1]), dtype=torch.int64)
    for row, g in enumerate(elements[0]):
        moved = _seen(second, elements[1], first.act(g, point), directions, first, first.inverse(g))
        same = (moved == own).all(-1)
        places = [order.get(tuple(seen), -1) for seen in moved.tolist()]
        table[row] = torch.where(same, torch.arange(len(own)), torch.tensor(places))
        if (table[row] < 0).any() or not torch.allclose(squares[table[row]], squares, rtol=1e-12):
            return None
    return table


def _all(action: SeparableAction) -> Tensor:
    return action.assemble(torch.arange(len(action.squared_lengths))[:, None])


def _seen(
    action: SeparableAction, elements: Tensor, point: Tensor, directions: Tensor,
    then: SeparableAction | None = None, back: Tensor | None = None,
) -> Tensor:  # fmt: skip
    """Return the projections of the point as moved by each element, and then by another action's."""
    step = max(1, _CELLS_AT_ONCE // len(directions))
    results = []
    for part in elements.split(step):
        moved = action.act(part, point)
        if then is not None and back is not None:
            moved = then.act(back, moved)
        results.append(moved.reshape(len(part), -1) @ directions)
    return torch.cat(results)


def _place(action: SeparableAction, g: Tensor) -> Tensor:
    """Return the place of elements of an action in its order."""
    ndim = action.identity().ndim
    canonical = action.compose(g, action.identity().to(g.device))
    flat = canonical.reshape(*canonical.shape[: canonical.ndim - ndim], 1, -1)
    same = flat == _all(action).to(g.device).reshape(len(action.squared_lengths), -1)
    return same.all(-1).byte().argmax(-1)
