"""What a lazy quotient metric is: values from closed forms, axioms, limits, gradients."""

import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import RowShifts, Translations, align, lazy_distance, lazy_path, quotient_distance
from lazyq.kernels import BY_NAME
from lazyq.metric.alignment import measure
from lazyq.metric.inputs import Pair
from tests.own_actions import Permutations, SignFlips
from tests.strategies import (
    LAMS,
    Problem,
    actions,
    elements,
    float_points,
    kinds_of_points,
    solved_problems,
)

SLACK = 1e-12


@settings(max_examples=75)
@given(solved_problems())
def test_problems_with_a_known_answer(problem: Problem) -> None:
    action, x, y, lam, squared, reason = problem
    expected = math.sqrt(squared)
    serving = [name for name, kernel in BY_NAME.items() if kernel.why_not(action, x[None], y[None]) is None]
    for kernel in ("auto", *serving):
        assert lazy_distance(action, x, y, lam, kernel=kernel).item() == pytest.approx(
            expected, rel=1e-14, abs=1e-200
        ), reason
    for dtype, bound in ((torch.float64, 1e-12), (torch.float32, 1e-5)):
        found = lazy_distance(action, x.to(dtype) / 255, y.to(dtype) / 255, lam)
        assert found.item() == pytest.approx(expected, rel=bound, abs=bound), reason


@given(st.data(), LAMS)
def test_metric_axioms(data: st.DataObject, lam: float) -> None:
    action = data.draw(actions)
    image = data.draw(st.sampled_from(kinds_of_points(action)))
    x, y, z = (data.draw(image(action)) for _ in range(3))

    def distance(a: Tensor, b: Tensor) -> float:
        return lazy_distance(action, a, b, lam).item()

    assert distance(x, x) == 0
    assert distance(x, y) == pytest.approx(distance(y, x), rel=SLACK, abs=SLACK)
    assert distance(x, z) <= distance(x, y) + distance(y, z) + SLACK


@given(st.data(), LAMS)
def test_between_the_quotient_and_the_plain_metric(data: st.DataObject, lam: float) -> None:
    action = data.draw(actions)
    image = data.draw(st.sampled_from(kinds_of_points(action)))
    x, y = data.draw(image(action)), data.draw(image(action))
    g = data.draw(elements(action))
    gx = action.act(g, x)
    lazy = lazy_distance(action, x, y, lam).item()
    plain = (x.double() - y.double()).norm().item() / (255 if x.dtype == torch.uint8 else 1)
    assert quotient_distance(action, x, y).item() <= lazy + SLACK
    assert lazy <= plain + SLACK
    assert lazy_distance(action, x, y, math.inf).item() == pytest.approx(plain, rel=SLACK, abs=SLACK)
    zero = quotient_distance(action, x, y).item()
    assert quotient_distance(action, gx, y).item() == pytest.approx(zero, rel=SLACK, abs=SLACK)
    assert quotient_distance(action, x, gx).item() == 0
    effort = action.length(g).item()
    assert lazy_distance(action, x, gx, lam).item() <= (lam * effort if effort else 0) + SLACK
    assert lazy_distance(action, gx, y, lam).item() <= lazy + (lam * effort if effort else 0) + SLACK


@given(st.data())
def test_monotone_in_lam_and_concave_in_its_square(data: st.DataObject) -> None:
    action = data.draw(actions)
    image = data.draw(st.sampled_from(kinds_of_points(action)))
    x, y = data.draw(image(action)), data.draw(image(action))
    top = 4 * lazy_distance(action, x, y, math.inf).item() ** 2 + 1
    mu = torch.linspace(0, top, 41, dtype=torch.float64)
    found = align(action, x, y, mu.sqrt())
    squared = found.distance.square()
    bound = SLACK * top
    assert (squared.diff() >= -bound).all()
    assert (squared.diff().diff() <= bound).all()
    assert (found.effort.diff() <= 0).all()
    assert (found.residual.diff() >= -bound).all()


@given(st.data(), LAMS)
def test_alignment_says_what_it_is(data: st.DataObject, lam: float) -> None:
    action = data.draw(actions)
    x, y = data.draw(float_points(action)), data.draw(float_points(action))
    g, moved, residual, effort, distance = align(action, x, y, lam)
    assert moved.equal(action.act(g, x))
    assert residual.item() == pytest.approx((moved - y).norm().item(), rel=SLACK)
    assert effort == action.length(g)
    penalty = lam * effort.item() if effort else 0.0
    assert distance.item() == pytest.approx(math.hypot(residual.item(), penalty), rel=SLACK)


