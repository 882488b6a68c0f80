"""What the pages show bigger is what they hold, at what their browsers ask for."""

import numpy as np
import pytest

from lazyq.experiments.aligning import CloudsSpec, aligning
from lazyq.experiments.hardness import EPOCHS, TARGETS, TRAINED, Hardness
from lazyq.experiments.sample_gain import SIZES, TAUS, SampleGain
from lazyq.experiments.six_or_nine import Flips, TurnedSpec, lazy_turns, turned
from lazyq.experiments.steering import SteeringSpec, steering
from lazyq.experiments.words import MEASURED_SQUARES, Measured, ReadingSpec, read_text
from lazyq.ui.views import aligning as aligning_view
from lazyq.ui.views import hardness as hardness_view
from lazyq.ui.views import sample_gain as sample_gain_view
from lazyq.ui.views import six_or_nine as six_or_nine_view
from lazyq.ui.views import steering as steering_view
from lazyq.ui.views import words as words_view
from lazyq.words import word_path

LIGHT = "light"
RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def reading():
    return read_text(ReadingSpec("from word to form", "en", size=2000))


def test_words_show_the_path_of_the_word_and_version_that_are_asked_for(reading):
    data = {"word": 1, "version": "0.6"}

    def drawn(**request):
        return words_view._path(reading, data, request, LIGHT)

    whole = next(one for one in drawn(word=0, version="1", to="form", lam=0.3).data if one.line.width == 3)
    spoilt = reading.spoilt[reading.versions.index("1")][0]
    path = word_path(spoilt.lower(), "form")
    np.testing.assert_allclose(whole.y, [path.distance(float(lam)) ** 2 for lam in whole.x], rtol=1e-12)
    assert drawn().layout.title.text.endswith("to “word”")
    assert drawn(word=99, version="12").layout.title.text.endswith("to “word”")
    assert drawn(word=0, to="<b>*x*").layout.title.text.endswith(r"\<b\>\*x\*”")
    assert drawn(to="x" * 1000) == "No path can be drawn to this word."


def test_words_show_how_often_they_are_read_right():
    measured = Measured(RANDOM.random((2, len(MEASURED_SQUARES))), np.array([0.3, 0.4]))
    anagrams, edits, *_ = words_view._read_right(measured, {}, LIGHT).data
    np.testing.assert_array_equal(anagrams.y, measured.right[0])
    assert set(edits.y) == {0.3}


@pytest.mark.parametrize(("sent", "lam"), [(0.01, 0.01), ("inf", np.inf), ("x", 0.05)])
def test_six_or_nine_shows_the_distances_at_its_lambda(sent, lam):
    spec = TurnedSpec("sklearn-0", 6, 9, "sklearn", 30, angles=8)
    result = turned(spec)
    figure = six_or_nine_view._distances(spec, result, {"lam": sent, "angle": 45}, LIGHT)
    assert [one.name for one in figure.data] == ["to the nearest 6", "to the nearest 9"]
    for drawn, squared in zip(figure.data, result.squared_residuals, strict=True):
        far = np.sqrt(lazy_turns(squared, lam)[0])
        np.testing.assert_array_equal(drawn.y, [*far, far[0]])
        np.testing.assert_array_equal(drawn.x, np.arange(9) * 45)
    assert figure.layout.annotations[0].text == "45°"


def test_six_or_nine_maps_the_verdicts_and_marks_the_lambda_of_the_page():
    spec = TurnedSpec("sklearn-0", 9, 6, "sklearn", 30, angles=8)
    result = turned(spec)
    figure = six_or_nine_view._verdicts(spec, result, {"lam": 0.0123, "angle": 45}, LIGHT)
    (drawn,) = figure.data
    lams = [row[0] for row in drawn.customdata]
    row = lams.index("0.0123")
    six, nine = (lazy_turns(result.squared_residuals[i], 0.0123)[0] for i in (1, 0))
    np.testing.assert_array_equal(drawn.z[row], six <= nine)
    assert {one.text for one in figure.layout.annotations} == {"read as 9", "read as 6"}
    lines = figure.layout.shapes
    assert [(one.x0, one.y0) for one in lines] == [(45, 0), (0, row)]


def test_six_or_nine_shows_many_digits_once_they_are_known():
    many = Flips(np.arange(2), np.array([0, 2, 3]), np.array([0, 0.1, 0]), np.array([30.0, 90, np.nan]))
    spec = TurnedSpec("sklearn-0", 6, 8, "sklearn", 30, angles=8)
    figure = six_or_nine_view._many_digits(spec, many, {"lam": "inf"}, LIGHT)
    assert figure.layout.title.text == "When do 2 test digits 6 become an 8?"
    np.testing.assert_array_equal(figure.data[0].y, [30, 90, 90])
    assert np.isnan(figure.data[1].y).all()


