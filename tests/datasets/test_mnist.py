import hashlib
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from lazyq.datasets import DataError, best_available, class_indices, data_folder, load_mnist
from lazyq.datasets import files as data_files
from lazyq.datasets.files import FILES, problems


def truncate(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1])


def corrupt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    path.unlink()
    content[-1] ^= 1
    path.write_bytes(content)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE = [
    (Path.unlink, "is missing"),
    (truncate, "is cut off or damaged (10,007 bytes instead of 10,008)"),
    (corrupt, "is damaged (its SHA-256 is not that of MNIST)"),
    (replace_by_folder, "is not a file"),
]


@pytest.mark.parametrize(("split", "count", "first"), [("train", 60_000, 5), ("test", 10_000, 7)])
def test_mnist_is_what_was_published(mnist_root: Path, split: str, count: int, first: int) -> None:
    digits = load_mnist(split, mnist_root, download=False)
    assert digits.name == f"mnist-{split}"
    assert digits.images.shape == (count, 28, 28)
    assert digits.images.dtype == torch.uint8
    assert digits.labels.shape == (count,)
    assert digits.labels.dtype == torch.int64
    assert len(digits) == count
    assert digits.labels[0] == first
    assert set(digits.labels.tolist()) == set(range(10))
    assert f"{count:,}" in digits.source
    assert "LeCun" in digits.source


def test_splits_have_their_own_checksums(mnist_root: Path) -> None:
    train, test = (load_mnist(split, mnist_root, download=False) for split in ("train", "test"))
    assert train.checksum != test.checksum
    assert re.fullmatch("[0-9a-f]{64}", train.checksum)


def test_an_unknown_split_is_refused() -> None:
    with pytest.raises(ValueError, match='split must be "train" or "test", got \'validation\''):
        load_mnist("validation")


@pytest.mark.parametrize(("damage", "reason"), DAMAGE)
def test_a_bad_file_is_named_with_the_cure(
    linked_root: Path, damage: Callable[[Path], None], reason: str
) -> None:
    path = linked_root / "MNIST" / "raw" / "t10k-labels-idx1-ubyte"
    damage(path)
    with pytest.raises(DataError) as raised:
        load_mnist("test", linked_root, download=False)
    assert str(raised.value).startswith(f"{path} {reason}. Set LAZYQ_DATA to a folder")
    assert 'load_mnist("test", download=True)' in str(raised.value)
    assert len(load_mnist("train", linked_root, download=False)) == 60_000


def test_a_legacy_file_beside_the_raw_ones_is_not_read(linked_root: Path) -> None:
    processed = linked_root / "MNIST" / "processed"
    processed.mkdir()
    for name in ("training.pt", "test.pt"):
        (processed / name).write_bytes(b"not a tensor")
    assert load_mnist("test", linked_root, download=False).labels[0] == 7


def test_a_complete_folder_is_only_read(mnist_root: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in mnist_root.rglob("*"))
    load_mnist("test", mnist_root, mirror="http://127.0.0.1:9/")
    assert sorted(path.name for path in mnist_root.rglob("*")) == before


