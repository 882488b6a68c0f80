"""Lazy averaging as an estimator, and with channels."""

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.utils.estimator_checks import estimator_checks_generator
from torch import nn

from lazyq import Channels, LazyAveragingClassifier, QuarterTurns, RowShifts
from lazyq.actions import Rotations
from lazyq.averaging import LazyAverage, fit_weights, invariance_gap, predict_table
from lazyq.averaging.baselines import augmented_predictions, fit_calibrated_average
from lazyq.datasets import load_sklearn_digits

CHECKS = [
    pytest.param(estimator, check, id=check.func.__name__)
    for estimator, check in estimator_checks_generator(LazyAveragingClassifier())
    if check.func.__name__ != "check_array_api_input"  # asks for SCIPY_ARRAY_API; this is NumPy's
]
ANGLES = torch.tensor([-20.0, 0.0, 20.0], dtype=torch.float64)
ROTATIONS = Rotations(28, 28)


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn_conformance(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    held = load_sklearn_digits()
    return held.images[:120].numpy(), held.labels[:120].numpy()


def coloured(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """60 images of three channels, (60, 3, 6, 6), and labels."""
    generator = np.random.default_rng(seed)
    return generator.random((60, 3, 6, 6)), np.arange(60) % 2


def convolution() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(32, 2))


def test_it_learns_what_its_definition_learns(digits):
    images, labels = digits
    model = LazyAveragingClassifier(LogisticRegression(), ROTATIONS, ANGLES, cv=3).fit(images, labels)
    rows = torch.from_numpy(images).float() / 255
    rows = rows.flatten(1).double().numpy()
    table = torch.zeros(len(labels), 3, 10)
    for seen, held in StratifiedKFold(3).split(rows, labels):
        trained = LogisticRegression().fit(rows[seen], labels[seen])
        table[held] = predict_table(trained, ROTATIONS, ANGLES, torch.from_numpy(images[held]))
    expected = fit_weights(table, torch.from_numpy(labels))
    np.testing.assert_allclose(model.weights_, expected.weights, atol=1e-9)
    assert model.log_loss_ == pytest.approx(expected.log_loss)
    assert 0 <= model.gap_ <= 1e-6
    average = LazyAverage(model.model_, ROTATIONS, ANGLES, torch.from_numpy(model.weights_))
    shares = model.predict_proba(images[:9])
    np.testing.assert_allclose(shares, average(torch.from_numpy(images[:9])), atol=1e-5)
    assert np.array_equal(model.predict(images[:9]), shares.argmax(1))
    flat = clone(model).fit(images.reshape(120, -1), labels)
    assert np.array_equal(flat.predict_proba(images[:9].reshape(9, -1)), shares)


def test_a_trained_classifier_is_taken_as_it_is(digits):
    images, labels = digits
    trained = LogisticRegression().fit(images[:60].reshape(60, -1) / 255, labels[:60])
    model = LazyAveragingClassifier(FrozenEstimator(trained), ROTATIONS, ANGLES, calibrate=True)
    model.fit(images[60:], labels[60:])
    table = predict_table(trained, ROTATIONS, ANGLES, torch.from_numpy(images[60:]))
    expected = fit_calibrated_average(table, torch.from_numpy(labels[60:]))
    assert model.temperature_ == pytest.approx(expected.temperature, rel=1e-4)
    shares = model.predict_proba(images[60:])
    assert log_loss(labels[60:], shares) == pytest.approx(model.log_loss_, rel=1e-4)
    plain = clone(model).set_params(calibrate=False).fit(images[60:], labels[60:])
    assert model.log_loss_ < plain.log_loss_


@pytest.mark.parametrize("flat", [False, True])
def test_a_network_on_channels(flat):
    images, labels = coloured()
    network = convolution()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    action = Rotations(6, 6)
    model = LazyAveragingClassifier(network, action, [-15.0, 0.0, 15.0], symmetric=True)
    given = images.reshape(60, -1) if flat else images
    model.fit(given, labels)
    assert model.weights_[0] == pytest.approx(model.weights_[2])
    average = LazyAverage(network, action, model.elements_, torch.from_numpy(model.weights_))
    expected = average(torch.from_numpy(images).float()).detach()
    np.testing.assert_allclose(model.predict_proba(given), expected, atol=1e-6)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


@pytest.mark.parametrize("linear", [False, True])
def test_every_channel_is_moved_by_the_same_element(linear):
    images = torch.from_numpy(coloured()[0]).float()
    torch.manual_seed(1)
    network = nn.Sequential(nn.Flatten(), nn.Linear(108, 2)) if linear else convolution()
    action = Rotations(6, 6)
    table = predict_table(network, action, ANGLES, images, batch_size=7)
    for k, angle in enumerate(ANGLES):
        moved = torch.stack([action.act(angle, images[:, c]) for c in range(3)], 1)
        torch.testing.assert_close(table[:, k], network(moved).softmax(1).detach())
    gaps = invariance_gap(network, action, ANGLES, images)
    torch.testing.assert_close(gaps, (table - table[:, 1:2]).norm(dim=2))
    shifts = torch.randint(-2, 3, (4, 6), generator=torch.Generator().manual_seed(0))
    same = Channels(RowShifts(6, 6), 3)
    both = [predict_table(network, acting, shifts, images) for acting in (RowShifts(6, 6), same)]
    assert torch.equal(*both)


def test_augmentation_turns_the_channels_of_an_image_together():
    images = torch.from_numpy(coloured()[0]).float()[:, :1].expand(-1, 3, -1, -1)
    plain = nn.Sequential(nn.Flatten(), nn.Linear(36, 2))
    each = nn.Sequential(nn.Unflatten(0, (-1, 1)), nn.Flatten(1, 2), nn.Flatten())
    seen: list[torch.Tensor] = []
    network = nn.Sequential(each, nn.Linear(108, 2))
    network[0].register_forward_hook(lambda _, __, out: seen.append(out.unflatten(1, (3, 36))))
    assert augmented_predictions(network, images, 30.0, copies=2).shape == (60, 2)
    assert all(torch.equal(moved[:, 0], moved[:, c]) for moved in seen for c in (1, 2))
    assert augmented_predictions(plain, images[:, 0], 30.0, copies=1).shape == (60, 2)


def test_it_works_in_a_search(digits):
    images, labels = digits
    estimator = LazyAveragingClassifier(LogisticRegression(), ROTATIONS, ANGLES, cv=2)
    choices = {"method": ["newton", "em"], "model__C": [0.1, 1.0]}
    found = GridSearchCV(estimator, choices, cv=2).fit(images.reshape(120, -1), labels)
    assert found.best_score_ > 0.7


X4, Y4 = np.eye(4), [0, 0, 1, 1]
TRAINED = FrozenEstimator(LogisticRegression().fit(X4, [0, 1, 2, 2]))


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"action": "turns"}, r"action must be Transformations, such as Rotations\(28, 28\), got str"),
        ({"action": Rotations(2, 2)}, r"elements must be given for Rotations\(height=2, width=2\)"),
        ({"action": Rotations(2, 2), "elements": []}, "elements must have shape"),
        ({"action": Rotations(3, 3), "elements": [0.0]}, "X must have 9 features .* or a multiple, got 4"),
        ({"elements": [[0], [1]], "symmetric": True}, "elements must hold the inverse"),
        ({"method": "planes"}, "method must be one of gradient, em, newton, got 'planes'"),
        ({"cv": 1}, "cv must be a whole number of at least 2, got 1"),
        ({"calibrate": True, "method": "em"}, "calibrate learns any π"),
        ({"model": "network"}, "model must be a torch module or a classifier with predict_proba, got str"),
        ({"model": TRAINED}, r"model must have the classes of y, \[0, 1\], got \[0, 1, 2\]"),
        ({"model": nn.Sequential(nn.Flatten(), nn.Linear(4, 1))}, "y must be whole numbers from 0 to 0"),
    ],
    ids=str,
)
def test_bad_parameters_are_named_in_fit(parameters, message):
    with pytest.raises(ValueError, match=message):
        LazyAveragingClassifier(**parameters).fit(X4, Y4)


def test_a_class_of_one_example_is_refused():
    with pytest.raises(ValueError, match="y must have at least 2 examples of every class"):
        LazyAveragingClassifier().fit(X4, [0, 0, 0, 1])


def test_the_whole_group_makes_it_invariant():
    images, labels = coloured()
    action = QuarterTurns(6)
    model = LazyAveragingClassifier(LogisticRegression(), action, method="em").fit(images[:, 0], labels)
    assert model.elements_.tolist() == action.assemble(torch.arange(4)[:, None]).tolist()
    model.weights_ = np.full(4, 0.25)
    turned = action.act(torch.tensor(1), torch.from_numpy(images[:, 0])).numpy()
    np.testing.assert_allclose(model.predict_proba(turned), model.predict_proba(images[:, 0]), atol=1e-6)


def test_floats_that_look_like_levels_are_warned_of(digits):
    images, labels = (part[:40] for part in digits)
    model = LazyAveragingClassifier(LogisticRegression(C=1e-3), ROTATIONS, ANGLES, cv=2)
    with pytest.warns(UserWarning, match="X looks like pixels 0 … 255 that are not uint8: the model"):
        model.fit(images.astype(np.float64), labels)
    model.fit(images.astype(np.float64) / 255, labels)  # a warning would be an error
