"""Every step of every lesson in both languages, on a desktop, a phone and a projector."""

import pytest
from playwright.sync_api import expect

from lazyq.ui.language import LANGUAGES

from .harness import DEEP, until
from .lesson_walk import NAMES, Walk
from .resting import at_rest

pytestmark = pytest.mark.thorough
DESKTOP, PHONE, PROJECTOR = (
    {"width": width, "height": height} for width, height in [(1280, 800), (390, 844), (1280, 720)]
)
# How much of what the card points at is above the card, where the card is, and what is cut at the side.
_LAID_OUT = f"""() => {{ {DEEP}
  const tour = deep(document, '.tour')[0].getBoundingClientRect()
  const ringed = deep(document, '.lazyq *').find(({{ style }}) => style.outline)?.getBoundingClientRect()
  const wide = document.documentElement.scrollWidth - innerWidth
  const [top, bottom] = ringed ? [Math.max(0, ringed.top), Math.min(tour.top, ringed.bottom)] : [0, 0]
  return {{
    wide,
    pointed: ringed ? (bottom - top) / Math.min(ringed.height, tour.top) : 1,
    card: [tour.top, tour.bottom, innerHeight],
  }}
}}"""


def assert_laid_out(walk, number, size):
    page, where = walk.page, (walk.name, number, size)
    at_rest(page)
    for name in ("title", "next", "back", "leave"):
        control = walk.card.locator(f".tour-{name}")
        if name in ("title", "leave") or control.is_visible():
            expect(control).to_be_in_viewport(ratio=0.99)
    until(page, f"() => {{ const {{ pointed }} = ({_LAID_OUT})(); return pointed > 0.5 }}")
    shown = page.evaluate(_LAID_OUT)
    assert shown["wide"] <= 0, where
    top, bottom, height = shown["card"]
    assert height / 5 < top < bottom <= height, where


def in_every_size(walk, number):
    page = walk.page
    assert_laid_out(walk, number, "desktop")
    page.set_viewport_size(PHONE)
    assert_laid_out(walk, number, "phone")
    page.set_viewport_size(PROJECTOR)
    page.locator("[data-testid=stMain]").focus()
    page.keyboard.press("f")
    expect(page.locator("html")).to_have_attribute("data-present", "")
    assert_laid_out(walk, number, "projector")
    page.keyboard.press("Escape")
    expect(page.locator("html")).not_to_have_attribute("data-present", "")
    page.set_viewport_size(DESKTOP)


def folded_and_unfolded(walk):
    fold = walk.card.locator(".tour-fold")
    walk.page.keyboard.press("t")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(walk.card.locator(".tour-says")).to_be_hidden()
    expect(walk.card.locator(".tour-title")).to_be_visible()
    fold.click()
    expect(walk.card.locator(".tour-says")).to_be_visible()


def to_other_language_and_back(walk, number):
    """The same step is told in the other language; what was given there is there still."""
    other = walk._replace(language=next(code for code in LANGUAGES if code != walk.language))
    for to, lang in ((other, other.language), (walk, walk.language)):
        walk.page.locator(f".language[lang={lang}]").click()
        to.at_step(number)
    question = walk.step(number).question
    if question is not None and question.choices:
        expect(walk.card.locator(".tour-choices input:checked")).to_have_count(1)
    elif question is not None:
        expect(walk.card.locator(".tour-given")).not_to_have_value("")


def back_and_forward(walk, number):
    """Back and Forward, and the card's own links, lead between the steps, with what was answered."""
    said = walk.reply.text_content()
    walk.page.keyboard.press("b")
    walk.at_step(number - 1)
    walk.page.go_back()
    walk.at_step(number)
    assert walk.reply.text_content() == said
    walk.page.go_forward()
    walk.at_step(number - 1)
    walk.page.keyboard.press("n")
    walk.at_step(number)
    assert walk.reply.text_content() == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_step_in_every_size(page, open_page, name, language):
    walk = Walk(page, name, language)
    steps = len(walk.lesson.steps)
    open_page(walk.address(1), on=page)
    for number in range(1, steps + 1):
        walk.at_step(number)
        in_every_size(walk, number)
        folded_and_unfolded(walk)
        walk.answer(number)
        if number == steps // 2:
            back_and_forward(walk, number)
            to_other_language_and_back(walk, number)
        page.locator("[data-testid=stMain]").focus()
        page.keyboard.press("n")
    walk.card.locator(".tour-leave").click()
    expect(walk.card).to_be_hidden()
    assert "lesson" not in page.url
