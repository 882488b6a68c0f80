"""
An action of one's own
======================

A group that lazyq does not know is a class of a page. This one writes the quarter turns of a square
image from nothing, checks them, makes two common mistakes, and then uses all of the library with them.
The library's own ``QuarterTurns`` is the same thing.
"""

# %%
# What a group action has to say
# ------------------------------
#
# A :class:`lazyq.SeparableAction` is a finite group that moves tensors of one shape. Four things come
# from algebra (``identity``, ``compose``, ``inverse``, ``act``), one is the price (``length``, the ν of
# the formulas), and four tell the library how to look at all elements fast:
#
# - ``factors``: into how many independent parts the problem splits. Rows that shift each on its own are H
#   factors; an image that turns as a whole is one. One factor is any finite group.
# - ``squared_lengths``: ν² of the elements of a factor, **in non-decreasing order, the identity first**.
#   Of several elements that serve equally well the first is taken, so this order also settles ties.
# - ``assemble``: from places in *that same order* to group elements.
# - ``split``: the blocks of a point that the factors move.

from dataclasses import dataclass
from typing import final

import torch
from torch import Tensor

import lazyq
from lazyq import plots, testing

TURNS = torch.tensor([0, 1, -1, 2])  # by length; of equal lengths the positive one first


@final
@dataclass(frozen=True)
class Quarters(lazyq.SeparableAction):
    """Turns of an (N, N) image by 90°·g, counter-clockwise for g > 0; ν(g) = 90·|g| degrees, g in −1 … 2."""

    size: int

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.size, self.size)

    @property
    def factors(self) -> int:
        return 1

    @property
    def squared_lengths(self) -> Tensor:
        return self.length(TURNS).square()

    def identity(self) -> Tensor:
        return torch.tensor(0)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        return signed(g + h)

    def inverse(self, g: Tensor) -> Tensor:
        return signed(-g)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        # g and x have batch dimensions of their own, which broadcast: (K,) turns of one image are K images,
        # and g of shape (K, 1) with x of shape (n, N, N) gives (K, n, N, N).
        all_four = torch.stack([x.rot90(k, (-2, -1)) for k in range(4)])
        g = torch.as_tensor(g, device=x.device)
        batch = torch.broadcast_shapes(g.shape, x.shape[:-2])
        which = (g % 4).expand(batch)[None, ..., None, None].expand(1, *batch, *self.shape)
        return all_four.expand(4, *batch, *self.shape).gather(0, which)[0]

    def length(self, g: Tensor) -> Tensor:
        return 90.0 * signed(g).abs().double()

    def assemble(self, choice: Tensor) -> Tensor:
        return TURNS.to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        return x.flatten(-2).unsqueeze(-2)  # (..., 1, N²): one block, for one factor


def signed(g: Tensor) -> Tensor:
    """Return the representative of g modulo 4 in −1 … 2."""
    return (g + 1) % 4 - 1


# %%
# What to look out for:
#
# - **Broadcasting.** Leading dimensions of g and of x are batches. The library aligns many pairs at once,
#   so ``act`` is called with both.
# - **Devices.** ``choice``, g and x may be on a GPU. Constants, such as ``TURNS``, go to where the
#   argument is; ``length`` returns float64.
# - **A frozen dataclass.** Actions are compared and hashed by what they are; nothing about them changes.
# - **Left, not right.** ``act(compose(g, h), x)`` does h first. For this group either order is the same.
#
# Is it right?
# ------------
#
# ``lazyq.testing`` asserts the axioms on examples: the group law, the action, isometry, the axioms of ν,
# and what the kernels rely on. A mistake is told with the element for which it shows.

action = Quarters(5)
generator = torch.Generator().manual_seed(0)
points = list(torch.rand(3, 5, 5, dtype=torch.float64, generator=generator))
elements = list(TURNS)

testing.assert_group_axioms(action, elements)
testing.assert_left_action(action, elements, points)
testing.assert_isometric(action, elements, points)
testing.assert_length_axioms(action, elements)
testing.assert_separable(action, points)
print("all axioms hold on these examples")

# %%
# Two mistakes, and how they are told
# -----------------------------------
#
# The order of ``squared_lengths`` and that of ``assemble`` are one order. Sorting the one and not the
# other is the commonest slip; without the check the library would quote the price of one turn for
# another.


@final
@dataclass(frozen=True)
class TwoOrders(Quarters.__base__):
    """As above, but assemble counts 0, 1, 2, −1."""

    size: int
    shape, factors, squared_lengths = Quarters.shape, Quarters.factors, Quarters.squared_lengths
    identity, compose, inverse = Quarters.identity, Quarters.compose, Quarters.inverse
    act, length, split = Quarters.act, Quarters.length, Quarters.split

    def assemble(self, choice: Tensor) -> Tensor:
        return signed(choice[..., 0])


try:
    testing.assert_separable(TwoOrders(5), points)
except AssertionError as error:
    print(error)

# %%
# A price that is no group norm, here one that makes a half turn dearer than two quarter turns, would make
# d_λ break the triangle inequality.


@final
@dataclass(frozen=True)
class TooDear(Quarters.__base__):
    """As above, but ν is the square of the angle."""

    size: int
    shape, factors, squared_lengths = Quarters.shape, Quarters.factors, Quarters.squared_lengths
    identity, compose, inverse = Quarters.identity, Quarters.compose, Quarters.inverse
    act, assemble, split = Quarters.act, Quarters.assemble, Quarters.split

    def length(self, g: Tensor) -> Tensor:
        return signed(g).double().square()


try:
    testing.assert_length_axioms(TooDear(5), elements)
except AssertionError as error:
    print(error)

# %%
# Using it
# --------
#
# Everything takes it: ``align``, ``lazy_path``, ``pairwise``, the neighbours, the estimators, the means.

x = torch.zeros(5, 5)
x[0, 1:4], x[1:4, 1] = 1, 1
y = x.rot90(-1) + 0.15 * torch.rand(5, 5, generator=generator)
path = lazyq.lazy_path(action, x, y)
print("turns along the path:", path.g.tolist(), "changing at λ =", path.breakpoints.tolist())

# %%
plots.alignment_figure(action, x, y, path.at(0.0), columns=2).show()

# %%
print(torch.equal(path.breakpoints, lazyq.lazy_path(lazyq.QuarterTurns(5), x, y).breakpoints))
print(lazyq.pairwise(action, torch.stack([x, y]), torch.stack([x, y]), lam=0.005))

# %%
# Groups that are made of others
# ------------------------------
#
# Often no class is needed. ``Channels`` lets an action move all channels alike, and ``Product`` takes
# two, one after the other.
#
# When there are too many elements
# --------------------------------
#
# A group whose best element can be *found* without looking at all of them is a
# :class:`lazyq.MinimisingAction`: ``Permutations`` solve an assignment problem. It says how to minimise
# w₀ d(gx, y)² + w₁ ν(g)² for two weights, and the whole path follows from that;
# ``testing.assert_minimising`` compares it with a list of all elements.
