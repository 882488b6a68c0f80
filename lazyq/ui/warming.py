"""The first view of every page, computed into the store of results before visitors come."""

from typing import NamedTuple

from streamlit.testing.v1 import AppTest

from lazyq.compute.progress import report
from lazyq.root import ROOT
from lazyq.ui.shell import PAGES, Entry
from lazyq.ui.watching import jobs, sketches

_SECONDS = 300  # for one run of a page, whose imports may take long
_LOOK = 0.2


class Warmed(NamedTuple):
    """A page, and what it complained of, in words; nothing where its first view is complete."""

    title: str
    complaints: tuple[str, ...]


def entries() -> list[Entry]:
    """Return all pages in the order in which they tell the story."""
    return [entry for group in PAGES.values() for entry in group]


def warm(entry: Entry) -> Warmed:
    """Run a page as its first visitor would, and wait until nothing of its first view is being computed.

    What takes long is then in the store of results, for this and for any other process with the same cache.
    How far it is, is reported as :func:`lazyq.compute.progress.report` does.

    Parameters
    ----------
    entry : one of the pages
    """
    page = AppTest.from_file(ROOT / "app.py", default_timeout=_SECONDS)
    page.switch_page(f"pages/{entry.file}.py").run()
    while running := [*jobs().unfinished(), *sketches().unfinished()]:
        first = running[0]
        while first.wait(_LOOK) in {"waiting", "running"}:
            report(first.stage, first.share)
        page.run()
    said = [*(box.value for box in page.warning), *(box.value for box in page.error)]
    said += [box.message for box in page.exception]
    return Warmed(entry.title, tuple(said))
