import os
from pathlib import Path

import numba
import platformdirs
import pytest

from lazyq.kernels.native import compiling


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


def doubled(x):
    return x + x


def fresh():
    """Return what a process that has just begun has."""
    misses = []
    function = compiling.compiled(doubled)
    with compiling.watched(lambda: misses.append(1)):
        assert function(4) == 8
    return len(misses)


def test_code_is_read_and_what_is_broken_is_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiling, "_USABLE", True)
    assert [fresh(), fresh()] == [1, 0]
    for pattern in ("*.nbi", "*.nbc"):
        for broken in (b"", b"not code", None):
            [path] = compiling.code_folder().rglob(pattern)
            path.write_bytes(path.read_bytes()[:-20] if broken is None else broken)
            assert fresh() == 1
            path.unlink()
            assert [fresh(), fresh()] == [1, 0]


def test_code_under_the_name_of_another_signature_is_not_run(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiling, "_USABLE", True)
    function = compiling.compiled(doubled)
    assert (function(4), function(0.5)) == (8, 1.0)
    first, second = sorted(compiling.code_folder().rglob("*.nbc"))
    first.write_bytes(second.read_bytes())
    assert fresh() == 1


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
