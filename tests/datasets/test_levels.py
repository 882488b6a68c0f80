"""Digits read for themselves alone are those of their data sets."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from torchvision.datasets.mnist import read_image_file, read_label_file

from lazyq.datasets import digit_label, digit_levels, load_mnist, load_sklearn_digits, looked_for
from lazyq.datasets.levels import sklearn_table


def test_scikit_learn_s_digits_are_those_of_scikit_learn():
    levels, labels = load_digits(return_X_y=True)
    table = sklearn_table()
    np.testing.assert_array_equal(table[:, :-1], levels)
    np.testing.assert_array_equal(table[:, -1], labels)


def test_mnist_is_read_as_torchvision_reads_it(mnist_root):
    for split, name in (("train", "train"), ("t10k", "test")):
        images, labels = (
            mnist_root / "MNIST" / "raw" / f"{split}-{kind}-ubyte" for kind in ("images-idx3", "labels-idx1")
        )
        digits = load_mnist(name, mnist_root, download=False)
        assert digits.images.equal(read_image_file(str(images)))
        assert digits.labels.equal(read_label_file(str(labels)))


@pytest.mark.parametrize("index", [0, 6, 1796])
def test_one_of_scikit_learn_s_digits_alone(index):
    np.testing.assert_array_equal(digit_levels("sklearn", index), load_sklearn_digits().images[index])
    assert digit_label("sklearn", index) == load_sklearn_digits().labels[index]


@pytest.mark.parametrize(("name", "split"), [("mnist-test", "t10k"), ("mnist-train", "train")])
def test_one_digit_of_mnist_alone(name, split, mnist_root):
    images = read_image_file(str(mnist_root / "MNIST" / "raw" / f"{split}-images-idx3-ubyte"))
    labels = read_label_file(str(mnist_root / "MNIST" / "raw" / f"{split}-labels-idx1-ubyte"))
    for index in (0, 21, len(images) - 1):
        np.testing.assert_array_equal(digit_levels(name, index, mnist_root), images[index])
        assert digit_label(name, index, mnist_root) == labels[index]


def test_mnist_is_looked_for_without_being_read(mnist_root, tmp_path):
    assert looked_for(mnist_root).mnist
    assert not looked_for(tmp_path).mnist


@pytest.mark.parametrize("read", [digit_levels, digit_label])
def test_a_file_that_ends_before_the_digit_is_as_one_that_has_gone(read, mnist_root, tmp_path):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, size in (("t10k-images-idx3-ubyte", 16 + 784 * 3 + 5), ("t10k-labels-idx1-ubyte", 11)):
        (raw / name).write_bytes((mnist_root / "MNIST" / "raw" / name).read_bytes()[:size])
    np.testing.assert_array_equal(read("mnist-test", 2, tmp_path), read("mnist-test", 2, mnist_root))
    with pytest.raises(OSError, match="is cut off"):
        read("mnist-test", 3, tmp_path)
