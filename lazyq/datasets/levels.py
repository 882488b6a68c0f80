"""The levels and labels of digits as their files hold them: NumPy alone, for who can't wait for more."""

from functools import cache
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazyq.datasets.files import BY_SPLIT, data_folder, raw_folder
from lazyq.datasets.pictures import SIDE, centred

_IMAGES_START, _LABELS_START = 16, 8  # bytes; the shapes stand before, and are checked with the SHA-256
_MOST_INK = 16  # of scikit-learn's digits


def image_levels(path: Path, start: int = 0, count: int = -1) -> NDArray[np.uint8]:
    """Return so many digits of an IDX file from a position on, all without a count, (n, 28, 28)."""
    pixels = SIDE * SIDE
    offset = _IMAGES_START + start * pixels
    levels = np.fromfile(path, np.uint8, count if count < 0 else count * pixels, offset=offset)
    return levels.reshape(-1, SIDE, SIDE)


def label_values(path: Path) -> NDArray[np.uint8]:
    """Return the labels of an IDX file, (n,)."""
    return np.fromfile(path, np.uint8, offset=_LABELS_START)


@cache
def sklearn_table() -> NDArray[np.float64]:
    """Return the digits that scikit-learn carries, (1797, 65): 8×8 levels 0..16 and the label.

    Its file is read without importing scikit-learn, which takes seconds.
    """
    package = find_spec("sklearn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("scikit-learn is not installed; its digits come with it", name="sklearn")
    table: NDArray[Any] = np.loadtxt(
        Path(package.origin).parent / "datasets" / "data" / "digits.csv.gz", delimiter=","
    )
    table.setflags(write=False)
    return table


def enlarged(levels: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return one of scikit-learn's digits, (64,), as MNIST would have it, (28, 28)."""
    return centred(levels.reshape(8, 8) / _MOST_INK)


def digit_levels(name: str, index: int, root: str | PathLike[str] | None = None) -> NDArray[np.uint8]:
    """Return one digit of mnist-test, mnist-train or sklearn, (28, 28), without loading its data set.

    The files of MNIST are not checked; :func:`lazyq.datasets.looked_for` does.

    Parameters
    ----------
    root : as for :func:`lazyq.datasets.load_mnist`
    """
    if name == "sklearn":
        return enlarged(sklearn_table()[index, :-1])
    images = BY_SPLIT[name.removeprefix("mnist-")][0]
    return image_levels(raw_folder(data_folder(root)) / images.name, index, 1)[0]
