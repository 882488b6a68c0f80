"""The estimators: unseen points, labels, kinds of input, scikit-learn's rules, errors."""

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

import lazyq
from lazyq.infoot import FusedInfoOT, InfoOT, LazyInfoOT
from tests.infoot.drawn import clusters, draw

WITHOUT_TARGETS = {
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_estimators_unfitted",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_transformers_unfitted",
    "check_valid_tag_types",
}
CHECKS = [
    pytest.param(aligner, check, id=f"{type(aligner).__name__}-{check.func.__name__}")
    for kind in (InfoOT, FusedInfoOT, LazyInfoOT)
    for aligner, check in estimator_checks_generator(kind())
    if check.func.__name__ in WITHOUT_TARGETS
]
LAZY = {"laziness": np.inf, "lam": 2.0, "reg": 0.2}


@pytest.mark.parametrize(("aligner", "check"), CHECKS)
def test_scikit_learns_rules_hold_where_no_target_enters(aligner, check):
    check(aligner)


def test_a_target_for_each_row_is_refused_with_what_y_is():
    with pytest.raises(ValueError, match=r"y must have shape \(n, d\), a row for each point, got \(3,\)"):
        InfoOT().fit(np.eye(3), [0, 1, 0])
    assert len(CHECKS) == 3 * len(WITHOUT_TARGETS)


@pytest.fixture(scope="module")
def fitted():
    x, y, own = clusters()
    return FusedInfoOT(lam=4.0, reg=0.2).fit(x, y), x, y, own


@pytest.mark.parametrize("method", ["conditional", "barycentric"])
def test_unseen_points_do_not_know_their_batch(fitted, method):
    aligner, *_ = fitted
    new = draw(33, seed=5).x * 3
    together = aligner.project(new, method)
    for places in ([0], [32, 0], list(range(7, 20))):
        alone = aligner.project(new[places], method)
        assert torch.equal(alone.images, together.images[places])
        assert torch.equal(alone.weights, together.weights[places])


def test_conditional_images_are_the_ratio_of_densities(fitted):
    """W_ij = f_xy(i, j) / (f_x(i) f_y(j)), rows of sum 1, for the training points as for any."""
    aligner, x, y, _ = fitted
    kernel_x, kernel_y = (
        torch.exp(-torch.cdist(points, points).square() / (2 * scale**2))
        for points, scale in ((x, aligner.scale_x_), (y, aligner.scale_y_))
    )
    plan = aligner.plan_
    weights = (kernel_x @ plan @ kernel_y) / (kernel_x @ plan.sum(1))[:, None] / (kernel_y @ plan.sum(0))
    weights = weights / weights.sum(1, keepdim=True)
    torch.testing.assert_close(aligner.transform(x), weights @ y, rtol=0, atol=1e-9)


def test_barycentric_images_are_those_of_the_nearest_training_point(fitted):
    aligner, x, y, _ = fitted
    expected = (aligner.plan_ @ y) / aligner.plan_.sum(1, keepdim=True)
    torch.testing.assert_close(aligner.project(x, "barycentric").images, expected, rtol=0, atol=1e-12)
    near = aligner.project(x[3:4] + 1e-6, "barycentric").images
    torch.testing.assert_close(near, expected[3:4], rtol=0, atol=1e-12)


def test_new_points_go_with_their_cluster_and_far_ones_somewhere(fitted):
    aligner, _, y, own = fitted
    centres = torch.tensor([[-2.0, -1.5], [2.4, -1.0], [0.3, 2.6]], dtype=torch.float64)
    images = aligner.transform(centres + 0.2)
    means = torch.stack([y[own == cluster].mean(0) for cluster in range(3)])
    assert torch.cdist(images, means).argmin(1).tolist() == [0, 1, 2]
    far = aligner.transform(centres[:1] * 1e6)
    assert far.isfinite().all()


def test_labels_keep_apart_without_widening_the_kernel():
    x, y, own = clusters()
    plain, told = (FusedInfoOT(lam=4.0, reg=0.2).fit(x, y, labels=labels) for labels in (None, own))
    assert told.scale_x_ == plain.scale_x_
    unknown = FusedInfoOT(lam=4.0, reg=0.2).fit(x, y, labels=-torch.ones_like(own))
    assert torch.equal(unknown.plan_, plain.plan_)
    assert not torch.equal(told.plan_, plain.plan_)
    assert float((told.transfer(own) == own).double().mean()) > 0.95


def test_transferred_labels_go_by_mass_and_of_equal_ones_to_the_smallest():
    square = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]
    aligner = FusedInfoOT(lam=0.0, reg=1e6).fit(square, square)  # nearly pqᵀ
    assert aligner.transfer([5, 5, 5, 2]).tolist() == [5, 5, 5, 5]
    aligner.plan_ = np.full((4, 4), 1 / 16)
    assert aligner.transfer([7, 7, 2, 2]).tolist() == [2, 2, 2, 2]


