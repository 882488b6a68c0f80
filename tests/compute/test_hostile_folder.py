"""Anything may lie in the store's folder: it is never waited for, and no wrong result comes of it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from store_experiments import Spec, Sums, environment, runs, sums
from test_store import assert_equal, entry, start

from lazyq.compute import ResultStore, StoreWarning
from lazyq.compute.entries import fits, write_entry
from lazyq.compute.keys import result_key
from lazyq.compute.progress import listening

SECONDS = 120


def bounded(store: ResultStore, spec: Spec) -> Sums:
    """Return the result; it must come, which a thread that waits for ever would not let us see."""
    results: list[Sums] = []

    def compute() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", StoreWarning)
            results.append(store.run(sums, spec))

    thread = threading.Thread(target=compute, daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert results, "the store waits for ever, or an error was raised"
    return results[0]


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_full_folder(path: Path) -> None:
    path.mkdir()
    (path / "file").write_text("mine")


def a_link_to_a_folder(path: Path) -> None:
    path.symlink_to(path.parent)


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


THINGS = [
    a_pipe, a_link_to_a_pipe, a_folder, a_full_folder, a_link_to_a_folder, a_link_to_a_device,
    a_link_to_nothing, a_link_to_itself,
]  # fmt: skip


@pytest.mark.parametrize("ending", ["npz", "lock"])
@pytest.mark.parametrize("put", THINGS)
def test_whatever_lies_in_the_place_of_a_file_is_not_waited_for(
    folder: Path, spec: Spec, put: Callable[[Path], None], ending: str
) -> None:
    expected = ResultStore(folder.with_name("other")).run(sums, replace(spec, log=f"{spec.log}-other"))
    folder.mkdir()
    put(folder / f"{result_key(sums, spec, ())}.{ending}")
    store = ResultStore(folder)
    assert_equal(bounded(store, spec), expected)
    assert runs(spec.log) == 1
    store.info()
    if put not in (a_folder, a_full_folder):
        assert_equal(bounded(ResultStore(folder), spec), expected)
        assert runs(spec.log) == 1, "what was in the way has been replaced"
    store.clear()
    assert put is not a_full_folder or list(folder.glob("*/file"))


def test_a_frozen_process_is_not_waited_for_any_longer_than_said(folder: Path, spec: Spec) -> None:
    process = start(folder, spec, 600.0)
    try:
        end = time.monotonic() + SECONDS
        while runs(spec.log) == 0:
            assert time.monotonic() < end
            time.sleep(0.02)
        process.send_signal(signal.SIGSTOP)
        # The same result: how long the other takes is part of its spec.
        waiting: list[str] = []
        store = ResultStore(folder, patience=0.7)
        key = result_key(sums, replace(spec, seconds=600.0), ())
        with (
            pytest.warns(StoreWarning, match="Another process has computed the same") as said,
            listening(lambda stage, share: waiting.append(stage)),
            store._one_process(key),
        ):
            assert waiting == ["Waiting for another process that computes the same"]
        with store._one_process(key):
            pass
        assert len(said) == 1
    finally:
        process.kill()
        process.communicate()


def test_who_waits_can_be_stopped(folder: Path, spec: Spec) -> None:
    folder.mkdir()

    def stop(stage: str, share: float) -> None:
        raise KeyError(stage)

    store = ResultStore(folder)
    with FileLock(folder / f"{result_key(sums, spec, ())}.lock"):
        with pytest.raises(KeyError, match="Waiting for another process"), listening(stop):
            store.run(sums, spec)
        assert runs(spec.log) == 0
    assert store.run(sums, spec).count == 3


def test_a_lock_that_is_never_released_does_not_keep_a_result_away(folder: Path, spec: Spec) -> None:
    folder.mkdir()
    with FileLock(folder / f"{result_key(sums, spec, ())}.lock"):
        assert bounded(ResultStore(folder, patience=0), spec).count == 3
        assert bounded(ResultStore(folder, patience=0), spec).count == 3
        assert runs(spec.log) == 1, "the result is kept all the same"


FULL = """
import resource, sys, warnings
from pathlib import Path
from store_experiments import Spec, runs
import store_experiments
from lazyq.compute import ResultStore
folder, log = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
spec = Spec(log, n=1000)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    store = ResultStore(folder)
    totals = [store.run(store_experiments.sums, spec).total for _ in range(2)]
