import math

import pytest
import sympy
import torch
from sympy import diffgeom

from lazyq.riemannian import (
    AxialRotations,
    BlockRotations,
    OrthogonalAction,
    cheeger_metric_matrix,
    christoffel_symbols,
    distance,
    gauss_curvature,
    inner_product,
    metric_matrix,
    norm,
    pullback_metric,
    ricci_tensor,
    scalar_curvature,
    sectional_curvature,
)
from tests.riemannian.test_actions import ACTIONS
from tests.riemannian.test_distance import sample


def talk(x, v, w, squared):
    """The proposition as the talk writes it, with 2λ² = squared."""
    projector = torch.eye(len(x)).double() - torch.outer(x, x) / x.square().sum()
    share = x.square().sum() / (squared + x.square().sum())
    return v @ w - share * (projector @ v) @ (projector @ w)


@pytest.mark.parametrize("lam", [0.0, 1e-3, 0.4, 3.0, 1e3])
def test_metric_is_the_talks_proposition(lam: float) -> None:
    action, (x, v, w) = OrthogonalAction(4), sample(3, 4)
    expected = talk(x, v, w, 2 * lam**2)
    matrix = metric_matrix(action, x, lam)
    torch.testing.assert_close(v @ matrix @ w, expected)
    torch.testing.assert_close(inner_product(action, x, v, w, lam), expected)
    torch.testing.assert_close(norm(action, x, v, lam).square(), talk(x, v, v, 2 * lam**2))


def test_metric_has_the_talks_two_limits() -> None:
    action, (x, v, w) = OrthogonalAction(3), sample(3, 3)
    radial = (v @ x) * (w @ x) / x.square().sum()
    torch.testing.assert_close(inner_product(action, x, v, w, 0.0), radial)
    torch.testing.assert_close(inner_product(action, x, v, w, math.inf), v @ w)
    torch.testing.assert_close(metric_matrix(action, torch.zeros_like(x), 0.3), action.identity())


def test_metric_of_lambda_zero_is_euclidean_at_the_origin_alone() -> None:
    """Elsewhere, on the unit sphere too, only its radial part is left."""
    unit = torch.tensor([0.0, 0.6, 0.8], dtype=torch.float64)
    matrices = metric_matrix(OrthogonalAction(3), torch.stack([torch.zeros_like(unit), unit]), 0.0)
    torch.testing.assert_close(matrices, torch.stack([torch.eye(3).double(), torch.outer(unit, unit)]))


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_metric_is_the_limit_of_the_distance(action) -> None:
    """g_x(v, v) = lim d_λ(x, x + tv)²/t²; the symmetric quotient has error O(t²)."""
    x, v = sample(5, *action.shape), sample(5, *action.shape, seed=1)
    step = 1e-4
    limit = (distance(action, x, x + step * v, 0.6) + distance(action, x, x - step * v, 0.6)) / (2 * step)
    torch.testing.assert_close(norm(action, x, v, 0.6), limit, rtol=1e-6, atol=0)


@pytest.mark.parametrize("action", ACTIONS[:3] + ACTIONS[4:], ids=str)
def test_metric_is_the_cheeger_deformation(action) -> None:
    generators = []
    for axes in action.frame.split(action.blocks, -1):
        for i in range(axes.shape[-1]):
            for j in range(i):
                turn = torch.outer(axes[:, i], axes[:, j])
                generators.append(turn - turn.T + (generators[-1] if generators else 0))
    x = sample(6, *action.shape)
    expected = cheeger_metric_matrix(torch.stack(generators), x, 0.6)
    torch.testing.assert_close(metric_matrix(action, x, 0.6), expected)


def test_cheeger_metric_of_a_group_without_closed_form() -> None:
    """The circle that turns both planes of R⁴ at once: only the direction of its orbit is shortened."""
    turn = torch.zeros(4, 4, dtype=torch.float64)
    turn[1, 0] = turn[3, 2] = 1.0
    generator = turn - turn.T
    x, lam = sample(4), 0.7
    along = generator @ x
    matrix = cheeger_metric_matrix(generator[None], x, lam)
    shortened = along.square().sum() * 4 * lam**2 / (4 * lam**2 + x.square().sum())
    torch.testing.assert_close(along @ matrix @ along, shortened)
    torch.testing.assert_close(matrix @ x, x)


