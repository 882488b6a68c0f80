import dataclasses

import numpy as np
import pytest

from lazyq.experiments.words import UnscramblingSpec, unscramble
from lazyq.words import load_dictionary, word_distance

LAMS = (0.0, 0.2, 0.5, 1.0, 1.5)
SPEC = UnscramblingSpec("en", "anagrams", 0.3, 60, LAMS, size=10_000)


def test_between_the_extremes_anagrams_are_read_best() -> None:
    found = unscramble(SPEC)
    assert found.read.shape == (len(LAMS), 60)
    assert found.right[1:3].min() > found.right[0]
    assert found.right[1:3].min() >= found.right[-1]
    assert 0 < found.edits_right <= 1


def test_what_is_read_is_nearest() -> None:
    found = unscramble(dataclasses.replace(SPEC, kind="typos", count=10))
    for level, lam in enumerate(LAMS):
        for spoilt, word, read in zip(found.spoilt, found.words, found.read[level], strict=True):
            near, true = (word_distance(str(spoilt), str(other), lam, price=2) for other in (read, word))
            assert near <= true + 1e-12


def test_unspoilt_words_are_themselves_where_moving_costs() -> None:
    found = unscramble(dataclasses.replace(SPEC, strength=0.0))
    assert found.spoilt.tolist() == found.words.tolist()
    assert found.right[1:].tolist() == [1.0] * 4
    assert found.edits_right == 1.0
    assert found.right[0] < 0.7


def test_a_seed_says_everything() -> None:
    one, same, other = (unscramble(dataclasses.replace(SPEC, seed=seed, count=20)) for seed in (1, 1, 2))
    assert np.array_equal(one.spoilt, same.spoilt)
    assert not np.array_equal(one.spoilt, other.spoilt)
    assert set(one.words.tolist()) <= set(load_dictionary("en", 10_000).words.tolist())


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="kind must be one of anagrams, typos, words, got 'rhymes'"):
        unscramble(dataclasses.replace(SPEC, kind="rhymes"))
