"""The λ chosen from the paths of leave-one-out votes: against votes at every λ, one after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq import LazyKNeighborsClassifier, LazyKNeighborsClassifierCV, RowShifts
from lazyq.neighbors.selection import _middle


def left_out(points: np.ndarray, labels: np.ndarray, lam: float, k: int) -> float:
    """Return the share of points that the others vote right at one λ."""
    model = LazyKNeighborsClassifier(RowShifts(*points.shape[1:]), lam, k).fit(points, labels)
    return float((model.predict(None) == labels).mean())


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.sampled_from([np.uint8, np.float64]))
def test_scores_are_those_of_votes_at_any_lam(seed: int, k: int, dtype: type) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 4, (9, 2, 5)).astype(dtype)
    labels = rng.integers(0, 3, 9)
    model = LazyKNeighborsClassifierCV(RowShifts(2, 5), k).fit(points, labels)
    ends = np.append(model.lams_[1:], model.lams_[-1] * 2 + 1)
    middles = (model.lams_ + ends) / 2
    assert [left_out(points, labels, lam, k) for lam in middles] == pytest.approx(model.scores_.tolist())
    assert model.best_score_ == pytest.approx(left_out(points, labels, model.lam_, k))
    assert model.best_score_ >= max(left_out(points, labels, lam, k) for lam in (0.0, 0.01, 1.0, np.inf))
    assert model.lams_[0] == 0
    assert (np.diff(model.scores_) != 0).all()
    own = LazyKNeighborsClassifier(RowShifts(2, 5), model.lam_, k).fit(points, labels)
    assert (model.predict(points) == own.predict(points)).all()
    assert (model.predict_proba(points) == own.predict_proba(points)).all()


@pytest.mark.parametrize(
    ("lams", "best", "lam"),
    [
        ([0.0], [True], np.inf),
        ([0.0, 1.0], [True, False], 0.5),
        ([0.0, 1.0], [False, True], np.inf),
        ([0.0, 1.0, 3.0], [True, True, True], 2.0),
        ([0.0, 1.0, 2.0], [True, True, False], 0.5),
    ],
)
def test_the_longest_bounded_stretch_is_taken(lams, best, lam):
    assert _middle(np.array(lams), np.array(best)) == lam


def test_some_of_the_points_may_be_asked():
    rng = np.random.default_rng(1)
    points, labels = rng.random((20, 6)), rng.integers(0, 2, 20)
    one, again = (
        LazyKNeighborsClassifierCV(n_neighbors=3, max_points=5, random_state=0).fit(points, labels)
        for _ in range(2)
    )
    assert one.lam_ == again.lam_
    assert set(np.rint(one.scores_ * 5)) <= set(range(6))
    np.testing.assert_allclose(one.scores_ * 5, np.rint(one.scores_ * 5), atol=1e-12)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_neighbors": 3}, "n_neighbors must be at most the 2 other training points"),
        ({"n_neighbors": 0}, "n_neighbors must be a whole number of at least 1, got 0"),
        (
            {"n_neighbors": 1, "max_points": 0},
            "max_points must be None or a whole number",
        ),
        ({"n_neighbors": 1, "action": RowShifts(2, 2)}, "X must have 4 features"),
        ({"n_neighbors": 1, "weights": "fair"}, "weights must be one of uniform, distance"),
    ],
)
def test_bad_parameters_are_named(parameters, message):
    with pytest.raises(ValueError, match=message):
        LazyKNeighborsClassifierCV(**parameters).fit([[0.0, 1.0], [1.0, 1.0], [2.0, 3.0]], [0, 1, 0])


def test_several_outputs_are_chosen_for_together():
    rng = np.random.default_rng(2)
    points = rng.integers(0, 4, (12, 2, 5)).astype(np.float64)
    targets = np.stack([rng.integers(0, 3, 12), rng.integers(5, 7, 12)], 1)
    model = LazyKNeighborsClassifierCV(RowShifts(2, 5), 3).fit(points, targets)
    middles = (model.lams_ + np.append(model.lams_[1:], model.lams_[-1] * 2 + 1)) / 2
    alone = [[left_out(points, column, lam, 3) for column in targets.T] for lam in middles]
    assert model.scores_ == pytest.approx(np.mean(alone, 1))
    assert [labels.tolist() for labels in model.classes_] == [[0, 1, 2], [5, 6]]
    assert (model.predict(points) == model.estimator_.predict(points)).all()
    assert model.predict(points).shape == (12, 2)
    assert [share.shape for share in model.predict_proba(points)] == [(12, 3), (12, 2)]


@pytest.mark.parametrize("asked", [True, False], ids=["new-points", "training-points"])
def test_it_answers_as_the_classifier_at_the_lam_chosen(asked):
    rng = np.random.default_rng(3)
    points, labels = rng.random((9, 2, 5)), rng.integers(0, 2, 9)
    model = LazyKNeighborsClassifierCV(RowShifts(2, 5), 2, weights="distance").fit(points, labels)
    own = LazyKNeighborsClassifier(RowShifts(2, 5), model.lam_, 2, weights="distance").fit(points, labels)
    equal = LazyKNeighborsClassifierCV(RowShifts(2, 5), 2).fit(points, labels)
    assert (model.scores_ == equal.scores_).all()
    queries = rng.random((4, 2, 5)) if asked else None
    assert (model.predict_proba(queries) == own.predict_proba(queries)).all()
    assert (model.predict_proba(queries) != equal.predict_proba(queries)).any()
    assert (model.predict(queries) == own.predict(queries)).all()
    for found, expected in zip(model.kneighbors(queries, 3), own.kneighbors(queries, 3), strict=True):
        assert (found == expected).all()
    near = model.radius_neighbors(queries, 1.2, sort_results=True)
    for found, expected in zip(near, own.radius_neighbors(queries, 1.2, sort_results=True), strict=True):
        assert [part.tolist() for part in found] == [part.tolist() for part in expected]
    for graph in ("kneighbors_graph", "radius_neighbors_graph"):
        ways = (getattr(each, graph)(queries, mode="distance").toarray() for each in (model, own))
        assert np.array_equal(*ways)
