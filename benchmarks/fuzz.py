"""Whatever a stranger may send, sent many times from a seed: ``python -m benchmarks.fuzz --count 10000``.

Every door of the app is a surface of ``tests/fuzz``: links, messages of components, pictures, the command
line, the environment, files. Printed are for each the cases, processor seconds, those of the longest case,
what ended in an error that is not declared, what took more than five seconds, the memory that the last four
fifths of the cases added, and how many kinds of sentences refused a case. A fault is printed with a case; the
same seed gives it again.
"""

import argparse
import os
import sys

from tests.fuzz.harness import fuzz
from tests.fuzz.surfaces import SURFACES

_COLUMNS = ("cases", "CPU s", "longest", "faults", "hangs", "MB more", "refusals")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("surfaces", nargs="*", help="parts of their names; default all")
    parser.add_argument("--count", type=int, default=10_000, help="cases, fewer where one takes long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--all", action="store_true", help="as many cases where one takes long, too")
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}, load {os.getloadavg()[0]:.0f}")
    print(f"{'':28}" + "".join(f"{name:>9}" for name in _COLUMNS))
    sound = True
    for surface in SURFACES:
        if chosen.surfaces and not any(part in surface.name for part in chosen.surfaces):
            continue
        count = chosen.count if chosen.all else min(chosen.count, surface.most)
        found = fuzz(surface, count, chosen.seed, weighs=True)
        hangs, _ = found.faults.get("hangs", (0, ""))
        faults = sum(times for times, _ in found.faults.values()) - hangs
        print(
            f"{surface.name:28}{found.count:9}{found.seconds:9.0f}{found.slowest:9.2f}{faults:9}{hangs:9}"
            f"{found.growth / 1e6:9.1f}{len(found.refused):9}",
            flush=True,
        )
        for kind, (times, example) in found.faults.items():
            print(f"    {times} × {kind}; {example}".encode("ascii", "backslashreplace").decode(), flush=True)
        sound = sound and not found.faults
    sys.exit(not sound)


if __name__ == "__main__":
    main()
