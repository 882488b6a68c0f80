"""Mutual information of plans against its definition, autograd and closed forms."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq.infoot import gaussian_kernel, information_gradient, kernel_scale, mutual_information, reference
from lazyq.infoot.kernels import KernelPair
from tests.infoot.drawn import draw, kernels_of


def some_plan(drawn, seed=0, total=1.0):
    generator = torch.Generator().manual_seed(seed)
    plan = torch.rand(len(drawn.x), len(drawn.y), generator=generator, dtype=torch.float64) ** 3
    return total * plan / plan.sum()


def matrices(drawn, bandwidth=0.5):
    kernels = kernels_of(drawn, bandwidth).kernels
    return kernels.x.matrix, kernels.y.matrix


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.05, 3), st.integers(2, 12), st.integers(2, 9))
def test_independent_plan_has_no_information(seed, bandwidth, n, m):
    drawn = draw(n, m, seed=seed, uneven=True)
    plan = drawn.p[:, None] * drawn.q
    assert abs(float(mutual_information(plan, *matrices(drawn, bandwidth)))) <= 1e-12


@pytest.mark.parametrize("total", [1.0, 0.3])
def test_information_and_kernels_are_as_defined(total):
    drawn = draw(uneven=True)
    kernels = matrices(drawn)
    slow = [
        reference.kernel(points, masses, 0.5) for points, masses in ((drawn.x, drawn.p), (drawn.y, drawn.q))
    ]
    for fast, defined in zip(kernels, slow, strict=True):
        torch.testing.assert_close(fast, defined, rtol=0, atol=1e-14)
    plan = some_plan(drawn, total=total)
    assert float(mutual_information(plan, *kernels)) == pytest.approx(
        float(reference.information(plan, *slow)), abs=1e-13
    )


@pytest.mark.parametrize("total", [1.0, 0.3])
def test_gradient_is_that_of_autograd(total):
    drawn = draw(uneven=True)
    kernels = matrices(drawn)
    plan = some_plan(drawn, total=total).requires_grad_()
    (expected,) = torch.autograd.grad(reference.information(plan, *kernels), plan)
    torch.testing.assert_close(information_gradient(plan.detach(), *kernels), expected, rtol=0, atol=1e-10)


def test_a_bijection_of_points_that_know_no_others_has_the_logarithm_of_their_number():
    alone = np.eye(5)
    assert float(mutual_information(np.eye(5) / 5, alone, alone)) == pytest.approx(math.log(5), abs=1e-14)


def test_points_far_from_all_others_give_finite_numbers():
    x = torch.tensor([[0.0], [1e-3], [1e6]], dtype=torch.float64)
    scale = kernel_scale(torch.cdist(x, x), 0.01)
    kernel = gaussian_kernel(torch.cdist(x, x), scale)
    assert float(kernel[0, 2]) == 0  # further than numbers go
    plan = torch.eye(3, dtype=torch.float64)[[1, 0, 2]] / 3
    assert information_gradient(plan, kernel, kernel).isfinite().all()


def test_scale_is_the_root_of_the_summed_variances_and_the_masses_count():
    x = torch.tensor([[0.0, 0.0], [2.0, 1.0], [2.0, 5.0]], dtype=torch.float64)
    variance = float(x.var(0, correction=0).sum())
    assert float(kernel_scale(torch.cdist(x, x), 1.0)) == pytest.approx(math.sqrt(variance), rel=1e-12)
    doubled = torch.cat([x, x[1:2]])  # a point in two halves
    masses = torch.tensor([1 / 3, 1 / 6, 1 / 3, 1 / 6], dtype=torch.float64)
    assert float(kernel_scale(torch.cdist(doubled, doubled), 1.0, masses)) == pytest.approx(
        math.sqrt(variance), rel=1e-12
    )


@pytest.mark.parametrize("wanted", [(True, True), (True, False), (False, True)])
def test_factored_kernels_give_the_same_densities(wanted):
    drawn = draw(40, 30)
    x, y = matrices(drawn, bandwidth=3.0)
    dense, pair = KernelPair(x, y, factored=False), KernelPair(x, y, factored=True)
    assert pair.x.factor is not None
    assert pair.x.factor.shape[1] < 40
    pair.x, pair.y = (
        part if keep else plain
        for part, plain, keep in ((pair.x, dense.x, wanted[0]), (pair.y, dense.y, wanted[1]))
    )
    plan = some_plan(drawn)
    torch.testing.assert_close(pair.around(plan), dense.around(plan), rtol=0, atol=1e-13)


def test_kernels_of_full_rank_are_not_factored():
    alone = torch.eye(450, dtype=torch.float64)
    assert KernelPair(alone, alone).x.factor is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((-torch.eye(2), torch.eye(2), torch.eye(2)), "plan must be non-negative"),
        ((torch.eye(2), torch.eye(3), torch.eye(2)), r"kernel_x must have shape \(2, 2\)"),
        ((torch.eye(2), torch.eye(2), 2 * torch.eye(2)), "kernel_y must be non-negative with ones"),
    ],
)
def test_what_cannot_be_taken_is_named(given, words):
    with pytest.raises(ValueError, match=words):
        mutual_information(*given)


def test_points_that_are_all_the_same_have_no_bandwidth():
    with pytest.raises(ValueError, match="two different points"):
        kernel_scale(torch.zeros(3, 3), 0.5)
    with pytest.raises(ValueError, match="square"):
        kernel_scale(torch.zeros(3, 2), 0.5)
