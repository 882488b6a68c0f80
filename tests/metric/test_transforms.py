"""Gradients of distances, and what torch.func makes of them."""

import re

import pytest
import torch
from torch import Tensor
from torch.autograd.forward_ad import dual_level, make_dual, unpack_dual
from torch.func import grad, jacrev, jvp, vmap

from lazyq import (
    Channels,
    PolarRotations,
    Product,
    QuarterTurns,
    RowShifts,
    SeparableAction,
    TimeShifts,
    Translations,
    align,
    lazy_distance,
    lazy_path,
    pairwise,
)

ACTIONS = [
    RowShifts(3, 5),
    Translations(3, 4),
    PolarRotations(2, 5),
    TimeShifts(5, 2),
    Channels(RowShifts(2, 4), 2),
    Product(QuarterTurns(3), Translations(3, 3), scales=(1 / 90, 1)),
]
EVERY = pytest.mark.parametrize("action", ACTIONS, ids=str)
LAMS = (0.0, 0.2, float("inf"))


def points(action: SeparableAction, count: int = 4) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(3)
    x, y = torch.rand(2, count, *action.shape, dtype=torch.float64, generator=generator)
    return x, y


@EVERY
@pytest.mark.parametrize("lam", LAMS)
def test_vmap_is_a_batch(action: SeparableAction, lam: float) -> None:
    x, y = points(action)
    expected = lazy_distance(action, x, y, lam)
    assert vmap(lambda a, b: lazy_distance(action, a, b, lam))(x, y).equal(expected)
    assert vmap(lambda a: align(action, a, y[0], lam).g)(x).equal(align(action, x, y[:1], lam).g)
    table = vmap(lambda a: vmap(lambda b: lazy_distance(action, a, b, lam))(y))(x)
    torch.testing.assert_close(table, lazy_distance(action, x[:, None], y[None], lam))


@EVERY
@pytest.mark.parametrize("lam", LAMS)
def test_gradients_under_vmap_and_of_vmap(action: SeparableAction, lam: float) -> None:
    x, y = points(action)
    wanted = x.clone().requires_grad_()
    (expected,) = torch.autograd.grad(lazy_distance(action, wanted, y, lam).sum(), wanted)
    found = vmap(grad(lambda a, b: lazy_distance(action, a, b, lam)))(x, y)
    torch.testing.assert_close(found, expected)
    of_sum = grad(lambda a: vmap(lambda a, b: lazy_distance(action, a, b, lam))(a, y).sum())(x)
    torch.testing.assert_close(of_sum, expected)
    jacobian = jacrev(lambda a: lazy_distance(action, a, y, lam))(x)
    torch.testing.assert_close(jacobian.diagonal(dim1=0, dim2=1).movedim(-1, 0), expected)


def test_vmap_over_lam_alone_and_over_any_axis() -> None:
    action = RowShifts(3, 5)
    x, y = points(action)
    lams = torch.tensor([0.0, 0.2, 0.7], dtype=torch.float64)
    expected = lazy_distance(action, x, y, lams[:, None])
    torch.testing.assert_close(vmap(lambda lam: lazy_distance(action, x, y, lam))(lams), expected)
    last = vmap(lambda a, b: lazy_distance(action, a, b, 0.2), in_dims=(-1, 1))(
        x.movedim(0, -1), y.movedim(0, 1)
    )
    torch.testing.assert_close(last, expected[1])
    slope = vmap(grad(lambda lam: lazy_distance(action, x[0], y[0], lam)))(lams)
    found = align(action, x[0], y[0], lams)
    torch.testing.assert_close(slope, lams * found.effort**2 / found.distance)
    several = vmap(lambda a, b: lazy_distance(action, a, b, lams[:, None]))(x[:, None], y[:, None])
    torch.testing.assert_close(several[..., 0], expected.T)


@EVERY
def test_second_derivatives_hold_the_minimiser_fixed(action: SeparableAction) -> None:
    x, y = (values[:2].requires_grad_() for values in points(action))
    assert torch.autograd.gradgradcheck(lambda a, b: lazy_distance(action, a, b, 0.2), (x, y))
    x, y = x.detach(), y.detach()
    twice = jacrev(grad(lambda b: lazy_distance(action, x[0], b, 0.2).square()))(y[0])
    size = y[0].numel()
    torch.testing.assert_close(twice.reshape(size, size), 2 * torch.eye(size, dtype=torch.float64))


