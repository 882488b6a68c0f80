"""Kernels of floating-point images against the definition, on ordinary and degenerate images."""

import math

import pytest
import torch

from lazyq import RowShifts, Translations, lazy_distance, pairwise
from lazyq.kernels import enumeration, reference, rows
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.pairwise import BY_NAME, choose
from lazyq.kernels.summing import by_halves, square_root
from lazyq.neighbors import NeighborIndex, neighbors, neighbors_path
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_nearest import assert_equal, brute_force

LAMS = [0.7, 0.0, float("inf"), 0.05, 30.0]
SHAPES = [(4, 1), (1, 9), (3, 8), (2, 33)]
FLOATS = pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
SIZES = pytest.mark.parametrize("shape", SHAPES, ids=str)


@FLOATS
@SIZES
@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_those_of_the_definition(kind, shape, dtype):
    action = RowShifts(*shape)
    x, y = float_sets(kind, action, dtype)
    scale = float(y.abs().max()) or 1.0
    for k in (1, 6):
        found = neighbors(action, x, y, [lam * scale for lam in LAMS], k, kernel="pruned")
        for level, lam in enumerate(LAMS):
            expected = brute_force(action, x, y, lam * scale, k)
            assert torch.equal(found.indices[level], expected.indices)
            assert torch.equal(found.distances[level], expected.distances)


@pytest.mark.parametrize(
    ("name", "dtype"), [("sparse", torch.float32), ("spectra", torch.float32), ("spectra", torch.float64)]
)
@SIZES
@pytest.mark.parametrize("kind", KINDS)
def test_all_pairs_keep_to_their_bound(kind, shape, name, dtype):
    action = RowShifts(*shape)
    x, y = float_sets(kind, action, dtype)
    scale = float(y.abs().max()) or 1.0
    mus = torch.tensor(LAMS, dtype=torch.float64).mul(scale).square()
    kernel = BY_NAME[name]
    found = kernel.squared_distances(action, x, y, mus)
    pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1)
    expected = torch.stack([squared_distances_of_pairs(action, *pairs, mu) for mu in mus.tolist()])
    expected = expected.reshape(found.shape)
    relative, absolute = kernel.errors(action, dtype)
    energies = [images.flatten(1).double().square().sum(1) for images in (x, y)]
    bound = relative * expected + absolute * (energies[0][:, None] + energies[1])
    assert found.dtype == torch.float64
    assert ((found - expected).abs() <= bound * (1 + 1e-9) + 1e-320).all()


@FLOATS
@pytest.mark.parametrize("shape", [(1, 1), (6, 1), (5, 8)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_translations_of_all_pairs_keep_to_their_bound(kind, shape, dtype):
    action = Translations(*shape)
    x, y = float_sets(kind, action, dtype, 20)
    scale = float(y.abs().max()) or 1.0
    mus = torch.tensor(LAMS, dtype=torch.float64).mul(scale).square()
    found = BY_NAME["spectra"].squared_distances(action, x, y, mus)
    pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1)
    expected = torch.stack([squared_distances_of_pairs(action, *pairs, mu) for mu in mus.tolist()])
    expected = expected.reshape(found.shape)
    relative, absolute = BY_NAME["spectra"].errors(action, dtype)
    energies = [images.flatten(1).double().square().sum(1) for images in (x, y)]
    bound = relative * expected + absolute * (energies[0][:, None] + energies[1])
    assert ((found - expected).abs() <= bound * (1 + 1e-9) + 1e-320).all()
    for lam in LAMS:
        nearest = neighbors(action, x, y, lam * scale, 4)
        assert_equal(nearest, brute_force(action, x, y, lam * scale, 4))


@FLOATS
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "vanishing"])
def test_distances_of_all_pairs_are_those_of_the_paired_metric(kind, dtype):
    action = RowShifts(3, 8)
    x, y = float_sets(kind, action, dtype)
    scale = float(y.abs().max()) or 1.0
    lams = [lam * scale for lam in LAMS]
    found = pairwise(action, x, y, lams)
    for level, lam in enumerate(lams):
        expected = lazy_distance(action, x[:, None].double(), y[None].double(), lam)
        precision = 1e-12 if dtype == torch.float64 else 2**-13  # as the docstring says
        torch.testing.assert_close(found[level], expected, rtol=max(precision, 1e-8), atol=0.0)


