"""The metric of actions with a minimiser: the λ-path against all elements, in exact arithmetic."""

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import final

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from lazyq import (
    LazyPath,
    MinimisingAction,
    Permutations,
    RowShifts,
    align,
    lazy_distance,
    lazy_path,
    pairwise,
    quotient_distance,
)
from lazyq.testing import assert_minimising
from tests.actions.test_permutations import permutations, words
from tests.exact import Line, best
from tests.strategies import LAMS


def codes(word: str) -> Tensor:
    return torch.tensor([ord(letter) for letter in word])


def pieces(path: LazyPath) -> list[tuple[Fraction, int, int]]:
    """Return the exact λ² from which on every piece holds, and its squared residual and effort."""
    residuals, efforts = path.squared_residuals.long().tolist(), path.squared_efforts.long().tolist()
    lines = list(zip(residuals, efforts, strict=True))
    steps = [Fraction(b[0] - a[0], a[1] - b[1]) for a, b in itertools.pairwise(lines)]
    return [(mu, *line) for mu, line in zip([Fraction(0), *steps], lines, strict=True)]


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("shrot", "short", [(0, 0, 2), (2, 4, 0)]),
        ("saetrngst", "strangest", [(0, 0, 30), ("1/4", 4, 14), ("1/2", 10, 2), (1, 12, 0)]),
        ("pairectcs", "practices", [(0, 0, 32), ("3/10", 6, 12), ("1/2", 10, 4), (1, 14, 0)]),
        ("aeduventrs", "adventures", [(0, 0, 36), ("1/3", 8, 12), ("1/2", 12, 4), (1, 16, 0)]),
    ],
)
def test_words_of_the_talk(x: str, y: str, expected: list) -> None:
    path = lazy_path(Permutations(len(x)), codes(x), codes(y))
    assert pieces(path) == [(Fraction(mu), residual, effort) for mu, residual, effort in expected]
    squares = [float(Fraction(mu)) for mu, _, _ in expected[1:]]
    assert path.breakpoints.tolist() == [math.sqrt(mu) for mu in squares]


def lines(action: Permutations, x: Tensor, y: Tensor) -> list[Line]:
    group = action.elements()
    residuals = action.squared_distance(action.act(group, x), y).long().tolist()
    efforts = action.squared_length(group).long().tolist()
    return [
        Line(r, e, tuple(g), tuple(g)) for r, e, g in zip(residuals, efforts, group.tolist(), strict=True)
    ]


def assert_lower_envelope(action: Permutations, x: Tensor, y: Tensor) -> None:
    """Assert that where a piece begins and beyond its middle no element is better or goes first."""
    everything, path = lines(action, x, y), lazy_path(action, x, y)
    starts = [mu for mu, _, _ in pieces(path)]
    assert starts == sorted(set(starts))
    for start, end, g in zip(starts, [*starts[1:], starts[-1] + 5], path.g.tolist(), strict=True):
        assert best(everything, start).g == tuple(g)
        assert best(everything, (start + 2 * end) / 3).g == tuple(g)
    assert path.squared_efforts[-1] == 0


@given(st.data())
def test_the_path_is_the_lower_envelope_of_the_whole_group(data: st.DataObject) -> None:
    action = data.draw(permutations(6))
    assert_lower_envelope(action, data.draw(words(action, 4)), data.draw(words(action, 4)))


@pytest.mark.parametrize("ends", ["held", "free"])
@pytest.mark.parametrize("effort", ["displacement", "hamming", "kendall", "cayley", "ulam"])
def test_seven_letters(ends: str, effort: str) -> None:
    generator = torch.Generator().manual_seed(7)
    x = torch.randint(0, 5, (3, 7), generator=generator)
    y = torch.stack([word[torch.randperm(7, generator=generator)] for word in x])
    y[:, 3] = torch.randint(0, 5, (3,), generator=generator)
    for pair in zip(x, y, strict=True):
        assert_lower_envelope(Permutations(7, ends, effort), *pair)


@given(st.data(), LAMS)
def test_align_and_distances_are_of_the_path(data: st.DataObject, lam: float) -> None:
    action = data.draw(permutations(5))
    x, y = (torch.stack([data.draw(words(action)) for _ in range(3)]) for _ in range(2))
    path, found = lazy_path(action, x, y), align(action, x, y, lam)
    for one, other in zip(found, path.at(lam), strict=True):
        assert one.equal(other)
    assert lazy_distance(action, x, y, lam).equal(found.distance)
    torch.testing.assert_close(path.distance(lam), found.distance, rtol=1e-14, atol=0.0)
    table = pairwise(action, x, y, [lam, 0.0])
    torch.testing.assert_close(table[0].diagonal(), found.distance, rtol=1e-14, atol=0.0)
    assert table[1].diagonal().equal(quotient_distance(action, x, y))
    for n in range(3):
        alone = lazy_path(action, x[n], y[n])
        count = len(alone.g)
        assert path.g[n, :count].equal(alone.g)
        assert path.breakpoints[n, : count - 1].equal(alone.breakpoints)
        assert path.breakpoints[n, count - 1 :].isinf().all()


