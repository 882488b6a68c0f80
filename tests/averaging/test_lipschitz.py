import math

import pytest
import torch
from averaging_cases import all_translations, network
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from lazyq.actions import Translations
from lazyq.averaging import LazyAverage, lipschitz_bound, lipschitz_lower_bound
from lazyq.averaging.zoo import KernelScores


def matrix_norm_of(layer, shape):
    """Return the largest singular value of a linear layer from its whole matrix."""
    size = math.prod(shape)
    basis = torch.eye(size, dtype=torch.float64).reshape(size, *shape)
    return float(torch.linalg.matrix_norm(layer(basis).flatten(1).detach(), 2))


@settings(deadline=None, max_examples=25)
@given(
    st.integers(3, 6),
    st.integers(3, 6),
    st.sampled_from([(1, 1), (1, 2), (2, 1)]),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(0, 2),
    st.integers(1, 2),
    st.integers(0, 99),
)
def test_convolution_bound_is_above_its_norm_and_near(
    height, width, channels, kernel, stride, padding, dilation, seed
):
    if dilation * (kernel - 1) >= min(height, width) + 2 * padding:
        dilation = 1
    torch.manual_seed(seed)
    layer = nn.Conv2d(
        *channels, kernel, stride=stride, padding=padding, dilation=dilation, bias=False
    ).double()
    shape = (channels[0], height, width)
    exact = matrix_norm_of(layer, shape)
    bound = lipschitz_bound(layer, shape, outputs="values")
    assert exact <= bound
    if stride == 1:
        assert bound <= 4 * exact


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (nn.AvgPool2d(2), (1, 6, 6)),
        (nn.AvgPool2d(3, stride=1), (2, 5, 5)),
        (nn.AvgPool2d(3, stride=2, padding=1), (1, 6, 5)),
        (nn.Conv2d(4, 6, 3, groups=2, bias=False).double(), (4, 5, 5)),
        (nn.Linear(5, 3, bias=False).double(), (5,)),
    ],
)
def test_linear_layers_are_bounded_by_their_matrix(layer, shape):
    assert matrix_norm_of(layer, shape) <= lipschitz_bound(layer, shape, outputs="values") + 1e-12


def test_linear_layers_have_their_norm():
    layer = nn.Linear(7, 4).double()
    exact = float(torch.linalg.matrix_norm(layer.weight.detach(), 2))
    assert lipschitz_bound(layer, (7,), outputs="values") == pytest.approx(exact, rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 8), st.integers(0, 10**6))
def test_softmax_has_one_half(classes, seed):
    generator = torch.Generator().manual_seed(seed)
    logits = 3 * torch.randn(classes, generator=generator, dtype=torch.float64)
    jacobian = torch.autograd.functional.jacobian(lambda z: z.softmax(-1), logits)
    assert float(torch.linalg.matrix_norm(jacobian, 2)) <= 0.5 + 1e-12


def models():
    torch.manual_seed(0)
    convolutional = nn.Sequential(
        nn.Unflatten(1, (1, 6)),
        nn.Conv2d(1, 3, 3, padding=1),
        nn.LeakyReLU(0.3),
        nn.MaxPool2d(3, stride=2),
        nn.BatchNorm2d(3),
        nn.Dropout(),
        nn.Sigmoid(),
        nn.Flatten(),
        nn.Linear(12, 3),
        nn.Softmax(-1),
    )
    kernel = KernelScores(torch.rand(9, 36).double(), torch.randn(9, 3).double(), 0.1)
    return [
        network(36),
        convolutional.double().eval(),
        nn.Sequential(kernel),
        nn.Sequential(network(36), nn.Tanh()),
    ]


@pytest.mark.parametrize("outputs", ["logits", "values"])
@pytest.mark.parametrize("number", range(4))
def test_upper_bound_is_above_what_ascent_finds(number, outputs):
    model = models()[number].eval()

    def function(x):
        return model(x).softmax(-1) if outputs == "logits" else model(x)

    images = torch.rand(8, 6, 6, dtype=torch.float64)
    found = lipschitz_lower_bound(function, images, steps=30)
    assert 0 < found <= lipschitz_bound(model, (6, 6), outputs=outputs)


def test_lower_bound_finds_the_norm_of_a_linear_map():
    layer = nn.Linear(5, 4).double()
    found = lipschitz_lower_bound(layer, torch.rand(20, 5).double(), steps=300)
    exact = float(torch.linalg.matrix_norm(layer.weight.detach(), 2))
    assert 0.98 * exact <= found <= exact * (1 + 1e-9)


def test_average_has_no_larger_constant_than_its_model():
    model = network(12)
    average = LazyAverage(model, Translations(3, 4), all_translations(3, 4))
    found = lipschitz_lower_bound(average, torch.rand(8, 3, 4).double(), steps=30)
    assert found <= lipschitz_bound(model, (3, 4))


@pytest.mark.parametrize(
    ("model", "outputs", "message"),
    [
        (nn.Sequential(nn.Linear(4, 4), nn.GELU()), "values", "has no proved constant for GELU"),
        (nn.LSTM(4, 4), "values", "has no proved constant for LSTM"),
        (nn.Sequential(nn.Dropout()), "values", "model must be in evaluation mode: Dropout"),
        (nn.Sequential(nn.BatchNorm1d(4)), "values", "model must be in evaluation mode: BatchNorm"),
        (nn.Linear(4, 4), "scores", "outputs must be one of logits, values, got 'scores'"),
    ],
)
def test_refusals(model, outputs, message):
    with pytest.raises(ValueError, match=message):
        lipschitz_bound(model, (4,), outputs=outputs)


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular"), "Conv2d with zero padding given in pixels"),
        (nn.AvgPool2d(2, divisor_override=1), "AvgPool2d that divides by its whole window"),
    ],
)
def test_refusals_of_image_layers(layer, message):
    with pytest.raises(ValueError, match=message):
        lipschitz_bound(layer, (1, 6, 6), outputs="values")
