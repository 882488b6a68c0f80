"""Alignments and λ-paths of many pairs by the compiled walk, against the tables of all shifts."""

import math

import pytest
import torch

from lazyq import RowShifts, Translations, align, lazy_distance, lazy_path
from lazyq.kernels import awaiting, rows, walked
from lazyq.kernels.native import aligning, walking
from tests.kernels.float_sets import KINDS, float_sets

SHAPES = [(1, 1), (3, 2), (2, 7), (3, 8), (1, 33)]
LAMS = [0.0, 0.05, 0.3, 0.7, 1.0, 30.0, math.inf]


def all_pairs(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return enough pairs for a compiler."""
    x, y = x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1)
    times = -(-256 // len(x))
    return x.repeat(times, 1, 1)[:300], y.repeat(times, 1, 1)[:300]


def assert_as_tables(action: RowShifts, x: torch.Tensor, y: torch.Tensor, tables: str) -> None:
    assert walked.why_not(action, x, y) is None
    found, expected = lazy_path(action, x, y, kernel="walked"), lazy_path(action, x, y, kernel=tables)
    assert torch.equal(found.g, expected.g)
    assert torch.equal(found.breakpoints, expected.breakpoints)
    assert torch.equal(found.squared_efforts, expected.squared_efforts)
    torch.testing.assert_close(found.squared_residuals, expected.squared_residuals, rtol=1e-12, atol=0)
    scale = float(y.abs().max()) or 1.0 if x.is_floating_point() else 1.0
    ends = found.breakpoints[found.breakpoints.isfinite()].tolist()
    for lam in [*(lam * scale for lam in LAMS), *ends[::97]]:
        one, other = (align(action, x, y, lam, kernel=kernel) for kernel in ("walked", tables))
        assert torch.equal(one.g, other.g)
        assert torch.equal(one.moved, other.moved)
        assert [part.dtype for part in one] == [part.dtype for part in other]
        for name in ("residual", "effort", "distance"):
            torch.testing.assert_close(getattr(one, name), getattr(other, name), rtol=1e-6, atol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "vanishing"])
def test_floats(kind: str, shape: tuple[int, int], dtype: torch.dtype) -> None:
    action = RowShifts(*shape)
    assert_as_tables(action, *all_pairs(*float_sets(kind, action, dtype)), "enumeration")


@pytest.mark.parametrize("top", [1, 3, 255])
@pytest.mark.parametrize("shape", [*SHAPES, (28, 28)], ids=str)
def test_bytes_with_ties(shape: tuple[int, int], top: int) -> None:
    generator = torch.Generator().manual_seed(top)
    x, y = torch.randint(top + 1, (2, 300, *shape), generator=generator, dtype=torch.uint8)
    x[::7, 0], y[::11, -1] = 0, 0
    assert_as_tables(RowShifts(*shape), x, y, "fourier")


def test_several_lam_a_pair_and_batches() -> None:
    action, generator = RowShifts(3, 6), torch.Generator().manual_seed(5)
    x, y = torch.rand(2, 20, 15, 3, 6, generator=generator)
    lam = torch.tensor([0.0, 0.2, 0.6])[:, None, None]
    found = align(action, x, y, lam, kernel="walked")
    for level, one in enumerate(lam.flatten().tolist()):
        expected = align(action, x, y, one)
        assert torch.equal(found.g[level], expected.g)
        torch.testing.assert_close(found.distance[level], expected.distance)
    by_pair = torch.rand(20, 15, generator=generator)
    assert torch.equal(align(action, x, y, by_pair).g, lazy_path(action, x, y).at(by_pair).g)


def test_gradients_are_those_of_the_tables() -> None:
    action, generator = RowShifts(4, 9), torch.Generator().manual_seed(6)
    x, y = (torch.rand(300, 4, 9, generator=generator, dtype=torch.float64).requires_grad_() for _ in "xy")
    lam = torch.rand(300, generator=generator, dtype=torch.float64).requires_grad_()
    found, expected = (
        torch.autograd.grad(lazy_distance(action, x, y, lam, kernel=kernel).sum(), (x, y, lam))
        for kernel in ("walked", "enumeration")
    )
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
@pytest.mark.parametrize("lam", [0.0, 0.4, math.inf])
def test_gradients_of_equal_broadcast_and_blank_images(lam: float, dtype: torch.dtype) -> None:
    action, generator = RowShifts(3, 17), torch.Generator().manual_seed(7)
    x = torch.rand(20, 1, 3, 17, generator=generator, dtype=dtype)
    y = torch.rand(15, 3, 17, generator=generator, dtype=dtype)
    y[0], x[1, 0], y[2] = 0, y[1], x[2, 0].roll(2, -1)
    weights = torch.rand(20, 15, generator=generator, dtype=dtype)
    x, y = x.requires_grad_(), y.requires_grad_()
    found, expected = (
        torch.autograd.grad(distance, (x, y), weights)
        for distance in (
            lazy_distance(action, x, y, lam, kernel="walked"),
            lazy_distance(action, x, y, lam, kernel="enumeration"),
        )
    )
    for one, other in zip(found, expected, strict=True):
        assert one.dtype == dtype
        torch.testing.assert_close(one, other)


def test_second_derivatives_hold_the_shifts_fixed() -> None:
    action, generator = RowShifts(2, 6), torch.Generator().manual_seed(9)
    x, y = (torch.rand(300, 2, 6, generator=generator, dtype=torch.float64).requires_grad_() for _ in "xy")
    lam = torch.full((300,), 0.2, dtype=torch.float64, requires_grad=True)
    seconds = []
    for kernel in ("walked", "enumeration"):
        first = torch.autograd.grad(
            lazy_distance(action, x, y, lam, kernel=kernel).sum(), (x, lam), create_graph=True
        )
        total = first[0].square().sum() + first[1].sum()
        seconds.append(torch.autograd.grad(total, (x, y, lam)))
    for one, other in zip(*seconds, strict=True):
        torch.testing.assert_close(one, other)


def test_threads_change_nothing(threads: int) -> None:
    action, generator = RowShifts(2, 5), torch.Generator().manual_seed(8)
    x, y = torch.rand(2, 600, 2, 5, generator=generator)
    whole = lazy_path(action, x, y, kernel="enumeration")
    assert torch.get_num_threads() == threads
    assert torch.equal(lazy_path(action, x, y, kernel="walked").g, whole.g)
    assert torch.equal(align(action, x, y, 0.3, kernel="walked").g, whole.at(0.3).g)


def test_it_says_whom_it_serves() -> None:
    few, many = torch.zeros(255, 1, 4), torch.zeros(256, 1, 4)
    assert "255" in (walked.why_not(RowShifts(1, 4), few, few) or "")
    assert "it knows RowShifts, not Translations" in (walked.why_not(Translations(1, 4), many, many) or "")
    wide = torch.zeros(256, 1, 2049)
    assert "2048 columns" in (walked.why_not(RowShifts(1, 2049), wide, wide) or "")
    with pytest.raises(ValueError, match="kernel 'walked' can't serve this call: it starts a"):
        align(RowShifts(1, 4), few, few, 0.5, kernel="walked")


@pytest.fixture
def never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that is always still being made, and may not be called."""
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(awaiting, "compiling", lambda: True)
    for module, name in (
        (aligning, "align"),
        (aligning, "pull_back"),
        (walking, "walk"),
        (rows, "squared_residuals"),
    ):
        monkeypatch.setattr(module, name, None)


@pytest.mark.usefixtures("never_made")
@pytest.mark.parametrize("dtype", [torch.uint8, torch.float32, torch.float64], ids=str)
def test_few_pairs_do_not_wait_for_code(dtype: torch.dtype) -> None:
    action, generator = RowShifts(3, 8), torch.Generator().manual_seed(3)
    x, y = torch.randint(4, (2, 300, 3, 8), generator=generator, dtype=torch.uint8).to(dtype)
    path, expected = lazy_path(action, x, y), lazy_path(action, x, y, kernel="enumeration")
    assert torch.equal(path.g, expected.g)
    assert torch.equal(path.breakpoints, expected.breakpoints)
    assert torch.equal(align(action, x, y, 0.7).g, expected.at(0.7).g)
    torch.testing.assert_close(lazy_distance(action, x, y, 0.7), expected.at(0.7).distance)
    if dtype.is_floating_point:
        lazy_distance(action, x.requires_grad_(), y, 0.7).sum().backward()


@pytest.mark.usefixtures("never_made")
def test_many_pairs_and_a_kernel_by_name_wait_for_code() -> None:
    x = torch.zeros(2**19, 3, 8, dtype=torch.uint8)
    for some, kernel in ((x, "auto"), (x[:256], "walked")):
        with pytest.raises(TypeError):  # what was to be called is not there
            align(RowShifts(3, 8), some, some, 0.5, kernel=kernel)


def test_what_is_made_ahead_is_all_that_is_called() -> None:
    for dtype in (torch.float32, torch.float64):
        for task in ("align", "path", "distance"):
            walked.is_awaited(task, torch.zeros(0, dtype=dtype))
            awaiting.wait_for_all()
    functions = (aligning.align, aligning.pull_back, walking.walk, walking.count_different, walking.merge)
    before = [len(function.overloads) for function in functions]
    for dtype in (torch.uint8, torch.float32, torch.float64):
        x = torch.ones(300, 2, 5).to(dtype)
        lazy_path(RowShifts(2, 5), x, x)
        align(RowShifts(2, 5), x, x, 0.5)
        if dtype.is_floating_point:
            lazy_distance(RowShifts(2, 5), x.requires_grad_(), x, 0.5).sum().backward()
    assert [len(function.overloads) for function in functions] == before
