"""A lesson that is being written comes back as it was, from a tab that kept it, and from nothing else."""

import json

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from lazyq.ui.lessons.draft import FIELDS, packed, unpacked
from lazyq.ui.lessons.reading import MOST_STEPS
from lazyq.ui.views import teach

steps = some.lists(some.fixed_dictionaries({name: some.text(max_size=most) for name, most in FIELDS.items()}))
drafts = some.fixed_dictionaries(
    {"title": some.text(max_size=60), "about": some.text(max_size=200), "steps": steps}
)
STEP = dict.fromkeys(FIELDS, "")


def lesson(title="Kept", taken=None, count=2):
    return packed({"title": title, "about": "", "steps": [STEP] * count}, taken)


@given(drafts, some.none() | some.text())
def test_a_draft_comes_back_as_it_was(draft, taken):
    expected = draft | {"steps": draft["steps"][:MOST_STEPS]}
    assert unpacked(packed(draft, taken)) == (taken, expected)


def test_what_is_too_long_is_cut():
    long = {"title": "a" * 99, "about": "", "steps": [STEP | {"says": "b" * 9_999}] * 40}
    _, draft = unpacked(packed(long, None))
    assert len(draft["title"]) == 60
    assert len(draft["steps"]) == MOST_STEPS
    assert len(draft["steps"][0]["says"]) == FIELDS["says"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        3,
        {"title": "a"},
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"taken": null}',
        lesson().replace("null", "7"),
        json.dumps({"taken": None, "title": "", "about": "", "steps": 5}),
        json.dumps({"taken": None, "title": "", "about": [], "steps": []}),
        json.dumps({"taken": None, "title": "", "about": "", "steps": [{}]}),
        json.dumps({"taken": None, "title": "", "about": "", "steps": [STEP | {"says": None}]}),
        lesson(title="a" * 1_000_000),
    ],
    ids=lambda text: repr(text)[:20],
)
def test_anything_else_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"^what this tab kept of a lesson can’t be read$"):
        unpacked(text)


@pytest.fixture
def visit(monkeypatch):
    """The state of a visit, in which the page has been run once."""
    state = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(teach, "_keeping", lambda **given: state.__setitem__("draft", {}))
    teach.keep()
    return state


def told(visit, kept):
    visit["draft"] = {"kept": kept}
    teach._take_back()
    return teach.draft()


def test_a_visit_that_knows_nothing_takes_it_once(visit):
    held = told(visit, lesson())
    assert (held["title"], len(held["steps"])) == ("Kept", 2)
    assert told(visit, lesson("Again"))["title"] == "Kept"


def test_what_has_been_written_since_stays(visit):
    teach.draft()["title"] = "Mine"
    assert told(visit, lesson())["title"] == "Mine"


@pytest.mark.parametrize(
    ("asked", "taken", "title"), [("words", "words", "Kept"), ("words", None, "My lesson")]
)
def test_a_link_to_another_lesson_is_followed(visit, asked, taken, title):
    visit[teach._TAKEN] = asked
    visit[teach._FIRST] = packed(teach.draft(), asked)
    assert told(visit, lesson(taken=taken))["title"] == title


def test_what_cant_be_read_is_said(visit):
    assert told(visit, "{")["title"] == "My lesson"
    assert visit[teach._PROBLEMS] == ["what this tab kept of a lesson can’t be read."]
