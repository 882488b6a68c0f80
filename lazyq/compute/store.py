"""Results computed once: kept in memory and on disk, shared by threads and processes."""

import os
import re
import tempfile
import threading
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, TypeVarTuple, final

import platformdirs
from filelock import FileLock, Timeout

from lazyq.compute.entries import frozen, read_entry, result_type, write_entry
from lazyq.compute.keys import result_key
from lazyq.compute.paths import is_regular, named_folder, open_regular
from lazyq.compute.progress import report
from lazyq.wording import worded

CACHE_VARIABLE = "LAZYQ_CACHE"
ENTRY = re.compile(r"[0-9a-f]{64}\.npz")
LEFTOVER = re.compile(r"[0-9a-f]{64}\.(lock|[a-z0-9_]+\.part)")
LEFTOVER_AGE = 3600.0
_TURN = 0.5

Spec = TypeVar("Spec")
Given = TypeVarTuple("Given")
Result = TypeVar("Result")


class StoreWarning(UserWarning):
    """Results can't be kept on disk or were damaged there, or are not waited for any longer.

    They are not where another process computes them and stands still.
    """


class StoreInfo(NamedTuple):
    """What a store holds: its folder, entries and bytes on disk, entries and bytes of arrays in memory."""

    folder: Path
    entries: int
    bytes: int
    memory_entries: int
    memory_bytes: int