def test_christoffel_symbols_by_automatic_differentiation() -> None:
    for action in (OrthogonalAction(4), BlockRotations(2, 2), AxialRotations((1.0, 2.0, 2.0))):
        x = sample(*action.shape)
        metric = metric_matrix(action, x, 0.6)
        change = torch.func.jacrev(lambda point, action=action: metric_matrix(action, point, 0.6))(x)
        lowered = (change.permute(0, 2, 1) + change - change.permute(2, 1, 0).permute(0, 2, 1)) / 2
        expected = torch.einsum("il,ljk->ijk", torch.linalg.inv(metric), lowered)
        torch.testing.assert_close(christoffel_symbols(action, x, 0.6), expected)


def riemann(action, x, lam: float):
    """R(i, j, k, l) with all indices down, from the Christoffel symbols and their derivatives."""
    symbols = christoffel_symbols(action, x, lam)
    change = torch.func.jacrev(lambda point: christoffel_symbols(action, point, lam))(x)
    product = torch.einsum("akm,mlj->ajkl", symbols, symbols)
    up = torch.einsum("aljk->ajkl", change) - torch.einsum("akjl->ajkl", change)
    up = up + product - product.permute(0, 1, 3, 2)
    return torch.einsum("ia,ajkl->ijkl", metric_matrix(action, x, lam), up)


@pytest.mark.parametrize("action", [*ACTIONS[:3], *ACTIONS[4:]], ids=str)
def test_curvatures_by_automatic_differentiation(action) -> None:
    lam, (x, v, w) = 0.6, sample(3, *action.shape)
    tensor, metric = riemann(action, x, lam), metric_matrix(action, x, lam)
    area = (v @ metric @ v) * (w @ metric @ w) - (v @ metric @ w) ** 2
    sectional = torch.einsum("ijkl,i,j,k,l->", tensor, v, w, v, w) / area
    torch.testing.assert_close(sectional_curvature(action, x, v, w, lam), sectional)
    ricci = torch.einsum("ik,ijkl->jl", torch.linalg.inv(metric), tensor)
    torch.testing.assert_close(ricci_tensor(action, x, lam), ricci)
    scalar = torch.einsum("jl,jl->", torch.linalg.inv(metric), ricci)
    torch.testing.assert_close(scalar_curvature(action, x, lam), scalar)


def test_curvatures_of_the_warped_product_derived_by_symbols() -> None:
    """−ρ″/ρ along and (1 − ρ′²)/ρ² across, of ρ = βr/sqrt(β² + r²)."""
    r, beta = sympy.symbols("r beta", positive=True)
    rho = beta * r / sympy.sqrt(beta**2 + r**2)
    q = beta**2 + r**2
    along, across = -sympy.diff(rho, r, 2) / rho, (1 - sympy.diff(rho, r) ** 2) / rho**2
    assert sympy.simplify(along - 3 * beta**2 / q**2) == 0
    assert sympy.simplify(across - (1 + beta**2 / q + beta**4 / q**2) / beta**2) == 0
    action, x = OrthogonalAction(3), torch.tensor([0.0, 0.0, 1.3], dtype=torch.float64)
    e1, e2, e3 = torch.eye(3, dtype=torch.float64)
    values = {r: 1.3, beta: 0.7 * math.sqrt(2)}
    assert float(sectional_curvature(action, x, e1, e3, 0.7)) == pytest.approx(float(along.subs(values)))
    assert float(sectional_curvature(action, x, e1, e2, 0.7)) == pytest.approx(float(across.subs(values)))


def test_christoffel_symbols_and_ricci_tensor_of_a_library_for_differential_geometry() -> None:
    """sympy.diffgeom on (β² I + xxᵀ)/(β² + ‖x‖²) in R², at a rational point."""
    patch = diffgeom.Patch("P", diffgeom.Manifold("M", 2))
    chart = diffgeom.CoordSystem("C", patch, sympy.symbols("a b", real=True))
    x, forms, squared = chart.coord_functions(), chart.base_oneforms(), sympy.Rational(3, 4)
    size = squared + sum(value**2 for value in x)
    metric = sum(
        ((squared if i == j else 0) + x[i] * x[j]) / size * diffgeom.TensorProduct(forms[i], forms[j])
        for i in range(2)
        for j in range(2)
    )
    point = chart.point([sympy.Rational(1, 2), sympy.Rational(-2, 3)])
    value = torch.tensor([1 / 2, -2 / 3], dtype=torch.float64)
    action, lam = OrthogonalAction(2), math.sqrt(3 / 8)

    def numbers(array, rank: int) -> torch.Tensor:
        entries = [float(sympy.sympify(entry).rcall(point)) for entry in sympy.flatten(array.tolist())]
        return torch.tensor(entries, dtype=torch.float64).reshape([2] * rank)

    symbols = numbers(diffgeom.metric_to_Christoffel_2nd(metric), 3)
    torch.testing.assert_close(christoffel_symbols(action, value, lam), symbols)
    ricci = numbers(diffgeom.metric_to_Ricci_components(metric), 2)
    torch.testing.assert_close(ricci_tensor(action, value, lam), ricci)


