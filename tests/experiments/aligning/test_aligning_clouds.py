"""What the page Aligning is given: clouds, plans, starts, files."""

import io

import numpy as np
import pytest

from lazyq.experiments.aligning import (
    AligningSpec,
    CloudsSpec,
    DomainsSpec,
    StartsSpec,
    aligning,
    aligning_npz,
    aligning_python,
    clouds,
    domains,
    starts,
)

SMALL = CloudsSpec(points=30)


def test_clouds_are_turned_and_moved_as_the_spec_says():
    spec = CloudsSpec(points=40, masses=(1.0, 3.0), outliers=0.25, angle=90, shift=(2.0, -1.0))
    drawn = clouds(spec)
    turned = drawn.upright @ np.array([[0.0, 1.0], [-1.0, 0.0]])
    assert np.allclose(drawn.y, turned + np.array([2, -1]), rtol=0, atol=1e-12)
    assert np.bincount(drawn.clusters_x).tolist() == [10, 30]
    assert np.bincount(drawn.clusters_y + 1).tolist() == [10, 8, 22]
    assert drawn.p.sum() == pytest.approx(1)
    assert np.array_equal(clouds(spec).x, drawn.x)


@pytest.mark.parametrize("method", ["ot", "infoot", "fused"])
def test_plans_of_all_steps_lead_to_the_last_one(method):
    found = aligning(AligningSpec(SMALL, method))
    assert found.converged
    assert found.plans.shape == (len(found.objective), 30, 30)
    assert np.allclose(found.plans[0], 1 / 900)
    assert np.array_equal(found.plans[-1], found.plan.astype(np.float32))
    assert found.marginal_error.max() <= 1e-7
    assert np.diff(found.objective).max() <= 1e-9
    assert 0 <= found.right <= 1
    assert found.barycentric.shape == found.conditional.shape == (30, 2)
    with np.load(io.BytesIO(aligning_npz(found)), allow_pickle=False) as stored:
        assert np.array_equal(stored["plan"], found.plan)
        assert np.array_equal(stored["upright"], found.clouds.upright)


@pytest.mark.parametrize("method", ["ot", "infoot", "fused"])
def test_program_finds_what_the_page_shows(run, method):
    spec = AligningSpec(SMALL, method)
    found = aligning(spec)
    lines = run(aligning_python(spec))
    assert float(lines[0].split()[-1]) == pytest.approx(found.right, abs=1e-3)
    assert float(lines[1].split()[-1]) == pytest.approx(found.information[-1], abs=1e-3)


def test_starts_come_with_the_best_objective_first():
    found = starts(StartsSpec(AligningSpec(SMALL, "infoot"), starts=3))
    assert np.diff(found.objective).min() >= 0
    assert found.matchings.shape == (3, 3)
    assert sorted(found.start.tolist()) == [0, 1, 2]


def test_labels_go_to_the_target(mnist_raw):
    mnist_raw("t10k")  # or skip
    found = domains(DomainsSpec(size=50, limit=15))
    assert found.methods == ("nearest", "ot", "infoot", "fused", "lazy")
    assert found.predicted.shape == (5, 50)
    assert np.array_equal((found.predicted == found.labels).mean(1), found.accuracy)
    assert (found.low <= found.accuracy).all()
    assert (found.accuracy <= found.high).all()
    assert found.angles.tolist() == [-15, 0, 15]
    assert found.angle == found.angles[found.values.argmin()]
    assert found.accuracy[0] > 0.1


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: CloudsSpec(points=5), "points must be a whole number from 6 to 120, got 5"),
        (lambda: CloudsSpec(masses=(1.0,)), "masses must be 2 to 5"),
        (lambda: AligningSpec(method="wiggle"), "method must be one of"),
        (lambda: AligningSpec(reg=float("nan")), "reg must be from"),
        (lambda: StartsSpec(AligningSpec(method="lazy")), "where starts are compared"),
        (lambda: DomainsSpec(size=1), "size must be a whole number"),
    ],
)
def test_what_cannot_be_is_named(made, words):
    with pytest.raises(ValueError, match=words):
        made()
