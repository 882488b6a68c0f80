"""The link from About to the manual: where LAZYQ_MANUAL says that it is, or where it was built."""

import asyncio

import pytest
import streamlit as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from lazyq.ui import manual
from lazyq.ui.manual import VARIABLE, BuiltManual, manual_address
from lazyq.ui.shell import ROOT

ADDRESS = "https://example.org/lazyq/"


@pytest.mark.parametrize(("said", "address"), [("", None), (f" {ADDRESS} ", ADDRESS)])
def test_address_is_that_of_the_environment(monkeypatch, said, address):
    monkeypatch.setenv(VARIABLE, said)
    assert manual_address() == address


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "manual/index.html", "https://", "http://[", "ftp://x"]
)
def test_what_is_no_address_is_refused(monkeypatch, said):
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(ValueError, match="LAZYQ_MANUAL must be an address"):
        manual_address()


@pytest.mark.parametrize(("said", "links"), [("", []), (ADDRESS, [ADDRESS])])
def test_about_links_to_it(monkeypatch, tmp_path, said, links):
    monkeypatch.setenv(VARIABLE, said)
    monkeypatch.setenv("LAZYQ_CACHE", str(tmp_path))
    page = AppTest.from_file(ROOT / "pages" / "about.py", default_timeout=120).run()
    assert not page.exception
    assert [link.proto.url for link in page.get("link_button")] == links


@pytest.fixture
def built(tmp_path):
    """A manual of two pages, beside which lies what is no one's business."""
    pages = tmp_path / "html"
    (pages / "reference").mkdir(parents=True)
    (pages / "index.html").write_text("the manual", "utf-8")
    (pages / "reference" / "index.html").write_text("the reference", "utf-8")
    (tmp_path / "secret").write_text("a secret", "utf-8")
    (pages / "link").symlink_to(tmp_path / "secret")
    return BuiltManual(pages)


def answer(routes, path):
    """Return the status and the text that a server with these routes answers with."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        await asyncio.Event().wait()  # who asks stays

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [],
        "query_string": b"",
        "root_path": "",
    }
    asyncio.run(Starlette(routes=routes)(scope, receive, send))
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize("base", ["", "class/lazyq", "/class/"])
def test_a_built_manual_is_served(built, base, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": base}.__getitem__)
    root = f"/{base.strip('/')}/manual/".replace("//", "/")
    routes = built.routes()
    assert answer(routes, root) == (200, "the manual")
    assert answer(routes, f"{root}reference/") == (200, "the reference")
    assert answer(routes, f"{root}nowhere.html")[0] == 404


@pytest.mark.parametrize(
    "path", ["../secret", "%2e%2e/secret", "reference/../../secret", "/etc/passwd", "link"]
)
def test_nothing_else_is_served(built, path):
    status, text = answer(built.routes(), f"/manual/{path}")
    assert status == 404
    assert "secret" not in text


def test_about_links_to_a_manual_that_is_served_unless_another_is_named(built, monkeypatch):
    monkeypatch.setattr(manual, "MANUAL", built)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert manual_address() is None
    built.routes()
    assert manual_address() == "manual/"
    monkeypatch.setenv(VARIABLE, ADDRESS)
    assert manual_address() == ADDRESS


def test_a_manual_that_is_not_built_is_neither_served_nor_linked(tmp_path):
    nothing = BuiltManual(tmp_path)
    assert nothing.routes() == []
    assert nothing.address is None
