"""The visitor's language, and every text of the app in it: one file of gettext's a language.

A text is written in English where it is used, ``tr("{count} digits", count=40)``; ``assets/text/es.po`` has
it in Spanish. What is kept for other visitors, such as results in the store, holds no text in any language.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple, final
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lazyq.root import ROOT
from lazyq.wording import Voice, Worded, Written, filled

FOLDER = ROOT / "assets" / "text"
ENGLISH = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", "es": "Español"})
PARAMETER = "lang"
TOLD = ("title", "aria-label", "placeholder", "alt", "data-label")

# From where on a language parts thousands, by CLDR's minimumGroupingDigits, which babel leaves out.
_PARTED_FROM = {"es": 10_000}

# Characters of a link in which its language is looked for, since what was found is kept with them.
_LOOKED_AT = 16_000

# Braces stand for a value that is to be put in.
_PERCENT = re.compile(r"(?<=[\d}]) %")
_LAM_IS = re.compile(r"λ = (?=[\d∞{])")
_TAG = re.compile(r"(<[^>]*>)")
_ATTRIBUTE = re.compile(rf'( (?:{"|".join(TOLD)})=")([^"]+)(")')
_LETTERS = re.compile(r"[^\W\d_]{2}")
_FORMULA = re.compile(r"<(/?)math\b")
_SENTENCE = re.compile(r"(<(\w+)\b[^>]* data-sentence\b[^>]*>)(.*?)(?=</\2>)", re.DOTALL)


class Catalogue(NamedTuple):
    """The texts of one language.

    Attributes
    ----------
    texts : each English text's translation; of one that depends on a number, all its forms
    files : in which files of the project each English text stands
    """

    texts: Mapping[str, str | tuple[str, ...]]
    files: Mapping[str, frozenset[str]]


@cache
def catalogue(code: str) -> Catalogue:
    """Return the texts of a language of :data:`LANGUAGES`; English has none of its own."""
    if code == ENGLISH:
        return Catalogue({}, {})
    from babel.messages.pofile import read_po  # takes a tenth of a second, which English doesn't need

    with (FOLDER / f"{code}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=code) if message.id and not message.fuzzy]
    texts: dict[str, str | tuple[str, ...]] = {}
    files: dict[str, frozenset[str]] = {}
    for message in messages:
        key = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string if isinstance(message.string, str) else tuple(message.string or ())
        if said and all(said):
            texts[key] = said
            files[key] = frozenset(path for path, _ in message.locations)
    return Catalogue(texts, files)


def language() -> str:
    """Return the code of the visitor's language: the link's ``lang``, else what the browser wishes for."""
    context = get_script_run_ctx()
    if context is None:
        return ENGLISH
    return chosen_language(context.query_string, st.context.locale or "")


def unknown_language() -> str | None:
    """Return what the link asks for as a language where that is none of them."""
    said = st.query_params.get(PARAMETER)
    return said if said is not None and said not in LANGUAGES else None


def chosen_language(query: str, wish: str) -> str:
    """Return the code of the language that a link's query asks for, else that which is wished for."""
    return _chosen(query[:_LOOKED_AT], wish[:_LOOKED_AT])


@lru_cache(maxsize=256)
def _chosen(query: str, wish: str) -> str:
    said = parse_qs(query).get(PARAMETER, [""])[-1]
    wished = re.split("[-_]", wish.lower())[0]
    return next((code for code in (said, wished) if code in LANGUAGES), ENGLISH)


def tr(text: str, /, **values: object) -> str:
    """Return a text in the visitor's language, each ``{name}`` in it replaced by that value.

    A text that was worded where it was made brings its own values; values that were worded are translated as
    well, and numbers that are ``Written`` are written in the language's way.
    """
    template = text
    if isinstance(text, Worded):
        template, values = text.template, {**text.values, **values}
    return filled(bound(in_language(template, language())), _translated(values) if values else values)


def bound(text: str) -> str:
    """Return a text or a template, in which no line parts a number from its % or λ from its value."""
    return _LAM_IS.sub("λ\u00a0=\u00a0", _PERCENT.sub("\u00a0%", text)) if " " in text else text


def in_language(text: str, code: str) -> str:
    """Return a text without values in a language of :data:`LANGUAGES`."""
    return str(catalogue(code).texts.get(text, text))


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form of a text that goes with a number, which it may name as ``{count}``."""
    code = language()
    forms = catalogue(code).texts.get(one)
    own = (one, many)[count != 1]
    text = forms[plural_index(code)(count)] if isinstance(forms, tuple) else own
    return filled(bound(text), {"count": count, **_translated(values)})


def later(text: str) -> str:
    """Return a text as it is, for the catalogue to find; it is translated where it is shown."""
    return text


@final
class Shown(str):
    """A text that Streamlit is given before there is a visitor, as a decorator's spinner: it is translated at
    each showing, when Streamlit takes its ``str``.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return tr(self[:])


