"""The guided tour: every step a state of a page, with a card below it; by keys, by hand and by Back."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from lazyq.ui.lessons.card import tour_steps
from lazyq.ui.shell import titles

from .harness import READY_SECONDS, until
from .resting import at_rest
from .walking import assert_sound

STEPS = tour_steps(titles())
LONG = 1000 * READY_SECONDS
RING = """(page) => {
  const hosts = Array.from(document.querySelectorAll('[data-testid=stMain] .stBidiComponent *'))
  const views = hosts.map((host) => host.shadowRoot?.querySelector('.lazyq')).filter(Boolean)
  return views.flatMap((view) => Array.from(view.querySelectorAll('*'))).filter((node) => node.style.outline)
    .map((node) => node.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])
}"""
DIALS = """(roots) => roots.flatMap((root) => Array.from(root.querySelectorAll('input[type=range]')))
  .filter((dial) => dial.checkVisibility())
  .map((dial) => {
    dial.scrollIntoView({ block: 'nearest' })
    return dial.getBoundingClientRect().bottom
  })"""


def card(page):
    return page.get_by_role("region", name="Guided tour")


def at_step(page, number):
    """Wait for a step; its page shows just what the link asks for, without a complaint."""
    step = STEPS[number - 1]
    expect(page).to_have_title(f"{titles()[step.page]} · lazyq", timeout=LONG)
    expect(card(page).get_by_text(f"Step {number} of {len(STEPS)}", exact=True)).to_be_visible(timeout=LONG)
    expect(card(page).locator(".tour-title")).to_have_text(step.title)
    at_rest(page)
    until(page, f"() => ({RING})().length === 1")
    assert urlsplit(page.url).path == f"/{step.page}"
    said = dict(parse_qsl(urlsplit(page.url).query))
    assert said["tour"] == str(number)
    assert page.get_by_test_id("stAlert").count() == page.locator(".problem:visible").count() == 0
    assert said.items() >= step.query.items()


def test_the_whole_tour_forward_by_key_and_back_and_resumed(page, open_page):
    open_page("/", on=page)
    page.evaluate("window.stays = true")
    begin = page.get_by_role("link", name=f"Guided tour: {len(STEPS)} steps")
    begin.focus()
    page.keyboard.press("Enter")
    for number in range(1, len(STEPS) + 1):
        at_step(page, number)
        progress = card(page).get_by_role("progressbar")
        assert progress.evaluate("({ value, max }) => [value, max]") == [number, len(STEPS)]
        if number == 1:
            expect(card(page).get_by_role("group")).to_be_focused()
            expect(card(page).get_by_role("link", name="Back")).to_be_hidden()
        page.keyboard.press("n")
    expect(card(page).get_by_role("link", name="Next")).to_be_hidden()
    page.keyboard.press("b")
    at_step(page, len(STEPS) - 1)
    page.go_back()
    at_step(page, len(STEPS))
    page.go_back()
    at_step(page, len(STEPS) - 1)
    following = card(page).get_by_role("link", name="Back")
    following.focus()
    page.keyboard.press("Enter")
    at_step(page, len(STEPS) - 2)
    expect(following).to_be_focused()
    expect(card(page).locator(".tour-spoken")).to_contain_text(STEPS[-3].title)
    left = urlsplit(page.url)
    card(page).get_by_role("button", name="Leave").press("Enter")
    expect(card(page)).to_be_hidden()
    assert urlsplit(page.url).path == left.path
    assert dict(parse_qsl(urlsplit(page.url).query)).items() == {
        (name, value) for name, value in parse_qsl(left.query) if name != "tour"
    }
    expect(page.get_by_test_id("stMain")).to_be_focused()
    assert page.evaluate(RING) == []
    page.get_by_role("navigation", name="App pages").get_by_role("link", name="Start").click()
    expect(page).to_have_title("Start · lazyq")
    expect(card(page)).to_be_hidden()
    page.get_by_role("link", name=f"Go on with the tour at step {len(STEPS) - 2}").click()
    at_step(page, len(STEPS) - 2)
    assert page.evaluate("window.stays"), "the app was never loaded anew"


@pytest.mark.parametrize("number", [3, 4, 7])
def test_on_a_phone_the_card_covers_neither_dial_nor_what_it_points_at(phone, open_page, number):
    step = STEPS[number - 1]
    query = "&".join(f"{name}={value}" for name, value in [*step.query.items(), ("tour", number)])
    open_page(f"/{step.page}?{query}", on=phone)
    at_step(phone, number)
    above = card(phone).bounding_box()["y"]
    ((top, bottom),) = phone.evaluate(RING)
    assert 0 <= top < bottom <= above
    dials = phone.locator(".lazyq").evaluate_all(DIALS)
    assert dials
    assert max(dials) <= above + 0.5
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_projector_stays_one_and_the_card_can_be_read(page, open_page):
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page("/lens?tour=3&lam=0.5&present=true", on=page)
    at_step(page, 3)
    assert card(page).evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)") >= 20
    assert card(page).bounding_box()["height"] < 720 / 3
    page.keyboard.press("b")
    at_step(page, 2)
    assert "present=true" in page.url
    expect(page.locator(".words")).to_have_attribute("data-present", "")
    # Whom the link reaches on a phone has no room for that: the page is as it is, and the link stays.
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".words")).not_to_have_attribute("data-present", "")
    assert_sound(page, "a projector's link on a phone")
    assert "present=true" in page.url
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(".words")).to_have_attribute("data-present", "")
    page.keyboard.press("f")
    page.locator("textarea").first.press("n")
    at_step(page, 2)
