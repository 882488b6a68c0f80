"""Turns and reflections are torch's own; channels move together; padded shifts bring in zeros."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lazyq import (
    Channels,
    Dihedral,
    PolarRotations,
    QuarterTurns,
    RowShifts,
    TimeShifts,
    Translations,
    align,
    lazy_distance,
    lazy_path,
    pairwise,
    zero_padded,
)
from lazyq.actions import Rotations
from tests.strategies import float_points, points


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("k", [-1, 0, 1, 2])
def test_turns_are_those_of_rotations(size: int, k: int) -> None:
    x = torch.rand(3, size, size, dtype=torch.float64, generator=torch.Generator().manual_seed(k + 2))
    turned = QuarterTurns(size).act(torch.tensor(k), x)
    assert turned.equal(x.rot90(k, (1, 2)))
    assert turned.equal(Rotations(size, size).act(torch.tensor(90.0 * k), x))
    assert Dihedral(size).act(torch.tensor([k, 0]), x).equal(turned)
    assert Dihedral(size).act(torch.tensor([k, 1]), x).equal(x.flip(-1).rot90(k, (1, 2)))


def test_lengths_are_degrees_and_come_in_tie_order() -> None:
    assert QuarterTurns(3).squared_lengths.sqrt().tolist() == [0, 90, 90, 180]
    lengths = [0, 90, 90, 100, math.hypot(90, 100), math.hypot(90, 100), 180, math.hypot(180, 100)]
    assert Dihedral(3, 100).squared_lengths.sqrt().tolist() == pytest.approx(lengths)
    order = [[0, 0], [1, 0], [-1, 0], [0, 1], [1, 1], [-1, 1], [2, 0], [2, 1]]
    assert Dihedral(3, 100).assemble(torch.arange(8)[:, None]).tolist() == order


@given(st.data(), st.floats(0, 2))
def test_channels_share_one_g(data: st.DataObject, lam: float) -> None:
    inner = data.draw(
        st.sampled_from([RowShifts(2, 4), Translations(2, 3), PolarRotations(2, 4), QuarterTurns(2)])
    )
    action = Channels(inner, 3)
    x, y = data.draw(float_points(action)), data.draw(float_points(action))
    g = align(action, x, y, lam).g
    assert align(action, x, y, lam).moved.equal(torch.stack([inner.act(g, channel) for channel in x]))
    alone = sum(lazy_distance(inner, a, b, lam / math.sqrt(3)).square() for a, b in zip(x, y, strict=True))
    assert lazy_distance(action, x, y, lam).square() >= alone - 1e-9  # each on its own would do better
    once = Channels(inner, 1)
    torch.testing.assert_close(
        lazy_distance(once, x[:1], y[:1], lam), lazy_distance(inner, x[0], y[0], lam), rtol=1e-12, atol=1e-12
    )


@given(st.data(), st.floats(0, 2))
def test_series_are_rows_and_channels_of_rows(data: st.DataObject, lam: float) -> None:
    length, channels = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 3))
    action = TimeShifts(length, channels)
    x, y = data.draw(points(action)), data.draw(points(action))
    best = align(action, x, y, lam / 255)
    rows = align(Channels(RowShifts(1, length), channels), x[:, None], y[:, None], lam / 255)
    assert best.distance == rows.distance
    assert best.g == rows.g.squeeze(-1)
    assert best.moved.equal(x.roll(-int(best.g), -1))
    assert lazy_distance(TimeShifts(length), x[0], y[0], lam).equal(
        lazy_distance(RowShifts(1, length), x[:1], y[:1], lam)
    )


@pytest.mark.parametrize("margin", [0, 2, 5, 9])
def test_padded_shifts_bring_in_zeros(margin: int) -> None:
    generator = torch.Generator().manual_seed(margin)
    x, y = (torch.randint(5, (6,), generator=generator).double() for _ in range(2))
    action = TimeShifts(6 + margin)
    for lam in (0.0, 0.7, 2.0):
        found = lazy_distance(action, zero_padded(x, margin), zero_padded(y, margin), lam).item()
        squares = []
        for shift in range(-margin, margin + 1):
            moved, target = np.zeros(18), np.zeros(18)
            for t in range(6):
                target[6 + t] = y[t]
                if 0 <= 6 + t - shift < 18:
                    moved[6 + t - shift] = x[t]
            outside = sum(float(x[t]) ** 2 for t in range(6) if not 0 <= 6 + t - shift < 18)
            squares.append(((moved - target) ** 2).sum() + outside + lam**2 * shift**2)
        if margin >= 5:
            assert found == pytest.approx(math.sqrt(min(squares)))
        else:  # shifts beyond the margin wrap around
            assert found <= math.sqrt(min(squares)) + 1e-12


def test_padding_by_axes_and_bad_margins() -> None:
    images = torch.ones(2, 3, 4, dtype=torch.uint8)
    padded = zero_padded(images, 1, 2)
    assert padded.shape == (2, 4, 6)
    assert padded.dtype == torch.uint8
    assert padded[:, :3, :4].equal(images)
    assert padded.sum() == 24
    for margins, message in (
        ((), "margins must be 1 to 3 numbers for 3 axes, got 0"),
        ((1, 1, 1, 1), "margins must be 1 to 3 numbers for 3 axes, got 4"),
        ((-1,), "margins must be a whole number of at least 0, got -1"),
    ):
        with pytest.raises(ValueError, match=message):
            zero_padded(images, *margins)
    with pytest.raises(TypeError, match=r"x must be the points themselves .*, got TimeShifts"):
        zero_padded(TimeShifts(4), 3)


def test_shifting_with_loss_is_no_isometry_which_is_why_points_are_padded() -> None:
    x, y = torch.tensor([1.0, 0, 0]), torch.tensor([0.0, 0, 0])
    lost = torch.tensor([0.0, 0, 0])  # x moved to the left by one, zeros coming in
    assert (lost - y).norm() != (x - y).norm()
    path = lazy_path(TimeShifts(5), zero_padded(x, 2), zero_padded(y, 2))
    assert path.squared_residuals.tolist() == [1.0]


def test_sizes_of_numpy_are_taken() -> None:
    action = Translations(np.int64(3), np.int32(4))
    assert action == Translations(3, 4)
    assert type(action.height) is int
    assert TimeShifts(np.int64(5), np.uint8(2)).shape == (2, 5)
    assert PolarRotations(np.int64(2), np.int64(4)).step == 90
    assert repr(QuarterTurns(np.int64(3))) == "QuarterTurns(size=3)"


def test_colour_images_in_batches(dtype: torch.dtype) -> None:
    images = torch.randint(256, (5, 3, 4, 6), generator=torch.Generator().manual_seed(4), dtype=torch.uint8)
    if dtype != torch.uint8:
        images = images.to(dtype) / 255
    action = Channels(RowShifts(4, 6), 3)
    table = pairwise(action, images[:2], images, [0.0, 0.5])
    for level, lam in enumerate((0.0, 0.5)):
        expected = lazy_distance(action, images[:2, None], images[None], lam)
        torch.testing.assert_close(table[level].double(), expected.double(), rtol=1e-6, atol=1e-6)
