"""The search under translations by bounds from spectra, against brute force and the definition."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import Channels, RowShifts, SeparableAction, TimeShifts, Translations
from lazyq.kernels import awaiting, enumeration, screened
from lazyq.kernels.native import bounding, series
from lazyq.kernels.nearest import bands, choose
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.neighbors import NeighborIndex, Neighbors, neighbors, neighbors_path
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_nearest import assert_equal, brute_force

pytestmark = pytest.mark.usefixtures("threads")

LAMS = [0.7, 0.0, float("inf"), 0.05, 30.0]
FLOATS = pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)


def walks(count: int, steps: int, seed: int = 0) -> Tensor:
    """Return standardised random walks, whose low frequencies hold most of their energy."""
    series = np.random.default_rng(seed).standard_normal((count, steps)).cumsum(1)
    series -= series.mean(1, keepdims=True)
    return torch.from_numpy(series / series.std(1, keepdims=True))


def assert_brute(
    action: SeparableAction, x: Tensor, y: Tensor, lams: list[float], *counts: int, kernel: str = "bands"
) -> None:
    every = [brute_force(action, x, y, lam, max(counts)) for lam in lams]
    for k in counts:
        found = neighbors(action, x, y, lams, k, kernel=kernel)
        for level, expected in enumerate(every):
            own = Neighbors(found.distances[level], found.indices[level])
            assert_equal(own, Neighbors(expected.distances[:, :k], expected.indices[:, :k]))


@FLOATS
@pytest.mark.parametrize("shape", [(1, 9), (4, 1), (3, 5), (2, 34)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_those_of_the_definition(kind, shape, dtype):
    action = Translations(*shape)
    x, y = float_sets(kind, action, dtype)
    scale = float(y.abs().max()) or 1.0
    assert_brute(action, x, y, [lam * scale for lam in LAMS], 1, 6, len(y))


@FLOATS
@pytest.mark.parametrize("kind", KINDS)
def test_measured_is_what_the_definition_measures(kind, dtype, monkeypatch):
    for action in (Translations(3, 5), RowShifts(1, 8), TimeShifts(8)):
        sets = float_sets(kind, action if isinstance(action, Translations) else RowShifts(1, 8), dtype, 9)
        x, y = (points.reshape(-1, *action.shape) for points in sets)
        pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), *[1] * len(action.shape))
        scale = float(y.abs().max()) or 1.0
        for lam in LAMS:
            mu = (lam * scale) ** 2
            table = enumeration.squared_residuals(action, *pairs)[:, 0]
            costs = table + torch.where(action.squared_lengths > 0, mu * action.squared_lengths, 0.0)
            first = (costs <= costs.amin(1, keepdim=True)).byte().argmax(1, keepdim=True)
            expected = costs.gather(1, first)[:, 0]
            assert screened.why_not(action, x) is None
            assert torch.equal(squared_distances_of_pairs(action, *pairs, mu), expected)


@settings(max_examples=40)
@given(
    st.integers(1, 5), st.integers(1, 40), st.integers(1, 6), st.integers(1, 60), st.floats(0, 2),
    st.integers(0, 2**32 - 1), st.sampled_from([2, 30, 256]), st.booleans(),
)  # fmt: skip
def test_any_images_have_the_neighbours_of_brute_force(height, width, count, k, lam, seed, levels, smooth):
    generator = np.random.default_rng(seed)
    y = generator.integers(levels, size=(60, height, width), dtype=np.uint8)
    y *= generator.random(y.shape) < generator.random()
    if smooth:
        y[:] = np.sort(y, axis=2)
    y[40:] = y[generator.integers(40, size=20)]
    x = y[generator.integers(60, size=count)]
    action = Translations(height, width)
    for dtype in (torch.uint8, torch.float32):
        own, theirs = (torch.from_numpy(images).to(dtype) for images in (x, y))
        scaled = lam if dtype == torch.uint8 else 255 * lam
        found = neighbors(action, own, theirs, scaled, k, kernel="bands")
        assert_equal(found, neighbors(action, own, theirs, scaled, k, kernel="brute"))
        assert not found.distances[:, 0].any()


@pytest.mark.parametrize("action", [RowShifts(1, 150), TimeShifts(150), TimeShifts(150, 1)], ids=str)
@FLOATS
def test_series_have_a_low_band(action, dtype):
    series = walks(400, 150).to(dtype).reshape(-1, *action.shape)
    x, y = series[:7], series[3:]
    assert choose("auto", action, x, y) is bands
    assert len(next(iter(bands.prepare(action, y, lambda pairs: None))).low[0]) < 60
    assert_brute(action, x, y, [0.0, 0.5, 2.0, float("inf")], 10)


def test_odd_lengths_of_one_and_two_axes():
    for action in (RowShifts(1, 151), Translations(9, 15), Translations(16, 9)):
        height, width = action.shape
        images = walks(140 * height, width).reshape(-1, height, width).cumsum(1)
        assert_brute(action, images[:5], images[5:], LAMS, 7)


def test_real_digits_across_blocks(mnist_raw, monkeypatch):
    monkeypatch.setattr(bands, "_TARGETS_AT_ONCE", 170)
    monkeypatch.setattr(bands, "_PRODUCTS_AT_ONCE", 400)
    action = Translations(28, 28)
    x, y = mnist_raw("t10k")[0][:5], mnist_raw("train")[0][:400]
    assert choose("auto", action, x, y) is bands
    for own, theirs in ((x, y), (x.float() / 255, y.float() / 255)):
        assert_brute(action, own, theirs, [0.0, 0.5, 2.0], 10)


def test_bounds_leave_few_digits(mnist_raw, monkeypatch):
    measured = []

    def counting(action, x, y, mu):
        measured.append(len(x))
        return squared_distances_of_pairs(action, x, y, mu)

    monkeypatch.setattr(bands, "squared_distances_of_pairs", counting)
    x, y = mnist_raw("t10k")[0][:5], mnist_raw("train")[0][:1000]
    neighbors(Translations(28, 28), x, y, 0.5, 10, kernel="bands")
    assert measured == [50]


@pytest.mark.parametrize("action", [RowShifts(1, 64), Translations(6, 12)], ids=str)
def test_a_path_of_neighbours_is_that_of_brute_force(action):
    height, width = action.shape
    y = walks(90 * height, width, 1).reshape(-1, height, width)
    found, expected = (
        neighbors_path(NeighborIndex(action, y, kernel=name), y[3] + 0.1, 5) for name in ("bands", "brute")
    )
    for name in ("indices", "starts", "near", "lams", "residuals", "efforts"):
        assert np.array_equal(getattr(found, name), getattr(expected, name))


@pytest.mark.usefixtures("searched")
def test_without_code_few_queries_are_answered_the_same(monkeypatch):
    y = walks(60, 50).reshape(-1, 1, 50)
    index = NeighborIndex(RowShifts(1, 50), y)
    expected = index.query(y[:3] + 0.1, [0.0, 0.5], 4)
    path = neighbors_path(index, y[3], 4)
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(series, "search", None)
    assert_equal(index.query(y[:3] + 0.1, [0.0, 0.5], 4), expected)
    assert np.array_equal(neighbors_path(index, y[3], 4).starts, path.starts)


@pytest.mark.usefixtures("searched")
def test_what_is_made_ahead_is_all_that_searches_call(mnist_raw):
    searches = bounding.search, series.search
    for size in ((1, 1, 2), (1, 2, 2)):
        bands._search_least(size)
    before = [len(search.overloads) for search in searches]
    digits = mnist_raw("train")[0][:60]
    colours = digits[:, None].expand(-1, 3, -1, -1)
    for action, y in (
        (Translations(28, 28), digits),
        (RowShifts(1, 50), walks(60, 50)[:, None]),
        (Channels(Translations(28, 28), 3), colours),
        (TimeShifts(50, 2), walks(120, 50).reshape(60, 2, 50)),
    ):
        index = NeighborIndex(action, y)
        for count in (1, 9):
            index.query(y[:count], [0.0, 0.5], 3)
        neighbors_path(index, y[0], 3)
    assert [len(search.overloads) for search in searches] == before


def test_what_it_cannot_serve_it_says():
    for action, message in (
        (RowShifts(2, 64), "it knows Translations, shifts of one row or series, and Channels of them"),
        (RowShifts(1, 40), "rows of fewer than 48 pixels"),
        (Translations(3, 513), "it sums up to 128 × 512 pixels"),
        (Channels(RowShifts(2, 64), 2), "it knows Translations"),
        (Channels(TimeShifts(4, 2), 2), "it knows Translations"),
    ):
        points = torch.zeros(2, *action.shape)
        with pytest.raises(ValueError, match=message):
            neighbors(action, points, points, 0.0, 1, kernel="bands")


def test_a_search_can_be_ended():
    y = walks(60, 50).reshape(-1, 1, 50)
    seen: list[float] = []
    neighbors(RowShifts(1, 50), y[:9], y, LAMS, 3, kernel="bands", progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0

    def leave(part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        neighbors(RowShifts(1, 50), y[:9], y, LAMS, 3, kernel="bands", progress=leave)