def test_metric_matrix_derived_by_symbols_from_the_quotient() -> None:
    """Least |w|² + λ²‖A‖² over all v = w + Ax, A skew: the submersion, for n = 3."""
    x, v, lam = sympy.Matrix([2, -1, 3]), sympy.Matrix([1, 4, -2]), sympy.Rational(2, 3)
    a, b, c = sympy.symbols("a b c")
    skew = sympy.Matrix([[0, -c, b], [c, 0, -a], [-b, a, 0]])
    w = v - skew * x
    energy = w.dot(w) + lam**2 * 2 * (a**2 + b**2 + c**2)
    least = energy.subs(sympy.solve([sympy.diff(energy, symbol) for symbol in (a, b, c)], [a, b, c]))
    found = norm(OrthogonalAction(3), *(torch.tensor([float(e) for e in u]).double() for u in (x, v)), 2 / 3)
    assert float(found) ** 2 == pytest.approx(float(least), rel=1e-12)


def test_gauss_curvature_integrates_to_a_hemisphere() -> None:
    """Gauss–Bonnet for a complete plane that ends in a cylinder: the total is 2π."""
    beta = 0.6 * math.sqrt(2)
    action, u = OrthogonalAction(2), torch.linspace(-18, 18, 40001, dtype=torch.float64)
    r = u.exp()
    points = torch.stack([r, torch.zeros_like(r)], -1)
    area = 2 * math.pi * beta * r / torch.hypot(r, torch.full_like(r, beta))
    total = torch.trapezoid(gauss_curvature(action, points, 0.6) * area * r, u)
    assert float(total) == pytest.approx(2 * math.pi, rel=1e-6)


def test_pullback_along_a_curve_and_along_a_chart() -> None:
    action, lam = OrthogonalAction(2), 0.5
    r, angle = 1.3, 0.7
    polar = pullback_metric(
        action,
        lambda q: torch.stack([q[0] * q[1].cos(), q[0] * q[1].sin()]),
        torch.tensor([[r, angle]], dtype=torch.float64),
        lam,
    )[0]
    radius = 2 * lam**2 * r**2 / (2 * lam**2 + r**2)
    torch.testing.assert_close(polar, torch.diag(torch.tensor([1.0, radius], dtype=torch.float64)))


def test_extreme_sizes_do_not_overflow() -> None:
    action = OrthogonalAction(3)
    x = torch.tensor([1e-160, 1e160, 0.0], dtype=torch.float64)
    for lam in (1e-150, 1.0, 1e150, math.inf):
        assert metric_matrix(action, x, lam).isfinite().all()
        assert float(norm(action, x, 1e-170 * x.flip(0), lam)) > 0


def test_metric_is_smooth_at_the_origin() -> None:
    action, x = OrthogonalAction(3), torch.zeros(3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda point: metric_matrix(action, point, 0.7), x)
    assert torch.autograd.gradcheck(lambda point: christoffel_symbols(action, point, 0.7), x)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: gauss_curvature(OrthogonalAction(3), x, 1.0), "action must act on the plane"),
        (lambda x: scalar_curvature(OrthogonalAction(3), x, 0.0), "lam must be more than 0"),
        (lambda x: sectional_curvature(OrthogonalAction(3), x, x, -x, 1.0), "linearly independent"),
        (lambda x: christoffel_symbols(OrthogonalAction(2), x, 1.0), r"x must have shape \(..., 2\)"),
        (lambda x: cheeger_metric_matrix(torch.eye(3)[None], x, 1.0), "skew-symmetric"),
        (lambda x: cheeger_metric_matrix(torch.eye(3), x, 1.0), "generators must have shape"),
        (lambda x: pullback_metric(OrthogonalAction(2), lambda q: q, x, 1.0), "function must return shape"),
        (
            lambda x: pullback_metric(OrthogonalAction(2), lambda q: q, [[1], [2]], 1.0),
            "function must return",
        ),
        (lambda x: pullback_metric(OrthogonalAction(2), lambda q: q, x.int(), 1.0), "x must be floating"),
        (
            lambda x: cheeger_metric_matrix("turns", x, 1.0),
            "generators must be a torch.Tensor, a NumPy array",
        ),
    ],
)
def test_bad_input_is_named(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(torch.ones(3, dtype=torch.float64))
