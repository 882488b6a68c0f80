"""A group that is not abelian, and small problems for the tests of lazy averaging."""

from typing import final

import torch
from torch import nn

from lazyq.actions import Transformations


@final
class Permutations(Transformations):
    """The symmetric group on the coordinates of R^n: (g·x)_{g(i)} = x_i. Not abelian."""

    def __init__(self, size):
        self.size = size

    @property
    def shape(self):
        return (self.size,)

    def identity(self):
        return torch.arange(self.size)

    def compose(self, g, h):
        batch = torch.broadcast_shapes(g.shape[:-1], h.shape[:-1])
        return g.expand(*batch, self.size).gather(-1, h.expand(*batch, self.size))

    def inverse(self, g):
        return g.argsort(-1)

    def act(self, g, x):
        batch = torch.broadcast_shapes(g.shape[:-1], x.shape[:-1])
        return x.expand(*batch, self.size).gather(-1, self.inverse(g).expand(*batch, self.size))

    def length(self, g):
        return (g - torch.arange(self.size)).double().square().sum(-1).sqrt()


def network(inputs, classes=3, seed=0, dtype=torch.float64):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Flatten(), nn.Linear(inputs, 8), nn.ReLU(), nn.Linear(8, classes)).to(dtype)


def all_translations(height, width):
    return torch.cartesian_prod(torch.arange(height), torch.arange(width))
