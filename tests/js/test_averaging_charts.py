"""The charts of the Averaging page under node: what is drawn and what can be read, against the numbers."""

import itertools

import numpy as np
import pytest

SCRIPT = "tests/js/run_averaging.mjs"
ANGLES = [-30, -15, -5, 0, 5, 15, 30]
SIZES = [(250, 200), (460, 240), (900, 260)]
LETTER = 0.58
SLOPES = {"proved": 2, "found": 0.5}


def chart(node, name, state, size=(460, 240), **more):
    width, height = size
    return node(
        SCRIPT, {"task": "chart", "name": name, "state": state, "width": width, "height": height, **more}
    )


def course(rows=40, finish=200):
    steps = [*np.unique(np.geomspace(1, finish, rows - 6).astype(int)), *range(finish + 1, finish + 7)]
    steps = [0, *(int(step) for step in steps)]
    decay = np.exp(-np.arange(len(steps)) / 9)
    return {
        "steps": steps,
        "losses": (0.3 + 0.4 * decay).tolist(),
        "gaps": (decay**3).tolist(),
        "finish": finish,
        "weights": [],
    }


def learning(path, **more):
    return {"id": "x", "path": path, "row": 3, "loss": path["losses"][3], "gap": path["gaps"][3], **more}


@pytest.mark.parametrize(("name", "series"), [("losses", "losses"), ("gaps", "gaps")])
def test_every_step_of_the_learning_is_drawn_where_it_is_and_can_be_read(node, name, series):
    path = course()
    answer = chart(node, name, learning(path))

    assert [mark["value"] for mark in answer["marks"]] == path["steps"]
    np.testing.assert_allclose(
        [mark["y"] for mark in answer["marks"]], np.maximum(path[series], 1e-8), rtol=1e-9, atol=1e-12
    )
    assert [mark["x"] for mark in answer["marks"]] == path["steps"]
    line = next(
        shape for shape in answer["shapes"] if shape.get("name") == name[:-1].replace("losse", "loss")
    )
    assert line["runs"][0] == [mark["at"] for mark in answer["marks"]]
    if name == "losses":
        read = [float(mark["text"].split()[-1]) for mark in answer["marks"]]
        np.testing.assert_allclose(read, path["losses"], atol=5e-7)


def test_closer_look_shows_fewer_steps_on_a_finer_scale(node):
    path = course()
    whole, close = (
        chart(node, "losses", learning(path, row=len(path["steps"]) - 1), **more)
        for more in ({}, {"closer": [0.2, 1]})
    )
    assert 3 < len(close["marks"]) < len(whole["marks"]) / 3
    assert close["marks"][-1]["value"] == path["steps"][-1]

    def spread(answer):
        heights = {mark["value"]: mark["at"][1] for mark in answer["marks"]}
        return heights[path["steps"][-1]] - heights[path["steps"][-4]]

    assert spread(close) > 10 * spread(whole)


def test_board_counts_and_outlines_the_same_weights(node):
    weights, best = [0, 0.0004, 0.2, 0.5, 0.2, 0.0996, 0], [0.001, 0.0009, 0.3, 0.4, 0.298, 0.0001, 0]
    state = {"id": "x", "angles": ANGLES, "weights": weights, "best": best, "top": 0.6, "picked": 2}
    answer = chart(node, "board", state)

    np.testing.assert_allclose([mark["y"] for mark in answer["marks"]], weights, atol=0.01)
    assert [mark["value"] for mark in answer["marks"]] == ANGLES
    assert answer["marks"][2]["text"] == "−5°: π 20 %, best π 30 %"
    outlines = [shape for shape in answer["shapes"] if shape.get("name") == "best"]
    assert len(outlines) == sum(weight >= 1e-3 for weight in best)
    bars = [shape["box"] for shape in answer["shapes"] if str(shape.get("name", "")).startswith("now")]
    assert [bar[3] > 0 for bar in bars] == [weight > 0 for weight in weights]
    assert [shape["fill"] for shape in answer["shapes"] if shape.get("name") == "now picked"] == ["result"]
    np.testing.assert_allclose([mark["x"] for mark in answer["marks"]], ANGLES, atol=1e-9)
    middles = [bar[0] + bar[2] / 2 for bar in bars]
    np.testing.assert_allclose(middles, [mark["at"][0] for mark in answer["marks"]])


