"""Sums of bytes are never below what a shift that may pay gives, and change no neighbour of series."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq import RowShifts
from lazyq.kernels import row_shifts
from lazyq.kernels.native import rounded
from lazyq.kernels.native.bands import Bounds, Errors
from lazyq.kernels.native.layout import Part, Planes
from lazyq.kernels.nearest import bands, series
from lazyq.neighbors import NeighborIndex

LIMIT = 3e38
HALVES = [2, 3, 4, 7, 8, 9, 24, 25, 75]
has_instruction = pytest.mark.skipif(
    row_shifts.why_no_compiler(torch.zeros(1)) is not None or "+avx512vnni" not in series._features(),
    reason="the processor has no vpdpbusd, or Numba makes no code for it",
)


def rows(generator: np.random.Generator, count: int, channels: int, width: int, kind: str) -> np.ndarray:
    """Return series without their means, float32: noise, steps with ties, a spike, or equal halves."""
    found = generator.normal(size=(count, channels, width))
    if kind == "steps":
        found = generator.integers(-1, 2, found.shape).astype(float)
    if kind == "spike":
        found[:, 0, 0] += 10.0 ** generator.uniform(-3, 8, count)
    if kind == "halves":  # equal or opposite ones: the sums or the differences are 0
        found[..., width // 2 :] = found[..., : width // 2] * generator.choice([-1, 1], (count, 1, 1))
    found *= 10.0 ** generator.uniform(-4, 4, (count, 1, 1))
    found[generator.random(count) < 0.2] = 0
    return (found - found.mean(2, keepdims=True)).astype(np.float32)


def greatest(x: np.ndarray, y: np.ndarray, penalties: np.ndarray) -> np.ndarray:
    """Return the greatest 2⟨g·x, y⟩ less its penalty, (n, m), in float64, shift by shift."""
    best = np.full((len(x), len(y)), -np.inf)
    for k in range(x.shape[2]):
        moved = np.roll(x.astype(np.float64), -k, 2).reshape(len(x), -1)
        products = 2 * moved @ y.astype(np.float64).reshape(len(y), -1).T
        best = np.maximum(best, products - penalties[k])
    return best


def in_numpy(own: rounded.Words, targets: rounded.Bytes, penalties: np.ndarray) -> np.ndarray:
    """Return what the compiled sums say, (n, lanes·⌈m/lanes⌉), in float64."""
    levels = targets.words.transpose(0, 1, 4, 2, 3).copy().view(np.uint8)
    levels = levels.reshape(2, -1, *levels.shape[-2:]).astype(np.int64)
    sums, lost = [], 0.0
    for i, k in ((i, k) for i in range(2) for k in range(penalties.shape[1])):
        words = np.ascontiguousarray(own.words[i, :, :, k : k + 4 * targets.words.shape[3] : 4])
        windows = words.view(np.int8).astype(np.int64)
        found = np.einsum("ncw,mcw->nm", windows, levels[i]) + own.starts[i, :, k, None]
        sums.append(found * np.outer(own.scales[i].astype(float), targets.scales[i].astype(float)))
    for i in range(2):
        lost = lost + np.outer(own.norms[i].astype(float), targets.errors[i].astype(float))
        lost = lost + np.outer(own.errors[i].astype(float), targets.norms[i].astype(float))
    of_sums, of_differences = np.stack(sums).reshape(2, penalties.shape[1], *sums[0].shape)
    costs = penalties[:, :, None, None]
    near = np.maximum(of_sums + of_differences - costs[0], of_sums - of_differences - costs[1])
    return near.max(0) + lost


problems = given(
    st.integers(1, 3), st.sampled_from(HALVES), st.integers(1, 40),
    st.sampled_from(["noise", "steps", "spike", "halves"]),
    st.sampled_from([0.0, 1e-30, 0.01, 1e4, 1e30, np.inf]), st.integers(0, 2**32 - 1),
)  # fmt: skip


def drawn(channels, half, count, kind, mu, seed):
    generator = np.random.default_rng(seed)
    x = rows(generator, 2, channels, 2 * half, kind)
    y = np.concatenate([x, rows(generator, count, channels, 2 * half, kind)])
    prices = rounded.prices(mu, 2 * half)
    squares = row_shifts.squared_shifts(2 * half, 2 * half)
    true = greatest(x, y, np.where(squares > 0, mu * np.maximum(squares, 1), 0))
    tiny = 2.0**-22 * np.outer(*(np.linalg.norm(part.reshape(len(part), -1), axis=1) for part in (x, y)))
    return x, y, prices, true, tiny


@settings(max_examples=60)
@problems
def test_bytes_say_at_least_what_a_shift_gives(channels, half, count, kind, mu, seed):
    x, y, prices, true, tiny = drawn(channels, half, count, kind, mu, seed)
    said = in_numpy(rounded.queries(x), rounded.targets(y), prices.penalties)[:, : len(y)]
    assert (said + tiny >= true).all()


def with_means(generator: np.random.Generator, rows: np.ndarray, more: int) -> tuple[np.ndarray, np.ndarray]:
    """Return ‖row‖², and any means, filled up with so many zeros."""
    energies = np.square(rows.astype(np.float64)).sum((1, 2))
    means = generator.normal(size=len(rows)) * np.sqrt(energies)
    return tuple(np.pad(part.astype(np.float32), (0, more)) for part in (energies, means))


@has_instruction
@settings(max_examples=100)
@problems
def test_compiled_bounds_are_those_of_the_formula(channels, half, count, kind, mu, seed):
    from lazyq.kernels.native.signed import raise_bounds

    generator = np.random.default_rng(seed)
    x, y, prices, true, _ = drawn(channels, half, count, kind, mu, seed)
    own, targets = rounded.queries(x), rounded.targets(y)
    own_energies, own_means = with_means(generator, x, 0)
    energies, means = with_means(generator, y, targets.scales.shape[1] - len(y))
    errors = Errors(*np.array([0, 0, 64 * 2.0**-23, 2.0**-80], np.float32))
    both = own_energies[:, None].astype(float) + energies + (own_means[:, None].astype(float) - means) ** 2
    whole = own_energies[:, None].astype(float) + energies + own_means[:, None].astype(float) ** 2 + means**2
    squared = both[:, : len(y)] - true
    limit = np.float32(generator.choice([np.inf, max(np.median(squared), 2.0**-80)]))
    before = (both * generator.choice([-1.0, 0.5], both.shape)).astype(np.float32)
    before[generator.random(both.shape) < 0.2] = np.inf
    found = before.copy()
    planes = Planes(np.zeros((len(x), 3, 1, 1, 1), np.float32), own_energies, own_means)
    raised, part = row_shifts.aligned((1, rounded.LANES), np.float32), Part(min(1, count), len(y), 0)
    for q in range(len(x)):
        bounds = Bounds(found, found, energies, means)
        raise_bounds(q, planes, bounds, part, errors, own, targets, prices, limit, raised)

    reaches = np.repeat(prices.reaches, rounded.SHIFTS_AT_ONCE)
    model = both - in_numpy(own, targets, np.where(reaches < limit, prices.penalties, np.inf))
    model = np.maximum(before, model - whole * float(errors.bound) - float(errors.least))
    lines = (before < limit).reshape(len(x), -1, rounded.LANES).any(2)
    model = np.where(np.repeat(lines, rounded.LANES, 1), model, before)
    inside = slice(part.first, part.last)
    atol = float(1e-5 * whole.max() + 1e-30)
    np.testing.assert_allclose(found[:, inside], model[:, inside], rtol=1e-5, atol=atol)
    assert (found[:, : part.first] == before[:, : part.first]).all()
    assert (found[:, len(y) :] == before[:, len(y) :]).all()
    sound = (found[:, : len(y)] <= squared) | (squared >= limit) | (found == before)[:, : len(y)]
    assert sound.all()


def test_a_spike_makes_bytes_coarse_and_bounds_wide():
    y = np.zeros((1, 1, 8), np.float32)
    y[0, 0, :2] = 1e6, 1.0
    whole = rounded.rounded(y)
    assert whole.levels[0, 0].tolist() == [127, 0, 0, 0, 0, 0, 0, 0]
    assert whole.errors[0] >= 1


@has_instruction
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("width", [50, 62, 150])
@pytest.mark.parametrize("scale", [1e-30, 1.0, 1e30])
def test_neighbours_are_the_same_with_bytes_and_without(monkeypatch, dtype, width, scale):
    generator = np.random.default_rng(width)
    noise = generator.normal(size=(700, 1, width))
    noise[::9] = generator.integers(-1, 2, noise[::9].shape)
    noise[5], noise[6] = 0, 3
    noise[7, 0, 4] = 1e6
    noise[20:30] = noise[0]
    noise[30:40] = np.roll(noise[1], 5, 1)
    noise *= scale
    y, lams = torch.from_numpy(noise).to(dtype), [0.0, 0.01 * scale, scale, (0.0, 0.1 * scale)]
    monkeypatch.setattr(series.awaiting, "ready", lambda name, make: True)
    monkeypatch.setattr(series, "_MANY", -1.0)
    raised, raising = [], series._raising

    def watched(*arguments):
        raised.append(1)
        return raising(*arguments)

    monkeypatch.setattr(series, "_raising", watched)
    index = NeighborIndex(RowShifts(1, width), y)
    for lam in lams:
        with_bytes = index.query(y[:12], lam, 7)
        assert raised
        with monkeypatch.context() as patch:
            patch.setattr(series, "_can_sum_bytes", lambda *arguments: False)
            before = len(raised)
            without = index.query(y[:12], lam, 7)
            assert len(raised) == before
        assert torch.equal(with_bytes.distances, without.distances)
        assert torch.equal(with_bytes.indices, without.indices)


@has_instruction
@pytest.mark.parametrize("lam", [0.0, 0.3, 1.0])
def test_who_is_within_a_radius_is_found_with_bytes(monkeypatch, lam):
    generator = np.random.default_rng(0)
    y = torch.from_numpy(generator.normal(size=(700, 1, 150)))
    monkeypatch.setattr(series.awaiting, "ready", lambda name, make: True)
    index, raised = NeighborIndex(RowShifts(1, 150), y), []
    (block,) = index.prepared
    block.bytes()
    raising = series._raising
    monkeypatch.setattr(series, "_raising", lambda *arguments: raised.append(1) or raising(*arguments))
    mus = torch.tensor([lam**2], dtype=torch.float64)
    for q in range(4):
        every = index.query(y[q : q + 1], lam, len(y))
        squared = every.distances.flatten().square()
        limit = squared[[40]]
        places, least = bands.near(index.action, index.prepared, y[q : q + 1], mus, limit)
        assert raised
        own = torch.empty_like(squared).scatter(0, every.indices.flatten(), squared)
        assert set(places.tolist()) >= set(every.indices.flatten()[:40].tolist())
        assert (least[:, 0] <= own[places] * (1 + 1e-6)).all()


def test_a_compiler_that_does_not_say_what_it_makes_code_for_sums_no_bytes(monkeypatch):
    from numba.core.registry import cpu_target

    series._features.cache_clear()
    monkeypatch.setattr(type(cpu_target.target_context), "codegen", lambda self: object())
    try:
        assert series._features() == ()
    finally:
        series._features.cache_clear()
