"""Words that say what they mean where they stand: on hover, focus and tap, and Escape takes it away."""

import pytest
from playwright.sync_api import Page, expect

from .resting import at_rest, path_of, with_quizzes_answered

WORDS = {
    "lens": {"price", "effort", "event"},
    "neighbours": {"residual", "price"},
    "geometry": {"cut locus"},
    "averaging": {"gap", "em", "newton", "ece", "brier"},
    "steering": {"wahba", "composition", "gamma", "phase"},
    "about": {"residual", "event", "effort", "gap"},
}


def words_of(page: Page):
    return page.locator(".lazyq dfn:visible")


@pytest.mark.parametrize("url", WORDS)
def test_every_word_is_told_to_eyes_and_to_screen_readers(open_page, page, url):
    page = with_quizzes_answered(at_rest(open_page(path_of(url), on=page)))
    bubble = page.locator(".lazyq .meaning:popover-open")
    found = set()
    for word in words_of(page).all():
        key = word.get_attribute("data-word")
        described = word.evaluate(
            "node => node.getRootNode().getElementById(node.getAttribute('aria-describedby')).textContent"
        )
        word.focus()
        expect(bubble).to_contain_text(described)
        page.keyboard.press("Escape")
        expect(bubble).to_have_count(0)
        expect(word).to_be_focused()
        found.add(key)
    assert found >= WORDS[url]


def test_pointer_and_finger_are_told_too_inside_the_window(open_page, new_page):
    page = at_rest(open_page("/about", on=new_page(viewport={"width": 320, "height": 700}, has_touch=True)))
    bubble = page.locator(".lazyq .meaning:popover-open")
    for word in words_of(page).all():
        word.hover()
        expect(bubble).to_be_visible()
        left, right = bubble.evaluate(
            "node => [node.getBoundingClientRect().left, node.getBoundingClientRect().right]"
        )
        assert left >= 0
        assert right <= 320
        bubble.hover()  # it stays, to be read
        expect(bubble).to_be_visible()
        page.get_by_role("heading", name="What is exact, and what is not").hover()
        expect(bubble).to_have_count(0)
        word.tap()
        expect(bubble).to_be_visible()
        page.get_by_role("heading", name="What is exact, and what is not").tap()
        expect(bubble).to_have_count(0)
