"""Dictionaries: words made ready to be searched, and those of several languages."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import final

import numpy as np

from lazyq.extras import extra
from lazyq.words.letters import checked_word, is_word

LANGUAGES = {
    "en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese", "de": "German", "it": "Italian",
    "nl": "Dutch", "ru": "Russian", "ar": "Arabic", "fa": "Persian", "eu": "Basque", "lv": "Latvian",
}  # fmt: skip
"""The languages of the frequency lists of pyspellchecker."""

LONGEST = 64
"""The most letters of a word of a dictionary, and of one that is looked up in it."""


@final
class Dictionary:
    """Words, the more common ones first: of words that are equally near the first is the nearest.

    >>> from lazyq.words import Dictionary
    >>> Dictionary(["from", "form", "farm"]).words.tolist()
    ['from', 'form', 'farm']

    Parameters
    ----------
    words : at least one, different, each of 1 to 64 letters

    Attributes
    ----------
    words : (m,) array of str
    codes : (m, N) int32, the letters of every word by their place in the alphabet, filled with −1
    lengths : (m,) int32, how many letters a word has
    alphabet : the code of every letter

    Raises
    ------
    ValueError : no word, or one that can't be taken
    """

    def __init__(self, words: Iterable[str]) -> None:
        different = list(dict.fromkeys(words))
        if not different:
            raise ValueError("words must have at least one word, got none")
        letters = [checked_word("a word of the dictionary", word, LONGEST) for word in different]
        self.words = np.array(different)
        self.lengths = np.array([len(word) for word in letters], dtype=np.int32)
        self.alphabet: dict[str, int] = {}
        self.codes = np.full((len(letters), int(self.lengths.max())), -1, dtype=np.int32)
        for row, word in zip(self.codes, letters, strict=True):
            row[: len(word)] = [self.alphabet.setdefault(letter, len(self.alphabet)) for letter in word]

    def __len__(self) -> int:
        return len(self.words)

    def encoded(self, letters: list[str]) -> np.ndarray:
        """Return the codes of letters; those that no word has get codes of their own, above all others."""
        more = {letter: None for letter in letters if letter not in self.alphabet}
        strange = {letter: len(self.alphabet) + place for place, letter in enumerate(more)}
        return np.array([(self.alphabet | strange)[letter] for letter in letters], dtype=np.int32)


@lru_cache(maxsize=len(LANGUAGES))
def load_dictionary(language: str, most: int = 50_000) -> Dictionary:
    """Return the most common words of a language, equally common ones in the order of the alphabet.

    Frequencies are those of pyspellchecker. Entries that are no single word are left out.

    >>> from lazyq.words import load_dictionary
    >>> "practices" in load_dictionary("en").words
    True

    Parameters
    ----------
    language : a key of :data:`LANGUAGES`
    most : how many words at most

    Raises
    ------
    ValueError : a language that is not there, or a number that is not whole and positive
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, got {language!r}")
    if isinstance(most, bool) or not (isinstance(most, int) and most >= 1):
        raise ValueError(f"most must be a whole number of at least 1, got {most!r}")
    with extra("words"):
        from spellchecker import SpellChecker

    counts = SpellChecker(language=language).word_frequency.dictionary
    common = sorted(counts, key=lambda word: (-counts[word], word))
    words = (word for word in common if len(word) <= LONGEST and is_word(word))
    return Dictionary(islice(words, most))
