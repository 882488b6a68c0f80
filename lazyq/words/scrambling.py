"""Scrambling the letters of a text, as little or as much as one likes."""

import numpy as np

from lazyq.actions.permutations import ENDS
from lazyq.words.letters import Token, checked_text, clusters, tokens


def scramble(text: str, strength: float, seed: int, *, ends: str = "held") -> str:
    """Return the text with the letters of every word moved, what is between the words as it was.

    Letter i of the n that may move goes to the place of its key (1 − strength)·i + strength·n·u, u uniform in
    [0, 1): strength 0 moves nothing, strength 1 is a uniformly random permutation, and with one seed the
    letters move further and further in between. Every letter keeps its case and its accents.

    >>> from lazyq.words import scramble
    >>> scramble("Small transformations do not change a word.", 0.5, 9)
    'Samll toatrarmnsfinos do not chnage a word.'

    Parameters
    ----------
    text : in any script
    strength : 0 … 1
    seed : a whole number of at least 0; a longer text begins as a shorter one does
    ends : "held" keeps the first and the last letter of every word in place, "free" does not

    Raises
    ------
    ValueError : a text, strength, seed or ends that can't be taken; says which, and what is
    """
    return "".join(token.text for token in scrambled_tokens(text, strength, seed, ends=ends))


def scrambled_tokens(text: str, strength: float, seed: int, *, ends: str = "held") -> list[Token]:
    """Return the pieces of :func:`scramble`, one for each of :func:`tokens`, words and what is between them.

    They can't be found in the scrambled text again: where apostrophes or hyphens have come together, it has
    other words.

    Parameters
    ----------
    text, strength, seed, ends : as for :func:`scramble`

    Raises
    ------
    ValueError : as :func:`scramble`

    Examples
    --------
    >>> from lazyq.words import scrambled_tokens
    >>> [piece.text for piece in scrambled_tokens("hit upon", 0.0, seed=0)]
    ['hit', ' ', 'upon']
    """
    checked_text("text", text)
    if isinstance(strength, bool) or not (isinstance(strength, int | float) and 0 <= strength <= 1):
        raise ValueError(f"strength must be a number from 0 to 1, got {strength!r}")
    if isinstance(seed, bool) or not (isinstance(seed, int) and seed >= 0):
        raise ValueError(f"seed must be a whole number of at least 0, got {seed!r}")
    if ends not in ENDS:
        raise ValueError(f"ends must be one of {', '.join(ENDS)}, got {ends!r}")
    generator = np.random.default_rng(seed)
    held = 1 if ends == "held" else 0
    return [
        token._replace(text=_scrambled(token.text, strength, generator, held)) if token.is_word else token
        for token in tokens(text)
    ]


def _scrambled(word: str, strength: float, generator: np.random.Generator, held: int) -> str:
    letters = clusters(word)
    inner = letters[held : len(letters) - held]
    count = len(inner)
    if count < 2:
        return word
    keys = (1 - strength) * np.arange(count) + strength * count * generator.random(count)
    moved = [inner[place] for place in np.argsort(keys, kind="stable")]
    return "".join([*letters[:held], *moved, *letters[len(letters) - held :]])
