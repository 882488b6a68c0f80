import pickle  # noqa: TID251  an estimator must survive it
import re

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

from lazyq import LazyKMeans, LazyMaxFilterTransformer, RowShifts, Translations, pairwise
from lazyq.datasets import load_sklearn_digits
from lazyq.neighbors import (
    LazyKNeighborsClassifier,
    LazyKNeighborsClassifierCV,
    LazyKNeighborsRegressor,
    LazyNeighborsTransformer,
    neighbors,
)
from lazyq.riemannian import OrthogonalAction
from tests.own_actions import SignFlips

MODELS = (
    LazyKNeighborsClassifier(),
    LazyKNeighborsRegressor(),
    LazyNeighborsTransformer(),
    LazyKNeighborsClassifierCV(n_neighbors=1, max_points=8),
)
CHECKS = [
    pytest.param(estimator, check, id=f"{type(estimator).__name__}-{check.func.__name__}")
    for model in MODELS
    for estimator, check in estimator_checks_generator(model)
    if check.func.__name__ != "check_array_api_input"  # asks for SCIPY_ARRAY_API; this is NumPy's
]


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn_conformance(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    held = load_sklearn_digits()
    images, labels = held.images.numpy(), held.labels.numpy()
    return images[:300], labels[:300], images[300:340], labels[300:340]


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_infinite_lambda_is_scikit_learns_neighbours(digits, weights, dtype):
    train, labels, test, _ = digits
    train, test = (images.reshape(len(images), -1).astype(dtype) / 255 for images in (train, test))
    own = LazyKNeighborsClassifier(lam=np.inf, weights=weights).fit(train, labels)
    theirs = KNeighborsClassifier(weights=weights, algorithm="brute").fit(train, labels)
    np.testing.assert_allclose(own.predict_proba(test), theirs.predict_proba(test), rtol=1e-4)
    regressor = LazyKNeighborsRegressor(lam=np.inf, weights=weights).fit(train, labels)
    expected = KNeighborsRegressor(weights=weights, algorithm="brute").fit(train, labels).predict(test)
    np.testing.assert_allclose(regressor.predict(test), expected, rtol=1e-4)


def test_images_and_flat_rows_are_the_same_and_levels_are_exact(digits):
    train, labels, test, truth = digits
    model = LazyKNeighborsClassifier(RowShifts(28, 28), lam=0.5, n_neighbors=10).fit(train, labels)
    flat = clone(model).fit(train.reshape(300, -1), labels)
    assert model.kernel_ == "pruned"
    assert np.array_equal(model.predict_proba(test), flat.predict_proba(test.reshape(40, -1)))
    found = neighbors(RowShifts(28, 28), torch.from_numpy(test), torch.from_numpy(train), 0.5, 10)
    distances, indices = model.kneighbors(test)
    assert np.array_equal(indices, found.indices.numpy())
    assert np.array_equal(distances, found.distances.numpy())
    assert np.array_equal(model.kneighbors(test, return_distance=False), indices)
    votes = np.stack([np.bincount(row, minlength=10) for row in labels[indices]])
    assert np.array_equal(model.predict(test), votes.argmax(1))
    assert model.score(test, truth) > 0.8


def test_levels_and_intensities_agree(digits):
    train, labels, test, _ = digits
    model = LazyKNeighborsClassifier(RowShifts(28, 28), lam=0.5).fit(train[:60], labels[:60])
    as_floats = clone(model).fit(train[:60] / 255, labels[:60])
    assert as_floats.kernel_ == "pruned"
    np.testing.assert_allclose(
        model.kneighbors(test[:4])[0], as_floats.kneighbors(test[:4] / 255)[0], rtol=1e-9
    )
    with pytest.raises(ValueError, match="X must be uint8 as the training points were"):
        model.predict(test / 255)


def test_training_points_are_not_their_own_neighbours():
    points = np.array([[0, 9], [0, 9], [0, 9], [50, 9], [200, 9]], np.uint8)
    model = LazyKNeighborsClassifier(lam=np.inf, n_neighbors=2).fit(points, [0, 0, 1, 1, 1])
    distances, indices = model.kneighbors()
    assert indices.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1], [3, 0]]
    assert distances[0].tolist() == [0.0, 0.0]
    assert model.predict(None).tolist() == [0, 0, 0, 0, 0]


def test_equal_votes_go_to_the_smaller_label():
    model = LazyKNeighborsClassifier(lam=np.inf, n_neighbors=2).fit([[0.0], [1.0]], ["b", "a"])
    assert model.predict([[0.1]]).tolist() == ["a"]


def test_works_where_estimators_work(digits):
    train, labels, test, _ = digits
    flat = train[:90].reshape(90, -1)
    model = LazyKNeighborsClassifier(RowShifts(28, 28))
    search = GridSearchCV(model, {"lam": [0.0, 0.5], "n_neighbors": [1, 3]}, cv=2).fit(flat, labels[:90])
    assert search.best_params_["lam"] in (0.0, 0.5)
    assert len(cross_val_score(model, flat, labels[:90], cv=2)) == 2
    pipe = make_pipeline(StandardScaler(), LazyKNeighborsClassifier(n_neighbors=3))
    pipe.fit(flat[:40, :50], labels[:40])
    assert pipe.predict(flat[:3, :50]).shape == (3,)
    fitted = model.fit(flat, labels[:90])
    again = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(again.predict(test), fitted.predict(test))


def test_own_and_other_actions():
    points = np.array([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0], [5.0, 5.0, 5.0]])
    model = LazyKNeighborsClassifier(SignFlips(3), lam=0.1, n_neighbors=1).fit(points, [0, 1, 2])
    assert model.kneighbors([[1.0, -2.0, 3.0]])[0][0, 0] == pytest.approx(0.1)
    model = LazyKNeighborsClassifier(Translations(2, 2), lam=0.0, n_neighbors=1)
    model.fit(np.eye(4), [0, 0, 0, 0])
    assert model.kneighbors(np.eye(4)[::-1])[0].max() == 0.0


