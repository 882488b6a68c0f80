import itertools
import math

import numpy as np
import pytest

from lazyq.spectral import (
    AxisRotations,
    CircleTranslations,
    CoordinatePermutations,
    CyclicShifts,
    Isometry,
    PolyhedralRotations,
    SignFlips,
    Sphere,
    SphereRotations,
    SquareSymmetries,
    Torus,
    TorusTranslations,
    Trivial,
    invariant_counts,
    project_by_generators,
    spectral_average,
    weyl_count,
)

GROUPS = [
    Trivial(Torus(2)),
    SignFlips(2),
    SquareSymmetries(),
    TorusTranslations(4),
    TorusTranslations(1),
    CoordinatePermutations(1),
    CoordinatePermutations(3),
    CyclicShifts(3),
    CircleTranslations(),
    SphereRotations(6),
    AxisRotations(),
    PolyhedralRotations("tetrahedron"),
    PolyhedralRotations("octahedron"),
    PolyhedralRotations("icosahedron"),
]
names = pytest.mark.parametrize("group", GROUPS, ids=str)


@pytest.mark.parametrize(
    ("group", "levels", "ratios"),
    [
        (SignFlips(2), (25, 100, 400, 1600), (3.12, 3.52, 3.75, 3.87)),
        (SquareSymmetries(), (25, 100, 400, 1600), (5.40, 6.47, 7.18, 7.58)),
        (TorusTranslations(4), (25, 100, 400, 1600), (3.24, 3.73, 4.04, 4.02)),
        (CoordinatePermutations(3), (16, 64, 196), (4.21, 4.97, 5.38)),
        (CyclicShifts(3), (16, 64, 196), (2.89, 2.97, 2.99)),
        (CoordinatePermutations(4), (9, 25, 49), (9.2, 12.8, 15.0)),
        (SphereRotations(6), (30, 110, 420, 1640), (6.0, 5.76, 5.88, 5.98)),
        (SphereRotations(12), (110, 420, 1640), (11.0, 11.3, 11.8)),
    ],
    ids=str,
)
def test_table_of_ratios(group, levels, ratios):
    for level, ratio in zip(levels, ratios, strict=True):
        assert invariant_counts(group, level).ratio == pytest.approx(
            ratio, abs=0.051 if ratio > 9 else 0.0051
        )


@names
@pytest.mark.parametrize("level", [0, 7, 20])
def test_count_is_the_rank_of_the_projector(group, level):
    basis = group.space.basis(level)
    projector = group.projector(basis)
    np.testing.assert_allclose(projector @ projector, projector, atol=1e-11)
    np.testing.assert_allclose(projector, projector.T, atol=1e-11)
    assert group.invariant_count(level) == np.linalg.matrix_rank(projector, tol=0.5)


def orbits(frequencies, moves):
    """Return how many orbits some maps of frequencies have, by representatives."""
    return len({min(tuple(move(np.array(k)).tolist()) for move in moves) for k in frequencies.tolist()})


def test_invariant_frequencies_are_orbits():
    """Without translations an orbit of frequencies has one invariant function."""
    signs = [lambda k, s=s: k * s for s in itertools.product((1, -1), repeat=2)]
    assert SignFlips(2).invariant_count(50) == orbits(Torus(2).lattice(50), signs)
    square = [
        lambda k, s=s, o=o: (k * s)[list(o)]
        for s in itertools.product((1, -1), repeat=2)
        for o in ((0, 1), (1, 0))
    ]
    assert SquareSymmetries().invariant_count(50) == orbits(Torus(2).lattice(50), square)
    orders = [lambda k, o=o: k[list(o)] for o in itertools.permutations(range(3))]
    assert CoordinatePermutations(3).invariant_count(30) == orbits(Torus(3).lattice(30), orders)


def test_translations_leave_every_fourth_frequency():
    frequencies = Torus(2).lattice(200)
    assert TorusTranslations(4).invariant_count(200) == (frequencies[:, 0] % 4 == 0).sum()


@pytest.mark.parametrize(
    ("solid", "degrees"),
    [("tetrahedron", ((3, 4), 6)), ("octahedron", ((4, 6), 9)), ("icosahedron", ((6, 10), 15))],
)
def test_molien_series(solid, degrees):
    """Σ_ℓ dim H_ℓ^G t^ℓ = (1 + t^c) / ((1 − t^a)(1 − t^b)), and for all ℓ up to L its sum."""
    (first, second), odd = degrees
    series = np.zeros(41, int)
    for i, j, k in itertools.product(range(41), range(41), (0, 1)):
        degree = first * i + second * j + odd * k
        if degree <= 40:
            series[degree] += 1
    group = PolyhedralRotations(solid)
    counts = [group.invariant_count(degree * (degree + 1)) for degree in range(41)]
    assert counts == series.cumsum().tolist()


