import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import store_experiments
from store_experiments import Spec, Sums, environment, fails, runs, sums, twice

from lazyq.compute import ResultStore, StoreWarning
from lazyq.compute.keys import result_key


def entry(folder: Path) -> Path:
    (path,) = folder.glob("*.npz")
    return path


def assert_equal(result: Sums, expected: Sums) -> None:
    for name in ("values", "names"):
        actual, wanted = getattr(result, name), getattr(expected, name)
        assert actual.dtype == wanted.dtype
        assert np.array_equal(actual, wanted)
    rest = ("total", "count", "title", "classes", "seed")
    assert [getattr(result, name) for name in rest] == [getattr(expected, name) for name in rest]


def test_a_result_is_computed_once_and_kept_in_memory_and_on_disk(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder)
    first = store.run(sums, spec)
    assert store.run(sums, spec) is first
    assert_equal(ResultStore(folder).run(sums, spec), first)
    assert runs(spec.log) == 1
    assert [path.suffix for path in folder.iterdir()] == [".npz"]


def test_arrays_of_results_are_read_only(folder: Path, spec: Spec) -> None:
    for result in (ResultStore(folder).run(sums, spec), ResultStore(folder).run(sums, spec)):
        with pytest.raises(ValueError, match="read-only"):
            result.values[0] = 1


def test_an_error_is_raised_and_not_kept(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder)
    for count in (1, 2):
        with pytest.raises(ArithmeticError, match="no result"):
            store.run(fails, spec)
        assert runs(spec.log) == count
    assert list(folder.iterdir()) == []
    assert store._computing == {}


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"NUMPY") + 200] ^= 1
    path.write_bytes(content)


def pickled(path: Path) -> None:
    with np.load(path) as old:
        members = dict(old)
    members["array_values"] = np.array([Trap()], dtype=object)
    np.savez(path, **members)


class Trap:
    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(TRAP),))


TRAP = Path(__file__).parent / "unpickled"


def pickled_alone(path: Path) -> None:
    np.array([Trap()], dtype=object).dump(path)


def of_another_key(path: Path) -> None:
    other = ResultStore(path.parent / "other")
    other.run(sums, Spec(str(path.parent / "other-log")))
    shutil.copy(entry(path.parent / "other"), path)


def without_a_field(path: Path) -> None:
    with np.load(path) as old:
        members = {name: old[name] for name in old.files if name != "array_names"}
    np.savez(path, **members)


def compressed(path: Path) -> None:
    with np.load(path) as old:
        members = dict(old)
    np.savez_compressed(path, **members)


def other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


def text(path: Path) -> None:
    path.write_text("hello")


@pytest.mark.parametrize(
    "damage",
    [
        cut_short, empty, flip_a_bit, pickled, pickled_alone, of_another_key, without_a_field, compressed,
        other_archive, text,
    ],
)  # fmt: skip
def test_a_broken_or_foreign_entry_is_computed_again(
    folder: Path, spec: Spec, damage: Callable[[Path], None]
) -> None:
    expected = ResultStore(folder).run(sums, spec)
    path = entry(folder)
    damage(path)
    with pytest.warns(StoreWarning, match="was damaged; it is thrown away"):
        assert_equal(ResultStore(folder).run(sums, spec), expected)
    assert runs(spec.log) == 2
    assert_equal(ResultStore(folder).run(sums, spec), expected)
    assert runs(spec.log) == 2
    assert not TRAP.exists()


