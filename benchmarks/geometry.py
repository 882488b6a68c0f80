"""How exact and how fast the distances of the lazy metric on Rⁿ are: ``python -m benchmarks.geometry``.

Worst relative error against mpmath at 50 digits over random and hard cases; pairs per second; and the
ratio to a general minimiser over SO(n), all in one run.
"""

import argparse
import math
import time

import numpy as np
import torch
from scipy.optimize import minimize

from lazyq.riemannian import OrthogonalAction, distance
from tests.riemannian.oracle import exact_distance, hard_cases

DIMENSIONS = (2, 3, 10)


def worst_error(cases: int) -> None:
    overall = 0.0
    for dimension in DIMENSIONS:
        count = cases // len(DIMENSIONS) + (dimension == DIMENSIONS[-1]) * (cases % len(DIMENSIONS))
        x, y, lam = hard_cases(count, dimension, torch.Generator().manual_seed(dimension))
        found = distance(OrthogonalAction(dimension), x, y, lam).tolist()
        betas = (lam * math.sqrt(2)).tolist()
        worst = 0.0
        for value, *case in zip(found, x.tolist(), y.tolist(), betas, strict=True):
            exact = exact_distance(*case)
            worst = max(worst, float(abs(value - exact) / exact) if exact else abs(value))
        print(f"n = {dimension:2}: worst relative error {worst:.1e} over {count} cases")
        overall = max(overall, worst)
    print(f"worst relative error of all {cases}: {overall:.1e} (at most 1e-10 asked for)")


def pairs_per_second(dimension: int, pairs: int, rounds: int) -> float:
    generator = torch.Generator().manual_seed(dimension)
    x, y = torch.randn(2, pairs, dimension, generator=generator, dtype=torch.float64)
    action = OrthogonalAction(dimension)
    distance(action, x[:1000], y[:1000], 0.7)
    best = math.inf
    for _ in range(rounds):
        start = time.perf_counter()
        distance(action, x, y, 0.7)
        best = min(best, time.perf_counter() - start)
    return pairs / best


def general_minimiser(dimension: int, pairs: int) -> tuple[float, float]:
    """Pairs per second of BFGS over the Lie algebra with torch's gradient, and its worst error."""
    generator = torch.Generator().manual_seed(dimension)
    x, y = torch.randn(2, pairs, dimension, generator=generator, dtype=torch.float64)
    rows, columns = torch.triu_indices(dimension, dimension, 1)

    def objective(values, first, second):
        vector = torch.from_numpy(values).requires_grad_()
        skew = torch.zeros(dimension, dimension, dtype=torch.float64).index_put((rows, columns), vector)
        residual = torch.linalg.matrix_exp(skew - skew.T) @ first - second
        cost = residual.square().sum() + 2 * 0.7**2 * vector.square().sum()
        cost.backward()
        return cost.item(), vector.grad.numpy()

    start = time.perf_counter()
    zero = np.zeros(len(rows))
    costs = [minimize(objective, zero, pair, jac=True).fun for pair in zip(x, y, strict=True)]
    elapsed = time.perf_counter() - start
    exact = distance(OrthogonalAction(dimension), x, y, 0.7)
    return pairs / elapsed, float((torch.tensor(costs).double().sqrt() / exact - 1).abs().max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="checked against mpmath")
    parser.add_argument("--pairs", type=int, default=1_000_000, help="in a batch")
    parser.add_argument("--rounds", type=int, default=5, help="of which the best counts")
    parser.add_argument("--slow-pairs", type=int, default=20, help="given to scipy.optimize.minimize")
    arguments = parser.parse_args()
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads")
    for dimension in DIMENSIONS:
        fast = pairs_per_second(dimension, arguments.pairs, arguments.rounds)
        slow, off = general_minimiser(dimension, arguments.slow_pairs)
        print(
            f"n = {dimension:2}: {fast:.2e} pairs/s; scipy.optimize.minimize over SO({dimension}) "
            f"{slow:.1f} pairs/s (worst of its values off by {off:.0e}): ratio {fast / slow:.0f}"
        )
    worst_error(arguments.cases)


if __name__ == "__main__":
    main()
