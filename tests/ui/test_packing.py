"""What many visitors are given alike: made once, and the same as what is made for one."""

import json

import pytest

from lazyq.ui import packing
from lazyq.ui.packing import Packed


@pytest.fixture
def spoken(monkeypatch):
    """Let the test choose the visitor's language."""
    code = ["en"]
    monkeypatch.setattr(packing, "language", lambda: code[0])
    return code


def test_data_is_made_once_in_each_language(spoken):
    made = []

    def make():
        made.append(spoken[0])
        return {"said": spoken[0], "λ": [1, 0.5, None]}

    packed = Packed()
    first = packed(("x", 3), make)
    assert packed(("x", 3), make) is first
    assert json.loads(first) == {"said": "en", "λ": [1, 0.5, None]}
    spoken[0] = "es"
    assert json.loads(packed(("x", 3), make))["said"] == "es"
    assert made == ["en", "es"]


def test_what_was_asked_for_longest_ago_goes_first(spoken):
    packed, made = Packed(most=2), []
    for name in "abacb":
        packed(name, lambda name=name: made.append(name) or {})
    assert made == ["a", "b", "c", "b"]


def test_what_cannot_be_made_is_not_kept(spoken):
    def make():
        raise ValueError("no digits")

    packed = Packed()
    with pytest.raises(ValueError, match="no digits"):
        packed("x", make)
    assert packed("x", dict) == b"{}"
