"""Sample gain as its visitors use it: a point dragged, waves counted, a curve slid, a guess, files."""

import re

import pytest
from playwright.sync_api import expect

from .resting import at_rest

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
    page.get_by_text("The numbers").click()
    expect(page.locator(".sample-gain .numbers")).not_to_contain_text("worth")
    page.get_by_role("button", name="This is my guess").click()
    expect(page.locator(".sample-gain .measured")).to_contain_text(
        re.compile("Your guess, ×.*(interval|too)")
    )
    expect(page.locator(".sample-gain .numbers")).to_contain_text("worth")
    expect(page.locator(".sample-gain .measured")).to_contain_text("The group has 4 elements")
    expect(page).to_have_url(re.compile("shown=yes"))
    page.locator(".sample-gain .size").fill("6")
    expect(page.locator(".sample-gain .lazy-sentence")).to_contain_text("With n = 1024, full trust, τ = 0,")
    page.reload()
    expect(page.locator(".sample-gain .measured")).to_contain_text("Measured: ×", timeout=SECONDS)
    expect(page.locator(".sample-gain .measured")).to_contain_text("Your guess, ×")


def test_a_sphere_turns_under_the_hand_and_its_point_is_moved(page, open_page):
    open_page(f"{PAGE}?group=icosahedron&level=30")
    expect(page.locator(".sample-gain .counted")).to_contain_text(
        "36 harmonics, and the symmetry leaves 1:", timeout=SECONDS
    )
    space = page.locator(".sample-gain .space")
    expect(space.locator(".image")).to_have_count(59)
    before = space.get_attribute("aria-label")
    box = space.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + 0.8 * box["height"]
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1], steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile("[?&]turn="))
    assert space.get_attribute("aria-label") == before
    space.focus()
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile("x2=60"))
    expect(space).to_have_attribute("aria-label", re.compile("longitude 40°, latitude 60°; it has 59 images"))
    page.keyboard.press("Shift+ArrowUp")
    expect(page).to_have_url(re.compile("tilt=20"))


def test_a_phone_reads_the_whole_name_of_a_symmetry(phone, open_page):
    open_page(PAGE, on=phone)
    chosen = at_rest(phone).get_by_role("combobox")
    expect(chosen).to_have_value("four translations")
    assert chosen.evaluate("(node) => node.scrollWidth <= node.clientWidth")


def test_numbers_and_files(learned, new_page, tolerate, tmp_path):
    page = learned
    page.get_by_text("The numbers").click()
    expect(page.locator(".sample-gain .numbers tr")).to_have_count(8)
    with page.expect_download() as saved:
        page.get_by_role("button", name="SVG", exact=True).click()
    assert "waves" in saved.value.path().read_text()
    page.get_by_role("button", name="CSV", exact=True).click()
    expect(page.locator(".take .done")).to_have_text(
        "Hidden until you have guessed, or pressed “Show what was measured”."
    )
    page.locator(".sample-gain .factor").fill("200")
    page.get_by_role("button", name="This is my guess").click()
    expect(page).to_have_url(re.compile("shown=yes"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert saved.value.suggested_filename == "sample_gain_translations.csv"
    with page.expect_download() as saved:
        page.get_by_role("button", name="HTML", exact=True).click()
    file = tmp_path / "gain.html"
    saved.value.save_as(file)
    alone = new_page(offline=True)
    tolerate(r"another host: file:///.*gain\.html")
    alone.goto(file.as_uri())
    expect(alone.locator(".sample-gain .space .image")).to_have_count(3)
    expect(alone.locator(".sample-gain .slid")).to_have_text("×4.00")
    expect(alone.locator(".sample-gain .measured")).to_contain_text("Your guess, ×4.00")
    alone.locator(".sample-gain .level").fill("3")
    expect(alone.locator(".sample-gain .counted")).to_contain_text("|k|² = ")
