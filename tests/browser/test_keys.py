"""Keys work right after a page was opened, with nothing clicked before."""

import re

import pytest
from playwright.sync_api import expect

from .resting import at_rest, path_of


@pytest.mark.parametrize("url", ["lens", "words", "six-or-nine"])
def test_p_plays_wherever_something_plays(page, open_page, url):
    at_rest(open_page(path_of(url)))
    play = page.locator(".lazyq .play")
    expect(play).to_have_attribute("aria-keyshortcuts", "p")
    for pressed in ("true", "false"):
        page.keyboard.press("p")
        expect(play).to_have_attribute("aria-pressed", pressed)


def test_brackets_go_from_lambda_to_lambda_on_best_lambda_once_the_answer_is_shown(page, open_page):
    at_rest(open_page(path_of("best-lambda")))
    page.keyboard.press("]")
    expect(page.locator(".accuracy .quiz")).to_be_visible()
    page.get_by_role("button", name="Show me without guessing").click()
    for key, lam in (("]", "0.7"), ("[", "0.5"), ("[", "0.3")):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"[?&]lam={lam}(&|$)"))
