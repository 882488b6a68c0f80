"""The first page: what a first visitor sees, and what it costs them."""

import re

import pytest
from playwright.sync_api import expect

from .harness import READY_SECONDS, wait_until_ready, websocket_bytes
from .lens_view import NEXT_FRAME

FIRST_VISIT_BYTES = 3_065_000  # of which Streamlit takes 2,925,000, and a page of the table some 2,200
PIXELS = """(canvas) => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data).join()"""


def test_first_visit_to_a_fresh_server_moves_is_small_and_leads_to_the_lens(cold_server, new_page, open_page):
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received, addresses, frames = [], [], []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on("Network.responseReceived", lambda event: addresses.append(event["response"]["url"]))
    session.on(
        "Network.webSocketFrameReceived", lambda event: frames.append(websocket_bytes(event["response"]))
    )
    open_page("/", on=page, at=cold_server())
    expect(page).to_have_title("Start · lazyq")
    expect(page.get_by_role("heading", level=1)).to_have_text("When is a 6 still a 6?")
    moved = page.locator(".start .moved")
    before = moved.evaluate(PIXELS)
    sentence = page.locator(".start .sentence").inner_text()
    expect(page.locator(".start .sentence")).not_to_have_text(sentence)
    expect(page.locator(".start .key")).to_be_in_viewport(ratio=1)  # all of the figure is above it
    seen = {before}
    for _ in range(200):
        page.evaluate(NEXT_FRAME)
        seen.add(moved.evaluate(PIXELS))
        if len(seen) > 3:
            break
    assert len(seen) > 3, "the picture moves by itself"

    page.wait_for_load_state("networkidle")
    assert len(received) > 5
    assert sum(received) + sum(frames) <= FIRST_VISIT_BYTES
    assert not [address for address in addresses if re.search("plotly", address, re.IGNORECASE)]

    page.get_by_test_id("stMain").get_by_role("link", name="Lens").click()
    distance = page.locator(".lens .n-distance")
    expect(distance).to_have_text(re.compile(r"^\d+\.\d{3}$"), timeout=1000 * READY_SECONDS)
    expect(page).to_have_title("Lens · lazyq")
    page.go_back()
    expect(page.locator(".start .moved")).to_be_visible()


def test_slider_and_pause_put_the_visitor_in_charge(page, open_page):
    open_page("/")
    start = page.locator(".start")
    button, dial = start.get_by_role("button"), start.get_by_role("slider")
    moved, sentence, spoken = (start.locator(part) for part in (".moved", ".sentence", ".spoken"))
    expect(button).to_have_text(re.compile("Pause"))
    expect(spoken).to_have_attribute("aria-live", "off")
    button.click()
    expect(button).to_have_text(re.compile("Play"))
    expect(spoken).to_have_attribute("aria-live", "polite")
    expect(spoken).to_have_text(sentence.inner_text())
    still = moved.evaluate(PIXELS), sentence.inner_text()
    for _ in range(5):
        page.evaluate(NEXT_FRAME)
    assert (moved.evaluate(PIXELS), sentence.inner_text()) == still

    dial.press("End")
    expect(sentence).to_contain_text("too lazy to move")
    assert moved.evaluate(PIXELS) == start.locator(".source").evaluate(PIXELS)
    dial.press("Home")
    expect(sentence).to_contain_text("Moving is free")
    expect(start.locator(".key-price b")).to_have_text("0.00")
    box = dial.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(sentence).to_contain_text("of 28 rows find it worth")
    expect(spoken).to_have_text(
        re.compile(r"^Changed: \d+ rows let go, .*distance [\d.]+ → [\d.]+\. \d+ of 28 rows find")
    )
    rows, distance = re.match(r"(\d+) of 28 .* ([\d.]+)\.$", sentence.inner_text()).groups()
    expect(dial).to_have_attribute("aria-valuetext", f"{rows} of 28 rows slide, distance {distance}")
    button.click()
    expect(button).to_have_text(re.compile("Pause"))
    dial.press("ArrowRight")
    expect(button).to_have_text(re.compile("Play"))
    open_page("/")
    page.keyboard.press("p")
    expect(button).to_have_text(re.compile("Play"))
    page.keyboard.press("p")
    expect(button).to_have_text(re.compile("Pause"))


