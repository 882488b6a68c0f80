"""The Geometry page's JavaScript against lazyq.riemannian, on thousands of pairs."""

import csv
import io
import math
import xml.etree.ElementTree as ET
from itertools import product

import pytest
import torch
from geometry_cases import ACTION, DATA, LAYERS, SCRIPT, STATE, VIEW, near, plain

from lazyq.riemannian import (
    OrthogonalAction,
    align,
    ball_volume,
    cut_locus,
    distance,
    embedding_profile,
    exponential_map,
    gauss_curvature,
    geodesic,
    inner_product,
    norm,
    scalar_curvature,
)

PAIRS = 4000


@pytest.fixture(scope="module")
def pairs():
    """x, y, v (n, 2) and λ (n,) > 0: random, nearly equal, opposite, zero, and both ends of λ."""
    generator = torch.Generator().manual_seed(0)
    x, y, v = 1.2 * torch.randn(3, PAIRS, 2, generator=generator, dtype=torch.float64)
    lam = 10 ** (4 * torch.rand(PAIRS, generator=generator, dtype=torch.float64) - 2.5)
    kind = torch.arange(PAIRS) % 10
    y = torch.where((kind == 1)[:, None], x + 1e-3 * v, y)
    y = torch.where((kind == 2)[:, None], -1.3 * x + 1e-4 * v, y)
    y = torch.where((kind == 3)[:, None], torch.zeros_like(y), y)
    lam = torch.where(kind == 4, torch.inf, lam)
    return x, y, v, lam


@pytest.fixture(scope="module")
def found(node, pairs):
    x, y, v, lam = pairs
    keys = ("x", "y", "v", "lam")
    cases = [
        dict(zip(keys, case, strict=True))
        for case in zip(x.tolist(), y.tolist(), v.tolist(), plain(lam.tolist()), strict=True)
    ]
    answers = node(SCRIPT, {"task": "pairs", "pairs": cases})

    def column(name):
        values = [answer[name] for answer in answers]
        if isinstance(values[0], list):
            return torch.tensor(values, dtype=torch.float64)
        return torch.tensor([math.inf if v == "inf" else v for v in values], dtype=torch.float64)

    return column


def test_distances_and_alignments(pairs, found):
    x, y, _, lam = pairs
    best = align(ACTION, x, y, lam)
    near(found("distance"), distance(ACTION, x, y, lam), 1e-12, 1e-13)
    near(found("theta"), best.rotations[0].angle, 1e-7, 1e-7)
    near(found("residual"), best.residual, 1e-7, 1e-7)
    near(found("moved"), best.moved, 1e-6, 1e-6)


def test_geodesics_and_exponentials(pairs, found):
    x, y, v, lam = pairs
    near(found("middle"), geodesic(ACTION, x, y, lam).at(0.25), 1e-6, 1e-6)
    near(found("reached"), exponential_map(ACTION, x, v, lam))
    near(found("squared"), inner_product(ACTION, x, v, v, lam))


def test_curvature_area_orbit_and_cut_locus(pairs, found):
    x, _, _, lam = pairs
    radius = x.norm(dim=-1)
    near(found("curvature"), gauss_curvature(ACTION, x, lam))
    near(found("area"), ball_volume(ACTION, radius, lam))
    near(found("orbit"), embedding_profile(ACTION, radius, lam).radius)
    near(found("cut"), cut_locus(ACTION, x, lam)[0].start)


def test_lengths_of_the_two_ways_of_the_question(pairs, found):
    x, y, _, lam = pairs
    t = (torch.arange(4000, dtype=torch.float64) + 0.5) / 4000
    some = slice(0, 200)
    points = x[some, None] + t[:, None] * (y - x)[some, None]
    straight = norm(ACTION, points, (y - x)[some, None], lam[some, None]).mean(-1)
    near(found("straight")[some], straight, 1e-3, 1e-6)
    assert (found("straight") >= found("distance") * (1 - 1e-6)).all()
    assert (found("around") >= found("distance") * (1 - 1e-9)).all()


@pytest.mark.parametrize("n", [2, 3, 10, 100])
def test_curvature_and_volume_in_n_dimensions(node, n):
    cases = [{"r": r, "lam": lam, "n": n} for r in (0.2, 1.0, 2.4) for lam in (0.05, 0.5, 5.0, "inf")]
    action = OrthogonalAction(n)
    for case, found_ in zip(cases, node(SCRIPT, {"task": "dimensions", "cases": cases}), strict=True):
        r, lam = torch.tensor(case["r"], dtype=torch.float64), float(case["lam"])
        x = torch.zeros(n, dtype=torch.float64)
        x[0] = r
        assert found_[0] == pytest.approx(float(scalar_curvature(action, x, lam)), rel=1e-9)
        share = float(ball_volume(action, r, lam) / ball_volume(action, r, math.inf))
        assert found_[1] == pytest.approx(share, rel=1e-3, abs=1e-12)


