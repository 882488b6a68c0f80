"""The digits that scikit-learn carries, for machines without MNIST and without a network."""

import hashlib

import numpy as np
import torch

from lazyq.datasets.digits import Digits
from lazyq.datasets.pictures import centred

SOURCE = (
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
    from sklearn.datasets import load_digits

    levels, labels = load_digits(return_X_y=True)
    images = torch.stack([centred(image / 16) for image in levels.reshape(-1, 8, 8)])
    labels = torch.from_numpy(labels.astype(np.int64))
    content = images.numpy().tobytes() + labels.numpy().tobytes()
    return Digits("sklearn", images, labels, hashlib.sha256(content).hexdigest(), SOURCE)
