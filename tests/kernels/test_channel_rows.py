"""Rows of several channels that move together: the search by bounds and all pairs, against the definition."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import Channels, RowShifts, SeparableAction, TimeShifts, Translations, pairwise, zero_padded
from lazyq.kernels import awaiting, composed, row_shifts
from lazyq.kernels.nearest import bands, choose, pruned, uncompiled
from lazyq.kernels.original import originals
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.pairwise import choose as choose_pairwise
from lazyq.kernels.pairwise import choose_at_once, numba, sparse, spectra
from lazyq.neighbors import NeighborIndex, Neighbors, neighbors, neighbors_path
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_bands import FLOATS, LAMS, assert_brute
from tests.kernels.test_channels import colours, drawn
from tests.kernels.test_nearest import assert_equal, brute_force

pytestmark = pytest.mark.usefixtures("threads")

ACTIONS = [Channels(RowShifts(3, 5), 3), Channels(RowShifts(4, 18), 2), Channels(RowShifts(1, 9), 5)]


def rolled(x: np.ndarray, y: np.ndarray, lam: float, rows: bool, down: bool) -> np.ndarray:
    """Return the squared distances of points (n, C, H, W) and (m, C, H, W), with one roll after the other.

    Every row has a shift of its own, or the whole moves across, and down.
    """
    height, width = x.shape[2:]
    least = np.full((len(x), len(y), height if rows else 1), np.inf)
    for a in range(height if down else 1):
        for b in range(width):
            moved = np.roll(x, (-a, -b), (2, 3)).astype(np.float64)
            squares = np.square(moved[:, None] - y[None].astype(np.float64)).sum((2, 4))
            steps = min(a, height - a) ** 2 + min(b, width - b) ** 2
            residual = squares if rows else squares.sum(2, keepdims=True)
            least = np.minimum(least, residual + (lam**2 * steps if steps else 0.0))
    return least.sum(2)


@FLOATS
@pytest.mark.parametrize("action", ACTIONS[:2], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_those_of_the_definition(kind, action, dtype):
    x, y = float_sets(kind, action, dtype)
    assert choose("auto", action, x, y) is pruned
    scale = float(y.abs().max()) or 1.0
    assert_brute(action, x, y, [lam * scale for lam in LAMS], 1, 6, len(y), kernel="pruned")


@settings(max_examples=40)
@given(
    st.integers(1, 6), st.integers(1, 4), st.integers(1, 40), st.integers(1, 6), st.integers(1, 60),
    st.floats(0, 2), st.integers(0, 2**32 - 1), st.sampled_from([2, 30, 256]), st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_any_points_have_the_neighbours_of_brute_force(
    channels, height, width, count, k, lam, seed, levels, smooth, series
):
    generator = np.random.default_rng(seed)
    action = TimeShifts(width, channels) if series else Channels(RowShifts(height, width), channels)
    y = drawn(generator, action.shape, levels, smooth)
    y[:, generator.integers(channels)] = generator.choice([0, 7])
    x = y[generator.integers(60, size=count)]
    for dtype in (torch.uint8, torch.float32, torch.float64):
        own, theirs = (torch.from_numpy(points).to(dtype) for points in (x, y))
        scaled = lam if dtype == torch.uint8 else 255 * lam
        found = neighbors(action, own, theirs, scaled, k, kernel="pruned")
        assert_equal(found, brute_force(action, own, theirs, scaled, k))
        assert not found.distances[:, 0].any()


@pytest.mark.filterwarnings("ignore:x looks like pixels")  # levels as floats are what it compares
@settings(max_examples=40)
@given(
    st.sampled_from(["rows", "plane", "series"]), st.integers(1, 4), st.integers(1, 5), st.integers(1, 12),
    st.integers(0, 12), st.integers(0, 3), st.floats(0, 2), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_zero_padded_channels_have_the_neighbours_of_rolls(
    kind, channels, height, width, margin, down, lam, seed
):
    generator = np.random.default_rng(seed)
    height = 1 if kind == "series" else height
    points = generator.integers(256, size=(26, channels, height, width), dtype=np.uint8)
    points *= generator.random(points.shape) < generator.random()
    margins = (down, margin) if kind == "plane" else (margin,)
    padded = zero_padded(torch.from_numpy(points), *margins)
    actions: dict[str, SeparableAction] = {
        "rows": Channels(RowShifts(*padded.shape[2:]), channels),
        "plane": Channels(Translations(*padded.shape[2:]), channels),
        "series": TimeShifts(padded.shape[3], channels),
    }
    action = actions[kind]
    x, y = (images.reshape(-1, *action.shape) for images in (padded[:6], padded[3:]))
    squared = rolled(padded[:6].numpy(), padded[3:].numpy(), 255 * lam, kind == "rows", kind == "plane")
    for dtype in (torch.uint8, torch.float32, torch.float64):
        own, theirs = x.to(dtype), y.to(dtype)
        scaled = lam if dtype == torch.uint8 else 255 * lam
        found = neighbors(action, own, theirs, scaled, 5)
        expected = np.take_along_axis(squared, found.indices.numpy(), 1)
        unit = 255**2 if dtype == torch.uint8 else 1
        np.testing.assert_allclose(found.distances.square() * unit, expected, rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(expected, np.sort(squared, 1)[:, :5], rtol=1e-9, atol=1e-6)
        together = pairwise(action, own, theirs, scaled).double().square().numpy() * unit
        energy = float(padded.double().square().flatten(1).sum(1).max())
        np.testing.assert_allclose(together, squared, rtol=1e-4, atol=1e-5 * (energy + 1))


def test_originals_measure_what_the_definition_measures():
    from lazyq.kernels.native.rows import squared_residuals

    generator = torch.Generator().manual_seed(0)
    for action in (*ACTIONS, Channels(RowShifts(2, 8), 11)):
        size = row_shifts.known_size(action)
        channels, height, width = size
        x, y = torch.randn(2, 9, *action.shape, generator=generator, dtype=torch.float64)
        lines = (row_shifts.lines(points, size).numpy() for points in (x, y))
        out = np.empty((9, height, width))
        squared_residuals(originals(*lines, np.empty(0), channels), out)
        assert torch.equal(torch.from_numpy(out), composed.squared_residuals(action, x, y))


def test_lines_are_the_channels_of_a_row_and_points_come_back():
    action = Channels(RowShifts(4, 5), 3)
    points = torch.arange(7 * 60.0).reshape(7, 3, 4, 5)
    lines = row_shifts.lines(points, (3, 4, 5))
    for i in range(4):
        for c in range(3):
            assert torch.equal(lines[:, i * 3 + c], points[:, c, i])
    block = next(iter(pruned.prepare(action, points, int)))
    assert torch.equal(block.given(action.shape), points)
    assert torch.equal(block.given(action.shape, torch.tensor([4, 1])), points[[4, 1]])


@pytest.mark.parametrize("queries", [1, 2, 20])
@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32], ids=str)
def test_few_queries_and_several_blocks_and_phases(queries, dtype, monkeypatch):
    monkeypatch.setattr(pruned, "_TARGETS_AT_ONCE", 170)
    pictures = colours(250, 12)
    pictures = (pictures - pictures.min()) / (pictures.max() - pictures.min())
    pictures = (pictures * 255).to(dtype) / (1 if dtype == torch.uint8 else 255)
    pictures = pictures.to(dtype)
    action, lams = Channels(RowShifts(12, 12), 3), [0.0, 0.05, 0.2, 1.0]
    assert_brute(action, pictures[:queries], pictures[5:], lams, 10, kernel="pruned")


def test_a_shift_that_pays_for_all_channels_but_for_no_single_one_is_found():
    """To stay costs 2·3·100², a step 2.2·100², and one channel could gain 2·100² by it."""
    action = Channels(RowShifts(1, 8), 3)
    x = torch.zeros(6, *action.shape, dtype=torch.uint8)
    x[..., 2] = 100
    y = torch.stack([x[0].roll(1, -1), torch.zeros_like(x[0])])
    found = neighbors(action, x, y, (2.2 * 100**2) ** 0.5 / 255, 1, kernel="pruned")
    assert not found.indices.any()


def test_bounds_leave_few_colour_pictures(monkeypatch):
    from lazyq.kernels.native import search

    evaluated, plain = [], search.search
    monkeypatch.setattr(search, "search", lambda *given: evaluated.append(plain(*given)))
    pictures = colours(1200, 16).float()
    action = Channels(RowShifts(16, 16), 3)
    neighbors(action, pictures[:32], pictures, 20.0, 10, kernel="pruned")
    assert sum(evaluated) < 0.05 * 32 * 1200


@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32], ids=str)
def test_a_path_of_neighbours_is_that_of_brute_force(dtype):
    action = Channels(RowShifts(8, 8), 3)
    pictures = ((colours(60, 8) + 20) * 6).clamp(0, 255).round().to(dtype)
    found, expected = (
        neighbors_path(NeighborIndex(action, pictures[1:], kernel=name), pictures[0], 5)
        for name in ("pruned", "brute")
    )
    for name in ("indices", "starts", "near", "lams", "residuals", "efforts"):
        assert np.array_equal(getattr(found, name), getattr(expected, name))


@pytest.mark.parametrize("action", ACTIONS[:2], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_without_code_neighbours_are_those_of_the_definition(kind, action, monkeypatch):
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    for dtype in (torch.float32, torch.float64):
        x, y = float_sets(kind, action, dtype)
        scale = float(y.abs().max()) or 1.0
        lams = [lam * scale for lam in LAMS]
        found = NeighborIndex(action, y, kernel="pruned").query(x[:3], lams, 6)
        for level, lam in enumerate(lams):
            own = Neighbors(found.distances[level], found.indices[level])
            assert_equal(own, brute_force(action, x[:3], y, lam, 6))


def test_without_code_what_may_be_near_is_found(monkeypatch):
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    action = Channels(RowShifts(8, 8), 3)
    pictures = colours(60, 8)
    mus, limits = torch.tensor([0.0, 4.0], dtype=torch.float64), torch.tensor([60.0, 90.0]).double()
    blocks = list(pruned.prepare(action, pictures, int))
    found, least = uncompiled.near(action, blocks, pictures[3:4], mus, limits)
    for level, mu in enumerate(mus.tolist()):
        exact = squared_distances_of_pairs(action, pictures[3:4].expand_as(pictures), pictures, mu)
        assert set((exact <= limits[level]).nonzero().flatten().tolist()) <= set(found.tolist())
        assert (least[:, level] <= exact[found]).all()
        assert (exact[found] <= least[:, level] + 1e-9).all()


def pairs_of(kernel_name: str, action: SeparableAction, x: Tensor, y: Tensor) -> None:
    """Assert that all squared distances are those of pairs, within the kernel's errors."""
    kernel = choose_pairwise(kernel_name, action, x, y)
    scale = 255.0 if x.dtype == torch.uint8 else float(y.abs().max()) or 1.0
    mus = torch.tensor([(lam * scale) ** 2 for lam in LAMS], dtype=torch.float64)
    found = kernel.squared_distances(action, x, y, mus).double()
    relative, absolute = kernel.errors(action, x.dtype)
    energies = x.double().flatten(1).square().sum(1)[:, None] + y.double().flatten(1).square().sum(1)
    own, theirs = x.repeat_interleave(len(y), 0), y.repeat(len(x), *[1] * len(action.shape))
    for level, mu in enumerate(mus.tolist()):
        expected = squared_distances_of_pairs(action, own, theirs, mu).reshape(len(x), len(y))
        margin = (relative + 1e-14) * expected + absolute * energies
        assert ((found[level] - expected).abs() <= margin).all()


