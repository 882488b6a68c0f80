"""Graphs, radii, weights and outputs: against scikit-learn at λ = ∞, and by brute force elsewhere."""

import numpy as np
import pytest
import torch
from sklearn.cluster import DBSCAN
from sklearn.manifold import Isomap
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, KNeighborsTransformer
from sklearn.pipeline import make_pipeline

from lazyq import (
    LazyKMeans,
    LazyKNeighborsClassifier,
    LazyKNeighborsRegressor,
    LazyMaxFilterTransformer,
    LazyNeighborsTransformer,
    RowShifts,
    TimeShifts,
    pairwise,
)


@pytest.fixture(scope="module")
def shifted() -> tuple[np.ndarray, np.ndarray]:
    """Return noisy series of two forms, anywhere in time, and which form each is."""
    rng = np.random.default_rng(0)
    times = np.arange(40)
    forms = np.stack([np.exp(-((times - 20) ** 2) / 8), np.exp(-np.abs(times - 20) / 8)]) * [[2], [1]]
    truth = rng.integers(0, 2, 60)
    series = np.stack([np.roll(forms[form], rng.integers(-9, 10)) for form in truth])
    return series + rng.normal(0, 0.02, series.shape), truth


def test_graphs_are_scikit_learns_at_infinity(shifted):
    series, truth = shifted
    own = LazyKNeighborsClassifier(lam=np.inf).fit(series, truth)
    theirs = KNeighborsClassifier(algorithm="brute").fit(series, truth)
    for mode in ("connectivity", "distance"):
        for queries in (None, series[:5] + 0.01):
            found, expected = (model.kneighbors_graph(queries, mode=mode) for model in (own, theirs))
            assert found.shape == expected.shape
            np.testing.assert_allclose(found.toarray(), expected.toarray(), atol=1e-9)
        found, expected = (
            kind(mode=mode, n_neighbors=4, **options).fit_transform(series)
            for kind, options in (
                (LazyNeighborsTransformer, {"lam": np.inf}),
                (KNeighborsTransformer, {"algorithm": "brute"}),
            )
        )
        assert found.nnz == expected.nnz
        np.testing.assert_allclose(found.toarray(), expected.toarray(), atol=1e-6)


@pytest.mark.parametrize("lam", [0.0, 0.1, np.inf])
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.uint8])
def test_radius_neighbours_are_all_that_are_so_near(shifted, lam, dtype):
    series = shifted[0][:25]
    points = (
        np.clip(series * 100, 0, 255).astype(np.uint8) if dtype == np.uint8 else series.astype(dtype)
    ).copy()
    model = LazyKNeighborsRegressor(lam=lam, n_neighbors=3).fit(points, np.arange(25))
    nearest, order = (found for found in model.kneighbors(n_neighbors=24))
    for radius in (0.0, float(nearest[3, 7]), float(np.median(nearest))):
        distances, indices = model.radius_neighbors(radius=radius, sort_results=True)
        for place in range(25):
            near = nearest[place] <= radius
            assert indices[place].tolist() == order[place][near].tolist()
            assert distances[place].tolist() == nearest[place][near].tolist()
        asked = model.radius_neighbors(points[:4], radius, return_distance=False)
        for place in range(4):
            others = order[place][nearest[place] <= radius]
            assert asked[place].tolist() == sorted([place, *others])
        graph = model.radius_neighbors_graph(radius=radius, mode="distance")
        assert graph.nnz == (nearest <= radius).sum()
        assert model.radius_neighbors_graph(radius=radius).sum() == graph.nnz


def test_dbscan_and_isomap_take_the_graph(shifted):
    series, truth = shifted
    graph = LazyNeighborsTransformer(n_neighbors=59, action=TimeShifts(40), lam=0.01)
    clusters = make_pipeline(graph, DBSCAN(eps=0.6, metric="precomputed")).fit_predict(series)
    assert adjusted_rand_score(truth, clusters) == 1
    plain = make_pipeline(
        LazyNeighborsTransformer(n_neighbors=59, lam=np.inf), DBSCAN(eps=0.6, metric="precomputed")
    )
    assert adjusted_rand_score(truth, plain.fit_predict(series)) < 0.9
    placed = make_pipeline(graph, Isomap(n_neighbors=40, metric="precomputed")).fit_transform(series)
    assert placed.shape == (60, 2)
    centres = [placed[truth == form].mean(0) for form in (0, 1)]
    spread = max(placed[truth == form].std(0).max() for form in (0, 1))
    assert np.linalg.norm(centres[0] - centres[1]) > 2 * spread


