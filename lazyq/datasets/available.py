"""What can be shown at once, with no network and no waiting."""

import os
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import final

from lazyq.datasets.digits import Digits
from lazyq.datasets.files import DATA_VARIABLE, FILES, DataError, data_folder, raw_folder
from lazyq.datasets.mnist import read_split
from lazyq.datasets.sklearn_digits import load_sklearn_digits


@final
@dataclass(frozen=True)
class Available:
    """The sets of digits on this machine.

    Attributes
    ----------
    digits : the sets, the one to show first first
    mnist : whether they are MNIST
    notice : which data are shown and why, in plain sentences
    """

    digits: tuple[Digits, ...]
    mnist: bool
    notice: str


def best_available(root: str | PathLike[str] | None = None) -> Available:
    """Return the test and training sets of MNIST if they are complete on disk, else scikit-learn's digits.

    Nothing is downloaded and nothing is raised for data that are missing or damaged: the notice says so.

    Parameters
    ----------
    root : as for :func:`lazyq.datasets.load_mnist`
    """
    folder = data_folder(root)
    try:
        digits = (read_split("test", folder), read_split("train", folder))
    except DataError as error:
        return Available(
            (load_sklearn_digits(),),
            False,
            f"{_reason(root, folder, error)}. Shown instead are the 1,797 digits that scikit-learn carries, "
            "8×8 enlarged to 28×28.",
        )
    return Available(digits, True, "These are the digits of MNIST: 10,000 test and 60,000 training digits.")


def _reason(root: str | PathLike[str] | None, folder: Path, error: DataError) -> str:
    """Return why MNIST is not shown."""
    if root is None and os.environ.get(DATA_VARIABLE) and not folder.is_dir():
        return f"{DATA_VARIABLE} names {folder}, which is not a folder"
    if not any((raw_folder(folder) / file.name).exists() for file in FILES):
        return f"MNIST is not on this machine (looked in {raw_folder(folder)})"
    return f"MNIST can't be used: {error}"
