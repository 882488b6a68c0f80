"""The lazy means of all ten classes of MNIST at the talk's seven λ, from all 60,000 training digits.

``python -m benchmarks.means`` takes some minutes on a busy machine; ``--size N`` takes the first N of each
class. The classes are shared out among as many threads as there are cores, each with one of torch.
"""

import argparse
import os
import time
from concurrent.futures import ThreadPoolExecutor

from lazyq import RowShifts
from lazyq.averaging.threads import one_thread
from lazyq.datasets import load_mnist
from lazyq.experiments.accuracy import TALK_LAMS
from lazyq.experiments.lam import lam_text
from lazyq.means import LazyMeanPath, lazy_mean_path

ACTION = RowShifts(28, 28)


def main() -> None:
    """Compute all means, and print how long it took and how far the digits are from them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=60_000, help="of each class, the first ones")
    parser.add_argument("--restarts", type=int, default=0, help="digits tried as starts at λ = 0")
    chosen = parser.parse_args()
    digits = load_mnist("train", download=False)
    classes = [digits.images[digits.labels == digit][: chosen.size] for digit in range(10)]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")

    def means(digit: int) -> LazyMeanPath:
        return lazy_mean_path(ACTION, classes[digit], TALK_LAMS, restarts=chosen.restarts)

    begin, begin_cpu = time.perf_counter(), time.process_time()
    with one_thread(), ThreadPoolExecutor(os.cpu_count()) as threads:
        found = list(threads.map(means, range(10)))
    seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - begin_cpu
    count = sum(map(len, classes))
    print(f"{count:,} digits, {len(TALK_LAMS)} λ: {seconds:.1f} s, {cpu_seconds:.1f} CPU s")
    print("mean d² at λ =", *(f"{lam_text(lam):>7}" for lam in TALK_LAMS))
    for digit, (points, path) in enumerate(zip(classes, found, strict=True)):
        print(f"            {digit} ", *(f"{float(value) / len(points):7.3f}" for value in path.objectives))


if __name__ == "__main__":
    main()
