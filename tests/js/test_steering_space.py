"""What the page Steering makes of embeddings and rotations in the browser, against NumPy."""

import csv
import io
from dataclasses import fields

import numpy as np
import pytest

from tests.steering_cases import known_result

GIVEN = "wahba composition retrieval distances phases frequencies warned lams moved"
ANGLES = [0, 5, 62.5, 357.5, 359]


@pytest.fixture(scope="module", params=[3, 8])
def both(request, node):
    result = known_result(request.param)
    names = {field.name for field in fields(result)} & set(GIVEN.split())
    given = {
        "embeddings": result.embeddings.ravel().tolist(),
        "rotations": result.rotations.ravel().tolist(),
        "globes": result.globes.ravel().tolist(),
        "dimension": request.param,
        "count": len(result.degrees),
        "angles": ANGLES,
        "data": {
            "methods": result.methods,
            **{
                name: [[None if np.isnan(one) else one for one in row] for row in getattr(result, name)]
                for name in ("gamma", "unseen")
            },
            **{name: getattr(result, name).tolist() for name in names},
        },
    }
    return result, node("tests/js/run_steering.mjs", given)


def spun(result):
    """Return R_a f(x), (M, K, n, d)."""
    base = result.embeddings[:, 0].astype(float)
    return np.einsum("mkij,mnj->mkni", result.rotations.astype(float), base)


def test_errors_arcs_and_dots_that_land(both):
    result, answer = both
    found, there = spun(result), result.embeddings.astype(float)
    arcs = np.degrees(2 * np.arcsin(np.clip(np.linalg.norm(found - there, axis=-1) / 2, 0, 1)))
    for m, space in enumerate(answer["spaces"]):
        np.testing.assert_allclose(space["errors"], ((found - there) ** 2).sum(-1).mean(-1)[m], atol=1e-12)
        np.testing.assert_allclose(space["arcs"], arcs[m], atol=1e-6)
        assert space["landed"] == (arcs[m] <= 10).sum(-1).tolist()
        moments = np.einsum("kni,nj->kij", there[m], there[m, 0]) / there.shape[2]
        u, s, v = np.linalg.svd(moments)
        s[:, -1] *= np.sign(np.linalg.det(u @ v))
        lengths = (there[m] ** 2).sum(-1).mean(-1) + (there[m, 0] ** 2).sum(-1).mean()
        np.testing.assert_allclose(space["least"], lengths - 2 * s.sum(-1), atol=1e-7)


def test_the_image_that_the_globe_brings_is_the_nearest_of_all(both):
    result, answer = both
    found, there = spun(result), result.embeddings.astype(float)
    for m, space in enumerate(answer["spaces"]):
        for k, brought in enumerate(space["brought"]):
            squared = ((there[m] - found[m, k, 1]) ** 2).sum(-1)
            assert brought["squared"] == pytest.approx(squared.min())
            assert squared[brought["k"], brought["dot"]] == pytest.approx(squared.min())


def test_between_two_turns_all_stays_rigid(both):
    result, answer = both
    d = result.embeddings.shape[-1]
    for m, space in enumerate(answer["spaces"]):
        for place, angle in enumerate(ANGLES):
            k, share = divmod(angle / 5, 1)
            points = np.reshape(space["turned"][place], (-1, d))
            np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1, atol=1e-6)
            matrix = np.reshape(space["rotations"][place], (d, d))
            np.testing.assert_allclose(matrix @ matrix.T, np.eye(d), atol=1e-6)
            globe = result.globes[m]
            u, _, v = np.linalg.svd(globe @ matrix @ globe.T)
            np.testing.assert_allclose(np.reshape(space["views"][place], (3, 3)), u @ v, atol=1e-5)
            if share == 0:
                np.testing.assert_allclose(points, result.embeddings[m, int(k)], atol=1e-6)
                np.testing.assert_allclose(matrix, result.rotations[m, int(k)], atol=1e-6)
    assert answer["folded"] == [0, 5, 62.5, 2.5, 1]


def test_file_and_sentences(both):
    result, answer = both
    rows = list(csv.DictReader(io.StringIO(answer["csv"])))
    assert [row["encoder"] for row in rows[::72]] == list(result.methods)
    assert [float(row["wahba"]) for row in rows] == result.wahba.ravel().tolist()
    assert rows[0]["gamma"] == ""
    landed = [answer["spaces"][m]["landed"][12] for m in range(3)]
    assert [int(row["dots_within_10"]) for row in rows[12::72]] == landed
    assert f"{landed[0]} of 30 without the loss and {landed[2]} of 30" in answer["state"]
    assert answer["state"].endswith("But there nothing moves, so that this says nothing.")
    assert f"here {result.wahba[1, 12]:.3f} and {result.wahba[0, 12]:.3f}" in answer["claim"]["claim"]
    assert "near whole numbers in both" in answer["claim"]["not"]
