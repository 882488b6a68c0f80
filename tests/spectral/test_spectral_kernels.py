import contextlib
from unittest import SkipTest

import numpy as np
import pytest
from sklearn.kernel_ridge import KernelRidge
from sklearn.utils.estimator_checks import estimator_checks_generator

from lazyq.spectral import (
    KernelRidgePath,
    PolyhedralRotations,
    SignFlips,
    SpectralKernel,
    SphereRotations,
    SquareSymmetries,
    Torus,
    TorusTranslations,
    averaged_kernel,
    invariant_kernel,
    lazy_kernel,
    sobolev_kernel,
)

GROUPS = [SquareSymmetries(), TorusTranslations(3), SphereRotations(4), PolyhedralRotations("tetrahedron")]
groups = pytest.mark.parametrize("group", GROUPS, ids=str)


def data(space, n=12, seed=0):
    random = np.random.default_rng(seed)
    return space.sample(n, random), space.sample(n, random), random.standard_normal(n)


@groups
def test_invariant_kernel_is_the_average_over_the_group(group):
    kernel = sobolev_kernel(group.space, 2, 12)
    x, y, _ = data(group.space)
    average = sum(kernel(element.act(x), y) for element in group.elements) / group.order
    np.testing.assert_allclose(invariant_kernel(kernel, group)(x, y), average, atol=1e-10)


@groups
@pytest.mark.parametrize("laziness", [0, 0.3, 1])
def test_lazy_kernel_lies_between(group, laziness):
    kernel = sobolev_kernel(group.space, 2, 12)
    x, y, _ = data(group.space)
    between = laziness * kernel(x, y) + (1 - laziness) * invariant_kernel(kernel, group)(x, y)
    np.testing.assert_allclose(lazy_kernel(kernel, group, laziness)(x, y), between, atol=1e-10)


@groups
def test_averaged_kernel_by_its_double_sum(group):
    kernel = sobolev_kernel(group.space, 2, 6)
    x, y, _ = data(group.space, n=5)
    elements = group.elements[:3]
    weights = np.array([0.5, 0.3, 0.2])
    double = sum(
        weights[i] * weights[j] * kernel(g.act(x), h.act(y))
        for i, g in enumerate(elements)
        for j, h in enumerate(elements)
    )
    np.testing.assert_allclose(averaged_kernel(kernel, elements, weights)(x, y), double, atol=1e-10)


def test_sign_flips_have_a_product_for_a_kernel():
    """On a torus, mirrors: K_G of a product kernel is the product of ½(k(x − y) + k(x + y))."""
    line = sobolev_kernel(Torus(1), 2, 9)
    x, y, _ = data(Torus(1))
    np.testing.assert_allclose(
        invariant_kernel(line, SignFlips(1))(x, y), (line(x, y) + line(x, -y)) / 2, atol=1e-12
    )


@pytest.mark.parametrize("n", [10, 40])
def test_ridge_is_scikit_learns_at_every_regularisation(n):
    kernel = sobolev_kernel(Torus(2), 2, 4)
    x, new, y = data(Torus(2), n)
    path = KernelRidgePath(kernel).fit(x, y)
    predicted = path.predict_path(new)
    for eta, line in zip(path.regularisations_, predicted, strict=True):
        other = KernelRidge(alpha=n * eta, kernel="precomputed").fit(kernel(x), y)
        np.testing.assert_allclose(line, other.predict(kernel(new, x)), rtol=1e-5, atol=1e-6)
    coefficients = path.coefficients_path()
    np.testing.assert_allclose(coefficients @ kernel.basis.evaluate(new).T, predicted, atol=1e-7)
    np.testing.assert_allclose(path.predict(new), predicted[path.place_])


