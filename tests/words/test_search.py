"""The nearest words of a dictionary against all distances."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from lazyq import Permutations, lazy_path, pairwise
from lazyq.kernels.native import assignment
from lazyq.words import BLANK, Dictionary, laid_out, nearest, nearest_path, word_path

LAMS = [0.0, 0.3, 0.5, 1 / math.sqrt(2), 1.0, math.sqrt(2), math.inf]


def some_words(seed: int, count: int, alphabet: str = "abcde", longest: int = 9) -> list[str]:
    generator = np.random.default_rng(seed)
    lengths = generator.integers(1, longest + 1, count)
    words = ["".join(generator.choice(list(alphabet), length)) for length in lengths]
    return list(dict.fromkeys(words))


def all_squares(word: str, dictionary: Dictionary, lams: list[float], ends: str, price: int) -> np.ndarray:
    """Return d_λ² of all words from their paths, (L, m)."""
    paths = [word_path(word, other, ends=ends, price=price) for other in dictionary.words.tolist()]
    return np.array([[_least(path, lam**2) for path in paths] for lam in lams])


def _least(path, mu: float) -> float:
    lines = zip(path.squared_residuals.tolist(), path.squared_efforts.tolist(), strict=True)
    return min(residual + (mu * effort if effort else 0) for residual, effort in lines)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from(["held", "free"]), st.sampled_from([1, 2]), st.integers(1, 6))
def test_the_nearest_are_those_of_all_distances(seed: int, ends: str, price: int, k: int) -> None:
    dictionary = Dictionary(some_words(seed, 60))
    word = some_words(seed + 1, 1, "abcdez")[0]
    squares = all_squares(word, dictionary, LAMS, ends, price)
    order = np.argsort(squares, axis=1, kind="stable")[:, :k]
    found = nearest(word, dictionary, LAMS, k, ends=ends, price=price)
    assert found.indices.tolist() == order.tolist()
    assert found.distances.tolist() == np.sqrt(np.take_along_axis(squares, order, 1)).tolist()
    assert found.words.tolist() == dictionary.words[order].tolist()


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from(["held", "free"]), st.sampled_from([1, 2]))
def test_the_path_of_the_nearest_holds_at_every_lambda(seed: int, ends: str, price: int) -> None:
    dictionary = Dictionary(some_words(seed, 80))
    word = some_words(seed + 1, 1, "abcdez")[0]
    path = nearest_path(word, dictionary, 4, ends=ends, price=price)
    middles = (path.starts[1:] + path.starts[:-1]) / 2
    for lam in [0.0, *middles.tolist(), 1.5, math.inf]:
        found = nearest(word, dictionary, lam, 4, ends=ends, price=price)
        assert path.at(lam).indices.tolist() == found.indices.tolist()


def test_several_words_by_several_threads(threads: int) -> None:
    words = some_words(5, 300)
    dictionary, asked = Dictionary(words), words[:7]
    found = nearest(asked, dictionary, LAMS, 5)
    assert found.indices.shape == (len(LAMS), 7, 5)
    for n, word in enumerate(asked):
        alone = nearest(word, dictionary, LAMS, 5)
        assert found.indices[:, n].tolist() == alone.indices.tolist()
        assert found.distances[:, n].tolist() == alone.distances.tolist()
        assert alone.words[:, 0].tolist() == [word] * len(LAMS) or alone.distances[0, 0] == 0


def test_shapes_follow_the_question() -> None:
    dictionary = Dictionary(["from", "form", "farm"])
    assert nearest("from", dictionary, 0.5).words.tolist() == ["from"]
    assert nearest("from", dictionary, [0.5, 1], 2).words.shape == (2, 2)
    assert nearest(["from", "form"], dictionary, 0.5, 2).words.shape == (2, 2)
    assert nearest([], dictionary, [0.5], 2).words.shape == (1, 0, 2)


def test_equally_near_words_come_in_the_order_of_the_dictionary() -> None:
    assert nearest("from", Dictionary(["form", "from"]), 0, 2).words.tolist() == ["form", "from"]
    assert nearest("from", Dictionary(["from", "form"]), 0, 2).words.tolist() == ["from", "form"]


def test_a_word_of_strange_letters() -> None:
    dictionary = Dictionary(["abc", "xyz", "a"])
    found = nearest("日本語", dictionary, 0, 3)
    assert found.words.tolist() == ["a", "abc", "xyz"]
    assert found.distances.tolist() == [2, math.sqrt(6), math.sqrt(6)]
    assert nearest("👩‍🚀", dictionary, 0, 1).words.tolist() == ["a"]


@pytest.mark.parametrize("ends", ["held", "free"])
@pytest.mark.parametrize("price", [1, 2])
def test_traced_lines_are_those_of_the_library(ends: str, price: int) -> None:
    room = assignment.room(20)
    generator = np.random.default_rng(11)
    for _ in range(150):
        length = int(generator.integers(1, 13))
        x, y = generator.integers(BLANK, 4, (2, length)).astype(np.int32)
        room.x[:length], room.y[:length] = x, y
        count = assignment.trace(room, length, ends == "held", price, -1)
        lines = sorted(room.lines[:count].tolist(), key=lambda line: -line[1])
        action = Permutations(length, ends, "displacement", BLANK, price)
        path = lazy_path(action, torch.from_numpy(x), torch.from_numpy(y))
        expected = zip(path.squared_residuals.tolist(), path.squared_efforts.tolist(), strict=True)
        assert lines == [[int(a), int(b)] for a, b in expected]


@given(st.integers(1, 20), st.integers(0, 10**6), st.sampled_from([2, 10, 10**9]))
def test_assignments_cost_what_scipy_says(size: int, seed: int, most: int) -> None:
    room = assignment.room(20)
    costs = np.random.default_rng(seed).integers(0, most, (size, size))
    room.costs[:size, :size] = costs
    expected = costs[linear_sum_assignment(costs)].sum()
    assert assignment.least_cost(room, size) == expected
    rows = room.owners[1 : size + 1] - 1
    assert sorted(rows.tolist()) == list(range(size))
    assert costs[rows, np.arange(size)].sum() == expected


def test_words_of_one_length_are_points_of_the_library() -> None:
    dictionary = Dictionary(["pirates", "parties", "pastier", "traipse"])
    codes = torch.from_numpy(dictionary.codes)
    table = pairwise(Permutations(7), codes[:1], codes, LAMS)[:, 0]
    found = nearest("pirates", dictionary, LAMS, 4)
    assert found.distances.tolist() == table.sort(dim=-1, stable=True).values.tolist()
    assert laid_out(list("pirates"), 7, "held") == list("pirates")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"word": ""}, "word must have 1 to 64 letters, got 0"),
        ({"word": "x" * 65}, "word must have 1 to 64 letters, got 65"),
        ({"word": [1]}, "word must be a string, got int"),
        ({"dictionary": ["from"]}, "dictionary must be a Dictionary, got list"),
        ({"lam": -1}, "lam must be at least 0"),
        ({"lam": math.nan}, "lam must be at least 0"),
        ({"lam": "much"}, "lam must be a number of at least 0"),
        ({"k": 0}, "k must be a whole number from 1 to the 2 words, got 0"),
        ({"k": 3}, "k must be a whole number from 1 to the 2 words, got 3"),
        ({"ends": "loose"}, "ends must be one of held, free"),
        ({"price": 1.5}, "price must be 1 or 2, got 1.5"),
    ],
)
def test_bad_input(arguments: dict[str, object], message: str) -> None:
    given_all = {"word": "from", "dictionary": Dictionary(["from", "form"]), "lam": 0.5, "k": 1, **arguments}
    with pytest.raises(ValueError, match=message):
        nearest(**given_all)
