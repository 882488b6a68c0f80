"""Texts in the visitor's language: which that is, the form that goes with a number, the catalogue."""

import copy
import re
import tracemalloc
from io import BytesIO
from types import SimpleNamespace

import pytest
import streamlit as st
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from docs import texts
from lazyq.root import ROOT
from lazyq.ui import language as said
from lazyq.ui.components import markup
from lazyq.ui.language import FOLDER, LANGUAGES, Catalogue, Shown, tr, trn
from lazyq.ui.plain import plain
from lazyq.wording import Written, message_of, worded

CODES = sorted(set(LANGUAGES) - {"en"})
TEXTS = {
    "{count} of {all}": "{count} de {all}",
    "Not read: {reason}": "No leído: {reason}",
    "the file {name} is gone": "falta el archivo {name}",
    "{count} digit": ("{count} dígito", "{count} dígitos"),
    "half done": ("medio hecho",),
    "Reading…": "Leyendo…",
}


@pytest.fixture
def spanish(monkeypatch):
    """A visitor who reads Spanish, and a catalogue of a few texts."""
    monkeypatch.setattr(said, "language", lambda: "es")
    monkeypatch.setattr(said, "catalogue", lambda code: Catalogue(TEXTS if code == "es" else {}, {}))


def messages(code: str) -> list:
    with (FOLDER / f"{code}.po").open("rb") as file:
        return [message for message in read_po(file, locale=code) if message.id]


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_english_is_what_stands_in_the_program():
    assert tr("{count} of {all}", count=3, all=7) == "3 of 7"
    assert tr("{count} of {all}", count=3) == "3 of {all}"
    assert [trn("{count} digit", "{count} digits", count) for count in (0, 1, 2)] == [
        "0 digits",
        "1 digit",
        "2 digits",
    ]
    assert trn("a {what}", "{count} {what}", 2, what="b") == "2 b"


def test_a_text_and_its_plural_are_looked_up(spanish):
    assert tr("{count} of {all}", count=3, all="{count}") == "3 de {count}"
    assert tr("unheard of {count}", count=3) == "unheard of 3"
    told = [trn("{count} digit", "{count} digits", count) for count in (0, 1, 2, 1_000_000)]
    assert told == ["0 dígitos", "1 dígito", "2 dígitos", "1000000 dígitos"]
    assert trn("one", "many", 1) == "one"


def test_numbers_are_written_as_the_language_does(spanish):
    assert said.whole_number(60_000) == "60.000"
    assert said.decimal_number(0.25, 1) == "0,2"
    assert said.localised("-1.5") == "-1,5"
    assert said.localised("12.50%") == said.percent(0.125, 2) == "12,50\xa0%"
    assert said.separators() == ",."


def test_numbers_in_english_are_as_python_writes_them():
    assert said.whole_number(60_000) == "60,000"
    assert said.decimal_number(0.25, 2) == "0.25"
    assert said.localised("12.50%") == said.percent(0.125, 2) == "12.50%"
    assert said.separators() == ".,"


def test_a_worded_text_is_one_and_can_be_translated(spanish):
    reason = worded("the file {name} is gone", name="six.png")
    text = worded("Not read: {reason}", reason=reason)
    assert text == "Not read: the file six.png is gone"
    assert tr(text) == "No leído: falta el archivo six.png"
    assert tr("{count} of {all}", count=reason, all=1) == "falta el archivo six.png de 1"
    assert tr(str(reason)) == reason  # no more than a text any longer


def test_a_number_in_a_worded_text_is_written_as_the_language_does(spanish):
    text = worded("{count} of {all}", count=Written("0.125"), all=worded("{count}", count=Written("7.5")))
    assert text == "0.125 of 7.5"
    assert tr(text) == "0,125 de 7,5"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_worded_text_survives_being_copied(copied):
    text = worded("{a} and {b}", a=1, b=worded("c"))
    again = copied(text)
    assert (again, again.template, dict(again.values)) == (text, "{a} and {b}", {"a": 1, "b": "c"})


def test_what_an_error_says_is_shown_in_the_language(spanish):
    error = ValueError(worded("the file {name} is gone", name="*six*"))
    assert str(error) == "the file *six* is gone"
    assert plain(error) == r"falta el archivo \*six\*"
    assert plain("{count} of {all}") == r"\{count\} of \{all\}"  # from elsewhere: as it is
    assert message_of(OSError(2, "gone")) == "[Errno 2] gone"
    assert message_of(KeyError()) == ""


def test_what_streamlit_is_given_early_is_translated_late(spanish):
    assert str(Shown("Reading…")) == "Leyendo…"


def test_markup_is_translated_but_not_its_formulas_and_names():
    markup = '<p class="says" title="A hint">Two\n  words <math><mi>abc</mi></math> λ</p><i>x</i><b> in </b>'
    found: list[str] = []

    def noted(text: str) -> str:
        found.append(text)
        return text.upper()

    told = said.translated_markup(markup, noted)
    assert found == ["A hint", "Two words", "in"]
    assert told == (
        '<p class="says" title="A HINT">TWO WORDS <math><mi>abc</mi></math> λ</p><i>x</i><b> IN </b>'
    )


