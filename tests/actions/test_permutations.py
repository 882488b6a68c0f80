"""Permutations: axioms for all lengths, and the minimiser against all elements of the group."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from torch import Tensor

from lazyq import Permutations
from lazyq.actions.assignment import best_assignment
from lazyq.actions.permutations import ENDS, LONGEST
from lazyq.testing import (
    assert_group_axioms,
    assert_left_action,
    assert_length_axioms,
    assert_minimising,
)

EFFORTS = st.sampled_from(sorted(LONGEST))
BLANKS = st.sampled_from([(None, 1), (0, 1), (0, 2)])


@st.composite
def permutations(draw: st.DrawFn, most: int = 5) -> Permutations:
    n, (blank, price) = draw(st.integers(1, most)), draw(BLANKS)
    return Permutations(n, draw(st.sampled_from(ENDS)), draw(EFFORTS), blank, price)


def words(action: Permutations, letters: int = 3) -> st.SearchStrategy[Tensor]:
    letter = st.integers(0, letters)
    return st.lists(letter, min_size=action.n, max_size=action.n).map(torch.tensor)


@given(st.data())
def test_axioms(data: st.DataObject) -> None:
    action = data.draw(permutations(6))
    some = data.draw(st.lists(st.sampled_from(list(action.elements())), min_size=1, max_size=4))
    points = [data.draw(words(action)), data.draw(words(action))]
    assert_group_axioms(action, some)
    assert_left_action(action, some, points)
    assert_length_axioms(action, some)


@pytest.mark.parametrize("effort", LONGEST)
@pytest.mark.parametrize("ends", ENDS)
def test_lengths_of_the_whole_group(effort: str, ends: str) -> None:
    action = Permutations(4, ends, effort)
    assert_length_axioms(action, list(action.elements()))


def classical(effort: str, g: tuple[int, ...]) -> int:
    """Return ν² by its definition: displacement, or the least number of steps that sort the letters."""
    n = len(g)
    if effort == "displacement":
        return sum((place - letter) ** 2 for letter, place in enumerate(g))
    if effort == "hamming":
        return sum(place != letter for letter, place in enumerate(g))
    reached, seen, steps = {g}, {g}, 0
    while tuple(range(n)) not in seen:
        steps += 1
        reached = {after for before in reached for after in neighbours(effort, before)} - seen
        seen |= reached
    return steps


def neighbours(effort: str, g: tuple[int, ...]) -> set[tuple[int, ...]]:
    places = range(len(g))
    if effort == "ulam":
        left = {(i, g[:i] + g[i + 1 :]) for i in places}
        return {(*rest[:j], g[i], *rest[j:]) for i, rest in left for j in places}
    pairs = [(i, i + 1) for i in places[:-1]] if effort == "kendall" else itertools.combinations(places, 2)
    swapped = set()
    for i, j in pairs:
        word = list(g)
        word[i], word[j] = word[j], word[i]
        swapped.add(tuple(word))
    return swapped


@pytest.mark.parametrize("effort", LONGEST)
def test_squared_lengths_count_what_they_say(effort: str) -> None:
    for n in (1, 2, 3, 4, 5):
        action = Permutations(n, "free", effort)
        expected = [classical(effort, tuple(g.tolist())) for g in action.elements()]
        assert action.squared_length(action.elements()).tolist() == expected


@given(st.data())
def test_the_minimiser_against_the_whole_group(data: st.DataObject) -> None:
    action = data.draw(permutations())
    assert_minimising(action, list(action.elements()), [data.draw(words(action)) for _ in range(2)])


@settings(max_examples=200)
@given(st.data(), st.integers(1, 9), st.integers(0, 12))
def test_of_several_best_elements_the_first_is_found(data: st.DataObject, own: int, price: int) -> None:
    action = data.draw(permutations(6))
    x, y = data.draw(words(action)), data.draw(words(action))
    group = action.elements()
    efforts = action.squared_length(group)
    values = own * action.squared_distance(action.act(group, x), y) + price * efforts
    best = min(range(len(group)), key=lambda place: (values[place].item(), efforts[place].item(), place))
    found = action.minimise(x[None], y[None], torch.tensor([[own, price]], dtype=torch.float64))
    assert found[0].tolist() == group[best].tolist()


@given(st.integers(1, 5), st.integers(0, 10**6), st.integers(1, 4))
def test_of_several_assignments_the_first(n: int, seed: int, most: int) -> None:
    costs = np.random.default_rng(seed).integers(0, most, (n, n))
    orders = list(itertools.permutations(range(n)))
    totals = [sum(costs[i, j] for i, j in enumerate(order)) for order in orders]
    assert tuple(best_assignment(costs).tolist()) == orders[totals.index(min(totals))]
    assert costs[linear_sum_assignment(costs)].sum() == min(totals)


@pytest.mark.parametrize("effort", LONGEST)
def test_the_longest_words_that_are_taken(effort: str) -> None:
    n = LONGEST[effort]
    x = torch.randint(0, 6, (1, n), generator=torch.Generator().manual_seed(n))
    weights = torch.tensor([[1.0, 0.0], [n**2, 2 * n]], dtype=torch.float64)
    action = Permutations(n, "free", effort)
    found = action.minimise(x.expand(2, n), x.flip(-1).expand(2, n), weights)
    assert action.act(found[0], x[0]).equal(x[0].flip(-1))
    with pytest.raises(ValueError, match=f"n must leave at most {n} letters that move"):
        Permutations(n + 1, "free", effort)
    assert len(Permutations(n + 2, "held", effort).movable) == n


def test_held_ends_stay() -> None:
    assert Permutations(4).elements().tolist() == [[0, 1, 2, 3], [0, 2, 1, 3]]
    for n in (1, 2, 3):
        assert Permutations(n).elements().tolist() == [list(range(n))]
    assert len(Permutations(4, "free").elements()) == 24


def test_a_letter_goes_where_the_element_says() -> None:
    action = Permutations(4, "free")
    assert action.act(torch.tensor([1, 2, 0, 3]), torch.tensor([5, 6, 7, 8])).tolist() == [7, 5, 6, 8]


def test_batches_broadcast() -> None:
    action = Permutations(3, "free")
    g, x = action.elements(), torch.arange(6).reshape(2, 1, 3)
    moved = action.act(g, x)
    assert moved.shape == (2, 6, 3)
    for n, m in itertools.product(range(2), range(6)):
        assert moved[n, m].equal(action.act(g[m], x[n, 0]))
    assert action.compose(g[:, None], g).shape == (6, 6, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "n must be a whole number of at least 1, got 0"),
        ({"n": 2.0}, "n must be a whole number of at least 1, got 2.0"),
        ({"n": True}, "n must be a whole number of at least 1, got True"),
        ({"ends": "loose"}, "ends must be one of held, free, got 'loose'"),
        ({"effort": "footrule"}, "effort must be one of displacement, .*, got 'footrule'"),
        ({"blank": "-"}, "blank must be a whole number or None, got '-'"),
        ({"price": 0}, "price must be 1 or 2, got 0"),
        ({"price": 3}, "price must be 1 or 2, got 3"),
    ],
)
def test_bad_input(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Permutations(**{"n": 4, **arguments})


@pytest.mark.parametrize("weights", [[0.5, 1.0], [1e12, 1e12]])
def test_weights_of_which_sums_are_not_exact_are_refused(weights: list[float]) -> None:
    x = torch.zeros(1, 30, dtype=torch.int64)
    with pytest.raises(ValueError, match="weights must be whole numbers"):
        Permutations(30).minimise(x, x, torch.tensor([weights], dtype=torch.float64))


def test_numbers_of_numpy_are_numbers() -> None:
    action = Permutations(np.int64(4), blank=np.int64(0), price=np.uint8(2))
    assert repr(action) == repr(Permutations(4, blank=0, price=2))
