"""Settings in a real browser: every choice stays, there and back, and Back undoes what it should."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .harness import wait_until_ready

SECONDS = 240_000
COPIES = {"±15°, each degree": 31, "±90° by 6°": 31, "the whole circle by 10°": 36}  # of a digit, else 23


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


def test_votes_and_who_may_vote_there_and_back(neighbours, pytestconfig):
    page, cards = neighbours, neighbours.locator(".neighbours .card")
    among = "Neighbours are looked for among"
    for _ in range(2 if pytestconfig.getoption("thorough") else 1):
        for k in (5, 10, 1):
            type_in(page, "Votes k", k)
            expect(cards).to_have_count(k, timeout=SECONDS)
            expect(page.get_by_role("spinbutton", name="Votes k")).to_have_value(str(k), timeout=SECONDS)
        for words, exact in (
            ("a random draw of training digits", "a random draw of 100 training digits"),
            ("all 60,000 training digits", "all 60,000 training digits"),
        ):
            choose(page, among, words)
            expect(page.locator(".neighbours .exact")).to_contain_text(exact, timeout=SECONDS)
            expect(chosen(page, among)).to_have_value(words, timeout=SECONDS)
            expect(cards).to_have_count(1, timeout=SECONDS)
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


def test_every_setting_of_the_experiment_through_all_its_values_and_back(experiment):
    page, body = experiment, experiment.get_by_test_id("stPopoverBody")

    def assert_taken(name):
        wait_until_ready(page)  # a sketch is there; what is asked for next takes the place of the whole
        expect(page.locator(".averaging .sentence"), name).not_to_be_empty(timeout=SECONDS)
        expect(page.get_by_test_id("stException"), name).to_have_count(0)
        expect(page.locator(".problem:visible, [data-testid=stAlert]"), name).to_have_count(0)

    fields = body.get_by_role("combobox")
    expect(fields).to_have_count(4)
    walked = 0
    for field in fields.all():
        before = field.input_value()
        field.press("ArrowDown")
        names = page.get_by_role("option").all_inner_texts()
        page.keyboard.press("Escape")
        for name in [*(name for name in names if name != before), before]:
            field.press("ArrowDown")
            page.get_by_role("option", name=name, exact=True).click()
            expect(field).to_have_value(name, timeout=SECONDS)
            assert_taken(name)
            expect(page.locator(".averaging .copy"), name).to_have_count(
                COPIES.get(name, 23), timeout=SECONDS
            )
            walked += 1
    assert walked == 4 + 5 + 4 + 2
    boxes = body.get_by_role("switch")
    expect(boxes).to_have_count(2)
    for box, parameter in zip(boxes.all(), ("compare", "penalty"), strict=True):
        for on in (True, False):
            box.press("Space")
            expect(box).to_be_checked(checked=on)
            wanted = re.compile(rf"{'' if on else '^(?!.*'}[?&]{parameter}=yes{'' if on else ').*$'}")
            expect(page).to_have_url(wanted, timeout=SECONDS)
            assert_taken(f"{parameter}, {on}")
    assert [field.input_value() for field in fields.all()] == [
        "Logistic regression",
        "500 digits",
        "the talk’s angles to ±30°",
        "digits f has not seen",
    ]


def test_two_choices_in_a_row_both_stay(experiment):
    page = experiment
    choose(page, "π is learned on", "f’s own training digits")
    choose(page, "Angles of π", "±15°, each degree")
    expect(page.locator(".averaging .copy")).to_have_count(31, timeout=SECONDS)
    expect(page).to_have_url(re.compile("learn=training"), timeout=SECONDS)
    expect(page).to_have_url(re.compile("angles=fine"))
