import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lazyq.hardness import ParityElimination, solve_gf2

systems = st.tuples(st.integers(0, 8), st.integers(1, 6)).flatmap(
    lambda shape: st.tuples(
        arrays(np.int64, shape, elements=st.integers(0, 1)),
        arrays(np.int64, shape[0], elements=st.integers(0, 1)),
    )
)


@settings(deadline=None)
@given(systems)
def test_elimination_finds_what_trying_all_finds(system):
    matrix, right = system
    everything = np.array(list(itertools.product((0, 1), repeat=matrix.shape[1])))
    solutions = everything[((everything @ matrix.T) % 2 == right).all(1)]
    found = solve_gf2(matrix, right)
    images = {tuple(image) for image in (everything @ matrix.T % 2).tolist()}
    assert 2**found.rank == len(images)
    assert found.consistent == (len(solutions) > 0)
    if found.consistent:
        assert found.solution.tolist() in solutions.tolist()


def test_a_row_that_contradicts_is_left_out():
    found = solve_gf2([[1, 0], [0, 1], [1, 1]], [1, 0, 0])
    assert found.solution.tolist() == [1, 0]
    assert not found.consistent


@pytest.mark.parametrize("seed", range(5))
def test_parities_are_learned_from_about_as_many_samples_as_places(seed):
    random = np.random.default_rng(seed)
    subset = np.flatnonzero(random.integers(0, 2, 20))
    counts = random.integers(0, 30, (200, 20))
    labels = (1 + counts[:, subset].sum(1)) % 2
    learner = ParityElimination().fit(counts[:40], labels[:40])
    assert learner.elimination_.rank == 21
    assert learner.subset_.tolist() == subset.tolist()
    assert learner.constant_ == 1
    assert (learner.predict(counts) == labels).all()


def test_noise_breaks_it():
    random = np.random.default_rng(0)
    counts = random.integers(0, 30, (200, 20))
    labels = counts[:, :5].sum(1) % 2
    noisy = labels.copy()
    noisy[3] ^= 1
    learner = ParityElimination().fit(counts[:40], noisy[:40])
    assert not learner.elimination_.consistent
    assert (learner.predict(counts[40:]) == labels[40:]).mean() < 0.7


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: solve_gf2([[2, 0]], [1]), "matrix must be 0 and 1 in 2 dimensions"),
        (lambda: solve_gf2([1, 0], [1]), "matrix must be 0 and 1 in 2 dimensions"),
        (lambda: solve_gf2([[1, 0]], [1, 1]), "right must have 1 numbers, as matrix has rows, got 2"),
        (lambda: ParityElimination().fit([[0.5]], [1]), "counts must be whole numbers"),
        (lambda: ParityElimination().fit([[1]], [3]), "right must be 0 and 1"),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
