"""The code of components: sent until it is served, then fetched from an address that changes with it."""

import asyncio
import gzip
import hashlib
import re
from typing import NamedTuple

import pytest
import streamlit as st
from starlette.applications import Starlette

from lazyq.ui import components
from lazyq.ui.code import Code


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(routes, path, accepted="gzip, deflate"):
    """Return the answer of a server with these routes."""
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept-encoding", accepted.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
    asyncio.run(Starlette(routes=routes)(scope, None, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], told, b"".join(part.get("body", b"") for part in sent[1:]))


def fetched(code, name, language):
    """Return the file that the browser is told to fetch."""
    return re.search(r"'\.\./\.\./code/([^']+)'", code.sent(name, language))[1]


@pytest.fixture
def code():
    return Code(components.script, components._is_component)


def test_code_is_sent_until_it_is_served(code):
    assert code.sent("settings", "en") == components.script("settings")
    code.routes()
    assert components.script("settings") not in code.sent("settings", "en")
    assert code.sent("settings", "en") != code.sent("settings", "es")


@pytest.mark.parametrize("base", ["", "class/lazyq", "/class/"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_address_brings_the_code_packed_or_plain_for_good(code, language, base, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.__getitem__)
    routes = code.routes()
    path = f"/{base.strip('/')}/code/{fetched(code, 'lens', language)}".replace("//", "/")
    expected = components.script("lens", language).encode()
    packed, plain = get(routes, path), get(routes, path, "identity")
    assert (packed.status, plain.status) == (200, 200)
    assert gzip.decompress(packed.body) == plain.body == expected
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for answer in (packed, plain):
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"
    assert hashlib.sha256(expected).hexdigest()[:16] in path


def test_other_code_has_another_address():
    texts = iter(["export default 1", "export default 2"])
    made = [Code(lambda name, language, text=text: text, lambda name, language: True) for text in texts]
    for code in made:
        code.routes()
    assert fetched(made[0], "lens", "en") != fetched(made[1], "lens", "en")


def test_what_is_no_code_is_not_found_and_not_kept(code):
    routes = code.routes()
    file = fetched(code, "lens", "en")
    digest = file[-19:-3]
    for asked in (
        file.replace(digest, "0" * 16),
        f"lens-fr-{digest}.js",
        f"prism-en-{digest}.js",
        f"..-en-{digest}.js",
        "lens.js",
        "%00",
        f"{'a' * 5_000}-en-{digest}.js",
    ):
        answer = get(routes, f"/code/{asked}")
        assert answer.status == 404
        assert "cache-control" not in answer.headers
