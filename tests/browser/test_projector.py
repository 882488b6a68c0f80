"""The projector: every page larger, with picture, dial, result and sentence in one screen, and a way out."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .charts import reading_of
from .lens_view import LensView
from .resting import ADDRESSES, at_rest, path_of, with_quizzes_answered

PARTS = {
    "": ".start: .row, input, .sentence, .bar",
    "lens": ".lens: .stage, .curve, .dial, .formula, .sentence",
    "geometry": ".geometry: .plane canvas, .solid canvas, .dial, .formula, .sentence",
    "six-or-nine": ".six-or-nine: .disc, .curves, .map, .angle, .dial, .verdict, .sentence",
    "words": ".words: .text, .threads, .below, .curve, .dial, .sentence",
    "aligning": ".aligning: .plane, .kernel-x, .plan, .kernel-y, .info, .sentence",
    "average": ".average: .mean, .objective, .dial, .sentence",
    "neighbours": ".neighbours: .query canvas, .strip, .dial, .votes, .sentence, .card canvas, .card .says",
    "best-lambda": ".accuracy: .verdict, .chart, .dial, .sentence",
    "steering": ".steering: .digit, .left-globe, .right-globe, .dial, .right-numbers, .sentence",
    "averaging": ".averaging: .bars, .formula, .sentence",
    "sample-gain": ".sample-gain: .space, .lattice, .level, .counted, .ratio, .curves, .factor, .cover",
    "hardness": ".hardness: .parity, .easy, .dial, .said",
}
SIZES = {"width": 1280, "height": 720}, {"width": 1920, "height": 1080}
READ = {"about", "teach"}  # to be read, and larger
OUTSIDE = """(root, parts) => parts.filter((part) => {
  const node = root.querySelector(part)
  const { left, right, top, bottom, width, height } = node.getBoundingClientRect()
  const seen = node.checkVisibility() && width > 20 && height > 15
  return !seen || left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5
})"""
CUT = """(root) => Array.from(root.querySelectorAll('*'))
  .filter((node) => getComputedStyle(node).textOverflow === 'ellipsis' && node.scrollWidth > node.clientWidth)
  .map((node) => node.textContent)"""
UNDER = """() => {
  const title = document.createRange()
  title.selectNodeContents([...document.querySelectorAll('h1')].find((node) => node.checkVisibility()))
  const tools = [...document.querySelectorAll('.tools button')].filter((node) => node.checkVisibility())
  const [first] = tools.map((node) => node.getBoundingClientRect().left).sort((a, b) => a - b)
  return title.getBoundingClientRect().right - first
}"""
CUT_OFF = "(nodes) => nodes.filter((node) => node.scrollWidth > node.clientWidth).length"
SCROLLS = """() => {
  const main = document.querySelector('[data-testid=stMain]')
  return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]
}"""
TYPE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
PRESENTED = "'present' in document.documentElement.dataset"
MENUS = "[data-testid=stTopNav]"


CUT_OFF_PICTURES = """(list) => {
  const { right, bottom } = list.getBoundingClientRect()
  const pictures = [...list.querySelectorAll('.card canvas')].filter((node) => node.checkVisibility())
  return pictures.filter((node) => {
    const box = node.getBoundingClientRect()
    return box.width < 40 || box.right > right + 0.5 || box.bottom > bottom + 0.5
  }).length
}"""


def asked(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_every_page_tells_its_story_in_one_screen(new_page, open_page, url):
    page = new_page(viewport=SIZES[0], reduced_motion="reduce")
    path = path_of(url)
    open_page(f"{path}{'&' if '?' in path else '?'}present=true", on=page)
    at_rest(page)
    assert page.evaluate(TYPE) == 1.6 * 16
    expect(page.locator(MENUS)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    with_quizzes_answered(page)
    assert asked(page)["present"] == "true"
    for size in SIZES:
        page.set_viewport_size(size)
        at_rest(page)
        expect(page.get_by_role("button", name="Leave the projector")).to_be_in_viewport(ratio=1)
        if url in READ:
            assert page.evaluate(SCROLLS)[1] <= 0, size
            continue
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
        view, parts = PARTS[url].split(": ")
        assert page.locator(view).evaluate(OUTSIDE, parts.split(", ")) == [], size
        assert page.locator(view).evaluate(CUT) == [], size
        assert page.evaluate(UNDER) < 0, "the title goes under the tools"
        assert max(page.evaluate(SCROLLS)) <= 1, size


def test_the_lazy_average_takes_the_room_that_its_column_has(new_page, open_page):
    page = new_page(viewport=SIZES[0], reduced_motion="reduce")
    at_rest(open_page("/average?size=30&present=true", on=page))
    mean, plain = (page.locator(f".average .{name}").bounding_box() for name in ("mean", "plain"))
    assert mean["width"] > SIZES[0]["height"] / 2
    assert 90 < plain["width"] < mean["width"] / 2


@pytest.mark.parametrize("path", ["words?", "hardness?", "lens?lam=0.1357&"])
def test_long_texts_have_room_in_spanish_too(new_page, open_page, path):
    page = new_page(viewport=SIZES[0], reduced_motion="reduce")
    open_page(f"/{path}present=true&lang=es", on=page)
    at_rest(page)
    assert page.evaluate(UNDER) < 0, "the title goes under the tools"
    assert page.locator(".lazyq.lens .formula").evaluate_all(CUT_OFF) == 0, "a formula is cut"
    assert max(page.evaluate(SCROLLS)) <= 1


def test_few_neighbours_and_many_are_seen_whole(new_page, open_page):
    page = new_page(viewport=SIZES[0], reduced_motion="reduce")
    for count in (1, 3, 30):
        open_page(f"/neighbours?n=100&among=draw&k={count}&present=true", on=page)
        for size in SIZES:
            page.set_viewport_size(size)
            at_rest(page)
            cards = page.locator(".neighbours .cards")
            expect(cards.locator(".card")).to_have_count(count)
            assert cards.evaluate(CUT_OFF_PICTURES) == 0, (count, size)
            assert cards.locator(".says span:visible").evaluate_all(CUT_OFF) == 0, (count, size)


def test_a_key_turns_it_on_and_escape_leaves_it_after_what_is_nearer(page, open_page):
    lens = LensView(page)
    open_page("/lens?lam=0.5&row=9", on=page)
    lens.read()
    page.keyboard.press("f")
    expect(page.locator(MENUS)).to_be_hidden()
    assert asked(page)["present"] == "true"
    curve = lens.part(".curve")
    across = page.locator(".lens").evaluate("({ view }) => view.curve.frame.x(0.8)")
    curve.click(position={"x": across, "y": 60})
    lens.read()
    assert lens.lam == pytest.approx(0.8, abs=0.01)
    curve.focus()
    page.keyboard.press("Home")
    expect(reading_of(curve)).to_contain_text("λ = 0:")
    ring = lens.part(".curve + .unseen + .reading .ring").bounding_box()
    x = page.locator(".lens").evaluate("({ view }) => view.curve.frame.x(0)") + curve.bounding_box()["x"]
    assert ring["x"] + ring["width"] / 2 == pytest.approx(x, abs=1.5), "the ring stands where the curve is"
    for what in ("the reading", "the row"):
        page.keyboard.press("Escape")
        lens.read()
        assert page.evaluate(PRESENTED), what
    assert "row" not in lens.query
    page.keyboard.press("Escape")
    expect(page.locator(MENUS)).to_be_visible()
    assert "present" not in asked(page)
    page.get_by_role("button", name="Projector").click()
    assert page.evaluate(PRESENTED)
    page.get_by_role("button", name="Leave the projector").click()
    assert not page.evaluate(PRESENTED)


def test_it_goes_along_to_other_pages_and_not_into_a_text(page, open_page):
    open_page("/words?present=true", on=page)
    at_rest(page)
    links = page.locator(f"{MENUS} a")
    assert all("present=true" in link.get_attribute("href") for link in links.all())
    open_page("/neighbours?present=true", on=page)
    card = page.locator(".neighbours .card a").first
    card.evaluate("(link) => link.click()")
    expect(page).to_have_url(re.compile(r"/lens\?.*present=true"))
    expect(page.locator(".lens")).to_have_attribute("data-present", "")
    page.go_back()
    expect(page.locator(".neighbours")).to_have_attribute("data-present", "")
    open_page("/words", on=page)
    at_rest(page)
    page.locator("textarea").first.press("f")
    assert not page.evaluate(PRESENTED)


def test_another_value_of_it_is_said_and_not_taken(page, open_page):
    open_page("/?present=maybe", on=page)
    expect(page.get_by_test_id("stAlert")).to_contain_text(
        "The link’s present can’t be shown: it must be true."
    )
    expect(page.locator(MENUS)).to_be_visible()
    assert "present" not in asked(page)