SERIES = [TimeShifts(9), TimeShifts(9, 1), TimeShifts(50, 3), Channels(TimeShifts(33), 6)]


@FLOATS
@pytest.mark.parametrize("action", [*ACTIONS, *SERIES], ids=str)
@pytest.mark.parametrize("kind", ["signed", "sparse", "offset", "zero", "huge", "tiny", "one bright"])
def test_all_pairs_of_floats_are_within_what_the_kernel_may_be_off_by(kind, action, dtype):
    x, y = float_sets(kind, action, dtype)
    pairs_of("auto", action, x, y)
    pairs_of("spectra", action, x, y)


@pytest.mark.parametrize("action", [*ACTIONS, *SERIES, Channels(RowShifts(2, 28), 9)], ids=str)
def test_all_pairs_of_bytes_are_exact_but_for_the_last_digits(action):
    generator = np.random.default_rng(0)
    for levels, smooth in ((2, False), (256, False), (256, True)):
        y = torch.from_numpy(drawn(generator, action.shape, levels, smooth))
        x = y[generator.integers(60, size=7)]
        assert choose_pairwise("auto", action, x, y) is numba
        pairs_of("numba", action, x, y)


def test_sparse_pictures_are_correlated_pixel_by_pixel():
    action = Channels(RowShifts(4, 18), 3)
    x, y = float_sets("sparse", action, torch.float32)
    assert choose_pairwise("auto", action, x, y) is sparse
    pairs_of("sparse", action, x, y)
    pairs_of("sparse", action, x + 3, y + 3)
    assert choose_pairwise("auto", action, *float_sets("signed", action, torch.float32)) is spectra


