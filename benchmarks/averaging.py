"""The talk's table of lazy averaging, from fixed seeds, and what it costs.

    python -m benchmarks.averaging

Prints, in one run: log-loss and accuracy of f and S f for every seed with bootstrap intervals; every row of
the comparison with its mean over the seeds and a t-interval; networks trained with rotations and test-time
augmentation for the first seed; the certificate of a π against a general convex solver; and, each in a
process of its own, the time of the predictions (first call included) and of the fits for 10,000 digits, and
the peak of memory, for 61 and for 721 angles.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import torch
from scipy.optimize import minimize
from scipy.special import softmax
from scipy.stats import t

from lazyq.averaging import fit_weights, predict_table
from lazyq.averaging.zoo import train
from lazyq.datasets import load_mnist
from lazyq.experiments.averaging import (
    ACTION,
    OVERFIT,
    Averaging,
    AveragingSpec,
    averaging,
    costly_baselines,
)

TALK = {"f": (0.428, 0.9516), "S f": (0.187, 0.9532)}
LEARNED = "S f, learned π"
METRICS = ("log-loss", "accuracy", "ECE", "Brier", "invariance gap")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=5, help="how many models (default 5)")
    parser.add_argument("--quick", action="store_true", help="without the networks trained with rotations")
    parser.add_argument(
        "--measure", type=int, metavar="K", help="only measure predictions and fits at K angles"
    )
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measured(arguments.measure)))
        return
    begin = time.perf_counter()
    for size in (61, 721):
        print_speed(size)
    results = []
    for seed in range(arguments.seeds):
        spec = AveragingSpec(training=replace(OVERFIT, seed=seed))
        started = time.perf_counter()
        result = averaging(spec)
        results.append((spec, result))
        rows = dict(zip(result.names, result.scores, strict=True))
        print(
            f"seed {seed}: f {interval(rows['f'][0])} {interval(rows['f'][1])}   "
            f"S f {interval(rows[LEARNED][0])} {interval(rows[LEARNED][1])}   "
            f"gap {result.gap:.1e}   {time.perf_counter() - started:.0f} s",
            flush=True,
        )
    print_means([result for _, result in results])
    print_certificate(results[0][1])
    if not arguments.quick:
        print_costly(results[0][0])
    print(f"\nall of it in {time.perf_counter() - begin:.0f} s")


def interval(values: np.ndarray) -> str:
    return f"{values[0]:.4f} [{values[1]:.4f}, {values[2]:.4f}]"


def print_means(results: list[Averaging]) -> None:
    """Print every row with its mean over the seeds, and how far the log-loss falls."""
    print(f"\n{'mean ± t-interval over the seeds':40}" + "".join(f"{metric:>19}" for metric in METRICS))
    for row, name in enumerate(results[0].names):
        values = np.array([result.scores[row, :, 0] for result in results])
        half = np.full(values.shape[1], np.nan)
        if len(values) > 1:
            half = t.ppf(0.975, len(values) - 1) * values.std(0, ddof=1) / len(values) ** 0.5
        cells = [f"{mean:.4f} ± {width:.4f}" for mean, width in zip(values.mean(0), half, strict=True)]
        # every seed has its own temperature
        print(f"{re.sub(r' [0-9.]+(?=[,)]|$)', ' T', name):40}" + "".join(f"{cell:>19}" for cell in cells))
    for name, (log_loss, accuracy) in TALK.items():
        print(f"{'the talk: ' + name:40}{log_loss:>19}{accuracy:>19}")
    first, last = (results[0].names.index(name) for name in ("f", LEARNED))
    fall = [1 - result.scores[last, 0, 0] / result.scores[first, 0, 0] for result in results]
    gain = [result.scores[last, 1, 0] - result.scores[first, 1, 0] for result in results]
    print(
        f"S f against f: log-loss falls by {min(fall):.1%} to {max(fall):.1%}, "
        f"accuracy changes by {min(gain):+.4f} to {max(gain):+.4f}",
        flush=True,
    )


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


def print_speed(size: int) -> None:
    """Measure 10,000 × size predictions and the fits on them in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.averaging", "--measure", str(size)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        f"10,000 × {size}: predictions {found['predictions']:.1f} s on {found['threads']} threads, "
        f"peak of memory {found['peak'] / 2**30:.2f} GiB"
    )
    for method, (seconds, steps, log_loss, gap) in found["fits"].items():
        print(
            f"  fit by {method:9} {seconds:6.2f} s, {steps:3} steps, log-loss {log_loss:.9f}, gap {gap:.1e}"
        )
    sys.stdout.flush()


def measured(size: int) -> dict[str, object]:
    """Return seconds and the peak of memory; the model is the overfit one after one epoch."""
    digits = load_mnist("train", download=False)
    model = train(replace(OVERFIT, epochs=1), digits.images[:8_000], digits.labels[:8_000])
    images, labels = digits.images[-10_000:], digits.labels[-10_000:]
    angles = torch.linspace(-30, 30, size, dtype=torch.float64)
    begin = time.perf_counter()
    table = predict_table(model, ACTION, angles, images)
    predictions = time.perf_counter() - begin
    fits = {}
    for method in ("newton", "em", "gradient") if size <= 100 else ("newton",):
        begin = time.perf_counter()
        fit = fit_weights(table, labels, method=method, steps=100)
        fits[method] = (time.perf_counter() - begin, len(fit.trajectory.gap), fit.log_loss, fit.gap)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "predictions": predictions,
        "threads": torch.get_num_threads(),
        # macOS counts bytes, Linux 1,024 of them
        "peak": peak * (1 if sys.platform == "darwin" else 1024),
        "fits": fits,
    }


def print_costly(spec: AveragingSpec) -> None:
    """Print test-time augmentation, and networks trained with rotations for a fifth of the epochs."""
    found = costly_baselines(spec)
    print(f"\n{'first seed':40}" + "".join(f"{metric:>26}" for metric in METRICS))
    for name, row in zip(found.names, found.scores, strict=True):
        print(f"{name:40}" + "".join(f"{interval(values):>26}" for values in row))


if __name__ == "__main__":
    main()