def test_any_dimension_in_words(node):
    words = node(SCRIPT, {"task": "anyDimension", "state": STATE, "n": 10})
    assert "the distance is the same, 1.3" in words
    assert "(9 times)" in words


@pytest.mark.parametrize("lam", [0.0, 0.02, 0.5, 20.0, math.inf])
def test_heights_of_the_surface(node, lam):
    radii = [0.0, 1e-3, 0.1, 0.5, 1.0, 2.5, 3.0]
    (heights,) = node(SCRIPT, {"task": "heights", "radii": radii, "lams": plain([lam])})
    expected = embedding_profile(ACTION, torch.tensor(radii, dtype=torch.float64), lam).height
    near(torch.tensor(heights, dtype=torch.float64), expected, 1e-4, 1e-6)


def test_circles_are_at_their_distance_and_close(node):
    cases = [
        {"x": x, "radius": radius, "lam": lam}
        for x in ([1.5, 0.2], [0.0, 0.0], [0.0, -2.0])
        for radius in (0.5, 1.5, 2.5)
        for lam in (0.05, 0.3, 1.0, "inf")
    ]
    answers = node(SCRIPT, {"task": "circles", "cases": cases})
    for case, runs in zip(cases, answers, strict=True):
        x, lam = torch.tensor(case["x"], dtype=torch.float64), float(case["lam"])
        points = torch.tensor([p for run in runs for p in run], dtype=torch.float64)
        assert len(points) > 40, case
        lengths = distance(ACTION, x, points, lam)
        near(lengths, torch.full_like(lengths, case["radius"]), 1e-6, 0)
        angles = torch.atan2(points[:, 1], points[:, 0]).sort().values
        surrounded = case["radius"] > float(x.norm()) + 0.3
        assert not surrounded or angles.diff().max() < 0.3, case


def test_what_faces_the_eye_is_seen(node):
    views = [{"yaw": 0.7, "pitch": pitch, "zoom": 1} for pitch in (-0.2, 0.4, 1.5)]
    angles = torch.arange(24, dtype=torch.float64) * (2 * math.pi / 24) + 0.1
    radii = torch.tensor([0.05, 0.3, 0.9, 1.6, 2.5], dtype=torch.float64)
    points = torch.cartesian_prod(radii, angles)
    flat = torch.stack([points[:, 0] * points[:, 1].cos(), points[:, 0] * points[:, 1].sin()], -1).tolist()
    cases = [
        {"lam": lam, "view": view, "points": flat}
        for lam, view in product([0.05, 0.3, 1.0, 5.0, "inf"], views)
    ]
    for case, answers in zip(cases, node(SCRIPT, {"task": "seen", "cases": cases}), strict=True):
        lam, view = float(case["lam"]), case["view"]
        grid = torch.linspace(0, 3, 3001, dtype=torch.float64)
        surface = embedding_profile(ACTION, grid, lam)
        # The middle of the picture is at half the height, 3 / 2.5 = 1.2 times too far out.
        height = surface.height[-1] / 2.4 - surface.height
        at = (points[:, 0] * 1000).round().long()
        step = torch.stack([torch.gradient(part, spacing=0.001)[0][at] for part in (surface.radius, height)])
        across, down = step[0], -step[1]
        eye = 9 * torch.tensor(
            [
                -math.cos(view["pitch"]) * math.sin(view["yaw"]),
                -math.cos(view["pitch"]) * math.cos(view["yaw"]),
                math.sin(view["pitch"]),
            ],
            dtype=torch.float64,
        )
        towards = eye[0] * points[:, 1].cos() + eye[1] * points[:, 1].sin() - surface.radius[at]
        facing = down * towards + across * (eye[2] - height[at])
        seen = torch.tensor([answer["seen"] for answer in answers])
        clear = facing.abs() > 0.05
        assert torch.equal(seen[clear], (facing > 0)[clear]), case["lam"]
        turn = points[:, 1] - math.atan2(eye[1], eye[0])
        away = torch.remainder(turn + math.pi, 2 * math.pi) - math.pi
        half = torch.tensor([answer["half"] for answer in answers], dtype=torch.float64)
        beside = (away.abs() - half).abs() > 1e-6
        assert torch.equal(seen[beside], (away.abs() < half)[beside]), case["lam"]


def test_links(node):
    searches = [
        "?v=1&lam=0.3&x=1.5_-0.25&y=0_2&n=3&show=balls_cut&from=-3.14_1.55_0.5",
        "",
        "?lam=inf&show=none",
        "?lam=-1&x=9_9&y=1&n=4&show=balls_stars&v=7&dim=1e2&from=0_2_1",
    ]
    good, empty, ends, bad = node(SCRIPT, {"task": "links", "data": DATA, "searches": searches})
    assert (good["lam"], good["x"], good["y"], good["dimension"]) == (0.3, [1.5, -0.25], [0, 2], 3)
    assert [name for name, shown in good["layers"].items() if shown] == ["balls", "cut"]
    assert good["problems"] == empty["problems"] == ends["problems"] == []
    shown_at_first = LAYERS | {"circles": False}
    view = {"yaw": -0.2, "pitch": 0.4, "zoom": 1}
    first = DATA | {"many": 10, "layers": shown_at_first, "view": view}
    assert {name: empty[name] for name in first} == first
    assert ends["lam"] == "inf"
    assert not any(ends["layers"].values())
    assert len(bad["problems"]) == 8
    assert {name: bad[name] for name in first} == first
    names = ("v", "x", "y", "lam", "n", "dim", "show", "from")
    for name, problem in zip(names, bad["problems"], strict=True):
        assert name == "v" or f"The link says {name}=" in problem
    written = {"x": "1.5_-0.25", "y": "0_2", "lam": "0.3", "n": "3", "dim": None, "show": "balls_cut"}
    assert good["written"] == written | {"from": "-3.14_1.55_0.5"}
    assert ends["written"]["show"] == "none"