@given(st.data(), st.floats(0, 2))
def test_axioms_of_the_metric(data: st.DataObject, lam: float) -> None:
    action = data.draw(permutations(6))
    x, y, z = (data.draw(words(action)) for _ in range(3))

    def distance(one: Tensor, other: Tensor) -> float:
        return lazy_distance(action, one, other, lam).item()

    assert distance(x, x) == 0
    assert distance(x, y) == pytest.approx(distance(y, x), abs=1e-12)
    assert distance(x, z) <= distance(x, y) + distance(y, z) + 1e-12
    assert quotient_distance(action, x, y) <= distance(x, y) <= lazy_distance(action, x, y, math.inf)
    assert distance(x, y) > 0 or lam < 1e-6 or x.equal(y)


@given(st.data())
def test_from_the_root_of_two_on_it_is_the_hamming_distance(data: st.DataObject) -> None:
    n, ends = data.draw(st.integers(1, 9)), data.draw(st.sampled_from(["held", "free"]))
    effort = data.draw(st.sampled_from(["displacement", "hamming"]))
    action = Permutations(n, ends, effort)
    x, y = data.draw(words(action, 4)), data.draw(words(action, 4))
    found = align(action, x, y, math.sqrt(2))
    assert found.g.tolist() == list(range(n))
    assert found.distance.item() == math.sqrt(2 * (x != y).sum().item())


@given(st.data())
def test_a_path_has_few_pieces(data: st.DataObject) -> None:
    action = Permutations(data.draw(st.integers(1, 9)), data.draw(st.sampled_from(["held", "free"])))
    path = lazy_path(action, data.draw(words(action, 5)), data.draw(words(action, 5)))
    assert len(path.g) <= action.n + 1


@final
@dataclass(frozen=True)
class ShiftsByEnumeration(MinimisingAction):
    """Row shifts of float images as a user would hand them over, if he looked at all elements himself."""

    base: RowShifts

    @property
    def shape(self) -> tuple[int, ...]:
        return self.base.shape

    @property
    def dtypes(self) -> tuple[torch.dtype, ...]:
        return (torch.float64,)

    def identity(self) -> Tensor:
        return self.base.identity()

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        return self.base.compose(g, h)

    def inverse(self, g: Tensor) -> Tensor:
        return self.base.inverse(g)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        return self.base.act(g, x)

    def squared_distance(self, x: Tensor, y: Tensor) -> Tensor:
        return (x - y).square().sum((-1, -2))

    def squared_length(self, g: Tensor) -> Tensor:
        return g.double().square().sum(-1)

    def elements(self) -> Tensor:
        choices = torch.cartesian_prod(*[torch.arange(self.base.width)] * self.base.height)
        group = self.base.assemble(choices.reshape(-1, self.base.height))
        return group[self.squared_length(group).argsort(stable=True)]

    def minimise(self, x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
        group = self.elements()
        moved = self.act(group, x[:, None])
        values = weights[:, :1] * self.squared_distance(moved, y[:, None]) + weights[:, 1:] * (
            self.squared_length(group)
        )
        return group[(values <= values.amin(-1, keepdim=True)).byte().argmax(-1)]


@given(st.integers(0, 10**6), st.floats(0, 2))
def test_an_action_of_ones_own_with_floats(seed: int, lam: float) -> None:
    base = RowShifts(2, 4)
    action = ShiftsByEnumeration(base)
    x, y = torch.rand(2, 3, 2, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    assert_minimising(action, list(action.elements()), [x[0], y[0]], atol=1e-12)
    for n in range(3):
        path, expected = lazy_path(action, x[n], y[n]), lazy_path(base, x[n], y[n])
        torch.testing.assert_close(path.breakpoints, expected.breakpoints, rtol=1e-9, atol=0.0)
        assert path.g.equal(expected.g)
    torch.testing.assert_close(pairwise(action, x, y, [lam]), pairwise(base, x, y, [lam]))


def test_bad_input() -> None:
    action = Permutations(3)
    x = codes("abc")
    with pytest.raises(ValueError, match=r"x must be one of uint8, int32, .*float64, got torch\.int16"):
        align(action, x.short(), x.short(), 0)
    with pytest.raises(ValueError, match=r"x must have shape \(..., 3\), got \(4,\)"):
        align(action, codes("abcd"), x, 0)
    with pytest.raises(ValueError, match="x and y must have one dtype"):
        align(action, x, x.double(), 0)
    with pytest.raises(ValueError, match="lam must be at least 0"):
        align(action, x, x, -1.0)
    with pytest.raises(ValueError, match=r"kernel must be 'auto' or one of \[.*'own'.*\], got 'fourier'"):
        lazy_path(action, x, x, kernel="fourier")
    with pytest.raises(ValueError, match="kernel 'torch' can't serve this call: it looks at all elements"):
        pairwise(action, x[None], x[None], [0.5], kernel="torch")


def test_uint8_letters_are_no_intensities() -> None:
    x, y = codes("shrot").to(torch.uint8), codes("short").to(torch.uint8)
    assert lazy_distance(Permutations(5), x, y, 1.0).item() == pytest.approx(math.sqrt(2), rel=1e-15)
    assert pairwise(Permutations(5), x[None], y[None], [1.0]).item() == math.sqrt(2)


def test_no_pairs() -> None:
    none = torch.empty(0, 4, dtype=torch.int64)
    assert lazy_path(Permutations(4), none, none).g.shape == (0, 1, 4)
    assert pairwise(Permutations(4), none, codes("abcd")[None], [0.5]).shape == (1, 0, 1)
