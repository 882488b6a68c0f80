"""Hardness as its visitors use it: a guess, a race, an adversary, a daisy, files."""

import re

from playwright.sync_api import expect

from .charts import read_by_keyboard

SECONDS = 120_000
PAGE = "/hardness"


def test_adversary_and_daisy_are_there_before_the_networks_are_trained(page, open_page):
    open_page(f"{PAGE}?nodes=10")
    left = page.locator(".hardness .left-over")
    expect(left).to_have_text("64 hypotheses. Choose a query.", timeout=SECONDS)
    page.get_by_role("button", name="the best mix").click()
    expect(left).to_contain_text("Query 1 ruled out 11 of 64: 53 of 64 are left")
    expect(page.locator(".hardness .cards .ruled")).to_have_count(11)
    cards = page.locator(".hardness .cards button")
    cards.first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(left).to_contain_text("Query 2 ruled out 1 of 53")
    expect(page).to_have_url(re.compile("asked=mix.p20"))
    page.get_by_role("button", name="Only functions that cyclic shifts").click()
    expect(left).to_have_text("14 hypotheses. Choose a query.")
    page.get_by_role("button", name="the best mix").click()
    page.get_by_role("button", name="the best mix").click()
    expect(left).to_contain_text("agrees with all 3 that are left")
    expect(page.locator(".hardness .cards .found")).to_have_count(3)
    page.get_by_role("button", name="k = 6").click()
    expect(page.locator(".hardness .petals .above")).to_have_count(6 * 7)
    expect(page.locator(".hardness .heard")).to_contain_text("Below degree 6")
    page.reload()
    expect(left).to_contain_text("It gives in after 2 queries", timeout=SECONDS)


def test_a_guess_a_race_and_files(page, open_page):
    page.emulate_media(reduced_motion="reduce")
    open_page(PAGE)
    expect(page.locator(".hardness .seen")).to_be_hidden(timeout=SECONDS)
    page.get_by_role("button", name="graph network").click()
    verdict = page.locator(".hardness .verdict")
    expect(verdict).to_contain_text("You said graph network. At the end: plain network", timeout=SECONDS)
    expect(verdict).to_contain_text("best is elimination")
    page.locator(".hardness .dial").fill("30")
    said = page.locator(".hardness .said")
    expect(said).to_contain_text("After 33 samples the parity: plain network not yet")
    expect(verdict).to_be_empty()
    read = read_by_keyboard(page, page.locator(".hardness .parity"))
    assert any(text.startswith("elimination, 20 samples seen") for text in read)
    page.locator(".hardness .noise").fill("4")
    expect(page.locator(".hardness .spoilt")).to_contain_text("With 10 % of the labels flipped")
    expect(page).to_have_url(re.compile("guess=graph.*noise=10"))
    for kind, name in (("CSV", "hardness_20.csv"), ("SVG", "hardness_20.svg"), ("NPZ", "hardness_20.npz")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=kind, exact=True).click()
        assert saved.value.suggested_filename == name