SEVERAL = [
    ({"lam": -1.0}, r"^lam must be at least 0 \(inf included\), got -1.0"),
    ({"lam": np.nan}, r"^lam must be at least 0 \(inf included\), got nan"),
    ({"lam": [0.0, 1.0]}, r"^lam must be one number of at least 0 \(inf included\), got \[0.0, 1.0\]"),
    ({"lam": "0.5"}, r"^lam must be one number of at least 0 \(inf included\), got '0.5'"),
    ({"action": "rows"}, r"^action must be a SeparableAction .* got str"),
    ({"action": OrthogonalAction(2)}, r"^action must be a SeparableAction .* got OrthogonalAction"),
    ({"action": RowShifts(2, 2)}, "X must have 4 features"),
    ({"n_jobs": 0}, "n_jobs must be None or a whole number that is not 0, got 0"),
    ({"kernel": "magic"}, "kernel must be"),
]


@pytest.mark.parametrize(
    "kind", [LazyKNeighborsClassifier, LazyKNeighborsRegressor, LazyNeighborsTransformer]
)
@pytest.mark.parametrize(("parameters", "message"), SEVERAL, ids=str)
def test_bad_parameters_are_named_in_fit(kind, parameters, message):
    model = kind(**({"n_neighbors": 1} | parameters))
    with pytest.raises(ValueError, match=message):
        model.fit([[0.0, 1.0], [1.0, 1.0], [2.0, 3.0]], [0, 1, 0])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_neighbors": 0}, "n_neighbors must be a whole number of at least 1, got 0"),
        ({"weights": "fair"}, "weights must be one of uniform, distance"),
        ({"n_neighbors": 9}, "n_neighbors must be at most the 3 training points"),
        ({"weights": lambda d: d[:, :0]}, "weights must return numbers of at least 0"),
        ({"weights": lambda d: d * 0}, "weights must return numbers of at least 0, not all 0"),
    ],
)
def test_bad_parameters_are_named(parameters, message):
    model = LazyKNeighborsClassifier(**({"n_neighbors": 1} | parameters))
    with pytest.raises(ValueError, match=message):
        model.fit([[0.0, 1.0], [1.0, 1.0], [2.0, 3.0]], [0, 1, 0]).predict([[0.0, 1.0]])


@pytest.mark.parametrize("as_kind", [np.array, torch.tensor, list])
def test_floats_that_look_like_levels_are_warned_of(as_kind):
    levels = [[0.0, 255.0, 3.0], [7.0, 0.0, 130.0]]
    for model in (
        LazyKNeighborsClassifier(n_neighbors=1),
        LazyNeighborsTransformer(n_neighbors=1),
        LazyKMeans(1),
        LazyMaxFilterTransformer(n_templates=1),
    ):
        with pytest.warns(UserWarning, match="X looks like pixels 0 … 255 that are not uint8: a λ") as said:
            model.fit(as_kind(levels), [0, 1])
        assert [warning.filename for warning in said] == [__file__]
    for quiet in (np.array(levels, np.uint8), np.array(levels) / 255, np.array(levels) - 1, np.eye(3)[:2]):
        LazyKNeighborsClassifier(n_neighbors=1).fit(quiet, [0, 1])  # a warning would be an error


@pytest.mark.parametrize("as_kind", [np.array, torch.tensor, list])
def test_pairwise_warns_too_where_it_is_called(as_kind):
    levels, action = [[[0.0, 255.0, 3.0]], [[7.0, 0.0, 130.0]]], RowShifts(1, 3)
    with pytest.warns(UserWarning, match="x looks like pixels 0 … 255 that are not uint8: a λ") as said:
        pairwise(action, as_kind(levels), as_kind(levels), 0.5)
    assert [warning.filename for warning in said] == [__file__]
    for quiet in (np.array(levels, np.uint8), np.array(levels) / 255, np.array(levels) - 1):
        pairwise(action, quiet, quiet, 0.5)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_that_require_gradients_are_points_like_others(dtype):
    points = torch.rand(9, 2, 3, dtype=dtype, generator=torch.Generator().manual_seed(0))
    for action, given in ((RowShifts(2, 3), points), (None, points.flatten(1))):
        plain = LazyKNeighborsClassifier(action, lam=0.1, n_neighbors=1).fit(given.numpy(), [0, 1, 2] * 3)
        model = LazyKNeighborsClassifier(action, lam=0.1, n_neighbors=1)
        model.fit(given.clone().requires_grad_(), [0, 1, 2] * 3)
        assert (model.kneighbors()[0] == plain.kneighbors()[0]).all()


@pytest.mark.parametrize("shape", [(3, 2, 4), (3, 3, 2), (3, 1, 2, 3)], ids=str)
def test_points_of_another_shape_are_told_what_the_action_takes(shape):
    message = rf"X must have shape \(n, 2, 3\) or \(n, 6\) for RowShifts.*, got {re.escape(str(shape))}"
    with pytest.raises(ValueError, match=message):
        LazyKNeighborsClassifier(RowShifts(2, 3), n_neighbors=1).fit(np.zeros(shape), [0, 1, 0])


def test_masked_values_are_refused():
    masked = np.ma.masked_array(np.eye(3), mask=np.eye(3) == 1)
    for model in (LazyKNeighborsClassifier(n_neighbors=1), LazyNeighborsTransformer(n_neighbors=1)):
        with pytest.raises(ValueError, match="X must have no masked values, got 3; fill them first"):
            model.fit(masked, [0, 1, 0])