def test_at_a_tie_the_gradient_is_of_the_one_that_is_taken() -> None:
    action = RowShifts(1, 4)
    x = torch.tensor([[2.0, 0, 0, 0]], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([[0.0, 1, 0, 1]], dtype=torch.float64)
    found = align(action, x, y, 0.1)  # one step to either side serves equally well
    (gradient,) = torch.autograd.grad(found.distance.square(), x)
    assert found.g.tolist() == [1]
    torch.testing.assert_close(gradient, 2 * (x - action.act(action.inverse(found.g), y)))


@pytest.mark.parametrize("lam", [0.2, [0.0, 0.2, float("inf")]])
@EVERY
def test_all_pairs_have_gradients(action: SeparableAction, lam: float | list[float]) -> None:
    x, y = (values.requires_grad_() for values in points(action, 3))
    lams = torch.tensor(lam, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda a, b: pairwise(action, a, b, lam), (x, y))
    weights = torch.rand(*lams.shape, 3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    found = torch.autograd.grad((weights * pairwise(action, x, y, lam)).sum(), (x, y))
    by_pairs = lazy_distance(action, x[:, None], y[None], lams[..., None, None])
    expected = torch.autograd.grad((weights * by_pairs).sum(), (x, y))
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other)


def test_all_pairs_have_gradients_in_lam_and_in_one_set_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lazyq.metric.all_pairs._PIXELS_AT_ONCE", 40)
    action = RowShifts(3, 5)
    x, y = points(action, 3)
    lams = torch.tensor([0.1, 0.4], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda lams: pairwise(action, x, y, lams), lams)
    y.requires_grad_()
    assert torch.autograd.gradcheck(lambda y: pairwise(action, x, y, 0.3), y)
    single = x.float().requires_grad_()
    (found,) = torch.autograd.grad(pairwise(action, single, y.detach().float(), 0.3).sum(), single)
    assert found.dtype == torch.float32
    with torch.no_grad():
        assert not pairwise(action, x, y, lams).requires_grad


def test_what_takes_batches_itself_says_so() -> None:
    action = RowShifts(3, 5)
    x, y = points(action)
    for name, call in (
        ("lazy_path", lambda a, b: lazy_path(action, a, b).breakpoints),
        ("pairwise", lambda a, b: pairwise(action, a[None], b[None], 0.5)),
    ):
        with pytest.raises(ValueError, match=re.escape(f"{name} can't be called within torch.func")):
            vmap(call)(x, y)


def test_bad_values_are_refused_there_too() -> None:
    action = RowShifts(3, 5)
    x, y = points(action)
    x[2, 1, 1] = torch.nan
    with pytest.raises(ValueError, match="x must be finite"):
        vmap(lambda a, b: lazy_distance(action, a, b, 0.5))(x, y)
    with pytest.raises(ValueError, match="lam must be at least 0"):
        vmap(lambda b, lam: lazy_distance(action, b, b, lam))(y, torch.tensor([1.0, -1, 1, 1]))


# PyTorch's own rules of forward mode are scripts that it deprecates.
@pytest.mark.filterwarnings("ignore:.torch.jit.script. is deprecated:FutureWarning")
@EVERY
@pytest.mark.parametrize("lam", LAMS)
def test_derivatives_forwards_are_those_backwards(action: SeparableAction, lam: float) -> None:
    (x, y), (of_x, of_y) = points(action), points(action)
    of_x = of_x.flip(0)
    found = jvp(lambda a, b: lazy_distance(action, a, b, lam), (x, y), (of_x, of_y))[1]
    parts = [part.clone().requires_grad_() for part in (x, y)]
    for row, slope in enumerate(found):
        own, theirs = torch.autograd.grad(lazy_distance(action, *parts, lam)[row], parts)
        assert slope.item() == pytest.approx(float((own * of_x + theirs * of_y).sum()), abs=1e-9)


@pytest.mark.filterwarnings("ignore:.torch.jit.script. is deprecated:FutureWarning")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_derivatives_forwards_of_many_pairs(dtype: torch.dtype) -> None:
    action = RowShifts(3, 5)
    x, y, of_x, of_y = torch.rand(4, 300, 3, 5, generator=torch.Generator().manual_seed(1)).to(dtype)
    x[7] = y[7]
    lam, of_lam = torch.full((300,), 0.3).double(), torch.linspace(-1, 1, 300).double()
    with dual_level():
        duals = [make_dual(*pair) for pair in ((x, of_x), (y, of_y), (lam, of_lam))]
        slopes = unpack_dual(lazy_distance(action, *duals)).tangent
        with pytest.raises(NotImplementedError, match="lazy_distance has"):
            pairwise(action, duals[0], y, [0.3])
    parts = [part.clone().requires_grad_() for part in (x, y, lam)]
    gradients = torch.autograd.grad(lazy_distance(action, *parts).sum(), parts)
    tangents = zip(gradients, (of_x, of_y, of_lam), strict=True)
    expected = sum((own * tangent).double().reshape(300, -1).sum(1) for own, tangent in tangents)
    torch.testing.assert_close(slopes.double(), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.filterwarnings("ignore:.torch.jit.script. is deprecated:FutureWarning")
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("kernel", ["walked", "enumeration"])
def test_derivatives_forwards_of_alignments(kernel: str, dtype: torch.dtype) -> None:
    """Compiled code gives numbers only: it leaves derivatives to the definition, forwards as backwards."""
    action = RowShifts(3, 5)
    x, y, of_x, of_y = torch.rand(4, 256, 3, 5, generator=torch.Generator().manual_seed(1)).to(dtype)
    lam, of_lam = torch.full((256,), 0.3).double(), torch.linspace(-1, 1, 256).double()
    with dual_level():
        duals = [make_dual(*pair) for pair in ((x, of_x), (y, of_y), (lam, of_lam))]
        found = align(action, *duals, kernel=kernel)
        slopes = [unpack_dual(part).tangent for part in (found.residual, found.distance)]
    parts = [part.clone().requires_grad_() for part in (x, y, lam)]
    wanted = align(action, *parts)
    for slope, value in zip(slopes, (wanted.residual, wanted.distance), strict=True):
        gradients = torch.autograd.grad(value.sum(), parts, retain_graph=True, materialize_grads=True)
        tangents = zip(gradients, (of_x, of_y, of_lam), strict=True)
        expected = sum((own * tangent).double().reshape(256, -1).sum(1) for own, tangent in tangents)
        torch.testing.assert_close(slope.double(), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.filterwarnings("ignore:.torch.jit.script. is deprecated:FutureWarning")
def test_derivatives_forwards_of_a_path_in_lam() -> None:
    path = lazy_path(RowShifts(3, 5), *(part[0] for part in points(RowShifts(3, 5))))
    with dual_level():
        slope = unpack_dual(path.distance(make_dual(*torch.tensor([0.3, 1.0]).double()))).tangent
    lam = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    (expected,) = torch.autograd.grad(path.distance(lam), lam)
    torch.testing.assert_close(slope, expected)
