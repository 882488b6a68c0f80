"""MNIST, checked before use and fetched where it is missing or damaged."""

import hashlib
from collections.abc import Callable
from os import PathLike
from pathlib import Path

import numpy as np

from lazyq.datasets.digits import Digits
from lazyq.datasets.fetching import MIRROR_VARIABLE, clean, fetch
from lazyq.datasets.files import BY_SPLIT, DATA_VARIABLE, DataError, content, data_folder, problems
from lazyq.datasets.levels import IMAGES_START, LABELS_START
from lazyq.wording import message_of, worded

SOURCES = {
    "train": worded(
        "The MNIST training set: 60,000 handwritten digits of 28×28 pixels (LeCun, Cortes, Burges, “The "
        "MNIST database of handwritten digits”, 1998)."
    ),
    "test": worded(
        "The MNIST test set: 10,000 handwritten digits of 28×28 pixels (LeCun, Cortes, Burges, “The "
        "MNIST database of handwritten digits”, 1998)."
    ),
}


def load_mnist(
    split: str,
    root: str | PathLike[str] | None = None,
    *,
    download: bool = True,
    mirror: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Digits:
    """Return a split of MNIST; size and SHA-256 of its files are checked before they are used.

    Parameters
    ----------
    split : "train" (60,000 digits) or "test" (10,000)
    root : the folder that holds MNIST/raw/; default LAZYQ_DATA, else the user's data folder of lazyq.
        A folder that is complete is only read
    download : fetch files that are missing or damaged, about 11 MB
    mirror : base URL of the .gz files in place of torchvision's; default LAZYQ_MIRROR
    on_progress : called with (bytes done, bytes in total) while downloading

    Raises
    ------
    ValueError : an unknown split, or a mirror that is not an http(s) URL
    DataError : a file is missing or damaged and was not, or could not be, fetched; says the cure

    Examples
    --------
    >>> from lazyq.datasets import load_mnist
    >>> digits = load_mnist("test")
    >>> len(digits), digits.labels[:4].tolist()
    (10000, [7, 2, 1, 0])
    """
    if split not in BY_SPLIT:
        raise ValueError(f'split must be "train" or "test", got {split!r}')
    folder = data_folder(root)
    if download:
        if problems(folder, BY_SPLIT[split]):
            _fetch(folder, mirror, on_progress)
        clean(folder)
    try:
        return read_split(split, folder)
    except DataError as error:
        said = worded("{problem}. {cure}", problem=message_of(error), cure=cure(split))
        raise DataError(said) from None


def _fetch(folder: Path, mirror: str | None, on_progress: Callable[[int, int], None] | None) -> None:
    try:
        fetch(folder, mirror=mirror, on_progress=on_progress)
    except DataError as error:
        said = worded(
            "{problem} ({data} may name a folder that holds MNIST/raw/, {mirror} another server.)",
            problem=message_of(error),
            data=DATA_VARIABLE,
            mirror=MIRROR_VARIABLE,
        )
        raise DataError(said) from None


def cure(split: str) -> str:
    """Return the sentence that says how to get at data which are missing."""
    return worded(
        "Set {name} to a folder that holds MNIST/raw/, or fetch it with {call}.",
        name=DATA_VARIABLE,
        call=f'lazyq.datasets.load_mnist("{split}", download=True)',
    )


def read_split(split: str, folder: Path) -> Digits:
    """Return a split, its files read into memory and checked.

    Raises
    ------
    DataError : a file is missing or damaged; says which
    """
    import torch

    images, labels = (np.frombuffer(content(folder, file), np.uint8) for file in BY_SPLIT[split])
    checksums = "".join(file.sha256 for file in BY_SPLIT[split])
    return Digits(
        name=f"mnist-{split}",
        images=torch.from_numpy(images[IMAGES_START:].reshape(-1, 28, 28).copy()),
        labels=torch.from_numpy(labels[LABELS_START:].astype(np.int64)),
        checksum=hashlib.sha256(checksums.encode()).hexdigest(),
        source=SOURCES[split],
    )
