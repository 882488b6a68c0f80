"""What the picker makes of what a browser sends, the forged included."""

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from lazyq.datasets.pictures import centred
from lazyq.experiments.digits import DrawnDigit
from lazyq.ui.pixels import from_client, to_base64

STROKE = bytes(255 if i % 28 == 9 and 140 < i < 600 else 0 for i in range(784))
DRAWN = DrawnDigit(centred(np.frombuffer(STROKE, np.uint8).reshape(28, 28) / 255).tobytes())


def page() -> None:
    import streamlit as st

    from lazyq.datasets import load_sklearn_digits
    from lazyq.experiments.digits import DigitLibrary, parse_digit
    from lazyq.ui.choosing.picker import picker

    library = st.cache_resource(lambda: DigitLibrary([load_sklearn_digits()]), max_entries=1)
    current = parse_digit(st.session_state["current"]) if "current" in st.session_state else None
    chosen = picker("Choose x", "x", current, library())
    st.text(f"chosen: {chosen.text if chosen else None}")


def run(**state: object) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    for key, value in state.items():
        app.session_state[key.replace("_", "-")] = value
    return app.run()


def chosen(app: AppTest) -> str:
    assert not app.exception
    return app.text[0].value.removeprefix("chosen: ")


@given(st.binary(min_size=784, max_size=784))
def test_levels_come_back_from_the_client_as_they_were_sent(levels):
    assert from_client(to_base64(levels)) == levels


@given(
    st.none() | st.integers() | st.text() | st.binary(max_size=900).map(to_base64) | st.lists(st.integers()),
)
def test_anything_else_from_the_client_is_nothing(value):
    assert from_client(value) is None or len(base64.b64decode(value)) == 784


@pytest.mark.parametrize("text", ["é" * 1048, "=" * 1048, "A" * 1047 + "\n", "A" * 1044 + "!!!!", "A" * 1048])
def test_text_of_the_right_length_that_is_no_drawing_is_nothing(text):
    assert from_client(text) is None


def test_nothing_is_chosen_before_the_visitor_does():
    assert chosen(run()) == "None"
    assert chosen(run(current="sklearn-57")) == "None"
    assert chosen(run(current=DRAWN.text)) == "None"
    assert chosen(run(current="mnist-train-3")) == "None", "a digit that is not at hand is no obstacle"


def test_what_was_chosen_comes_back_once():
    app = run(x_gallery_chosen="sklearn-57")

    assert chosen(app) == "sklearn-57"
    assert chosen(app.run()) == "None"


def test_drawing_comes_back_once_and_prepared():
    app = run(x_drawing_wanted=STROKE)

    assert chosen(app) == DRAWN.text
    assert chosen(app.run()) == "None"


@pytest.mark.parametrize(
    "forged", ["mnist-test-3", "sklearn-1797", "px-AAAA", DRAWN.text, "", 7, None, ["sklearn-3"], {}]
)
def test_forged_choice_is_no_choice(forged):
    assert chosen(run(x_gallery_chosen=forged)) == "None"


@pytest.mark.parametrize(
    "forged",
    [
        "sklearn-3",
        7,
        None,
        [],
        {"levels": "A"},
        {"version": 0, "levels": 5},
        {"version": 0, "levels": "!" * 1048},
    ],
)
def test_forged_drawing_is_no_drawing(forged):
    assert chosen(run(x_drawing={"drawn": forged})) == "None"


def test_number_opens_the_page_with_the_digit_and_a_forged_one_none():
    app = run()
    app.number_input[0].set_value(57).run()
    assert chosen(app) == "None"
    assert (app.session_state["x-gallery-view"].page, app.session_state["x-gallery-view"].marked) == (1, 57)

    for forged in (-1, 1797, 10**9):
        app.number_input[0].set_value(forged).run()
        assert chosen(app) == "None"
        assert app.session_state["x-gallery-view"].page == 1


def test_picker_speaks_the_language_of_the_visitor():
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = "es"
    app.run()

    assert chosen(app) == "None"
    assert [tab.label.split()[-1] for tab in app.tabs] == ["Galería", "Dibujar", "Subir"]
    assert app.number_input[0].label == "Ir al dígito"
    (grid,) = [
        json.loads(part.proto.json)
        for part in app.get("bidi_component")
        if '"thumbnails"' in str(part.proto.json)
    ]
    assert (grid["title"], grid["where"]) == ("Choose x: dígitos de scikit-learn", "Página 1 de 45")
