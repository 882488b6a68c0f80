"""What symmetry buys, and what finding out costs: ``python -m benchmarks.spectral``.

Milliseconds of exact counts to an eigenvalue of 1,600; kernel ridge regression at 29 regularisations on one
eigendecomposition beside as many fits of scikit-learn's KernelRidge; the sample multiplier of groups on the
torus with its 95 % interval; and the best laziness for a target that is nearly invariant.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import RidgeCV

from lazyq.spectral import (
    CircleTranslations,
    IsometryGroup,
    KernelRidgePath,
    LearningCurves,
    SignFlips,
    SphereRotations,
    SquareSymmetries,
    Torus,
    TorusTranslations,
    invariant_counts,
    lazy_kernel,
    learning_curves,
    random_target,
    sample_multiplier,
    sobolev_kernel,
)

TAUS = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0)
GROUPS = (TorusTranslations(4), SignFlips(2), SquareSymmetries(), CircleTranslations())


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def counts(rounds: int) -> None:
    for group in (*GROUPS, SphereRotations(6)):
        found = invariant_counts(group, 1600)
        seconds = median_seconds(lambda group=group: invariant_counts(group, 1600), rounds)  # type: ignore[misc]
        print(f"{group}: {found.all} / {found.invariant} = {found.ratio:.2f} in {1000 * seconds:.1f} ms")


def ridge(points: int, level: float, rounds: int) -> None:
    """Print how long all regularisations take beside scikit-learn's KernelRidge and RidgeCV.

    All start from the points: KernelRidge makes one Gram matrix, RidgeCV one matrix of features.
    """
    random = np.random.default_rng(0)
    kernel = sobolev_kernel(Torus(2), 2, level)
    x = random.uniform(0, 2 * np.pi, (points, 2))
    y = random.standard_normal(points)
    path = KernelRidgePath(kernel)
    etas = path.fit(x, y).regularisations_

    def one_by_one() -> None:
        gram = kernel(x)
        for eta in etas:
            KernelRidge(alpha=points * eta, kernel="precomputed").fit(gram, y)

    def left_out() -> None:
        RidgeCV(points * etas, fit_intercept=False).fit(kernel.features(x), y)

    ours, theirs, others = (
        median_seconds(work, rounds) for work in (lambda: path.fit(x, y), one_by_one, left_out)
    )
    print(
        f"{len(etas)} regularisations, n = {points}, {len(kernel.basis)} eigenfunctions: {ours:.3f} CPU s "
        f"with leave-one-out; KernelRidge {theirs:.3f} without ({theirs / ours:.1f} times); RidgeCV on the "
        f"features, with leave-one-out but for the best one only, {others:.3f} ({others / ours:.1f} times)"
    )


def curves(
    group: IsometryGroup, sizes: tuple[int, ...], taus: tuple[float, ...], outside: float, trials: int
) -> LearningCurves:
    kernel = sobolev_kernel(group.space, 2, 100)
    target = random_target(kernel.basis, group, 2, np.random.default_rng(1), outside)
    learners = {f"{tau:g}": lazy_kernel(kernel, group, tau) for tau in taus}
    return learning_curves(target, learners, sizes, noise=0.5, trials=trials, seed=0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--trials", type=int, default=20)
    arguments = parser.parse_args()
    counts(arguments.rounds)
    for points, level in ((500, 400), (500, 100), (2048, 100)):
        ridge(points, level, arguments.rounds)
    sizes = (32, 64, 128, 256, 512, 1024, 2048)
    for group in GROUPS:
        found = sample_multiplier(curves(group, sizes, (1, 0), 0, arguments.trials), "1", "0")
        each = ", ".join(
            f"{size}: {at:.1f} [{low:.1f}, {high:.1f}]"
            for size, at, low, high in zip(found.sizes, found.at, found.low, found.high, strict=True)
            if np.isfinite(at)
        )
        overall = f"{found.overall:.2f} [{found.overall_low:.2f}, {found.overall_high:.2f}]"
        print(f"{group}, {arguments.trials} trials: multiplier {overall}; {each}")
    for outside in (0.0, 0.05):
        risks = curves(TorusTranslations(4), (256,), TAUS, outside, arguments.trials).risks[:, 0]
        print(
            f"energy outside {outside:.0%}, n = 256, risk at τ: "
            + ", ".join(f"{tau:g} {risk:.4f}" for tau, risk in zip(TAUS, risks.mean(1), strict=True))
        )


if __name__ == "__main__":
    main()