@pytest.mark.parametrize("n", [10, 40])
def test_leaving_one_out_by_refitting(n):
    kernel = sobolev_kernel(Torus(2), 2, 4)
    x, _, y = data(Torus(2), n)
    etas = [1e-4, 1e-2, 1.0]
    errors = np.zeros(3)
    for i in range(n):
        kept = np.arange(n) != i
        # n η is the same with a point fewer only if η is larger.
        scaled = np.array(etas) * n / (n - 1)
        fitted = KernelRidgePath(kernel, regularisations=scaled).fit(x[kept], y[kept])
        errors += (fitted.predict_path(x[i : i + 1])[:, 0] - y[i]) ** 2 / n
    np.testing.assert_allclose(
        KernelRidgePath(kernel, regularisations=etas).fit(x, y).loo_errors_, errors, rtol=1e-6
    )


def test_features_and_gram_matrix_are_two_ways_to_the_same():
    kernel = sobolev_kernel(Torus(2), 2, 4)
    x, new, y = data(Torus(2), 40)
    by_gram = KernelRidgePath(lambda left, right: kernel(left, right)).fit(x, y)
    by_features = KernelRidgePath(kernel).fit(x, y)
    np.testing.assert_allclose(by_gram.predict_path(new), by_features.predict_path(new), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(by_gram.loo_errors_, by_features.loo_errors_, rtol=1e-5)


def test_a_diagonal_factor_is_its_matrix():
    diagonal = sobolev_kernel(Torus(2), 2, 4)
    matrix = SpectralKernel(diagonal.basis, np.diag(diagonal.factor))
    x, new, y = data(Torus(2), 40)
    np.testing.assert_allclose(diagonal(x, new), matrix(x, new))
    for n in (10, 40):
        paths = [KernelRidgePath(kernel).fit(x[:n], y[:n]) for kernel in (diagonal, matrix)]
        np.testing.assert_allclose(*[path.coefficients_path() for path in paths], atol=1e-9)
    group = SquareSymmetries()
    np.testing.assert_allclose(*[lazy_kernel(k, group, 0.2)(x, new) for k in (diagonal, matrix)], atol=1e-12)


def test_a_kernel_of_many_eigenfunctions_needs_no_matrix_of_all_their_pairs():
    kernel = sobolev_kernel(Torus(2), 2, 6000)
    assert len(kernel.basis) > 18_000
    assert kernel.factor.nbytes < 1e6
    x, _, y = data(Torus(2), 5)
    assert KernelRidgePath(kernel).fit(x, y).coefficients_path().shape[1] == len(kernel.basis)


def test_several_targets_at_once():
    x, new, y = data(Torus(1), 20)
    both = KernelRidgePath(regularisations=[0.1]).fit(x, np.stack([y, -y], 1))
    one = KernelRidgePath(regularisations=[0.1]).fit(x, y)
    np.testing.assert_allclose(both.predict(new), np.stack([one.predict(new), -one.predict(new)], 1))


def test_scikit_learns_checks():
    for estimator, check in estimator_checks_generator(KernelRidgePath()):
        with contextlib.suppress(SkipTest):
            check(estimator)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda k: sobolev_kernel(Torus(1), 0, 4), "smoothness must be a finite number above 0, got 0"),
        (lambda k: lazy_kernel(k, SignFlips(1), 1.5), "laziness must be from 0 to 1, got 1.5"),
        (lambda k: lazy_kernel(k, SignFlips(1), np.nan), "laziness must be from 0 to 1, got nan"),
        (
            lambda k: lazy_kernel(k, SignFlips(2), 0.5),
            r"group must act on Torus\(d=1\), it acts on Torus\(d=2\)",
        ),
        (lambda k: averaged_kernel(k, SignFlips(1).elements, [1.0]), "weights must be 2 numbers"),
        (lambda k: averaged_kernel(k, SignFlips(1).elements, [1.5, -0.5]), "weights must be 2 numbers"),
        (lambda k: SpectralKernel(k.basis, np.eye(2)), r"factor must be \(5, p\) or \(5,\), got \(2, 2\)"),
        (
            lambda k: KernelRidgePath(k, regularisations=[0]).fit([[0.0], [1.0]], [0.0, 1]),
            "finite numbers above 0",
        ),
        (
            lambda k: KernelRidgePath().fit([[0.0], [1.0]], [0.0, 1]).coefficients_path(),
            "needs a SpectralKernel",
        ),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong(sobolev_kernel(Torus(1), 2, 4))
