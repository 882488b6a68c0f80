"""The browser's paths of words against Python's: pieces, events and permutations, to the letter."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from lazyq.words import graphemes, scramble, word_path

KNOWN = [
    ("pairectcs", "practices", [(0, 32), (6, 12), (10, 4), (14, 0)], ["3/10", "1/2", "1"]),
    ("saetrngst", "strangest", [(0, 30), (4, 14), (10, 2), (12, 0)], ["1/4", "1/2", "1"]),
    ("aeduventrs", "adventures", [(0, 36), (8, 12), (12, 4), (16, 0)], ["1/3", "1/2", "1"]),
    ("shrot", "short", [(0, 2), (4, 0)], ["2"]),
    ("puitng", "putting", [(1, 10), (3, 2), (5, 0)], ["1/4", "1"]),
    ("a", "a", [(0, 0)], []),
    ("a", "b", [(2, 0)], []),
    ("a", "bc", [(3, 0)], []),
]


@pytest.mark.parametrize(("a", "b", "pieces", "events"), KNOWN)
def test_known_paths(node, a, b, pieces, events):
    [path] = node("tests/js/run_letters.mjs", {"pairs": [[list(a), list(b)]]})["paths"]
    assert [(piece["residual"], piece["effort"]) for piece in path["pieces"]] == pieces
    assert [str(Fraction(event["over"], event["under"])) for event in path["events"]] == events


def test_paths_are_those_of_python(node):
    rng = np.random.default_rng(3)
    words = ["".join(rng.choice(list("abcde"), rng.integers(1, 15))) for _ in range(60)]
    pairs = [(words[i], words[i + 1]) for i in range(0, 60, 2)]
    sources = ["Incomprehensibilities", "café", "مرحبابالعالم", "mississippi", "zażółć", "נפלאות"]
    pairs += [(scramble(word, 1.0, seed), word) for word in sources for seed in range(3)]
    letters = [[graphemes(a), graphemes(b)] for a, b in pairs]
    paths = node("tests/js/run_letters.mjs", {"pairs": letters})["paths"]
    for (a, b), path in zip(pairs, paths, strict=True):
        expected = word_path(a, b)
        assert [piece["residual"] for piece in path["pieces"]] == expected.squared_residuals.tolist()
        assert [piece["effort"] for piece in path["pieces"]] == expected.squared_efforts.tolist()
        assert [piece["places"] for piece in path["pieces"]] == expected.g.tolist()
        values = [event["value"] for event in path["events"]]
        np.testing.assert_allclose(np.sqrt(values), expected.breakpoints.numpy(), rtol=1e-15)


def test_best_assignment_is_the_first_of_the_best(node):
    rng = np.random.default_rng(5)
    tables = [rng.integers(0, 4, (n, n)).tolist() for n in (1, 2, 3, 4, 5, 6) for _ in range(8)]
    found = node("tests/js/run_letters.mjs", {"costs": tables})["assignments"]
    for table, answer in zip(tables, found, strict=True):
        orders = list(permutations(range(len(table))))
        sums = [sum(row[place] for row, place in zip(table, order, strict=True)) for order in orders]
        assert answer == list(orders[sums.index(min(sums))])
