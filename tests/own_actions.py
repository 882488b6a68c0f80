"""Actions as a user of the library would write them; the kernels know nothing about them."""

import itertools
from dataclasses import dataclass
from typing import final

import torch
from torch import Tensor

from lazyq import SeparableAction


@final
@dataclass(frozen=True)
class SignFlips(SeparableAction):
    """(Z/2)^n on Rⁿ, (g·x)ᵢ = (−1)^gᵢ xᵢ, ν(g)² = the number of flips."""

    n: int

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.n,)

    @property
    def factors(self) -> int:
        return self.n

    @property
    def squared_lengths(self) -> Tensor:
        return torch.tensor([0.0, 1.0], dtype=torch.float64)

    def identity(self) -> Tensor:
        return torch.zeros(self.n, dtype=torch.int64)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        return (g + h) % 2

    def inverse(self, g: Tensor) -> Tensor:
        return g

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        return torch.where(g.to(x.device) == 1, -x, x)

    def length(self, g: Tensor) -> Tensor:
        return g.double().sum(-1).sqrt()

    def assemble(self, choice: Tensor) -> Tensor:
        return choice

    def split(self, x: Tensor) -> Tensor:
        return x[..., None]


@final
@dataclass(frozen=True)
class Permutations(SeparableAction):
    """Permutations of n letters, rows of an (n, D) point: (σ·x)[σ(i)] = x[i], ν(σ)² = Σ (σ(i) − i)²."""

    n: int
    dimension: int = 2

    @property
    def shape(self) -> tuple[int, ...]:
        return (self.n, self.dimension)

    @property
    def factors(self) -> int:
        return 1

    @property
    def elements(self) -> Tensor:
        """All n! permutations, by ν, then in lexicographic order."""
        permutations = list(itertools.permutations(range(self.n)))
        return torch.tensor(sorted(permutations, key=lambda g: sum((k - i) ** 2 for i, k in enumerate(g))))

    @property
    def squared_lengths(self) -> Tensor:
        return (self.elements - torch.arange(self.n)).double().square().sum(-1)

    def identity(self) -> Tensor:
        return torch.arange(self.n)

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        return g.gather(-1, h)

    def inverse(self, g: Tensor) -> Tensor:
        return g.argsort(-1)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        batch = torch.broadcast_shapes(g.shape[:-1], x.shape[:-2])
        source = self.inverse(g.to(x.device))[..., None].expand(*batch, *self.shape)
        return x.expand(*batch, *self.shape).gather(-2, source)

    def length(self, g: Tensor) -> Tensor:
        return (g - torch.arange(self.n, device=g.device)).double().square().sum(-1).sqrt()

    def assemble(self, choice: Tensor) -> Tensor:
        return self.elements.to(choice.device)[choice[..., 0]]

    def split(self, x: Tensor) -> Tensor:
        return x.flatten(-2).unsqueeze(-2)