@pytest.mark.parametrize("kind", ["still", "phone", "dark"])
def test_start_for_other_visitors(request, new_page, open_page, kind):
    page = new_page(reduced_motion="reduce") if kind == "still" else request.getfixturevalue(kind)
    open_page("/", on=page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator(".start .sentence")).not_to_be_empty()
    if kind == "still":
        expect(page.get_by_role("button", name="Play")).to_be_visible()
        seen = page.locator(".start .moved").evaluate(PIXELS)
        assert seen != page.locator(".start .source").evaluate(PIXELS), "something to see without moving"
        for _ in range(5):
            page.evaluate(NEXT_FRAME)
        assert page.locator(".start .moved").evaluate(PIXELS) == seen
    if kind == "dark":
        expect(page.locator(".start")).to_have_attribute("data-dark", "")


def test_the_title_stands_over_the_middle_picture(page, open_page):
    open_page("/")
    title = page.get_by_text("When is a 6 still a 6?", exact=True).evaluate("""(words) => {
      const { left, right } = words.getBoundingClientRect()
      return (left + right) / 2
    }""")
    picture = page.locator(".start .middle").bounding_box()
    assert title == pytest.approx(picture["x"] + picture["width"] / 2, abs=1)


def test_cold_link_to_about(cold_server, open_page, page):
    open_page("/about", at=cold_server())
    expect(page).to_have_title("About · lazyq")
    expect(page.get_by_role("heading", level=1)).to_contain_text("About")
    page.get_by_role("button", name="See", exact=True).click()
    expect(page.get_by_role("menuitem", name="Lens")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Start", exact=True).click()
    wait_until_ready(page)
    expect(page.locator(".start .moved")).to_be_visible()


def test_the_bar_has_a_scale_values_to_read_and_a_table(new_page, open_page):
    page = open_page("/?lam=0.4", on=new_page(viewport={"width": 1280, "height": 720}))
    part = page.locator(".start").locator
    expect(part(".axis-title")).to_have_text("squared distance")
    expect(part(".axis-title")).to_be_in_viewport(ratio=1)
    expect(part(".key")).to_be_in_viewport(ratio=1)
    width = "(node) => node.getBoundingClientRect().width"
    whole = part(".bar").evaluate(width)
    ticks = [float(text) for text in part(".axis span").all_text_contents()]
    places = part(".axis span").evaluate_all("(nodes) => nodes.map((node) => node.offsetLeft)")
    scale = places[-1] / ticks[-1]
    assert ticks[0] == 0
    assert len(ticks) > 3
    assert places == pytest.approx([scale * tick for tick in ticks], abs=1)
    values, name_of = [], {"left": "residual", "price": "penalty"}
    for name, text in (("left", "what is left"), ("price", "what moving costs")):
        values.append(float(part(f".key-{name} b").inner_text()))
        piece = part(f".bar .{name}")
        assert piece.evaluate(width) == pytest.approx(scale * values[-1], rel=0.02)
        piece.focus()
        expect(piece).to_be_focused()
        expect(piece).to_have_accessible_name(re.compile(f"{name_of[name]}² {values[-1]:.2f}: {text}"))
    assert sum(values) <= whole / scale
    part("summary").click()
    moving = re.match(r"\d+", part(".sentence").inner_text())[0]
    rows = part("table tr")
    expect(rows).to_have_count(11)
    expect(rows.nth(1)).to_contain_text(f"0.4, now{moving}{values[0]:.2f}")
    part("input").press("Home")
    expect(rows.nth(1)).to_contain_text("0, now")
    assert rows.nth(1).inner_text().split("\t")[1:] == rows.nth(2).inner_text().split("\t")[1:]


def test_colours_that_say_something_stay_and_paper_has_no_tools(page, open_page):
    """Where the system has colours of its own, as for high contrast, and printed."""
    seen = {
        "/": {".start .bar .left": "background-color", ".start .key-left": "color"},
        "/lens": {".lens .minus": "color", ".lens .term-left b": "color"},
        "/neighbours?n=100&tested=1000&draws=1": {".neighbours .split .left": "background-color"},
    }
    for path, marks in seen.items():
        page.emulate_media(forced_colors="none")
        open_page(path)
        page.emulate_media(forced_colors="active")
        for selector, style in marks.items():
            expect(page.locator(selector).first).to_have_css(style, "rgb(0, 114, 178)")
    tools = page.locator(".tools")
    expect(tools).to_be_visible()
    page.emulate_media(media="print")
    expect(tools).to_be_hidden()