@FLOATS
@pytest.mark.parametrize("shape", [*SHAPES, (28, 28)], ids=str)
def test_rows_are_the_definition_bit_for_bit(shape, dtype):
    action = RowShifts(*shape)
    generator = torch.Generator().manual_seed(3)
    x, y = (torch.randn(5, *shape, generator=generator, dtype=dtype) for _ in range(2))
    expected = reference.squared_residuals(action, x, y)
    assert torch.equal(rows.squared_residuals(action, x, y), expected)
    assert torch.equal(enumeration.squared_residuals(action, x, y), expected)


def test_images_mostly_of_one_level_are_correlated_without_it():
    action = RowShifts(3, 8)
    for kind, name in (("sparse", "sparse"), ("standardised", "sparse"), ("signed", "spectra")):
        chosen = choose("auto", action, *float_sets(kind, action, torch.float32))
        assert name == chosen.NAME
    dark = torch.full((300, 3, 8), 5.3)
    dark[:, 0, 0] = 4.7
    dark[0] = 0.0  # without the level of the others it is bright
    found = pairwise(action, dark[:4], dark, [0.5], kernel="sparse")
    torch.testing.assert_close(
        found, pairwise(action, dark[:4].double(), dark.double(), [0.5]), rtol=1e-6, atol=0.0
    )


def test_few_pairs_start_no_compiler():
    few, many = torch.zeros(255, 1, 4), torch.zeros(256, 1, 4)
    assert "255" in (rows.why_not(RowShifts(1, 4), few, few) or "")
    assert rows.why_not(RowShifts(1, 4), many, many) is None


@pytest.mark.parametrize("count", [0, 1, 2, 3, 28, 32, 33])
def test_a_sum_by_halves_is_a_sum(count):
    values = torch.rand(4, count, dtype=torch.float64, generator=torch.Generator().manual_seed(count))
    torch.testing.assert_close(by_halves(values.clone()), values.sum(-1))


@FLOATS
@pytest.mark.usefixtures("searched")
def test_a_path_of_neighbours_is_what_searches_find(dtype):
    action = RowShifts(3, 8)
    x, y = float_sets("standardised", action, dtype)
    index = NeighborIndex(action, y)
    path = neighbors_path(index, x[2], 5)
    for lam in (0.0, 0.1, 0.5, 1.0, 2.0, float("inf")):
        assert torch.equal(path.at(lam).indices, index.query(x[2:3], lam, 5).indices[0])


@FLOATS
def test_an_index_takes_queries_of_any_brightness(dtype):
    action = RowShifts(3, 8)
    x, y = float_sets("signed", action, dtype)
    index = NeighborIndex(action, y)
    for factor in (1e-20, 1.0, 1e18):
        queries = torch.cat([x * factor, x])
        assert_equal(index.query(queries, 0.5, 4), brute_force(action, queries, y, 0.5, 4))


@FLOATS
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_finite_is_refused(value, dtype):
    action = RowShifts(2, 5)
    x, y = float_sets("signed", action, dtype)
    y[3, 1, 2] = value
    with pytest.raises(ValueError, match="y must be finite"):
        neighbors(action, x, y, 0.5, 3)
    with pytest.raises(ValueError, match="y must be finite"):
        pairwise(action, x, y, [0.5])


@FLOATS
def test_real_digits_as_floats(mnist_raw, dtype):
    x, y = ((images.to(dtype) / 255 - 0.1307) / 0.3081 for images in
            (mnist_raw("t10k")[0][:6], mnist_raw("train")[0][:300]))  # fmt: skip
    action, lams = RowShifts(28, 28), [0.0, 0.5, 1.0, float("inf")]
    found = neighbors(action, x, y, lams, 10, kernel="pruned")
    table = pairwise(action, x, y, lams)
    for level, lam in enumerate(lams):
        expected = brute_force(action, x, y, lam, 10)
        assert torch.equal(found.indices[level], expected.indices)
        assert torch.equal(found.distances[level], expected.distances)
        paired = squared_distances_of_pairs(action, x[:1].expand(len(y), -1, -1), y, lam**2).sqrt()
        precision = 1e-5 if dtype == torch.float32 else 1e-12
        torch.testing.assert_close(table[level, 0], paired, rtol=precision, atol=0.0)


def test_roots_are_the_nearest_numbers_and_have_derivatives():
    between = torch.rand(2000, generator=torch.Generator().manual_seed(0))
    values = torch.cat([torch.arange(2000), between]).double()
    assert square_root(values).tolist() == [math.sqrt(value) for value in values.tolist()]
    assert square_root(torch.tensor(2.0).double()).shape == ()
    (slope,) = torch.autograd.grad(square_root(wanted := values[1:2].requires_grad_()), wanted)
    assert slope.item() == 0.5
