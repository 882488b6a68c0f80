"""The race of the Hardness page: who learns what, and what there is to take away."""

import io

import numpy as np
import pytest

from lazyq.compute.progress import listening
from lazyq.experiments.hardness import (
    LEARNERS,
    POOL,
    RATES,
    SEEDS,
    TARGETS,
    TESTED,
    TRAINED,
    HardnessSpec,
    degrees,
    hardness,
    hardness_npz,
    hardness_python,
    samples,
)
from lazyq.hardness import DegreeParity, ParityElimination

SPEC = HardnessSpec(15, 1)
SHORT = {"plain": 1, "graph": 3}


@pytest.fixture(scope="module")
def race():
    told = []
    with listening(lambda stage, share: told.append((stage, share))):
        return hardness(SPEC, SHORT), told


def test_both_labels_are_those_of_the_graphs():
    drawn = samples(SPEC)
    assert drawn.counts.shape == (max(TRAINED.values()) + TESTED, 15)
    assert drawn.labels.shape == (2, len(drawn.counts))
    np.testing.assert_array_equal(drawn.labels[0], DegreeParity(15, degrees(15)).label_counts(drawn.counts))
    edges = drawn.counts @ np.arange(15) / 2
    np.testing.assert_array_equal(drawn.labels[1], edges > 52.5)
    assert (abs(drawn.labels.mean(1) - 0.5) < 0.1).all()
    assert degrees(10) == (0, 1, 4, 5, 8, 9)


def test_networks_learn_the_easy_control_and_not_the_parity(race):
    found, told = race
    for learner in LEARNERS:
        accuracy = getattr(found, learner)
        assert accuracy.shape == (len(TARGETS), len(RATES), SEEDS, SHORT[learner])
        ends = np.median(accuracy[..., -1], (1, 2))
        assert abs(ends[0] - 0.5) < 0.1
        assert ends[1] > 0.9
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("training, 24 runs", 1)


def test_elimination_learns_it_from_sixty_graphs():
    drawn = samples(SPEC)
    learner = ParityElimination().fit(drawn.counts[:60], drawn.labels[0, :60])
    right = learner.predict(drawn.counts[-TESTED:]) == drawn.labels[0, -TESTED:]
    assert right.mean() > 0.95
    assert min(TRAINED.values()) >= POOL


def test_the_archive_has_all_of_it(race):
    archive = np.load(io.BytesIO(hardness_npz(SPEC, race[0])))
    np.testing.assert_array_equal(archive["plain"], race[0].plain)
    assert archive["counts"].shape == (4500, 15)
    assert int(archive["nodes"]) == 15


def test_the_program_computes_the_same(race, capsys, monkeypatch):
    program = hardness_python(SPEC)
    for before, after in ((", 30, lambda", ", 1, lambda"), (", 6, lambda", ", 3, lambda")):
        assert before in program
        program = program.replace(before, after)
    monkeypatch.setattr("torch.set_num_threads", lambda _: None)
    exec(program, {})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 26
    ends = {name: [float(line[-1]) for line in lines if line[1] == name] for name in LEARNERS}
    for learner in LEARNERS:
        np.testing.assert_allclose(ends[learner], getattr(race[0], learner)[..., -1].ravel())
    assert float(lines[12][-1]) > 0.95


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (HardnessSpec(3), "nodes must be from 4 to 25, got 3"),
        (HardnessSpec(26), "nodes must be from 4 to 25, got 26"),
        (HardnessSpec(10, -1), "seed must be at least 0, got -1"),
    ],
)
def test_what_can_not_be_is_refused(spec, said):
    for compute in (hardness, samples):
        with pytest.raises(ValueError, match=said):
            compute(spec)
