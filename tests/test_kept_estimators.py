"""Fitted estimators are read again from joblib's files, mapped into memory that can't be written to."""

import joblib
import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

import lazyq

GENERATOR = np.random.default_rng(0)
X = GENERATOR.random((24, 8))
Y = np.arange(24) % 2
ESTIMATORS = [
    lazyq.LazyAveragingClassifier(LogisticRegression()),
    lazyq.LazyKMeans(2, random_state=0),
    lazyq.LazyKNeighborsClassifier(),
    lazyq.LazyKNeighborsClassifierCV(),
    lazyq.LazyKNeighborsRegressor(),
    lazyq.LazyMaxFilterTransformer(3, random_state=0),
    lazyq.LazyNeighborsTransformer(),
]
CLOUDS = [lazyq.InfoOT(), lazyq.FusedInfoOT(), lazyq.LazyInfoOT()]


@pytest.fixture(autouse=True)
def every_warning():
    """Torch warns of arrays that can't be written to once a process; a warning is an error here."""
    torch.set_warn_always(True)
    yield
    torch.set_warn_always(False)


def kept(estimator, folder):
    """Return an estimator as another process reads it, without copying its arrays."""
    joblib.dump(estimator, folder / "estimator.joblib")
    return joblib.load(folder / "estimator.joblib", mmap_mode="r")


def answers(estimator, points):
    """Return all that an estimator says of points."""
    names = ("predict", "predict_proba", "transform", "kneighbors", "score_samples")
    found = [getattr(estimator, name)(points) for name in names if hasattr(estimator, name)]
    arrays = [part for one in found for part in (one if isinstance(one, tuple) else (one,))]
    return [array.toarray() if hasattr(array, "toarray") else array for array in arrays]


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def test_a_kept_estimator_answers_the_same(estimator, tmp_path):
    fitted = estimator.fit(X, Y)
    expected, found = answers(fitted, X[:5]), answers(kept(fitted, tmp_path), X[:5])
    assert expected
    for one, other in zip(found, expected, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("estimator", CLOUDS, ids=lambda estimator: type(estimator).__name__)
def test_a_kept_alignment_of_clouds_answers_the_same(estimator, tmp_path):
    fitted = estimator.fit(X[:, :2], X[:, 2:4])
    again = kept(fitted, tmp_path)
    assert np.array_equal(again.transform(X[:4, :2]), fitted.transform(X[:4, :2]))
    assert np.array_equal(again.transfer(Y), fitted.transfer(Y))


def test_data_that_other_processes_share_are_taken():
    points, labels = X.repeat(2, axis=0), Y.repeat(2)
    for estimator in (lazyq.LazyKNeighborsClassifier(n_neighbors=3), lazyq.LazyKMeans(2, random_state=0)):
        name = "lam" if "lam" in estimator.get_params() else "n_clusters"
        with joblib.parallel_config("loky", max_nbytes=1):  # every array is mapped
            search = GridSearchCV(estimator, {name: [0.1, 1.0]}, cv=2, n_jobs=2, error_score="raise")
            assert np.isfinite(search.fit(points, labels).best_score_)
