"""The panel of a room where a browser says that it is where no app can be."""

from types import SimpleNamespace

import pytest
import streamlit as st

from lazyq.ui.rooms import panel as panels


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("http://127.0.0.1:8501/lens?x=sklearn-3", "http://127.0.0.1:8501/?room=KTRWPH"),
        ("https://school.example/under/lens/", "https://school.example/under/?room=KTRWPH"),
        (None, "/?room=KTRWPH"),
        (f"http://{'a' * 5_000}/lens", "/?room=KTRWPH"),
        ("\ud800", "/?room=KTRWPH"),
    ],
)
def test_the_code_is_that_of_an_address_that_can_be(monkeypatch, url, link):
    given = {}
    monkeypatch.setattr(st, "context", SimpleNamespace(url=url, locale=None))
    monkeypatch.setattr(panels, "_room", lambda **mounted: given.update(mounted["data"]))
    panels.panel("lens", {"lens": "Lens"}, "KTRWPH", "ticket", "")
    assert given["link"] == link
    assert given["picture"].startswith("data:image/svg+xml")