def greeted() -> None:
    import streamlit as st

    from lazyq.ui.language import language, unknown_language

    st.text(f"{language()} {unknown_language()}")


@pytest.mark.parametrize(
    ("link", "wish", "expected"),
    [
        (None, None, "en None"),
        (None, "es-MX", "es None"),
        (None, "ES", "es None"),
        (None, "de-AT", "en None"),
        ("es", "en-GB", "es None"),
        ("en", "es", "en None"),
        ("xx", "es", "es xx"),
        ("xx", "en", "en xx"),
    ],
)
def test_the_link_decides_and_else_the_browser(monkeypatch, link, wish, expected):
    monkeypatch.setattr(type(st.context), "locale", wish)
    app = AppTest.from_function(greeted, default_timeout=60)
    if link is not None:
        app.query_params["lang"] = link
    assert app.run().text[0].value == expected


def test_what_is_kept_of_links_has_a_bound(monkeypatch):
    """The language of a link is remembered with the link, which a stranger may make as long as they like."""
    said._chosen.cache_clear()
    context = SimpleNamespace(query_string="")
    monkeypatch.setattr(said, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(st, "context", SimpleNamespace(locale="de"))
    tracemalloc.start()
    try:
        for number in range(100):
            context.query_string = f"lang=es&x={number}{'9' * 500_000}"
            assert said.language() == "es"
        context.query_string = ""
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        said._chosen.cache_clear()
    assert kept < 10_000_000


def failing() -> None:
    from lazyq.datasets import DataError
    from lazyq.ui.watching import awaited
    from lazyq.wording import worded

    def compute() -> int:
        reason = worded("{path} {wrong}", path="six.png", wrong=worded("is missing"))
        raise DataError(worded("MNIST can't be used: {reason}", reason=reason))

    awaited("a job that fails in Spanish", lambda: None, compute)


def test_what_a_job_failed_by_is_said_in_the_visitors_language():
    app = AppTest.from_function(failing, default_timeout=60)
    app.query_params["lang"] = "es"
    while not app.run().warning:
        pass
    assert app.warning[0].value == r"No se calculó: No se puede usar MNIST\: six\.png falta"
    assert app.button[0].label == "Calcular de nuevo"


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_is_in_step_with_the_app(code):
    """Where it isn't, ``python -m docs.texts`` brings it up to date."""
    held = (FOLDER / f"{code}.po").read_bytes()
    assert texts.updated(code, held) == held


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated(code):
    lacking = [message.id for message in messages(code) if not all(forms(message.string) or [""])]
    assert lacking == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("held", [r"\{\w+\}", r"</?\w+"], ids=["values", "tags"])
def test_a_translation_has_the_values_and_tags_of_its_text(code, held):
    """The form for one may leave out what is one."""
    wrong = []
    for message in messages(code):
        own = set(re.findall(held, " ".join(forms(message.id))))
        for place, text in enumerate(forms(message.string)):
            found = set(re.findall(held, text))
            may_lack = own if isinstance(message.id, tuple) and place == 0 else set()
            if text and (found - own or own - found - may_lack):
                wrong.append((message.id, text))
    assert wrong == []


def test_a_new_catalogue_has_every_text_and_nothing_of_its_maker():
    content = texts.updated("es", b"")
    found = {forms(message.id)[0] for message in read_po(BytesIO(content), locale="es") if message.id}
    assert found == {text if isinstance(text, str) else text[0] for _, text in texts.found_texts()}
    assert b"Generated-By" not in content
    assert b"POT-Creation-Date" not in content


def test_no_text_of_a_script_escapes_the_catalogue():
    """Babel finds no text in a template literal, nor all that stands inside the values of another."""
    known = {form for message in messages("es") for form in forms(message.id)}
    piece = r"'((?:[^'\\]|\\.)*)'"
    lost = []
    for folder in ("components", "shared"):
        for file in sorted((ROOT / "assets" / folder).rglob("*.js")):
            for call in re.finditer(rf"\btrn?\(\s*({piece}(?:\s*\+\s*{piece})*)", file.read_text("utf-8")):
                text = "".join(re.findall(piece, call[1]))
                if text.replace("\\'", "'") not in known:
                    lost.append((file.name, text))
    assert lost == []


def test_no_line_ends_between_a_number_and_its_sign_or_lambda_and_its_value(spanish):
    assert tr("At λ = {lam}: {share} %, λ = ∞, λ = x", lam="0.5", share=95) == (
        "At λ\u00a0=\u00a00.5: 95\u00a0%, λ\u00a0=\u00a0∞, λ = x"
    )
    assert tr("You wrote {said}", said="λ = 5 %") == "You wrote λ = 5 %", "what others write stays as it is"
    assert trn("{count} % is left", "{count} % are left", 2) == "2\u00a0% are left"


@pytest.mark.parametrize("code", LANGUAGES)
def test_markup_of_every_component_keeps_numbers_and_their_signs_together(code):
    names = [path.parent.name for path in sorted((ROOT / "assets/components").glob("*/*.html"))]
    assert len(names) > 10
    for name in names:
        assert not re.search(r"\d %|λ = [\d∞]", markup(name, code)), name
