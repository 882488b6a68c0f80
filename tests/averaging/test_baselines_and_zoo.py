from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from scipy.optimize import minimize
from sklearn.kernel_ridge import KernelRidge

from lazyq.actions import Rotations
from lazyq.averaging.average import LazyAverage
from lazyq.averaging.baselines import (
    at_temperature,
    augmented_predictions,
    fit_temperature,
    random_rotations,
    train_augerino,
    uniform_weights,
)
from lazyq.averaging.threads import one_thread
from lazyq.averaging.zoo import KINDS, KernelScores, Training, gaussian_kernel, train
from lazyq.datasets import load_sklearn_digits

SMALL = {"epochs": 2, "rate": 5e-3, "width": 32, "depth": 1, "batch_size": 64}


@pytest.fixture(scope="module")
def digits():
    found = load_sklearn_digits()
    return found.images[:600], found.labels[:600].long()


@pytest.mark.parametrize("kind", KINDS)
def test_models_learn_and_are_made_again_from_their_seed(kind, digits):
    images, labels = digits
    training = Training(kind=kind, seed=3, **SMALL)
    shares = []
    first = train(training, images, labels, progress=shares.append)
    assert not first.training
    value = first(images.float() / 255)
    assert value.shape == (600, 10)
    assert float((value.argmax(1) == labels).double().mean()) > 0.6
    assert torch.equal(value, train(training, images, labels)(images.float() / 255))
    assert shares == ([0.3, 1.0] if kind == "kernel" else [batch / 20 for batch in range(1, 21)])
    if kind != "kernel":
        other = train(Training(kind=kind, seed=4, **SMALL), images, labels)
        assert not torch.equal(value, other(images.float() / 255))


def test_training_leaves_the_global_generator_alone(digits):
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    train(Training(**SMALL), *digits)
    assert torch.equal(torch.rand(3), expected)


def test_kernel_scores_are_kernel_ridge_regression():
    x, targets = torch.rand(20, 5).double(), torch.rand(20, 3).double()
    by_scikit_learn = KernelRidge(alpha=1e-3, kernel="rbf", gamma=0.7).fit(x.numpy(), targets.numpy())
    kernel = gaussian_kernel(x, x, 0.7) + 1e-3 * torch.eye(20)
    scores = KernelScores(x, torch.linalg.solve(kernel, targets), 0.7)
    new = torch.rand(4, 5).double()
    expected = torch.as_tensor(by_scikit_learn.predict(new.numpy()))
    torch.testing.assert_close(scores(new), expected, rtol=1e-6, atol=1e-8)


def test_temperature_is_the_optimum():
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(500, 4, generator=generator, dtype=torch.float64)
    labels = torch.multinomial(logits.softmax(-1), 1, generator=generator).squeeze(1)
    overconfident = (5 * logits).softmax(-1)
    temperature = fit_temperature(overconfident, labels)
    found = minimize(
        lambda t: float(torch.nn.functional.cross_entropy(5 * logits / float(t[0]), labels)), [1.0], tol=1e-10
    )
    assert temperature == pytest.approx(found.x[0], rel=1e-3)
    assert temperature == pytest.approx(5, rel=0.3)
    torch.testing.assert_close(at_temperature(overconfident, 5.0), logits.softmax(-1))
    assert torch.equal(at_temperature(overconfident, 2.0).argmax(1), overconfident.argmax(1))


def test_uniform_weights():
    angles = torch.tensor([-20.0, -5.0, 0.0, 5.0, 20.0])
    assert uniform_weights(angles, 10).tolist() == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3, 0])


def test_random_rotations_stay_in_their_range(digits):
    images = digits[0][:3].float() / 255
    generator = torch.Generator().manual_seed(0)
    torch.testing.assert_close(random_rotations(0)(images, generator), images, rtol=0, atol=1e-5)
    angles = 30 * (2 * torch.rand(3, generator=torch.Generator().manual_seed(1), dtype=torch.float64) - 1)
    turned = random_rotations(30)(images, torch.Generator().manual_seed(1))
    torch.testing.assert_close(turned, Rotations(28, 28).act(angles, images))


def test_test_time_augmentation_tends_to_the_uniform_average(digits):
    images, labels = digits
    model = train(Training(**SMALL), images, labels)
    angles = torch.linspace(-20, 20, 81, dtype=torch.float64)
    with torch.no_grad():
        expected = LazyAverage(model, Rotations(28, 28), angles)(images[:5])
    found = augmented_predictions(model, images[:5], 20, copies=600)
    torch.testing.assert_close(found, expected, rtol=0, atol=0.03)


def test_augerino_learns_a_width(digits):
    images, labels = digits
    learned = train_augerino(Training(**{**SMALL, "epochs": 3, "rate": 0.01}), images, labels, reward=0.5)
    assert learned.limit > 5
    still = train_augerino(Training(**{**SMALL, "epochs": 3, "rate": 0.01}), images, labels, reward=0.0)
    assert still.limit < learned.limit


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Training(kind="svm"), "kind must be one of mlp, cnn, logistic, kernel, got 'svm'"),
        (lambda: Training(epochs=0), "epochs must be a whole number of at least 1, got 0"),
        (lambda: Training(rate=-1.0), "rate must be positive and finite, got -1.0"),
        (
            lambda: train(Training(), torch.rand(5, 784), torch.zeros(5)),
            r"shape \(n, 28, 28\)",
        ),
        (lambda: uniform_weights(torch.tensor([5.0]), 1), "limit must be at least the least"),
        (lambda: random_rotations(200), "limit must be from 0 to 180 degrees, got 200"),
        (lambda: at_temperature(torch.eye(2), 0.0), "temperature must be positive and finite, got 0.0"),
        (
            lambda: augmented_predictions(torch.nn.Flatten(), torch.rand(1, 2, 2), 5, copies=0),
            "copies must be a whole number of at least 1, got 0",
        ),
        (
            lambda: train_augerino(Training(kind="kernel"), torch.rand(5, 28, 28), torch.zeros(5)),
            'got "kernel"',
        ),
        (
            lambda: train_augerino(Training(), torch.rand(5, 28, 28), torch.zeros(5), start=0.0),
            "start must be above 0",
        ),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_one_thread_inside_and_as_many_as_before_outside():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        with ThreadPoolExecutor(1) as pool:
            other = one_thread()
            with one_thread():
                pool.submit(other.__enter__).result()
                with one_thread():
                    assert torch.get_num_threads() == 1
                assert torch.get_num_threads() == 1
            assert pool.submit(torch.get_num_threads).result() == 1
            pool.submit(other.__exit__, None, None, None).result()
            assert pool.submit(torch.get_num_threads).result() == 3
    finally:
        torch.set_num_threads(before)
