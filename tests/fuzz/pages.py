"""Every page of the app under links that no page wrote: run by Streamlit itself, without a browser."""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from lazyq.compute.jobs import Job, Jobs
from lazyq.root import ROOT
from lazyq.ui import preparing
from lazyq.ui.library import available
from lazyq.ui.results import store
from lazyq.ui.shell import PAGES
from tests.fuzz import values
from tests.fuzz.doors import digit
from tests.fuzz.harness import Surface

_PATIENCE = 120  # seconds for a run, which has its limit in processor time besides
_FILES = {entry.url: entry.file for entries in PAGES.values() for entry in entries}
_TEXTS = ("warning", "info", "error", "caption", "markdown", "title")
# A link, a picture, a colour or an icon of Markdown, or a tag, which nobody has taken the meaning from.
_LIVE = re.compile(
    r"(?<!\\)\]\s?\((?=//outside)|(?<!\\)\$\\href|(?<!\\):(?:red\[|material/home:)|"
    r"(?<!\\)<\s*(?:/?script|img|svg|a\b)|onerror=|onload=|javascript:",
    re.IGNORECASE,
)
_DIGITS = ("sklearn-3", "sklearn-6", "sklearn-9", "sklearn-1797", "mnist-test-3")
_LAMS = ("0", "0.3", "inf", "1e-9", "-1", "1e400")
GOOD: dict[str, tuple[str, ...]] = {
    "x": _DIGITS, "y": _DIGITS, "z": _DIGITS, "digit_x": _DIGITS, "digit_y": _DIGITS,
    "digit": ("0", "3", "9", "10", "496"), "lam": _LAMS, "pixel_lam": _LAMS, "v": ("1", "2"),
    "lang": ("es", "en", "xx"), "present": ("true", "false"), "embed": ("true", "false"),
    "embed_options": ("dark_theme", "light_theme", "show_toolbar"), "tour": ("1", "4", "99"),
    "lesson": ("shifts", "words", "calibration", "~", "~AAAA"), "lesson_step": ("1", "2", "99"),
    "hide": ("formula", "formula_sentence", "settings"), "lock": ("lambda", "settings"),
    "room": ("KTRWPH", "ktr-wph", "A"), "from": ("shifts", "tour", "~"), "k": ("1", "30", "31"),
    "n": ("100", "500", "501", "2"), "tested": ("200", "700"), "draws": ("1", "3"), "grid": ("talk", "fine"),
    "view": ("all", "gain"), "guess": ("no",), "among": ("all", "draw"), "a": ("6", "8"), "b": ("9", "6"),
    "size": ("30", "100"), "averages": ("1", "2"), "many": ("yes", "no"), "model": ("mlp", "cnn", "kernel"),
    "angles": ("talk", "circle"), "learn": ("held-out", "training"), "draw": ("yes", "no"),
    "compare": ("yes",), "penalty": ("yes",), "group": ("translations", "turns"), "outside": ("0", "5"),
    "assumed": ("same", "mirrors"), "smoothness": ("1.2", "3.0"), "noise": ("0.1",), "seed": ("0", "999"),
    "nodes": ("10", "20", "30"), "text": ("Can you read this?", "6 9"), "language": ("es", "en", "de"),
    "digits": ("yes", "no"), "points": ("30", "100"),
}  # fmt: skip
"""The parameters that pages read, and values that some page takes, or nearly takes."""


class Followed(NamedTuple):
    """A link: its parameters, what the browser says of itself, and whether it is opened in a new tab."""

    query: dict[str, list[str]]
    browser: dict[str, str]
    anew: bool


def followed(chance: Random) -> Followed:
    """Return a link that no page wrote, and how it is followed."""
    query = {}
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        name = chance.choice((*GOOD, *GOOD, *GOOD, values.text(chance)[:300]))
        good = GOOD.get(name, ("",))
        drawn = (
            chance.choice(good) if chance.random() < 0.5 else chance.choice((values.text, digit))(chance)
            for _ in range(chance.choice((1, 1, 1, 1, 2)))
        )
        query[_sent(name)] = [_sent(text) for text in drawn]
    browser = {}
    if chance.random() < 0.2:
        browser["locale"] = _sent(chance.choice(("es-MX", "es", "ES_es", "de", values.text(chance))))
    if chance.random() < 0.1:
        browser["url"] = _sent(
            chance.choice(("http://a/lens", "http://a/" + "b" * 3_000, values.text(chance)))
        )
    return Followed(query, browser, chance.random() < 0.01)


def _sent(text: str) -> str:
    """Return a text as a message can carry it."""
    return text.encode("utf-8", "replace").decode()


def _visit(page: str) -> AppTest:
    if page not in _visits:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=_PATIENCE).run()
        _visits[page] = app.switch_page(f"pages/{_FILES[page]}.py").run()
    return _visits[page]


def open_page(asked: Followed, page: str) -> str | None:
    """Run a page under a link; return what it says of it."""
    if asked.anew:
        _visits.pop(page, None)
    app = _visit(page)
    app.query_params, app.context = dict(asked.query), dict(asked.browser)
    app._run()  # a link sends no widgets, and those of another language could not be sent
    failed = [f"{error.message} {' '.join(error.stack_trace)[-600:]}" for error in app.exception]
    assert not failed, failed[0]
    assert len(app.title) <= 1
    for kind in _TEXTS:
        for element in app.get(kind):
            live = _LIVE.search(_without_code(element.value))
            assert live is None, f"{live} in {element.value[:200]}"
    for element in app.get("html"):
        assert "outside" not in element.proto.body
        assert "alert(1)" not in element.proto.body
    said = [element.value for element in app.warning]
    return max(said, key=len) if said else None


def _without_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "", text)


def _asked(self: Jobs, name: str, compute: Callable[[], Any], visitor: str) -> Job:
    """Return a job that waits; one of each short kind has been done."""
    job = Job(compute, visitor)
    kind = name.split()[0]
    if kind in _SHORT and kind not in _done:
        _done.add(kind)
        job.result = compute()
        job.state = "done"
    return job


_SHORT = ("sketch", "accuracy", "average")
_done: set[str] = set()
_visits: dict[str, AppTest] = {}


@contextmanager
def small_app() -> Iterator[None]:
    """Have the app without MNIST, without a network, with a store of its own, and without long jobs."""
    with (
        tempfile.TemporaryDirectory(prefix="lazyq-fuzz-") as folder,
        patch.dict(os.environ, LAZYQ_CACHE=folder, LAZYQ_DATA=folder, LAZYQ_MIRROR="http://127.0.0.1:9"),
        patch.object(Jobs, "ask", _asked),
        patch.object(preparing, "prepare_rest"),
    ):
        _anew()
        try:
            yield
        finally:
            _anew()


def _anew() -> None:
    _done.clear()
    _visits.clear()
    for held in (available, store):
        held.clear()


SURFACES = [
    Surface(
        f"links to {page or 'start'}",
        followed,
        partial(open_page, page=page),
        ready=partial(_visit, page),
        around=small_app,
        clock=time.process_time,
    )
    for page in _FILES
]
