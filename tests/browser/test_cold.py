"""The first visitor of a server: the frame at once, Start without torch, a sketch of what takes long."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .harness import READY_SECONDS, assert_no_list_of_files, keep_navigations, wait_until_ready

SECONDS = 1000 * READY_SECONDS
UNPREPARED = "tests/browser/apps/unprepared.py"


def loaded(server, library):
    """Say whether the server's process has a native library in its memory."""
    maps = Path(f"/proc/{server.process.pid}/maps")
    if not maps.exists():
        pytest.skip("what a process has loaded is read from /proc")
    return library in maps.read_text()


def test_start_is_drawn_by_a_server_without_torch(open_page, cold_server, tolerate):
    server = cold_server(UNPREPARED)
    page = open_page("/", at=server)
    tolerate(r"404 .*/app/static/fonts/formulas\.woff2")  # static files are served beside app.py alone
    expect(page.locator(".start .sentence")).to_contain_text("Distance to the 9", timeout=SECONDS)
    assert loaded(server, "multiarray"), "NumPy is seen there, so torch would be"
    for library in ("libtorch", "llvmlite", "sklearn"):
        assert not loaded(server, library)
    page.get_by_role("link", name="Lens").last.click()
    expect(page.locator(".lens .sentence")).not_to_be_empty(timeout=SECONDS)
    assert loaded(server, "libtorch")


def test_rest_is_imported_behind_start(open_page, cold_server, page):
    server = cold_server()
    keep_navigations(page)
    open_page("/", at=server)
    assert_no_list_of_files(page)
    expect(page.locator(".start .sentence")).to_contain_text("Distance to the 9", timeout=SECONDS)
    for _ in range(READY_SECONDS):
        if loaded(server, "llvmlite"):
            break
        page.wait_for_timeout(1000)
    assert loaded(server, "libtorch")
    assert loaded(server, "llvmlite")


def test_sketch_of_averaging_can_be_moved_and_the_whole_keeps_what_was_chosen(open_page, cold_server, page):
    page.goto(f"{cold_server().url}/averaging?n=4000&turn=30&step=4")
    sketch = page.locator(".averaging[data-sketch] .sentence")
    expect(sketch).not_to_be_empty(timeout=2 * SECONDS)
    told = (
        "f is trained on 1,000 of 4,000 digits 11 times instead of 110, π learned on 500 of 3,000 digits, "
        "all tested on 500 of 10,000"
    )
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.locator(".averaging .population")).to_contain_text("over the 500 digits that π is learned on")
    page.get_by_role("button", name="Uniform").click()
    page.locator(".averaging .move").fill("16")
    page.locator(".averaging .move").dispatch_event("change")
    sketched = page.locator(".n-loss").text_content()
    expect(page.locator(".averaging[data-sketch]")).to_have_count(1)
    chosen = parse_qs(urlsplit(page.url).query)
    assert chosen["step"] == ["4"], "the sketch leaves alone what the link says of the whole"

    whole = page.locator(".averaging:not([data-sketch]) .sentence")
    expect(whole).not_to_be_empty(timeout=4 * SECONDS)
    wait_until_ready(page)
    expect(page.locator(".averaging .step")).to_have_text("your own π")
    expect(page.locator(".averaging .move")).to_have_value("16")
    expect(page.locator(".averaging .turn")).to_have_value("30")
    expect(page.locator(".averaging .population")).to_contain_text("over the 3,000 digits")
    assert page.locator(".n-loss").text_content() != sketched
    now = parse_qs(urlsplit(page.url).query)
    assert {name: now[name] for name in ("pi", "g", "turn")} == {
        name: chosen[name] for name in ("pi", "g", "turn")
    }
    expect(page.get_by_text(re.compile("A first sketch|Sketching"))).to_have_count(0)
