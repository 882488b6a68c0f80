"""Paths of words, of unequal lengths too, against all permutations."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazyq.words import laid_out, word_distance, word_path

WORDS = st.text("abc", min_size=1, max_size=5)
ENDS = st.sampled_from(["held", "free"])
PRICES = st.sampled_from([1, 2])


def by_all_permutations(a: list[str], b: list[str], mu: float, ends: str, price: int) -> float:
    """Return d_λ² of two words of one length, blanks as ""."""
    size = len(a)
    places = range(size) if ends == "free" else range(1, size - 1)
    least = math.inf
    for order in itertools.permutations(places):
        moves = dict(zip(places, order, strict=True))
        total = 0.0
        for i, letter in enumerate(a):
            j = moves.get(i, i)
            total += mu * (i - j) ** 2
            if letter != b[j]:
                total += 2 if letter and b[j] else price
        least = min(least, total)
    return least


@given(WORDS, WORDS, st.floats(0, 2.5), ENDS, PRICES)
def test_distances_are_the_least_over_all_permutations(
    a: str, b: str, mu: float, ends: str, price: int
) -> None:
    longest = max(len(a), len(b))
    found = word_distance(a, b, math.sqrt(mu), ends=ends, price=price)
    padded = (laid_out(list(word), longest, ends) for word in (a, b))
    assert found**2 == pytest.approx(by_all_permutations(*padded, mu, ends, price), abs=1e-9)


@given(WORDS, WORDS, st.floats(0, 2.5), ENDS, PRICES, st.integers(1, 2))
def test_more_blanks_change_no_distance(a: str, b: str, mu: float, ends: str, price: int, more: int) -> None:
    longest = max(len(a), len(b))
    least = [
        by_all_permutations(*(laid_out(list(word), length, ends) for word in (a, b)), mu, ends, price)
        for length in (longest, longest + more)
    ]
    assert least[0] == pytest.approx(least[1], abs=1e-9)


@given(st.tuples(*[st.text("abcd", min_size=1, max_size=7)] * 3), st.floats(0, 1.5), ENDS, PRICES)
def test_words_of_any_length_have_a_metric(words: tuple[str, ...], lam: float, ends: str, price: int) -> None:
    a, b, c = words
    ab, bc, ac, ba = (
        word_distance(*pair, lam, ends=ends, price=price) for pair in ((a, b), (b, c), (a, c), (b, a))
    )
    assert ab == pytest.approx(ba, abs=1e-12)
    assert ac <= ab + bc + 1e-12
    assert word_distance(a, a, lam, ends=ends, price=price) == 0
    assert ab > 0 or lam < 1e-6 or a == b


@given(st.text("abcd", min_size=1, max_size=8), st.text("abcd", min_size=1, max_size=8), ENDS, PRICES)
def test_from_the_root_of_two_on_nothing_moves(a: str, b: str, ends: str, price: int) -> None:
    path = word_path(a, b, ends=ends, price=price)
    assert not len(path.breakpoints) or path.breakpoints.max().item() <= math.sqrt(2)


def test_the_word_of_the_talk_that_lacks_a_letter() -> None:
    path = word_path("puitng", "putting")
    assert path.squared_residuals.tolist() == [1, 3, 5]
    assert path.squared_efforts.tolist() == [10, 2, 0]


@pytest.mark.parametrize(
    ("letters", "length", "ends", "expected"),
    [
        ("ab", 4, "held", ["a", "", "", "b"]),
        ("ab", 4, "free", ["a", "b", "", ""]),
        ("a", 3, "held", ["a", "", ""]),
        ("abc", 3, "held", ["a", "b", "c"]),
    ],
)
def test_blanks_leave_the_ends_where_they_are(letters: str, length: int, ends: str, expected: list) -> None:
    assert laid_out(list(letters), length, ends) == expected


def test_form_is_from_only_where_moving_is_free() -> None:
    assert word_distance("form", "from", 0) == 0
    assert word_distance("form", "from", 0.5) == pytest.approx(math.sqrt(0.5))
    assert word_distance("form", "from", math.inf) == 2


@pytest.mark.parametrize("effort", ["displacement", "hamming", "kendall", "cayley", "ulam"])
def test_every_effort(effort: str) -> None:
    path = word_path("pairectcs", "practices", effort=effort)
    assert path.squared_residuals.tolist()[0] == 0
    assert path.squared_residuals.tolist()[-1] == 14


def test_letters_of_any_script() -> None:
    assert word_distance("שלום", "שולם", 0) == 0
    assert word_distance("नमस्ते", "नस्तेम", 0, ends="free") == 0
    assert word_distance("café", "cafe\u0301", math.inf) == 0
    assert word_distance("a👩‍🚀b🙂c", "ab👩‍🚀🙂c", 0) == 0
    assert word_distance("Form", "form", 0) == math.sqrt(2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"a": ""}, "a must have 1 to 130 letters, got 0"),
        ({"b": "x" * 131}, "b must have 1 to 130 letters, got 131"),
        ({"a": None}, "a must be a string, got NoneType"),
        ({"ends": "loose"}, "ends must be one of held, free, got 'loose'"),
        ({"effort": "edits"}, "effort must be one of displacement"),
        ({"effort": "cayley", "a": "x" * 13}, "a must have 1 to 12 letters, got 13"),
        ({"price": 0}, "price must be 1 or 2, got 0"),
    ],
)
def test_bad_input(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        word_path(**{"a": "from", "b": "form", **arguments})
