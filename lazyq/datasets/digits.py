"""A set of labelled digits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from torch import Tensor


@final
@dataclass(frozen=True, eq=False)
class Digits:
    """Labelled 28×28 digits, light ink on dark ground, in the order of their source.

    Attributes
    ----------
    name : "mnist-train", "mnist-test" or "sklearn"
    images : (n, 28, 28) uint8; levels k stand for the intensities k/255
    labels : (n,) int64 in 0..9
    checksum : hexadecimal SHA-256 that changes with any pixel or label; a key for caches
    source : one sentence for people that says what these data are
    """

    name: str
    images: "Tensor"
    labels: "Tensor"
    checksum: str
    source: str

    def __len__(self) -> int:
        return len(self.labels)


def class_indices(digits: Digits, label: int) -> "Tensor":
    """Return the (k,) int64 positions of the digits with this label, in increasing order.

    Parameters
    ----------
    digits : images with their labels
    label : from 0 to 9

    Raises
    ------
    ValueError : the label is not an integer in 0..9

    Examples
    --------
    >>> from lazyq.datasets import class_indices, load_sklearn_digits
    >>> class_indices(load_sklearn_digits(), 3)[:3]
    tensor([ 3, 13, 23])
    """
    if isinstance(label, bool) or not isinstance(label, int) or not 0 <= label <= 9:
        raise ValueError(f"label must be an integer from 0 to 9, got {label!r}")
    return (digits.labels == label).nonzero().squeeze(1)
