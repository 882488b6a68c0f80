"""How often a scrambled or mistyped word is read right, at every laziness and by edit distance."""

from lazyq.experiments.words.unscrambling import KINDS, Unscrambling, UnscramblingSpec, unscramble

__all__ = ["KINDS", "Unscrambling", "UnscramblingSpec", "unscramble"]
