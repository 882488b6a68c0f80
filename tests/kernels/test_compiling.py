import os

import platformdirs

from lazyq.kernels.native import compiling


def test_folders_of_other_sources_are_few(tmp_path, monkeypatch):
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
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "file")
    compiling.remove_stale()
