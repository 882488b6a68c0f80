import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq.actions import Rotations, Scalings
from lazyq.testing import assert_group_axioms, assert_length_axioms

ANGLES = [torch.tensor(angle, dtype=torch.float64) for angle in (0.0, 5.0, -20.0, 90.0, 180.0, 133.7)]
FACTORS = [torch.tensor(factor, dtype=torch.float64) for factor in (1.0, 0.5, 2.0, 1.3)]


def bilinear(image, row, column):
    """Read an image between its pixels, black outside: the definition, one corner after the other."""
    height, width = image.shape
    total = 0.0
    for i in (math.floor(row), math.floor(row) + 1):
        for j in (math.floor(column), math.floor(column) + 1):
            if 0 <= i < height and 0 <= j < width:
                total += float(image[i, j]) * (1 - abs(row - i)) * (1 - abs(column - j))
    return total


def moved_by_definition(image, source):
    """Return the image whose pixel at p = (right, up) from the centre is read at source(p)."""
    height, width = image.shape
    moved = torch.zeros(height, width, dtype=torch.float64)
    for i in range(height):
        for j in range(width):
            right, up = source(j - (width - 1) / 2, (height - 1) / 2 - i)
            moved[i, j] = bilinear(image, (height - 1) / 2 - up, right + (width - 1) / 2)
    return moved


@settings(deadline=None, max_examples=30)
@given(st.floats(-400, 400), st.integers(1, 7), st.integers(1, 7), st.integers(0, 99))
def test_rotation_is_its_definition(degrees, height, width, seed):
    image = torch.rand(height, width, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    expected = moved_by_definition(
        image, lambda right, up: (cosine * right + sine * up, -sine * right + cosine * up)
    )
    actual = Rotations(height, width).act(torch.tensor(degrees, dtype=torch.float64), image)
    # a source pixel on the edge of the image is in or out by rounding alone
    torch.testing.assert_close(actual, expected, rtol=0, atol=1e-7)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_rows_of_elements_turn_a_batch_as_each_element_turns_it_alone(dtype):
    x = torch.rand(3, 6, 5, dtype=dtype, generator=torch.Generator().manual_seed(0))
    angles = torch.tensor([-33.0, 0.0, 5.0, 120.0], dtype=torch.float64)
    action = Rotations(6, 5)
    expected = torch.stack([action.act(angle, x) for angle in angles])
    torch.testing.assert_close(action.act(angles[:, None], x), expected, rtol=0, atol=1e-6)
    torch.testing.assert_close(action.act(angles[1:2], x), expected[1], rtol=0, atol=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.2, 5), st.integers(1, 7), st.integers(1, 7), st.integers(0, 99))