def test_sample_gain_shows_the_multiplier_only_to_who_has_seen_it():
    factors = np.full(len(SIZES), 2.0)
    result = SampleGain(
        RANDOM.random((len(TAUS), len(SIZES), 4)), factors, factors, factors, np.array([2, 1, 3])
    )
    hidden = sample_gain_view._figure(result, {}, LIGHT)
    np.testing.assert_array_equal(hidden.data[0].y, result.risks[0].ravel())
    assert [one.name for one in hidden.data[1::2]][::4] == ["with it", "without the symmetry"]
    seen = sample_gain_view._figure(result, {"seen": True}, LIGHT)
    assert len(seen.data) == len(hidden.data) + 1
    assert sample_gain_view._figure(None, {}, LIGHT) == "The curves are still being computed."


def test_hardness_shows_the_networks_and_what_the_browser_worked_out():
    tested = {name: RANDOM.random((2, 2, 3, epochs)) for name, epochs in EPOCHS.items()}
    traces = hardness_view._traces(Hardness(*tested.values(), *tested.values()))
    solved = {"mean": [0.5, 0.7], "low": [0.4, 0.6], "high": [0.6, 0.9]}
    figure = hardness_view._race(TARGETS[1], traces, {"elimination": {TARGETS[1]: solved}}, LIGHT)
    lines = {one.name: one for one in figure.data if one.name}
    np.testing.assert_array_equal(lines["elimination"].y, solved["mean"])
    np.testing.assert_array_equal(lines["graph network"].y, traces[TARGETS[1]]["graph"]["median"])
    assert lines["plain network"].x[-1] == TRAINED["plain"] * EPOCHS["plain"]
    assert hardness_view._race("parity", None, {}, LIGHT) == "The networks are still being trained."


_SHORT = {"mean": [0.5], "low": [0.5], "high": [0.5]}
_MEANS = ([1.5], ["0.5"], [True], [0.5, 0.5], [None], [0.5] * 61, "a", [])


@pytest.mark.parametrize(
    "sent",
    [
        3,
        {},
        {"parity": 3},
        {"parity": {"mean": [0.5]}},
        *({"parity": _SHORT | {"mean": one}} for one in _MEANS),
    ],
    ids=str,
)
def test_hardness_draws_nothing_else_that_a_browser_sends(sent):
    assert hardness_view._sent_elimination({"elimination": sent}, "parity") is None


def test_steering_shows_errors_around_the_circle_and_how_lazy():
    result = steering(SteeringSpec("sklearn", 3, dots=10, angles=8))
    figure = steering_view._over_turns(result, result.composition, {"angle": 90}, LIGHT)
    for drawn, errors in zip(figure.data, result.composition, strict=True):
        np.testing.assert_array_equal(drawn.y, [*errors, errors[0]])
    assert figure.layout.yaxis.title.text == "Composition error"
    assert figure.layout.annotations[0].text == "90°"
    assert not steering_view._over_turns(result, result.wahba, {"angle": 91}, LIGHT).layout.annotations
    lazy = steering_view._laziness(result, {}, LIGHT)
    np.testing.assert_array_equal(lazy.data[0].x, [0, 45, 90, 135, 180])
    np.testing.assert_array_equal(lazy.data[2].y, result.distances[2, :5])


def test_steering_shows_its_phases_and_how_it_was_trained():
    result = steering(SteeringSpec("sklearn", 3, dots=10, angles=8))
    figure = steering_view._phases(result, {"angle": 90}, LIGHT)
    drawn = [one.y for one in figure.data if one.name == "a phase of R, without its sign"]
    np.testing.assert_array_equal(drawn, result.phases.reshape(3, -1))
    assert [one.x0 for one in figure.layout.shapes] == [90] * 3
    losses = steering_view._training_curves(result, result.losses, "InfoNCE", {}, LIGHT)
    np.testing.assert_array_equal([one.y for one in losses.data], result.losses)
    np.testing.assert_array_equal([one.x for one in losses.data], result.steps)
    assert losses.layout.yaxis.title.text == "InfoNCE"


def test_aligning_shows_the_problem_that_the_browser_stands_before():
    spec = CloudsSpec(points=12, angle=0.0, shift=(0.0, 0.0), seed=2)
    request = {**aligning_view.START, "lam": "inf"}
    found = aligning(aligning_view.asked_spec(request, spec))
    clouds = aligning_view._coupling(spec, request, LIGHT)
    first = next(one for one in clouds.data if one.name == "x, cluster 1")
    np.testing.assert_array_equal(first.x, found.turned[found.clouds.clusters_x == 0, 0])
    plan = next(one for one in aligning_view._plan(spec, request, LIGHT).data if one.type == "heatmap")
    np.testing.assert_array_equal(plan.z, found.plan)
    np.testing.assert_array_equal(aligning_view._objective(spec, request, LIGHT).data[0].y, found.objective)
    for draw in (aligning_view._coupling, aligning_view._plan, aligning_view._objective):
        assert draw(spec, {"angle": "45"}, LIGHT).startswith("These clouds can’t be drawn")