@cache
def plural_index(code: str) -> Callable[[int], int]:
    """Return which form of a text goes with a number."""
    from babel import Locale

    rule, order = Locale.parse(code).plural_form, plural_order(code)
    return lambda count: order.index(found) if (found := rule(count)) in order else len(order) - 1


@cache
def plural_order(code: str) -> tuple[str, ...]:
    """Return the names of the forms in the order of the catalogue, as CLDR has them."""
    with (FOLDER / f"{code}.po").open(encoding="utf-8") as file:
        count = int(re.findall(r"nplurals=(\d)", file.read())[0])
    return (*("one", "few", "many")[: count - 1], "other")


def whole_number(value: int) -> str:
    """Return a whole number as the visitor's language writes it."""
    code = language()
    if code == ENGLISH:
        return f"{value:,}"
    from babel.numbers import format_decimal

    parted = abs(value) >= _PARTED_FROM.get(code, 0)
    return format_decimal(value, locale=code, group_separator=parted)


def decimal_number(value: float, digits: int) -> str:
    """Return a number with so many decimals as the visitor's language writes it."""
    return localised(f"{value:.{digits}f}")


def localised(number: str) -> str:
    """Return a number that Python wrote with the language's own mark before its decimals, and its own "%"."""
    code = language()
    if code == ENGLISH:
        return number
    from babel import Locale
    from babel.numbers import get_decimal_symbol

    before = after = ""
    if number.endswith("%"):
        pattern = Locale.parse(code).percent_formats[None]
        number, before, after = number[:-1], pattern.prefix[0], pattern.suffix[0]
    return before + number.replace(".", get_decimal_symbol(code)) + after


def percent(share: float, digits: int = 0) -> str:
    """Return a share in percent, with so many decimals, as the visitor's language writes it."""
    return localised(f"{100 * share:.{digits}f}%")


def separators() -> str:
    """Return the marks before decimals and between thousands, as ``layout.separators`` of a figure."""
    code = language()
    if code == ENGLISH:
        return ".,"
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return get_decimal_symbol(code) + get_group_symbol(code)


VISITOR = Voice(text=tr, counted=trn, number=localised, whole=whole_number)
"""Says figures in the visitor's language."""


def translated_markup(markup: str, translate: Callable[[str], str]) -> str:
    """Return markup with every text, and every attribute that is read, translated; in formulas mtext alone.

    What has the attribute ``data-sentence`` is one text with the tags inside it, for a sentence that is cut
    by them. The markup is the project's own: tags hold no ``>`` in quotes, and no sentence holds another.
    """
    parts, start = [], 0
    for sentence in _SENTENCE.finditer(markup):
        opening, _, inner = sentence.groups()
        parts += [_translated_nodes(markup[start : sentence.start()] + opening, translate)]
        parts += [translate(" ".join(inner.split()))]
        start = sentence.end()
    return "".join([*parts, _translated_nodes(markup[start:], translate)])


def _translated_nodes(markup: str, translate: Callable[[str], str]) -> str:
    def attribute(match: re.Match[str]) -> str:
        return match[1] + translate(match[2]) + match[3]

    parts, deep, words = [], 0, False
    for part in _TAG.split(markup):
        if part.startswith("<"):
            formula = _FORMULA.match(part)
            deep += 0 if formula is None else -1 if formula[1] else 1
            words = part.startswith("<mtext")
            parts.append(_ATTRIBUTE.sub(attribute, part))
        elif (deep and not words) or not _LETTERS.search(part):
            parts.append(part)
        else:
            inner = part.strip()
            parts.append(part.replace(inner, translate(" ".join(inner.split()))))
    return "".join(parts)


def translated_markdown(markdown: str, translate: Callable[[str], str]) -> str:
    """Return the project's own Markdown with every paragraph, and every row of a table, translated."""
    parts = (
        part.splitlines() if part.startswith("|") else [" ".join(part.split())]
        for part in markdown.strip().split("\n\n")
    )
    return "\n\n".join(
        "\n".join(translate(text) if _LETTERS.search(text) else text for text in part) for part in parts
    )


def _translated(values: Mapping[str, object]) -> dict[str, object]:
    def said(value: object) -> object:
        if isinstance(value, Written):
            return localised(value)
        return tr(value) if isinstance(value, Worded) else value

    return {name: said(value) for name, value in values.items()}
