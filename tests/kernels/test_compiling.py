import hashlib
import os
from pathlib import Path

import numba
import platformdirs
import pytest

from lazyq.kernels.native import compiling, sealed


def test_folders_of_other_sources_are_few(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.delenv("LAZYQ_CACHE", raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    own = compiling.code_folder()
    assert own.parent == tmp_path / "compiled"
    assert compiling.usable(own)
    for age in range(6):
        folder = own.parent / f"{age:016x}"
        folder.mkdir(parents=True)
        (folder / "code.nbc").write_bytes(b"0")
        os.utime(folder, (1000 - age, 1000 - age))
    compiling.remove_stale(kept=2)
    assert {folder.name for folder in own.parent.iterdir()} == {own.name, f"{0:016x}", f"{1:016x}"}
    theirs = own.parent / "not-ours"
    theirs.mkdir()
    compiling.remove_stale(kept=0)
    assert set(own.parent.iterdir()) == {own, theirs}


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.delenv("LAZYQ_CACHE", raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "file")
    assert not compiling.usable(compiling.code_folder())
    compiling.remove_stale()
    monkeypatch.setattr(compiling, "_USABLE", False)
    assert compiling.compiled(lambda x: x + 1)(2) == 3


def test_code_is_kept_in_the_folder_of_results(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    assert compiling.code_folder().parent == tmp_path / "compiled"
    monkeypatch.setenv("LAZYQ_CACHE", "~no-such-user-here/cache")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "user")
    assert compiling.code_folder().parent == tmp_path / "user" / "compiled"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no modes of files here")
def test_no_code_is_run_that_others_may_have_written(tmp_path):
    folder = tmp_path / "code"
    assert compiling.usable(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert not compiling.usable(folder)
    folder.chmod(0o700)
    tmp_path.chmod(0o775)
    assert compiling.usable(folder)
    assert tmp_path.stat().st_mode & 0o777 == 0o700, "others could put another folder in its place"


def doubled(x):
    return x + x


def fresh():
    """Return what a process that has just begun has."""
    misses = []
    function = compiling.compiled(doubled)
    with compiling.watched(lambda: misses.append(1)):
        assert function(4) == 8
    return len(misses)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The folder where code is kept, empty."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiling, "_USABLE", compiling.usable(compiling.code_folder()))
    return compiling.code_folder()


def test_code_is_read_and_what_is_broken_is_made_again(kept):
    assert [fresh(), fresh()] == [1, 0]
    [path] = kept.rglob("*.code")
    whole = path.read_bytes()
    for broken in (b"", b"not code", whole[:-20], whole[:40] + b"x" + whole[41:], whole + b"0"):
        path.write_bytes(broken)
        assert [fresh(), fresh()] == [1, 0]
        path.unlink()
        path.mkdir()
        assert fresh() == 1
        path.rmdir()
        assert [fresh(), fresh()] == [1, 0]


def test_what_was_not_sealed_here_is_not_unpickled(kept, monkeypatch):
    assert fresh() == 1
    [path] = kept.rglob("*.code")
    content = path.read_bytes()
    path.write_bytes(hashlib.sha256(content[32:]).digest() + content[32:])
    monkeypatch.setattr(sealed.pickle, "loads", lambda content: pytest.fail("it is unpickled"))
    assert fresh() == 1


def test_code_under_the_name_of_another_signature_is_not_run(kept):
    function = compiling.compiled(doubled)
    assert (function(4), function(0.5)) == (8, 1.0)
    first, second = sorted(kept.rglob("*.code"))
    whole = first.read_bytes(), second.read_bytes()
    first.write_bytes(whole[1])
    second.write_bytes(whole[0])
    assert fresh() == 1


def test_links_are_not_followed(kept, tmp_path):
    assert fresh() == 1
    [path] = kept.rglob("*.code")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("mine")
    path.unlink()
    path.with_name("unfinished").symlink_to(elsewhere / "mine")
    assert [fresh(), fresh()] == [1, 0]
    path.with_name(".lock").unlink()
    path.unlink()
    path.with_name(".lock").symlink_to(elsewhere / "mine")
    assert [fresh(), fresh()] == [1, 1]
    path.parent.rename(tmp_path / "away")
    path.parent.symlink_to(elsewhere)
    assert [fresh(), fresh()] == [1, 1]
    assert (elsewhere / "mine").read_text() == "mine"
    assert len(list(elsewhere.iterdir())) == 1


def test_a_folder_that_is_a_link_is_not_used_nor_emptied(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / f"{0:016x}").mkdir(parents=True)
    (tmp_path / "linked").symlink_to(elsewhere)
    assert not compiling.usable(tmp_path / "linked")
    assert not compiling.usable(tmp_path / "linked" / f"{0:016x}")
    assert compiling.usable(tmp_path / "own" / "code")
    (tmp_path / "own" / "code").rmdir()
    (tmp_path / "own" / "code").symlink_to(elsewhere)
    assert not compiling.usable(tmp_path / "own" / "code")


def test_stale_links_are_no_obstacle_and_what_they_lead_to_stays(kept, tmp_path):
    mine = tmp_path / "elsewhere" / "mine"
    mine.parent.mkdir()
    mine.write_text("mine")
    (kept.parent / f"{1:016x}").symlink_to(mine.parent)
    (kept.parent / f"{2:016x}").symlink_to(tmp_path / "nowhere")
    (kept.parent / f"{3:016x}").mkdir()
    compiling.remove_stale(kept=0)
    assert not (kept.parent / f"{3:016x}").exists()
    assert mine.read_text() == "mine"


def test_other_sources_have_other_folders_in_the_folder_that_the_user_names(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "named"))
    own = compiling.code_folder()
    assert own.parent == tmp_path / "named" / "compiled"
    changed = tmp_path / "native"
    changed.mkdir()
    for source in Path(compiling.__file__).parent.glob("*.py"):
        text = source.read_text("utf-8")
        (changed / source.name).write_text(
            text + ("# changed" if source.name == "layout.py" else ""), "utf-8"
        )
    monkeypatch.setattr(compiling, "__file__", str(changed / "compiling.py"))
    assert compiling.code_folder() != own
