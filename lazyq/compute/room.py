"""How much this process may use of the machine."""

import os
import re
from pathlib import Path

from lazyq.wording import worded

JOBS_VARIABLE = "LAZYQ_JOBS"
_LIMITS = Path("/sys/fs/cgroup")
_MEMORY = Path("/proc/meminfo")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def jobs_at_once() -> int:
    """Return how many long computations run at once: LAZYQ_JOBS, else two, or one on one core.

    Raises
    ------
    ValueError : LAZYQ_JOBS is no whole number from 1 to 999
    """
    asked = os.environ.get(JOBS_VARIABLE, "").strip()
    if not asked:
        return min(2, cores())
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 4 and int(asked) >= 1):
        said = worded(
            "{name} must be a whole number from {least} to {most}, got {got}",
            name=JOBS_VARIABLE,
            least=1,
            most=999,
            got=repr(asked),
        )
        raise ValueError(said)
    return int(asked)


def has_room(wanted: int) -> bool:
    """Return whether so many bytes of memory are free, or it can't be known."""
    free = free_memory()
    return free is None or free >= wanted


def free_memory(memory: Path = _MEMORY, limits: Path = _LIMITS) -> int | None:
    """Return the bytes that the machine and this process's container still give; None if it can't be known.

    Parameters
    ----------
    memory : Linux's account of the machine's memory
    limits : folder of the container's limits, version 2 of cgroups
    """
    found = []
    if available := re.search(r"^MemAvailable:\s*(\d+) kB$", _read(memory), re.MULTILINE):
        found.append(1024 * int(available[1]))
    most, used = _read(limits / "memory.max").strip(), _read(limits / "memory.current").strip()
    if most.isdecimal() and used.isdecimal():
        files = re.search(r"^inactive_file (\d+)$", _read(limits / "memory.stat"), re.MULTILINE)
        found.append(int(most) - int(used) + int(files[1] if files else 0))
    return min(found, default=None)


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""