def test_nothing_on_the_board_tells_what_is_to_be_predicted(node):
    state = {"id": "x", "angles": ANGLES, "weights": [0, 0, 0.5, 0.5, 0, 0, 0], "top": 1, "picked": -1}
    answer = chart(node, "board", {**state, "best": None, "said": [1, 2, 3, 4, 5, 6, 7]})

    assert not [shape for shape in answer["shapes"] if shape.get("name") == "best"]
    assert not [shape for shape in answer["shapes"] if "best" in shape.get("text", "")]
    texts = [mark["text"] for mark in answer["marks"]]
    assert texts[2:5] == ["−5°: chosen, f says 3", "0°: chosen, f says 4", "+5°: not chosen, f says 5"]


def test_copies_are_in_lanes_where_they_would_touch(node):
    places = [0, 10, 30, 42, 44, 100, 145]
    lanes = node(SCRIPT, {"task": "lanes", "places": places, "size": 40})
    for lane in set(lanes):
        inside = [place for place, other in zip(places, lanes, strict=True) if other == lane]
        assert np.diff(inside).min(initial=1000) >= 40
    assert max(lanes) == 3
    assert node(SCRIPT, {"task": "lanes", "places": [0, 50, 100], "size": 40}) == [0, 0, 0]


def test_a_guess_is_read_back_from_a_link_and_judged(node):
    best = [0, 0, 0.3, 0.4, 0.2995, 0.0005, 0]
    texts = ["seen", "-5_0_30", "0", "", "a", "400", "1.5", "_".join(["1"] * 41), "-5__0", "-"]
    answer = node(SCRIPT, {"task": "guess", "texts": texts, "angles": ANGLES, "best": best})
    assert answer["read"] == ["seen", [-5, 0, 30], [0], *[None] * 7]
    assert answer["written"] == ["seen", "-5_0_30", "0"]
    assert answer["said"] == [
        "",
        "You chose 3; π keeps 3 angles, 2 of yours among them; it has no use for +30°; "
        "what you left out, +5°, has 30 % of it.",
        "You chose 1; π keeps 3 angles, 1 of yours among them; what you left out, −5°, +5°, has 60 % of it.",
    ]


@pytest.mark.parametrize(
    ("proved", "found", "first"), [(0.01, 0.01, 45), (0.1, 0.01, 10), (9, 0.05, 25), (9, 8, 5)]
)
def test_the_bound_begins_where_it_says_something(node, proved, found, first):
    moves = list(range(-45, 50, 5))
    asked = {"task": "first", "moves": moves, "distances": [abs(move) for move in moves]}
    assert moves[node(SCRIPT, {**asked, "slopes": {"proved": proved, "found": found}})] == first


def test_the_scale_of_the_board_shrinks_again(node):
    best = [0.1, 0.2, 0.3, 0.2, 0.2]
    tops = [node(SCRIPT, {"task": "top", "laws": [best, law]}) for law in (best, [0, 0, 1, 0, 0], best)]
    assert tops == [0.4, 1, 0.4]


def tables(seed, turns=73):
    """Classes that win in turn, with f and S f a little apart."""
    rng = np.random.default_rng(seed)
    angles = np.arange(turns) * 5
    middles, widths = rng.uniform(0, 360, (2, 10)), rng.uniform(15, 60, 10)
    away = np.abs((angles[:, None] - middles[0] + 180) % 360 - 180)
    plain = np.exp(-((away / widths) ** 2)) + 0.01
    average = 0.8 * plain + 0.2 * np.roll(plain, 3, 0)
    return angles.tolist(), *((one / one.sum(1, keepdims=True)).tolist() for one in (plain, average))


@pytest.mark.parametrize("size", SIZES)
def test_every_class_that_wins_somewhere_is_drawn_and_named_apart(node, size):
    for seed in range(20):
        turns, plain, average = tables(seed)
        state = {"digit": 0, "turns": turns, "plain": plain, "average": average, "turn": 90, "label": 6}
        answer = chart(node, "turning", state, size)

        winners = {int(np.argmax(values)) for values in (*plain, *average)}
        drawn = {s["data"]["class"] for s in answer["shapes"] if s.get("name") == "class-line"}
        assert winners <= drawn
        assert len(drawn) == max(4, len(winners))
        names = [shape for shape in answer["shapes"] if shape.get("name") == "class-name"]
        assert {int(shape["text"]) for shape in names} == drawn
        for one, other in itertools.combinations(names, 2):
            (x, y), (a, b) = one["at"], other["at"]
            assert abs(x - a) >= LETTER * one["size"] or abs(y - b) >= one["size"]
        assert len(answer["marks"]) == len(turns)
        first = answer["marks"][10]["text"]
        assert first.startswith(f"50°: S f says {int(np.argmax(average[10]))} ")
        assert f"; f says {int(np.argmax(plain[10]))} " in first