@final
class ResultStore:
    """Results of experiments by spec, on disk as NPZ files and in memory, both bounded.

    What was used least recently goes first. An entry that is broken, is another's or is not what the
    experiment returns is said once, as a StoreWarning, and computed again. A process that is killed
    leaves none that is broken, since an entry is put into its place whole, hence nothing is said then; its
    unfinished file is removed by who writes an hour later. A folder that can't be written to is said once
    too, and the store works in memory. Only regular files are opened, and through links in the folder
    nothing is changed that lies elsewhere.

    Parameters
    ----------
    folder : default LAZYQ_CACHE, else the user's cache folder of lazyq
    max_bytes, max_entries : the most that the entries on disk may take, and how many they may be
    memory_bytes : the most that the arrays in memory may take
    patience : seconds to wait for another process that computes the same; one that takes longer, or stands
        still, is said once, as a StoreWarning, and the result is computed here too
    """

    def __init__(
        self,
        folder: str | PathLike[str] | None = None,
        *,
        max_bytes: int = 1_000_000_000,
        max_entries: int = 2_000,
        memory_bytes: int = 256_000_000,
        patience: float = 20.0,
    ) -> None:
        limits = {
            "max_bytes": max_bytes,
            "max_entries": max_entries,
            "memory_bytes": memory_bytes,
            "patience": patience,
        }
        for name, value in limits.items():
            if not value >= 0:
                raise ValueError(f"{name} must be at least 0, got {value}")
        name, chosen = (
            ("folder", folder) if folder is not None else (CACHE_VARIABLE, os.environ.get(CACHE_VARIABLE))
        )
        default = platformdirs.user_cache_path("lazyq", appauthor=False) / "results"
        self.folder = named_folder(name, chosen) if chosen else default
        self.max_bytes = max_bytes
        self.max_entries = max_entries
        self.memory_bytes = memory_bytes
        self.patience = patience
        self._memory: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._guard = threading.Lock()
        self._computing: dict[str, tuple[threading.Lock, int]] = {}
        self._said: set[str] = set()

    def run(
        self,
        experiment: Callable[[Spec, *Given], Result],
        spec: Spec,
        *given: *Given,
        data: Iterable[str] = (),
    ) -> Result:
        """Return experiment(spec, *given), from the store if it has been computed before.

        Asked for by several threads or processes at once, it is computed once. The arrays of a result
        are read-only. An error of the experiment is raised and nothing is kept.

        Parameters
        ----------
        experiment : a function at the top level of a module, annotated to return a frozen dataclass of
            NumPy arrays, str, int, float, bool, None and tuples of these
        spec : a frozen dataclass of str, int, float, bool, None, tuples and frozen dataclasses of these
        given : results of other experiments, which the spec determines: no part of the key
        data : checksums of the data that the experiment reads

        Raises
        ------
        ValueError : an experiment, spec, data or result of another kind; says which
        """
        key, kind = result_key(experiment, spec, data), result_type(experiment)
        with self._one_at_a_time(key):
            result = self._recall(key)
            if result is None:
                result = self._load(key, kind)
            if result is None:
                with self._one_process(key):
                    result = self._load(key, kind)
                    if result is None:
                        result = experiment(spec, *given)
                        self._save(key, result, kind)
            self._remember(key, result, kind)
        return result

    def known(
        self, experiment: Callable[..., Result], spec: object, *, data: Iterable[str] = ()
    ) -> Result | None:
        """Return what :meth:`run` would without computing it, or None: nothing is waited for.

        Parameters
        ----------
        experiment, spec, data : as for :meth:`run`
        """
        key, kind = result_key(experiment, spec, data), result_type(experiment)
        result: Result | None = self._recall(key)
        if result is None:
            result = self._load(key, kind)
            if result is not None:
                self._remember(key, result, kind)
        return result

    def info(self) -> StoreInfo:
        """Return what the store holds now."""
        sizes = [size for _, size, _ in self._entries()]
        with self._guard:
            held = [size for _, size in self._memory.values()]
        return StoreInfo(self.folder, len(sizes), sum(sizes), len(held), sum(held))

    def clear(self) -> None:
        """Forget every result, in memory and on disk; other files in the folder stay."""
        with self._guard:
            self._memory.clear()
        for path in self._files(ENTRY, LEFTOVER):
            _remove(path)

    @contextmanager
    def _one_at_a_time(self, key: str) -> Iterator[None]:
        with self._guard:
            lock, users = self._computing.get(key, (threading.Lock(), 0))
            self._computing[key] = lock, users + 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, users = self._computing.pop(key)
                if users > 1:
                    self._computing[key] = lock, users - 1

    @contextmanager
    def _one_process(self, key: str) -> Iterator[None]:
        path = self.folder / f"{key}.lock"
        lock = FileLock(path)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if path.is_symlink() or not is_regular(path):
                _remove(path)
            self._acquire(lock)
        except Timeout:
            self._say(
                "lock",
                f"Another process has computed the same result for more than {self.patience:g} s, or stands "
                f"still; it is computed here too. {path} is locked by it.",
            )
            yield
            return
        except (OSError, NotImplementedError) as error:
            self._warn(error)
            yield
            return
        try:
            yield
        finally:
            # Who waits for the removed file finds the result on disk as soon as it is let in.
            _remove(path)
            lock.release()

    def _acquire(self, lock: FileLock) -> None:
        """Acquire the lock, or raise Timeout; meanwhile what is computed can be stopped."""
        end = time.monotonic() + self.patience
        while True:
            left = max(0.0, end - time.monotonic())
            try:
                lock.acquire(timeout=min(_TURN, left))
            except Timeout:
                if left <= _TURN:
                    raise
                report(worded("Waiting for another process that computes the same"), 0.0)
            else:
                return

    def _recall(self, key: str) -> Any:
        with self._guard:
            if key not in self._memory:
                return None
            self._memory.move_to_end(key)
            return self._memory[key][0]

    def _remember(self, key: str, result: Any, kind: type[Any]) -> None:
        size = frozen(result, kind)
        with self._guard:
            self._memory[key] = result, size
            self._memory.move_to_end(key)
            total = sum(held for _, held in self._memory.values())
            while total > self.memory_bytes:
                _, (_, freed) = self._memory.popitem(last=False)
                total -= freed

    def _load(self, key: str, kind: type[Any]) -> Any:
        path = self.folder / f"{key}.npz"
        try:
            with open_regular(path) as file:
                result = read_entry(file, key, kind)
        except OSError:
            # No entry, or one in whose place another will be put if that can be.
            return None
        except Exception:
            # Whatever a damaged file makes NumPy raise.
            _remove(path)
            self._say(
                "damaged",
                f"A result kept in {self.folder} was damaged; it is thrown away, and computed again when "
                "it is needed.",
            )
            return None
        try:
            if not path.is_symlink():
                os.utime(path)
        except OSError as error:
            self._warn(error)
        return result

    def _save(self, key: str, result: Any, kind: type[Any]) -> None:
        part: Path | None = None
        try:
            with tempfile.NamedTemporaryFile(
                dir=self.folder, prefix=f"{key}.", suffix=".part", delete=False
            ) as file:
                part = Path(file.name)
                write_entry(file, key, result, kind)
            if part.stat().st_size <= self.max_bytes:
                part.replace(self.folder / f"{key}.npz")
        except OSError as error:
            self._warn(error)
        finally:
            if part is not None:
                _remove(part)
        self._prune()

    def _prune(self) -> None:
        total = 0
        for count, (path, size, _) in enumerate(sorted(self._entries(), key=lambda entry: -entry[2]), 1):
            total += size
            if total > self.max_bytes or count > self.max_entries:
                _remove(path)
        for path in self._files(LEFTOVER):
            # One of the future too: the clock was wrong then, or is now.
            if (status := _status(path)) and abs(time.time() - status.st_mtime) > LEFTOVER_AGE:
                _remove(path)

    def _entries(self) -> list[tuple[Path, int, int]]:
        """Return path, bytes and time of the last use of every entry on disk; a time to come is none."""
        found = [(path, _status(path)) for path in self._files(ENTRY) if is_regular(path)]
        soon = time.time_ns() + int(LEFTOVER_AGE * 1e9)
        times = [(path, status.st_size, status.st_mtime_ns) for path, status in found if status]
        return [(path, size, used if used < soon else 0) for path, size, used in times]

    def _files(self, *patterns: re.Pattern[str]) -> list[Path]:
        try:
            paths = list(self.folder.iterdir())
        except OSError:
            return []
        return [path for path in paths if any(pattern.fullmatch(path.name) for pattern in patterns)]

    def _warn(self, error: Exception) -> None:
        self._say(
            "folder",
            f"Results can't be kept in {self.folder} ({error}); they are kept in memory only. "
            f"Set {CACHE_VARIABLE} to a folder that can be written to.",
        )

    def _say(self, kind: str, words: str) -> None:
        """Warn of each kind of trouble once."""
        with self._guard:
            first = kind not in self._said
            self._said.add(kind)
        if first:
            warnings.warn(words, StoreWarning, stacklevel=2)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
