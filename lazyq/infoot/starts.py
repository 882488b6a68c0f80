"""Several first plans, and what each of them leads to."""

from typing import NamedTuple

import torch
from torch import Tensor

from lazyq.infoot.scaling import scale
from lazyq.infoot.solver import Problem, Solution, solve

_STRENGTH = 2.0


class Starts(NamedTuple):
    """The solutions of several first plans, the least objective first, of equal ones the earlier start.

    Attributes
    ----------
    solutions : one for each start
    order : which start each of them is of; 0 is pqᵀ
    """

    solutions: list[Solution]
    order: list[int]


def first_plan(problem: Problem, generator: torch.Generator) -> Tensor:
    """Return a plan with the marginals p and q that joins a random smooth function on x to one on y.

    The functions are Kx z and Ky z' with normal z, of mean 0 and variance 1: they know the clouds by their
    inner distances only, so a start is as blind to isometries as information is.
    """
    fields = []
    for (kernel, _), masses in zip(
        (problem.kernels.x, problem.kernels.y), (problem.p, problem.q), strict=True
    ):
        noise = torch.randn(len(kernel), generator=generator, dtype=torch.float64).to(kernel.device)
        smooth = kernel @ noise
        smooth = smooth - masses @ smooth
        fields.append(smooth / (masses @ smooth.square()).sqrt().clamp(min=1e-12))
    tilt = _STRENGTH * fields[0][:, None] * fields[1]
    return scale(problem.product().log(), tilt, problem.p, problem.q).plan


def solve_from_many(problem: Problem, n_outer: int, tol: float, count: int, seed: int) -> Starts:
    """Solve from pqᵀ and from count − 1 random plans."""
    generator = torch.Generator().manual_seed(seed)
    firsts = [None, *(first_plan(problem, generator) for _ in range(count - 1))]
    found = [solve(problem, n_outer, tol, first) for first in firsts]
    order = sorted(range(count), key=lambda start: found[start].objective)
    return Starts([found[start] for start in order], order)
