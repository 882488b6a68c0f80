"""The words of a dictionary that are nearest to a word, at some λ or at every one."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from lazyq.actions.permutations import ENDS
from lazyq.neighbors import NeighborsPath
from lazyq.neighbors.path import Paths, swept
from lazyq.words.dictionaries import LONGEST, Dictionary
from lazyq.words.letters import checked_word

if TYPE_CHECKING:
    from lazyq.kernels.native.assignment import Room
    from lazyq.kernels.native.words import Desk, Lexicon, Rule

_STOPS = np.append(np.linspace(0.0, 2.0, 65), np.inf)  # λ² between which a list of all λ is looked for


class NearestWords(NamedTuple):
    """The k nearest words, the nearest first.

    Attributes
    ----------
    words : (..., k) array of str
    distances : (..., k) float64, d_λ; increasing
    indices : (..., k) int64, places in the dictionary; equal distances in its order
    """

    words: np.ndarray
    distances: np.ndarray
    indices: np.ndarray


def nearest(
    word: str | Sequence[str],
    dictionary: Dictionary,
    lam: float | Sequence[float],
    k: int = 1,
    *,
    ends: str = "held",
    price: int = 1,
) -> NearestWords:
    """Return the k words of the dictionary of least d_λ to a word, exactly, equal ones in its order.

    The distance of :func:`lazyq.words.word_path`, unequal lengths included. d₀, which only counts letters,
    bounds it from below, and so does the sum of what every letter costs at least; few assignment problems
    are left, solved in whole numbers.

    >>> from lazyq.words import Dictionary, nearest
    >>> common = Dictionary(["from", "form", "farm", "for"])
    >>> nearest("from", common, [0, 1], 3).words.tolist()
    [['from', 'form', 'farm'], ['from', 'form', 'farm']]

    Parameters
    ----------
    word : one, or several for which the result has a dimension of n; 1 to 64 letters each
    dictionary : the words that are searched
    lam : ≥ 0, inf included; of L numbers the result begins with a dimension of L
    k : 1 … the number of words of the dictionary
    ends, price : as for word_path; the effort is the displacement

    Raises
    ------
    ValueError : a word, λ, k, ends or price that can't be taken; says which, and what is
    """
    words = [word] if isinstance(word, str) else list(word)
    letters = [checked_word("word", one, LONGEST) for one in words]
    lams = _checked_lams(lam)
    _check(dictionary, k, ends, price)
    codes = [dictionary.encoded(one) for one in letters]
    squares = np.full((len(words), len(lams), k), np.inf)
    indices = np.full(squares.shape, np.iinfo(np.int64).max)
    tools = _tools(dictionary, codes)
    workers = max(1, min(torch.get_num_threads(), len(words)))

    def search(worker: int) -> None:
        from lazyq.kernels.native import words as native

        room, desk = tools.memory()
        rule = native.Rule(ends == "held", price, lams**2)
        for place in range(worker, len(words), workers):
            own = codes[place], len(codes[place])
            native.nearest(*own, tools.lexicon, rule, squares[place], indices[place], desk, room)

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(search, range(workers)))
    squares, indices = squares.swapaxes(0, 1), indices.swapaxes(0, 1)
    if isinstance(word, str):
        squares, indices = squares[:, 0], indices[:, 0]
    if np.ndim(lam) == 0:
        squares, indices = squares[0], indices[0]
    return NearestWords(dictionary.words[indices], np.sqrt(squares), indices)


def nearest_path(
    word: str, dictionary: Dictionary, k: int = 1, *, ends: str = "held", price: int = 1
) -> NeighborsPath:
    """Return the k nearest words at every λ in [0, ∞], exactly: who they are, and where the list changes.

    >>> from lazyq.words import Dictionary, nearest_path
    >>> common = Dictionary(["from", "form", "farm", "for"])
    >>> path = nearest_path("form", common, 2)
    >>> common.words[path.at(0.0).indices].tolist(), common.words[path.at(1.2).indices].tolist()
    (['from', 'form'], ['form', 'farm'])

    Parameters
    ----------
    word, dictionary, k, ends, price : as for :func:`nearest`

    Raises
    ------
    ValueError : as nearest
    """
    from lazyq.kernels.native import words as native

    codes = dictionary.encoded(checked_word("word", word, LONGEST))
    furthest = nearest(word, dictionary, np.sqrt(_STOPS).tolist(), k, ends=ends, price=price).distances[:, -1]
    limits = np.append(furthest[1:], furthest[-1]) ** 2 * (1 + 1e-9)
    tools = _tools(dictionary, [codes])
    room, desk = tools.memory()
    rule = native.Rule(ends == "held", price, _STOPS)
    found = np.empty(len(dictionary), np.int64)
    count = native.reaching(codes, len(codes), tools.lexicon, rule, limits, found, desk, room)
    places = np.sort(found[:count])
    return swept(_paths(codes, dictionary, places, rule, room), k)


def _paths(
    codes: np.ndarray, dictionary: Dictionary, places: np.ndarray, rule: "Rule", room: "Room"
) -> Paths:
    from lazyq.kernels.native import words

    traced = []
    for place in places:
        own = dictionary.codes[place], int(dictionary.lengths[place])
        count = words.lines(codes, len(codes), *own, rule, room)
        lines = room.lines[:count].astype(np.float64)
        traced.append(lines[np.argsort(-lines[:, 1], kind="stable")])
    most = max(len(lines) for lines in traced)
    filled = np.stack([lines[np.minimum(np.arange(most), len(lines) - 1)] for lines in traced])
    residuals, efforts = filled[..., 0], filled[..., 1]
    steeper = -np.diff(efforts, axis=1)
    meeting = np.where(steeper > 0, np.diff(residuals, axis=1) / np.where(steeper > 0, steeper, 1), np.inf)
    return Paths(places, np.sqrt(meeting), residuals, efforts, 1.0)


class _Tools(NamedTuple):
    """The dictionary as the compiled search takes it, and how much memory that needs."""

    lexicon: "Lexicon"
    longest: int
    letters: int

    def memory(self) -> tuple["Room", "Desk"]:
        """Return memory for one thread."""
        from lazyq.kernels.native import assignment, words

        count = len(self.lexicon.lengths)
        desk = words.Desk(
            counts=np.zeros(self.letters, np.int32),
            bounds=np.empty(count, np.uint8),
            order=np.empty(count, np.int32),
            starts=np.empty(257, np.int64),
            exact=np.empty(self.longest, np.int64),
            dear=np.empty(self.longest, np.int64),
        )
        return assignment.room(self.longest), desk


def _tools(dictionary: Dictionary, codes: list[np.ndarray]) -> _Tools:
    from lazyq.kernels.native.words import Lexicon

    longest = max([dictionary.codes.shape[1], *map(len, codes)])
    return _Tools(Lexicon(dictionary.codes, dictionary.lengths), longest, len(dictionary.alphabet) + longest)


def _checked_lams(lam: float | Sequence[float]) -> np.ndarray:
    try:
        lams = np.atleast_1d(np.asarray(lam, dtype=np.float64))
    except (TypeError, ValueError):
        raise ValueError(f"lam must be a number of at least 0 (inf included), got {lam!r}") from None
    if lams.ndim != 1 or not (lams >= 0).all():
        raise ValueError(f"lam must be at least 0 (inf included), one or several, got {lam!r}")
    return lams


def _check(dictionary: Dictionary, k: int, ends: str, price: int) -> None:
    if not isinstance(dictionary, Dictionary):
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"dictionary must be a Dictionary, got {type(dictionary).__name__}"
        )
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= len(dictionary):
        raise ValueError(f"k must be a whole number from 1 to the {len(dictionary)} words, got {k!r}")
    if ends not in ENDS:
        raise ValueError(f"ends must be one of {', '.join(ENDS)}, got {ends!r}")
    if isinstance(price, bool) or price not in (1, 2):
        raise ValueError(f"price must be 1 or 2, got {price!r}")
