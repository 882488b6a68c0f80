"""What the Lens tells: its formula, typeset and to be worked out again, and what screen readers find."""

import random
import re

import pytest
from playwright.sync_api import expect

from .harness import until, wait_until_ready
from .lens_view import LensView, assert_adds_up

PAIR = "x=mnist-test-11&y=mnist-test-110"
SPOKEN = "(root) => [root.querySelector('.spoken').textContent, root.view.changed, root.view.words()]"
SCREEN = """(root) => ['.stage', '.curve', '.dial', '.controls', '.formula', '.sentence'].map((part) => {
  const { top, bottom } = root.querySelector(part).getBoundingClientRect()
  return [part, top >= 0 && bottom <= innerHeight]
})"""


@pytest.fixture
def lens(page):
    return LensView(page)


@pytest.mark.parametrize("pair", ["x=mnist-test-21&y=mnist-test-9", "x=mnist-test-5&y=mnist-train-77"])
def test_a_pocket_calculator_finds_what_the_formula_says(lens, open_page, pair):
    open_page(f"/lens?{pair}&lam=0.5")
    lens.read()
    chance = random.Random(8)
    for step in [0, 1, 2, *(chance.randrange(1060) for _ in range(40))]:
        lens.dial.evaluate(
            "(dial, step) => { dial.value = step; dial.dispatchEvent(new Event('input')) }", str(step)
        )
        assert_adds_up(lens.read()["numbers"])


def test_at_infinity_the_formula_says_what_holds(lens, open_page):
    open_page(f"/lens?{PAIR}&lam=inf")
    formula = lens.part(".formula")
    expect(formula).to_contain_text("nothing may move")
    seen = formula.inner_text()
    assert "∞" in seen
    assert "0.00" not in seen
    assert "effort" not in seen
    lens.dial.press("ArrowLeft")
    assert "effort" in formula.inner_text()
    assert "nothing may move" not in formula.inner_text()


def test_formulas_are_set_in_a_font_of_mathematics(lens, open_page):
    page = open_page(f"/lens?{PAIR}&lam=0.5")
    lens.read()
    until(page, "[...document.fonts].some((f) => /lazyq/.test(f.family) && f.status === 'loaded')")
    above = lens.part(".formula").evaluate(
        """(formula) => {
          const topOf = (node) => node.getBoundingClientRect().top
          const exponent = formula.querySelector('.n-residual').nextElementSibling
          return topOf(exponent) - topOf(formula.querySelector('msqrt'))
        }"""
    )
    assert above > 1.5, "the exponent leaves room below the bar of the root"


def test_it_fits_a_projector(new_page, open_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.5", on=page)
    lens.read()
    assert [part for part, seen in page.locator(".lens").evaluate(SCREEN) if not seen] == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_the_curve_fills_its_height_and_is_whole_at_a_click(lens, open_page):
    page = open_page(f"/lens?{PAIR}&lam=0.5")
    lens.read()
    total = lens.part(".curve .total").first
    close = total.bounding_box()["height"]
    assert close > 0.6 * (lens.part(".curve").bounding_box()["height"] - 68)
    lens.part(".whole").click()
    assert total.bounding_box()["height"] < 0.7 * close
    assert lens.query["curve"] == "whole"
    page.reload()
    wait_until_ready(page)
    expect(lens.part(".whole")).to_have_attribute("aria-pressed", "true")


def test_screen_readers_find_what_is_so_after_every_way_of_turning(lens, open_page):
    page = open_page(f"/lens?{PAIR}&lam=0.1")
    lens.read()
    root = page.locator(".lens")

    def assert_told(*, by_hand=False):
        shown = lens.read()
        told, changed, holds = root.evaluate(SPOKEN)
        assert holds == shown["sentence"]
        assert told == (f"{changed} {holds}" if by_hand else holds)
        assert bool(changed) == by_hand
        assert shown["spoken"].startswith(shown["beside"].removeprefix("λ = "))

    lens.part(".play").click()
    expect(lens.part(".n-lam")).not_to_have_text("0.1")
    told, holds = root.evaluate(
        "(root) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(["
        "root.querySelector('.spoken').textContent, root.querySelector('.sentence').textContent]))))"
    )
    assert told == holds, "while it plays"
    lens.part(".play").click()
    assert_told(by_hand=True)
    lens.part(".talk button[data-lam='1']").click()
    assert_told(by_hand=True)
    page.get_by_role("link", name="About").first.click()
    expect(page).to_have_title("About · lazyq")
    page.go_back()
    assert_told()
    page.goto(page.url.replace("lam=1", "lam=0.3"))
    assert_told()


@pytest.mark.parametrize("size", [(320, 640), (1280, 720)], ids=str)
def test_what_a_hand_has_changed_is_said_and_moves_nothing(new_page, open_page, size):
    page = new_page(viewport={"width": size[0], "height": size[1]})
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3", on=page)
    before = lens.read()
    line = lens.part(".changed")
    room = line.bounding_box()["height"]
    expect(line).to_be_empty()
    assert before["said"] == before["sentence"]
    lens.part(".dial").press("]")
    expect(line).to_have_text(re.compile(r"^1 row (lets go|moves less); effort [\d.]+ → [\d.]+, residual "))
    shown = lens.read()
    assert shown["said"] == f"{line.text_content()} {shown['sentence']}"
    assert line.bounding_box()["height"] == room > 0
    lens.part(".guess-ask").click()
    expect(line).to_be_empty()
    assert "→" not in lens.read()["said"]
    lens.part(".guess-done").click()
    expect(line).to_be_empty()


def test_controls_keep_their_place_whatever_lambda_is(page, open_page):
    page.set_viewport_size({"width": 1280, "height": 720})
    lens = LensView(page)
    places = set()
    for lam in ("0", "0.5", "0.0013051", "inf"):
        open_page(f"/lens?lam={lam}")
        lens.read()
        places.add(tuple(round(lens.part(".pin").bounding_box()[side]) for side in ("x", "y")))
    assert len(places) == 1
