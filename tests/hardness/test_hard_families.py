import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.polynomial.hermite_e import hermeval
from scipy.integrate import quad

from lazyq.hardness import (
    DegreeParity,
    cyclic_parity,
    daisy,
    daisy_energy,
    daisy_spectrum,
    degree_counts,
    hidden_daisy,
    is_constant,
    orbit_count,
    parity,
    random_graphs,
    shifts,
)


def all_graphs(n):
    pairs = list(itertools.combinations(range(n), 2))
    graphs = np.zeros((2 ** len(pairs), n, n), int)
    for graph, edges in zip(graphs, itertools.product((0, 1), repeat=len(pairs)), strict=True):
        for (i, j), edge in zip(pairs, edges, strict=True):
            graph[i, j] = graph[j, i] = edge
    return graphs


def subsets(n):
    return [s for size in range(n + 1) for s in itertools.combinations(range(n), size)]


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_constant_are_those_that_are_constant_on_all_graphs(n):
    counts = degree_counts(all_graphs(n))
    for degrees in subsets(n):
        labels = counts[:, list(degrees)].sum(1) % 2
        if n > 2:  # with two nodes the counts of 0 and 1 are both even
            assert is_constant(n, degrees) == (len(set(labels.tolist())) == 1), degrees
        else:
            assert is_constant(n, degrees)


@pytest.mark.parametrize("n", [4, 5])
def test_same_functions_are_those_that_agree_on_all_graphs(n):
    counts = degree_counts(all_graphs(n))
    parities = [DegreeParity(n, s, b) for s in subsets(n) if not is_constant(n, s) for b in (0, 1)]
    labels = [tuple(one.label_counts(counts).tolist()) for one in parities]
    for (one, its), (other, theirs) in itertools.combinations(zip(parities, labels, strict=True), 2):
        assert one.same_function(other) == (its == theirs), (one, other)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 999), n=st.integers(2, 12))
def test_degrees_are_counted(seed, n):
    random = np.random.default_rng(seed)
    graphs = random_graphs(3, n, random)
    counts = degree_counts(graphs)
    for graph, count in zip(graphs, counts, strict=True):
        assert count.tolist() == [(graph.sum(0) == degree).sum() for degree in range(n)]
    assert (counts[:, 1::2].sum(1) % 2 == 0).all()
    order = random.permutation(n)
    np.testing.assert_array_equal(degree_counts(graphs[:, order][:, :, order]), counts)


CUBE = np.array(list(itertools.product((1, -1), repeat=6)))


@pytest.mark.parametrize("k", range(7))
def test_cyclic_parities_are_orthonormal_and_invariant(k):
    orbits = sorted({tuple(shifts(s, 6)) for s in itertools.combinations(range(6), k)})
    assert len(orbits) == orbit_count(6, k)
    functions = np.array([cyclic_parity(CUBE, orbit[0]) for orbit in orbits])
    np.testing.assert_allclose(functions @ functions.T / len(CUBE), np.eye(len(orbits)), atol=1e-12)
    rolled = np.array([cyclic_parity(np.roll(CUBE, 1, 1), orbit[0]) for orbit in orbits])
    np.testing.assert_allclose(rolled, functions)
    assert (parity(CUBE, orbits[0][0]) == CUBE[:, list(orbits[0][0])].prod(1)).all()


def test_a_symmetry_divides_the_hypotheses_by_its_order():
    assert [orbit_count(12, k) for k in (2, 3, 4, 5)] == [6, 19, 43, 66]
    assert orbit_count(31, 5) == math.comb(31, 5) / 31


@pytest.mark.parametrize(("k", "energy"), [(2, 0.726760), (4, 0.116787), (6, 0.048306)])
def test_energy_of_the_daisy(k, energy):
    """By the closed form, by the series in polar coordinates, and by the spectrum."""
    assert daisy_energy(k) == pytest.approx(energy, abs=5e-7)
    harmonics = k * np.arange(1, 200_001, 2.0)
    series = 2 * k * 2 / (math.pi * (harmonics**2 - 1))
    assert daisy_energy(k) == pytest.approx((series**2).sum(), rel=1e-9)
    assert daisy_spectrum(k, 120).sum() == pytest.approx(energy, rel=0.02)
    assert daisy_energy(2) == pytest.approx(2 - 4 / math.pi)