@names
def test_weyls_law_is_approached(group):
    level = 300 if group.space.coordinates == 3 and isinstance(group.space, Torus) else 3000
    counts = invariant_counts(group, level)
    assert counts.all == pytest.approx(counts.weyl_all, rel=0.05)
    error = abs(counts.invariant - counts.weyl_invariant)
    assert error <= 3 * level ** ((group.quotient_dimension - 1) / 2)


def test_weyl_of_the_circle():
    assert weyl_count(1, math.tau, 10_000) == pytest.approx(200)
    assert weyl_count(2, Sphere().volume, 110) == pytest.approx(110)


@names
def test_generators_do_what_the_group_does(group):
    basis = group.space.basis(15)
    drawn = np.random.default_rng(2).standard_normal(len(basis))
    projected = project_by_generators(basis, group, drawn)
    np.testing.assert_allclose(projected, group.projector(basis) @ drawn, atol=1e-10)
    elements = all_of(group)
    if elements:
        average = sum(basis.pullback(element) for element in elements) / group.order
        np.testing.assert_allclose(projected, average @ drawn, atol=1e-10)


def all_of(group):
    """Return all elements of a finite group, else none."""
    if isinstance(group, CoordinatePermutations):
        orders = itertools.permutations(range(group.d))
        return [Isometry(np.eye(group.d)[list(order)], np.zeros(group.d)) for order in orders]
    return getattr(group, "elements", ())


def test_permutations_of_ten_coordinates_are_not_listed():
    """S_10 has 3,628,800 elements; up to |k|² = 4 its orbits are nonincreasing k."""
    group = CoordinatePermutations(10)
    counts = invariant_counts(group, 4)
    ones = math.comb(10, 1) * 2 + math.comb(10, 2) * 4 + math.comb(10, 3) * 8 + math.comb(10, 4) * 16
    assert counts.all == 1 + ones + 20
    # By how many ones and minus ones: 1 + 2 + 3 + 4 + 5 of them, and ±2 alone.
    assert counts.invariant == 15 + 2
    basis = Torus(10).basis(2)
    assert np.linalg.matrix_rank(group.projector(basis)) == group.invariant_count(2) == 6
    element, *_ = group.sample(3, np.random.default_rng(0))
    assert sorted(element.matrix.argmax(1)) == list(range(10))


@names
def test_invariant_functions_are_invariant(group):
    random = np.random.default_rng(3)
    basis = group.space.basis(15)
    function = group.projector(basis) @ random.standard_normal(len(basis))
    points = group.space.sample(10, random)
    for isometry in [*group.generators, *group.sample(3, random)]:
        moved = basis.evaluate(isometry.act(points)) @ function
        np.testing.assert_allclose(moved, basis.evaluate(points) @ function, atol=1e-9)


@names
def test_spectral_average_is_the_average_of_what_is_estimated(group):
    random = np.random.default_rng(4)
    basis = group.space.basis(8)
    points = group.space.sample(40, random)
    values = random.standard_normal(40)
    plain = basis.evaluate(points).T @ values / 40
    averaged = spectral_average(basis, group, points, values)
    np.testing.assert_allclose(averaged, group.projector(basis) @ plain, atol=1e-10)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: SignFlips(11), "d must be a whole number from 1 to 10, got 11"),
        (lambda: TorusTranslations(0), "m must be a whole number from 1 to 50000, got 0"),
        (lambda: CoordinatePermutations(11), "d must be a whole number from 1 to 10, got 11"),
        (lambda: SignFlips(2).projector(Torus(2).basis(1700)), "at most 5,000 eigenfunctions, got 5,"),
        (lambda: CircleTranslations().projector(Torus(2).basis(1700)), "at most 5,000 eigenfunctions"),
        (lambda: PolyhedralRotations("octahedron").projector(Sphere().basis(5300)), "got 5,329: lower the"),
        (
            lambda: PolyhedralRotations("cube"),
            "solid must be 'tetrahedron', 'octahedron' or 'icosahedron', got 'cube'",
        ),
        (
            lambda: invariant_counts(SignFlips(2), math.inf),
            "level must be a number, at least 0 and finite, got inf",
        ),
        (
            lambda: spectral_average(Torus(1).basis(1), SignFlips(2), [[0.0]], [1.0]),
            "group must act on Torus",
        ),
        (lambda: spectral_average(Torus(1).basis(1), SignFlips(1), [[0.0]], [[1.0]]), r"y must be \(1,\)"),
        (lambda: CircleTranslations().projector(Sphere().basis(2)), "basis must be one of Torus"),
        (lambda: AxisRotations().projector(Torus(2).basis(2)), "basis must be one of Sphere"),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
