"""Hardness as its visitors use it: a guess, a race, an adversary, a daisy, files."""

import re

import pytest
from playwright.sync_api import expect

from .charts import NEXT_FRAME, read_by_keyboard

SECONDS = 120_000
PAGE = "/hardness"


def test_a_graph_is_on_the_first_screen_beside_the_guess(page, phone, open_page):
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page(PAGE)
    picture = page.locator(".hardness .graph")
    expect(picture).to_be_in_viewport(ratio=1, timeout=SECONDS)
    expect(page.locator(".hardness .race .quiz")).to_be_in_viewport(ratio=1)
    counted = page.locator(".hardness .counted")
    filled = picture.locator(".counts").count()
    expect(counted).to_contain_text(f"{filled} of 20 are filled: {'odd' if filled % 2 else 'even'}.")
    before = counted.inner_text()
    page.get_by_role("button", name="Change an edge").click()
    expect(picture.locator(".changed")).to_have_count(1)
    expect(counted).to_contain_text(f"{filled} filled nodes became {picture.locator('.counts').count()}")
    page.get_by_role("button", name="Another graph").click()
    expect(page).to_have_url(re.compile("graph=1"))
    expect(picture.locator(".changed")).to_have_count(0)
    assert counted.inner_text() != before
    assert len(read_by_keyboard(page, picture)) == 20
    open_page(PAGE, on=phone)
    expect(phone.locator(".hardness .graph")).to_be_in_viewport(ratio=1, timeout=SECONDS)


@pytest.mark.parametrize("size", [(1280, 720), (844, 390)])
def test_whoever_answers_sees_the_race_and_its_verdict(new_page, open_page, size):
    width, height = size
    page = open_page(PAGE, on=new_page(viewport={"width": width, "height": height}))
    page.locator(".hardness .race .answers button").first.click(timeout=SECONDS)
    expect(page.locator(".hardness .play")).to_be_focused()
    verdict = page.locator(".hardness .verdict")
    expect(verdict).to_contain_text("At the end", timeout=SECONDS)
    expect(verdict).to_be_in_viewport(ratio=1)
    header = page.get_by_test_id("stHeader").bounding_box()
    assert verdict.bounding_box()["y"] >= header["y"] + header["height"]


def test_adversary_and_daisy_are_there_before_the_networks_are_trained(page, open_page):
    open_page(f"{PAGE}?nodes=10")
    left = page.locator(".hardness .left-over")
    expect(page.locator(".hardness .cards button")).to_have_count(64, timeout=SECONDS)
    expect(page.locator(".hardness .bound")).to_be_hidden()
    page.get_by_role("button", name="half").first.click()
    ruling = page.locator(".hardness .ruling")
    expect(ruling).to_have_text("You said half of 64. At τ = 0.30 no query rules out more than 11. Now try.")
    expect(left).to_have_text("64 hypotheses. Choose a query.")
    page.get_by_role("button", name="the best mix").click()
    expect(left).to_contain_text("Query 1 ruled out 11 of 64: 53 of 64 are left")
    expect(ruling).to_contain_text("The best of yours so far: 11.")
    expect(page.locator(".hardness .cards .ruled")).to_have_count(11)
    cards = page.locator(".hardness .cards button")
    cards.first.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(left).to_contain_text("Query 2 ruled out 1 of 53")
    expect(page).to_have_url(re.compile("ruled=half.*asked=mix.p20"))
    page.get_by_role("button", name="Only functions that cyclic shifts").click()
    expect(left).to_have_text("14 hypotheses. Choose a query.")
    page.get_by_role("button", name="the best mix").click()
    page.get_by_role("button", name="the best mix").click()
    expect(left).to_contain_text("agrees with all 3 that are left")
    expect(page.locator(".hardness .cards .found")).to_have_count(3)
    page.get_by_role("button", name="k = 6").click()
    expect(page.locator(".hardness .petals .above")).to_have_count(6 * 7)
    expect(page.locator(".hardness .spectrum")).to_be_hidden()
    page.get_by_role("button", name="nearly all").click()
    expect(page.locator(".hardness .heard")).to_contain_text("You said nearly all. Below degree 6")
    expect(page.locator(".hardness .spectrum .bar")).not_to_have_count(0)
    page.reload()
    expect(left).to_contain_text("It gives in after 2 queries", timeout=SECONDS)
    expect(ruling).to_contain_text("You said half of 14")
    open_page(f"{PAGE}?nodes=10&asked=mix")
    expect(left).to_contain_text("Query 1 ruled out 11", timeout=SECONDS)
    expect(ruling).to_be_empty()


