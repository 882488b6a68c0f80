import os
from pathlib import Path

import numba
import platformdirs

from lazyq.kernels.native import compiling


def test_folders_of_other_sources_are_few(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    own = compiling.code_folder()
    assert own.parent == tmp_path / "compiled"
    for age in range(6):
        folder = own.parent / f"{age}"
        folder.mkdir(parents=True)
        (folder / "code.nbc").write_bytes(b"0")
        os.utime(folder, (1000 - age, 1000 - age))
    compiling.remove_stale(kept=2)
    assert {folder.name for folder in own.parent.iterdir()} == {own.name, "0", "1"}
    compiling.remove_stale(kept=0)
    assert list(own.parent.iterdir()) == [own]


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "file")
    compiling.remove_stale()


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
