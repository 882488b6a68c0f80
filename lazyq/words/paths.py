"""The λ-path of two words, of equal length or not."""

import math

import torch

from lazyq.actions import Permutations
from lazyq.actions.permutations import LONGEST
from lazyq.metric import LazyPath, lazy_path
from lazyq.words.letters import checked_word

BLANK = -1
"""The code of no letter."""


def laid_out(letters: list[str], length: int, ends: str) -> list[str]:
    """Return the letters with blanks "" up to the length: before the last one if ends are held, else behind.

    The last letter of a word stays its last letter; a word of one letter has a first one only.

    >>> from lazyq.words import laid_out
    >>> laid_out(list("puitng"), 7, "held")
    ['p', 'u', 'i', 't', 'n', '', 'g']

    Parameters
    ----------
    letters : of the word
    length : at least as many
    ends : "held" or another, as :class:`lazyq.Permutations` takes them
    """
    blanks = [""] * (length - len(letters))
    if ends == "held" and len(letters) > 1:
        return [*letters[:-1], *blanks, letters[-1]]
    return [*letters, *blanks]


def word_path(
    a: str, b: str, *, ends: str = "held", effort: str = "displacement", price: int = 1
) -> LazyPath:
    """Return the λ-path of word a towards word b under permutations of the letters.

    d_λ² = min_σ ( 2·(letters of σ·a that differ from b's) + λ² ν(σ)² ), exactly; case counts. Of words of
    unequal length the shorter one is made as long with blanks, which may move as letters do: before its last
    letter where the ends are held, else behind it. A blank against a letter costs the price instead of 2.
    This is a metric (λ > 0): further blanks in the same place of both change no distance, so that all words
    can be thought of as of one length. The path's x and y are codes of letters, :data:`BLANK` for none; its
    breakpoints are λ, and their squares are quotients of whole numbers.

    >>> from lazyq.words import word_path
    >>> path = word_path("puitng", "putting")
    >>> path.squared_residuals, path.squared_efforts
    (tensor([1., 3., 5.], dtype=torch.float64), tensor([10.,  2.,  0.], dtype=torch.float64))

    Parameters
    ----------
    a, b : of at least one letter (a grapheme cluster), in any script
    ends, effort : as :class:`lazyq.Permutations` takes them, with its limits on the length
    price : 1 (a blank is the zero vector among one-hot letters) or 2 (it is one more letter)

    Raises
    ------
    ValueError : a word, ends, effort or price that can't be taken; says which, and what is
    """
    most = LONGEST.get(effort, math.inf) + (2 if ends == "held" else 0)
    first, second = (checked_word(name, word, int(min(most, 1000))) for name, word in (("a", a), ("b", b)))
    length = max(len(first), len(second))
    action = Permutations(length, ends, effort, BLANK, price)
    codes = {letter: code for code, letter in enumerate(dict.fromkeys([*first, *second]))} | {"": BLANK}
    x, y = (
        torch.tensor([codes[letter] for letter in laid_out(word, length, ends)]) for word in (first, second)
    )
    return lazy_path(action, x, y)


def word_distance(
    a: str, b: str, lam: float, *, ends: str = "held", effort: str = "displacement", price: int = 1
) -> float:
    """Return d_λ of two words; arguments as :func:`word_path`, λ ≥ 0 or inf.

    >>> from lazyq.words import word_distance
    >>> word_distance("from", "form", 0), word_distance("from", "form", 1)
    (0.0, 1.4142135623730951)

    Parameters
    ----------
    a, b, ends, effort, price : as for :func:`word_path`
    lam : ≥ 0 or inf

    Raises
    ------
    ValueError : as word_path, or a λ that is not a number of at least 0
    """
    return word_path(a, b, ends=ends, effort=effort, price=price).distance(lam).item()
