"""All pages of the app, and how a test knows that one is as its visitor will find it."""

import time

from playwright.sync_api import Page, expect

from lazyq.ui.shell import PAGES

from .charts import NEXT_FRAME
from .harness import READY_SECONDS, wait_until_ready

# What makes a page show all that it has within a second or two; a page that is not named needs nothing.
SMALL = {
    "neighbours": "n=100&tested=1000&draws=1",
    "best-lambda": "n=100&tested=1000&draws=1",
    "average": "size=30",
    "averaging": "model=logistic&n=500",
    "six-or-nine": "size=100",
}
ADDRESSES = [entry.url for entries in PAGES.values() for entry in entries]
_STILL = """(roots) => roots.every(({ view, dataset }) => (
  !view || (view.addressed && !view.frame && !view.solving?.work && (!view.waiting || 'still' in dataset))
))"""


def path_of(url: str, search: str = "") -> str:
    """Return the path of a page of the table by its address, with a search text in place of a quick one."""
    search = search or SMALL.get(url, "")
    return f"/{url}?{search}" if search else f"/{url}"


def at_rest(page: Page) -> Page:
    """Wait until nothing is computed, and every view has its data and has drawn them; return the page."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        wait_until_ready(page)
        expect(page.get_by_test_id("stProgress")).to_have_count(0, timeout=1000 * READY_SECONDS)
        page.evaluate(NEXT_FRAME)
        if page.locator(".lazyq").evaluate_all(_STILL) and not page.get_by_test_id("stProgress").count():
            return page
        assert time.monotonic() < deadline, "a view never came to rest"


def with_quizzes_answered(page: Page) -> Page:
    """Answer every quiz of the page, so that it shows what it kept back."""
    at_rest(page)
    for quiz in page.locator(".quiz").all():
        for _ in range(2):
            if quiz.is_visible():
                quiz.locator("button:visible").first.click()
    return at_rest(page)
