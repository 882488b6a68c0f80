"""What the Geometry page's charts say, against the library."""

import math
import re

import pytest
import torch
from geometry_cases import ACTION, SCRIPT, STATE, VIEW, plain

from lazyq.riemannian import (
    ball_volume,
    cut_locus,
    distance,
    embedding_profile,
    gauss_curvature,
    inner_product,
)

SIZE = {"width": 340, "height": 200}


def numbers_in(text):
    """Return the numbers of a reading, which writes 1.2·10⁻³ for what is small."""
    signs = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    found = re.findall(r"∞|-?\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)
    plain_ = (number.translate(signs).replace("·10", "e") for number in found)
    return [math.inf if number == "∞" else float(number) for number in plain_]


def read_marks(node, name, state):
    return node(SCRIPT, {"task": "marks", "name": name, "state": state} | SIZE)


def test_what_is_read_against_lam_is_what_the_library_says(node):
    x, y = (torch.tensor(STATE[name], dtype=torch.float64) for name in "xy")
    marks = read_marks(node, "distance", STATE | {"lam": 0.37})
    lam = torch.tensor([float(mark["value"]) for mark in marks], dtype=torch.float64)
    assert lam.tolist() == sorted({*lam.tolist(), 0.0, 0.37, math.inf})
    for mark, expected in zip(marks, distance(ACTION, x, y, lam).tolist(), strict=True):
        assert numbers_in(mark["text"].split(": ")[0]) == [pytest.approx(float(mark["value"]), rel=1e-3)]
        assert numbers_in(mark["text"].split(": ")[1])[0] == pytest.approx(expected, abs=6e-4)
        assert mark["drawn"] == pytest.approx(expected, abs=1e-9)
    assert marks[0]["text"].endswith("the quotient distance")
    assert marks[-1]["text"].endswith("the plain distance")

    factors = read_marks(node, "factor", STATE)
    assert len(factors) == 2 * (len(marks) - 1)
    for mark in factors:
        point = x if mark["text"].endswith("at x") else y
        across = torch.stack([-point[1], point[0]]) / point.norm()
        expected = float(inner_product(ACTION, point, across, across, float(mark["value"])))
        assert numbers_in(mark["text"].split(": ")[1])[0] == pytest.approx(expected, rel=6e-3, abs=1e-12)
        assert mark["drawn"] == pytest.approx(expected, abs=1e-9)


def test_against_r_nothing_is_left_of_a_ray_but_its_tip(node):
    for name in ("eigenvalues", "curvature", "orbit", "area"):
        tip, *rest = (mark["text"].split(": ")[1] for mark in read_marks(node, name, STATE | {"lam": 0}))
        assert all(numbers_in(text)[0] == 0 for text in rest)
        assert numbers_in(tip)[0] == {"eigenvalues": 1, "curvature": math.inf}.get(name, 0)


@pytest.mark.parametrize("lam", [0.05, 0.5, 7.0, math.inf])
def test_what_is_read_against_r_is_what_the_library_says(node, lam):
    state = STATE | {"lam": plain([lam])[0]}
    for name in ("eigenvalues", "curvature", "orbit", "area"):
        marks = read_marks(node, name, state)
        radius = torch.tensor([mark["value"] for mark in marks], dtype=torch.float64)
        assert radius.tolist() == sorted(radius.tolist())
        assert len(marks) == 28, "every tenth, and x and y"
        points = torch.stack([radius, torch.zeros_like(radius)], -1)
        across = torch.tensor([0.0, 1.0], dtype=torch.float64).expand_as(points)
        expected = {
            "eigenvalues": lambda: inner_product(ACTION, points, across, across, lam),  # noqa: B023
            "curvature": lambda: gauss_curvature(ACTION, points, lam),  # noqa: B023
            "orbit": lambda: 2 * math.pi * embedding_profile(ACTION, radius, lam).radius,  # noqa: B023
            "area": lambda: ball_volume(ACTION, radius, lam),  # noqa: B023
        }[name]()
        for mark, value in zip(marks, expected.tolist(), strict=True):
            where, words = mark["text"].split(": ")
            assert numbers_in(where)[-1] == pytest.approx(mark["value"], abs=6e-4)
            assert numbers_in(words)[0] == pytest.approx(value, rel=6e-3, abs=1e-9), (name, mark)
            assert mark["drawn"] == pytest.approx(value, abs=1e-9) or mark["at"][1] == 38, "at the roof"


def test_pictures_say_lengths_and_hide_them_while_a_question_is_open(node):
    x, y = (torch.tensor(STATE[name], dtype=torch.float64) for name in "xy")
    long = f"{float(distance(ACTION, x, y, 0.5)):.3f}"
    texts = {name: [mark["text"] for mark in read_marks(node, name, STATE)] for name in ("plane", "ways")}
    for name, found in texts.items():
        assert f"shortest way, {long} long" in found, name
    assert sum(text.startswith("circle of radius") for text in texts["plane"]) >= 2
    across = 1 / math.sqrt(2 * 0.5**2 / (2 * 0.5**2 + 0.8**2))
    ball = f"unit ball of g at r = 0.8: half-axes 1 along the ray, {across:.2f} across; drawn at 1 : 15"
    assert ball in texts["plane"]
    cut = float(cut_locus(ACTION, x, 0.5)[0].start)
    assert f"the cut locus of x begins at {cut:.2f} from the origin" in texts["plane"]
    for name in ("plane", "ways", "distance"):
        hidden = [mark["text"] for mark in read_marks(node, name, STATE | {"hidden": True})]
        assert not any(re.search(r"\d long|d = |shortest way, ", text) for text in hidden), name
    view = {"view": VIEW}
    solid = [mark["text"] for mark in read_marks(node, "solid", STATE | view)]
    assert numbers_in(solid[0])[0] == pytest.approx(float(gauss_curvature(ACTION, x, 0.5)), rel=6e-3)
    space = [mark["text"] for mark in read_marks(node, "solid", STATE | view | {"dimension": 3})]
    assert space[0].endswith(f"its orbit is the sphere of radius {float(x.norm()):.2f}")
    assert read_marks(node, "closeUp", STATE)[1]["text"].startswith("The new length of a step at x")


def test_no_text_of_a_curve_touches_another_wherever_points_and_lam_are(node):
    lams = [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.2, 0.5, 1, 4, 9, 12, 20, "inf"]
    pairs = [([0, 0], [0, 0]), ([2.4, 0], [0, 2.4]), ([1.7, -0.4], [-1.65, 0.3]), ([0.1, 0], [2.3, 1.1])]
    states = [STATE | {"lam": lam, "x": x, "y": y} for lam in lams for x, y in pairs]
    sizes = [(256, 200), (340, 200), (560, 200)]
    for drawn in node(SCRIPT, {"task": "texts", "states": states, "sizes": sizes}):
        boxes = drawn["boxes"]
        for i, one in enumerate(boxes):
            left, top, right, bottom = one["box"]
            assert min(left, top) >= 0, (drawn["chart"], one)
            assert right <= drawn["width"] + 1, (drawn["chart"], one)
            assert bottom <= drawn["height"], (drawn["chart"], one)
            for other in boxes[i + 1 :]:
                a, b, c, d = other["box"]
                apart = right <= a or c <= left or bottom <= b or d <= top
                assert apart, (drawn["chart"], drawn["width"], one, other)


def test_dial_holds_both_ends_and_gives_back_what_it_is_set_to(node):
    lams = [0, 0.02, 0.1, 0.5, 1, 7.5, 20, "inf"]
    answers = node(SCRIPT, {"task": "dial", "lams": lams})
    for given, answer in zip(lams, answers, strict=True):
        assert answer == (given if given in (0, "inf") else pytest.approx(given, rel=1e-3))
