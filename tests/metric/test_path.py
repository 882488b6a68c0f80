"""The path against pointwise minimisation, in batches, at its ends, and as an object."""

import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from lazyq import Alignment, RowShifts, Translations, align, lazy_distance, lazy_path
from lazyq.kernels import BY_NAME
from tests.own_actions import Permutations, SignFlips
from tests.strategies import LAMS, actions, cyclic_actions, float_points, kinds_of_points, points


def assert_same(one: Alignment, other: Alignment) -> None:
    for name, a, b in zip(one._fields, one, other, strict=True):
        assert a.dtype == b.dtype, name
        assert a.equal(b), name


def around(breakpoints: list[float]) -> list[float]:
    """Return every breakpoint and the floats on both sides of it."""
    return [lam for b in breakpoints for lam in (math.nextafter(b, 0), b, math.nextafter(b, math.inf))]


@given(st.data())
def test_path_is_align_at_every_lam(data: st.DataObject) -> None:
    action = data.draw(actions)
    image = data.draw(st.sampled_from(kinds_of_points(action)))
    x, y = data.draw(image(action)), data.draw(image(action))
    path = lazy_path(action, x, y)
    lams = [0.0, math.inf, 5e-324, 1e-200, 1e200, *around(path.breakpoints.tolist())]
    for lam in [*lams, *data.draw(st.lists(LAMS, max_size=5))]:
        at = path.at(lam)
        assert_same(at, align(action, x, y, lam))
        torch.testing.assert_close(path.distance(lam), at.distance, rtol=1e-7, atol=1e-7)


@given(st.data())
def test_path_is_the_pointwise_minimum(data: st.DataObject) -> None:
    """The value is that of the best of all elements of every factor, by their definition."""
    action = data.draw(actions)
    x, y = data.draw(float_points(action)), data.draw(float_points(action))
    path = lazy_path(action, x, y)
    table = BY_NAME["reference"].squared_residuals(action, x[None], y[None])[0]
    for lam in [0.0, *around(path.breakpoints.tolist()), *data.draw(st.lists(st.floats(0, 5), max_size=4))]:
        least = (table + lam**2 * action.squared_lengths).amin(-1).sum().sqrt()
        torch.testing.assert_close(path.at(lam).distance, least, rtol=1e-12, atol=1e-12)


@given(st.data())
def test_pieces_are_what_they_say(data: st.DataObject) -> None:
    action = data.draw(actions)
    image = data.draw(st.sampled_from(kinds_of_points(action)))
    x, y = data.draw(image(action)), data.draw(image(action))
    path = lazy_path(action, x, y)
    assert (path.breakpoints > 0).all()
    assert (path.breakpoints.diff() > 0).all()
    assert (path.squared_efforts.diff() < 0).all()
    assert (path.squared_residuals.diff() >= -1e-12).all()
    assert path.g[-1].equal(action.identity())
    assert path.squared_efforts[-1] == 0
    for lam, g, residual, effort in zip(
        [0.0, *path.breakpoints.tolist()], path.g, path.squared_residuals, path.squared_efforts, strict=True
    ):
        at = path.at(lam)
        assert at.g.equal(g)
        torch.testing.assert_close(at.residual.square(), residual, rtol=1e-12, atol=1e-13)
        torch.testing.assert_close(at.effort.square(), effort, rtol=1e-12, atol=0)


@given(st.data())
def test_beyond_the_last_breakpoint_nothing_moves(data: st.DataObject) -> None:
    action = data.draw(cyclic_actions)
    x, y = data.draw(points(action)), data.draw(points(action))
    path = lazy_path(action, x, y)
    last = path.breakpoints[-1].item() if len(path.breakpoints) else 0.0
    for lam in (last, last + 1, 1e300, math.inf):
        at = path.at(lam)
        assert at.g.equal(action.identity())
        assert at.moved.equal(x)
        assert at.effort == 0
        assert at.distance == at.residual
    assert last == 0 or path.at(math.nextafter(last, 0)).effort > 0


BATCHED = [RowShifts(3, 5), RowShifts(1, 1), Translations(3, 4), SignFlips(3), Permutations(3)]


def batch(action: object, count: int, seed: int) -> Tensor:
    levels = torch.randint(4, (count, *action.shape), generator=torch.Generator().manual_seed(seed))
    levels[0] = 0
    return levels.to(torch.uint8)


@pytest.mark.parametrize("action", BATCHED, ids=str)
def test_a_batch_is_its_pairs(action: object, dtype: torch.dtype, device: torch.device) -> None:
    x, y = (batch(action, 5, seed).to(device, dtype) for seed in (1, 2))
    y[1] = x[1]
    some = 0.3 / 255 if dtype == torch.uint8 else 0.3
    lam = torch.tensor([0, some, 1e300, 5e-324, math.inf], dtype=torch.float64, device=device)
    path = lazy_path(action, x, y)
    whole, at = align(action, x, y, lam), path.at(lam)
    assert_same(at, whole)
    for n in range(5):
        single = lazy_path(action, x[n], y[n])
        size = len(single.breakpoints)
        assert path.breakpoints[n, :size].equal(single.breakpoints)
        assert (path.breakpoints[n, size:] == math.inf).all()
        for values, alone in (
            (path.g, single.g),
            (path.squared_residuals, single.squared_residuals),
            (path.squared_efforts, single.squared_efforts),
        ):
            assert values[n, : size + 1].equal(alone)
            assert values[n, size:].equal(alone[-1:].expand_as(values[n, size:]))
        one = align(action, x[n], y[n], lam[n])
        for batched, alone in zip(whole, one, strict=True):
            torch.testing.assert_close(batched[n], alone, rtol=1e-15, atol=0)


