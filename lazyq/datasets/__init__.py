"""Handwritten digits: MNIST, the digits that scikit-learn carries, and pictures of one's own."""

from lazyq.datasets.available import Available, Found, best_available, looked_for
from lazyq.datasets.background import BackgroundDownload, start_download
from lazyq.datasets.digits import Digits, class_indices
from lazyq.datasets.files import DataError, data_folder
from lazyq.datasets.levels import digit_label, digit_levels
from lazyq.datasets.mnist import load_mnist
from lazyq.datasets.pictures import prepare_digit, read_image
from lazyq.datasets.sklearn_digits import load_sklearn_digits

__all__ = [
    "Available",
    "BackgroundDownload",
    "DataError",
    "Digits",
    "Found",
    "best_available",
    "class_indices",
    "data_folder",
    "digit_label",
    "digit_levels",
    "load_mnist",
    "load_sklearn_digits",
    "looked_for",
    "prepare_digit",
    "read_image",
    "start_download",
]
