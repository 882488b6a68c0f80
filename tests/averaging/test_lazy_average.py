from itertools import permutations

import numpy as np
import pytest
import torch
from averaging_cases import Permutations, all_translations, network
from sklearn.linear_model import LogisticRegression
from torch import nn

from lazyq.actions import Rotations, RowShifts, Scalings, Translations
from lazyq.averaging import (
    LazyAverage,
    fit_weights,
    invariance_gap,
    inverse_pairs,
    load_state,
    predict_table,
    reynolds_operator,
    save_state,
)


def random_law(size, seed=0):
    return torch.rand(size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64).softmax(0)


@pytest.mark.parametrize(("dtype", "atol"), [(torch.float64, 1e-14), (torch.float32, 1e-6)])
@pytest.mark.parametrize(("height", "width"), [(3, 4), (1, 5), (4, 4)])
def test_uniform_law_on_a_whole_group_is_invariant(height, width, dtype, atol):
    action, elements = Translations(height, width), all_translations(height, width)
    average = reynolds_operator(network(height * width, dtype=dtype), action, elements)
    x = torch.rand(6, height, width, dtype=dtype)
    for g in elements:
        torch.testing.assert_close(average(action.act(g, x)), average(x), rtol=0, atol=atol)
    assert float(invariance_gap(average, action, elements, x, outputs="values").max()) <= 2 * atol
    assert float(invariance_gap(average.model, action, elements, x).max()) > 1e-3


def test_uniform_law_on_a_group_that_is_not_abelian_is_invariant():
    action, elements = Permutations(4), torch.tensor(list(permutations(range(4))))
    average = reynolds_operator(network(4), action, elements)
    x = torch.rand(5, 4, dtype=torch.float64)
    for g in elements:
        torch.testing.assert_close(average(action.act(g, x)), average(x), rtol=0, atol=1e-14)


def test_a_quarter_of_rotations_is_a_cyclic_group():
    action = Rotations(6, 6)
    elements = torch.tensor([0.0, 90.0, 180.0, -90.0], dtype=torch.float64)
    average = reynolds_operator(network(36), action, elements)
    x = torch.rand(3, 6, 6, dtype=torch.float64)
    torch.testing.assert_close(average(torch.rot90(x, 1, (1, 2))), average(x), rtol=0, atol=1e-14)


@pytest.mark.parametrize("outputs", ["logits", "values"])
@pytest.mark.parametrize(
    ("action", "elements"),
    [
        (RowShifts(3, 5), torch.randint(-2, 3, (4, 3))),
        (Translations(3, 5), torch.tensor([[0, 0], [1, 2], [-1, 0]])),
        (Rotations(3, 5), torch.tensor([0.0, 7.0, -31.0, 120.0])),
        (Scalings(3, 5), torch.tensor([1.0, 0.8, 1.25])),
    ],
)
def test_average_is_its_definition(action, elements, outputs):
    model, x, pi = network(15), torch.rand(4, 3, 5, dtype=torch.float64), random_law(len(elements))
    average = LazyAverage(model, action, elements, pi, outputs=outputs)
    expected = torch.zeros(4, 3, dtype=torch.float64)
    for g, weight in zip(average.elements, pi, strict=True):
        value = model(action.act(g, x))
        expected += weight * (value.softmax(-1) if outputs == "logits" else value)
    torch.testing.assert_close(average(x), expected)
    table = predict_table(model, action, elements, x, outputs=outputs, batch_size=3)
    torch.testing.assert_close((table.double() * pi[None, :, None]).sum(1), expected, rtol=1e-5, atol=1e-6)


def test_law_on_the_identity_gives_the_model():
    model, x = network(12), torch.rand(4, 3, 4, dtype=torch.float64)
    average = LazyAverage(model, Translations(3, 4), all_translations(3, 4), torch.eye(12)[0])
    torch.testing.assert_close(average(x), model(x).softmax(-1))


def test_learned_law_has_the_gradient_of_the_loss():
    action, elements = Translations(2, 3), all_translations(2, 3)
    average = LazyAverage(network(6), action, elements, random_law(6), learned=True)
    x, y = torch.rand(9, 2, 3, dtype=torch.float64), torch.randint(0, 3, (9,))
    loss = -average(x)[torch.arange(9), y].log().mean()
    (slope,) = torch.autograd.grad(loss, average.logits)
    table = predict_table(average.model, action, elements, x).double()
    chosen = table[torch.arange(9), :, y]
    pi = average.weights.detach()
    steepness = -(chosen / (chosen @ pi)[:, None]).mean(0)
    torch.testing.assert_close(slope, pi * (steepness - steepness @ pi), rtol=1e-5, atol=1e-7)


