"""The unit balls that the Geometry page draws: ellipses of g_x in lazyq.riemannian, at the scale it says."""

import math
import re

import numpy as np
import pytest
import torch
from geometry_cases import ACTION, SCRIPT, STATE, plain

from lazyq.riemannian import metric_matrix

RINGS = [(0.4 * ring, max(1, 5 * ring)) for ring in range(7)]
LAMS = [0.05, 0.3, 1.0, math.inf]


def middles(ring, count):
    angles = math.pi * (2 * np.arange(count) + 1) / count
    return ring * np.stack([np.cos(angles), np.sin(angles)], -1)


def field_scale(lam):
    """Return the scale of the field: a tenth, or less so that no ball reaches 0.235 across."""
    at_the_rim = metric_matrix(ACTION, torch.tensor([2.4, 0.0], dtype=torch.float64), lam)
    return min(0.1, 0.235 * math.sqrt(at_the_rim[1, 1]))


def assert_is_unit_ball(outline, x, lam, scale):
    """Assert that an outline about x is {v : g_x(v, v) = scale²}, with the axes of g_x's eigenvectors."""
    matrix = metric_matrix(ACTION, torch.as_tensor(x, dtype=torch.float64), lam)
    v = torch.as_tensor(np.asarray(outline) - np.asarray(x), dtype=torch.float64)
    assert torch.einsum("pi,ij,pj->p", v, matrix, v).sqrt().numpy() == pytest.approx(scale, rel=1e-9)
    values, vectors = torch.linalg.eigh(matrix)
    lengths = v.norm(dim=-1)
    assert float(lengths.max()) == pytest.approx(scale / math.sqrt(values[0]), rel=1e-9)
    assert float(lengths.min()) == pytest.approx(scale / math.sqrt(values[1]), rel=1e-9)
    if values[1] - values[0] > 1e-9:
        longest = v[lengths.argmax()] / lengths.max()
        assert abs(float(longest @ vectors[:, 0])) == pytest.approx(1, abs=1e-9)


def test_drawn_balls_are_the_ellipses_of_the_metric(node):
    fields = node(SCRIPT, {"task": "ellipses", "width": 2000, "height": 2000, "lams": plain(LAMS)})
    for lam, outlines in zip(LAMS, fields, strict=True):
        places = np.concatenate([middles(*ring) for ring in RINGS])
        assert len(outlines) == len(places)
        for x, outline in zip(places, outlines, strict=True):
            assert_is_unit_ball(outline, x, lam, field_scale(lam))


def test_balls_stay_apart_and_are_lines_at_zero(node):
    lams = [0, 0.02, 0.2, 0.7, 0.9, "inf"]
    for field in node(SCRIPT, {"task": "ellipses", "width": 2000, "height": 2000, "lams": lams}):
        turns = [np.unwrap(np.arctan2(run[:, 1], run[:, 0])) for run in map(np.asarray, field[1:])]
        rings = [count for _, count in RINGS[1:] for _ in range(count)]
        spans = [np.ptp(turn) * count / (2 * math.pi) for turn, count in zip(turns, rings, strict=True)]
        assert max(spans) < 1
    (ray,) = node(SCRIPT, {"task": "ellipses", "width": 2000, "height": 2000, "lams": [0]})
    outer = np.asarray(ray[-1])
    x = middles(*RINGS[-1])[-1]
    assert np.abs((outer - x) @ x / 2.4).max() == pytest.approx(0.6 / (2000 / 5.25))


@pytest.mark.parametrize("x", [[1.7, -0.4], [0.1, 0.05], [0.0, 2.4]], ids=str)
def test_ball_of_the_term_is_that_of_the_metric_and_says_its_scale(node, x):
    states = [STATE | {"x": x, "lam": lam} for lam in plain([0.05, 0.5, 20.0, math.inf])]
    for state, found in zip(
        states, node(SCRIPT, {"task": "closeBalls", "states": states, "size": 270}), strict=True
    ):
        lam = float(state["lam"])
        factor = float(
            torch.linalg.eigvalsh(metric_matrix(ACTION, torch.tensor(x, dtype=torch.float64), lam))[0]
        )
        scale = min(0.62, 1.2 * math.sqrt(factor))
        outline = (np.asarray(found["ball"]) - found["middle"]) / found["unit"] * [1, -1] + x
        assert_is_unit_ball(outline, x, lam, scale)
        assert np.abs(np.asarray(found["ball"]) - 135).max() < 135, "the whole of it is on the picture"
        told = re.search(r"drawn at 1 : ([\d.]+)\.", found["words"])
        assert 1 / float(told[1]) == pytest.approx(scale, rel=0.05)


def inside_a_ball(a, b, lam, least):
    """Say how far inside of a drawn ball a point lies: its value is 1 on an edge and less inside."""
    best = np.full(a.shape, np.inf)
    for ring, count in RINGS:
        matrix = metric_matrix(ACTION, torch.tensor([ring, 0.0], dtype=torch.float64), lam)
        across = field_scale(lam) / math.sqrt(matrix[1, 1]) if matrix[1, 1] else 0.235 * ring / 2.4
        half = max(field_scale(lam), least), max(across, least)
        for x in middles(ring, count):
            out = x / ring if ring else np.array([1.0, 0.0])
            right, up = a - x[0], b - x[1]
            along, beside = right * out[0] + up * out[1], up * out[0] - right * out[1]
            best = np.minimum(best, (along / half[0]) ** 2 + (beside / half[1]) ** 2)
    return best


@pytest.mark.parametrize("size", [(230, 190), (200, 191)], ids=str)
def test_pixels_and_outlines_of_the_balls_are_those_of_their_definition(node, size):
    lams = [0, 0.05, 0.3, 1.0, "inf"]
    fields = node(SCRIPT, {"task": "balls", "width": size[0], "height": size[1], "lams": lams})
    unit = min(size) / 5.25
    parts, top, left, window = 5, 45, 30, (52, 90)  # from a rim to the ball in the middle
    row, column = np.indices((parts * window[0], parts * window[1]))
    a = (left + (column + 0.5) / parts - size[0] / 2) / unit
    b = (size[1] / 2 - top - (row + 0.5) / parts) / unit
    for lam, field in zip(map(float, lams), fields, strict=True):
        ink = inside_a_ball(a, b, lam, 0.6 / unit) < 1
        expected = ink.reshape(window[0], parts, window[1], parts).mean((1, 3))
        picture = np.reshape(field["covered"], size[::-1]) / 255
        assert np.array_equal(picture, picture[::-1]), lam
        covered = picture[top : top + window[0], left : left + window[1]]
        difference = np.abs(covered - expected)
        # What is little wider than a pixel is rougher.
        tip, whole = (0.3, 0.02) if field_scale(lam) * unit > 2 else (0.5, 0.3)
        assert difference.max() < tip, lam
        assert difference.mean() < 0.01, lam
        assert covered.sum() == pytest.approx(expected.sum(), rel=whole), lam
        edge = np.array([point for outline in field["outlines"] for point in outline])
        x, y = (edge[:, 0] - size[0] / 2) / unit, (size[1] / 2 - edge[:, 1]) / unit
        assert inside_a_ball(x, y, lam, 0.6 / unit).max() < 1 + 1e-9
