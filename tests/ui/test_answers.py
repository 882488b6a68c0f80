"""What lessons ask: answers are computed, and compared here with closed forms and with other ways."""

import math

import pytest

from lazyq.experiments.digits import load_collection
from lazyq.ui.lessons.answering import answered, is_right
from lazyq.ui.lessons.computing import _COMPUTED, computing
from lazyq.ui.lessons.expressions import COMPUTATIONS, read_expression
from lazyq.ui.lessons.reading import read_lesson
from lazyq.ui.lessons.shelf import shelf
from lazyq.ui.shell import titles

NUMBER = """title = "A lesson"
[[step]]
title = "Laziness"
page = "words"
query = {}
says = ["Look."]
[step.question]
asks = "At which λ²?"
answer = 'word_event("pairectcs", "practices", 1)'
tolerance = 0.02
unit = "units"
why = "And then {word_event(\\"pairectcs\\", \\"practices\\", 2)}."
"""
CHOICES = (
    NUMBER.replace("word_event(", "word_events(", 1).replace(", 1)", ")")
    + 'choices = [{ says = "two", is = 2 }, { says = "three", is = 3 }]\n'
)
CLOSED = {
    'word_event("form", "from", 1)': 2,  # an exchange costs 2λ² and mends two letters, worth 4
    'word_event("pairectcs", "practices", 1)': 0.3,  # three letters mended, 20 squared places
    'word_distance("form", "from", 1)': math.sqrt(2),
    'word_wrong("form", "from", 2)': 2,
    'word_effort("form", "from", 1)': 2,
    'word_events("form", "from")': 1,
    "plane_distance(2, 0, -2, 0, 0)": 0,
    "plane_distance(2, 0, -2, 0, inf)": 4,
    "plane_distance(2.1, 0, 0, 2, inf)": math.hypot(2.1, 2),
    "curvature(0, 0, 0.5)": 3 / (2 * 0.5**2),
    "curvature(1, 0, 1)": 3 * 2 / (2 + 1) ** 2,
    "cut_start(1, 0, 0.5)": 2 * 0.5**2,
    "ball_area(2, inf)": 4 * math.pi,
    "ball_area(1, 1)": 2 * math.pi * math.sqrt(2) / (math.sqrt(2) + math.sqrt(3)),
    "circle_radius(1, 1)": math.sqrt(2) / math.sqrt(3),
    'distance("x", "x", 0.5)': 0,
    'square(word_distance("form", "from", 1)) / 2 - 3 * abs(-1)': -2,
    'sign(word_events("form", "from") - 2) + sqrt(4)': 1,
}
REFUSED = {
    "": "a text of 1 to 200",
    "3 +": "can't be read",
    "(" * 150: "can't be read",
    "1 + 2": "must be computed",
    "__import__('os')": "must not have",
    "distance.__class__": "must not have",
    "label('x') ** 9": "must not have",
    "[label('x')]": "must not have",
    "no('x')": "must not have",
    "label(label('x'))": "x of label must be x or y",
    "label('mnist-test-10000')": "x of label must be",
    "label('x', 'y')": "label takes x",
    "distance('x', 'y', -1)": "lam of distance must be λ",
    "event('x', 'y', 1.5)": "k of event must be a whole number from 1 to 400",
    "word_events('aaaaaaaaaaaaaaaaaaaaa', 'b')": "word of word_events must be a word of 1 to 20",
    "plane_distance(9, 0, 0, 0, 1)": "x1 of plane_distance must be a number from -2.4 to 2.4",
    "label('x') + 1e999": "a number must be finite",
}


def value(text, page="lens", **query):
    return read_expression(text).value(computing(page, query))


def step(text):
    return read_lesson(text, {"words"}).steps[0]


def test_what_can_be_asked_can_be_computed():
    assert set(_COMPUTED) == set(COMPUTATIONS)


@pytest.mark.parametrize("text", CLOSED)
def test_answers_are_those_of_closed_forms(text):
    assert value(text) == pytest.approx(CLOSED[text], abs=1e-9)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_answer_is_refused_before_it_is_computed(text):
    with pytest.raises(ValueError, match=REFUSED[text]):
        read_expression(text)


def test_digits_of_an_answer_are_those_of_the_step():
    images = load_collection("sklearn").images
    own = {"x": "sklearn-6", "y": "sklearn-9"}
    assert value('label("x") - label("y")', **own) == 6 - 9
    plain = float((images[6].double() - images[9].double()).norm() / 255)
    assert value('distance("x", "y", inf)', **own) == pytest.approx(plain)
    assert value('distance("sklearn-6", "y", 0.5)', y="sklearn-9") == value('distance("x", "y", 0.5)', **own)


def test_numbers_are_right_within_the_tolerance_and_told_with_what_explains_them():
    number = step(NUMBER)
    told = {said: answered(number, said) for said in ("0.3", "0,31", " .29 ", "0.35", "seen")}
    assert [reply["verdict"] for reply in told.values()] == ["right", "right", "right", "wrong", "seen"]
    assert told["0.3"]["says"] == "Right: 0.3 units. And then 0.5."
    assert told["0.35"]["says"] == "Not so. Computed: 0.3 units. And then 0.5."
    assert told["seen"]["says"] == "Computed: 0.3 units. And then 0.5."


def test_a_choice_is_right_if_it_stands_for_what_is_computed():
    chosen = step(CHOICES)
    assert answered(chosen, 1) == {"verdict": "right", "says": "Right: three. And then 0.5."}
    assert answered(chosen, 0)["verdict"] == "wrong"
    none = step(CHOICES.replace("is = 3", "is = 4"))
    assert answered(none, 1) == {
        "verdict": "unread",
        "says": "None of the choices is what is computed, 3 units.",
    }


@pytest.mark.parametrize("said", [None, "", "many", "nan", "inf", [], {}, True, 3, "9" * 500, "<b>"])
def test_what_is_no_number_is_said(said):
    reply = answered(step(NUMBER), said)
    assert reply["verdict"] == "unread"
    assert reply["says"].startswith("The answer must be a number such as 0.5, got ")
    assert len(reply["says"]) < 120


@pytest.mark.parametrize("said", [None, "1", 2, -1, 1.0, True, [], "<b>"])
def test_what_is_no_choice_is_said(said):
    assert answered(step(CHOICES), said)["says"].startswith("The answer must be one of the choices, got ")


def test_texts_are_compared_as_they_are():
    question = step(NUMBER).question
    assert is_right(question, "from", "from")
    assert not is_right(question, "from", "form")


def test_every_lesson_of_the_app_can_be_answered_or_says_that_its_page_computes_still():
    for lesson in shelf(frozenset(titles())).lessons.values():
        for one in lesson.steps:
            if one.question is None:
                continue
            reply = answered(one, "seen")
            waits = one.page in ("average", "averaging") and "is still computing" in reply["says"]
            assert reply["verdict"] == "seen" or waits, (lesson.title, one.title, reply)
