"""Families act as groups do, and draw what they say."""

import math

import pytest
import torch

from lazyq import testing
from lazyq.care import (
    CloudRotations,
    HueTurns,
    cloud_rotations,
    coloured,
    ellipsoid_clouds,
    hue_turns,
    image_rotations,
)

HUES = [torch.tensor(float(angle), dtype=torch.float64) for angle in (0, 120, -75, 180)]


def by(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_hues_are_a_group_that_acts_by_isometries() -> None:
    action = HueTurns(2, 3)
    points = list(torch.rand(3, *action.shape, generator=by(0), dtype=torch.float64))
    testing.assert_group_axioms(action, HUES)
    testing.assert_left_action(action, HUES, points, atol=1e-12)
    testing.assert_isometric(action, HUES, points, atol=1e-12)
    testing.assert_length_axioms(action, HUES)


def test_clouds_are_turned_by_a_group_of_isometries() -> None:
    action = CloudRotations(7)
    elements = [action.identity(), *cloud_rotations(7).draw(3, by(1))]
    points = list(ellipsoid_clouds(3, 7, by(2)).double())
    testing.assert_group_axioms(action, elements, atol=1e-12)
    testing.assert_left_action(action, elements, points, atol=1e-12)
    testing.assert_isometric(action, elements, points, atol=1e-12)
    testing.assert_length_axioms(action, elements, atol=1e-5)


def test_a_third_of_a_turn_moves_the_channels_on_and_grey_stays() -> None:
    image = torch.rand(3, 4, 5, generator=by(3))
    torch.testing.assert_close(HueTurns(4, 5).act(torch.tensor(120.0), image), image.roll(1, 0))
    grey = image[:1].expand(3, -1, -1)
    torch.testing.assert_close(HueTurns(4, 5).act(torch.tensor(33.0), grey), grey)


def test_every_image_has_an_angle_of_its_own() -> None:
    images = torch.rand(3, 3, 2, 2, generator=by(4))
    angles = torch.tensor([0.0, 120.0, -120.0])
    moved = HueTurns(2, 2).act(angles, images)
    torch.testing.assert_close(moved, torch.stack([images[0], images[1].roll(1, 0), images[2].roll(-1, 0)]))


@pytest.mark.parametrize("family", [image_rotations(20), hue_turns(20), cloud_rotations(5, 20)])
def test_what_is_drawn_is_within_the_limit_and_comes_from_the_seed(family) -> None:
    drawn = family.draw(500, by(5))
    assert torch.equal(drawn, family.draw(500, by(5)))
    lengths = family.transformations.length(drawn)
    assert float(lengths.max()) <= 20 + 1e-9
    assert float(lengths.max()) > 15


def test_rotations_of_space_are_those_of_haar() -> None:
    """The trace 1 + 2 cos θ has mean 0 and mean square 1 for Haar's measure of SO(3)."""
    traces = cloud_rotations(5).draw(20_000, by(6)).diagonal(dim1=1, dim2=2).sum(1)
    assert float(traces.mean()) == pytest.approx(0, abs=0.03)
    assert float(traces.square().mean()) == pytest.approx(1, abs=0.05)


def test_colours_keep_the_ink_of_each_digit() -> None:
    images = torch.randint(256, (5, 28, 28), generator=by(7), dtype=torch.uint8)
    colour = coloured(images, by(8))
    torch.testing.assert_close(colour.norm(dim=1), images.float() / 255, atol=1e-5, rtol=0)
    assert colour.shape == (5, 3, 28, 28)


def test_no_rotation_hides_in_a_cloud() -> None:
    """Turned about each axis by half a turn, a lopsided ellipsoid is another cloud."""
    clouds = ellipsoid_clouds(4, 4000, by(9))
    assert float(clouds.mean(1).abs().max()) < 1e-5
    third = clouds.pow(3).mean(1)  # odd moments change their sign
    assert (third[:, 0].abs() > 0.01).all()
    assert not math.isnan(float(third.sum()))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: image_rotations(181), "degrees must be from 0 to 180, got 181"),
        (lambda: hue_turns(math.nan), "got nan"),
        (lambda: cloud_rotations(3, -1), "got -1"),
        (lambda: HueTurns(0, 2), "height"),
        (lambda: CloudRotations(2).act(torch.eye(3), torch.ones(3, 3)), r"\(2, 3\)"),
        (lambda: coloured(torch.ones(2, 2), by(0)), r"\(n, H, W\)"),
    ],
)
def test_bad_input_is_said(call, words) -> None:
    with pytest.raises(ValueError, match=words):
        call()