def test_clouds_of_two_dimensions_and_kinds():
    drawn = draw(e=3)
    tensors = InfoOT(reg=0.2).fit(drawn.x, drawn.y)
    arrays = InfoOT(reg=0.2).fit(drawn.x.numpy(), drawn.y.numpy())
    lists = InfoOT(reg=0.2).fit(drawn.x.tolist(), drawn.y.tolist())
    assert isinstance(tensors.plan_, torch.Tensor)
    assert isinstance(arrays.plan_, np.ndarray)
    assert np.array_equal(arrays.plan_, tensors.plan_.numpy())
    assert np.array_equal(lists.plan_, arrays.plan_)
    assert arrays.transform(drawn.x[:2].numpy()).shape == (2, 3)


@pytest.mark.parametrize(
    "device", [torch.device("cpu"), *([torch.device("cuda")] * torch.cuda.is_available())]
)
def test_devices_agree(device):
    drawn = draw(uneven=True)
    here = FusedInfoOT(lam=1.0, reg=0.2, tol=1e-9, n_outer=1000).fit(drawn.x, drawn.y, p=drawn.p, q=drawn.q)
    there = clone(here).fit(*(part.to(device) for part in (drawn.x, drawn.y)), p=drawn.p, q=drawn.q)
    assert there.plan_.device.type == device.type
    torch.testing.assert_close(there.plan_.cpu(), here.plan_, rtol=0, atol=1e-8)


def test_more_starts_never_make_it_worse_and_are_kept():
    x, y, _ = clusters(20.0, points=30)
    one, many = (InfoOT(n_outer=400, tol=1e-5, n_init=count).fit(x, y) for count in (1, 4))
    assert many.objective_ <= one.objective_
    assert len(many.starts_.solutions) == 4
    assert sorted(many.starts_.order) == [0, 1, 2, 3]
    again = InfoOT(n_outer=400, tol=1e-5, n_init=4).fit(x, y)
    assert torch.equal(again.plan_, many.plan_)


@pytest.mark.parametrize("aligner", [InfoOT(reg=0.2), FusedInfoOT(reg=0.2), LazyInfoOT(**LAZY)])
def test_it_is_an_estimator(aligner):
    drawn = draw(8, 6)
    x, y = drawn.x.numpy(), drawn.y.numpy()
    with pytest.raises(NotFittedError):
        aligner.transform(x)
    copy = clone(aligner).set_params(bandwidth=0.7)
    assert copy.get_params()["bandwidth"] == 0.7
    images = copy.fit_transform(x, y)
    assert images.shape == (8, 2)
    assert make_pipeline(StandardScaler(), clone(aligner)).fit(x, y).transform(x[:3]).shape == (3, 2)
    assert getattr(lazyq, type(aligner).__name__) is type(aligner)


def test_an_early_end_is_told():
    drawn = draw()
    with pytest.warns(ConvergenceWarning, match="not stationary after n_outer=2 steps"):
        FusedInfoOT(lam=1.0, reg=0.1, n_outer=2, tol=1e-12).fit(drawn.x, drawn.y)


@pytest.mark.parametrize(
    ("parameters", "arguments", "words"),
    [
        ({"reg": 0.0}, {}, "reg must be above 0"),
        ({"lam": -1.0}, {}, "lam must be at least 0"),
        ({"bandwidth": np.inf}, {}, "bandwidth must be finite"),
        ({"n_outer": 0}, {}, "n_outer must be a whole number of at least 1"),
        ({"n_init": 1.5}, {}, "n_init must be a whole number"),
        ({"tol": None}, {}, "tol must be above 0"),
        ({"projection": "straight"}, {}, "projection must be one of conditional, barycentric"),
        ({}, {"x": [[1.0, 2.0], [3.0]]}, "x must be numbers"),
        ({}, {"x": [[1.0, np.nan], [0.0, 1.0]]}, "x must be finite"),
        ({}, {"x": [[1.0, 2.0]] * 3}, "x must hold two different points"),
        ({}, {"y": [[1.0], [2.0]]}, "y must have 2 coordinates as x has, got 1"),
        ({}, {"p": [0.5, 0.5]}, r"p must have shape \(3,\)"),
        ({}, {"labels": [0.5, 1, 2]}, "labels must be 3 whole numbers"),
    ],
)
def test_what_cannot_be_taken_is_named(parameters, arguments, words):
    points = [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]]
    with pytest.raises(ValueError, match=words):
        FusedInfoOT(**parameters).fit(**{"x": points, "y": points, **arguments})


def test_new_points_are_checked(fitted):
    aligner, *_ = fitted
    with pytest.raises(ValueError, match="new must have 2 coordinates, got 3"):
        aligner.transform(np.zeros((1, 3)))
    with pytest.raises(ValueError, match="method must be one of"):
        aligner.project(np.zeros((1, 2)), "straight")
