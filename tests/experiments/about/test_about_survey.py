"""Where λ acts: the survey of pairs, and its file."""

import csv
import io

import numpy as np
import pytest

from lazyq import RowShifts, lazy_path
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.about import Survey, SurveySpec, still_moving, survey, survey_csv


def test_events_are_those_of_the_paths():
    found = survey(SurveySpec("sklearn", 40, seed=2))
    images = load_sklearn_digits().images
    rng = np.random.default_rng(2)
    first = rng.integers(len(images), size=40)
    second = (first + rng.integers(1, len(images), size=40)) % len(images)
    for pair in (0, 7, 39):
        path = lazy_path(RowShifts(28, 28), images[first[pair]], images[second[pair]])
        events = path.breakpoints[path.breakpoints.isfinite()]
        assert found.events[pair] == len(events)
        assert found.last[pair] == pytest.approx(float(events.max()))
        assert found.kept[pair] == pytest.approx(float(path.distance(0.0) / path.distance(float("inf"))))


def test_what_still_moves_at_a_lam_is_counted():
    made = Survey(np.array([3, 0, 1]), np.array([0.5, 0.0, 1.0]), np.array([0.25, 1.0, 0.5]))
    assert still_moving(made, (0.0, 0.4, 0.5, 1.0)).tolist() == pytest.approx([2 / 3, 2 / 3, 1 / 3, 0])


@pytest.mark.parametrize("last", [[0.5, 0.0, 1.0, 0.5], [0.25, 0.75], [0.0]])
def test_the_share_that_moves_falls_at_the_lam_where_a_pair_comes_to_rest(last):
    made = Survey(np.ones(len(last)), np.array(last), np.ones(len(last)))
    lams, shares = made.moving
    assert lams.tolist() == sorted({0.0, *last})
    assert shares.tolist() == pytest.approx(still_moving(made, lams.tolist()).tolist())


def test_file_has_a_line_for_every_pair():
    made = Survey(np.array([3, 0]), np.array([0.5, 0.0]), np.array([0.25, 1.0]))
    rows = list(csv.reader(io.StringIO(survey_csv(made))))
    assert rows == [["events", "last", "kept"], ["3", "0.5", "0.25"], ["0", "0.0", "1.0"]]