@pytest.mark.parametrize("action", BATCHED, ids=str)
def test_x_y_and_lam_broadcast(action: object) -> None:
    x, y = batch(action, 3, 1)[:, None], batch(action, 2, 2)[None]
    lam = torch.tensor([0, 0.01, 2, math.inf], dtype=torch.float64)[:, None, None]
    found, path = align(action, x, y, lam), lazy_path(action, x, y)
    assert found.distance.shape == (4, 3, 2)
    assert found.moved.shape == (4, 3, 2, *action.shape)
    assert path.distance(lam).shape == (4, 3, 2)
    assert_same(path.at(lam), found)
    for k in range(4):
        for n in range(3):
            for m in range(2):
                one = align(action, x[n, 0], y[0, m], lam[k].item())
                for whole, alone in zip(found, one, strict=True):
                    torch.testing.assert_close(whole[k, n, m], alone, rtol=1e-15, atol=0)
    pair = lazy_path(action, x[1, 0], y[0, 1])
    assert_same(pair.at(lam), align(action, x[1, 0], y[0, 1], lam))


@pytest.mark.parametrize("action", BATCHED, ids=str)
@pytest.mark.parametrize("shape", [(0,), (2, 0), (0, 3)])
def test_an_empty_batch(action: object, shape: tuple[int, ...], dtype: torch.dtype) -> None:
    x = torch.zeros(*shape, *action.shape, dtype=dtype)
    path = lazy_path(action, x, x)
    assert path.breakpoints.shape == (*shape, 0)
    assert path.g.shape == (*shape, 1, *action.identity().shape)
    assert path.squared_residuals.shape == path.squared_efforts.shape == (*shape, 1)
    assert path.distance(0.5).shape == shape
    assert_same(path.at(0.5), align(action, x, x, 0.5))
    assert path.at(torch.ones(4, *[1] * len(shape))).moved.shape == (4, *x.shape)
    if dtype == torch.uint8 and isinstance(action, RowShifts | Translations):
        assert lazy_distance(action, x, x, 1, kernel="fourier").shape == shape


def test_non_contiguous_and_expanded_input(dtype: torch.dtype, device: torch.device) -> None:
    action = RowShifts(3, 4)
    stored = batch(action, 6, 5).to(device, dtype)
    x, y = stored.transpose(1, 2).contiguous().transpose(1, 2)[::2], stored[:1].flip(-1).expand(3, 3, 4)
    assert not x.is_contiguous()
    path, copied = lazy_path(action, x, y), lazy_path(action, x.contiguous(), y.contiguous())
    assert path.breakpoints.equal(copied.breakpoints)
    assert path.g.equal(copied.g)
    assert_same(path.at(0.01), align(action, x.contiguous(), y.contiguous(), 0.01))


def test_slices_of_bounded_memory_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    action = RowShifts(3, 5)
    x, y = batch(action, 7, 1), batch(action, 7, 2)
    whole = lazy_path(action, x, y)
    monkeypatch.setattr("lazyq.metric.minimiser._CELLS_AT_ONCE", 2 * 3 * 5)
    sliced = lazy_path(action, x, y)
    for name in ("breakpoints", "g", "squared_residuals", "squared_efforts"):
        assert getattr(sliced, name).equal(getattr(whole, name)), name


@pytest.mark.parametrize("action", [RowShifts(28, 28), Translations(28, 28)], ids=str)
def test_mnist(
    action: object,
    mnist_raw: Callable[[str], tuple[Tensor, Tensor]],
    device: torch.device,
    assert_near: Callable[..., None],
) -> None:
    digits = mnist_raw("t10k")[0][:8].to(device)
    x, y = digits[:4], digits[4:]
    path = lazy_path(action, x, y)
    lam = torch.tensor([0, 0.3, 0.5, 0.7, 1, 10, math.inf], dtype=torch.float64, device=device)[:, None]
    assert_same(path.at(lam), align(action, x, y, lam))
    for float_dtype in (torch.float32, torch.float64):
        a, b = x.to(float_dtype) / 255, y.to(float_dtype) / 255
        assert_near(lazy_distance(action, a, b, lam), path.at(lam).distance, float_dtype)
    inner = path.breakpoints.isfinite()
    assert inner.sum(-1).min() > 0
    for n in range(4):
        single = lazy_path(action, x[n], y[n])
        nearby = torch.tensor(around(single.breakpoints.tolist()), dtype=torch.float64, device=device)
        assert_same(single.at(nearby), align(action, x[n], y[n], nearby))


def test_paths_are_frozen_and_compare_by_identity() -> None:
    x = batch(RowShifts(3, 5), 2, 0)
    one, other = lazy_path(RowShifts(3, 5), x, x), lazy_path(RowShifts(3, 5), x, x)
    assert one == one
    assert one != other
    with pytest.raises(AttributeError):
        one.g = other.g


def test_a_path_shows_itself_in_a_few_lines() -> None:
    points = torch.zeros(2, 28, 28)
    assert len(repr(lazy_path(RowShifts(28, 28), points[0], points[1])).splitlines()) == 1
