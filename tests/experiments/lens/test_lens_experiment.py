"""Two digits to take away: the program that a visitor copies prints what the path says."""

import pytest

from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit
from lazyq.experiments.lens import lens_path, lens_python


@pytest.mark.parametrize("drawn", [True, False])
def test_program_prints_the_distance(run, drawn):
    library = DigitLibrary([load_sklearn_digits()])
    x = DrawnDigit(bytes(range(196)) * 4) if drawn else DatasetDigit("sklearn", 6)
    y = DatasetDigit("sklearn", 9)
    at = lens_path(library, x, y).at(0.5)
    distance, g = run(lens_python(x, y).replace("{lam}", "0.5").replace("{distance}", ""))
    assert float(distance) == pytest.approx(float(at.distance), abs=1e-6)
    assert g == str(at.g.tolist())