def test_scaling_is_its_definition(factor, height, width, seed):
    image = torch.rand(height, width, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    expected = moved_by_definition(image, lambda right, up: (right / factor, up / factor))
    actual = Scalings(height, width).act(torch.tensor(factor, dtype=torch.float64), image)
    torch.testing.assert_close(actual, expected, rtol=0, atol=1e-7)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("turns", [-2, -1, 0, 1, 2, 3])
def test_quarter_turns_are_exact_and_counter_clockwise(turns, dtype):
    x = torch.rand(5, 28, 28, dtype=dtype)
    turned = Rotations(28, 28).act(torch.tensor(90.0 * turns, dtype=torch.float64), x)
    assert torch.equal(turned, torch.rot90(x, turns, (1, 2)))


def test_scaling_by_one_is_exact():
    x = torch.rand(3, 9, 10)
    assert torch.equal(Scalings(9, 10).act(torch.ones((), dtype=torch.float64), x), x)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_one_angle_for_all_equals_an_angle_each(dtype):
    action, x = Rotations(11, 8), torch.rand(6, 11, 8, dtype=dtype)
    for g in ANGLES:
        torch.testing.assert_close(action.act(g.expand(6), x), action.act(g, x))


def test_angles_and_images_broadcast():
    action, x = Rotations(6, 6), torch.rand(4, 6, 6)
    angles = torch.tensor([10.0, -30.0], dtype=torch.float64)
    moved = action.act(angles[:, None], x)
    assert moved.shape == (2, 4, 6, 6)
    torch.testing.assert_close(moved[1], action.act(angles[1], x))


def test_groups_and_lengths():
    for action, elements in ((Rotations(5, 5), ANGLES), (Scalings(5, 5), FACTORS)):
        assert_group_axioms(action, elements, atol=1e-9)
        assert_length_axioms(action, elements)
    assert Rotations(5, 5).length(torch.tensor(350.0, dtype=torch.float64)) == 10
    assert Scalings(5, 5).length(torch.tensor(0.5, dtype=torch.float64)) == pytest.approx(math.log(2))


def test_resampled_rotations_are_no_action():
    action = Rotations(28, 28)
    up, right = torch.meshgrid(torch.linspace(-1, 1, 28), torch.linspace(-1, 1, 28), indexing="ij")
    blob = torch.exp(-8 * (up - 0.2) ** 2 - 20 * (right - 0.1) ** 2).double()
    five, ten = torch.tensor(5.0).double(), torch.tensor(10.0).double()
    twice, once = action.act(five, action.act(five, blob)), action.act(ten, blob)
    assert 1e-4 < float((twice - once).norm() / once.norm()) < 0.1


def test_levels_are_read_as_intensities():
    levels = torch.randint(0, 256, (2, 7, 7), dtype=torch.uint8)
    g = torch.tensor(13.0, dtype=torch.float64)
    moved = Rotations(7, 7).act(g, levels)
    assert moved.dtype == torch.float32
    torch.testing.assert_close(moved, Rotations(7, 7).act(g, levels.float() / 255))


def test_gradients_in_image_and_angle():
    action = Rotations(6, 5)
    x = torch.rand(2, 6, 5, dtype=torch.float64, requires_grad=True)
    angles = torch.tensor([11.0, -32.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(action.act, (angles, x))
    assert torch.autograd.gradcheck(lambda images: action.act(angles[0].detach(), images), (x,))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Rotations(0, 5), "height must be a whole number of at least 1, got 0"),
        (lambda: Scalings(5, 2.5), "width must be a whole number of at least 1, got 2.5"),
        (
            lambda: Rotations(5, 5).act(torch.tensor(1.0), torch.rand(5, 6)),
            r"x must have shape \(..., 5, 5\)",
        ),
        (lambda: Rotations(5, 5).act(torch.tensor(1.0), torch.ones(5, 5).long()), "x must be uint8"),
        (lambda: Scalings(5, 5).act(torch.tensor(0.0), torch.rand(5, 5)), "must be positive and finite"),
        (lambda: Scalings(5, 5).act(torch.tensor(math.nan), torch.rand(5, 5)), "must be positive and finite"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@settings(deadline=None, max_examples=30)
@given(st.sampled_from([Rotations(5, 4), Scalings(5, 4)]), st.floats(0.2, 400), st.integers(0, 99))
def test_adjoint_is_the_transposed_map(action, element, seed):
    generator = torch.Generator().manual_seed(seed)
    x, y = torch.rand(2, 5, 4, dtype=torch.float64, generator=generator)
    g = torch.tensor(element, dtype=torch.float64)
    assert float((action.adjoint(g, x) * y).sum()) == pytest.approx(float((x * action.act(g, y)).sum()))


def test_adjoint_refusals():
    rotations, one = Rotations(2, 2), torch.zeros((), dtype=torch.float64)
    with pytest.raises(ValueError, match="an adjoint takes one element and floating-point x"):
        rotations.adjoint(one, torch.zeros(2, 2, dtype=torch.uint8))
    with pytest.raises(ValueError, match="an adjoint takes one element"):
        rotations.adjoint(one.expand(3), torch.zeros(2, 2))
