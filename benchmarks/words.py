"""The nearest words of a dictionary at several λ: ``python -m benchmarks.words``.

500 scrambled words against 50,000 at five λ: seconds and processor seconds after one search that compiles;
distances a second beside a loop over SciPy's linear_sum_assignment, which is timed on some pairs of words of
one length; and the share of words that is read right, beside the Damerau-Levenshtein distance of rapidfuzz
and pyspellchecker.
"""

import argparse
import os
import time
from itertools import islice

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment
from spellchecker import SpellChecker

from lazyq.experiments.reproducing.measured import WORD_LAMS, SpoiltSpec, scrambled, spoilt_words
from lazyq.words import Dictionary, load_dictionary, nearest, nearest_path

K = 5


def timed(dictionary: Dictionary, words: list[str], rounds: int) -> tuple[float, float]:
    """Return the least seconds and processor seconds of some searches."""
    seconds, processor = [], []
    for _ in range(rounds):
        start, started = time.perf_counter(), time.process_time()
        nearest(words, dictionary, WORD_LAMS, K)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - started)
    return min(seconds), min(processor)


def assignments_a_second(dictionary: Dictionary, words: list[str], pairs: int) -> float:
    """Return how many distances of words of one length at one λ a loop over SciPy finds in a CPU second."""
    same = ((word, other) for word in words for other in dictionary.words.tolist() if len(word) == len(other))
    chosen = list(islice(same, pairs))
    codes = [[np.array([ord(letter) for letter in word[1:-1]]) for word in pair] for pair in chosen]
    start = time.process_time()
    for x, y in codes:
        places = np.arange(len(x))
        costs = 2.0 * (x[:, None] != y) + 0.25 * (places[:, None] - places) ** 2
        costs[linear_sum_assignment(costs)].sum()
    return len(chosen) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--corrected", type=int, default=30, help="words that pyspellchecker is asked for")
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}, {torch.get_num_threads()} threads")
    start = time.perf_counter()
    dictionary = load_dictionary("en")
    print(f"{len(dictionary)} words loaded in {time.perf_counter() - start:.1f} s")
    words, asked = scrambled(dictionary, SpoiltSpec(given.words))
    start = time.perf_counter()
    nearest(asked[:2], dictionary, WORD_LAMS, K)
    print(f"first search, which compiles or reads what was compiled: {time.perf_counter() - start:.1f} s")
    seconds, processor = timed(dictionary, asked, given.rounds)
    distances = len(asked) * len(dictionary) * len(WORD_LAMS)
    print(f"{len(asked)} words, top {K} at {len(WORD_LAMS)} λ: {seconds:.2f} s, {processor:.2f} CPU s")
    print(f"{distances / processor:,.0f} distances a CPU second")
    loop = assignments_a_second(dictionary, asked, given.pairs)
    print(
        f"a loop over linear_sum_assignment: {loop:,.0f} a second, ratio {distances / processor / loop:,.0f}"
    )
    start = time.perf_counter()
    path = nearest_path("pairectcs", dictionary, K)
    print(f"one word at every λ: {time.perf_counter() - start:.2f} s, {len(path.starts)} lists")
    start = time.perf_counter()
    read = spoilt_words(SpoiltSpec(given.words))
    print("right at each λ:", ", ".join(f"{share:.3f}" for share in read.right))
    print(
        f"right by Damerau-Levenshtein: {read.edits_right:.3f}, {time.perf_counter() - start:.1f} s for both"
    )
    checker = SpellChecker()
    start = time.perf_counter()
    guesses = [checker.correction(word) for word in asked[: given.corrected]]
    right = np.mean([guess == word for guess, word in zip(guesses, words, strict=False)])
    print(f"right by pyspellchecker: {right:.3f} of {len(guesses)}, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
