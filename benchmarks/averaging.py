"""The talk's table of lazy averaging, from fixed seeds, and what it costs.

    python -m benchmarks.averaging --seeds 5

Prints log-loss and accuracy of f and S f for every seed with bootstrap intervals, their means over the seeds
with t-intervals, the certificate of each π against a general convex solver, and the time of the
predictions and of the fits for 10,000 digits and 61 angles. ``--baselines`` adds all that S f is compared
with, networks trained with rotations included.
"""

import argparse
import time
from dataclasses import replace

import numpy as np
import torch
from scipy.optimize import minimize
from scipy.special import softmax
from scipy.stats import t

from lazyq.averaging import fit_weights, predict_table
from lazyq.datasets import load_mnist
from lazyq.experiments.averaging import (
    ACTION,
    OVERFIT,
    Averaging,
    AveragingSpec,
    averaging,
    costly_baselines,
    model_of,
)

TALK = {"log-loss": (0.428, 0.187), "accuracy": (0.9516, 0.9532)}
LEARNED = "S f, learned π"
METRICS = ("log-loss", "accuracy", "ECE", "Brier", "invariance gap")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=5, help="how many models (default 5)")
    parser.add_argument("--baselines", action="store_true", help="all comparisons for the first seed")
    arguments = parser.parse_args()
    results = []
    for seed in range(arguments.seeds):
        spec = AveragingSpec(training=replace(OVERFIT, seed=seed))
        begin = time.perf_counter()
        result = averaging(spec)
        results.append((spec, result))
        rows = dict(zip(result.names, result.scores, strict=True))
        print(
            f"seed {seed}: f {interval(rows['f'][0])} {interval(rows['f'][1])}   "
            f"S f {interval(rows[LEARNED][0])} {interval(rows[LEARNED][1])}   "
            f"gap {result.gap:.1e}   {time.perf_counter() - begin:.0f} s",
            flush=True,
        )
    print_means([result for _, result in results])
    print_certificate(results[0][1])
    print_speed(*results[0])
    if arguments.baselines:
        print_baselines(*results[0])


def interval(values: np.ndarray) -> str:
    return f"{values[0]:.4f} [{values[1]:.4f}, {values[2]:.4f}]"


def print_means(results: list[Averaging]) -> None:
    """Print the talk's numbers beside the means over the seeds."""
    print(f"\n{'':10}{'talk f':>10}{'talk S f':>10}   {'f, mean over seeds':30}{'S f, mean over seeds':30}")
    for metric, (model, average) in TALK.items():
        column = METRICS.index(metric)
        cells = []
        for name in ("f", LEARNED):
            values = np.array([result.scores[result.names.index(name), column, 0] for result in results])
            half = (
                t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
                if len(values) > 1
                else np.nan
            )
            cells.append(f"{values.mean():.4f} ± {half:.4f}")
        print(f"{metric:10}{model:10}{average:10}   {cells[0]:30}{cells[1]:30}")
    fall = [
        1 - result.scores[result.names.index(LEARNED), 0, 0] / result.scores[result.names.index("f"), 0, 0]
        for result in results
    ]
    print(f"log-loss falls by {min(fall):.1%} to {max(fall):.1%}")


def print_certificate(result: Averaging) -> None:
    """Compare the learned π with what SciPy's L-BFGS finds on logits, a solver for anything smooth."""
    chosen = np.maximum(result.learning.astype(float), 1e-38)

    def loss(logits: np.ndarray) -> tuple[float, np.ndarray]:
        weights = softmax(logits)
        mixture = chosen @ weights
        slope = -(chosen / mixture[:, None]).mean(0)
        return -np.log(mixture).mean(), weights * (slope - slope @ weights)

    options = {"maxiter": 20_000, "maxfun": 40_000, "ftol": 1e-15, "gtol": 1e-10}
    found = minimize(loss, np.zeros(chosen.shape[1]), jac=True, method="L-BFGS-B", options=options)
    print(f"\ncertificate: log-loss {result.log_loss:.9f}, gap {result.gap:.1e}; L-BFGS-B {found.fun:.9f}")


def print_speed(spec: AveragingSpec, result: Averaging) -> None:
    """Time 10,000 × 61 predictions, first call included, and the fits on them."""
    digits = load_mnist("train", download=False)
    images, labels = digits.images[-10_000:], digits.labels[-10_000:]
    angles = torch.linspace(-30, 30, 61, dtype=torch.float64)
    begin = time.perf_counter()
    table = predict_table(model_of(spec, result), ACTION, angles, images)
    print(
        f"10,000 × 61 predictions: {time.perf_counter() - begin:.1f} s on {torch.get_num_threads()} threads"
    )
    for method in ("newton", "em", "gradient"):
        begin = time.perf_counter()
        fit = fit_weights(table, labels, method=method, steps=100)
        print(
            f"fit by {method:9} {time.perf_counter() - begin:.2f} s, {len(fit.trajectory.gap)} steps, "
            f"log-loss {fit.log_loss:.9f}, gap {fit.gap:.1e}"
        )


def print_baselines(spec: AveragingSpec, result: Averaging) -> None:
    """Print every score of the first seed; the networks trained with rotations get a fifth of the epochs."""
    costly = costly_baselines(
        replace(spec, training=replace(spec.training, epochs=spec.training.epochs // 5))
    )
    print(f"\n{'seed 0':42}" + "".join(f"{metric:>26}" for metric in METRICS))
    for names, scores in ((result.names, result.scores), (costly.names, costly.scores)):
        for name, row in zip(names, scores, strict=True):
            print(f"{name:42}" + "".join(f"{interval(values):>26}" for values in row))


if __name__ == "__main__":
    main()
