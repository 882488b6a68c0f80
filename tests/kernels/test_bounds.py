"""What bounds distances from below is never above them, and spares most of the work."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import RowShifts
from lazyq.kernels import row_shifts, spectra
from lazyq.kernels.native.layout import TINY
from lazyq.kernels.native.phases import is_too_far
from lazyq.kernels.nearest import bands, preparing, pruned, series
from lazyq.kernels.nearest.spectral_targets import targets
from lazyq.kernels.nearest.targets import phases
from lazyq.kernels.row_shifts import squared_shifts
from lazyq.neighbors import neighbors
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_nearest import assert_equal

LAMS = [0.05, 0.4, 1.0, 3.0]


def images(generator: np.random.Generator, shape: tuple[int, ...], levels: int, smooth: bool) -> np.ndarray:
    """Return bytes, some of them blank, smooth or not."""
    found = generator.integers(levels, size=shape, dtype=np.uint8)
    found *= generator.random(shape) < generator.random()
    return np.sort(found, axis=-1) if smooth else found


def distances(x: np.ndarray, y: np.ndarray, mu: float) -> np.ndarray:
    """Return the costs of all shifts of one row, (n, m, W), in float64: x moves to the left."""
    width = x.shape[1]
    moved = np.stack([np.roll(x, -shift, 1) for shift in range(width)], 1)
    shifts = np.minimum(np.arange(width), width - np.arange(width))
    return np.square(moved[:, None] - y[None, :, None]).sum(3) + mu * shifts**2


@settings(max_examples=60)
@given(
    st.integers(1, 3), st.integers(2, 70), st.integers(2, 256), st.booleans(),
    st.sampled_from([1e-30, 1.0, 1e20]), st.floats(0, 1e4), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_low_frequencies_of_series_say_at_most_what_a_shift_costs(
    channels, width, levels, smooth, scale, shift, seed
):
    generator = np.random.default_rng(seed)
    both = scale * (images(generator, (30, channels, width), levels, smooth) + shift)
    x, y = both[:3], both[2:]
    block = targets(torch.from_numpy(y), (channels, 1, width), lambda pairs: None)
    own, bounds = bands._bounded(block, torch.from_numpy(x[:, :, None]))
    made, errors = series._series(own, block, np.zeros(1)), block.errors()
    parts = (-1, 2, made.turns.waves.shape[2], channels)
    lines = made.lines.swapaxes(1, 2).reshape(parts)[: len(y)]
    theirs = lines[:, 0] + 1j * lines[:, 1]
    scaled = made.queries.values[:, 0, :, 0] + 1j * made.queries.values[:, 1, :, 0]
    frequencies = spectra.order(width)[0]
    columns = frequencies[np.arange(len(frequencies)) if block.cut is None else block.cut.columns]
    waves = np.exp(2j * np.pi / width * np.outer(columns, np.arange(width)))
    low = ((scaled[:, None] * theirs.conj()).sum(3)[..., None] * waves).real.sum(2)
    both_energies = own.energies[:, None] + bounds.energies[: len(y)]
    apart = own.means[:, None] - bounds.means[: len(y)]
    means = own.means[:, None] ** 2 + bounds.means[: len(y)] ** 2
    lost = errors.bound * (both_energies + means) + errors.least
    base = both_energies + apart**2 - bounds.tails[:, : len(y)] - lost
    true = sum(distances(x[:, c], y[:, c], 0.0) for c in range(channels)) / block.frame.unit**2
    assert (base[..., None] + low <= true).all()
    assert (both_energies + apart**2 - bounds.products[:, : len(y)] - lost <= true.min(2)).all()


def pairs_too_far(x: Tensor, y: Tensor, lam: float, share: float = 1.0) -> np.ndarray:
    """Return which pairs of images (n, C, H, W) phases call further than a share of d_λ², (n, m)."""
    size = channels, height, width = x.shape[1:]
    block = pruned._targets(y, size)
    own = row_shifts.lines(x, size)
    own = block.frame.of(own) if block.frame else own
    mus = np.array([lam**2 * block.scale])
    costs = preparing.costs(width, mus)
    queries = preparing.sliding(own.numpy(), len(costs.squares), channels)
    lines = own.double().numpy(), block.images.double().numpy()
    still = [[distances(*(both[:, i * channels + c] for both in lines), 0.0) for c in range(channels)]
             for i in range(height)]  # fmt: skip
    exact = (np.array(still).sum(1) + mus[0] * squared_shifts(width, width)).min(3).sum(0)
    levels = next(iter(pruned._bounded(block, own.repeat(5, 1, 1), torch.from_numpy(mus), np.inf, int)))
    bound, known = levels[3], phases(own, block.phases(int))
    found = np.zeros(exact.shape, bool)
    pixels, whole = block.pixels(int), queries.totals[:, None] + block.totals
    least = (1 - bound.slack) * whole - 2 * bound.values[: len(x)]
    assert (least <= exact).all()
    for q, j in np.ndindex(*exact.shape):
        limits = preparing.limits(len(x), height)
        limits.values[q, 0] = np.float32(share * exact[q, j]) * limits.safe + TINY
        if least[q, j] <= limits.values[q, 0]:
            found[q, j] = is_too_far(queries, q, pixels, j, costs, limits, np.float32(least[q, j]), known)
    return found


@settings(max_examples=60)
@given(
    st.integers(1, 4), st.integers(1, 7), st.integers(1, 40), st.integers(2, 256), st.booleans(),
    st.floats(0.001, 3), st.booleans(), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_phases_say_at_most_the_distance(channels, height, width, levels, smooth, lam, floating, seed):
    generator = np.random.default_rng(seed)
    both = torch.from_numpy(images(generator, (12, channels, height, width), levels, smooth))
    both = both.double() / 255 if floating else both
    assert not pairs_too_far(both[:3], both[2:], lam if floating else 255 * lam).any()


@pytest.mark.parametrize("channels", [1, 3])
def test_phases_say_nearly_the_distance_of_waves_and_never_more(channels):
    generator, width = np.random.default_rng(channels), 40
    heights = generator.uniform(0.5, 2, (1, channels, 4, 1))
    angles = generator.uniform(0, 2 * np.pi, (1, channels, 4, 1))
    turned = generator.uniform(-6, 6, (4, 1, 4, 1))
    waves = torch.from_numpy(heights * np.cos(angles + 2 * np.pi / width * (np.arange(width) + turned)))
    for lam in (0.1, 0.3, 1.0):
        assert not pairs_too_far(waves, waves, lam).any()
    assert (pairs_too_far(waves, waves, lam, 0.9) == ~torch.eye(4, dtype=bool).numpy()).all()


def test_phases_spare_most_evaluations_and_are_given_up_where_they_do_not_pay(mnist_raw, monkeypatch):
    from lazyq.kernels.native import search

    evaluated, plain = [], search.search
    monkeypatch.setattr(search, "search", lambda *given: evaluated.append(plain(*given)))
    x, y = mnist_raw("t10k")[0][:32], mnist_raw("train")[0][:2000]

    def counts(fewest: int, share: float) -> list[int]:
        """Count for bytes and for floats; phases pay if they spare more than a share of the pairs."""
        monkeypatch.setattr(pruned, "_WORTH_PHASES", fewest)
        for name in ("_SHARE", "_SHARE_OF_BYTES"):
            monkeypatch.setattr(f"lazyq.kernels.nearest.targets.{name}", share)
        found = []
        for own, theirs in ((x, y), (x.float() / 255, y.float() / 255)):
            evaluated.clear()
            neighbors(RowShifts(28, 28), own, theirs, 0.7, 10, kernel="pruned")
            found.append(sum(evaluated))
        return found

    without, to_the_end, given_up = counts(33, 0.0), counts(32, 0.0), counts(32, 1.0)
    for all_, few, some in zip(without, to_the_end, given_up, strict=True):
        assert few < all_ / 2
        assert few < some <= all_


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("shape", [(1, 9), (3, 5), (4, 28), (5, 1)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_with_phases_neighbours_are_the_same(kind, shape, dtype, monkeypatch):
    monkeypatch.setattr(pruned, "_WORTH_PHASES", 1)
    action = RowShifts(*shape)
    x, y = float_sets(kind, action, dtype)
    x = x.repeat(3, 1, 1)
    scale = float(y.abs().max()) or 1.0
    for lams in ([lam * scale for lam in LAMS], [0.0, 0.4 * scale, float("inf")]):
        found = neighbors(action, x, y, lams, 4, kernel="pruned")
        assert_equal(found, neighbors(action, x, y, lams, 4, kernel="brute"))


@settings(max_examples=40)
@given(
    st.integers(1, 6), st.integers(1, 40), st.integers(1, 12), st.floats(0.01, 2), st.integers(0, 2**32 - 1),
    st.sampled_from([2, 30, 256]), st.booleans(),
)  # fmt: skip
def test_with_phases_any_bytes_have_the_neighbours_of_brute_force(
    height, width, k, lam, seed, levels, smooth
):
    generator = np.random.default_rng(seed)
    y = images(generator, (400, height, width), levels, smooth)
    y[380:] = y[generator.integers(380, size=20)]
    x, y = torch.from_numpy(y[generator.integers(400, size=9)]), torch.from_numpy(y)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pruned, "_WORTH_PHASES", 1)
        found = neighbors(RowShifts(height, width), x, y, [lam, 3 * lam], k, kernel="pruned")
    assert_equal(found, neighbors(RowShifts(height, width), x, y, [lam, 3 * lam], k, kernel="brute"))
