"""Words as points: letters that change places are nearly free, and too many make it another word.

The talk's first example. Letters are what a reader takes for one, in any script: grapheme clusters.

>>> from lazyq.words import word_path
>>> word_path("pairectcs", "practices").breakpoints.square()
tensor([0.3000, 0.5000, 1.0000], dtype=torch.float64)
"""

from lazyq.words.dictionaries import LANGUAGES, Dictionary, load_dictionary
from lazyq.words.letters import Token, graphemes, tokens
from lazyq.words.paths import BLANK, laid_out, word_distance, word_path
from lazyq.words.scrambling import scramble, scrambled_tokens
from lazyq.words.search import NearestWords, nearest, nearest_path

__all__ = [
    "BLANK",
    "LANGUAGES",
    "Dictionary",
    "NearestWords",
    "Token",
    "graphemes",
    "laid_out",
    "load_dictionary",
    "nearest",
    "nearest_path",
    "scramble",
    "scrambled_tokens",
    "tokens",
    "word_distance",
    "word_path",
]
