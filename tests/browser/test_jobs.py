"""Long computations that visitors ask for, wait for, and leave."""

import pytest
from playwright.sync_api import Page, expect

LONG = "/best-lambda?n=60000&tested=10000&draws=20&seed={}"
SECONDS = 120_000


def expect_progress(page: Page, words: str) -> None:
    """Expect a progress bar with these words."""
    expect(page.get_by_test_id("stProgress")).to_contain_text(words, timeout=SECONDS)


def menu(page: Page) -> None:
    """Go to the Lens as a visitor does, without loading the app again."""
    page.get_by_role("navigation", name="App pages").get_by_role("button", name="See", exact=True).click()
    page.get_by_role("menuitem", name="Lens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How lazy should the match be?")


def close(page: Page) -> None:
    """Close the tab."""
    page.close()


@pytest.mark.parametrize("leave", [menu, close])
def test_a_long_computation_ends_when_its_visitor_leaves(leave, cold_server, page, open_page, mnist_raw):
    mnist_raw("train")  # or skip
    server = cold_server(LAZYQ_JOBS="1")
    open_page(LONG.format(1), on=page, at=server)
    expect_progress(page, "Searching")
    other = page.context.new_page()
    open_page(LONG.format(2), on=other, at=server)
    expect_progress(other, "Waiting: you are next")
    expect(other.get_by_role("button", name="Stop")).to_be_visible()
    leave(page)
    expect_progress(other, "Searching")
