"""Settings in a real browser: every choice stays, twice there and back, and Back undoes what it should."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

SECONDS = 240_000


def chosen(page: Page, label: str) -> Locator:
    return page.get_by_role("combobox", name=label)


def choose(page: Page, label: str, option: str) -> None:
    field = chosen(page, label)
    field.evaluate("node => node.scrollIntoView({ block: 'center' })")  # an open list closes when it scrolls
    field.press("ArrowDown")
    page.get_by_role("option", name=option, exact=True).click()


def type_in(page: Page, label: str, value: int) -> None:
    field = page.get_by_role("spinbutton", name=label)
    field.fill(str(value))
    field.press("Enter")


@pytest.fixture
def neighbours(open_page: Callable[..., Page]) -> Page:
    page = open_page("/neighbours?n=100")
    expect(page.locator(".neighbours .sentence")).to_contain_text("vote", timeout=SECONDS)
    return page


def test_votes_and_who_may_vote_there_and_back_twice(neighbours):
    page, cards = neighbours, neighbours.locator(".neighbours .card")
    among = "Neighbours are looked for among"
    for _ in range(2):
        for k in (5, 10, 1):
            type_in(page, "Votes k", k)
            expect(cards).to_have_count(k, timeout=SECONDS)
            expect(page.get_by_role("spinbutton", name="Votes k")).to_have_value(str(k))
        for words, exact in (
            ("a random draw of training digits", "a random draw of 100 training digits"),
            ("all 60,000 training digits", "all 60,000 training digits"),
        ):
            choose(page, among, words)
            expect(page.locator(".neighbours .exact")).to_contain_text(exact, timeout=SECONDS)
            expect(chosen(page, among)).to_have_value(words)
            expect(cards).to_have_count(1)
    expect(page).to_have_url(re.compile(r"[?&]k=1(&|$)"))


def test_back_brings_the_votes_of_the_digit_before(neighbours):
    page, cards = neighbours, neighbours.locator(".neighbours .card")
    type_in(page, "Votes k", 5)
    expect(page).to_have_url(re.compile(r"[?&]k=5(&|$)"), timeout=SECONDS)
    before = page.locator(".neighbours").get_attribute("data-shown")
    page.get_by_role("button", name="Surprise me").click()
    expect(page.locator(".neighbours")).not_to_have_attribute("data-shown", str(before), timeout=SECONDS)
    type_in(page, "Votes k", 7)
    expect(page).to_have_url(re.compile(r"[?&]k=7(&|$)"), timeout=SECONDS)
    page.go_back()
    expect(page.locator(".neighbours")).to_have_attribute("data-shown", str(before), timeout=SECONDS)
    expect(cards).to_have_count(5, timeout=SECONDS)


@pytest.fixture
def experiment(open_page: Callable[..., Page]) -> Page:
    """Averaging, its settings unfolded."""
    page = open_page("/averaging?model=logistic&n=500")
    expect(page.locator(".averaging .sentence")).not_to_be_empty(timeout=SECONDS)
    page.get_by_role("button", name="Change the experiment").click()
    return page


def test_what_is_averaged_over_and_learned_on_there_and_back_twice(experiment):
    page = experiment
    learned_on = {"training": "f’s own training digits", "held-out": "digits f has not seen"}
    for _ in range(2):
        for learn, words in learned_on.items():
            choose(page, "π is learned on", words)
            expect(page).to_have_url(re.compile(f"learn={learn}"), timeout=SECONDS)
        for words, count in (("±15°, each degree", 31), ("the talk’s angles to ±30°", 23)):
            choose(page, "Angles of π", words)
            expect(page.locator(".averaging .copy")).to_have_count(count, timeout=SECONDS)
            expect(chosen(page, "Angles of π")).to_have_value(words)
        expect(chosen(page, "π is learned on")).to_have_value(learned_on["held-out"])
    expect(chosen(page, "Model f")).to_have_value("Logistic regression")
    expect(chosen(page, "f is trained on")).to_have_value("500 digits")
    expect(page).to_have_url(re.compile("learn=held-out"))


def test_two_choices_in_a_row_both_stay(experiment):
    page = experiment
    choose(page, "π is learned on", "f’s own training digits")
    choose(page, "Angles of π", "±15°, each degree")
    expect(page.locator(".averaging .copy")).to_have_count(31, timeout=SECONDS)
    expect(page).to_have_url(re.compile("learn=training"), timeout=SECONDS)
    expect(page).to_have_url(re.compile("angles=fine"))
