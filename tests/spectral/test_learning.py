import numpy as np
import pytest

from lazyq.spectral import (
    CircleTranslations,
    LearningCurves,
    SignFlips,
    Torus,
    TorusTranslations,
    invariant_kernel,
    lazy_kernel,
    learning_curves,
    random_target,
    sample_multiplier,
    sobolev_kernel,
)

TAUS = (0, 0.01, 0.03, 0.1, 0.3, 1)


def curves_of(group, sizes, *, taus=(1, 0), outside=0.0, trials=20, learner=None):
    kernel = sobolev_kernel(group.space, 2, 64)
    target = random_target(kernel.basis, group, 2, np.random.default_rng(5), outside)
    kernels = {f"{tau:g}": lazy_kernel(kernel, learner or group, tau) for tau in taus}
    return learning_curves(target, kernels, sizes, noise=0.5, trials=trials, seed=0)


def test_free_translations_are_worth_their_number():
    curves = curves_of(TorusTranslations(4), (16, 32, 64, 128, 256))
    found = sample_multiplier(curves, "1", "0")
    assert found.overall_low <= 4 <= found.overall_high
    assert found.overall_high / found.overall_low < 2


def test_a_circle_is_worth_ever_more():
    found = sample_multiplier(curves_of(CircleTranslations(), (16, 32, 64, 128, 256, 512)), "1", "0")
    known = found.at[np.isfinite(found.at)]
    assert known[-1] > 1.3 * known[0]


def test_best_laziness_lies_inside_when_the_symmetry_is_not_exact():
    curves = curves_of(TorusTranslations(4), (256,), taus=TAUS, outside=0.05)
    risks = curves.risks[:, 0].mean(1)
    assert 0 < risks.argmin() < len(TAUS) - 1
    # In pairs, since all see the same data: 20 of 20 trials.
    assert (curves.risks[3, 0] < curves.risks[0, 0]).all()
    assert (curves.risks[3, 0] < curves.risks[-1, 0]).all()


def test_no_laziness_is_best_when_it_is_exact():
    risks = curves_of(TorusTranslations(4), (256,), taus=TAUS).risks[:, 0].mean(1)
    assert risks.argmin() == 0
    assert (np.diff(risks) > 0).all()


def test_a_wrong_symmetry_has_a_floor():
    """What is invariant under another group misses the energy outside that group's functions."""
    right, wrong = SignFlips(2), TorusTranslations(4)
    kernel = sobolev_kernel(Torus(2), 2, 64)
    target = random_target(kernel.basis, right, 2, np.random.default_rng(5))
    floor = 1 - ((wrong.projector(kernel.basis) @ target) ** 2).sum()
    curves = curves_of(right, (64, 256), learner=wrong)
    plain, invariant = curves.risks[:, -1]
    assert floor > 0.1
    assert (invariant >= floor).all()
    assert (plain < floor / 2).all()


def test_curves_are_the_same_from_the_same_seed_and_tell_how_far_they_are():
    told = []
    kernel = sobolev_kernel(Torus(1), 2, 9)
    target = random_target(kernel.basis, SignFlips(1), 2, np.random.default_rng(0))
    kernels = {"plain": kernel, "invariant": invariant_kernel(kernel, SignFlips(1))}
    both = [
        learning_curves(
            target,
            kernels,
            (4, 8),
            noise=0.1,
            trials=3,
            seed=1,
            oracle=False,
            tick=lambda *at: told.append(at),
        )
        for _ in range(2)
    ]
    np.testing.assert_array_equal(both[0].risks, both[1].risks)
    assert told == [(done, 12) for done in range(1, 13)] * 2


def test_oracle_is_never_worse():
    kernel = sobolev_kernel(Torus(1), 2, 9)
    target = random_target(kernel.basis, SignFlips(1), 2, np.random.default_rng(0))
    best, chosen = (
        learning_curves(target, {"k": kernel}, (6, 20), noise=0.3, trials=4, seed=1, oracle=oracle).risks
        for oracle in (True, False)
    )
    assert (best <= chosen).all()


def test_multiplier_of_curves_that_are_known():
    sizes = (10, 20, 40, 80, 160)
    plain = np.array(sizes) ** -0.7
    risks = np.stack([plain, (3 * np.array(sizes)) ** -0.7])[:, :, None]
    found = sample_multiplier(LearningCurves(("a", "b"), sizes, risks), "a", "b", resamples=10)
    np.testing.assert_allclose(found.at, [3, 3, 3, np.nan, np.nan])
    np.testing.assert_allclose(found.low, found.at)
    assert found.overall == pytest.approx(3)


def test_energy_outside_the_symmetry_is_what_was_asked_for():
    basis = Torus(2).basis(20)
    group = TorusTranslations(3)
    target = random_target(basis, group, 2, np.random.default_rng(0), 0.2)
    assert (target**2).sum() == pytest.approx(1)
    assert ((group.projector(basis) @ target) ** 2).sum() == pytest.approx(0.8)


def curves(**changes):
    kernel = sobolev_kernel(Torus(1), 2, 4)
    settings = {
        "sizes": (4, 8),
        "noise": 0.1,
        "trials": 1,
        "seed": 0,
        "target": np.eye(5)[1],
        "kernels": {"k": kernel},
    }
    settings |= changes
    return learning_curves(settings.pop("target"), settings.pop("kernels"), settings.pop("sizes"), **settings)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: curves(sizes=()), "sizes must be ascending whole numbers"),
        (lambda: curves(sizes=(8, 4)), "sizes must be ascending whole numbers"),
        (lambda: curves(trials=0), "trials must be at least 1, got 0"),
        (lambda: curves(noise=-1), "noise must be a finite number of at least 0, got -1"),
        (
            lambda: curves(target=np.eye(3)[0]),
            r"target must be \(5,\), a coefficient an eigenfunction, got \(3,\)",
        ),
        (
            lambda: curves(
                kernels={"k": sobolev_kernel(Torus(1), 2, 4), "l": sobolev_kernel(Torus(1), 2, 9)}
            ),
            "all kernels must have one basis",
        ),
        (lambda: sample_multiplier(curves(), "k", "nobody"), "got 'nobody'"),
        (lambda: sample_multiplier(curves(sizes=(4,)), "k", "k"), "at least two sizes"),
        (
            lambda: random_target(Torus(1).basis(4), SignFlips(1), 2, np.random.default_rng(0), 2),
            "outside must be from 0 to 1, got 2",
        ),
        (
            lambda: random_target(Torus(1).basis(0), SignFlips(1), 2, np.random.default_rng(0)),
            "basis has no invariant function but the constant",
        ),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
