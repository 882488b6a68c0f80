"""Two digits to take away: the program that a visitor copies prints what the path says."""

import pytest

from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit
from lazyq.experiments.lens import lens_path, lens_python, lens_python_both


@pytest.mark.parametrize("drawn", [True, False])
def test_program_prints_the_distance(run, drawn):
    library = DigitLibrary([load_sklearn_digits()])
    x = DrawnDigit(bytes(range(196)) * 4) if drawn else DatasetDigit("sklearn", 6)
    y = DatasetDigit("sklearn", 9)
    at = lens_path(library, x, y).at(0.5)
    distance, g = run(lens_python(x, y).replace("{lam}", "0.5").replace("{distance}", ""))
    assert float(distance) == pytest.approx(float(at.distance), abs=1e-6)
    assert g == str(at.g.tolist())


def test_program_for_a_third_digit_prints_both_distances(run):
    library = DigitLibrary([load_sklearn_digits()])
    x, y, z = (DatasetDigit("sklearn", index) for index in (6, 9, 16))
    code = lens_python_both(x, y, z).replace("{lam}", "0.5").replace("{distance}", "")
    printed = [line.split(" ", 1) for line in run(code)]
    for (distance, g), other in zip(printed, (y, z), strict=True):
        at = lens_path(library, x, other).at(0.5)
        assert float(distance) == pytest.approx(float(at.distance), abs=1e-6)
        assert g == str(at.g.tolist())
