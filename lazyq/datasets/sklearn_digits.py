"""The digits that scikit-learn carries, for machines without MNIST and without a network."""

import hashlib

import numpy as np

from lazyq.datasets.digits import Digits
from lazyq.datasets.levels import enlarged, sklearn_table
from lazyq.wording import worded

SOURCE = worded(
    "The 1,797 digits that scikit-learn carries, the test part of Alpaydin and Kaynak’s “Optical "
    "Recognition of Handwritten Digits” (UCI, 1998): 8×8 pixels, here enlarged to 28×28 and centred as "
    "MNIST is, so softer than MNIST."
)


def load_sklearn_digits() -> Digits:
    """Return scikit-learn's 1,797 digits of 8×8, scaled to fit 20×20 and centred in 28×28 as MNIST is.

    Examples
    --------
    >>> from lazyq.datasets import load_sklearn_digits
    >>> digits = load_sklearn_digits()
    >>> tuple(digits.images.shape), digits.labels[:4].tolist()
    ((1797, 28, 28), [0, 1, 2, 3])
    """
    import torch

    table = sklearn_table()
    images = np.stack([enlarged(digit) for digit in table[:, :-1]])
    labels = table[:, -1].astype(np.int64)
    checksum = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    return Digits("sklearn", torch.from_numpy(images), torch.from_numpy(labels), checksum, SOURCE)
