"""The manual: built without a warning, complete, and sufficient to itself."""

import importlib
import itertools
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.harness import CHROMIUM_ARGUMENTS, READY_SECONDS, find_headless_shell

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(file.stem for file in (ROOT / "docs" / "manual" / "examples").glob("*.py"))
PACKAGES = ["lazyq"] + [
    f"lazyq.{file.stem}"
    for file in sorted((ROOT / "docs" / "manual" / "reference").glob("*.rst"))
    if file.stem != "index"
]
SECONDS = 1200
NARROW, WIDE = 390, 1280

if os.environ.get("CI") != "true":
    for needed in ("sphinx", "sphinx_gallery", "latex2mathml", "furo"):
        pytest.importorskip(needed, reason="the manual needs docs/requirements.txt")

from sphinx.util.inventory import InventoryFile

from docs.extensions.docstrings import escaped, restructured
from docs.extensions.figures import recoloured
from docs.extensions.mathml import formula
from docs.extensions.reference import home, public_names
from docs.extensions.thumbnails import thumbnail
from lazyq.plots.theme import DARK, LIGHT, PALETTES


class Tags(HTMLParser):
    """All tags of a page, with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def manual(tmp_path_factory):
    """The folder of the pages."""
    target = tmp_path_factory.mktemp("manual") / "html"
    done = subprocess.run(
        [sys.executable, "-m", "docs.build", str(target)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="module")
def pages(manual):
    return {str(file.relative_to(manual)): file.read_text("utf-8") for file in manual.rglob("*.html")}


def test_every_public_name_is_described(manual):
    described = described_names(manual)
    for package in PACKAGES:
        module = importlib.import_module(package)
        names = {home(package, name) for name in public_names(module)}
        missing = names - described
        assert not missing, f"{package}: {sorted(missing)}"


def test_every_package_with_public_names_has_a_page():
    """But those that are of the app: experiments, its frame and its command."""
    folders = (file.parent for file in (ROOT / "lazyq").glob("*/__init__.py"))
    public = {f"lazyq.{folder.name}" for folder in folders} - {"lazyq.experiments", "lazyq.ui", "lazyq.cli"}
    assert public | {"lazyq", "lazyq.testing"} == set(PACKAGES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_has_a_page_and_can_be_taken_away(manual, pages, example):
    text = pages[f"gallery/{example}.html"]
    for ending in ("py", "ipynb"):
        (taken,) = manual.rglob(f"_downloads/*/{example}.{ending}")
        assert taken.name in text
        if ending == "ipynb":
            assert json.loads(taken.read_text("utf-8"))["cells"]


def test_nothing_comes_from_elsewhere(pages):
    for name, text in pages.items():
        for tag, attributes in Tags(text).found:
            if tag in ("script", "img", "iframe", "source") or (
                tag == "link" and attributes.get("rel") in ("stylesheet", "preload", "icon")
            ):
                address = attributes.get("src") or attributes.get("href") or ""
                assert not re.match(r"(https?:)?//", address), (name, address)


def test_pages_say_nothing_of_the_machine(pages):
    for name, text in pages.items():
        found = re.search(re.escape(str(ROOT)) + r"|/tmp/\w|site-packages", text)
        assert not found, (name, found)


def test_pages_can_be_read_aloud(pages):
    for name, text in pages.items():
        tags = Tags(text).found
        assert dict(tags[0][1]).get("lang") == "en", name
        assert sum(tag == "h1" for tag, _ in tags) == 1 or name in ("genindex.html", "search.html"), name
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name
        for tag, attributes in tags:
            if tag == "img":
                assert "alt" in attributes, name
            if attributes.get("role") == "img":
                assert attributes["aria-label"].strip(), name


def test_figures_are_drawn_in_both_themes(pages):
    drawn = [text for text in pages.values() if 'class="drawn"' in text]
    assert len(drawn) >= 6
    for text in drawn:
        found = re.findall(
            r'<script type="application/json" data-theme="(\w+)">(.*?)</script>', text, re.DOTALL
        )
        assert [theme for theme, _ in found] == ["light", "dark"] * (len(found) // 2)
        for theme, source in found:
            ground = json.loads(source)["layout"]["template"]["layout"]["paper_bgcolor"]
            assert ground == PALETTES[{"light": LIGHT, "dark": DARK}[theme]].paper


@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme"), [(NARROW, "dark"), (WIDE, "light")])
def test_page_fits_and_draws(manual, width, theme):
    chromium = find_headless_shell()
    if chromium is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=theme)
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        for name in ("gallery/plot_1_tour", "mathematics", "deployment", "index"):
            page.goto((manual / f"{name}.html").as_uri(), timeout=1000 * READY_SECONDS)
            for drawing in page.locator("figure.drawn .drawing").all():
                expect(drawing.locator(".main-svg").first).to_be_visible(timeout=60_000)
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name
        browser.close()
    assert not said
    assert not [address for address in asked if address.startswith("http")]


def test_signs_of_docstrings_stay_signs():
    text = "(n, *shape) of |x| for best_lam_, see :func:`lazyq.align` and ``a*b_``, **not** *A Talk*"
    assert escaped(text) == (
        r"(n, \*shape) of \|x\| for best_lam\_, see :func:`lazyq.align` and ``a*b_``, **not** *A Talk*"
    )


def test_sections_of_docstrings_become_lists():
    text = "One.\n\n    d = |x|\n\nParameters\n----------\nx, y : (n, *s)\n    more\n\nSource: it."
    formula_and_list = "One.\n\n::\n\n    d = |x|\n\n\n\n.. rubric:: Parameters\n\n\n"
    entry_and_rest = "``x, y``\n    (n, \\*s)\n    more\n\n\nSource: it.\n"
    assert "\n".join(restructured(text.splitlines())) == formula_and_list + entry_and_rest


def test_dark_figures_have_dark_colours_and_the_same_greys():
    light, dark = PALETTES[LIGHT], PALETTES[DARK]
    greys = [[0.0, "#000000"], [1.0, "#FFFFFF"]]
    scale = [[place / 9, colour] for place, colour in enumerate(light.sequential)]
    found = recoloured({"line": {"color": light.left}, "colorscale": greys, "other": scale, "words": "x"})
    assert found["line"]["color"] == dark.left
    assert found["colorscale"] == greys
    assert [colour for _, colour in found["other"]] == list(dark.sequential)
    assert found["words"] == "x"


def test_examples_have_small_pictures_of_their_own(manual):
    (card,) = {file.read_bytes() for file in manual.glob("_images/sphx_glr_*_thumb.svg")}
    assert card == (ROOT / "docs" / "manual" / "_static" / "example.svg").read_bytes()
    pictures = {file.read_bytes() for file in manual.glob("_images/sphx_glr_*_thumb.png")}
    assert len(pictures) == len(EXAMPLES) - 1


def test_small_pictures_show_images_and_what_the_first_axes_hold():
    shade = {"type": "heatmap", "z": [[0, 1], [1, 0]], "coloraxis": "coloraxis"}
    layout = {"coloraxis": {"colorscale": [[0, "#000000"], [1, "#FFFFFF"]], "cmin": 0, "cmax": 1}}
    picture = thumbnail({"data": [shade], "layout": layout})
    assert {colour for _, colour in picture.getcolors()} == {(0, 0, 0, 0), (0, 0, 0, 255), (255,) * 4}
    bars = {"type": "bar", "x": [0, 1], "y": [1, 3], "marker": {"color": "#FF0000"}}
    other = {"type": "scatter", "x": [0, 1], "y": [9, 9], "yaxis": "y2", "line": {"color": "#0000FF"}}
    picture = thumbnail({"data": [bars, other], "layout": {}})
    red = [x for x in range(400) if picture.getpixel((x, 250))[0] == 255]
    assert red[0] > 0
    assert red[-1] < 399
    assert not any(blue for _, (_, _, blue, _) in picture.getcolors(100_000))
    assert thumbnail({"data": [{"type": "surface"}], "layout": {}}) is None


def test_formulas_are_mathml():
    text = formula(r"\lambda \to \infty", "block")
    assert text.startswith("<math")
    assert "<mi>&#x0221E;</mi>" in text


def described_names(manual):
    """Return the names that the index of objects has."""
    with (manual / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", os.path.join)
    data = getattr(inventory, "data", inventory)
    return {name for kind, objects in data.items() if kind.startswith("py:") for name in objects}
