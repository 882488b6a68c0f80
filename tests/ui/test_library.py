"""The digits of the app: Start's pair before anything is loaded, and data that come while it runs."""

import numpy as np
import pytest

from lazyq.datasets import Found, load_sklearn_digits
from lazyq.experiments.digits import DigitLibrary, DrawnDigit
from lazyq.ui import library as room


@pytest.fixture(autouse=True)
def forgotten():
    """No data looked for or loaded, before and after."""
    room.available.clear()
    room._library.clear()
    yield
    room.available.clear()
    room._library.clear()


def test_without_mnist_the_first_pair_is_the_first_six_and_nine(monkeypatch, tmp_path):
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path))
    digits = DigitLibrary([load_sklearn_digits()])
    assert room.default_pair() == (digits.first_of_class(6), digits.first_of_class(9))


def test_levels_of_the_first_pair_are_those_of_the_library():
    for reference in room.default_pair():
        np.testing.assert_array_equal(room.levels(reference), room.library().image(reference))
    drawing = DrawnDigit(bytes(range(256)) * 3 + bytes(16))
    assert room.levels(drawing) == drawing.pixels


def test_library_is_never_another_than_what_was_looked_for(monkeypatch, tmp_path):
    """MNIST was there when it was looked for, and was gone when it was to be loaded."""
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path))
    said = iter([Found(True, "here"), Found(False, "gone")])
    monkeypatch.setattr(room, "looked_for", lambda: next(said))
    assert room.library().names == ("sklearn",)
    assert not room.available().mnist
