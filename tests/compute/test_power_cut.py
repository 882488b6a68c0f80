"""A power cut, a full disk, a wrong clock, links: nothing wrong is served, and what is amiss is said."""

import os
import time
from pathlib import Path

import pytest

from lazyq.compute import ResultStore, StoreWarning
from lazyq.compute.store import LEFTOVER_AGE
from tests.compute.power_cut import (
    Spec,
    damages,
    entry_of,
    is_right,
    next_run,
    numbers,
    on_full_disk,
    power_cuts,
    times,
    write,
)
from tests.compute.two_writers import two_writers

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by os.fork")
DAMAGED = "was damaged; it is thrown away"


@pytest.fixture
def spec(tmp_path: Path) -> Spec:
    return Spec(str(tmp_path / "log"), 3)


def test_a_process_killed_in_the_midst_of_writing_leaves_nothing_wrong(folder: Path) -> None:
    for line, found in power_cuts(folder, 8, seed=1):
        assert found.right, line
        assert not found.said, line
        assert not found.left, line


def test_of_two_writers_one_may_be_killed(folder: Path) -> None:
    for line, found in two_writers(folder, 6, seed=1):
        assert found.right, line
        assert not found.said, line
        assert not found.left, line


def test_what_is_cut_off_or_turned_is_computed_again_and_said(folder: Path) -> None:
    for done, found in damages(folder, 24, seed=1):
        assert found.right, done
        assert found.computed == bool(found.said), done
        assert not found.said or DAMAGED in found.said[0]
        assert done == "a bit turned" or found.said


@pytest.mark.parametrize("room", [0, 100, 1_000, 239_999])
def test_a_full_disk_is_said_once_and_nothing_is_left_on_it(folder: Path, room: int) -> None:
    found = on_full_disk(folder, room, 4)
    assert found.right
    assert len(found.said) == 1
    assert "No space left on device" in found.said[0]
    assert not found.left


def outside(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere"
    path.write_bytes(b"mine")
    os.utime(path, (1_000, 1_000))
    return path


def untouched(path: Path) -> bool:
    return path.read_bytes() == b"mine" and path.stat().st_mtime == 1_000


def test_a_link_in_place_of_a_lock_is_not_followed(folder: Path, spec: Spec, tmp_path: Path) -> None:
    folder.mkdir()
    entry_of(folder, spec).with_suffix(".lock").symlink_to(outside(tmp_path))
    assert next_run(folder, spec) == (True, True, (), ())
    assert untouched(tmp_path / "elsewhere")


def test_a_link_in_place_of_an_entry_is_not_written_through(folder: Path, spec: Spec, tmp_path: Path) -> None:
    folder.mkdir()
    entry_of(folder, spec).symlink_to(outside(tmp_path))
    with pytest.warns(StoreWarning, match=DAMAGED):
        assert is_right(ResultStore(folder).run(numbers, spec), spec)
    assert untouched(tmp_path / "elsewhere")
    assert not entry_of(folder, spec).is_symlink()


def test_an_entry_that_lies_elsewhere_is_read_and_left_as_it_is(
    folder: Path, spec: Spec, tmp_path: Path
) -> None:
    write(folder, spec)
    entry = entry_of(folder, spec)
    moved = entry.rename(tmp_path / "elsewhere.npz")
    os.utime(moved, (1_000, 1_000))
    entry.symlink_to(moved)
    assert is_right(ResultStore(folder).run(numbers, spec), spec)
    assert moved.stat().st_mtime == 1_000
    ResultStore(folder).clear()
    assert moved.exists()
    assert times(spec) == 1


def test_leftovers_of_a_clock_that_was_wrong_go_too(folder: Path, spec: Spec) -> None:
    write(folder, spec)
    part = folder / f"{'0' * 64}.abc.part"
    part.write_bytes(b"half")
    later = time.time() + 3 * LEFTOVER_AGE
    os.utime(part, (later, later))
    write(folder, Spec(spec.log, 4))
    assert not part.exists()


def test_an_entry_of_a_time_to_come_is_no_newer_than_the_others(folder: Path, spec: Spec) -> None:
    write(folder, spec)
    later = time.time() + 3 * LEFTOVER_AGE
    os.utime(entry_of(folder, spec), (later, later))
    newest = Spec(spec.log, 4)
    ResultStore(folder, max_entries=1).run(numbers, newest)
    assert [path.name for path in folder.iterdir()] == [entry_of(folder, newest).name]
