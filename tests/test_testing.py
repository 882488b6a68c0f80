"""Every public assertion must fail on an action that breaks its axiom."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
import torch
from torch import Tensor

from lazyq import MinimisingAction, RowShifts, SeparableAction
from lazyq import Permutations as Words
from lazyq.testing import (
    assert_group_axioms,
    assert_isometric,
    assert_left_action,
    assert_length_axioms,
    assert_minimising,
    assert_separable,
)
from tests.own_actions import Permutations


@dataclass(frozen=True)
class Broken(SeparableAction):
    """An action that does what ``base`` does, except for the named methods in ``changed``."""

    base: SeparableAction
    changed: dict[str, Callable[..., Tensor]] = field(default_factory=dict)

    def _do(self, name: str, *arguments: Tensor) -> Tensor:
        return self.changed.get(name, getattr(self.base, name))(*arguments)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.base.shape

    @property
    def factors(self) -> int:
        return self.base.factors

    @property
    def squared_lengths(self) -> Tensor:
        return self.changed.get("squared_lengths", lambda: self.base.squared_lengths)()

    def identity(self) -> Tensor:
        return self._do("identity")

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        return self._do("compose", g, h)

    def inverse(self, g: Tensor) -> Tensor:
        return self._do("inverse", g)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        return self._do("act", g, x)

    def length(self, g: Tensor) -> Tensor:
        return self._do("length", g)

    def assemble(self, choice: Tensor) -> Tensor:
        return self._do("assemble", choice)

    def split(self, x: Tensor) -> Tensor:
        return self._do("split", x)


ROWS = RowShifts(2, 5)
SHIFTS = [torch.tensor(g) for g in ([0, 0], [1, -2], [2, 2], [-1, 0])]
IMAGES = list(torch.arange(20, dtype=torch.float64).reshape(2, 2, 5).square())
LETTERS = Permutations(3)
WORDS = list(torch.arange(12, dtype=torch.float64).reshape(2, 3, 2).square())


def double(g: Tensor) -> Tensor:
    return g.double()


@pytest.mark.parametrize("base", [ROWS, LETTERS], ids=str)
def test_nothing_changed_passes(base: SeparableAction) -> None:
    action = Broken(base)
    elements, points = (SHIFTS, IMAGES) if base is ROWS else (list(LETTERS.elements), WORDS)
    assert_group_axioms(action, elements)
    assert_left_action(action, elements, points)
    assert_isometric(action, elements, points)
    assert_length_axioms(action, elements)
    assert_separable(action, points)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"identity": lambda: torch.tensor([1, 0])}, "g·1 ≠ g"),
        ({"compose": lambda g, h: h}, "g·1 ≠ g"),
        ({"compose": lambda g, h: g}, "1·g ≠ g"),
        ({"inverse": lambda g: g}, "g·g⁻¹ ≠ 1"),
        ({"compose": lambda g, h: ROWS.compose(g, h) + g * h * (g - h) * (g + h != 0)}, r"\(gh\)k ≠ g\(hk\)"),
    ],
)
def test_group_axioms_fail(changed: dict[str, Callable[..., Tensor]], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        assert_group_axioms(Broken(ROWS, changed), SHIFTS)


def test_a_right_action_is_not_a_left_action() -> None:
    right = Broken(LETTERS, {"act": lambda g, x: LETTERS.act(LETTERS.inverse(g), x)})
    with pytest.raises(AssertionError, match=r"\(gh\)·x ≠ g·\(h·x\) for g = \[.*\], h = \["):
        assert_left_action(right, list(LETTERS.elements), WORDS)


def test_an_identity_that_moves_is_found() -> None:
    moving = Broken(ROWS, {"act": lambda g, x: x.roll(1, -1)})
    with pytest.raises(AssertionError, match="1·x ≠ x"):
        assert_left_action(moving, SHIFTS, IMAGES)


def test_a_stretch_is_not_an_isometry() -> None:
    stretched = Broken(ROWS, {"act": lambda g, x: x * (1 + g.abs().sum())})
    with pytest.raises(AssertionError, match="does not keep the distance for g = "):
        assert_isometric(stretched, SHIFTS, IMAGES)


@pytest.mark.parametrize(
    ("length", "message"),
    [
        (lambda g: ROWS.length(g) + 1, r"ν\(1\) ≠ 0"),
        (lambda g: -ROWS.length(g), "is not at least 0"),
        (lambda g: torch.where(g[..., 0] == 1, torch.nan, ROWS.length(g)), "nan is not at least 0"),
        (lambda g: double(g % 5).sum(-1), r"ν\(g⁻¹\) ≠ ν\(g\)"),
        (lambda g: ROWS.length(g).square(), r"ν\(gh\) = .* > ν\(g\) \+ ν\(h\)"),
    ],
)
def test_length_axioms_fail(length: Callable[[Tensor], Tensor], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        assert_length_axioms(Broken(ROWS, {"length": length}), [torch.tensor([1, 0]), *SHIFTS])


def leaking(g: Tensor, x: Tensor) -> Tensor:
    moved = ROWS.act(g, x).clone()
    moved[1] += g[0]
    return moved


def entangled(g: Tensor, x: Tensor) -> Tensor:
    return ROWS.act(g.flip(-1) if (g != 0).all() else g, x) * (1 + (g != 0).all())


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"squared_lengths": lambda: ROWS.squared_lengths + 1}, "must start at 0"),
        (
            {"squared_lengths": lambda: ROWS.squared_lengths[[0, 3, 1, 2, 4]]},
            "non-decreasing, and 1.0 follows 4.0 at place 2: sort the elements by ν",
        ),
        (
            {"assemble": lambda choice: ROWS.assemble(torch.tensor([0, 3, 1, 2, 4])[choice])},
            r"different orders: .* element 1 of assemble has ν² = 4, and squared_lengths\[1\] is 1",
        ),
        ({"assemble": lambda choice: ROWS.assemble(choice) + 1}, "not the identity"),
        ({"split": lambda x: x[..., 1:]}, "blocks do not keep"),
        ({"squared_lengths": lambda: ROWS.squared_lengths * 2}, "ν² ≠"),
        ({"length": lambda g: double(g.abs()).sum(-1)}, "ν² ≠ Σᵢ"),
        ({"length": lambda g: double(g.abs()).amax(-1) * (1 + double((g != 0).all(-1)))}, "ν² ≠ Σᵢ"),
        ({"act": leaking}, "factor 0 moves another block for g = "),
        ({"act": entangled}, "a block depends on the other factors"),
    ],
)
def test_separability_fails(changed: dict[str, Callable[..., Tensor]], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        assert_separable(Broken(ROWS, changed), IMAGES)


@dataclass(frozen=True)
class BrokenMinimiser(MinimisingAction):
    """Permutations of four letters, except for the named methods in ``changed``."""

    changed: dict[str, Callable[..., Tensor]] = field(default_factory=dict)

    def _do(self, name: str, *arguments: Tensor) -> Tensor:
        return self.changed.get(name, getattr(FOUR, name))(*arguments)

    @property
    def shape(self) -> tuple[int, ...]:
        return FOUR.shape

    @property
    def dtypes(self) -> tuple[torch.dtype, ...]:
        return FOUR.dtypes

    def identity(self) -> Tensor:
        return self._do("identity")

    def compose(self, g: Tensor, h: Tensor) -> Tensor:
        return self._do("compose", g, h)

    def inverse(self, g: Tensor) -> Tensor:
        return self._do("inverse", g)

    def act(self, g: Tensor, x: Tensor) -> Tensor:
        return self._do("act", g, x)

    def squared_distance(self, x: Tensor, y: Tensor) -> Tensor:
        return self._do("squared_distance", x, y)

    def squared_length(self, g: Tensor) -> Tensor:
        return self._do("squared_length", g)

    def minimise(self, x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
        return self._do("minimise", x, y, weights)


FOUR = Words(4, "free")
CODES = [torch.tensor(word) for word in ([0, 1, 2, 3], [1, 0, 2, 2], [1, 0, 1, 5], [2, 1, 3, 4])]


def still(x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
    return torch.arange(4).repeat(len(x), 1)


def far(x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
    """Return the best element, the one of most effort among several."""
    group = FOUR.elements()
    values = weights[0, 0] * FOUR.squared_distance(FOUR.act(group, x), y)
    values = values + weights[0, 1] * FOUR.squared_length(group)
    tied = (values == values.amin()).nonzero().flatten()
    return group[tied[FOUR.squared_length(group[tied]).argmax()]][None]


def wavering(x: Tensor, y: Tensor, weights: Tensor) -> Tensor:
    """Return a best element, the last in order where moving costs little."""
    best = FOUR.minimise(x, y, weights)[0]
    group = FOUR.elements()
    same = FOUR.squared_length(group) == FOUR.squared_length(best)
    wanted = FOUR.squared_distance(FOUR.act(best, x[0]), y[0])
    same &= FOUR.squared_distance(FOUR.act(group, x[0]), y[0]) == wanted
    return group[same][[-1 if weights[0, 1] else 0]]


def test_an_unchanged_minimiser_passes() -> None:
    assert_minimising(BrokenMinimiser(), list(FOUR.elements()), CODES)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"minimise": still}, "not the least value for"),
        ({"minimise": far}, "not the least effort for"),
        ({"minimise": wavering}, "the order of elements depends on the weights"),
        ({"squared_length": lambda g: FOUR.squared_length(g) * (g[..., 0] > 0)}, "not for g = 1 alone"),
        ({"squared_distance": lambda x, y: (x - y).double().relu().sum(-1)}, r"d\(gx, y\) ≠ d\(y, gx\)"),
        ({"squared_distance": lambda x, y: double(x[..., 0] != y[..., 0])}, "g does not keep the distance"),
    ],
)
def test_minimising_fails(changed: dict[str, Callable[..., Tensor]], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        assert_minimising(BrokenMinimiser(changed), list(FOUR.elements()), CODES)
