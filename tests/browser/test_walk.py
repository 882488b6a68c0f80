"""Every control of every page, through its values and back (``--thorough``: twice), and nothing is undone."""

import pytest
from playwright.sync_api import expect

from .resting import ADDRESSES, at_rest, path_of, with_quizzes_answered
from .walking import controls, leave_elsewhere, shown, walk


@pytest.fixture
def calm(new_page):
    """A page that comes to rest, since nothing moves by itself."""
    return new_page(reduced_motion="reduce")


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_every_control_there_and_back(calm, open_page, url, pytestconfig):
    page = with_quizzes_answered(open_page(path_of(url), on=calm))
    for control in list(controls(page)):
        walk(page, control, 2 if pytestconfig.getoption("thorough") else 1)


def test_every_setting_that_best_lambda_folds_away(calm, open_page, pytestconfig):
    page = with_quizzes_answered(open_page(path_of("best-lambda"), on=calm))
    page.get_by_role("button", name="Change the experiment").click()
    expect(page.get_by_test_id("stPopoverBody").get_by_role("combobox")).to_have_count(4)
    folded = list(controls(page, "[data-testid=stPopoverBody]"))
    assert len(folded) == 6
    for control in folded:
        walk(page, control, 2 if pytestconfig.getoption("thorough") else 1)


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_page_is_as_it_was_left(calm, open_page, url):
    page = with_quizzes_answered(open_page(path_of(url), on=calm))
    for control in list(controls(page)):
        leave_elsewhere(page, control)
    before = shown(page)
    elsewhere = "Start" if url else "About"
    page.get_by_role("navigation", name="App pages").get_by_role("link", name=elsewhere, exact=True).click()
    expect(page).to_have_title(f"{elsewhere} · lazyq")
    at_rest(page)
    page.go_back()
    expect(page).not_to_have_title(f"{elsewhere} · lazyq")
    assert shown(page) == before
    page.reload()
    assert shown(page) == before
