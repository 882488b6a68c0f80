"""Words of a dictionary, spoilt and looked up again."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from lazyq.extras import extra
from lazyq.words import Dictionary, graphemes, load_dictionary, nearest, scramble

KINDS = ("anagrams", "typos", "words")
_COMMON = 10_000  # the words that are spoilt are among so many most common ones
_SHORTEST = 4
_CUTOFF = 4  # edits beyond which no word is looked for


@dataclass(frozen=True)
class UnscramblingSpec:
    """What is spoilt, and how much.

    Attributes
    ----------
    language : a key of :data:`lazyq.words.LANGUAGES`
    kind : "anagrams" takes words that others become when inner letters change places, "typos" replaces an
        inner letter of any words, "words" takes any words as they are
    strength : of the scrambling that follows, 0 … 1
    count : how many words, drawn with replacement
    lams : the λ to look at
    price : of a blank, 1 or 2
    seed : draws the words, the letters that are typed instead, and the scrambling
    size : of the dictionary that is searched
    """

    language: str
    kind: str
    strength: float
    count: int
    lams: tuple[float, ...]
    price: int = 2
    seed: int = 0
    size: int = 50_000


@dataclass(frozen=True)
class Unscrambling:
    """How many were read right.

    Attributes
    ----------
    words, spoilt : (n,) str
    read : (L, n) str, the nearest word at every λ
    right : (L,) the share that is the word itself
    edits : (n,) str, the nearest by edit distance with exchanges of neighbours (Damerau and Levenshtein)
    edits_right : the share of these that is the word itself
    """

    words: np.ndarray
    spoilt: np.ndarray
    read: np.ndarray
    right: np.ndarray
    edits: np.ndarray
    edits_right: float


def unscramble(spec: UnscramblingSpec) -> Unscrambling:
    """Return which words of the dictionary are nearest to spoilt ones; of equally near ones the most common.

    Raises
    ------
    ValueError : an unknown kind, or a language that has no words of the kind
    """
    if spec.kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {spec.kind!r}")
    dictionary = load_dictionary(spec.language, spec.size)
    candidates = _candidates(dictionary, anagrams=spec.kind == "anagrams")
    if not candidates:
        raise ValueError(
            f"language must have words of the kind {spec.kind!r}, and {spec.language!r} has none"
        )
    generator = np.random.default_rng(spec.seed)
    words = [candidates[place] for place in generator.integers(len(candidates), size=spec.count)]
    spoilt = [_mistyped(word, dictionary, generator) if spec.kind == "typos" else word for word in words]
    seeds = generator.integers(2**31, size=spec.count).tolist()
    spoilt = [scramble(word, spec.strength, seed) for word, seed in zip(spoilt, seeds, strict=True)]
    read = nearest(spoilt, dictionary, spec.lams, 1, price=spec.price).words[..., 0]
    edits = _nearest_by_edits(spoilt, dictionary)
    truth = np.array(words)
    return Unscrambling(
        words=truth,
        spoilt=np.array(spoilt),
        read=read,
        right=(read == truth).mean(1),
        edits=edits,
        edits_right=float((edits == truth).mean()),
    )


def _candidates(dictionary: Dictionary, *, anagrams: bool) -> list[str]:
    words = [word for word in dictionary.words[:_COMMON].tolist() if len(graphemes(word)) >= _SHORTEST]
    if not anagrams:
        return words
    alike = defaultdict(list)
    for word in words:
        first, *inner, last = graphemes(word)
        alike[first, last, *sorted(inner)].append(word)
    return [word for group in alike.values() if len(group) > 1 for word in group]


def _mistyped(word: str, dictionary: Dictionary, generator: np.random.Generator) -> str:
    letters, alphabet = graphemes(word), list(dictionary.alphabet)
    place = int(generator.integers(1, len(letters) - 1))
    others = [letter for letter in alphabet if letter != letters[place] and letter.isalpha()]
    letters[place] = others[generator.integers(len(others))]
    return "".join(letters)


def _nearest_by_edits(words: list[str], dictionary: Dictionary) -> np.ndarray:
    with extra("words"):
        from rapidfuzz.distance import DamerauLevenshtein
        from rapidfuzz.process import cdist

    known, distance = dictionary.words.tolist(), DamerauLevenshtein.distance
    edits = cdist(words, known, scorer=distance, score_cutoff=_CUTOFF, dtype=np.uint8)
    return dictionary.words[edits.argmin(1)]
