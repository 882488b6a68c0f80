"""What compiled kernels are given: images as lists of pixels, as rows that slide, and memory."""

import numpy as np
import pytest

from lazyq.kernels import row_shifts
from lazyq.kernels.native.layout import LANES
from lazyq.kernels.nearest import preparing


def sparse(height: int, width: int) -> np.ndarray:
    generator = np.random.default_rng(height * width)
    images = generator.integers(256, size=(5, height, width), dtype=np.uint8)
    images *= generator.random(images.shape) < 0.4
    images[0] = 0
    return images


def halves(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return pairs & 0xFFFF, pairs >> 16


@pytest.mark.parametrize("group", [1, 4])
@pytest.mark.parametrize(("height", "width"), [(3, 5), (9, 28), (1, 1)])
def test_listed_pixels_are_the_images(height, width, group, monkeypatch):
    monkeypatch.setattr(row_shifts, "_LISTED_AT_ONCE", 2)
    images = sparse(height, width)
    pixels = row_shifts.listed(images, group)
    levels, following = halves(pixels.pairs)
    again = np.zeros((5, height, width + 1), np.int64)
    for q in range(5):
        for i in range(height):
            places = slice(pixels.starts[q, i], pixels.starts[q, i + 1])
            assert not (places.stop - places.start) % group
            np.add.at(again[q, i], pixels.columns[places], levels[places])
            np.add.at(again[q, i], pixels.columns[places].astype(int) + 1, following[places])
    np.testing.assert_array_equal(again[..., :-1], images)
    assert not again[..., -1].any()
    np.testing.assert_array_equal(pixels.energies, (images.astype(int) ** 2).sum(-1))
    np.testing.assert_array_equal(pixels.norms[:, :height], np.sqrt(pixels.energies.astype(np.float32)))
    assert not pixels.norms[:, height:].any()
    assert pixels.norms.shape[1] % LANES == 0


def test_sliding_rows_are_read_from_any_column_on_both_ways():
    images = sparse(3, 5)
    queries = preparing.sliding(images, 8)
    levels, following = halves(queries.rows)
    assert queries.rows.shape == (5, 3, 2, 13)
    for t in range(13):
        for turn, column in enumerate((t, -t)):
            np.testing.assert_array_equal(levels[:, :, turn, t], images[:, :, column % 5])
            np.testing.assert_array_equal(following[:, :, turn, t], images[:, :, (column + 1) % 5])
    assert (np.diff(np.take_along_axis(queries.energies, queries.order, 1), axis=1) <= 0).all()


def test_costs_take_as_many_lambdas_as_there_are_lanes():
    costs = preparing.costs(28, np.array([0.25, np.inf]))
    assert costs.squares.tolist() == [min(k, 28 - k) ** 2 for k in range(16)]
    np.testing.assert_array_equal(costs.penalties[:, 0], 0.25 * costs.squares)
    np.testing.assert_array_equal(costs.penalties[:, 1], [0.0] + 15 * [np.inf])
    np.testing.assert_array_equal(costs.reaches[:, :2], [[0, 0], [16, np.inf]])
    assert not costs.penalties[:, 2:].any()
    with pytest.raises(ValueError, match="broadcast"):
        preparing.costs(28, np.ones(LANES + 1))


@pytest.mark.parametrize("shape", [(3,), (2, 5, 16)])
def test_memory_begins_with_a_cache_line(shape):
    memory = [row_shifts.aligned(shape, np.float32) for _ in range(9)]
    assert {array.ctypes.data % 64 for array in memory} == {0}
    assert all(array.shape == shape and array.flags.c_contiguous for array in memory)
