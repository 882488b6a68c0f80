"""The code that a page begins with is named in the answer with the page, and is what its views will fetch."""

import asyncio
import re
from pathlib import Path

import pytest
import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse

from lazyq.ui import ahead, components
from lazyq.ui.ahead import FetchAhead, links
from lazyq.ui.code import Code
from lazyq.ui.shell import PAGES

PAGE, TEXT, MISSING = HTMLResponse("<p>page"), PlainTextResponse("text"), HTMLResponse("no", 404)
ADDRESSES = [entry.url for entries in PAGES.values() for entry in entries]


@pytest.fixture
def code(monkeypatch):
    """Code that is served."""
    code = Code(components.script, components._is_component)
    code.routes()
    monkeypatch.setattr(ahead, "CODE", code)
    return code


def headers_of(answer, path="/lens", query="", wish="en-GB,en;q=0.9"):
    """Return the headers that a browser gets with an answer."""
    sent = []

    async def send(message):
        sent.append(message)

    told = [(b"accept-language", wish.encode())] if wish is not None else []
    scope = {"type": "http", "path": path, "query_string": query.encode("latin-1"), "headers": told}
    asyncio.run(FetchAhead(answer)(scope, None, send))
    return Headers(raw=sent[0]["headers"])


def named(found):
    return re.findall(
        r"<code/([a-z_]+)-([a-z]{2})-[0-9a-f]{16}\.js>; rel=\"modulepreload\"", ", ".join(found)
    )


def test_a_page_names_what_its_frame_and_its_view_will_fetch(code):
    frame, lens, *_ = headers_of(PAGE).getlist("link")
    for link, name in ((frame, "frame"), (lens, "lens")):
        file = re.search(r"<code/([^>]+)>", link)[1]
        assert f"code/{file}'" in code.sent(name, "en")


def test_only_pages_do(code):
    assert "link" not in headers_of(TEXT)
    assert "link" not in headers_of(MISSING)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_the_app_is_answered_with_code_that_there_is(code, address):
    found = named(links(f"/{address}", "", "en"))
    assert found[0] == ("frame", "en")
    assert len(found) == (1 if address == "teach" else 2)


@pytest.mark.parametrize(
    ("query", "wish", "language"),
    [
        ("", "es-AR,es;q=0.9,en;q=0.8", "es"),
        ("", "es;q=0.5", "es"),
        ("lang=en", "es", "en"),
        ("lang=es&x=1", "en", "es"),
        ("", "fr", "en"),
        ("", "", "en"),
        ("", None, "en"),
        ("lang=%00", "%s" * 9_000, "en"),
    ],
)
def test_in_the_language_that_the_page_will_have(code, query, wish, language):
    found = named(headers_of(PAGE, query=query, wish=wish).getlist("link"))
    assert {told for _, told in found} == {language}


@pytest.mark.parametrize(
    "path", ["/nothing", "/lens/x", "/..", "/%2e%2e", "/" + "a" * 9_000, "/lens\0", "/frame"]
)
def test_what_is_no_page_has_the_frame_alone(code, path):
    assert [name for name, _ in named(links(path, "", "en"))] == ["frame"]


def test_below_a_folder_the_address_is_relative_to_the_page(code):
    assert links("/class/lazyq/lens", "", "en") == links("/lens", "", "en")
    assert links("/class/lazyq/", "", "en") == links("/", "", "en")


def test_nothing_is_named_before_it_is_served(monkeypatch):
    monkeypatch.setattr(ahead, "CODE", Code(components.script, components._is_component))
    assert links("/lens", "", "en") == []


def test_what_mounts_components_is_named_and_there_and_not_named_twice(code):
    static = Path(st.__file__).parent / "static"
    page, scripts = (static / "index.html").read_text("utf-8"), ahead.mounting()
    assert any("/BidiComponent." in script for script in scripts)
    assert all((static / script).is_file() and script not in page for script in scripts)
    assert [link for link in links("/lens", "", "en") if "static/" in link] == [
        f'<{script}>; rel="modulepreload"' for script in scripts
    ]