def test_weights_may_be_a_function(shifted):
    series, truth = shifted
    model = LazyKNeighborsClassifier(lam=0.1, weights=lambda d: 1 / (1e-300 + d)).fit(series[:40], truth[:40])
    by_name = LazyKNeighborsClassifier(lam=0.1, weights="distance").fit(series[:40], truth[:40])
    np.testing.assert_allclose(model.predict_proba(series[40:]), by_name.predict_proba(series[40:]))


def test_several_outputs(shifted):
    series, truth = shifted
    names = np.array(["bell", "tent"])[truth]
    both = np.stack([names, np.where(series.max(1) > 1.5, "high", "low")], 1)
    own = LazyKNeighborsClassifier(lam=np.inf).fit(series, both)
    theirs = KNeighborsClassifier(algorithm="brute").fit(series, both)
    assert [labels.tolist() for labels in own.classes_] == [labels.tolist() for labels in theirs.classes_]
    assert (own.predict(series) == theirs.predict(series)).all()
    for found, expected in zip(own.predict_proba(series), theirs.predict_proba(series), strict=True):
        np.testing.assert_allclose(found, expected)
    numbers = np.stack([truth, series.sum(1)], 1)
    regressors = (LazyKNeighborsRegressor(lam=np.inf), KNeighborsRegressor(algorithm="brute"))
    found, expected = (model.fit(series, numbers).predict(series) for model in regressors)
    np.testing.assert_allclose(found, expected)


def test_threads_are_given_back_and_change_nothing(shifted):
    series, truth = shifted
    before = torch.get_num_threads()
    one, two = (
        LazyKNeighborsClassifier(lam=0.1, n_jobs=jobs).fit(series, truth).kneighbors() for jobs in (None, 2)
    )
    assert torch.get_num_threads() == before
    assert all((a == b).all() for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (LazyKMeans(2, random_state=0), ["lazykmeans0", "lazykmeans1"]),
        (LazyMaxFilterTransformer(1, random_state=0), ["lazymaxfiltertransformer0"]),
    ],
)
def test_columns_have_names(model, names):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(np.eye(3), columns=["a", "b", "c"])
    found = model.set_output(transform="pandas").fit(frame).transform(frame)
    assert found.columns.tolist() == names
    assert model.get_feature_names_out().tolist() == names


def test_filters_take_images_and_levels():
    images = np.random.default_rng(0).integers(0, 256, (6, 2, 5), dtype=np.uint8)
    action = RowShifts(2, 5)
    model = LazyMaxFilterTransformer(3, action=action, lam=0.2, random_state=0).fit(images)
    features = model.transform(images)
    x = torch.from_numpy(images)
    z = torch.from_numpy(model.templates_).reshape(-1, 2, 5)
    squares = (x.flatten(1).double() / 255).square().sum(1)[:, None] - 2 * torch.from_numpy(features)
    squares += (z.flatten(1).double() / 255).square().sum(1)
    torch.testing.assert_close(
        squares.clamp(min=0).sqrt().float(), pairwise(action, x, z, [0.2])[0], atol=2e-3, rtol=0
    )
    with pytest.raises(ValueError, match="X must be uint8 as the training points were, got float64"):
        model.transform(images / 255)
    with pytest.raises(ValueError, match=r"^lam must be one number"):
        LazyMaxFilterTransformer(lam=[0.1, 0.2]).fit(np.eye(3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda model: model.kneighbors_graph(mode="graph"), "mode must be 'connectivity' or 'distance'"),
        (lambda model: model.radius_neighbors(radius=-1), "radius must be a number of at least 0, got -1"),
        (
            lambda model: model.radius_neighbors(radius="far"),
            "radius must be a number .* got 'far'",
        ),
    ],
)
def test_bad_questions_are_named(shifted, call, message):
    model = LazyKNeighborsClassifier().fit(*shifted)
    with pytest.raises(ValueError, match=message):
        call(model)
    with pytest.raises(ValueError, match="mode must be 'connectivity' or 'distance', got 'graph'"):
        LazyNeighborsTransformer("graph").fit(shifted[0])
