import math

import pytest
import torch
from scipy.integrate import solve_ivp

from lazyq.riemannian import (
    OrthogonalAction,
    align,
    christoffel_symbols,
    cut_locus,
    distance,
    exponential_map,
    geodesic,
    inner_product,
    logarithm_map,
    metric_matrix,
    norm,
    parallel_transport,
)
from tests.riemannian.test_actions import ACTIONS
from tests.riemannian.test_distance import sample

LAM = 0.6


def flow(action, x, v, carried, lam: float):
    """Position, velocity and the carried vector at t = 1, by integrating their differential equations."""
    n = action.shape[0]

    def change(_, state):
        point, velocity, vector = torch.from_numpy(state.copy()).split(n)
        symbols = christoffel_symbols(action, point, lam)
        parts = [-torch.einsum("ijk,j,k->i", symbols, velocity, u) for u in (velocity, vector)]
        return torch.cat([velocity, *parts]).numpy()

    start = torch.cat([x, v, carried]).numpy()
    result = solve_ivp(change, (0, 1), start, method="DOP853", rtol=1e-11, atol=1e-12)
    return torch.from_numpy(result.y[:, -1]).split(n)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_geodesics_and_transport_solve_their_equations(action) -> None:
    x, v, carried = sample(3, *action.shape)
    point, velocity, vector = flow(action, x, 2 * v, carried, LAM)
    torch.testing.assert_close(exponential_map(action, x, 2 * v, LAM), point, rtol=1e-8, atol=1e-8)
    transported = parallel_transport(action, x, 2 * v, carried, LAM)
    torch.testing.assert_close(transported, vector, rtol=1e-8, atol=1e-8)
    arriving = parallel_transport(action, x, 2 * v, 2 * v, LAM)
    torch.testing.assert_close(arriving, velocity, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("lam", [1e-4, 0.6, 50.0, math.inf])
def test_exponential_undoes_logarithm_whose_length_is_the_distance(action, lam: float) -> None:
    x, y = sample(20, *action.shape), sample(20, *action.shape, seed=1)
    v = logarithm_map(action, x, y, lam)
    torch.testing.assert_close(exponential_map(action, x, v, lam), y, rtol=1e-11, atol=1e-11)
    torch.testing.assert_close(norm(action, x, v, lam), distance(action, x, y, lam))
    torch.testing.assert_close(geodesic(action, x, y, lam).length, distance(action, x, y, lam))


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_length_by_quadrature_is_the_distance_and_the_speed_is_constant(action) -> None:
    x, y = sample(5, *action.shape), sample(5, *action.shape, seed=1)
    path, t = geodesic(action, x, y, LAM), torch.linspace(0, 1, 2001, dtype=torch.float64)
    points, expected = path.at(t), distance(action, x, y, LAM)
    speed = norm(action, points, path.velocity(t), LAM)
    torch.testing.assert_close(speed, expected[:, None].expand_as(speed))
    middles, steps = (points[:, 1:] + points[:, :-1]) / 2, points.diff(dim=1)
    length = norm(action, middles, steps, LAM).sum(-1)
    torch.testing.assert_close(length, expected, rtol=1e-5, atol=0)


def test_geodesic_is_the_formula_of_the_talk() -> None:
    """γ(t) = R(tθ) [(1−t) x + t R(−θ) y]."""
    action, x, y = OrthogonalAction(3), *sample(2, 3)
    rotation = align(action, x, y, LAM).rotations[0]
    for t in (0.2, 0.7):
        back, on = (rotation._replace(angle=rotation.angle * s).matrix() for s in (-1.0, t))
        expected = on @ ((1 - t) * x + t * back @ y)
        torch.testing.assert_close(geodesic(action, x, y, LAM).at(t), expected)


def test_parts_of_a_geodesic_add_up_and_other_ways_are_longer() -> None:
    """Hopf–Rinow: closed balls are compact, minimal geodesics exist, and each of their points is between."""
    action = OrthogonalAction(3)
    x, y, detour = sample(3, 30, 3)
    for t in (0.1, 0.5, 0.9):
        middle = geodesic(action, x, y, LAM).at(t)
        total = distance(action, x, y, LAM)
        torch.testing.assert_close(distance(action, x, middle, LAM), t * total)
        torch.testing.assert_close(distance(action, middle, y, LAM), (1 - t) * total)
    assert (distance(action, x, detour, LAM) + distance(action, detour, y, LAM) >= total).all()
    far = exponential_map(action, x, 1e6 * detour, LAM)
    assert far.isfinite().all()


def test_geodesics_stop_being_minimal_at_the_cut_locus() -> None:
    """Beyond it the same direction still solves the equation, but is longer than the distance."""
    action = OrthogonalAction(2)
    x = torch.tensor([1.2, 0.0], dtype=torch.float64)
    ray = cut_locus(action, x, 0.5)[0]
    y = 2 * ray.start * ray.direction
    towards = torch.tensor([[0.0, 1.0], [0.0, -1.0]], dtype=torch.float64)
    v = logarithm_map(action, x, y, 0.5, towards=towards)
    torch.testing.assert_close(v[0], v[1] * torch.tensor([1.0, -1.0]).double())
    lengths = norm(action, x, v, 0.5)
    assert float(lengths[0]) == pytest.approx(float(lengths[1]), rel=1e-14)
    assert float(distance(action, x, y, 0.5)) < float((x - y).norm()) - 0.1
    for factor, minimal in ((0.98, True), (1.02, False)):
        point = exponential_map(action, x, factor * v[0], 0.5)
        assert (float(distance(action, x, point, 0.5)) > factor * float(lengths[0]) * (1 - 1e-9)) is minimal


def test_transport_keeps_inner_products() -> None:
    action = OrthogonalAction(4)
    x, v, a, b = sample(4, 50, 4)
    y = exponential_map(action, x, v, LAM)
    carried = [parallel_transport(action, x, v, u, LAM) for u in (a, b)]
    torch.testing.assert_close(inner_product(action, y, *carried, LAM), inner_product(action, x, a, b, LAM))
    still = parallel_transport(action, x, torch.zeros_like(v), a, LAM)
    torch.testing.assert_close(still, a)


def test_origin_is_a_point_like_any_other() -> None:
    action = OrthogonalAction(3)
    zero, (v, w) = torch.zeros(3, dtype=torch.float64), sample(2, 3)
    torch.testing.assert_close(exponential_map(action, zero, v, LAM), v)
    torch.testing.assert_close(logarithm_map(action, zero, v, LAM), v)
    torch.testing.assert_close(exponential_map(action, v, logarithm_map(action, v, zero, LAM), LAM), zero)
    through = parallel_transport(action, v, -2 * v, w, LAM)
    torch.testing.assert_close(through, w)
    from_zero = parallel_transport(action, zero, v, w, LAM)
    expected = flow(action, zero, v, w, LAM)[2]
    torch.testing.assert_close(from_zero, expected, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_gradients(action) -> None:
    x, y, w = sample(3, 3, *action.shape)
    x.requires_grad_()
    y.requires_grad_()
    lam = torch.tensor(LAM, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda *args: logarithm_map(action, *args), (x, y, lam))
    assert torch.autograd.gradcheck(lambda *args: exponential_map(action, *args), (x, y, lam))
    transport = (x, y, w.requires_grad_(), lam)
    assert torch.autograd.gradcheck(lambda *args: parallel_transport(action, *args), transport)


def test_exponential_map_is_smooth_at_zero_and_its_derivative_there_is_the_identity() -> None:
    action = OrthogonalAction(3)
    x = sample(3)
    zero = torch.zeros(3, dtype=torch.float64)
    jacobian = torch.func.jacrev(lambda v: exponential_map(action, x, v, LAM))(zero)
    torch.testing.assert_close(jacobian, action.identity())
    jacobian = torch.func.jacrev(lambda v: exponential_map(action, zero, v, LAM))(zero)
    torch.testing.assert_close(jacobian, action.identity())


def test_gauss_lemma() -> None:
    """exp_x keeps right angles with the radial geodesic."""
    action = OrthogonalAction(3)
    x, v, w = sample(3, 3)
    metric = metric_matrix(action, x, LAM)
    w = w - (v @ metric @ w) / (v @ metric @ v) * v
    jacobian = torch.func.jacrev(lambda u: exponential_map(action, x, u, LAM))(v)
    y = exponential_map(action, x, v, LAM)
    product = inner_product(action, y, jacobian @ v, jacobian @ w, LAM)
    assert abs(float(product)) < 1e-12


@pytest.mark.parametrize("size", [1e-140, 1e-20, 1.0, 1e20, 1e140])
@pytest.mark.parametrize("lam", [1e-150, 1e-20, 1.0, 1e20, 1e150, math.inf])
def test_extreme_sizes_stay_finite_and_the_exponential_still_undoes_the_logarithm(size: float, lam: float):
    action, (x, y, w) = OrthogonalAction(3), size * sample(3, 5, 3)
    y[0], y[1] = -x[0], 0.0
    v = logarithm_map(action, x, y, lam)
    torch.testing.assert_close(exponential_map(action, x, v, lam) / size, y / size, rtol=0, atol=1e-12)
    assert parallel_transport(action, x, v, w, lam).isfinite().all()
    assert norm(action, x, v, lam).isfinite().all()


def test_degenerate_lam_is_refused() -> None:
    x = torch.ones(3, dtype=torch.float64)
    for call in (geodesic, logarithm_map, exponential_map):
        with pytest.raises(ValueError, match="lam must be more than 0, where the metric is Riemannian"):
            call(OrthogonalAction(3), x, x, 0.0)
