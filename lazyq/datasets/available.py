"""What can be shown at once, with no network and no waiting."""

import os
from dataclasses import dataclass
from os import PathLike
from typing import final

from lazyq.datasets.digits import Digits
from lazyq.datasets.files import DATA_VARIABLE, FILES, MISSING, DataError, data_folder, problems, raw_folder
from lazyq.datasets.mnist import read_split
from lazyq.datasets.sklearn_digits import load_sklearn_digits
from lazyq.wording import message_of, worded


@final
@dataclass(frozen=True)
class Found:
    """Whether MNIST is on this machine.

    Attributes
    ----------
    mnist : whether it is, complete and undamaged
    notice : which data are shown and why, in plain sentences
    """

    mnist: bool
    notice: str


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


def looked_for(root: str | PathLike[str] | None = None) -> Found:
    """Return whether the files of MNIST are here, without reading them into memory.

    Parameters
    ----------
    root : as for :func:`lazyq.datasets.load_mnist`

    Examples
    --------
    >>> from lazyq.datasets import looked_for
    >>> looked_for("no-such-folder").mnist
    False
    """
    folder = data_folder(root)
    wrong = problems(folder)
    if not wrong:
        return Found(True, worded("These are the digits of MNIST: 10,000 test and 60,000 training digits."))
    if root is None and os.environ.get(DATA_VARIABLE) and not folder.is_dir():
        said = worded("{name} names {folder}, which is not a folder", name=DATA_VARIABLE, folder=folder)
    elif all(reason == MISSING for reason in wrong.values()) and len(wrong) == len(FILES):
        said = worded("MNIST is not on this machine (looked in {folder})", folder=raw_folder(folder))
    else:
        file, state = next(iter(wrong.items()))
        path = raw_folder(folder) / file.name
        reason = worded("{path} {wrong}", path=path, wrong=state)
        said = worded("MNIST can't be used: {reason}", reason=reason)
    return _instead(said)


def best_available(root: str | PathLike[str] | None = None) -> Available:
    """Return the test and training sets of MNIST if they are complete on disk, else scikit-learn's digits.

    Nothing is downloaded and nothing is raised for data that are missing or damaged: the notice says so.

    Parameters
    ----------
    root : as for :func:`lazyq.datasets.load_mnist`

    Examples
    --------
    >>> from lazyq.datasets import best_available
    >>> best_available().digits[0].images[0].shape
    torch.Size([28, 28])
    """
    found, folder = looked_for(root), data_folder(root)
    if found.mnist:
        try:
            digits = read_split("test", folder), read_split("train", folder)
        except DataError as error:  # the files have changed since they were looked at
            found = _instead(worded("MNIST can't be used: {reason}", reason=message_of(error)))
        else:
            return Available(digits, True, found.notice)
    return Available((load_sklearn_digits(),), False, found.notice)


def _instead(reason: str) -> Found:
    notice = worded(
        "{reason}. Shown instead are the 1,797 digits that scikit-learn carries, 8×8 enlarged to 28×28.",
        reason=reason,
    )
    return Found(False, notice)
