"""Sample gain as its visitors use it: a point dragged, waves counted, a curve slid, a guess, files."""

import re

import pytest
from playwright.sync_api import expect

SECONDS = 90_000
PAGE = "/sample-gain"


@pytest.fixture
def learned(page, open_page):
    open_page(PAGE)
    expect(page.locator(".sample-gain .learned")).to_be_visible(timeout=SECONDS)
    return page


def test_space_and_waves_come_before_the_curves_and_follow_the_hand(page, open_page):
    open_page(f"{PAGE}?group=mirrors&level=25")
    expect(page.locator(".sample-gain .counted")).to_contain_text(
        "81 waves, and the symmetry leaves 26", timeout=SECONDS
    )
    space = page.locator(".sample-gain .space")
    expect(space.locator(".image")).to_have_count(3)
    expect(space.locator(".mirror")).to_have_count(4)
    space.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("x1=45"))
    level = page.locator(".sample-gain .level")
    level.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".sample-gain .counted")).to_contain_text("|k|² = 26")
    page.keyboard.press("-")
    expect(page.locator(".sample-gain .counted")).to_contain_text("|k|² = 16")
    expect(page).to_have_url(re.compile("level=16"))


def test_a_curve_is_slid_over_the_other_and_then_the_measured_factor_is_told(learned):
    page = learned
    expect(page.locator(".sample-gain .measured")).to_be_empty()
    expect(page.locator(".sample-gain .slid")).to_have_text("×1.00")
    factor = page.locator(".sample-gain .factor")
    factor.fill("200")
    expect(page.locator(".sample-gain .slid")).to_have_text("×4.00")
    expect(page.locator(".sample-gain .cover")).to_contain_text("Slid by ×4.00, it is")
    curves = page.locator(".sample-gain .curves")
    box = curves.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 30, box["y"] + 80)
    page.mouse.up()
    expect(page.locator(".sample-gain .slid")).not_to_have_text("×4.00")
    page.get_by_role("button", name="Show what was measured").click()
    expect(page.locator(".sample-gain .measured")).to_contain_text("The group has 4 elements")
    expect(page).to_have_url(re.compile("shown=yes"))
    page.locator(".sample-gain .size").fill("6")
    expect(page.locator(".sample-gain .lazy-sentence")).to_contain_text("With n = 1024, full trust, τ = 0,")
    page.reload()
    expect(page.locator(".sample-gain .measured")).to_contain_text("Measured: ×", timeout=SECONDS)


def test_numbers_and_files(learned):
    page = learned
    page.get_by_text("The numbers").click()
    expect(page.locator(".sample-gain .numbers tr")).to_have_count(8)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert saved.value.suggested_filename == "sample_gain_translations.csv"
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG", exact=True).click()
    assert "waves" in saved.value.path().read_text()
