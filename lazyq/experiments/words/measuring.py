"""Two test sets at once: words that others are made of, and mistyped words, both scrambled a little."""

from dataclasses import dataclass

import numpy as np

from lazyq.compute.progress import report
from lazyq.experiments.words.unscrambling import UnscramblingSpec, unscramble
from lazyq.wording import worded

MEASURED_SQUARES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
"""λ² at which is measured."""

MEASURED_KINDS = ("anagrams", "typos")
_STAGES = (worded("reading anagrams"), worded("reading typos"))


@dataclass(frozen=True)
class MeasuringSpec:
    """A language, how many words of each kind, how far they are scrambled, and the seed of all that."""

    language: str
    count: int = 200
    strength: float = 0.3
    seed: int = 0


@dataclass(frozen=True)
class Measured:
    """Shares of words that are read right.

    Attributes
    ----------
    right : (2, L) of anagrams and of typos at every λ² of :data:`MEASURED_SQUARES`
    edits_right : (2,) by edit distance
    """

    right: np.ndarray
    edits_right: np.ndarray


def measure(spec: MeasuringSpec) -> Measured:
    """Return how often the nearest word of the dictionary is the right one, for both kinds.

    Raises
    ------
    ValueError : an unknown language, or one without anagrams
    """
    lams = tuple(np.sqrt(MEASURED_SQUARES).tolist())
    found = []
    for place, (kind, stage) in enumerate(zip(MEASURED_KINDS, _STAGES, strict=True)):
        report(stage, place / len(MEASURED_KINDS))
        found.append(
            unscramble(
                UnscramblingSpec(spec.language, kind, spec.strength, spec.count, lams, 1, seed=spec.seed)
            )
        )
    return Measured(np.stack([one.right for one in found]), np.array([one.edits_right for one in found]))
