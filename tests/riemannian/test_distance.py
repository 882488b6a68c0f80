import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import minimize
from scipy.spatial.transform import Rotation

from lazyq.riemannian import AxialRotations, BlockRotations, OrthogonalAction, align, cut_locus, distance
from tests.riemannian.oracle import exact_distance, hard_cases
from tests.riemannian.test_actions import ACTIONS

LAMS = [0.0, 1e-3, 0.3, 1.0, 7.0, math.inf]
coordinates = st.floats(-10, 10, allow_subnormal=False)
vectors = hnp.arrays(np.float64, 3, elements=coordinates).map(torch.from_numpy)
positive = st.one_of(st.floats(1e-6, 1e6), st.sampled_from([0.0, math.inf]))


def sample(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@pytest.mark.parametrize("dimension", [2, 3, 7])
def test_agrees_with_fifty_digits_on_hard_cases(dimension: int) -> None:
    x, y, lam = hard_cases(240, dimension, torch.Generator().manual_seed(dimension))
    actual = distance(OrthogonalAction(dimension), x, y, lam).tolist()
    for value, *case in zip(actual, x.tolist(), y.tolist(), (lam * math.sqrt(2)).tolist(), strict=True):
        expected = exact_distance(*case)
        assert abs(value - expected) <= 1e-14 * expected, case


@pytest.mark.parametrize("lam", [0.05, 0.6, 2.5])
def test_brute_force_over_so3(lam: float) -> None:
    """Minimise over rotation vectors, from many starts: the best rotation lies in the plane of x and y."""
    x, y = sample(4, 3), sample(4, 3, seed=1)
    for first, second in zip(x.numpy(), y.numpy(), strict=True):

        def objective(vector, first=first, second=second):
            moved = Rotation.from_rotvec(vector).apply(first)
            return np.sum((moved - second) ** 2) + 2 * lam**2 * np.sum(vector**2)

        starts = np.random.default_rng(0).normal(size=(8, 3))
        best = min(minimize(objective, start, options={"gtol": 1e-9}).fun for start in starts)
        found = distance(OrthogonalAction(3), torch.tensor(first), torch.tensor(second), lam)
        assert math.sqrt(best) == pytest.approx(float(found), rel=1e-7)


@pytest.mark.parametrize("length_norm", ["frobenius", "operator"])
def test_no_rotation_of_so4_does_better(length_norm: str) -> None:
    action, lam = OrthogonalAction(4, length_norm), 0.4
    x, y = sample(4), sample(4, seed=1)
    best = align(action, x, y, lam)
    generator = torch.Generator().manual_seed(2)
    for spread in (0.01, 0.3, 2.0):
        skew = spread * torch.randn(4000, 4, 4, generator=generator, dtype=torch.float64)
        near = best.g if spread < 1 else action.identity()
        g = torch.linalg.matrix_exp(skew - skew.mT) @ near
        cost = (action.act(g, x) - y).square().sum(-1) + lam**2 * action.length(g).square()
        assert float(cost.min()) >= float(best.distance) ** 2 - 1e-12


def test_descent_over_so4_ends_at_the_distance() -> None:
    lam, x, y = 0.7, sample(4, seed=5), sample(4, seed=6)

    def objective(values):
        skew = torch.zeros(4, 4, dtype=torch.float64)
        skew[*torch.triu_indices(4, 4, 1)] = torch.from_numpy(values)
        g = torch.linalg.matrix_exp(skew - skew.T)
        return float((g @ x - y).square().sum() + 2 * lam**2 * np.sum(values**2))

    starts = np.random.default_rng(0).normal(size=(4, 6))
    best = min(minimize(objective, start).fun for start in starts)
    assert math.sqrt(best) == pytest.approx(float(distance(OrthogonalAction(4), x, y, lam)), rel=1e-6)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("lam", LAMS)
def test_alignment_is_what_it_says(action, lam: float) -> None:
    x, y = sample(20, *action.shape), sample(20, *action.shape, seed=1)
    best = align(action, x, y, lam)
    torch.testing.assert_close(best.g @ best.g.mT, action.identity().expand_as(best.g))
    torch.testing.assert_close(best.moved, action.act(best.g, x))
    torch.testing.assert_close(best.residual, (best.moved - y).norm(dim=-1))
    torch.testing.assert_close(best.effort, action.length(best.g), atol=1e-9, rtol=1e-9)
    torch.testing.assert_close(best.distance, distance(action, x, y, lam))
    product = action.identity()
    for rotation in best.rotations:
        product = product @ rotation.matrix()
    torch.testing.assert_close(product.expand_as(best.g), best.g)


def test_product_group_adds_the_squares_of_its_blocks() -> None:
    x, y = sample(30, 5), sample(30, 5, seed=1)
    parts = [
        distance(OrthogonalAction(2), x[:, :2], y[:, :2], 0.6),
        distance(OrthogonalAction(3), x[:, 2:], y[:, 2:], 0.6),
    ]
    whole = distance(BlockRotations(2, 3), x, y, 0.6)
    torch.testing.assert_close(whole, torch.hypot(*parts))


def test_rotations_about_an_axis_by_search_over_the_angle() -> None:
    action, lam = AxialRotations((1.0, -2.0, 0.5)), 0.6
    x, y = sample(6, 3), sample(6, 3, seed=1)
    angles = torch.linspace(-math.pi, math.pi, 20001, dtype=torch.float64)
    turns = Rotation.from_rotvec(angles[:, None].numpy() * np.array(action.axis)).as_matrix()
    moved = torch.einsum("tij,bj->bti", torch.from_numpy(turns), x)
    squared = (moved - y[:, None]).square().sum(-1) + 2 * lam**2 * angles.square()
    torch.testing.assert_close(distance(action, x, y, lam), squared.amin(-1).sqrt(), rtol=1e-6, atol=0)


def test_operator_norm_is_the_frobenius_norm_at_a_smaller_lam() -> None:
    x, y = sample(30, 3), sample(30, 3, seed=1)
    operator = distance(OrthogonalAction(3, "operator"), x, y, 0.8)
    torch.testing.assert_close(operator, distance(OrthogonalAction(3), x, y, 0.8 / math.sqrt(2)))


@given(vectors, vectors, vectors, positive)
def test_metric_axioms(x, y, z, lam: float) -> None:
    action = OrthogonalAction(3)
    xy, yx = distance(action, x, y, lam), distance(action, y, x, lam)
    assert float(distance(action, x, x, lam)) == 0
    torch.testing.assert_close(xy, yx, rtol=1e-13, atol=0)
    assert float(distance(action, x, z, lam)) <= float(xy + distance(action, y, z, lam)) * (1 + 1e-13)
    assert float(distance(action, x, y, 0.0)) <= float(xy) * (1 + 1e-13)
    assert float(xy) <= math.hypot(*(x - y).tolist()) * (1 + 1e-12)


@given(vectors, vectors, st.floats(1e-6, 1e6), st.floats(1.0, 100.0))
def test_squared_distance_grows_and_is_concave_in_squared_lam(x, y, lam: float, factor: float) -> None:
    action = OrthogonalAction(3)
    middle = math.sqrt((lam**2 + (lam * factor) ** 2) / 2)
    low, half, high = (float(distance(action, x, y, value)) ** 2 for value in (lam, middle, lam * factor))
    slack = 1e-12 * (high + 1e-300)
    assert low <= half + slack
    assert (low + high) / 2 <= half + slack


@given(vectors, vectors, st.floats(1e-3, 1e3))
def test_rotations_leave_the_distance(x, y, lam: float) -> None:
    """d_λ is invariant under one rotation of both points: ν is conjugation invariant."""
    action = OrthogonalAction(3)
    g = torch.from_numpy(Rotation.from_rotvec([0.4, -1.0, 2.0]).as_matrix())
    before, after = distance(action, x, y, lam), distance(action, action.act(g, x), action.act(g, y), lam)
    torch.testing.assert_close(before, after, rtol=1e-7, atol=1e-13)


def test_both_limits_come_at_the_rates_of_theory() -> None:
    """d_λ² = d₀² + 2λ²φ² + O(λ⁴) and ‖x−y‖² − (r₁r₂ sin φ)²/(2λ²) + O(λ⁻⁴)."""
    action = OrthogonalAction(3)
    x, y = sample(20, 3), sample(20, 3, seed=1)
    r1, r2 = x.norm(dim=-1), y.norm(dim=-1)
    cosine = (x * y).sum(-1) / (r1 * r2)
    lams = torch.tensor([[1e-2], [1e-3]], dtype=torch.float64)
    left = (distance(action, x, y, lams).square() - (r1 - r2).square()) / (2 * lams.square())
    assert (left - cosine.acos().square()).abs().amax(-1).log10().diff() < -1.5
    lams = torch.tensor([[1e2], [1e3]], dtype=torch.float64)
    lost = ((x - y).square().sum(-1) - distance(action, x, y, lams).square()) * 2 * lams.square()
    assert (
        (lost - (r1 * r2).square() * (1 - cosine.square())).abs().amax(-1) < torch.tensor([0.1, 0.01])
    ).all()


def test_zero_vectors_and_both_ends_of_lam() -> None:
    action = OrthogonalAction(3)
    x, zero = torch.tensor([3.0, 0.0, 4.0], dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    for lam in LAMS:
        assert float(distance(action, x, zero, lam)) == pytest.approx(5.0, rel=1e-15)
        assert float(distance(action, zero, zero, lam)) == 0
    assert float(distance(action, x, -x, 0.0)) == 0
    assert float(distance(action, x, -x, math.inf)) == pytest.approx(10, rel=1e-15)


def test_opposite_points_have_a_sphere_of_minimisers_beyond_the_cut_locus() -> None:
    action, lam = OrthogonalAction(3), 0.5
    x = torch.tensor([0.0, 1.5, 0.0], dtype=torch.float64)
    ray = cut_locus(action, x, lam)[0]
    assert float(ray.start) == pytest.approx(2 * lam**2 / 1.5)
    towards = sample(9, 3)
    towards[:, 1] = 0.0
    beyond = align(action, x, -1.2 * x, lam, towards=towards)
    assert beyond.distance.std() < 1e-14
    assert beyond.effort.amin() > 1
    torch.testing.assert_close(
        (beyond.moved @ torch.diag(torch.tensor([1.0, 0, 1])).double()).div(
            beyond.moved[:, ::2].norm(dim=-1)[:, None]
        ),
        towards / towards.norm(dim=-1, keepdim=True),
    )
    before = align(action, x, 0.99 * ray.start * ray.direction, lam)
    assert float(before.effort) == 0
    after = align(action, x, 1.01 * ray.start * ray.direction, lam)
    assert float(after.effort) > 0.1


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_gradients(action) -> None:
    x, y = sample(4, *action.shape).requires_grad_(), sample(4, *action.shape, seed=1).requires_grad_()
    lam = torch.tensor(0.6, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda *args: distance(action, *args), (x, y, lam))
    assert torch.autograd.gradcheck(lambda *args: align(action, *args)[0], (x, y, lam))
    assert torch.autograd.gradcheck(lambda *args: align(action, *args)[2:], (x, y, lam))


def test_gradient_of_the_distance_is_zero_at_the_point_itself_and_finite_at_parallel_points() -> None:
    x = torch.tensor([1.0, 2.0, 2.0], dtype=torch.float64, requires_grad=True)
    for factor, length in ((1.0, 0.0), (2.0, 1.0), (-0.01, 1.0)):
        (gradient,) = torch.autograd.grad(distance(OrthogonalAction(3), x, factor * x.detach(), 2.0), x)
        assert float(gradient.norm()) == pytest.approx(length, abs=1e-12)


def test_float32_in_float32_out_computed_in_float64() -> None:
    x, y = sample(10, 3).float(), sample(10, 3, seed=1).float()
    result = distance(OrthogonalAction(3), x, y, 0.5)
    assert result.dtype == torch.float32
    expected = distance(OrthogonalAction(3), x.double(), y.double(), 0.5).float()
    assert torch.equal(result, expected)


def test_batches_broadcast() -> None:
    x, y, lam = sample(4, 1, 3), sample(5, 3), torch.rand(2, 1, 1, dtype=torch.float64)
    result = distance(OrthogonalAction(3), x, y, lam)
    assert result.shape == (2, 4, 5)
    single = distance(OrthogonalAction(3), x[3, 0], y[2], float(lam[1, 0, 0]))
    torch.testing.assert_close(result[1, 3, 2], single)
    assert distance(OrthogonalAction(3), sample(0, 3), sample(0, 3), 1.0).shape == (0,)


@pytest.mark.parametrize(
    ("x", "y", "lam", "message"),
    [
        (torch.zeros(2), torch.zeros(3), 1.0, r"x must have shape \(..., 3\), got \(2,\)"),
        (
            torch.zeros(3),
            torch.zeros(3, dtype=torch.int64),
            1.0,
            "y must be float32 or float64, got",
        ),
        (torch.zeros(3), torch.full((3,), math.nan), 1.0, "y must be finite"),
        (None, torch.zeros(3), 1.0, "x must be a torch.Tensor, a NumPy array or a list of numbers, got None"),
        (torch.zeros(2, 3), torch.zeros(4, 3), 1.0, "batch dimensions of x and y must broadcast"),
        (torch.zeros(3), torch.zeros(3), -1.0, "lam must be at least 0"),
        (torch.zeros(3), torch.zeros(3), math.nan, "lam must be at least 0"),
        (torch.zeros(3), torch.zeros(3), "big", "lam must be a number"),
    ],
)
def test_bad_input_is_named(x, y, lam, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        distance(OrthogonalAction(3), x, y, lam)


def test_other_actions_are_refused() -> None:
    with pytest.raises(ValueError, match="action must be a RotationAction"):
        distance("SO(3)", torch.zeros(3), torch.zeros(3), 1.0)
