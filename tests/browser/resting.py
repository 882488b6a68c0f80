"""All pages of the app, and how a test knows that one is as its visitor will find it."""

import time

from playwright.sync_api import Error, Page

from lazyq.ui.shell import PAGES

from .harness import DEEP, READY_SECONDS

# What makes a page show all that it has within a second or two; a page that is not named needs nothing.
SMALL = {
    "neighbours": "n=100&tested=1000&draws=1",
    "best-lambda": "n=100&tested=1000&draws=1",
    "average": "size=30",
    "averaging": "model=logistic&n=500",
    "six-or-nine": "size=100",
}
ADDRESSES = [entry.url for entries in PAGES.values() for entry in entries]
# What keeps a page from its rest for so many milliseconds, in words; "" once two frames have changed nothing.
_UNREST = (
    f"async (patience) => {{ {DEEP}"
    + """
  // A drawing and a gallery have no view; whatever else has none yet waits for its script.
  const still = ({ view, dataset, classList }) => (
    view
      ? view.addressed && !view.frame && !view.solving?.work && (!view.waiting || 'still' in dataset)
      : classList.contains('drawing') || classList.contains('gallery')
  )
  const passing = ['stSkeleton', 'stSpinner', 'stAppSkeleton', 'stProgress']
  const unrest = () => {
    const app = document.querySelector('[data-testid=stApp]')
    if (app?.dataset.testConnectionState !== 'CONNECTED') return 'the app is not connected'
    if (app.dataset.testScriptState !== 'notRunning') return 'the script is running'
    const there = passing.filter((name) => document.querySelector(`[data-testid=${name}]`))
    if (there.length) return `there is ${there}`
    if (!deep(document, 'h1, h2, h3').some(seen)) return 'there is no heading'
    return ''
  }
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const views = () => (codeIsThere() && deep(document, '.lazyq').every(still) ? '' : 'a view is at work')
  const pause = () => new Promise((done) => setTimeout(done, 30))
  const end = performance.now() + patience
  for (;;) {
    let kept = unrest()
    if (!kept) {
      await frames()
      kept = unrest() || views()
    }
    if (!kept || performance.now() > end) return kept
    await pause() // asking for frames meanwhile would have Chromium draw sixty a second
  }
}"""
)
_PATIENCE = 2_000  # milliseconds, after which the test looks at its own clock


def path_of(url: str, search: str = "") -> str:
    """Return the path of a page of the table by its address, with a search text in place of a quick one."""
    search = search or SMALL.get(url, "")
    return f"/{url}?{search}" if search else f"/{url}"


def at_rest(page: Page) -> Page:
    """Wait until nothing is computed, and every view has its data and has drawn them; return the page.

    One question asks for everything at once and waits in the page itself: tests ask it thousands of times.
    """
    deadline = time.monotonic() + READY_SECONDS
    while unrest := _unrest(page):
        assert time.monotonic() < deadline, f"the page never came to rest: {unrest}"
    return page


def _unrest(page: Page) -> str:
    try:
        return str(page.evaluate(_UNREST, _PATIENCE))
    except Error as error:
        if "context was destroyed" not in str(error):
            raise
        page.wait_for_timeout(50)
        return "the page is being loaded"


def with_quizzes_answered(page: Page) -> Page:
    """Answer every quiz of the page, so that it shows what it kept back."""
    at_rest(page)
    for quiz in page.locator(".quiz").all():
        for _ in range(2):
            if quiz.is_visible():
                quiz.locator("button:visible").first.click()
    return at_rest(page)


def everything_open(page: Page) -> Page:
    """Unfold what is folded, and answer every quiz."""
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true })")
    return with_quizzes_answered(page)
