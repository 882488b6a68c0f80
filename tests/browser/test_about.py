"""About in a real browser: the idea with the library's own numbers, and a citation to copy."""

import re

import pytest
from playwright.sync_api import Page, expect

import lazyq
from lazyq import RowShifts, lazy_path
from lazyq.experiments.digits import DatasetDigit, DigitLibrary
from lazyq.ui.library import default_pair

from .charts import clipped_texts, numbers_in, overlapping_texts, read_by_keyboard
from .harness import as_read

SECONDS = 60_000


@pytest.fixture
def open_about(page, open_page):
    """Open the page and return it when its pictures are drawn."""

    def visit(*, on: Page | None = None) -> Page:
        target = on or page
        open_page("/about", on=target)
        expect(target.locator(".about .says-nearest")).to_contain_text("nearest", timeout=SECONDS)
        return target

    return visit


def test_pictures_say_what_the_library_computes(open_about, library: DigitLibrary):
    page = open_about()
    path = lazy_path(RowShifts(28, 28), *(library.image(digit) for digit in default_pair()))
    free, plain = (float(path.distance(lam)) for lam in (0.0, float("inf")))
    events = path.breakpoints[path.breakpoints.isfinite()]

    def said(name: str) -> list[float]:
        return numbers_in(page.locator(f".about .says-{name}").inner_text())

    assert round(plain, 2) in said("plain")
    assert {round(free, 2), round(100 * free / plain)} <= set(said("free"))
    assert len(events) in said("between")
    assert min(abs(number - float(events.max())) for number in said("between")) < 5e-3
    costs = [numbers_in(text) for text in read_by_keyboard(page, page.locator(".about .priced"))]
    assert len(costs) == 7
    for _, left, price, together in costs:
        assert left + price == pytest.approx(together, abs=0.011)
    best = min(costs, key=lambda row: row[-1])
    assert {best[0], best[-1]} <= set(said("priced"))
    stops = [numbers_in(text)[-2] for text in read_by_keyboard(page, page.locator(".about .between"))]
    lams = (0.0, 0.3, 0.5, 0.7, 1.0, float("inf"))
    assert stops == pytest.approx([float(path.distance(lam)) for lam in lams], abs=0.006)


def test_every_chart_has_a_table_with_the_same_numbers(open_about):
    page = open_about()
    for name, rows in (("priced", 8), ("between", 13), ("nearest", 13)):
        fold = page.locator(f".about details[data-table={name}]")
        fold.locator("summary").press("Enter")
        expect(fold.locator("tr")).to_have_count(rows)
        expect(fold.locator("table")).to_be_visible()
    cells = [
        numbers_in(row.inner_text()) for row in page.locator("[data-table=priced] tr:not(:first-child)").all()
    ]
    assert cells == [numbers_in(text) for text in read_by_keyboard(page, page.locator(".about .priced"))]
    last = page.locator("[data-table=between] tr").last.inner_text().split("\t")
    assert last[0] == "∞"
    assert f"{float(last[1]):.2f}" in page.locator(".about .says-plain").inner_text()
    page.get_by_text("The numbers: where λ acts").click()
    shares = page.get_by_test_id("stExpander").filter(has_text="where λ acts").locator("td:last-child")
    expect(shares).to_have_count(21)
    expect(shares.first).to_have_text("100.0%")
    expect(shares.last).to_have_text("0.0%")


def test_nearest_of_three_is_so_on_every_run(open_about, library: DigitLibrary, mnist_raw):
    assert mnist_raw
    page = open_about()
    x, *others = (
        library.image(DatasetDigit(name, at))
        for name, at in [("mnist-test", 1247), *(("mnist-train", at) for at in (4955, 1352, 1356))]
    )
    paths = [lazy_path(RowShifts(28, 28), x, other) for other in others]
    text = as_read(page.locator(".about .says-nearest").inner_text())
    found = re.search(r"It is a 2 up to λ = ([\d.]+), a 9 up to λ = ([\d.]+), a 5 from there on", text)
    assert found, text
    first, second = (float(lam) for lam in found.groups())
    lams = [0, *(lam + step for lam in (first, second) for step in (-0.01, 0.01))]
    for lam, nearest in zip(lams, [0, 0, 1, 1, 2], strict=True):
        distances = [float(path.distance(float(lam))) for path in paths]
        assert distances.index(min(distances)) == nearest


def test_citation_is_copied(open_about):
    page = open_about()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".about .done")).to_have_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.count("@") == 2
    assert copied.count("{") == copied.count("}")
    assert f"version = {{{lazyq.__version__}}}" in copied


def test_where_no_copy_is_allowed_the_citation_is_selected(open_about):
    page = open_about()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".about .done")).to_contain_text("selected")


def test_no_text_is_cut_or_covered_on_any_screen(open_about, phone):
    page = open_about(on=phone)
    for width in (320, 390, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.locator(".about .between text").first).to_be_visible()
        for name in ("priced", "between", "nearest"):
            chart = page.locator(f".about .{name}")
            assert overlapping_texts(chart) == []
            assert clipped_texts(chart) == []
        for part in (".about", ".about .formula"):
            assert page.locator(part).evaluate("node => node.scrollWidth <= node.clientWidth + 1"), part
