"""The Words page: a text goes in, its words come out, scrambled, with what a dictionary takes them for."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np
import streamlit as st

from lazyq import plots
from lazyq.experiments.words import (
    MEASURED_SQUARES,
    RIGHT,
    SCRAMBLED,
    SPANISH,
    Measured,
    MeasuringSpec,
    Reading,
    ReadingSpec,
    measure,
    read_text,
    reading_npz,
)
from lazyq.ui.address import Setting, Texts, select, sent_lam, text_area
from lazyq.ui.bigger import Draw, asked_lam
from lazyq.ui.components import component
from lazyq.ui.files import File, html_file, mount, npz_file
from lazyq.ui.language import ENGLISH, language, later, tr, whole_number
from lazyq.ui.plain import plain
from lazyq.ui.results import store
from lazyq.ui.watching import glimpsed
from lazyq.words import LANGUAGES, tokens, word_path

DEFAULT_LAM = 0.4
MOST = 2_000
IN_LINK = 300
_FIRST = "pairectcs"
_STRENGTH = "0.6"
_LANGUAGE = Setting("language", tuple(LANGUAGES), ENGLISH)
_PARAGRAPHS = {"es": ReadingSpec(SPANISH, "es")}
_SOURCES = {
    RIGHT: later("The paragraph is the talk’s own figure, from Don Quixote."),
    SPANISH: later("The text is from the first page of Don Quixote, which the talk’s paragraph is from too."),
}
_PARAMETERS = frozenset({"language", "text", "lam", "word", "scrambled", "to"})
_TEXT = Setting("text", Texts(IN_LINK), "")
_words = component("words")


def settings() -> ReadingSpec | None:
    """Show the field for a text and the choice of a language; return the spec, None if there is no word."""
    with st.container(border=True):
        code = select(
            _LANGUAGE._replace(default=_begun_in()),
            tr("Dictionary"),
            lambda offered: language_name(offered).capitalize(),
        )
        text = text_area(
            _TEXT,
            tr("Your own text, rightly spelt"),
            tr("It is scrambled for you. Leave this empty for the paragraph of the talk."),
        )
    if not text.strip():
        return _PARAGRAPHS.get(code, ReadingSpec(RIGHT, code, SCRAMBLED))
    if len(text) > MOST:
        st.warning(
            tr(
                "The text has {count} characters; the words of the first {most} are shown.",
                count=whole_number(len(text)),
                most=whole_number(MOST),
            )
        )
        text = _cut(text)
    if len(text) > IN_LINK:
        st.info(
            tr("The link to this page leaves the text out: it has more than {most} characters.", most=IN_LINK)
        )
    if not any(token.is_word for token in tokens(text)):
        st.warning(tr("There is no word in this text: words are made of letters or digits."))
        return None
    return ReadingSpec(text, code)


def language_name(code: str) -> str:
    """Return what one of the dictionaries' languages is called in the visitor's own."""
    own = language()
    if own == ENGLISH:
        return LANGUAGES[code]
    from babel import Locale

    return str(Locale.parse(code).get_display_name(own))


def measuring(code: str) -> Measured | None:
    """Show the button that measures how often words are read right; return that once it is known."""
    spec = MeasuringSpec(code)
    asked = f"_words_measured_{code}"
    if not st.session_state.get(asked):
        label = tr(
            "Measure how often {language} words are read right, at every λ and by edit distance",
            language=language_name(code),
        )
        if not st.button(label, icon=":material/query_stats:"):
            return None
        st.session_state[asked] = True
        st.rerun()
    result: Measured | None = glimpsed(
        f"words {code}", lambda: store().known(measure, spec), lambda: store().run(measure, spec)
    )
    return result


@st.fragment
def words(spec: ReadingSpec, measured: Measured | None) -> None:
    """Show the text; the word, the scrambling and λ belong to the browser, which writes them in the link."""
    with st.spinner(tr("Looking all words up in the dictionary…")):
        reading = found(spec)
    data = words_data(spec, reading, measured)
    charts: dict[str, Draw] = {tr("Left over and price"): partial(_path, reading, data)}
    if measured is not None:
        charts[tr("Words that are read right")] = partial(_read_right, measured)
    mount(_words, "words", data, partial(requested_file, spec=spec, reading=reading, data=data), charts)


def _path(reading: Reading, data: dict[str, Any], request: Mapping[str, Any], theme: str) -> Any:
    state, asked = data | _sent(request, reading), request.get("to")
    word, version = state["word"], reading.versions.index(state["version"])
    spoilt, target = reading.spoilt[version][word], reading.pieces[reading.places[word]]
    if isinstance(asked, str) and asked:
        spoilt, target = spoilt.lower(), asked
    try:
        path = word_path(spoilt, target)
    except ValueError:
        return tr("No path can be drawn to this word.")
    title = tr("From “{spoilt}” to “{target}”", spoilt=plain(spoilt), target=plain(target))
    return plots.path_figure(path, lam=asked_lam(request, DEFAULT_LAM), title=title, theme=theme)


def _read_right(measured: Measured, request: Mapping[str, Any], theme: str) -> Any:
    del request
    kinds, curves = (tr("words that have anagrams"), tr("words with one wrong letter")), {}
    for kind, right, edits in zip(kinds, measured.right, measured.edits_right, strict=True):
        curves[kind] = right
        curves[tr("{words}, by edit distance", words=kind)] = np.full_like(right, edits)
    return plots.curves_figure(
        MEASURED_SQUARES, curves, across="λ²", value=tr("read right"), shares=True, theme=theme
    )


def found(spec: ReadingSpec) -> Reading:
    """Return the text as it is read; the page's own from the store, a visitor's from memory alone."""
    return store().run(read_text, spec) if spec.text in _SOURCES else _remembered(spec)


def words_data(spec: ReadingSpec, reading: Reading, measured: Measured | None = None) -> dict[str, Any]:
    """Return what the component is given."""
    right = [reading.pieces[place] for place in reading.places]
    given = "given" in reading.versions
    return {
        "pieces": reading.pieces,
        "places": reading.places,
        "small": [word.lower() for word in right],
        "versions": reading.versions,
        "spoilt": reading.spoilt,
        "known": reading.known,
        "searched": reading.searched,
        "which": reading.which,
        "near": reading.near,
        "starts": reading.starts,
        "winners": reading.winners,
        "letters": reading.letters,
        "lam": DEFAULT_LAM,
        "word": reading.spoilt[0].index(_FIRST) if given else _longest(right),
        "version": "given" if given else _STRENGTH,
        "backwards": _is_backwards(spec.text),
        "language": language_name(spec.language),
        "code": spec.language,
        "size": spec.size,
        "source": tr(_SOURCES[spec.text]) if spec.text in _SOURCES else None,
        "measured": None
        if measured is None
        else {
            "squares": MEASURED_SQUARES,
            "right": measured.right.tolist(),
            "edits": measured.edits_right.tolist(),
            "count": MeasuringSpec(spec.language).count,
        },
        "address": {
            "language": None if spec.language == _LANGUAGE.default else spec.language,
            "text": None if spec.text in _SOURCES or len(spec.text) > IN_LINK else spec.text,
        },
    }


def requested_file(
    request: Mapping[str, Any], spec: ReadingSpec, reading: Reading, data: dict[str, Any]
) -> File | None:
    """Return the file that the component asked for, or None where that is not what the request is.

    ``{"what": "npz"}`` and ``{"what": "html", "lam": …, "word": …, "version": …}`` are understood.
    """
    what = request.get("what")
    if what == "npz":
        return npz_file("words", reading_npz(spec, reading))
    if what == "html":
        changed = {"lam": sent_lam(request.get("lam"), DEFAULT_LAM), **_sent(request, reading)}
        return html_file("words", "words", tr("Words"), data | changed, request)
    return None


def _sent(request: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
    """Return the word and the version of a request, as far as they are those of the text."""
    word, version = request.get("word"), request.get("version")
    sent: dict[str, Any] = {}
    if isinstance(word, int) and not isinstance(word, bool) and 0 <= word < len(reading.places):
        sent["word"] = word
    if isinstance(version, str) and version in reading.versions:
        sent["version"] = version
    return sent


def _begun_in() -> str:
    """Return the language to begin with: the visitor's, unless a link of this page is followed."""
    own = language()
    return own if own in LANGUAGES and not _PARAMETERS & set(st.query_params) else _LANGUAGE.default


@lru_cache(maxsize=16)
def _remembered(spec: ReadingSpec) -> Reading:
    return read_text(spec)


def _cut(text: str) -> str:
    """Return the beginning of a text, up to a space where there is one near."""
    end = text.rfind(" ", MOST - 100, MOST)
    return text[: end if end > 0 else MOST]


def _longest(words: list[str]) -> int:
    return max(range(len(words)), key=lambda place: min(len(words[place]), 16))


def _is_backwards(text: str) -> bool:
    """Return whether the first letter of a text is one of a script that is written from right to left."""
    sides = (unicodedata.bidirectional(letter) for letter in text)
    return next((side in ("R", "AL") for side in sides if side in ("L", "R", "AL")), False)
