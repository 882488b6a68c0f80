"""Windows that stay open from test to test: what Chromium has read and compiled of the app serves the next.

In a window of its own a page of the app costs three seconds of computing, in one that was kept half of it.
"""

import json
from typing import Any, final
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as BrowserError

_EMPTY = "/_stcore/health"
_STORED = "local_storage,indexeddb,cache_storage"
_USES = 40  # after which a window is opened anew, so that what its pages left in memory goes
# What is asked of a window for one test only, or changes what it keeps.
_OWN = {"locale", "user_agent", "accept_downloads", "offline", "permissions", "storage_state"}
# What a page of any window can be given, unless it is a telephone's.
_MEDIA = {"color_scheme", "reduced_motion"}
_SCREEN = {"viewport", "device_scale_factor", "is_mobile", "has_touch"}


@final
class Windows:
    """Kept windows, contexts of Playwright's with an empty tab, for each set of options that tests ask for.

    A test gets a window in which nothing is stored, and no other test's or page's.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[tuple[BrowserContext, int]]] = {}
        self._lent: dict[BrowserContext, tuple[str, int]] = {}

    def open_page(self, **options: Any) -> Page:
        """Open a page in a window that no other has; keywords are those of ``new_context``."""
        if set(options) - _MEDIA - _SCREEN:
            assert not set(options) - _MEDIA - _SCREEN - _OWN, f"can a window with {options} be kept?"
            return self._browser.new_context(**options).new_page()
        media = {name: options.pop(name) for name in _MEDIA & set(options)}
        size = options.pop("viewport") if set(options) == {"viewport"} else None
        page = self._lend(options).new_page()
        if size:
            page.set_viewport_size(size)
        if media:
            page.emulate_media(**media)
        return page

    def _lend(self, options: dict[str, Any]) -> BrowserContext:
        name = json.dumps(options, sort_keys=True)
        free = self._free.setdefault(name, [])
        if not free:
            context = self._browser.new_context(**options)
            context.new_page()
            free.append((context, 0))
        context, uses = free.pop()
        self._lent[context] = name, uses + 1
        return context

    def take_back(self, context: BrowserContext) -> None:
        """Close the pages of a window, and empty or close itself."""
        name, uses = self._lent.pop(context, ("", _USES))
        if uses < _USES and _emptied(context):
            self._free[name].append((context, uses))
        else:
            context.close()


def _emptied(context: BrowserContext) -> bool:
    """Take away what a test left in a window, and return whether that could be done.

    The empty tab goes to the host of the pages: a process of Chromium lives while it has a page of its host.
    """
    try:
        keeper, *pages = context.pages
        hosts = [page.url for page in pages if page.url.startswith("http")]
        if keeper.url == "about:blank" and hosts:
            keeper.goto(urljoin(hosts[0], _EMPTY))
        for page in pages:
            page.close()
        # Playwright's own way, set_storage_state, opens the app anew.
        session = context.new_cdp_session(keeper)
        for origin in {urljoin(host, "/").rstrip("/") for host in hosts}:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _STORED})
        session.detach()
        context.clear_cookies()
        context.clear_permissions()
    except BrowserError:
        return False
    return True