words, left = [str(one.message)[:24] for one in said], list(Path(folder).iterdir())
print(totals, runs(log), words, left)
"""


def test_a_full_disk_costs_no_result_and_leaves_nothing_behind(folder: Path, spec: Spec) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder), spec.log],
        env=environment(), capture_output=True, text=True, check=True, timeout=SECONDS,
    )  # fmt: skip
    assert done.stdout.strip() == '[249750.0, 249750.0] 1 ["Results can\'t be kept in"] []'
    assert "Traceback" not in done.stderr


def test_a_file_in_place_of_the_folder_is_said_once(tmp_path: Path, spec: Spec) -> None:
    (tmp_path / "file").write_text("mine")
    store = ResultStore(tmp_path / "file")
    with pytest.warns(StoreWarning, match="can't be kept in") as said:
        assert [store.run(sums, replace(spec, n=n)).count for n in (3, 4)] == [3, 4]
    assert len(said) == 1
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_of_an_unknown_user_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAZYQ_CACHE", "~no-such-user-here/cache")
    with pytest.raises(ValueError, match="LAZYQ_CACHE must be a folder, but this machine knows no such user"):
        ResultStore()


def members(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as old:
        return dict(old)


def rewritten(path: Path, change: Callable[[dict[str, np.ndarray]], None]) -> None:
    held = members(path)
    change(held)
    np.savez(path, **held)


CHANGES = {
    "a field is gone": lambda held: held.pop("array_values"),
    "a field too many": lambda held: held.update(array_more=np.zeros(2)),
    "another dtype": lambda held: held.update(array_values=held["array_values"].astype(np.float32)),
    "another byte order": lambda held: held.update(array_values=held["array_values"].astype(">f8")),
    "another shape": lambda held: held.update(array_values=held["array_values"][:2]),
    "another dimension": lambda held: held.update(array_values=held["array_values"][None]),
    "other numbers": lambda held: held.update(array_values=held["array_values"] + 1),
    "a text as an array": lambda held: held.update(array_title=np.array("sums")),
    "other plain values": lambda held: held.update(
        __result__=np.array(str(held["__result__"]).replace('"count": 3', '"count": 4'))
    ),
    "plain values of another type": lambda held: held.update(
        __result__=np.array(str(held["__result__"]).replace('"count": 3', '"count": "3"'))
    ),
    "plain values that are a list": lambda held: held.update(
        __result__=np.array(re.sub(r'"values": {.*?}', '"values": []', str(held["__result__"])))
    ),
    "a list in place of all": lambda held: held.update(__result__=np.array("[1]")),
    "deep lists": lambda held: held.update(__result__=np.array("[" * 20_000)),
    "numbers in place of all": lambda held: held.update(__result__=np.zeros(3)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_of_the_right_key_with_other_content_is_computed_again_once(
    folder: Path, spec: Spec, change: str
) -> None:
    expected = ResultStore(folder).run(sums, spec)
    rewritten(entry(folder), CHANGES[change])
    with pytest.warns(StoreWarning, match="was damaged; it is thrown away"):
        assert_equal(ResultStore(folder).run(sums, spec), expected)
    assert_equal(ResultStore(folder).run(sums, spec), expected)
    assert runs(spec.log) == 2


def test_an_entry_of_a_result_that_has_changed_since_is_computed_again(folder: Path, spec: Spec) -> None:
    result = ResultStore(folder).run(sums, spec)
    key = result_key(sums, spec, ())
    wrong = replace(result)
    # As an older version of the class had it: a whole entry, with its checksum, of another type.
    object.__setattr__(wrong, "title", 7)
    annotation = Sums.__annotations__["title"]
    Sums.__annotations__["title"] = int
    try:
        with entry(folder).open("wb") as file:
            write_entry(file, key, wrong, Sums)
    finally:
        Sums.__annotations__["title"] = annotation
    with pytest.warns(StoreWarning, match="was damaged; it is thrown away"):
        assert_equal(ResultStore(folder).run(sums, spec), result)
    assert_equal(ResultStore(folder).run(sums, spec), result)
    assert runs(spec.log) == 2


def truncated(content: bytearray, chance: np.random.Generator) -> None:
    del content[chance.integers(len(content)) :]


def flipped(content: bytearray, chance: np.random.Generator) -> None:
    for place in chance.integers(len(content), size=chance.integers(1, 5)):
        content[place] ^= 1 << chance.integers(8)


def overwritten(content: bytearray, chance: np.random.Generator) -> None:
    place, size = chance.integers(len(content)), chance.integers(1, 40)
    content[place : place + size] = chance.bytes(size)


def moved(content: bytearray, chance: np.random.Generator) -> None:
    first, second, size = (*chance.integers(len(content), size=2), chance.integers(1, 100))
    content[first : first + size] = content[second : second + size]


@pytest.mark.parametrize("damage", [truncated, flipped, overwritten, moved])
def test_any_damage_is_either_harmless_or_computed_again(
    folder: Path, spec: Spec, damage: Callable[[bytearray, np.random.Generator], None]
) -> None:
    expected = ResultStore(folder).run(sums, spec)
    path, chance = entry(folder), np.random.default_rng(7)
    whole = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(150):
            content = bytearray(whole)
            damage(content, chance)
            path.write_bytes(content)
            assert_equal(ResultStore(folder).run(sums, spec), expected)
            again = runs(spec.log)
            assert_equal(ResultStore(folder).run(sums, spec), expected)
            assert runs(spec.log) == again, "what was computed again is kept"


@pytest.mark.parametrize(
    ("value", "hint", "fitting"),
    [
        (1, int, True), (1, float, True), (1.0, int, False), (True, int, False), (True, bool, True),
        ("a", str, True), (None, None, True), (None, int | None, True), ("a", int | None, False),
        ((1, 2), tuple[int, ...], True), ((1, "2"), tuple[int, ...], False), ((), tuple[int, ...], True),
        ((1, "a"), tuple[int, str], True), ((1,), tuple[int, str], False), (1, tuple[int, ...], False),
        (np.zeros(2), np.ndarray, True), ((0.0,), np.ndarray, False),
        (np.zeros(2), np.typing.NDArray[np.float64], True),
        (np.zeros(2, np.float32), np.typing.NDArray[np.float64], False),
        (np.zeros(2, np.float32), np.typing.NDArray[np.floating], True),
    ],
)  # fmt: skip
def test_values_fit_their_annotations(value: object, hint: object, fitting: bool) -> None:
    assert fits(value, hint) is fitting
