"""One rotation for a cloud: Kabsch at λ = 0, a plain search elsewhere, and metric axioms."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.spatial.transform import Rotation
from torch import Tensor

from lazyq.riemannian import OrthogonalAction, align_clouds, cloud_distance, distance

SPACE, PLANE = OrthogonalAction(3), OrthogonalAction(2)


def clouds(seed: int, count: int, dimension: int, number: int = 2) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(number, count, dimension, dtype=torch.float64, generator=generator)


def searched(x: Tensor, y: Tensor, lam: float) -> float:
    """Return d_λ² in space by descent over rotation vectors from many places."""
    a, b = x.numpy(), y.numpy()

    def value(vector: np.ndarray) -> float:
        moved = Rotation.from_rotvec(vector).apply(a)
        return ((moved - b) ** 2).sum() + 2 * lam**2 * (vector**2).sum()

    starts = [np.zeros(3), *(Rotation.random(12, random_state=0).as_rotvec())]
    found = [minimize(value, start, method="BFGS", options={"gtol": 1e-9}).fun for start in starts]
    return float(min(found))


@settings(max_examples=6)
@given(st.integers(0, 10**6), st.integers(1, 6), st.floats(0.01, 3))
def test_space_against_a_plain_search(seed: int, count: int, lam: float) -> None:
    x, y = clouds(seed, count, 3)
    best = align_clouds(SPACE, x, y, lam)
    assert best.distance.square().item() <= searched(x, y, lam) * (1 + 1e-7) + 1e-9
    torch.testing.assert_close(best.g @ best.g.mT, torch.eye(3, dtype=torch.float64))
    assert torch.linalg.det(best.g) > 0
    torch.testing.assert_close(best.moved, x @ best.g.mT)
    torch.testing.assert_close(best.effort, SPACE.length(best.g))
    squared = (best.moved - y).square().sum() + (lam * best.effort) ** 2
    torch.testing.assert_close(best.distance.square(), squared)


@given(st.integers(0, 10**6), st.integers(1, 6), st.floats(0, 3))
def test_the_plane_against_all_angles(seed: int, count: int, lam: float) -> None:
    x, y = clouds(seed, count, 2)
    angles = torch.linspace(-math.pi, math.pi, 20001, dtype=torch.float64)
    turns = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], -1).reshape(-1, 2, 2)
    values = (x @ turns.mT - y).square().sum((1, 2)) + 2 * lam**2 * angles.square()
    found = cloud_distance(PLANE, x, y, lam).square()
    assert found <= values.amin() + 1e-12
    assert found >= values.amin() - 1e-5 * (1 + values.amin())


@pytest.mark.parametrize("dimension", [2, 3, 5])
def test_no_price_is_kabsch_and_an_infinite_one_keeps_still(dimension: int) -> None:
    action = OrthogonalAction(dimension)
    x, y = clouds(4, 7, dimension)
    best = align_clouds(action, x, y, 0.0)
    if dimension == 3:
        expected, _ = Rotation.align_vectors(y.numpy(), x.numpy())
        torch.testing.assert_close(best.g, torch.from_numpy(expected.as_matrix()))
    turned = x @ best.g.mT
    assert cloud_distance(action, x, turned, 0.0) < 1e-7
    for _ in range(20):
        g = torch.matrix_exp((lambda a: a - a.mT)(clouds(_, dimension, dimension)[0]))
        assert best.residual <= (x @ g.mT - y).norm() + 1e-9
    torch.testing.assert_close(cloud_distance(action, x, y, math.inf), (x - y).norm())
    assert align_clouds(action, x, y, math.inf).g.equal(torch.eye(dimension, dtype=torch.float64))


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.sampled_from([SPACE, PLANE]), st.floats(0, 3))
def test_metric_axioms(seed: int, action: OrthogonalAction, lam: float) -> None:
    x, y, z = clouds(seed, 4, action.dimension, 3)
    xy, yx, yz, xz = (cloud_distance(action, a, b, lam) for a, b in ((x, y), (y, x), (y, z), (x, z)))
    torch.testing.assert_close(xy, yx, rtol=1e-7, atol=1e-7)
    assert xz <= xy + yz + 1e-7
    assert cloud_distance(action, x, x, lam) < 1e-7
    assert cloud_distance(action, x, y, lam / 2) <= xy + 1e-9


def test_a_cloud_of_one_point_is_that_point_and_one_rotation_costs_more_than_many() -> None:
    x, y = clouds(9, 5, 3)
    for lam in (0.1, 1.0):
        torch.testing.assert_close(
            cloud_distance(SPACE, x[:1], y[:1], lam), distance(SPACE, x[0], y[0], lam), rtol=1e-9, atol=1e-9
        )
        each = distance(SPACE, x, y, lam / math.sqrt(5)).square().sum().sqrt()
        assert each <= cloud_distance(SPACE, x, y, lam) + 1e-9


@pytest.mark.parametrize("case", ["flat", "line", "mirrored", "half a turn", "blank", "one"])
def test_degenerate_clouds(case: str) -> None:
    x, _ = clouds(2, 6, 3)
    y = x.clone()
    if case == "flat":
        x[:, 2] = 0
        y = x @ torch.from_numpy(Rotation.from_rotvec([0, 0, 2.0]).as_matrix()).mT
    elif case == "line":
        x[:, 1:] = 0
        y = -x
    elif case == "mirrored":
        y[:, 0] *= -1
    elif case == "half a turn":
        y = x * torch.tensor([-1.0, -1.0, 1.0])
    elif case == "blank":
        y = torch.zeros_like(x)
    for lam in (0.05, 0.5, 2.0):
        found = cloud_distance(SPACE, x, y, lam)
        assert found.square().item() <= searched(x, y, lam) * (1 + 1e-7) + 1e-9
        assert found <= (x - y).norm() + 1e-12


def test_batches_kinds_and_gradients() -> None:
    x, y = clouds(1, 4, 3, 6).reshape(2, 3, 4, 3)
    table = cloud_distance(SPACE, x[:, None], y[None], torch.tensor([0.5]))
    assert table.shape == (3, 3)
    torch.testing.assert_close(table[1, 2], cloud_distance(SPACE, x[1], y[2], 0.5))
    assert isinstance(cloud_distance(SPACE, x.numpy(), y.numpy(), 0.5), np.ndarray)
    assert align_clouds(SPACE, x.float(), y.float(), 0.5).g.dtype == torch.float32
    start = x[0].clone().requires_grad_()
    cloud_distance(SPACE, start, y[0], 0.5).backward()
    step = torch.zeros_like(start)
    step[1, 2] = 1e-5
    change = cloud_distance(SPACE, x[0] + step, y[0], 0.5) - cloud_distance(SPACE, x[0] - step, y[0], 0.5)
    torch.testing.assert_close(start.grad[1, 2], change / 2e-5, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((3, torch.zeros(2, 3), torch.zeros(2, 3), 0.5), "action must be an OrthogonalAction, got int"),
        ((SPACE, torch.zeros(3), torch.zeros(3), 0.5), r"x must have shape \(..., n, 3\), got \(3,\)"),
        ((SPACE, torch.zeros(2, 2), torch.zeros(2, 2), 0.5), r"x must have shape \(..., 3\), got \(2, 2\)"),
        ((SPACE, torch.zeros(2, 3), torch.zeros(2, 3), -1), "lam must be at least 0"),
        (
            (OrthogonalAction(4), torch.zeros(2, 4), torch.zeros(2, 4), 0.5),
            "lam must be 0 or inf for clouds of dimension 4; 2 and 3 take any",
        ),
    ],
)
def test_bad_input_is_named(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cloud_distance(*arguments)
