import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lazyq import PolarRotations, RowShifts, SeparableAction, Translations
from lazyq.actions.cyclic import signed_shifts, translations
from lazyq.testing import (
    assert_group_axioms,
    assert_isometric,
    assert_left_action,
    assert_length_axioms,
    assert_separable,
)
from tests.own_actions import Permutations, SignFlips
from tests.strategies import COMPOSED, actions, elements, float_points, points

EXAMPLES = [
    *(
        kind(height, width)
        for kind in (RowShifts, Translations)
        for height in (1, 2, 3)
        for width in (1, 2, 5)
    ),
    RowShifts(2, 4),
    Translations(4, 2),
    PolarRotations(2, 1),
    PolarRotations(1, 2),
    PolarRotations(3, 5),
    PolarRotations(2, 6),
    SignFlips(3),
    Permutations(3),
    Permutations(3, 1),
    *COMPOSED,
]


def some_elements(action: SeparableAction) -> list[torch.Tensor]:
    count = len(action.squared_lengths)
    generator = torch.Generator().manual_seed(count)
    choices = torch.randint(count, (5, action.factors), generator=generator)
    last = torch.full((1, action.factors), count - 1)
    return list(action.assemble(torch.cat([torch.zeros_like(last), last, choices])))


@pytest.mark.parametrize("action", EXAMPLES, ids=str)
def test_axioms(action: SeparableAction) -> None:
    given_elements = some_elements(action)
    given_points = list(torch.rand(3, *action.shape, generator=torch.Generator().manual_seed(1)).double())
    assert_group_axioms(action, given_elements)
    assert_left_action(action, given_elements, given_points)
    assert_isometric(action, given_elements, given_points)
    assert_length_axioms(action, given_elements)
    assert_separable(action, given_points)


@given(st.data())
def test_axioms_of_any_size(data: st.DataObject) -> None:
    action = data.draw(actions)
    some = data.draw(st.lists(elements(action), min_size=2, max_size=3))
    two = [data.draw(float_points(action)), data.draw(float_points(action))]
    assert_group_axioms(action, some)
    assert_left_action(action, some, two)
    assert_isometric(action, some, two)
    assert_length_axioms(action, some)


@given(st.data(), st.integers(-20, 20), st.integers(-20, 20))
def test_act_is_the_formula(data: st.DataObject, a: int, b: int) -> None:
    height, width = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 6))
    x = data.draw(points(RowShifts(height, width)))
    shifts = [data.draw(st.integers(-20, 20)) for _ in range(height)]
    rows = RowShifts(height, width).act(torch.tensor(shifts), x)
    whole = Translations(height, width).act(torch.tensor([a, b]), x)
    for i in range(height):
        for j in range(width):
            assert rows[i, j] == x[i, (j + shifts[i]) % width]
            assert whole[i, j] == x[(i + a) % height, (j + b) % width]


def test_positive_shifts_move_left_and_up() -> None:
    x = torch.tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    assert RowShifts(3, 3).act(torch.tensor([0, 1, 0]), x)[1].tolist() == [1, 0, 0]
    assert Translations(3, 3).act(torch.tensor([1, 1]), x)[0].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("period", "order"),
    [(1, [0]), (2, [0, 1]), (3, [0, 1, -1]), (4, [0, 1, -1, 2]), (5, [0, 1, -1, 2, -2])],
)
def test_shifts_come_in_tie_order(period: int, order: list[int]) -> None:
    assert signed_shifts(period).tolist() == order


def test_translations_come_in_tie_order() -> None:
    order = [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [1, -1], [-1, 1], [-1, -1]]
    assert translations(3, 3).tolist() == order
    assert sorted(translations(4, 5).tolist()) == sorted([a, b] for a in (-1, 0, 1, 2) for b in range(-2, 3))


@given(st.data())
def test_elements_are_in_the_stated_range(data: st.DataObject) -> None:
    action = RowShifts(data.draw(st.integers(1, 4)), data.draw(st.integers(1, 7)))
    g, h = data.draw(elements(action)), data.draw(elements(action))
    for element in (action.compose(g, h), action.inverse(g)):
        assert element.dtype == torch.int64
        assert (element >= -((action.width - 1) // 2)).all()
        assert (element <= action.width // 2).all()


def test_batches_broadcast() -> None:
    for action in EXAMPLES:
        g = torch.stack(some_elements(action)[:3])
        x = torch.arange(2 * torch.Size(action.shape).numel(), dtype=torch.float64).reshape(
            2, 1, *action.shape
        )
        moved = action.act(g, x)
        assert moved.shape == (2, 3, *action.shape)
        assert action.act(g, x.expand(2, 3, *action.shape)).equal(moved)
        for n in range(2):
            for m in range(3):
                assert moved[n, m].equal(action.act(g[m], x[n, 0]))
        assert action.length(g).tolist() == [action.length(element).item() for element in g]


@pytest.mark.parametrize("kind", [RowShifts, Translations])
@pytest.mark.parametrize("size", [0, -1, 2.0, "28", None, True])
def test_sizes_are_whole_and_positive(kind: type, size: object) -> None:
    with pytest.raises(ValueError, match=r"height must be a whole number of at least 1, got"):
        kind(size, 3)
    with pytest.raises(ValueError, match=r"width must be a whole number of at least 1, got"):
        kind(3, size)


def test_actions_are_values() -> None:
    assert RowShifts(2, 3) == RowShifts(2, 3)
    assert hash(Translations(2, 3)) == hash(Translations(2, 3))
    assert RowShifts(2, 3) != RowShifts(3, 2)
