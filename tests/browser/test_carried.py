"""What goes along from page to page: one x, one y and one λ; and each page is found as it was left."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from lazyq.experiments.digits import DrawnDigit
from lazyq.ui.shell import PAGES

from .harness import until, wait_until_ready
from .resting import at_rest, path_of

OUTSIDE = [entry.title for entry in PAGES[""]]
MENUS = {entry.title: group for group, entries in PAGES.items() if group for entry in entries}
ENTRIES = {entry.title: entry for entries in PAGES.values() for entry in entries}
# Computed for long, and then told by the address.
VIEWS = {"Best λ": ".accuracy .sentence", "Averaging": ".averaging:not([data-sketch]) .sentence"}
LONG = 240_000
LINKS = "a[data-testid^=stTopNav], .st-key-cards a[data-testid=stPageLink-NavLink]"
HISTORY = "Page.getNavigationHistory"
STROKE = DrawnDigit(np.pad(np.full((14, 4), 255, np.uint8), ((7, 7), (12, 12))).tobytes())


def asked(address):
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def arrived(page, title):
    """Wait until a page is there and has written its address."""
    expect(page).to_have_title(f"{title} · lazyq")
    wait_until_ready(page)
    if title in VIEWS:
        expect(page.locator(VIEWS[title])).not_to_be_empty(timeout=LONG)
    return asked(page.url)


def link_to(page, title):
    """The link to a page in the menus, which is then visible."""
    if title in MENUS:
        page.get_by_role("button", name=MENUS[title], exact=True).click()
        return page.get_by_role("menuitem", name=title, exact=True)
    return page.get_by_role("navigation", name="App pages").get_by_role("link", name=title, exact=True)


def go(page, title):
    """Go to a page by its link, and return the parameters of its address."""
    link_to(page, title).click()
    return arrived(page, title)


def hrefs(page):
    """The parameters of the links on the page, by the path that they lead to."""
    found = page.locator(LINKS).evaluate_all("(links) => links.map((link) => link.href)")
    return {urlsplit(address).path: asked(address) for address in found}


def pages_of_history(page):
    entries = page.context.new_cdp_session(page).send(HISTORY)["entries"]
    return [urlsplit(entry["url"]).path for entry in entries if entry["url"].startswith("http")]


@pytest.fixture
def lens(open_page):
    """The Lens with digits, a λ, a pin and a row of its own."""
    page = open_page("/lens?x=mnist-test-3&y=mnist-test-5&lam=0.7&pins=0.3&row=9")
    arrived(page, "Lens")
    return page


LEFT = {
    "Averaging": {"model": "logistic", "n": "500", "step": "3", "turn": "90", "g": "4"},
    "Geometry": {
        "x": "1.5_0.5",
        "y": "-1_-1",
        "n": "3",
        "dim": "12",
        "show": "balls_orbit",
        "from": "1.2_0.5_1.5",
    },
    "Neighbours": {"k": "5", "among": "draw", "n": "200", "seed": "4"},
    "Best λ": {
        "k": "3",
        "n": "100",
        "tested": "1000",
        "draws": "1",
        "seed": "3",
        "view": "gain",
        "guess": "0.3",
    },
    "Six or nine": {"a": "4", "b": "7", "size": "100", "lam": "0.2", "angle": "90"},
    "Lens": {"pins": "0.3_inf", "row": "9"},
}


def test_every_page_is_as_it_was_left_with_the_newest_digits_and_lam(open_page, page):
    for title, own in LEFT.items():
        open_page(path_of(ENTRIES[title].url, urlencode(own)))
        arrived(page, title)
    go(page, "Lens")
    page.get_by_role("button", name="Surprise me").click()
    until(page, "() => /[?&]x=(?!mnist-test-21&)/.test(location.search)")  # there, and another
    at_rest(page)  # a dial that is turned before the digits are there says the address of those before
    page.locator(".lens .dial").press("PageUp")
    shared = {name: asked(page.url)[name] for name in ("x", "y", "lam")}
    assert shared["lam"] not in {"0.5", "0.2"}
    for turn in ("ArrowRight", "Home"):
        for title in (*(title for title in LEFT if title != "Lens"), *OUTSIDE, "Lens"):
            found = go(page, title)
            names = ENTRIES[title].renamed
            carried = {names.get(name, name): value for name, value in shared.items()}
            assert found == found | LEFT.get(title, {}) | carried, title
            if title == "Neighbours":
                page.locator(".neighbours .dial").press(turn)
                until(page, f"() => !location.search.includes('lam={shared['lam']}&')")
                shared["lam"] = asked(page.url)["lam"]
    expect(page.locator(".lens .pins .card button[data-lam]")).to_have_count(2)


def test_a_link_to_what_moved_leads_to_its_page_with_all_it_says(open_page, page):
    said = {"n": "100", "tested": "1000", "draws": "1", "seed": "3", "view": "gain", "lam": "0.3"}
    open_page(path_of("neighbours", urlencode(said)))
    page.get_by_test_id("stMain").get_by_role("link", name="Best λ").click()
    found = arrived(page, "Best λ")
    assert found == found | said
    expect(page.get_by_role("button", name="Gain over λ = ∞")).to_have_attribute("aria-pressed", "true")


def test_lam_of_start_goes_to_the_lens_and_what_plays_by_itself_does_not(open_page, page):
    open_page("/")
    expect(page.locator(".start .sentence")).not_to_be_empty()
    assert page.url.endswith("/")
    assert set(map(len, hrefs(page).values())) == {0}
    dial = page.locator(".start").get_by_role("slider")
    dial.press("Home")
    dial.press("PageUp")
    dial.press("PageUp")
    lam = asked(page.url)["lam"]
    assert 0 < float(lam) < 1
    position = dial.input_value()
    card = page.get_by_test_id("stMain").get_by_role("link", name="Lens")
    assert asked(card.evaluate("(link) => link.href"))["lam"] == lam
    card.click()
    assert arrived(page, "Lens")["lam"] == lam
    expect(page.locator(".lens .controls .lam")).to_have_text(f"λ = {float(lam):.4g}")
    page.go_back()
    arrived(page, "Start")
    expect(dial).to_have_value(position)
    expect(page.locator(".start").get_by_role("button", name="Play")).to_be_visible()
    page.go_forward()
    assert arrived(page, "Lens")["lam"] == lam


def test_start_shows_the_digits_that_were_chosen(lens):
    page = lens
    go(page, "Start")
    expect(page.get_by_role("heading", level=1)).to_have_text("When is a 0 still a 0?")
    expect(page.get_by_role("region", name="a 0 on its way to a 1")).to_be_visible()
    expect(page.locator(".start .sentence")).to_contain_text("Distance to the 1:")


def test_links_carry_what_is_on_screen_to_another_tab(lens):
    page = lens
    page.locator(".lens .dial").press("ArrowRight")
    lam = asked(page.url)["lam"]
    assert lam != "0.7"
    assert hrefs(page)["/about"] == {"x": "mnist-test-3", "y": "mnist-test-5", "lam": lam, "v": "1"}
    link = link_to(page, "Neighbours")
    assert asked(link.evaluate("(link) => link.href"))["lam"] == lam
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    other = opened.value
    other.wait_for_url("**/neighbours?**")  # a tab begins empty
    assert asked(other.url)["x"] == "mnist-test-3"
    assert arrived(other, "Neighbours")["lam"] == lam
    expect(other.locator(".neighbours")).to_have_attribute("data-shown", "mnist-test-3")
    assert urlsplit(page.url).path == "/lens"
    assert go(other, "Lens") == {"x": "mnist-test-3", "y": "mnist-test-5", "lam": lam, "v": "1"}


def test_tabs_do_not_disturb_one_another_and_a_reload_forgets_nothing(lens, open_page):
    page = lens
    other = page.context.new_page()
    open_page("/lens?x=mnist-test-8&y=mnist-test-9&lam=1.1", on=other)
    arrived(other, "Lens")
    assert go(page, "About")["lam"] == "0.7"
    page.reload()
    assert arrived(page, "About")["lam"] == "0.7"
    found = go(page, "Lens")
    assert found == found | {"x": "mnist-test-3", "lam": "0.7", "pins": "0.3", "row": "9"}
    page.reload()
    assert arrived(page, "Lens") == found
    found = go(other, "About")
    assert found == {"x": "mnist-test-8", "y": "mnist-test-9", "lam": "1.1", "v": "1"}


def test_a_link_says_it_all(lens, open_page):
    page = lens
    go(page, "About")
    open_page("/lens?x=mnist-test-8&y=mnist-test-9&lam=1.1")
    assert arrived(page, "Lens") == {"x": "mnist-test-8", "y": "mnist-test-9", "lam": "1.1", "v": "1"}
    page.go_back()
    arrived(page, "About")
    assert asked(page.url)["x"] == "mnist-test-3"


def test_back_and_forward_go_page_by_page_however_fast_pages_are_chosen(lens):
    page = lens
    bar = page.get_by_role("navigation", name="App pages")
    bar.get_by_role("link", name="About").click()
    bar.get_by_role("link", name="Start").click()
    arrived(page, "Start")
    assert go(page, "Geometry")["lam"] == "0.7"
    assert pages_of_history(page) == ["/lens", "/about", "/", "/geometry"]
    for title in ("Start", "About", "Lens"):
        page.go_back()
        arrived(page, title)
    assert asked(page.url) == asked(page.url) | {"x": "mnist-test-3", "pins": "0.3", "row": "9"}
    for title in ("About", "Start", "Geometry"):
        page.go_forward()
        arrived(page, title)
    assert asked(page.url)["digit_x"] == "mnist-test-3"
    assert pages_of_history(page) == ["/lens", "/about", "/", "/geometry"]


@pytest.mark.parametrize("x", ["mnist-test-99999", "![a](//127.0.0.2/b.png)"], ids=["no digit", "markup"])
def test_a_bad_value_is_said_once_and_not_carried(open_page, page, x):
    open_page(f"/lens?x={x}&y=mnist-test-5&lam=-1&pins=no&row=77")
    arrived(page, "Lens")
    expect(page.get_by_test_id("stAlert")).to_contain_text("The link’s x can’t be shown")
    expect(page.locator(".lens .problem")).to_contain_text("lam=-1")
    expect(page.locator(".lens .problem")).to_contain_text("row=77")
    for title in ("Neighbours", "Start", "Geometry", "About", "Lens"):
        found = go(page, title)
        assert found[ENTRIES[title].renamed.get("y", "y")] == "mnist-test-5"
        assert found["lam"] == "0.5"
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
        expect(page.locator(".problem:visible")).to_have_count(0)


def test_settings_are_kept_though_one_leaves_before_their_result_is_there(open_page, page):
    open_page("/best-lambda?n=200&tested=1000&draws=20&seed=3")
    settings = page.get_by_role("button", name="Change the experiment")
    seed = page.get_by_label("Seed of the draws")
    settings.click()
    seed.fill("71")
    seed.press("Enter")
    until(page, "() => location.search.includes('seed=71')")
    page.keyboard.press("Escape")
    go(page, "About")
    link_to(page, "Best λ").click()
    expect(page).to_have_title("Best λ · lazyq")
    settings.click()
    expect(seed).to_have_value("71")
    assert asked(page.url)["seed"] == "71"


def test_a_drawing_goes_along_to_every_page(open_page, page):
    open_page("/averaging?model=logistic&n=500")
    arrived(page, "Averaging")
    open_page(f"/lens?x={STROKE.text}&y=mnist-test-5&lam=0.7")
    arrived(page, "Lens")
    assert go(page, "Neighbours")["x"] == STROKE.text
    expect(page.locator(".neighbours")).to_have_attribute("data-shown", STROKE.text)
    assert go(page, "Averaging")["x"] == STROKE.text
    expect(page.locator(".digit-sentence")).to_contain_text("f takes this for a")
    expect(page.locator(".copy.right, .copy.wrong")).to_have_count(0)
    page.get_by_role("button", name="Show me without guessing").click()
    card = page.locator(".galleries button").first
    index = re.search(r"Test digit (\d+)", card.get_attribute("aria-label"))[1]
    card.click()
    until(page, f"() => location.search.includes('x=mnist-test-{index}&')")
    expect(card).to_have_attribute("aria-current", "true")
    found = go(page, "Lens")
    assert found == found | {"x": f"mnist-test-{index}", "y": "mnist-test-5", "lam": "0.7"}


def test_the_drawer_of_the_phone_carries_too_and_closes(phone, open_page):
    open_page("/lens?x=mnist-test-3&y=mnist-test-5&lam=0.7&pins=0.3", on=phone)
    arrived(phone, "Lens")
    for title in ("Neighbours", "Lens"):
        phone.get_by_test_id("stExpandSidebarButton").click()
        drawer = phone.get_by_test_id("stSidebar")
        drawer.get_by_role("link", name=title).click()
        found = arrived(phone, title)
        expect(drawer).to_have_attribute("data-collapsed", "true")
        assert found == found | {"x": "mnist-test-3", "lam": "0.7"}
    assert found["pins"] == "0.3"


def test_embedded_pages_carry_and_stay_embedded_and_keep_it_to_themselves(open_page, page):
    open_page("/?embed=true&x=mnist-test-3&y=mnist-test-5&lam=0.7")
    arrived(page, "Start")
    page.get_by_test_id("stMain").get_by_role("link", name="Lens").click()
    found = arrived(page, "Lens")
    assert found == {"embed": "true", "x": "mnist-test-3", "y": "mnist-test-5", "lam": "0.7", "v": "1"}
    expect(page.get_by_role("navigation", name="App pages")).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('lazyq:left')") is None