ACTIONS = [RowShifts(3, 5), Translations(3, 4), SignFlips(4), Permutations(3)]


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_dtypes_of_the_result(action: object, dtype: torch.dtype, device: torch.device) -> None:
    """float32 gives float32; uint8 and float64 give float64; ``moved`` is like x."""
    x = torch.ones(2, *action.shape, dtype=dtype, device=device)
    found, path = align(action, x, x, 0.5), lazy_path(action, x, x)
    expected = torch.float32 if dtype == torch.float32 else torch.float64
    assert found.moved.dtype == dtype
    assert found.g.dtype == torch.int64
    assert {found.residual.dtype, found.effort.dtype, found.distance.dtype} == {expected}
    assert lazy_distance(action, x, x, 0.5).dtype == expected
    stored = {path.breakpoints.dtype, path.squared_residuals.dtype, path.squared_efforts.dtype}
    assert {*stored, path.distance(1).dtype} == {torch.float64}
    for tensor in (*found, path.breakpoints, path.g, path.distance(1)):
        assert tensor.device.type == device.type


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_dtypes_agree(action: object, device: torch.device, assert_near: Callable[..., None]) -> None:
    levels = torch.randint(256, (2, 6, *action.shape), generator=torch.Generator().manual_seed(4))
    x, y = levels.to(device, torch.float64)
    x, y = x / 255, y / 255
    lam = torch.tensor([0, 0.1, 0.5, 2, math.inf], device=device)[:, None]
    expected = lazy_distance(action, x, y, lam)
    assert_near(lazy_distance(action, x.float(), y.float(), lam), expected, torch.float32)
    if not isinstance(action, SignFlips):
        x, y = levels.to(device, torch.uint8)
        assert_near(lazy_distance(action, x, y, lam), expected, torch.uint8)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("lam", [0.0, 0.2, math.inf])
def test_gradient_is_the_finite_difference(action: object, lam: float) -> None:
    generator = torch.Generator().manual_seed(7)
    x, y = torch.rand(2, 3, *action.shape, dtype=torch.float64, generator=generator).requires_grad_()
    assert torch.autograd.gradcheck(lambda a, b: lazy_distance(action, a, b, lam), (x, y))
    path = lazy_path(action, x, y)
    assert torch.autograd.gradcheck(lambda a: lazy_path(action, a, y).at(lam).distance, (x,))
    assert not path.squared_residuals.requires_grad


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_gradient_holds_the_minimiser_fixed(action: object) -> None:
    """The envelope theorem: ∂d²/∂y = 2(y − g_λx), ∂d²/∂x = 2(x − g_λ⁻¹y), ∂d²/∂λ = 2λν²."""
    generator = torch.Generator().manual_seed(8)
    x, y = (
        torch.rand(3, *action.shape, dtype=torch.float64, generator=generator).requires_grad_() for _ in "xy"
    )
    lam = torch.full((3,), 0.2, dtype=torch.float64).requires_grad_()
    found = align(action, x, y, lam)
    by_x, by_y, by_lam = torch.autograd.grad(found.distance.square().sum(), (x, y, lam))
    torch.testing.assert_close(by_y, 2 * (y - found.moved))
    torch.testing.assert_close(by_x, 2 * (x - action.act(action.inverse(found.g), y)))
    torch.testing.assert_close(by_lam, 2 * lam * found.effort.square())


def test_gradient_is_finite_where_the_distance_is_zero() -> None:
    x = torch.ones(2, 3, requires_grad=True)
    for lam in (0.0, 0.5, math.inf):
        (gradient,) = torch.autograd.grad(lazy_distance(RowShifts(2, 3), x, x.detach(), lam), x)
        assert gradient.equal(torch.zeros(2, 3))


@pytest.mark.parametrize("scale", [1e-140, 1e-30, 1e30, 1e140])
def test_scaling_x_y_and_lam_scales_the_distance(scale: float) -> None:
    generator = torch.Generator().manual_seed(9)
    x, y = torch.rand(2, 3, 5, dtype=torch.float64, generator=generator)
    path, scaled = lazy_path(RowShifts(3, 5), x, y), lazy_path(RowShifts(3, 5), x * scale, y * scale)
    assert scaled.g.equal(path.g)
    torch.testing.assert_close(scaled.breakpoints / scale, path.breakpoints, rtol=1e-12, atol=0)
    for lam in (0.0, 0.1, 0.4):
        found = lazy_distance(RowShifts(3, 5), x * scale, y * scale, lam * scale)
        torch.testing.assert_close(found / scale, path.at(lam).distance, rtol=1e-12, atol=0)


def test_inference_mode_leaves_gradients_alone() -> None:
    action = RowShifts(2, 11)
    x = torch.rand(2, 11)
    with torch.inference_mode():
        lazy_distance(action, x, x.flip(-1), 0.1)
    lazy_distance(action, x.clone().requires_grad_(), x.flip(-1), 0.1).backward()


def test_levels_that_an_action_takes_below_zero_are_measured_right() -> None:
    """uint8 can't hold −1, but the distance is that of the numbers."""
    x = torch.tensor([1, 0], dtype=torch.uint8)
    path = lazy_path(SignFlips(2), x, x)
    flipped = measure(SignFlips(2), Pair(x, x, 1 / 255), torch.tensor([1, 0]), torch.tensor(0.5).double())
    assert path.g.tolist() == [[0, 0]]
    assert flipped.residual.item() == pytest.approx(2 / 255)
