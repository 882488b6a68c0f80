"""The Words page through AppTest: its states, its links, its refusals."""

import io
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.words import RIGHT, SCRAMBLED, SPANISH, ReadingSpec, read_text
from lazyq.ui.views.words import IN_LINK, MOST, requested_file, words_data
from tests.ui.views.app_pages import app_page, given_to

opened = partial(app_page, "words")
given = partial(given_to, part="pieces")


@pytest.fixture(autouse=True, scope="module")
def environment(tmp_path_factory):
    """A cache of its own."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("LAZYQ_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def test_the_first_view_is_the_paragraph_of_the_talk():
    page = opened()
    assert not page.exception
    assert not page.warning
    data = given(page)
    assert data["versions"][0] == data["version"] == "given"
    assert data["spoilt"][0][data["word"]] == "pairectcs"
    assert "".join(data["pieces"]) == RIGHT
    assert data["address"] == {"language": None, "text": None}


def test_who_reads_spanish_begins_with_a_spanish_text():
    page = opened(lang="es", x="mnist-test-5", pixel_lam="0.3")
    assert not page.exception
    data = given(page)
    assert "".join(data["pieces"]) == SPANISH
    assert data["known"].count(False) < 5
    assert (data["language"], data["version"]) == ("español", "0.6")
    assert data["address"] == {"language": "es", "text": None}
    assert page.selectbox[0].value == "es"


@pytest.mark.parametrize("link", [{"lam": "0.4"}, {"word": "3"}, {"text": ""}])
def test_a_link_says_the_same_in_every_language(link):
    for lang in ("en", "es"):
        page = opened(lang=lang, **link)
        assert "".join(given(page)["pieces"]) == RIGHT
        assert page.selectbox[0].value == "en"
        page = opened(lang=lang, language="es", **link)
        assert "".join(given(page)["pieces"]) == SPANISH


def test_a_text_of_ones_own_there_and_back_twice():
    page = opened(language="de")
    assert page.selectbox[0].value == "de"
    for _ in range(2):
        page.text_area[0].set_value("Guten Morgen, <b>Welt</b>").run()
        assert not page.exception
        data = given(page)
        assert "".join(data["pieces"]) == "Guten Morgen, <b>Welt</b>"
        assert data["address"] == {"language": "de", "text": "Guten Morgen, <b>Welt</b>"}
        page.text_area[0].set_value("").run()
        assert given(page)["version"] == "given"


def test_a_link_with_a_text():
    page = opened(text="Good morning", language="en")
    assert page.text_area[0].value == "Good morning"
    assert given(page)["pieces"] == ["Good", " ", "morning"]
    page.text_area[0].set_value("Other words").run()
    assert given(page)["pieces"] == ["Other", " ", "words"]


def test_long_texts_are_cut_and_left_out_of_the_link(monkeypatch):
    page = opened(text="short")
    text = "many words " * 40
    page.text_area[0].set_value(text).run()
    assert any("leaves the text out" in info.value for info in page.info)
    assert given(page)["address"]["text"] is None
    del page.query_params["text"]
    page.run()
    assert page.text_area[0].value == text, "the address without the text is no news"
    with monkeypatch.context() as changed:
        changed.setattr("lazyq.ui.address._is_history", lambda: True)
        page.run()
    assert page.text_area[0].value == text, "nor is it after Back or a connection that came back"
    page.text_area[0].set_value("many words " * 100_000).run()
    assert not page.exception
    assert [warning.value for warning in page.warning] == [
        f"The text has 1,100,000 characters; the words of the first {MOST:,} are shown."
    ]
    assert len("".join(given(page)["pieces"])) <= MOST
    assert IN_LINK < MOST


@pytest.mark.parametrize("text", ["!!!", "🙂🙂", "—"])
def test_a_text_without_words_is_said(text):
    page = opened(text=text)
    assert not page.exception
    assert given(page) is None
    assert [warning.value for warning in page.warning] == [
        "There is no word in this text: words are made of letters or digits."
    ]


@pytest.mark.parametrize(
    "text", ["x", "مرحبا بالعالم", "שלום", "cafe\u0301 🙂", "a" * 1999, "<script>alert(1)</script>"]
)
def test_odd_texts(text):
    page = opened(text=text)
    assert not page.exception
    data = given(page)
    assert "".join(data["pieces"]) == text
    assert data["backwards"] == (text[0] in "مש")


def test_measured_on_demand():
    page = opened(text="Good morning")
    assert given(page)["measured"] is None
    page.button[0].click().run()
    for _ in range(60):
        if given(page)["measured"] is not None:
            break
        page.run()
    assert not page.exception
    measured = given(page)["measured"]
    assert len(measured["right"]) == len(measured["edits"]) == 2
    assert len(measured["right"][0]) == len(measured["squares"])


def test_an_unknown_language_is_said():
    page = opened(language="xx")
    assert not page.exception
    assert any(
        "The link’s language can’t be shown: it must be one of en, es" in warning.value
        for warning in page.warning
    )
    assert page.selectbox[0].value == "en"


def test_what_the_component_may_ask_for():
    spec = ReadingSpec("Good morning", "en")
    reading = read_text(spec)
    data = words_data(spec, reading)
    assert data["version"] == "0.6"

    def asked(request):
        return requested_file(request, spec, reading, data)

    archive = np.load(io.BytesIO(asked({"what": "npz"}).content))
    assert archive["words"].tolist() == ["Good", "morning"]
    page = asked({"what": "html", "lam": "inf", "word": 0, "version": "1"}).content.decode()
    for part in ('"lam": "inf"', '"word": 0', '"version": "1"'):
        assert part in page
    for bad in (10**400, -1, True, "90", None, [90], 2):
        assert (
            '"word": 1' in asked({"what": "html", "lam": bad, "word": bad, "version": bad}).content.decode()
        )
    for nothing in ({}, {"what": "exe"}, {"what": ["npz"]}):
        assert asked(nothing) is None
    assert ReadingSpec(RIGHT, "en", SCRAMBLED) != spec
