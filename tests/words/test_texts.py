"""Letters, words, scrambling and dictionaries."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazyq.words import LANGUAGES, Dictionary, graphemes, load_dictionary, scramble, tokens

PARAGRAPH = "It doesn't mttaer: “The ltteers” — café, naïve, 12 o'clock; שָׁלוֹם, नमस्ते 👩‍🚀!\r\n\tEnd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("abc", ["a", "b", "c"]),
        ("e\u0301a", ["é", "a"]),
        ("👩‍🚀🙂", ["👩‍🚀", "🙂"]),
        ("नमस्ते", ["न", "म", "स्ते"]),
        ("שָׁלוֹם", ["שָׁ", "ל", "וֹ", "ם"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
    ],
)
def test_a_letter_is_what_a_reader_takes_for_one(text: str, expected: list[str]) -> None:
    assert [unicodedata.normalize("NFC", letter) for letter in expected] == graphemes(text)


@given(st.text())
def test_tokens_are_the_text(text: str) -> None:
    pieces = tokens(text)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


def test_words_have_apostrophes_and_accents() -> None:
    words = [piece.text for piece in tokens(PARAGRAPH) if piece.is_word]
    assert words == [
        "It", "doesn't", "mttaer", "The", "ltteers", "café", "naïve", "12", "o'clock", "שָׁלוֹם", "नमस्ते", "End",
    ]  # fmt: skip


@given(st.text(max_size=40), st.floats(0, 1), st.integers(0, 1000), st.sampled_from(["held", "free"]))
def test_scrambling_moves_letters_within_words_only(text: str, strength: float, seed: int, ends: str) -> None:
    before, after = tokens(text), scramble(text, strength, seed, ends=ends)
    place = 0
    for piece in before:
        moved = after[place : place + len(piece.text)]
        place += len(piece.text)
        assert Counter(moved) == Counter(piece.text)
        if not piece.is_word:
            assert moved == piece.text
    assert place == len(after)


@given(st.text("abcdefgh ", max_size=40), st.integers(0, 1000))
def test_ends_are_held_and_strength_zero_moves_nothing(text: str, seed: int) -> None:
    assert scramble(text, 0, seed) == text
    assert scramble(text, 0.0, seed, ends="free") == text
    for word, moved in zip(text.split(), scramble(text, 1.0, seed).split(), strict=True):
        assert (word[0], word[-1]) == (moved[0], moved[-1])


def test_scrambling_is_by_its_seed() -> None:
    text = "transformations unrecognisable"
    assert scramble(text, 0.7, 3) == scramble(text, 0.7, 3) != scramble(text, 0.7, 4)
    assert scramble(text + " more words", 0.7, 3).startswith(scramble(text, 0.7, 3))


def test_more_strength_moves_letters_further() -> None:
    word = "abcdefghijklmnopqrstuvwxyz"

    def effort(moved: str) -> int:
        return sum((place - word.index(letter)) ** 2 for place, letter in enumerate(moved))

    steps = [
        sum(effort(scramble(word, strength, seed)) for seed in range(30))
        for strength in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert steps == sorted(steps)
    assert steps[0] == 0 < steps[1]


def test_every_permutation_is_as_likely_at_full_strength() -> None:
    found = Counter(scramble("abcd", 1.0, seed, ends="free") for seed in range(2400))
    assert len(found) == 24
    assert sum((count - 100) ** 2 / 100 for count in found.values()) < 49.7  # 0.1 % of χ² with 23 degrees


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"text": None}, "text must be a string, got NoneType"),
        ({"strength": 1.5}, "strength must be a number from 0 to 1, got 1.5"),
        ({"strength": float("nan")}, "strength must be a number from 0 to 1, got nan"),
        ({"strength": "much"}, "strength must be a number from 0 to 1, got 'much'"),
        ({"seed": -1}, "seed must be a whole number of at least 0, got -1"),
        ({"seed": 1.0}, "seed must be a whole number of at least 0, got 1.0"),
        ({"ends": "loose"}, "ends must be one of held, free, got 'loose'"),
    ],
)
def test_bad_scrambling(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scramble(**{"text": "from", "strength": 0.5, "seed": 1, **arguments})


def test_a_million_letters() -> None:
    text = "scrambled words " * 62_500
    assert len(scramble(text, 0.5, 1)) == len(text) == 10**6


@pytest.mark.parametrize("language", LANGUAGES)
def test_dictionaries_of_all_languages(language: str) -> None:
    dictionary = load_dictionary(language, 2000)
    assert len(dictionary) == 2000
    assert len(set(dictionary.words.tolist())) == 2000
    for word, codes, length in zip(dictionary.words[:50], dictionary.codes, dictionary.lengths, strict=False):
        assert codes[:length].tolist() == dictionary.encoded(graphemes(str(word))).tolist()
        assert (codes[length:] == -1).all()


def test_common_words_come_first() -> None:
    assert load_dictionary("en", 2000).words[:3].tolist() == ["the", "you", "i"]


def test_letters_that_no_word_has_are_different_from_all() -> None:
    assert Dictionary(["ab"]).encoded(["b", "z", "a", "y", "z"]).tolist() == [1, 2, 0, 3, 2]


def test_bad_dictionaries() -> None:
    with pytest.raises(ValueError, match="words must have at least one word, got none"):
        Dictionary([])
    with pytest.raises(ValueError, match="a word of the dictionary must have 1 to 64 letters, got 0"):
        Dictionary(["from", ""])
    with pytest.raises(ValueError, match=r"language must be one of en, es, .*, got 'tlh'"):
        load_dictionary("tlh")
    with pytest.raises(ValueError, match="most must be a whole number of at least 1, got 0"):
        load_dictionary("en", 0)
