"""Every page in Firefox: it opens, its dial answers to keys, no error is logged, nothing is too wide."""

import json
import os
import shutil
import subprocess

import pytest

from .harness import ROOT, TRACEBACK

MISSING = "Firefox (apt-get install firefox-esr) or its driver (npm ci --prefix assets) is not installed"
SECONDS = 150
# A page's address: what it says below its figure, and the dial that changes it, if it has one.
PAGES = {
    "": (".start .sentence", None),
    "lens": (".lens .sentence", ".lens .dial"),
    "words": (".words .sentence", ".words .dial"),
    "six-or-nine": (".six-or-nine .sentence", ".six-or-nine .dial"),
    "neighbours": (".neighbours .sentence", ".neighbours .dial"),
    "best-lambda": (".accuracy .quiz", None),
    "average": (".average .sentence", ".average .dial"),
    "geometry": (".geometry .sentence", ".geometry .dial"),
    "averaging": (".averaging .sentence", None),
    "sample-gain": (".sample-gain .counted", None),
    "hardness": (".hardness .left-over", None),
    "steering": (".steering .sentence", ".steering .dial"),
    "aligning": (".aligning .sentence", ".aligning .info"),
    "about": (".about .pictures", None),
}
# A library of Streamlit's tries to be faster by it, and goes on without.
TOLERATED = "blocked WebAssembly"


def find_firefox() -> str | None:
    names = ("firefox-esr", "firefox")
    return next((found for name in names if (found := shutil.which(name))), None)


# What is gone through besides: an address with its window's width, what it says, what is pressed there and
# what that changes; all in Spanish.
THOROUGH = {
    "teach?lang=es": (1280, "[data-testid=stMain] h1", []),
    "words?lam=0&lesson=words&lesson_step=2&lang=es": (
        1280,
        ".tour-title",
        [(".tour-show", ".tour-reply"), (".tour-next", ".tour-where")],
    ),
    "words?lam=0.4&tour=2&lang=es": (390, ".tour-title", [(".tour-next", ".tour-where")]),
    "six-or-nine?size=100&lam=0.05&lang=es": (
        1280,
        ".six-or-nine .sentence",
        [(".ask-class", ".room-code"), (".room-end", ".room")],
    ),
    **{f"{path}?lang=es": (390, sentence, []) for path, (sentence, _) in PAGES.items()},
}


def drive(server, pages):
    """Return what Firefox saw of some pages, by their addresses."""
    firefox, driver = find_firefox(), ROOT / "assets" / "node_modules" / "puppeteer-core"
    if firefox is None or not driver.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{MISSING}; CI=true requires both", pytrace=False)
        pytest.skip(MISSING)
    done = subprocess.run(
        ["node", "assets/tests/firefox.js", firefox],
        cwd=ROOT,
        input=json.dumps({"base": server.url, "pages": pages, "seconds": SECONDS}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert TRACEBACK not in server.log()
    return json.loads(done.stdout)


def assert_sound(page):
    assert [fault for fault in page["faults"] if TOLERATED not in fault] == []
    assert page["wide"] <= 0
    assert page["title"].endswith("· lazyq")


@pytest.fixture(scope="module")
def seen(server):
    return drive(
        server, [{"path": path, "sentence": said, "dial": dial} for path, (said, dial) in PAGES.items()]
    )


@pytest.fixture(scope="module")
def seen_thoroughly(server):
    return drive(
        server,
        [
            {"path": path, "width": width, "sentence": said, "presses": presses}
            for path, (width, said, presses) in THOROUGH.items()
        ],
    )


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_and_its_dial_answers(seen, path):
    assert_sound(seen[path])
    if PAGES[path][1]:
        assert seen[path]["after"] != seen[path]["before"]


@pytest.mark.thorough
@pytest.mark.parametrize("path", THOROUGH)
def test_a_lesson_the_tour_a_room_and_phones_in_spanish(seen_thoroughly, path):
    assert_sound(seen_thoroughly[path])
    if THOROUGH[path][2]:
        assert seen_thoroughly[path]["after"] != seen_thoroughly[path]["before"]
