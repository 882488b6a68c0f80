"""A text, scrambled more and more, and what a dictionary takes its words for at every laziness."""

from dataclasses import dataclass

import numpy as np

from lazyq.experiments.exporting import npz
from lazyq.words import (
    Dictionary,
    Token,
    graphemes,
    load_dictionary,
    nearest,
    nearest_path,
    scrambled_tokens,
    tokens,
)

STRENGTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SQUARES = tuple(step / 10 for step in range(21))
"""λ² at which the dictionary is searched."""

LISTED = 5
LONGEST = 20
"""The most letters of a word that is looked up."""


@dataclass(frozen=True)
class ReadingSpec:
    """A text, and how it is spoilt and read.

    Attributes
    ----------
    text : the right words
    language : a key of :data:`lazyq.words.LANGUAGES`
    spoilt : the same text with its words spoilt by somebody else, word for word, or None
    seed : of the scrambling
    size : of the dictionary that is searched
    """

    text: str
    language: str
    spoilt: str | None = None
    seed: int = 7
    size: int = 50_000


@dataclass(frozen=True)
class Reading:
    """The words of a text, n of them, in V versions, and the words of the dictionary near to them.

    Attributes
    ----------
    pieces : the text, words and what is between them
    places : (n,) which of the pieces are words
    versions : of every version its strength as a text, "0" … "1", or "given"
    spoilt : (V, n) str, the words of every version
    known : (n,) whether the dictionary has the right word; capitals don't count
    searched : (m,) str, the different words that were looked up, in small letters
    which : (V, n) positions in searched, −1 for a word of more than 20 letters
    near : for every searched word all that are among the five nearest at some λ² of :data:`SQUARES`, in the
        order of the dictionary
    starts, winners : for every searched word the λ from which, and the word of these that is then the nearest
    letters : words whose letters are not their code points, each with its letters
    """

    pieces: tuple[str, ...]
    places: tuple[int, ...]
    versions: tuple[str, ...]
    spoilt: tuple[tuple[str, ...], ...]
    known: tuple[bool, ...]
    searched: tuple[str, ...]
    which: tuple[tuple[int, ...], ...]
    near: tuple[tuple[str, ...], ...]
    starts: tuple[tuple[float, ...], ...]
    winners: tuple[tuple[str, ...], ...]
    letters: tuple[tuple[str, tuple[str, ...]], ...]


def read_text(spec: ReadingSpec) -> Reading:
    """Return the versions of a text, and the nearest words of the dictionary to every word of them.

    Raises
    ------
    ValueError : an unknown language, or a spoilt text that has not as many words as the text
    """
    dictionary = load_dictionary(spec.language, spec.size)
    pieces = tokens(spec.text)
    places = tuple(place for place, piece in enumerate(pieces) if piece.is_word)
    right = tuple(pieces[place].text for place in places)
    versions = {
        f"{strength:g}": _words(scrambled_tokens(spec.text, strength, spec.seed)) for strength in STRENGTHS
    }
    if spec.spoilt is not None:
        versions = {"given": _words(tokens(spec.spoilt))} | versions
    if any(len(words) != len(right) for words in versions.values()):
        raise ValueError(f"spoilt must have the {len(right)} words of the text, got {spec.spoilt!r}")
    small = [[_small(word) for word in words] for words in versions.values()]
    searched = sorted({word for words in small for word in words if len(graphemes(word)) <= LONGEST})
    where = {word: place for place, word in enumerate(searched)}
    found = set(dictionary.words.tolist())
    near = _near(searched, dictionary) if searched else []
    paths = [nearest_path(word, Dictionary(own)) for word, own in zip(searched, near, strict=True)]
    every = {*right, *map(_small, right), *searched, *(word for words in versions.values() for word in words)}
    every.update(*near)
    return Reading(
        pieces=tuple(piece.text for piece in pieces),
        places=places,
        versions=tuple(versions),
        spoilt=tuple(map(tuple, versions.values())),
        known=tuple(_small(word) in found for word in right),
        searched=tuple(searched),
        which=tuple(tuple(where.get(word, -1) for word in words) for words in small),
        near=tuple(map(tuple, near)),
        starts=tuple(tuple(path.starts.tolist()) for path in paths),
        winners=tuple(
            tuple(own[place] for place in path.indices[path.near[:, 0]])
            for own, path in zip(near, paths, strict=True)
        ),
        letters=tuple((word, tuple(graphemes(word))) for word in sorted(every) if _is_odd(word)),
    )


def reading_npz(spec: ReadingSpec, reading: Reading) -> bytes:
    """Return what is known of a text as a NumPy archive.

    Arrays: words (n,), the right ones; versions (V,) by name; spoilt (V, n); known (n,); searched (m,);
    which (V, n), positions in searched, −1 for none; starts (S,), the λ from which winners (S,) is the
    nearest word to searched[of] with of (S,); text and language.
    """
    counts = [len(starts) for starts in reading.starts]
    return npz(
        words=np.array([reading.pieces[place] for place in reading.places]),
        versions=np.array(reading.versions),
        spoilt=np.array(reading.spoilt),
        known=np.array(reading.known),
        searched=np.array(reading.searched),
        which=np.array(reading.which),
        starts=np.concatenate([[], *map(np.array, reading.starts)]),
        winners=np.array([word for words in reading.winners for word in words], dtype=np.str_),
        of=np.repeat(np.arange(len(counts)), counts),
        text=spec.text,
        language=spec.language,
    )


def _near(searched: list[str], dictionary: Dictionary) -> list[list[str]]:
    count = min(LISTED, len(dictionary))
    listed = nearest(searched, dictionary, np.sqrt(SQUARES).tolist(), count).indices
    return [dictionary.words[np.unique(listed[:, place])].tolist() for place in range(len(searched))]


def _words(pieces: list[Token]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_word]


def _small(word: str) -> str:
    return word.lower()


def _is_odd(word: str) -> bool:
    return not word.isascii() and graphemes(word) != list(word)
