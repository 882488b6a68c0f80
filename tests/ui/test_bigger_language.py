"""A chart in the bigger window is in the visitor's language, with its numbers."""

import json

import pytest
from streamlit.testing.v1 import AppTest


def opened() -> None:
    import numpy as np

    from lazyq import RowShifts, lazy_path, plots
    from lazyq.ui.bigger import bigger, open_bigger

    x, y = np.random.default_rng(0).random((2, 3, 4))
    path = lazy_path(RowShifts(3, 4), x, y)
    open_bigger("lens", {"what": "bigger"})
    bigger("lens", {"path": lambda request, theme: plots.path_figure(path, lam=0.25, theme=theme)})


@pytest.mark.parametrize(
    ("language", "words", "axis", "separators", "mark"),
    [
        ("en", "d² over λ: from ", "laziness λ (units of x per ν)", ".,", "λ = 0.25"),
        ("es", "d² según λ: de ", "pereza λ (unidades de x por ν)", ",.", "λ = 0,25"),
    ],
)
def test_the_figure_and_its_words_are_in_the_language(language, words, axis, separators, mark):
    app = AppTest.from_function(opened, default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    layout = json.loads(chart.proto.spec)["layout"]
    assert app.caption[0].value.startswith(words)
    assert chart.proto.alt == app.caption[0].value
    assert layout["xaxis"]["title"]["text"] == axis
    assert layout["separators"] == separators
    assert layout["annotations"][0]["text"] == mark
