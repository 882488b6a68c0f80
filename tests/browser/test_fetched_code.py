"""The code of components: fetched once a browser, from wherever the app is; messages come without it."""

import re

import pytest
from playwright.sync_api import expect

from lazyq.ui import components
from lazyq.ui.code import Code

from .harness import AppServer, wait_until_ready, websocket_bytes
from .resting import at_rest

# What of the code was fetched, and how many bytes of each came over the network.
_FETCHED = """() => Object.fromEntries(performance.getEntriesByType('resource')
  .filter(({ name }) => new URL(name).pathname.includes('/code/'))
  .map(({ name, transferSize }) => [new URL(name).pathname, transferSize]))"""

_SCRIPTS = """() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  .filter((path) => path.endsWith('.js'))"""

# After each call of a component in one place: how much stands there, its language, whether it stood before.
_WORN = """async (files) => {
  const place = document.createElement('div').attachShadow({ mode: 'open' }), found = []
  for (const file of files) {
    const before = place.firstChild, { default: mount } = await import(file)
    mount({ parentElement: place, data: {} })
    const { children, firstChild } = place
    found.push([children.length, firstChild.firstChild.lang, firstChild === before])
  }
  return found
}"""


def named(fetched, name):
    """Return the bytes that came for the code of this name, and fail if it was fetched more than once."""
    (found,) = [size for path, size in fetched.items() if f"/{name}-en-" in path]
    return found


@pytest.fixture
def fresh(browser):
    """A page of a browser that has fetched nothing yet: other tests' windows are kept for the next."""
    with browser.new_context() as context:
        yield context.new_page()


def test_a_browser_fetches_code_once_and_pages_are_small(open_page, fresh):
    page, frames = fresh, []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.webSocketFrameReceived", lambda event: frames.append(websocket_bytes(event["response"]))
    )
    open_page("/lens", on=page)
    at_rest(page)
    fetched = page.evaluate(_FETCHED)
    assert all(0 < named(fetched, name) < 60_000 for name in ("frame", "lens"))
    assert 0 < sum(frames) < 30_000
    open_page("/neighbours", on=page)
    at_rest(page)
    fetched = page.evaluate(_FETCHED)
    assert named(fetched, "frame") == 0
    assert named(fetched, "neighbours") > 0
    page.goto("about:blank")
    open_page("/lens", on=page)
    at_rest(page)
    assert set(page.evaluate(_FETCHED).values()) == {0}


def test_what_is_fetched_ahead_is_what_is_needed(open_page, fresh):
    open_page("/lens", on=fresh)
    at_rest(fresh)
    fetched = fresh.evaluate(_SCRIPTS)
    links = fresh.request.get(fresh.url).headers["link"]
    ahead = [f"/{path}" for path in re.findall(r"<([^>]+)>", links)]
    assert len(ahead) > 3
    assert all(fetched.count(path) == 1 for path in ahead), fetched


def test_a_connection_that_was_away_for_a_moment_is_waited_for(open_page, fresh):
    asked = []

    def refuse(route):
        asked.append(route.request.url)
        if len(asked) <= 3:  # asked for ahead, then twice
            route.abort("connectionrefused")
        else:
            route.continue_()

    fresh.route("**/code/lens-*", refuse)
    open_page("/lens", on=fresh)
    at_rest(fresh)
    assert len(set(asked)) == 3
    fresh.locator(".lens .dial").press("End")
    expect(fresh).to_have_url(re.compile("lam="))


def test_code_is_found_in_the_folder_that_the_app_has_been_put_into(tmp_path, page, tolerate):
    tolerate(r"404 .*/_stcore/")  # Streamlit's browser side looks for the folder
    with AppServer(tmp_path, {"STREAMLIT_SERVER_BASE_URL_PATH": "class/lazyq"}) as server:
        for query in ("", "?embed=true"):
            page.goto(f"{server.url}/lens{query}")
            wait_until_ready(page)
            at_rest(page)
            paths = page.evaluate(_FETCHED)
            assert paths, query
            assert all(path.startswith("/class/lazyq/code/") for path in paths), query


def test_what_a_view_stands_in_is_made_once(open_page, page):
    """Each run calls for the view again: it finds what it stands in, with all that a visitor did there."""
    open_page("/lens", on=page)
    at_rest(page)
    root = page.locator(".lens")
    root.evaluate("(root) => { root.kept = true }")
    page.get_by_role("button", name="Swap").click()
    expect(page).to_have_url(re.compile("x="))
    at_rest(page)
    assert root.evaluate("(root) => root.kept") is True
    expect(page.locator("[data-testid=stBidiComponentIsolated] .lens")).to_have_count(1)


def test_what_a_view_stands_in_is_made_anew_in_another_language(open_page, page):
    code = Code(components.script, components._is_component)
    code.routes()
    open_page("/lens", on=page)
    files = [f"/code/{code.file('settings', language)}" for language in ("en", "en", "es")]
    assert page.evaluate(_WORN, files) == [[1, "en", False], [1, "en", True], [1, "es", False]]
