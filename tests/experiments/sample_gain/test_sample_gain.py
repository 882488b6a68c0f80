import contextlib
import io

import numpy as np
import pytest

from lazyq.compute.progress import listening
from lazyq.experiments.sample_gain import (
    SIZES,
    TAUS,
    OnePointSpec,
    SampleGainSpec,
    one_point,
    sample_gain,
    sample_gain_npz,
    sample_gain_python,
)

SPEC = SampleGainSpec("translations", "translations", outside=0.05, trials=2)


@pytest.fixture(scope="module")
def result():
    return sample_gain(SPEC)


def test_risks_fall_and_the_symmetry_has_its_floor(result):
    assert result.risks.shape == (len(TAUS), len(SIZES), 2)
    means = result.risks.mean(2)
    assert (means[:, -1] < means[:, 0]).all()
    assert means[0, -1] >= 0.05  # energy that no invariant function has
    assert means[2, -1] < 0.05


def test_progress_is_told():
    told = []
    with listening(lambda words, share: told.append((words, share))), contextlib.suppress(InterruptedError):
        sample_gain(SampleGainSpec("mirrors", "mirrors", trials=1))
    assert told[-1] == ("learning, 1 draws", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_one_point_is_the_first_draw_of_its_size():
    spec = SampleGainSpec("circle", "circle", trials=1)
    risks = one_point(OnePointSpec(spec, 512)).risks
    assert risks.shape == (len(TAUS),)
    assert risks[0] < risks[-1]


@pytest.mark.parametrize("name", ["turns", "axis", "icosahedron"])
def test_a_symmetry_of_the_sphere_is_worth_something(name):
    risks = one_point(OnePointSpec(SampleGainSpec(name, name), 256)).risks
    assert risks[0] < 0.8 * risks[-1]


def test_program_prints_the_same_numbers(result):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(sample_gain_python(SPEC), {})
    first = said.getvalue().split("]")[0]
    numbers = [float(word) for word in first.split("[")[1].split()]
    np.testing.assert_allclose(numbers, result.risks[0].mean(1), atol=6e-6)
    assert f"{result.overall[0]:.6f}"[:6] in said.getvalue()


def test_arrays(result):
    archive = np.load(io.BytesIO(sample_gain_npz(SPEC, result)))
    np.testing.assert_array_equal(archive["risks"], result.risks)
    assert archive["tau"].tolist() == list(TAUS)
    assert archive["group"].item() == "translations"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: sample_gain(SampleGainSpec("cube", "circle")), "group must be one of translations, mirrors"),
        (
            lambda: sample_gain(SampleGainSpec("circle", "cube")),
            "assumed must be one of translations, mirrors",
        ),
        (
            lambda: one_point(OnePointSpec(SampleGainSpec("turns", "mirrors"), 9)),
            "assumed must be one of turns, axis, icosahedron, which act where turns does, got 'mirrors'",
        ),
        (
            lambda: sample_gain(SampleGainSpec("circle", "circle", trials=0)),
            "trials must be at least 1, got 0",
        ),
        (lambda: sample_gain(SampleGainSpec("circle", "circle", smoothness=1)), "smoothness must be above 1"),
        (lambda: sample_gain(SampleGainSpec("circle", "circle", outside=2)), "outside must be from 0 to 1"),
        (lambda: one_point(OnePointSpec(SPEC, 513)), "n must be from 2 to 512, got 513"),
    ],
)
def test_bad_input(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