@pytest.mark.parametrize("name", ["x", "y"])
@pytest.mark.parametrize("text", ["2.41_0", "0_-3", "1e400_0", "1", "1_2_3", "a_b", "_", "NaN_0"])
def test_a_point_out_of_the_picture_gets_a_sentence(node, name, text):
    (found,) = node(SCRIPT, {"task": "links", "data": DATA, "searches": [f"?{name}={text}"]})
    assert found[name] == DATA[name]
    (problem,) = found["problems"]
    assert problem.startswith(f"The link says {name}={text}; a point is two numbers from -2.4 to 2.4")


@pytest.mark.parametrize(
    ("lam", "remarked"), [(50, True), (0.001, True), (20, False), (0, False), (0.02, False)]
)
def test_a_lam_beyond_the_dial_is_taken_and_said(node, lam, remarked):
    (found,) = node(SCRIPT, {"task": "links", "data": DATA, "searches": [f"?lam={lam}"]})
    assert found["lam"] == lam
    assert len(found["problems"]) == remarked
    assert all("the dial goes from 0.02 to 20" in problem for problem in found["problems"])


def test_no_turn_is_called_none(node):
    angles = [0.0, 1e-6, 0.0077, 0.1, 0.17, 1.6755, math.pi]
    words = node(SCRIPT, {"task": "degrees", "angles": angles})
    assert words == ["0°", "less than 0.1°", "0.4°", "5.7°", "9.7°", "96°", "180°"]
    state = STATE | {"x": [1.75, -0.35], "y": [-0.85, -1.15], "lam": 12.85}
    (sentence,) = node(SCRIPT, {"task": "sentences", "states": [state]})
    assert "turns x by 0.4° of the 115° to y, and this makes less than 1 % of d²" in sentence


@pytest.mark.parametrize("dimension", [2, 3])
@pytest.mark.parametrize("lam", [0, 0.5, "inf"])
def test_figure_is_well_formed_and_asks_for_nothing(node, lam, dimension):
    state = STATE | {"lam": lam, "dimension": dimension}
    svg = node(SCRIPT, {"task": "figure", "state": state, "view": VIEW})
    root = ET.fromstring(svg)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 40
    assert "NaN" not in svg
    assert "Infinity" not in svg
    assert svg.count("http") == 1


def test_table_has_the_numbers_of_the_library(node):
    rows = list(csv.DictReader(io.StringIO(node(SCRIPT, {"task": "table", "state": STATE}))))
    lam = torch.tensor([float(row["lambda"]) for row in rows], dtype=torch.float64)
    x, y = (torch.tensor(STATE[name], dtype=torch.float64) for name in "xy")
    assert [lam[0], lam[-1]] == [0, math.inf]
    best = align(ACTION, x, y, lam)
    for name, expected in (("distance", best.distance), ("effort", best.effort), ("residual", best.residual)):
        values = torch.tensor([float(row[name]) for row in rows], dtype=torch.float64)
        near(values, expected, 1e-9, 1e-9)


def test_sentences_follow_the_state(node):
    opposite = {"x": [1.6, 0.0], "y": [-1.6, 0.0]}
    states = [
        STATE,
        STATE | {"lam": 0},
        STATE | {"lam": "inf"},
        STATE | opposite,
        STATE | opposite | {"dimension": 3},
        STATE | opposite | {"lam": 3.0},
    ]
    usual, free, flat, two, ring, straight = node(SCRIPT, {"task": "sentences", "states": states})
    assert "the best rotation turns x by 9" in usual
    assert "turning is free" in free
    assert "no turn is worth its penalty" in flat
    assert "two shortest ways" in two
    assert "a whole ring of shortest ways" in ring
    assert "the straight way through the origin is the shortest" in straight


def test_questions_have_a_clear_answer_of_either_kind(node):
    questions = node(SCRIPT, {"task": "questions", "count": 12})
    answers = [straight < around for straight, around in (question["lengths"] for question in questions)]
    assert answers.count(True) == 4
    for question in questions:
        straight, around = question["lengths"]
        assert abs(straight / around - 1) > 0.06
        assert question["right"].startswith("Right.")
        assert max(map(abs, question["x"] + question["y"])) <= 2.4
