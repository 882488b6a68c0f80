"""What the browser makes of symmetries of the torus and of two curves, against Python."""

import csv
import io
import math

import numpy as np
import pytest

from lazyq.experiments.sample_gain import GROUPS, SIZES, TAUS
from lazyq.spectral import LearningCurves, Torus, invariant_counts, sample_multiplier

FIRST, SECOND = [0.5, 0.3, 0.2, 0.1], [0.4, 0.2, 0.1, 0.06]
ON_TORUS = [name for name in GROUPS if GROUPS[name].space == Torus(2)]
ON_SPHERE = [name for name in GROUPS if name not in ON_TORUS]
ASKED = {"level": 60, "point": [0.7, 1.9], "sizes": [10, 20, 40, 80], "first": FIRST, "second": SECOND}


@pytest.fixture(scope="module")
def said(node):
    curves = {
        "mean": np.linspace(0.9, 0.1, len(TAUS) * len(SIZES)).reshape(len(TAUS), -1).tolist(),
        "low": np.full((len(TAUS), len(SIZES)), 0.05).tolist(),
        "high": np.full((len(TAUS), len(SIZES)), 0.95).tolist(),
        "at": [4.2] + [None] * (len(SIZES) - 1),
        "from": [3.1] + [None] * (len(SIZES) - 1),
        "to": [5.5] + [None] * (len(SIZES) - 1),
    }
    shown = {"sizes": list(SIZES), "taus": list(TAUS), "curves": curves}
    return node("tests/js/run_sample_gain.mjs", ASKED | {"factors": [1, 1.5, 2, 100], "shown": shown})


@pytest.mark.parametrize("name", ON_TORUS)
def test_counts_are_those_of_python(said, name):
    for level in (0, 1, 2, 25, 60):
        counts = invariant_counts(GROUPS[name], level)
        assert said["counts"][name]["all"][level] == counts.all
        assert said["counts"][name]["kept"][level] == counts.invariant
    assert said["lattice"] == invariant_counts(GROUPS[name], 60).all
    assert float(said["orders"][name]) == GROUPS[name].order
    counts = invariant_counts(GROUPS[name], 60)
    assert said["weyl"][name] == pytest.approx(counts.weyl_all / counts.weyl_invariant)


@pytest.mark.parametrize("name", ["translations", "mirrors", "square"])
def test_images_are_those_of_the_group_and_one_lies_in_the_domain(said, name):
    point = np.array(ASKED["point"])
    images = {tuple(np.round(element.act(point) % math.tau, 9)) for element in GROUPS[name].elements}
    assert {tuple(np.round(image, 9)) for image in said["images"][name]} == images
    corners = np.array(said["domains"][name])
    assert shoelace(corners) == pytest.approx(math.tau**2 / GROUPS[name].order)
    assert sum(inside(corners, image) for image in said["images"][name]) == 1


@pytest.mark.parametrize("name", ON_SPHERE)
def test_harmonics_that_are_left_are_those_of_python(said, name):
    found, group = said["sphere"][name], GROUPS[name]
    for level in (0, 1, 2, 29, 30, 100, 400):
        counts = invariant_counts(group, level)
        assert found["counts"]["all"][level] == counts.all
        assert found["counts"]["kept"][level] == counts.invariant
    counts = invariant_counts(group, ASKED["level"])
    assert found["weyl"] == pytest.approx(counts.weyl_all / counts.weyl_invariant)
    assert found["kept"] in (None, found["left"])


def spherical(longitude, polar):
    flat = math.sin(polar)
    return np.array([flat * math.cos(longitude), flat * math.sin(longitude), math.cos(polar)])


@pytest.mark.parametrize("name", ["turns", "icosahedron"])
def test_images_on_the_sphere_are_those_of_the_group(said, name):
    point = spherical(*ASKED["point"])
    images = np.array([element.act(point) for element in GROUPS[name].elements])
    found = np.array(said["sphere"][name]["images"])
    np.testing.assert_allclose(found[0], point, atol=1e-12)
    apart = np.linalg.norm(images[:, None] - found[None], axis=2)
    assert len(found) == GROUPS[name].order
    assert (apart.min(0) < 1e-9).all()
    assert (apart.min(1) < 1e-9).all()


def test_a_third_of_a_face_is_a_domain_of_the_icosahedron(said):
    corners = np.array([said["sphere"]["icosahedron"]["domain"][place] for place in (0, 13, 26)])
    random = np.random.default_rng(0)
    points = random.standard_normal((200, 3))
    elements = np.array([element.matrix for element in GROUPS["icosahedron"].elements])
    shares = np.einsum("gij,nj->gni", elements, points) @ np.linalg.inv(corners)
    assert ((shares > 0).all(2).sum(0) == 1).all()


def test_the_hand_finds_what_is_seen(said):
    for found, up in zip(said["returned"], (0.1, -0.7), strict=True):
        np.testing.assert_allclose(found[:2], [0.4, up], atol=1e-12)


def shoelace(corners):
    after = np.roll(corners, -1, 0)
    return abs((corners[:, 0] * after[:, 1] - corners[:, 1] * after[:, 0]).sum()) / 2


def inside(corners, point):
    after = np.roll(corners, -1, 0)
    side, far = after - corners, point - corners
    turns = side[:, 0] * far[:, 1] - side[:, 1] * far[:, 0]
    return bool((turns > 0).all() or (turns < 0).all())


def test_curves_are_read_as_python_reads_them(said):
    sizes = np.array(ASKED["sizes"])
    at = np.stack([sizes, 1.3 * sizes], 1).ravel()
    expected = np.exp(np.interp(np.log(at), np.log(sizes), np.log(FIRST)))
    found = [np.nan if value is None else value for value in said["values"]]
    np.testing.assert_allclose(found[:-1], expected[:-1])
    assert said["values"][-1] is None


def test_the_best_shift_is_near_the_measured_one(said):
    risks = np.array([FIRST, SECOND])[:, :, None]
    found = sample_multiplier(LearningCurves(("a", "b"), tuple(ASKED["sizes"]), risks), "a", "b", resamples=2)
    far = [one["far"] for one in said["apart"]]
    assert far[1] < far[0]
    assert abs(found.overall - 1.5) < abs(found.overall - 1)
    assert said["apart"][3] == {"far": None, "over": 0}


def test_what_it_is_worth_is_in_the_table_only_once_it_was_told(said):
    assert [len(row) for row in said["guessed"]] == [len(said["rows"][0]) - 1] * (len(SIZES) + 1)
    assert "×" not in str(said["guessed"])


def test_table_and_csv(said):
    assert said["rows"][0][0] == "n"
    assert said["rows"][1][-1] == "×4.20 (×3.10 to ×5.50)"
    assert said["rows"][2][-1] == "–"
    rows = list(csv.DictReader(io.StringIO(said["csv"])))
    assert [int(row["n"]) for row in rows] == list(SIZES)
    assert float(rows[0]["risk_tau_0"]) == 0.9
    assert rows[1]["multiplier"] == ""