def test_votes_and_reliability_can_be_read(node):
    values = np.random.default_rng(0).dirichlet(np.ones(10)).tolist()
    answer = chart(node, "votes", {"values": values, "label": 3, "who": "f(x)", "key": None})
    np.testing.assert_allclose([mark["y"] for mark in answer["marks"]], values, atol=1e-12)
    assert [", the true class" in mark["text"] for mark in answer["marks"]] == [c == 3 for c in range(10)]

    bins = {
        "size": [[0, 10, 90], [5, 0, 2000]],
        "confidence": [[-1, 0.5, 0.9], [0.2, -1, 0.95]],
        "accuracy": [[-1, 0.4, 0.8], [0.3, -1, 0.97]],
    }
    marks = chart(node, "reliability", {"id": "x", "reliability": bins})["marks"]
    np.testing.assert_allclose([mark["x"] for mark in marks], [0.5, 0.9, 0.2, 0.95])
    np.testing.assert_allclose([mark["y"] for mark in marks], [0.4, 0.8, 0.3, 0.97])
    assert marks[-1]["text"] == "S f: 2,000 digits, 95 % sure, 97 % right"


def test_bound_and_plan_can_be_read_and_what_is_unknown_is_a_gap(node):
    moves = list(range(-45, 50, 5))
    found = [None if i in (3, 4) else {"distance": 0.1 + abs(move)} for i, move in enumerate(moves)]
    changes = [0.01 * (1 + abs(move)) for move in moves]
    curve = {"moves": moves, "found": found, "picture": [0.5, 0.5]}
    answer = chart(node, "bound", {"curve": curve, "changes": changes, "slopes": SLOPES, "g": 20})
    np.testing.assert_allclose([mark["y"] for mark in answer["marks"]], changes)
    np.testing.assert_allclose([mark["x"] for mark in answer["marks"]], moves, atol=1e-9)
    bound = next(shape for shape in answer["shapes"] if shape.get("name") == "b-bound")
    assert [len(run) for run in bound["runs"] if run] == [3, len(moves) - 5]
    assert answer["marks"][3]["text"].endswith("the bound is being computed")
    assert answer["marks"][-1]["text"] == (
        "g = +45°: changes by 0.4600, at most 90.2, with the steepest slope found 22.6"
    )
    least = next(shape for shape in answer["shapes"] if shape.get("name") == "b-least")
    assert [len(run) for run in least["runs"] if run] == [3, len(moves) - 5]
    most = next(shape for shape in answer["shapes"] if shape.get("name") == "most")
    assert most["runs"][0][0][1] == most["runs"][0][1][1], "√2, the same at every turn"

    weights = [0, 0, 0.25, 0.75, 0, 0, 0]
    plan = [[2, 2, 0.2], [2, 3, 0.05], [3, 3, 0.75]]
    marks = chart(node, "plan", {"plan": plan, "angles": ANGLES, "weights": weights, "g": 20})["marks"]
    assert [mark["text"] for mark in marks] == [
        "π at −5°, 25 %: 20 % to +15°, 5.0 % to +20°",
        "π at 0°, 75 %: 75 % to +20°",
        "gπ at +15°, 25 %: 20 % from −5°",
        "gπ at +20°, 75 %: 5.0 % from −5°, 75 % from 0°",
    ]
    np.testing.assert_allclose([mark["x"] for mark in marks], [-5, 0, 15, 20], atol=1e-9)


def test_gaps_of_any_size_can_be_read(node):
    values = [0, 9.8e-8, 0.0123, 0.5, 3.14159, 123.456, 12345.6, 7630749.0247]
    assert node(SCRIPT, {"task": "readable", "values": values}) == [
        "0", "9.8·10⁻⁸", "0.0123", "0.5000", "3.14", "123", "12,300", "7.6·10⁶",
    ]  # fmt: skip


def test_a_law_in_a_link_is_read_back(node):
    rng = np.random.default_rng(3)
    size = 23
    laws = [rng.dirichlet(np.full(size, shape)) for shape in (0.05, 0.5, 1, 20) for _ in range(50)]
    laws += [np.eye(size)[11], np.full(size, 1 / size)]
    texts = ["", "A" * 69, "_" * 69, "AAB" * 22, "a b" * 23, "é" * 69, "__-" + "A" * 66]
    answer = node(
        SCRIPT, {"task": "law", "size": size, "laws": [law.tolist() for law in laws], "texts": texts}
    )

    assert all(len(text) == 3 * size for text in answer["written"])
    np.testing.assert_allclose(answer["kept"], laws, atol=4e-6)
    np.testing.assert_allclose(np.sum(answer["kept"], 1), 1, atol=1e-12)
    assert answer["again"] == answer["written"]
    assert all(answer["refused"])
