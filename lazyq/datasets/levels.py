"""The levels and labels of digits as their files hold them: NumPy alone, for who can't wait for more."""

from functools import cache
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lazyq.compute.paths import open_regular
from lazyq.datasets.files import BY_SPLIT, data_folder, raw_folder
from lazyq.datasets.pictures import SIDE, centred

IMAGES_START, LABELS_START = 16, 8  # bytes; the shapes stand before, and are checked with the SHA-256
_MOST_INK = 16  # of scikit-learn's digits


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
    name : "mnist-test", "mnist-train" or "sklearn"
    index : of the digit, from 0
    root : as for :func:`lazyq.datasets.load_mnist`

    Raises
    ------
    OSError : the file is not there, or ends before the digit

    Examples
    --------
    >>> from lazyq.datasets import digit_levels
    >>> digit_levels("sklearn", 6).shape
    (28, 28)
    """
    if name == "sklearn":
        return enlarged(sklearn_table()[index, :-1])
    images = raw_folder(data_folder(root)) / BY_SPLIT[name.removeprefix("mnist-")][0].name
    pixels = SIDE * SIDE
    return _bytes_of(images, IMAGES_START + index * pixels, pixels).reshape(SIDE, SIDE)


def digit_label(name: str, index: int, root: str | PathLike[str] | None = None) -> int:
    """Return which numeral one digit is; as :func:`digit_levels`.

    Parameters
    ----------
    name, index, root : as for :func:`digit_levels`

    Examples
    --------
    >>> from lazyq.datasets import digit_label
    >>> digit_label("sklearn", 6)
    6
    """
    if name == "sklearn":
        return int(sklearn_table()[index, -1])
    labels = raw_folder(data_folder(root)) / BY_SPLIT[name.removeprefix("mnist-")][1].name
    return int(_bytes_of(labels, LABELS_START + index, 1)[0])


def _bytes_of(path: Path, start: int, count: int) -> NDArray[np.uint8]:
    """Return so many bytes of a file; one that ends before is an OSError, as one that has gone is."""
    with open_regular(path) as file:
        found = np.fromfile(file, np.uint8, count, offset=start)
    if len(found) < count:
        raise OSError(f"{path} is cut off")
    return found
