import importlib
import linecache
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import store_experiments
from store_experiments import Grid, Spec, Sums, fails, others, runs, sums, twice

from lazyq.compute import ResultStore, StoreWarning, canonical, code_version
from lazyq.compute import keys as store_keys
from lazyq.compute.keys import result_key

PACKAGE = Path(__file__).parents[2]


@pytest.fixture
def spec(tmp_path: Path) -> Spec:
    return Spec(str(tmp_path / "log"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "results"


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


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, -0.0, 1e-300])
def test_every_float_is_a_key(folder: Path, spec: Spec, value: float) -> None:
    store = ResultStore(folder)
    store.run(sums, spec)
    special = replace(spec, lam=value)
    with np.errstate(invalid="ignore"):
        store.run(sums, special)
        store.run(sums, replace(special))
    assert runs(spec.log) == 2


DIFFERENT = [
    {"n": 4}, {"seed": 0}, {"seed": False}, {"exact": False}, {"exact": 1},
    {"lam": 0.25}, {"lam": 0}, {"lam": "0.5"}, {"lam": np.nan}, {"lam": np.inf}, {"lam": "inf"},
    {"grid": Grid(steps=(0.5, 0.0))}, {"grid": Grid(name="odd")}, {"grid": Grid(steps=())}, {"grid": None},
]  # fmt: skip


def test_different_specs_have_different_keys(spec: Spec) -> None:
    keys = {canonical(spec), *(canonical(replace(spec, **change)) for change in DIFFERENT)}
    assert len(keys) == len(DIFFERENT) + 1
    assert canonical(replace(spec)) == canonical(spec)


def test_the_experiment_the_data_and_the_code_are_in_the_key(
    spec: Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {
        result_key(sums, spec, ()),
        result_key(others, spec, ()),
        result_key(sums, spec, ("ab",)),
        result_key(sums, spec, ("a", "b")),
        result_key(sums, spec, ("b", "a")),
    }
    monkeypatch.setattr(store_keys, "code_version", lambda: "another")
    keys.add(result_key(sums, spec, ()))
    assert len(keys) == 6


def test_a_key_is_the_same_in_another_process(spec: Spec) -> None:
    code = (
        "from store_experiments import *; from lazyq.compute.keys import result_key;"
        f"print(result_key(sums, Spec({spec.log!r}), ['data']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == result_key(sums, spec, ("data",))


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(Path(__file__).parent)])}


def test_the_code_version_follows_the_source_but_not_the_interface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "lazyq"
    shutil.copytree(PACKAGE / "lazyq", copy, ignore=shutil.ignore_patterns("__pycache__", "ui"))
    monkeypatch.setattr(store_keys, "PACKAGE", copy)
    version = code_version.__wrapped__
    before = version()
    assert before == code_version()
    (copy / "ui").mkdir()
    (copy / "ui" / "page.py").write_text("x = 1\n")
    assert version() == before
    (copy / "compute" / "keys.py").write_text("x = 1\n")
    assert version() != before


def test_changed_source_of_an_experiment_elsewhere_is_another_key(
    tmp_path: Path, spec: Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    module = tmp_path / "own_experiment.py"
    found = []
    for number in (1, 20):
        module.write_text(f"def count(spec):\n    return {number}\n")
        sys.modules.pop("own_experiment", None)
        importlib.invalidate_caches()
        linecache.clearcache()
        found.append(result_key(importlib.import_module("own_experiment").count, spec, ()))
    sys.modules.pop("own_experiment")
    assert found[0] != found[1]


@dataclass
class Loose:
    n: int = 1


@dataclass(frozen=True)
class Odd:
    value: object


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (Loose(), "spec must be an instance of a frozen dataclass"),
        (Spec, "spec must be an instance of a frozen dataclass"),
        ({"n": 1}, "spec must be an instance of a frozen dataclass"),
        (Odd([1]), r"spec.value must be str, .* got list"),
        (Odd((1, {})), r"spec.value\[1\] must be str, .* got dict"),
        (Odd(Odd(np.zeros(2))), "spec.value.value must be str, .* got ndarray"),
        (Odd(Loose()), "spec.value must be str, .* got Loose"),
    ],
)
def test_a_spec_that_cannot_be_a_key_is_refused(folder: Path, bad: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ResultStore(folder).run(sums, bad)  # type: ignore[arg-type]


def without_annotation(spec):  # type: ignore[no-untyped-def]
    return spec


def of_another_kind(spec: Spec) -> Sums:
    return spec  # type: ignore[return-value]


@dataclass(frozen=True)
class Objects:
    values: np.ndarray


def objects(spec: Spec) -> Objects:
    return Objects(np.array([object()]))


@dataclass(frozen=True)
class Lists:
    values: list[int]


def lists(spec: Spec) -> Lists:
    return Lists([1])


@pytest.mark.parametrize(
    ("experiment", "message"),
    [
        (lambda spec: spec, "experiment must be a function defined at the top level"),
        (print, "experiment must be a function defined at the top level"),
        (without_annotation, "must be annotated to return a frozen dataclass"),
        (of_another_kind, "the result must be a Sums, got Spec"),
        (objects, "Objects.values must be a NumPy array .* got an array of object"),
        (lists, "Lists.values must be a NumPy array .* got list"),
    ],
)
def test_an_experiment_that_cannot_be_stored_is_refused(
    folder: Path, spec: Spec, experiment: Callable[[Spec], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ResultStore(folder).run(experiment, spec)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_data_must_be_checksums(folder: Path, spec: Spec) -> None:
    for data in ("abc", (1,)):
        with pytest.raises(ValueError, match="data must be a tuple of checksums"):
            ResultStore(folder).run(sums, spec, data=data)  # type: ignore[arg-type]


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