def test_threads_compute_a_result_once(folder: Path, spec: Spec) -> None:
    spec = replace(spec, seconds=0.2)
    store, results = ResultStore(folder), []
    threads = [threading.Thread(target=lambda: results.append(store.run(sums, spec))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs(spec.log) == 1
    assert all(result is results[0] for result in results)
    assert store._computing == {}


def test_different_results_are_computed_side_by_side(folder: Path, spec: Spec) -> None:
    store, meeting = ResultStore(folder), threading.Barrier(2, timeout=60)

    class Together:
        def __init__(self) -> None:
            self.met = 0

    together = Together()
    original = store_experiments.note

    def meet(spec: Spec) -> None:
        meeting.wait()
        together.met += 1

    store_experiments.note = meet
    try:
        threads = [
            threading.Thread(target=store.run, args=(sums, replace(spec, n=number))) for number in (1, 2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        store_experiments.note = original
    assert together.met == 2


def start(folder: Path, spec: Spec, seconds: float) -> subprocess.Popen[str]:
    script = str(Path(__file__).with_name("store_experiments.py"))
    command = [sys.executable, script, str(folder), spec.log, str(seconds)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)


def test_processes_compute_a_result_once(folder: Path, spec: Spec) -> None:
    processes = [start(folder, spec, 1.0) for _ in range(2)]
    assert [process.communicate(timeout=240)[0] for process in processes] == ["1.5\n"] * 2
    assert runs(spec.log) == 1


def test_a_killed_process_leaves_nothing_in_the_way(folder: Path, spec: Spec) -> None:
    process = start(folder, spec, 600.0)
    end = time.monotonic() + 240
    while runs(spec.log) == 0:
        assert time.monotonic() < end
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert list(folder.glob("*.npz")) == []
    store = ResultStore(folder)
    assert store.run(sums, replace(spec, seconds=0.0)).total == 1.5
    key = result_key(sums, spec, ())
    half = folder / f"{key}.abc_12.part"
    half.write_bytes(b"PK half an entry")
    store.run(sums, replace(spec, n=4))
    assert half.exists()
    long_ago = time.time() - 7200
    os.utime(half, (long_ago, long_ago))
    store.run(sums, replace(spec, n=5))
    assert not half.exists()


def test_the_disk_is_bounded_and_the_least_recently_used_goes_first(folder: Path, spec: Spec) -> None:
    ResultStore(folder).run(sums, replace(spec, n=1000))
    size = entry(folder).stat().st_size
    shutil.rmtree(folder)
    store = ResultStore(folder, max_bytes=3 * size + size // 2, memory_bytes=0)
    specs = [replace(spec, n=1000, seed=seed) for seed in range(5)]
    for one in specs[:3]:
        store.run(sums, one)
    store.run(sums, specs[0])
    for one in specs[3:]:
        store.run(sums, one)
    assert store.info().entries == 3
    assert store.info().bytes <= store.max_bytes
    before = runs(spec.log)
    store.run(sums, specs[0])
    assert runs(spec.log) == before
    store.run(sums, specs[1])
    assert runs(spec.log) == before + 1


def test_entries_are_bounded_in_number_too(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder, max_entries=2, memory_bytes=0)
    for seed in range(4):
        store.run(sums, replace(spec, seed=seed))
    assert store.info().entries == 2
    store.run(sums, replace(spec, seed=3))
    assert runs(spec.log) == 4


def test_results_that_the_spec_determines_are_handed_on(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder)
    known = store.run(sums, spec)
    doubled = store.run(twice, spec, known)
    assert np.array_equal(doubled.values, 2 * known.values)
    assert ResultStore(folder).run(twice, spec, known).total == doubled.total
    assert store.info().entries == 2


def test_a_result_larger_than_the_bound_is_returned_but_not_kept(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder, max_bytes=10_000, memory_bytes=100)
    store.run(sums, spec)
    assert store.run(sums, replace(spec, n=5000)).values.shape == (5000,)
    assert store.info().entries == 1
    assert store.info().memory_bytes <= 100


def test_the_memory_is_bounded(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder, memory_bytes=20_000)
    for number in range(5):
        store.run(sums, replace(spec, n=1000, seed=number))
    info = store.info()
    assert info.memory_entries == 2
    assert info.memory_bytes <= 20_000
    assert info.entries == 5


def test_info_and_clear(folder: Path, spec: Spec) -> None:
    store = ResultStore(folder)
    assert store.info() == (folder, 0, 0, 0, 0)
    store.run(sums, spec)
    assert store.info().entries == store.info().memory_entries == 1
    assert store.info().bytes == entry(folder).stat().st_size
    mine = folder / "my own.npz"
    mine.write_bytes(b"mine")
    store.clear()
    assert store.info() == (folder, 0, 0, 0, 0)
    assert list(folder.iterdir()) == [mine]
    store.run(sums, spec)
    assert runs(spec.log) == 2


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path, spec: Spec) -> None:
    (tmp_path / "file").write_text("")
    store = ResultStore(tmp_path / "file" / "results")
    with pytest.warns(
        StoreWarning, match=r"can't be kept in .*; they are kept in memory only\. Set LAZYQ_CACHE"
    ):
        first = store.run(sums, spec)
    assert store.run(sums, spec) is first
    store.run(sums, replace(spec, n=9))
    assert runs(spec.log) == 2
    assert store.info().entries == 0
    store.clear()


def test_the_folder_is_the_argument_then_the_variable_then_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    assert ResultStore("elsewhere").folder == Path("elsewhere")
    assert ResultStore().folder == tmp_path
    monkeypatch.delenv("LAZYQ_CACHE")
    assert ResultStore().folder.parts[-2:] == ("lazyq", "results")


@pytest.mark.parametrize("name", ["max_bytes", "max_entries", "memory_bytes"])
def test_a_negative_bound_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be at least 0, got -1"):
        ResultStore(**{name: -1})