def test_a_file_is_hashed_once_until_it_changes(linked_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = linked_root / "MNIST" / "raw"
    for file in FILES:
        content = (raw / file.name).read_bytes()
        (raw / file.name).unlink()
        (raw / file.name).write_bytes(content)
    hashed: list[str] = []

    def counting(path: Path) -> str:
        hashed.append(path.name)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    monkeypatch.setattr(data_files, "sha256_of", counting)
    threads = [threading.Thread(target=problems, args=(linked_root,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(hashed) == sorted(file.name for file in FILES)
    corrupt(raw / FILES[3].name)
    assert problems(linked_root) == {FILES[3]: "is damaged (its SHA-256 is not that of MNIST)"}


def test_the_folder_is_the_argument_then_the_variable_then_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path))
    assert data_folder("elsewhere") == Path("elsewhere")
    assert data_folder() == tmp_path
    monkeypatch.setenv("LAZYQ_DATA", "~/digits")
    assert data_folder() == Path.home() / "digits"
    for unset in ("", None):
        if unset is None:
            monkeypatch.delenv("LAZYQ_DATA")
        else:
            monkeypatch.setenv("LAZYQ_DATA", unset)
        assert data_folder().name == "lazyq"
        assert data_folder().is_absolute()


def test_mnist_is_shown_where_it_is_complete(mnist_root: Path) -> None:
    available = best_available(mnist_root)
    assert available.mnist
    assert [digits.name for digits in available.digits] == ["mnist-test", "mnist-train"]
    assert "MNIST" in available.notice


def test_without_mnist_the_digits_of_sklearn_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    available = best_available(tmp_path)
    assert not available.mnist
    assert [digits.name for digits in available.digits] == ["sklearn"]
    assert available.notice.startswith(
        f"MNIST is not on this machine (looked in {tmp_path / 'MNIST' / 'raw'})."
    )
    assert "1,797 digits that scikit-learn carries" in available.notice
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path / "nowhere"))
    assert best_available().notice.startswith(
        f"LAZYQ_DATA names {tmp_path / 'nowhere'}, which is not a folder."
    )
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path / "file"))
    assert best_available().notice.startswith(f"LAZYQ_DATA names {tmp_path / 'file'}, which is not a folder.")


@pytest.mark.parametrize(("damage", "reason"), DAMAGE)
def test_a_bad_file_gives_a_notice_and_the_fallback(
    linked_root: Path, damage: Callable[[Path], None], reason: str
) -> None:
    path = linked_root / "MNIST" / "raw" / "t10k-labels-idx1-ubyte"
    damage(path)
    available = best_available(linked_root)
    assert not available.mnist
    assert available.notice.startswith(f"MNIST can't be used: {path} {reason}.")


def test_class_indices_are_the_positions_of_a_class(mnist_root: Path) -> None:
    digits = load_mnist("test", mnist_root, download=False)
    found = [class_indices(digits, label) for label in range(10)]
    assert [len(positions) for positions in found] == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert torch.equal(torch.cat(found).sort().values, torch.arange(10_000))
    for label, positions in enumerate(found):
        assert (digits.labels[positions] == label).all()
        assert (positions.diff() > 0).all()


@pytest.mark.parametrize("label", [-1, 10, 2.0, "3", True, None])
def test_class_indices_refuses_what_is_no_class(mnist_root: Path, label: object) -> None:
    digits = load_mnist("test", mnist_root, download=False)
    with pytest.raises(ValueError, match="label must be an integer from 0 to 9"):
        class_indices(digits, label)  # type: ignore[arg-type]


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("damage", [replace_by_pipe, replace_by_device])
@pytest.mark.parametrize("file", FILES)
def test_what_is_no_file_is_not_opened(
    linked_root: Path, damage: Callable[[Path], None], file: data_files.DataFile
) -> None:
    path = linked_root / "MNIST" / "raw" / file.name
    damage(path)
    assert problems(linked_root)[file] == "is not a file"
    assert best_available(linked_root).notice.startswith(f"MNIST can't be used: {path} is not a file.")


@pytest.mark.parametrize("damage", [Path.unlink, truncate, corrupt])
def test_a_file_that_changes_between_the_check_and_the_reading_is_named(
    linked_root: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    path = linked_root / "MNIST" / "raw" / "t10k-labels-idx1-ubyte"
    monkeypatch.setattr(data_files, "problem", lambda root, file, look_inside=True: None)
    damage(path)
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte (can't be read|is damaged)"):
        load_mnist("test", linked_root, download=False)


def test_digits_in_memory_outlive_their_files(linked_root: Path) -> None:
    digits = load_mnist("test", linked_root, download=False)
    before = digits.images.clone()
    for file in FILES:
        corrupt(linked_root / "MNIST" / "raw" / file.name)
        (linked_root / "MNIST" / "raw" / file.name).write_bytes(b"")
    assert digits.labels.bincount().tolist()[:3] == [980, 1135, 1032]
    assert torch.equal(digits.images, before)


def test_a_folder_of_an_unknown_user_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAZYQ_DATA", "~no-such-user-here/data")
    with pytest.raises(ValueError, match="LAZYQ_DATA must be a folder, but this machine knows no such user"):
        data_folder()
