"""LazyKMeans: scikit-learn's contract, k-means at λ = ∞, and shifted patterns that only it can part."""

import numpy as np
import pytest
import torch
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import estimator_checks_generator

from lazyq import RowShifts, lazy_distance
from lazyq.datasets import load_sklearn_digits
from lazyq.means import LazyKMeans

CHECKS = [
    pytest.param(estimator, check, id=check.func.__name__)
    for estimator, check in estimator_checks_generator(LazyKMeans())
    if check.func.__name__ != "check_array_api_input"
]


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn_conformance(estimator, check):
    check(estimator)


def test_infinite_lambda_is_k_means():
    images = load_sklearn_digits().images[:200].flatten(1).double().numpy() / 255
    own = LazyKMeans(5, lam=np.inf, random_state=0, max_iter=300).fit(images)
    init = own.cluster_centers_
    theirs = KMeans(5, init=init, n_init=1).fit(images)
    assert adjusted_rand_score(own.labels_, theirs.labels_) == 1
    assert own.inertia_ == pytest.approx(theirs.inertia_)


def test_patterns_that_are_shifted_are_told_apart():
    rng = np.random.default_rng(0)
    patterns = np.array([[3, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0, 0, 0]], dtype=float)
    truth = rng.integers(0, 2, 60)
    shifts = rng.integers(-3, 4, 60)
    points = np.stack([np.roll(patterns[c], s) for c, s in zip(truth, shifts, strict=True)])
    lazy = LazyKMeans(2, lam=0.05, n_init=3, random_state=0).fit(points)
    plain = LazyKMeans(2, lam=np.inf, n_init=3, random_state=0).fit(points)
    assert adjusted_rand_score(truth, lazy.labels_) == 1
    assert adjusted_rand_score(truth, plain.labels_) < 0.9


def test_labels_distances_and_inertia_agree_with_the_metric():
    held = load_sklearn_digits()
    action = RowShifts(28, 28)
    model = LazyKMeans(3, action=action, lam=0.3, random_state=1).fit(held.images[:40].numpy())
    distances = model.transform(held.images[:40].numpy())
    centres = torch.from_numpy(model.cluster_centers_).reshape(-1, 28, 28)
    expected = lazy_distance(action, held.images[:40, None].double() / 255, centres[None], 0.3)
    np.testing.assert_allclose(distances, expected, atol=1e-6)
    assert model.inertia_ == pytest.approx((distances.min(1) ** 2).sum())
    assert (model.predict(held.images[:40].numpy()) == model.labels_).all()
    assert (distances.argmin(1) == model.labels_).all()
    assert model.score(held.images[:40].numpy()) == pytest.approx(-model.inertia_)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be a whole number, 1 to n_samples=6, got 0"),
        ({"n_clusters": 7}, "n_clusters must be a whole number, 1 to n_samples=6, got 7"),
        ({"n_clusters": 2, "n_init": 0}, "n_init must be a whole number, at least 1, got 0"),
        ({"n_clusters": 2, "lam": -1}, "lam must be at least 0"),
        (
            {"n_clusters": 2, "action": RowShifts(2, 3)},
            r"X must have 6 features for RowShifts\(height=2, width=3\), got 4",
        ),
    ],
)
def test_bad_parameters_are_named(parameters, message):
    with pytest.raises(ValueError, match=message):
        LazyKMeans(**parameters).fit(np.eye(6)[:, :4])


def test_equal_points_still_give_as_many_centres():
    model = LazyKMeans(3, lam=0.5, random_state=0).fit(np.ones((5, 4)))
    assert model.cluster_centers_.shape == (3, 4)
    assert model.inertia_ == pytest.approx(0, abs=1e-12)
