"""Several channels that move together: the search by spectra and all pairs, against the definition."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import Channels, RowShifts, SeparableAction, TimeShifts, Translations, pairwise
from lazyq.kernels import composed, pairs, screened
from lazyq.kernels.nearest import bands, choose
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.pairwise import choose as choose_pairwise
from lazyq.kernels.pairwise import sparse, spectra
from lazyq.kernels.summing import by_halves
from lazyq.neighbors import NeighborIndex, neighbors, neighbors_path
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_bands import FLOATS, LAMS, assert_brute, walks
from tests.kernels.test_nearest import assert_equal

pytestmark = pytest.mark.usefixtures("threads")

SERIES = [TimeShifts(50, 3), Channels(RowShifts(1, 64), 2), Channels(TimeShifts(33), 6)]
ACTIONS: list[SeparableAction] = [Channels(Translations(4, 5), 3), Channels(Translations(3, 6), 5), *SERIES]


@FLOATS
@pytest.mark.parametrize("action", [ACTIONS[0], SERIES[0]], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_those_of_the_definition(kind, action, dtype):
    x, y = float_sets(kind, action, dtype)
    scale = float(y.abs().max()) or 1.0
    assert_brute(action, x, y, [lam * scale for lam in LAMS], 1, 6, len(y))


@FLOATS
@pytest.mark.parametrize("kind", KINDS)
def test_measured_is_what_the_definition_measures(kind, dtype):
    for action in ACTIONS:
        x, y = float_sets(kind, action, dtype, 9)
        own, theirs = x.repeat_interleave(len(y), 0), y.repeat(len(x), *[1] * len(action.shape))
        scale = float(y.abs().max()) or 1.0
        for lam in LAMS:
            mu = (lam * scale) ** 2
            table = composed.squared_residuals(action, own, theirs)[:, 0]
            costs = table + torch.where(action.squared_lengths > 0, mu * action.squared_lengths, 0.0)
            first = (costs <= costs.amin(1, keepdim=True)).byte().argmax(1, keepdim=True)
            assert screened.why_not(action, x) is None
            found = squared_distances_of_pairs(action, own, theirs, mu)
            assert torch.equal(found, costs.gather(1, first)[:, 0])


def test_channels_are_added_by_halves():
    action = TimeShifts(5, 11)
    x, y = torch.randn(2, 40, *action.shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = composed.squared_residuals(action, x, y)
    for element in range(5):
        moved = action.act(action.assemble(torch.tensor([element])), x)
        assert torch.equal(found[:, 0, element], by_halves(by_halves((moved - y).square())))


def drawn(generator: np.random.Generator, shape: tuple[int, ...], levels: int, smooth: bool) -> np.ndarray:
    """Return 60 points, some of them equal, of channels of different brightness."""
    y = generator.integers(levels, size=(60, *shape), dtype=np.uint8)
    y *= generator.random(y.shape) < generator.random()
    if smooth:
        y[:] = np.sort(y, axis=-1)
    y[:, 0] += generator.integers(0, 257 - levels, dtype=np.uint8)
    y[40:] = y[generator.integers(40, size=20)]
    return y


@settings(max_examples=30)
@given(
    st.integers(1, 7), st.integers(0, 4), st.integers(1, 40), st.integers(1, 6), st.integers(1, 60),
    st.floats(0, 2), st.integers(0, 2**32 - 1), st.sampled_from([2, 30, 256]), st.booleans(),
)  # fmt: skip
def test_any_points_have_the_neighbours_of_brute_force(
    channels, height, width, count, k, lam, seed, levels, smooth
):
    generator = np.random.default_rng(seed)
    action = Channels(Translations(height, width), channels) if height else TimeShifts(width, channels)
    y = drawn(generator, action.shape, levels, smooth)
    x = y[generator.integers(60, size=count)]
    for dtype in (torch.uint8, torch.float32, torch.float64):
        own, theirs = (torch.from_numpy(points).to(dtype) for points in (x, y))
        scaled = lam if dtype == torch.uint8 else 255 * lam
        found = neighbors(action, own, theirs, scaled, k, kernel="bands")
        assert_equal(found, neighbors(action, own, theirs, scaled, k, kernel="brute"))
        assert not found.distances[:, 0].any()


@FLOATS
def test_leads_at_levels_of_their_own_have_a_low_band(dtype):
    action = TimeShifts(150, 3)
    series = walks(1200, 150).to(dtype).reshape(-1, *action.shape) + torch.tensor([[0.0], [40.0], [-7.0]])
    x, y = series[:7], series[3:]
    assert choose("auto", action, x, y) is bands
    assert len(next(iter(bands.prepare(action, y, lambda pairs: None))).low[0]) < 180
    assert_brute(action, x.to(dtype), y.to(dtype), [0.0, 0.5, 2.0, float("inf")], 10)


def colours(count: int, side: int) -> Tensor:
    """Return smooth pictures of three channels that are much alike, as those of photographs are."""
    grey = walks(count * side, side).reshape(count, 1, side, side).cumsum(2) / side
    return grey + walks(3 * count * side, side, 1).reshape(count, 3, side, side) / 4


def test_few_colour_pictures_are_measured(monkeypatch):
    measured = []

    def counting(action, x, y, mu):
        measured.append(len(x))
        return squared_distances_of_pairs(action, x, y, mu)

    monkeypatch.setattr(bands, "squared_distances_of_pairs", counting)
    monkeypatch.setattr(pairs, "kernels", None)  # all elements of all pairs are not looked at
    pictures = colours(200, 16).float()
    action = Channels(Translations(16, 16), 3)
    assert choose("auto", action, pictures, pictures) is bands
    neighbors(action, pictures[:5], pictures, 0.1, 10)
    assert measured == [50]


def test_a_path_of_neighbours_is_that_of_brute_force():
    for action, y in (
        (Channels(Translations(8, 8), 3), colours(60, 8)),
        (TimeShifts(64, 2), walks(120, 64).reshape(60, 2, 64)),
    ):
        found, expected = (
            neighbors_path(NeighborIndex(action, y, kernel=name), y[3] + 0.1, 5)
            for name in ("bands", "brute")
        )
        for name in ("indices", "starts", "near", "lams", "residuals", "efforts"):
            assert np.array_equal(getattr(found, name), getattr(expected, name))


@pytest.mark.parametrize("action", [TimeShifts(9, 200), Channels(TimeShifts(9), 200)], ids=str)
def test_channels_may_be_more_than_rows(action):
    assert choose_pairwise("auto", action, *torch.zeros(2, 3, 200, 9)) is spectra


@FLOATS
@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("kind", ["signed", "offset", "zero", "constant", "huge", "tiny", "one bright"])
def test_all_pairs_are_within_what_the_kernel_may_be_off_by(kind, action, dtype):
    x, y = float_sets(kind, action, dtype)
    kernel = choose_pairwise("auto", action, x, y)
    of_one_level = dtype == torch.float32 and kind in ("zero", "constant") and action == SERIES[1]
    assert kernel is (sparse if of_one_level else spectra)
    lams = [lam * (float(y.abs().max()) or 1.0) for lam in LAMS]
    found = pairwise(action, x, y, lams).double().square()
    relative, absolute = kernel.errors(action, dtype)
    energies = x.double().flatten(1).square().sum(1)[:, None] + y.double().flatten(1).square().sum(1)
    own, theirs = x.repeat_interleave(len(y), 0), y.repeat(len(x), *[1] * len(action.shape))
    for level, lam in enumerate(lams):
        expected = squared_distances_of_pairs(action, own, theirs, lam**2).reshape(len(x), len(y))
        margin = (relative + 1e-14) * expected + absolute * energies
        assert ((found[level] - expected).abs() <= margin).all()
