"""Power cuts and bad disks: ``python -m benchmarks.power_cut --kills 200``.

Processes that write to the store of results, that download MNIST from a server on this machine or that keep
compiled code are killed at lines of Python that a seed chooses, downloads by the clock too; entries and
code are cut off and bits turned at places that it chooses; disks are full after so many bytes, really so on
a small file system of its own where this user may make one. After each the same is asked for again. Printed
are how often it was right, had to be made again, and how often it was said why. Then workers and schedulers
of a Dask cluster are killed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from benchmarks.power_cut_cluster import cluster_cuts
from benchmarks.power_cut_downloads import downloads
from tests.compute.power_cut import Found, Spec, damages, on_full_disk, power_cuts, unkept
from tests.compute.two_writers import two_writers
from tests.kernels.code_cuts import code_cuts, code_damages, kept_in

ENTRY = 241_000  # bytes, a little more than an entry has
SMALL = "128k"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}, load {os.getloadavg()[0]:.0f}")
    print(f"{'':36}{'times':>7}{'right':>7}{'computed':>10}{'said':>6}{'strange files':>15}")
    sound = True
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        cuts = [found for _, found in power_cuts(place / "cuts", chosen.kills, chosen.seed)]
        sound &= row("killed while writing", cuts)
        both = [found for _, found in two_writers(place / "both", chosen.kills, chosen.seed)]
        sound &= row("one of two writers killed", both)
        done = list(damages(place / "damages", chosen.kills, chosen.seed))
        for kind in ("cut off", "a bit turned"):
            sound &= row(kind, [found for what, found in done if what == kind])
        chance = Random(f"full {chosen.seed}")
        rooms = [chance.randrange(ENTRY) for _ in range(chosen.kills // 4)]
        full = [on_full_disk(place / "full", room, number) for number, room in enumerate(rooms)]
        sound &= row("disk full while writing", full)
        sound &= small_disk(place / "small")
        sound &= downloads(place / "downloads", row, chosen.kills, chosen.seed)
        sound &= machine_code(place / "code", chosen.kills, chosen.seed)
    sound &= cluster_cuts(row, chosen.kills // 20, chosen.seed)
    sys.exit(not sound)


def row(what: str, found: Iterable[Found]) -> bool:
    """Print what was found; return whether all of it was right."""
    found = list(found)
    right, computed, said, left = (
        sum(map(bool, (getattr(one, name) for one in found))) for name in Found._fields
    )
    print(f"{what:36}{len(found):7}{right:7}{computed:10}{said:6}{left:15}", flush=True)
    return right == len(found) and not left


def machine_code(folder: Path, count: int, seed: int) -> bool:
    """Kill processes that keep compiled code, then break its file."""
    folder = kept_in(folder)
    sound = row("killed while code is kept", (found for _, found in code_cuts(folder, count, seed)))
    done = list(code_damages(folder, count, seed))
    for kind in ("cut off", "a bit turned"):
        sound &= row(f"code, {kind}", [found for what, found in done if what == kind])
    return sound


def small_disk(folder: Path) -> bool:
    """Write to a file system that is smaller than an entry, then to one that can only be read."""
    folder.mkdir()
    first, second = (Spec(str(folder.with_name(f"log {seed}")), seed) for seed in (7, 8))
    made = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "none", str(folder)]
    if subprocess.run(made, capture_output=True, check=False).returncode:
        print("no file system could be made for a real full disk")
        return True
    try:
        sound = row(f"a file system of {SMALL}", [unkept(folder, first)])
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        return row("one that can only be read", [unkept(folder, second)]) and sound
    finally:
        subprocess.run(["umount", str(folder)], check=True)


if __name__ == "__main__":
    main()