def test_the_least_call_makes_the_code_of_rows_of_channels(monkeypatch):
    made = []
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: made.append(make()) or True)
    for action in (Channels(RowShifts(2, 9), 2), TimeShifts(9, 2), Channels(Translations(2, 9), 2)):
        for dtype in (torch.uint8, torch.float32, torch.float64):
            points = torch.arange(36).remainder(7)[: np.prod(action.shape)].reshape(1, *action.shape)
            choose_at_once(action, points.to(dtype), points.to(dtype))
    assert len(made) == 8  # translations of bytes need none


def test_rows_of_many_channels_are_not_too_wide():
    assert choose("auto", Channels(TimeShifts(4), 512), *torch.zeros(2, 1, 512, 4)) is bands
    wide = Channels(RowShifts(2, 4), 513), torch.zeros(1, 513, 2, 4)
    assert "up to 2048 columns of all channels, and there are 2052" in (pruned.why_not(*wide, wide[1]) or "")
    action = Channels(RowShifts(2, 4), 512)
    points = torch.randint(256, (40, *action.shape), dtype=torch.uint8, generator=torch.Generator())
    for both in (points, points.float() / 255):
        assert choose("auto", action, both, both) is pruned
        assert_brute(action, both[:3], both, [0.0, 1.0], 4, kernel="pruned")
    nested = Channels(Channels(RowShifts(2, 4), 2), 2)
    assert row_shifts.size_of(nested) is None
    assert row_shifts.size_of(Translations(1, 4)) is None
