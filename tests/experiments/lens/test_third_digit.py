"""The third digit of the Lens: one for which it matters how lazy the match is."""

import numpy as np
import pytest

import lazyq
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit
from lazyq.experiments.lens import third_digit

ACTION = lazyq.RowShifts(28, 28)


@pytest.fixture(scope="module")
def digits():
    return DigitLibrary([load_sklearn_digits()])


def is_nearer(digits, x, y, z, lam):
    to_y, to_z = (lazyq.align(ACTION, digits.image(x), digits.image(other), lam).distance for other in (y, z))
    return bool(to_z < to_y)


def test_it_has_the_numeral_of_x_and_the_answer_changes_with_lambda_if_it_can(digits):
    x, y = DatasetDigit("sklearn", 6), DatasetDigit("sklearn", 9)
    z = third_digit(digits, x, y)
    assert digits.label(z) == 6
    assert z not in (x, y)
    sixes = [DatasetDigit("sklearn", int(i)) for i in digits.indices("sklearn", 6)[:25] if i != x.index][:24]
    changing = [
        six for six in sixes if is_nearer(digits, x, y, six, 0.0) != is_nearer(digits, x, y, six, np.inf)
    ]
    assert z == (changing or sixes)[0]


@pytest.mark.parametrize(("y", "numeral"), [(9, 6), (6, 9), (5, 6)])
def test_beside_a_drawing_or_two_of_a_numeral_it_is_another_numeral(digits, y, numeral):
    other = digits.first_of_class(y)
    drawn = DrawnDigit(bytes(range(196)) * 4)
    assert digits.label(third_digit(digits, drawn, other)) == numeral
    twin = DatasetDigit("sklearn", int(digits.indices("sklearn", y)[1]))
    assert digits.label(third_digit(digits, twin, other)) == numeral