def test_torch_and_fit_weights_learn_the_same_law():
    torch.manual_seed(3)
    action, elements = Translations(2, 2), all_translations(2, 2)
    x, y = torch.rand(60, 2, 2, dtype=torch.float64), torch.randint(0, 3, (60,))
    average = LazyAverage(network(4), action, elements, learned=True)
    optimiser = torch.optim.LBFGS([average.logits], max_iter=500, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = -average(x)[torch.arange(60), y].log().mean()
        loss.backward()
        return loss

    optimiser.step(closure)
    fit = fit_weights(predict_table(average.model, action, elements, x), y, tolerance=1e-10)
    assert float(closure().detach()) == pytest.approx(fit.log_loss, abs=1e-5)


def test_symmetric_law_gives_inverses_one_weight():
    elements = torch.tensor([0.0, 10.0, -10.0, 20.0, -20.0], dtype=torch.float64)
    law = torch.tensor([0.2, 0.5, 0.1, 0.2, 0.0])
    average = LazyAverage(network(36), Rotations(6, 6), elements, law, symmetric=True)
    expected = torch.tensor([0.2, 0.3, 0.3, 0.1, 0.1])
    torch.testing.assert_close(average.weights, expected, check_dtype=False)
    learned = LazyAverage(network(36), Rotations(6, 6), elements, symmetric=True, learned=True)
    assert learned.logits.shape == (3,)
    torch.testing.assert_close(learned.weights, torch.full((5,), 0.2, dtype=torch.float64))


def test_inverse_pairs_of_a_group_that_is_not_abelian():
    elements = torch.tensor(list(permutations(range(3))))
    pairs = inverse_pairs(Permutations(3), elements)
    assert len(pairs.unique()) == 5
    action = Permutations(3)
    for g, pair in zip(elements, pairs, strict=True):
        other = (elements == action.inverse(g)).all(-1).int().argmax()
        assert pairs[other] == pair


def test_estimator_of_scikit_learn():
    generator = np.random.default_rng(0)
    x, y = torch.rand(40, 3, 4), torch.as_tensor(generator.integers(0, 3, 40))
    estimator = LogisticRegression().fit(x.flatten(1).numpy(), y.numpy())
    average = LazyAverage(estimator, Translations(3, 4), all_translations(3, 4))
    value = average(x[:5])
    torch.testing.assert_close(value.sum(-1), torch.ones(5))
    shifted = Translations(3, 4).act(torch.tensor([1, 2]), x[:5])
    torch.testing.assert_close(average(shifted), value, rtol=0, atol=1e-6)


def test_regressor_is_averaged_as_it_is():
    model = nn.Sequential(nn.Flatten(), nn.Linear(12, 1)).double()
    average = reynolds_operator(model, Translations(3, 4), all_translations(3, 4), outputs="values")
    x = torch.rand(2, 3, 4, dtype=torch.float64)
    mean = x.mean((1, 2), keepdim=True).expand(2, 3, 4)
    torch.testing.assert_close(average(x), model(mean))


@pytest.mark.parametrize("learned", [False, True])
def test_state_survives_without_pickle(tmp_path, learned):
    def make(seed, law_seed):
        return LazyAverage(
            network(12, seed=seed),
            Translations(3, 4),
            all_translations(3, 4),
            random_law(12, law_seed),
            learned=learned,
        )

    first, second = make(0, 1), make(5, 6)
    save_state(first, tmp_path / "average.safetensors")
    load_state(second, tmp_path / "average.safetensors")
    x = torch.rand(3, 3, 4, dtype=torch.float64)
    assert torch.equal(first(x), second(x))
    (tmp_path / "broken.safetensors").write_bytes(b"no tensors")
    for name in ("broken.safetensors", "missing.safetensors"):
        with pytest.raises(ValueError, match="path must name a safetensors file"):
            load_state(second, tmp_path / name)
    save_state(network(4), tmp_path / "other.safetensors")
    with pytest.raises(ValueError, match="the file must hold"):
        load_state(second, tmp_path / "other.safetensors")


def test_average_can_be_exported():
    average = LazyAverage(network(12), Translations(3, 4), all_translations(3, 4), random_law(12)).eval()
    x = torch.rand(2, 3, 4, dtype=torch.float64)
    program = torch.export.export(average, (x,))
    torch.testing.assert_close(program.module()(x), average(x))


@pytest.mark.parametrize("action", [Rotations(6, 5), Scalings(6, 5)], ids=["rotations", "scalings"])
@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32, torch.float64])
def test_moved_weights_predict_what_moved_images_do(action, dtype):
    torch.manual_seed(0)
    floating = torch.float64 if dtype == torch.float64 else torch.float32
    layers = [nn.Linear(30, 3000), nn.ReLU(), nn.Linear(3000, 4)]
    images = torch.randint(0, 256, (7, 6, 5), dtype=torch.uint8)
    images = images if dtype == torch.uint8 else images.to(floating) / 255
    elements = torch.tensor([1.0, 0.8, 1.37, 90.0], dtype=torch.float64)
    for kept in (layers, [nn.Linear(30, 4, bias=False)]):
        fast = nn.Sequential(nn.Flatten(), *kept).to(floating)
        slow = nn.Sequential(nn.Identity(), fast)
        found, expected = (
            predict_table(model, action, elements, images, batch_size=3) for model in (fast, slow)
        )
        torch.testing.assert_close(found, expected, rtol=0, atol=2e-6)


