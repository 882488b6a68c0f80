"""Fixtures of the browser tests: servers, pages and what every page must keep to.

``page``, ``phone`` and ``dark`` are ready-made pages, ``new_page`` makes others; ``open_page`` goes to
a path of the app and returns when it can be used. At its end a test fails if a page logged an error,
asked any other host for anything, or left a traceback in the log of the server.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from lazyq.compute.store import CACHE_VARIABLE
from lazyq.datasets import best_available
from lazyq.experiments.digits import DigitLibrary

from .harness import (
    CHROMIUM_ARGUMENTS,
    READY_SECONDS,
    TRACEBACK,
    AppServer,
    Watch,
    data_environment,
    find_headless_shell,
    tail,
    wait_until_ready,
)
from .trained import keep_trained
from .windows import Windows

HERE = Path(__file__).resolve().parent
MISSING = "no Chromium is installed: the browser tests need it (on Debian: apt-get install chromium)"
PHASE = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder with ``browser``; in CI what failed is tried once more, and listed.

    A browser beside a server, each with half a core or less, can miss a moment that no visitor would. At
    home a failure stays one at once.
    """
    in_ci = os.environ.get("CI") == "true"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if in_ci:
                item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip where there is no Chromium: all tests in one line, and as failures under CI=true."""
    if find_headless_shell() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{MISSING}; CI=true requires it", pytrace=False)
        pytest.skip(MISSING)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Remember whether the test itself failed, so that its pages are photographed."""
    report = yield
    if report.when == "call":
        item.stash[PHASE] = report.failed
    return report


@pytest.fixture(scope="package")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A cache, by its variable, of all workers of this run: what a server has computed no other has to.

    The networks of the Hardness page are trained already.
    """
    folder = tmp_path_factory.getbasetemp()
    cache = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "computed" / "cache"
    keep_trained(cache)
    return {CACHE_VARIABLE: str(cache)}


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory, computed: dict[str, str]) -> Iterator[AppServer]:
    """The app, shared by all tests of this folder."""
    with AppServer(tmp_path_factory.mktemp("server"), computed) as running:
        yield running


@pytest.fixture
def cold_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., AppServer]]:
    """Start a server that no one has visited: ``cold_server(LAZYQ_DATA=None)`` changes its environment."""
    with ExitStack() as running:

        def start(script: str | Path = "app.py", **environment: str | None) -> AppServer:
            folder = tmp_path_factory.mktemp("cold_server")
            return running.enter_context(AppServer(folder, environment, script))

        yield start


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Headless Chromium, shared by all tests of this folder."""
    shell = find_headless_shell()
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shell, args=CHROMIUM_ARGUMENTS) as launched,
    ):
        yield launched


@pytest.fixture(scope="package")
def windows(browser: Browser) -> Windows:
    """What pages are opened in, kept from test to test."""
    return Windows(browser)


@pytest.fixture
def watches() -> list[Watch]:
    """One watch for each context that the test opened, in order."""
    return []


@pytest.fixture
def tolerate(watches: list[Watch]) -> Callable[[str], None]:
    """Let console errors and requests pass that a regular expression finds, in all pages opened so far."""

    def let_pass(pattern: str) -> None:
        for watch in watches:
            watch.tolerate(pattern)

    return let_pass


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, windows: Windows, watches: list[Watch], tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """Open a page in a window that no other has; keywords are those of Playwright's ``new_context``."""
    pages: list[Page] = []

    def create(**options: Any) -> Page:
        page = windows.open_page(**({"viewport": {"width": 1280, "height": 800}} | options))
        watches.append(Watch(page.context))
        pages.append(page)
        return page

    yield create
    for number, page in enumerate(pages):
        if request.node.stash.get(PHASE, True) and not page.is_closed():
            picture = tmp_path / f"page-{number}.png"
            page.screenshot(path=picture)
            request.node.add_report_section("teardown", "page", f"{page.url}\n{picture}")
    for watch in watches:
        watch.end()
        windows.take_back(watch.context)
    faults = [fault for watch in watches for fault in watch.remaining()]
    if faults:
        pytest.fail("the page did what no page of the app may do:\n" + "\n".join(faults), pytrace=False)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A desktop, 1280×800, light."""
    return new_page(color_scheme="light")


@pytest.fixture
def dark(new_page: Callable[..., Page]) -> Page:
    """A desktop whose owner prefers dark."""
    return new_page(color_scheme="dark")


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A phone, 390×844 at two device pixels each, with a touch screen."""
    size = {"width": 390, "height": 844}
    return new_page(viewport=size, device_scale_factor=2, is_mobile=True, has_touch=True)


@pytest.fixture
def open_page(request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Go to a path of the app and return the page when it can be used.

    ``open_page("/lens?lam=0.5")`` takes the fixtures ``page`` and ``server``; ``on=`` another page,
    ``at=`` another server.
    """
    seen: dict[AppServer, int] = {}

    def visit(path: str = "/", *, on: Page | None = None, at: AppServer | None = None) -> Page:
        target: Page = on or request.getfixturevalue("page")
        source: AppServer = at or request.getfixturevalue("server")
        seen.setdefault(source, len(source.log()))
        target.goto(source.url + path)
        wait_until_ready(target)
        return target

    yield visit
    for source, start in seen.items():
        news = source.log()[start:]
        if request.node.stash.get(PHASE, True):
            request.node.add_report_section("teardown", "log of the app", tail(news))
        if TRACEBACK in news:
            pytest.fail(f"the app left a traceback in its log:\n{tail(news)}", pytrace=False)


@pytest.fixture(scope="package")
def picker_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A page with nothing but two pickers."""
    with AppServer(tmp_path_factory.mktemp("picker"), script="tests/browser/apps/picker_app.py") as running:
        yield running


@pytest.fixture(scope="package")
def library() -> DigitLibrary:
    """The digits that the pickers choose from."""
    return DigitLibrary(best_available(data_environment().get("LAZYQ_DATA")).digits)


@pytest.fixture
def open_picker(open_page: Callable[..., Page], picker_server: AppServer) -> Callable[..., Page]:
    """Open the dialog that chooses x, or another."""

    def visit(name: str = "x", path: str = "/", on: Page | None = None) -> Page:
        page = open_page(path, on=on, at=picker_server)
        page.get_by_role("button", name=f"Choose {name}").click()
        expect(page.get_by_role("dialog")).to_be_visible(timeout=1000 * READY_SECONDS)
        return page

    return visit


@pytest.fixture
def open_geometry(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the Geometry page and return it when its sentence is there."""

    def visit(search: str = "", on: Page | None = None, at: AppServer | None = None) -> Page:
        page = open_page(f"/geometry{search}", on=on, at=at)
        expect(page.locator(".geometry .sentence")).to_contain_text("λ", timeout=1000 * READY_SECONDS)
        return page

    return visit
