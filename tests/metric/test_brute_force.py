"""lazy_path and align against every element of the whole group, in exact arithmetic."""

import math
from fractions import Fraction

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lazyq import RowShifts, Translations, align, lazy_path
from tests.exact import LINES, best, exact_path
from tests.strategies import points

SMALL = st.sampled_from(
    [
        *(
            RowShifts(*size)
            for size in [(1, 1), (1, 2), (2, 1), (1, 7), (2, 2), (2, 4), (2, 5), (3, 3), (3, 4)]
        ),
        *(Translations(*size) for size in [(1, 1), (1, 2), (2, 1), (2, 2), (3, 4), (4, 3), (5, 2)]),
    ]
)


@given(st.data())
def test_the_path_is_the_lower_envelope_of_the_whole_group(data: st.DataObject) -> None:
    action = data.draw(SMALL)
    x, y = data.draw(points(action)), data.draw(points(action))
    exact, path = exact_path(action, x, y), lazy_path(action, x, y)
    assert path.g.tolist() == [list(line.g) for line in exact.lines]
    assert path.squared_efforts.tolist() == [line.effort for line in exact.lines]
    assert path.squared_residuals.tolist() == [line.residual * (1 / 255) ** 2 for line in exact.lines]
    breakpoints = [math.sqrt(mu) / 255 for mu in exact.squared_breakpoints]
    assert path.breakpoints.tolist() == pytest.approx(breakpoints, rel=1e-15)


@given(st.data())
def test_floats_have_the_path_of_the_integers(data: st.DataObject) -> None:
    action = data.draw(SMALL)
    x, y = data.draw(points(action)), data.draw(points(action))
    exact, path = exact_path(action, x, y), lazy_path(action, x.double() / 255, y.double() / 255)
    ends = [math.sqrt(mu) / 255 for mu in exact.squared_breakpoints]
    for end, line in zip([*ends, math.inf], exact.lines, strict=True):
        assert path.at(end * (1 - 1e-9)).g.tolist() == list(line.g)
    for lam in path.breakpoints.tolist():
        assert any(lam == pytest.approx(end, rel=1e-9) for end in ends)


@given(st.data(), st.fractions(0, 200, max_denominator=50))
def test_align_is_the_minimum_over_the_whole_group(data: st.DataObject, lam: Fraction) -> None:
    action = data.draw(SMALL)
    x, y = data.draw(points(action)), data.draw(points(action))
    found = align(action, x, y, float(lam) / 255)
    lines = {line.g: line for line in LINES[type(action)](action, x.tolist(), y.tolist())}
    line, chosen = best(list(lines.values()), lam**2), lines[tuple(found.g.tolist())]
    value = line.residual + lam**2 * line.effort
    assert float(chosen.residual + lam**2 * chosen.effort - value) <= 1e-12 * value
    assert found.distance.item() == pytest.approx(math.sqrt(value) / 255, rel=1e-14)


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32, torch.float64])
def test_ties_go_to_less_effort_then_the_smaller_then_the_positive_shift(dtype: torch.dtype) -> None:
    spot = torch.tensor([[0, 0, 1, 0, 0, 0]], dtype=dtype)
    beside = torch.tensor([[0, 1, 0, 1, 0, 0]], dtype=dtype)
    action = RowShifts(1, 6)
    assert align(action, spot, spot, 0).g.tolist() == [0]
    assert align(action, torch.ones_like(spot), spot, 0).g.tolist() == [0]
    assert align(action, spot, beside, 0).g.tolist() == [1]
    assert align(action, beside, spot, 0).g.tolist() == [1]
    opposite = spot.roll(3, -1)
    assert align(action, spot, opposite, 0).g.tolist() == [3]
    whole = Translations(3, 3)
    one = torch.zeros(3, 3, dtype=dtype)
    one[1, 1] = 1
    around = torch.ones(3, 3, dtype=dtype)
    around[1, 1] = 0
    assert align(whole, one, around, 0).g.tolist() == [0, 1]


def test_at_a_tie_of_lambda_the_lesser_effort_begins() -> None:
    action = RowShifts(1, 4)
    x = torch.tensor([[2.0, 0, 0, 0]], dtype=torch.float64)
    path = lazy_path(action, x, x.roll(1, -1))
    assert path.breakpoints.tolist() == [math.sqrt(8)]
    assert path.g.tolist() == [[-1], [0]]
    assert path.at(math.sqrt(8)).g.tolist() == [0]
    assert path.at(math.nextafter(math.sqrt(8), 0)).g.tolist() == [-1]


def test_three_lines_through_one_point_make_one_breakpoint() -> None:
    """Residuals² 11, 9, 3 at efforts² 0, 1, 4 meet at λ² = 2, where 4 gives way to 0 at once."""
    x = torch.tensor([[0, 0, 1, 2, 0]], dtype=torch.float64)
    y = torch.tensor([[0, 3, 0, 1, 0]], dtype=torch.float64)
    for scale in (1, 1 / 255, 0.1, 1 / 3, 1e-30, 1e30):
        path = lazy_path(RowShifts(1, 5), x * scale, y * scale)
        assert path.g.tolist() == [[2], [0]]
        assert path.breakpoints.item() == pytest.approx(math.sqrt(2) * scale, rel=1e-13)


def test_small_differences_of_large_floats_are_not_ties() -> None:
    x = 1 + 1e-9 * torch.rand(2, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    g = torch.tensor([1, -2])
    action = RowShifts(2, 6)
    found = align(action, x, action.act(g, x), 0)
    assert found.g.equal(g)
    assert found.distance == 0