def test_predictions_report_progress_and_stop():
    class CancelledError(Exception):
        pass

    shares = []

    def progress(share):
        shares.append(share)
        if len(shares) == 2:
            raise CancelledError

    model, x = network(12, dtype=torch.float32), torch.rand(10, 3, 4)
    with pytest.raises(CancelledError):
        predict_table(model, Translations(3, 4), all_translations(3, 4), x, batch_size=3, progress=progress)
    assert shares == pytest.approx([3 / 120, 6 / 120])
    assert model.training


def average_of(**changed):
    arguments = {
        "model": network(4),
        "action": Translations(2, 2),
        "elements": all_translations(2, 2),
        "weights": None,
        **changed,
    }
    return LazyAverage(**arguments)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"model": "f"}, "model must be a torch module or a classifier with predict_proba, got str"),
        ({"elements": "all"}, "elements must be a torch.Tensor, a NumPy array or a list, got str"),
        ({"elements": torch.zeros(3)}, r"elements must have shape \(K, 2\), K at least 1, got \(3,\)"),
        ({"elements": torch.zeros(0, 2)}, "K at least 1"),
        ({"action": Rotations(2, 2), "elements": torch.tensor([0.0, torch.nan])}, "elements must be finite"),
        ({"weights": torch.ones(3) / 3}, r"weights must have shape \(4,\)"),
        ({"weights": torch.ones(4)}, "weights must be non-negative with sum 1"),
        ({"weights": torch.tensor([1.5, -0.5, 0, 0])}, "weights must be non-negative with sum 1"),
        ({"weights": torch.tensor([torch.nan, 1, 0, 0])}, "weights must be non-negative with sum 1"),
        ({"weights": torch.eye(4)[0], "learned": True}, "weights must be positive where π is learned"),
        ({"outputs": "probs"}, "outputs must be one of logits, values, got 'probs'"),
        (
            {"action": Translations(3, 3), "elements": torch.tensor([[0, 0], [0, 1]]), "symmetric": True},
            "elements must hold the inverse of each",
        ),
    ],
)
def test_refusals(changed, message):
    with pytest.raises(ValueError, match=message):
        average_of(**changed)


@pytest.mark.parametrize(
    ("images", "batch_size", "message"),
    [
        (
            torch.rand(5, 3, 3),
            10,
            r"images must have shape \(n, 2, 2\), or \(n, C, 2, 2\) for channels, got \(5, 3, 3\)",
        ),
        (torch.rand(0, 2, 2), 10, "images must hold at least one image"),
        (torch.rand(5, 2, 2), 0, "batch_size must be a whole number of at least 1, got 0"),
    ],
)
def test_table_refusals(images, batch_size, message):
    with pytest.raises(ValueError, match=message):
        predict_table(network(4), Translations(2, 2), all_translations(2, 2), images, batch_size=batch_size)
