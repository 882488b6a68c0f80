"""The Lens's charts read by hand, by keyboard and by eye, and its shortcuts."""

import math

import pytest
from playwright.sync_api import expect

import lazyq

from .charts import (
    SMALLEST,
    at_every_width,
    clipped_texts,
    numbers_in,
    overlapping_texts,
    read_by_hover,
    read_by_keyboard,
)
from .lens_view import ACTION, LensView, piece_at

PAIR = "x=mnist-test-11&y=mnist-test-110"


@pytest.fixture
def path(mnist_raw):
    """The λ-path of the pair."""
    digits = mnist_raw("t10k")[0]
    return lazyq.lazy_path(ACTION, digits[11], digits[110])


def test_every_event_is_read_by_keyboard_with_its_terms(page, open_page, path):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.4")
    lens.read()
    said = read_by_keyboard(page, lens.part(".curve"))

    lams = [0.0, *path.breakpoints.tolist(), math.inf]
    assert len(said) == len(lams)
    for text, lam in zip(said, lams, strict=True):
        at = path.at(lam)
        words, terms = text.split(": ", 1)
        assert words == (f"λ = {lam:.4g}" if lam < math.inf else "λ = ∞")
        whole, left, price = numbers_in(terms.replace("d²", ""))[:3]
        assert whole == pytest.approx(at.distance.item() ** 2, abs=0.006)
        assert left == pytest.approx(at.residual.item() ** 2, abs=0.006)
        assert price == pytest.approx(whole - left, abs=0.011)
    assert "goes from" in said[1]
    assert lens.query["lam"] == "0.4", "reading turns nothing"


def test_a_mark_is_read_under_the_mouse_and_told_to_screen_readers(page, open_page, path):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.4")
    lens.read()
    curve = lens.part(".curve")
    box = curve.bounding_box()
    text = read_by_hover(page, curve, 14, box["height"] / 2)
    assert text.startswith("λ = 0: d²")
    curve.focus()
    page.keyboard.press("End")
    expect(lens.part(".spoken")).to_contain_text("λ = ∞: d²")


def test_lines_of_one_row_are_read(page, open_page, path):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.1&row=13")
    lens.read()
    lens.part(".why summary").click()
    said = read_by_keyboard(page, lens.part(".lines"))
    assert said[0].startswith("From λ = 0 on a shift by ")
    starts = [numbers_in(text)[0] for text in said]
    assert starts == sorted(starts)
    sizes = [numbers_in(text)[1] for text in said]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 0


def test_no_text_covers_another(new_page, open_page):
    page = new_page(viewport=SMALLEST)
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.5573", on=page)
    lens.read()
    lens.part(".why summary").click()
    for width in at_every_width(page):
        assert lens.part(".formula").evaluate("(node) => node.scrollWidth <= node.clientWidth"), width
        for chart in (lens.part(".curve"), lens.part(".lines")):
            chart.scroll_into_view_if_needed()
            assert overlapping_texts(chart) == [], width
            assert clipped_texts(chart) == [], width


def test_shortcuts_work_as_soon_as_the_page_is_open_and_spare_text_fields(page, open_page, path):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0")
    lens.read()
    assert page.evaluate("document.activeElement === document.body")
    lens.press("]")
    assert piece_at(path, lens.lam) == 1
    lens.press("k")
    assert lens.query["pins"] == lens.query["lam"]
    page.get_by_role("button", name="Choose x").click()
    number = page.get_by_label("Go to digit")
    expect(number).to_be_visible()
    number.press("]")
    page.get_by_role("dialog").press("]")
    assert piece_at(path, lens.lam) == 1
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    lens.press("]")
    assert piece_at(path, lens.lam) == 2
    page.get_by_role("link", name="About").first.click()
    expect(page).to_have_title("About · lazyq")
    carried = lens.query
    page.keyboard.press("]")
    assert lens.query == carried


def test_a_link_is_short_after_a_pause(page, open_page):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.1")
    lens.part(".play").click()
    expect(lens.part(".n-lam")).not_to_have_text("0.1")
    lens.part(".play").click()
    lens.read()
    assert len(lens.query["lam"]) <= 8


def test_what_is_told_is_what_is_drawn_however_fast_the_keys_come(page, open_page):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0")
    lens.read()
    said, sentence = page.evaluate(
        """() => {
          const next = () => new KeyboardEvent('keydown', { key: ']', bubbles: true })
          for (let i = 0; i < 12; i++) document.body.dispatchEvent(next())
          const roots = Array.from(document.querySelectorAll('*'), (node) => node.shadowRoot)
          const root = roots.find((shadow) => shadow?.querySelector('.lens'))
          return ['.spoken', '.sentence'].map((part) => root.querySelector(`.lens ${part}`).textContent)
        }"""
    )
    assert said.endswith(f". {sentence}"), "after what has changed"
    assert said == lens.read()["said"]
