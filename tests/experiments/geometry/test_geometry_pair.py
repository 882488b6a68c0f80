import io
import math

import numpy as np
import pytest
import torch

from lazyq.experiments.geometry import (
    DEFAULT_PAIR,
    GeometryPair,
    geometry_arrays,
    geometry_npz,
    geometry_python,
    parse_pair,
)
from lazyq.riemannian import OrthogonalAction, distance


@pytest.mark.parametrize("lam", [0.0, 0.5, math.inf])
@pytest.mark.parametrize("dimension", [2, 3])
def test_archive_holds_what_it_says(lam: float, dimension: int) -> None:
    pair = GeometryPair((1.5, 0.5), (-1.0, 0.2), lam, dimension)
    arrays = np.load(io.BytesIO(geometry_npz(pair)), allow_pickle=False)
    assert set(arrays) == set(geometry_arrays(pair))
    x, y = (torch.from_numpy(arrays[name]) for name in "xy")
    exact = distance(OrthogonalAction(dimension), x, y, lam)
    assert float(arrays["distance"]) == pytest.approx(float(exact))
    np.testing.assert_allclose(arrays["g"] @ arrays["x"], arrays["moved"], atol=1e-14)
    assert arrays["distances"].shape == arrays["lams"].shape == (123,)
    assert ("geodesic" in arrays) is (lam > 0)
    if lam > 0:
        np.testing.assert_allclose(arrays["geodesic"][-1], arrays["y"], atol=1e-14)


def test_python_runs_and_prints_the_distance(capsys) -> None:
    x, y = torch.tensor([1.5, 0.5]).double(), torch.tensor([-1.0, 0.2]).double()
    expected = f"{float(distance(OrthogonalAction(2), x, y, 0.4)):.6f}"
    code = geometry_python()
    filled = {"n": "2", "x": "[1.5, 0.5]", "y": "[-1.0, 0.2]", "lam": "0.4", "distance": expected}
    for name, value in filled.items():
        code = code.replace("{" + name + "}", value)
    exec(compile(code, "copied", "exec"), {})  # the code that a visitor copies
    printed = capsys.readouterr().out.splitlines()
    assert float(printed[0]) == float(expected)
    assert f"# {expected}" in code


def test_request_of_a_browser_is_read_back() -> None:
    pair = parse_pair(list(DEFAULT_PAIR.x), [0, 2.5], "inf", 3)
    assert pair == GeometryPair(DEFAULT_PAIR.x, (0.0, 2.5), math.inf, 3)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (([1.0], [0, 1], "1", 2), "x must be two numbers"),
        (([1.0, "2"], [0, 1], "1", 2), "x must be two numbers"),
        ((None, [0, 1], "1", 2), "x must be two numbers"),
        (([1.0, 2.0], [0, 9], "1", 2), "y must be two numbers from -2.5 to 2.5"),
        (([1.0, 2.0], [0, math.nan], "1", 2), "y must be two numbers from"),
        (([1.0, 2.0], [0, 1], "-1", 2), "lam must be a number of at least 0, or inf, got '-1'"),
        (([1.0, 2.0], [0, 1], "much", 2), "lam must be a number of at least 0, or inf, got 'much'"),
        (([1.0, 2.0], [0, 1], "nan", 2), "lam must be a number of at least 0, or inf, got 'nan'"),
        (([1.0, 2.0], [0, 1], "1", 4), "dimension must be 2 or 3, got 4"),
        (([1.0, 2.0], [0, 1], "1", "2"), "dimension must be 2 or 3"),
    ],
)
def test_bad_requests_are_named(request_, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_pair(*request_)
