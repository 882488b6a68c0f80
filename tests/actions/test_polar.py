"""Polar images: where they are read, that a turn is exact, and what it does to the reading of digits."""

from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from lazyq import PolarRotations, lazy_distance, pairwise, to_polar
from lazyq.actions import Rotations


@given(st.integers(1, 4), st.integers(1, 9), st.integers(-30, 30))
def test_a_turn_is_a_cyclic_shift(radii: int, angles: int, steps: int) -> None:
    x = torch.rand(radii, angles, generator=torch.Generator().manual_seed(angles))
    moved = PolarRotations(radii, angles).act(torch.tensor(steps), x)
    assert moved.equal(x.roll(steps, -1))


def test_lengths_are_degrees_and_come_in_tie_order() -> None:
    assert PolarRotations(3, 8).squared_lengths.sqrt().tolist() == [0, 45, 45, 90, 90, 135, 135, 180]
    assert PolarRotations(3, 72).length(torch.tensor([1, -3, 36, 71])).tolist() == [5, 15, 180, 5]


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("shape", [(28, 28), (9, 9)])
def test_quarter_turns_of_pixels_are_quarter_turns_of_the_polar_image(
    shape: tuple[int, int], quarters: int
) -> None:
    x = torch.rand(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    turned = to_polar(Rotations(*shape).act(torch.tensor(90.0 * quarters), x), 6, 20)
    torch.testing.assert_close(
        turned, PolarRotations(6, 20).act(torch.tensor(5 * quarters), to_polar(x, 6, 20))
    )


def test_a_small_turn_of_pixels_is_nearly_one_of_the_polar_image() -> None:
    right, up = torch.meshgrid(torch.linspace(-1, 1, 28), torch.linspace(1, -1, 28), indexing="xy")
    blob = torch.exp(-((right - 0.3) ** 2 + (up - 0.1) ** 2) * 9).double()
    turned = to_polar(Rotations(28, 28).act(torch.tensor(20.0), blob))
    expected = PolarRotations(14, 72).act(torch.tensor(4), to_polar(blob))
    assert (turned - expected).norm() < 0.03 * expected.norm()
    assert (turned - to_polar(blob)).norm() > 0.3 * expected.norm()


def test_a_white_disc_has_its_area_and_a_ramp_its_moments() -> None:
    white = to_polar(torch.ones(28, 28, dtype=torch.float64), 14, 72)
    torch.testing.assert_close(white.square().sum().item(), torch.pi * 14**2, rtol=1e-12, atol=0)
    ramp = torch.arange(28, dtype=torch.float64).sub(13.5).expand(28, 28)  # the coordinate to the right
    weights = white
    rings = (torch.arange(14, dtype=torch.float64) + 0.5)[:13, None]  # the last one is read off the edge
    angles = torch.arange(72, dtype=torch.float64) * (2 * torch.pi / 72)
    torch.testing.assert_close(to_polar(ramp)[:13] / weights[:13], rings * angles.cos(), rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(
        to_polar(ramp.mT.flip(0))[:13] / weights[:13], rings * angles.sin(), rtol=1e-9, atol=1e-9
    )


def test_bytes_are_intensities_and_batches_stay_batches() -> None:
    images = torch.randint(256, (2, 3, 8, 10), generator=torch.Generator().manual_seed(2), dtype=torch.uint8)
    polar = to_polar(images, 3, 5)
    assert polar.shape == (2, 3, 3, 5)
    assert polar.dtype == torch.float32
    torch.testing.assert_close(polar, to_polar(images.double() / 255, 3, 5).float())
    torch.testing.assert_close(polar[1, 2], to_polar(images[1, 2], 3, 5))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((torch.zeros(4, 4), 0, 5), "radii must be a whole number of at least 1, got 0"),
        ((torch.zeros(4, 4), 3, 2.5), "angles must be a whole number of at least 1, got 2.5"),
        ((torch.zeros(4, 4), True, 2), "radii must be a whole number of at least 1, got True"),
        (
            (torch.zeros(4, 4, dtype=torch.int32), 3, 5),
            "images must be uint8, float32 or float64, got torch.int32",
        ),
        ((None, 3, 5), "images must be uint8, float32 or float64, got NoneType"),
        ((torch.zeros(4), 3, 5), r"images must have shape \(..., H, W\), got \(4,\)"),
    ],
)
def test_bad_input_is_named(arguments: tuple[Tensor, int, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        to_polar(*arguments)
    if not isinstance(arguments[1], Tensor) and "images" not in message:
        with pytest.raises(ValueError, match=message):
            PolarRotations(*arguments[1:])


def test_lazy_turns_read_digits_best_between_the_limits(
    mnist_raw: Callable[[str], tuple[Tensor, Tensor]],
) -> None:
    (test, test_labels), (train, labels) = mnist_raw("t10k"), mnist_raw("train")
    x, y = to_polar(test[:600].double() / 255), to_polar(train[:4000].double() / 255)
    lams = [0.0, 0.6, 1.5, 4.0, 10.0, 1000.0]  # per radian
    found = []
    for table in pairwise(PolarRotations(14, 72), x, y, [lam * torch.pi / 180 for lam in lams]):
        nearest = labels[:4000][table.topk(10, largest=False).indices].long()
        votes = torch.nn.functional.one_hot(nearest, 10).sum(1)
        found.append(round((votes.argmax(1) == test_labels[:600]).double().mean().item(), 3))
    assert found == [0.898, 0.913, 0.928, 0.932, 0.925, 0.903]


def test_polar_distances_are_those_of_pixels_but_for_a_little(
    mnist_raw: Callable[[str], tuple[Tensor, Tensor]],
) -> None:
    digits = mnist_raw("t10k")[0][:300].double() / 255
    polar = torch.pdist(to_polar(digits).flatten(1))
    pixels = torch.pdist(digits.flatten(1))
    assert torch.corrcoef(torch.stack([polar, pixels]))[0, 1] > 0.995


def test_a_rotated_copy_is_at_no_distance_but_the_price_of_its_turn() -> None:
    action = PolarRotations(4, 36)
    x = torch.rand(4, 36, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    turned = action.act(torch.tensor(5), x)
    assert lazy_distance(action, x, turned, 0).item() == 0
    torch.testing.assert_close(lazy_distance(action, x, turned, 1e-3).item(), 0.05, rtol=1e-12, atol=0)