@pytest.mark.parametrize("part", ["race", "game&ruled=ten&asked=mix", "daisy&below=seen"])
def test_every_part_fits_the_projector_while_networks_are_trained(new_page, open_page, part):
    page = new_page(reduced_motion="reduce")
    main, job = page.get_by_test_id("stMain"), page.get_by_test_id("stProgress")
    for seed, guess in ((0, "seen"), (3, "seen"), (3, "none")):
        open_page(f"{PAGE}?present=true&seed={seed}&guess={guess}&part={part}", on=page)
        expect(page.locator(".hardness .parts")).to_be_visible(timeout=SECONDS)
        expect(job).to_have_count(1 if seed else 0, timeout=SECONDS)
        for width, height in ((1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(NEXT_FRAME)
            assert main.evaluate("(node) => node.scrollHeight - node.clientHeight") <= 1, (seed, guess, width)


def test_a_picture_leaves_out_what_is_still_to_be_guessed(page, open_page):
    def drawn(address):
        open_page(f"{PAGE}?guess=seen&{address}")
        expect(page.locator(".hardness .curve-plain").first).to_be_visible(timeout=SECONDS)
        with page.expect_download() as saved:
            page.get_by_role("button", name="SVG", exact=True).click()
        text = saved.value.path().read_text("utf-8")
        return "hypotheses left" in text, "share of the energy" in text, text.count("Hidden until you have")

    assert drawn("") == (False, False, 2)
    assert drawn("ruled=ten") == (True, False, 1)
    assert drawn("below=half") == (False, True, 1)
    assert drawn("ruled=seen&below=seen") == (True, True, 0)


def test_a_class_that_is_asked_of_the_adversary_finds_no_card_crossed_out(page, open_page):
    open_page(f"{PAGE}?nodes=10&ruled=ten&asked=mix")
    crossed = page.locator(".hardness .cards .ruled")
    expect(crossed).to_have_count(11, timeout=SECONDS)
    page.locator(".hardness").evaluate("(root) => root.riddle('ruled').hide()")
    expect(crossed).to_have_count(0)
    expect(page.locator(".hardness .game .quiz")).to_be_visible()
    expect(page).not_to_have_url(re.compile("asked"))


def test_a_guess_a_race_and_files(page, open_page, new_page, tolerate, tmp_path):
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
    with page.expect_download() as saved:
        page.get_by_role("button", name="HTML", exact=True).click()
    file = tmp_path / "hardness.html"
    saved.value.save_as(file)
    alone = new_page(offline=True, reduced_motion="reduce")
    tolerate(r"another host: file:///.*hardness\.html")
    alone.goto(file.as_uri())
    expect(alone.locator(".hardness .verdict")).to_be_empty()
    expect(alone.locator(".hardness .said")).to_contain_text("After 33 samples")
    expect(alone.locator(".hardness .noise-text")).to_have_text("10 %")
    alone.locator(".hardness .dial").fill("100")
    expect(alone.locator(".hardness .verdict")).to_contain_text("You said graph network. At the end")
    expect(alone.locator(".hardness .parity .curve-plain")).to_have_count(1)
    alone.get_by_role("button", name="Another graph").click()
    expect(alone.locator(".hardness .counted")).to_contain_text("of 20 are filled")
    alone.get_by_role("button", name="all but one").click()
    alone.get_by_role("button", name="the majority").click()
    expect(alone.locator(".hardness .ruling")).to_contain_text("The best of yours so far: 6.")