def hermite_energy(k, degree):
    """Return Σ ⟨h, He_a He_b⟩² / (a! b!) over a + b = degree, by integrals over radius and angle."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    edges = np.pi * np.arange(4 * k + 1) / (2 * k)  # h is smooth between the lines on which a ReLU bends
    angles = np.concatenate([(a + b) / 2 + (b - a) / 2 * nodes for a, b in itertools.pairwise(edges)])
    measure = np.concatenate([(b - a) / 2 * weights for a, b in itertools.pairwise(edges)]) / math.tau
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    petals = daisy(circle, k)
    radii, radial = np.polynomial.legendre.leggauss(200)
    radii, radial = 7 * (radii + 1), 7 * radial
    radial = radial * radii**2 * np.exp(-(radii**2) / 2)
    total = 0.0
    for a in range(degree + 1):
        first = hermeval(radii[:, None] * circle[:, 0], np.eye(degree + 1)[a])
        second = hermeval(radii[:, None] * circle[:, 1], np.eye(degree + 1)[degree - a])
        coefficient = radial @ (first * second) @ (measure * petals)
        total += coefficient**2 / (math.factorial(a) * math.factorial(degree - a))
    return total


@pytest.mark.parametrize("k", [2, 4, 6])
def test_nothing_is_broadcast_below_degree_k(k):
    spectrum = daisy_spectrum(k, k + 2)
    by_integrals = [hermite_energy(k, degree) for degree in range(k + 3)]
    np.testing.assert_allclose(by_integrals, spectrum, atol=1e-8)
    assert (abs(spectrum[:k]) < 1e-10).all()
    assert (np.abs(by_integrals[:k]) < 1e-10).all()
    assert spectrum[k] > 0.1 * daisy_energy(k)


@pytest.mark.parametrize("k", [3, 5])
def test_odd_ones_would_cancel(k):
    def petals(phi):
        return sum((-1) ** m * max(math.cos(phi - math.pi * m / k), 0) for m in range(1, 2 * k + 1))

    energy, _ = quad(lambda phi: petals(phi) ** 2, 0, math.tau)
    assert energy < 1e-12


def test_hidden_in_a_plane():
    random = np.random.default_rng(0)
    plane = np.linalg.qr(random.standard_normal((5, 2)))[0]
    x = random.standard_normal((4, 5))
    np.testing.assert_allclose(hidden_daisy(x, plane, 4), daisy(x @ plane, 4))
    np.testing.assert_allclose(hidden_daisy(3 * x, plane, 4), 3 * hidden_daisy(x, plane, 4))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: DegreeParity(6, (1, 3, 5)), r"degrees \[1, 3, 5\] make a constant"),
        (lambda: DegreeParity(6, (6,)), r"degrees must be from 0 to 5, got \[6\]"),
        (lambda: DegreeParity(1, (0,)), "nodes must be at least 2, got 1"),
        (lambda: DegreeParity(6, (1,), 2), "constant must be 0 or 1, got 2"),
        (lambda: degree_counts([[0, 1], [1, 0]]), r"adjacency must be \(graphs, n, n\)"),
        (lambda: degree_counts([[[0, 1], [0, 0]]]), "0 and 1, and symmetric"),
        (lambda: degree_counts([[[1, 1], [1, 0]]]), "no loops"),
        (lambda: random_graphs(1, 3, np.random.default_rng(0), 1.5), "p must be from 0 to 1, got 1.5"),
        (lambda: cyclic_parity([[1, 0]], (0,)), "x must be −1 and 1"),
        (lambda: parity([[1, 1]], (2,)), r"subset must be of 0 … 1, got \[2\]"),
        (lambda: orbit_count(3, 4), "k must be from 0 to n"),
        (
            lambda: daisy([[0.0, 0]], 3),
            "k must be even and at least 2, since odd ones cancel to nothing, got 3",
        ),
        (lambda: daisy([0.0], 2), r"z must be \(…, 2\)"),
        (lambda: daisy_spectrum(2, -1), "degree must be at least 0, got -1"),
        (lambda: hidden_daisy(np.eye(3), np.ones((3, 2)), 2), "orthonormal columns"),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
