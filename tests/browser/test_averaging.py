"""The Averaging page in a real browser: π by hand and by keyboard, learning, digits, files, addresses."""

import io
import re
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from .harness import ROOT, until, websocket_bytes

PLACE = "/averaging?model=logistic&n=500&guess=seen"
SECONDS = 240_000
WHOLE = ".averaging:not([data-sketch]) .sentence"


@pytest.fixture
def lab(open_page):
    def visit(path=PLACE, on=None):
        page = open_page(path, on=on)
        expect(page.locator(WHOLE)).not_to_be_empty(timeout=SECONDS)
        return page

    return visit


def loss(page):
    return float(page.locator(".n-loss").text_content())


def best(page):
    return float(page.locator(".n-best").text_content())


def painted(page):
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press(page, name):
    page.get_by_role("button", name=name).click()


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_first_view_shows_the_certified_best(lab):
    page = lab()
    assert loss(page) == best(page)
    expect(page.locator(".averaging .sentence")).to_contain_text("This is the best π")
    expect(page.locator(".scores tr.ours")).to_contain_text("0.187, 0.9532")
    expect(page.locator(".copy")).to_have_count(23)
    expect(page.locator(".galleries button").first).to_be_visible()
    for name in ("bars", "losses", "gaps", "before", "after", "rounds", "reliability", "bound", "plan"):
        assert page.locator(f".averaging svg.{name} > g > *").count() > 3, name


def test_a_dragged_bar_moves_the_loss_without_the_server(lab):
    page = lab()
    states = set()
    board = page.locator("svg.bars")
    box = board.bounding_box()
    bar = board.locator(".now").nth(21).bounding_box()
    x = bar["x"] + bar["width"] / 2
    before = loss(page)
    page.mouse.move(x, box["y"] + box["height"] - 48)
    page.mouse.down()
    seen = set()
    for step in range(12):
        page.mouse.move(x, box["y"] + box["height"] - 48 - 8 * step)
        painted(page)
        seen.add(loss(page))
        states.add(page.get_by_test_id("stApp").get_attribute("data-test-script-state"))
    page.mouse.up()
    assert len(seen) > 8
    assert min(seen) >= best(page)
    assert loss(page) > before
    assert states == {"notRunning"}
    expect(page.locator(".step")).to_have_text("your own π")


def test_the_optimiser_by_hand(lab):
    page = lab()
    press(page, "Uniform")
    expect(page.locator(".step")).to_have_text("your own π")
    losses = [loss(page)]
    for _ in range(5):
        press(page, "EM step")
        painted(page)
        losses.append(loss(page))
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0]
    press(page, "Only 0°")
    expect(page.locator(".averaging .sentence")).to_contain_text("S f is f itself")
    press(page, "Best π")
    expect(page.locator(".averaging .sentence")).to_contain_text("This is the best π")


def test_keyboard_chooses_and_changes_a_bar(lab):
    page = lab()
    board = page.get_by_role("slider", name="Weight of one angle")
    board.focus()
    board.press("End")
    expect(board).to_have_attribute("aria-valuetext", re.compile(r"^\+30°: 0\.\d\s%"))
    board.press("PageUp")
    expect(board).to_have_attribute("aria-valuetext", re.compile(r"^\+30°: 1[01]\.\d\s%"))
    expect(page.locator(".step")).to_have_text("your own π")
    page.get_by_label("θ and −θ alike").check()
    board.focus()
    board.press("Home")
    expect(board).to_have_attribute("aria-valuetext", re.compile(r"^−30°: 5\.\d\s%"))


def test_learning_plays_and_is_scrubbed(lab):
    page = lab()
    press(page, "Watch it learn")
    expect(page.locator(".play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".step")).to_contain_text("gradient descent")
    press(page, "Pause")
    scrub = page.get_by_role("slider", name="Step of the learning")
    scrub.focus()
    scrub.press("Home")
    expect(page.locator(".step")).to_have_text("step 0 of gradient descent")
    first = loss(page)
    scrub.press("PageUp")
    expect(page.locator(".n-loss")).not_to_have_text(f"{first:.4f}")
    assert loss(page) < first


def test_a_digit_of_the_gallery_is_asked_and_stays_after_reload(lab):
    page = lab()
    card = page.locator(".galleries button").first
    index, label = re.search(r"Test digit (\d+), a (\d)", card.get_attribute("aria-label")).groups()
    card.click()
    expect(card).to_have_attribute("aria-current", "true", timeout=60_000)
    expect(page.locator(".digit-sentence")).to_contain_text(f"This is a {label}")
    until(page, f"() => location.search.includes('x=mnist-test-{index}&')")
    page.reload()
    expect(card).to_have_attribute("aria-current", "true", timeout=SECONDS)


def test_a_digit_is_sent_without_the_table_that_is_there(lab, page):
    received = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.webSocketFrameReceived", lambda event: received.append(websocket_bytes(event["response"]))
    )
    lab(on=page)
    everything = sum(received)
    for place in (1, 2):
        received.clear()
        card = page.locator(".galleries button").nth(place)
        card.click()
        expect(card).to_have_attribute("aria-current", "true", timeout=60_000)
        assert sum(received) < everything / 4


def test_the_bound_is_that_of_the_law_under_the_hand(lab):
    page = lab()
    sentence, busy = page.locator(".bound-sentence"), page.locator(".bounds")
    expect(busy).to_have_attribute("aria-busy", "false", timeout=60_000)
    before = sentence.text_content()
    press(page, "Only 0°")
    expect(busy).to_have_attribute("aria-busy", "false", timeout=60_000)
    expect(sentence).not_to_have_text(before)
    alone = sentence.text_content()
    press(page, "Best π")
    expect(sentence).to_have_text(before, timeout=60_000)
    assert "W(π, gπ)" in alone


def test_transport_penalty_has_a_control_and_says_its_price(lab):
    page = lab()
    press(page, "Change the experiment")
    page.get_by_text("π with the transport penalty too").click()
    page.keyboard.press("Escape")
    strength = page.get_by_role("slider", name="Strength of the transport penalty")
    expect(strength).to_be_visible(timeout=SECONDS)
    expect(page.locator(".averaging .sentence")).to_contain_text("This is the best π")
    strength.focus()
    strength.press("End")
    expect(page.locator(".strength-now")).to_have_text("strength 0.1")
    expect(page.locator(".priced-sentence")).to_contain_text("Gained: at strength 0.1")
    expect(page.locator(".step")).to_have_text("π with the transport penalty")
    assert loss(page) > best(page)
    until(page, "() => location.search.includes('penalty=yes')")


def test_turn_and_bound_follow_their_sliders(lab):
    page = lab()
    turn = page.get_by_role("slider", name="Turn in degrees")
    turn.focus()
    for _ in range(3):
        turn.press("ArrowRight")
    expect(page.locator(".turn-sentence")).to_contain_text("Turned by 15°")
    move = page.get_by_role("slider", name="Turn g of the bound")
    move.focus()
    move.press("Home")
    expect(page.locator(".bound-sentence")).to_contain_text("At g = −45° S f changes by")
    until(page, "() => location.search.includes('g=0')")
    assert query(page)["turn"] == "15"


def test_address_brings_the_view_back(lab):
    page = lab(f"{PLACE}&step=3&turn=90&g=4&digit=17")
    expect(page.locator(".step")).to_have_text("step 3 of gradient descent")
    expect(page.locator(".angle")).to_have_text("90°")
    expect(page.locator(".bound-sentence")).to_contain_text("At g = −25°")
    assert query(page)["x"] == "mnist-test-17"
    assert "digit" not in query(page)


def test_bad_addresses_are_told(lab):
    page = lab(f"{PLACE}&step=abc&digit=999999&angles=all")
    expect(page.locator(".averaging .problem")).to_contain_text("The link says step=abc")
    expect(page.get_by_text("The link’s digit can’t be shown")).to_be_visible()
    expect(page.get_by_text("The link’s angles can’t be shown")).to_be_visible()


def test_files_to_take_away(lab, new_page, tolerate, tmp_path):
    page = lab()

    def taken(what):
        with page.expect_download(timeout=60_000) as download:
            page.locator(f"[data-take='{what}']").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    rows = taken("csv").read_text("utf-8").splitlines()
    assert len(rows) == 26
    with np.load(taken("npz")) as arrays:
        assert arrays["learning_table"].shape == (3_000, 23)
        assert arrays["turned_probabilities"].shape == (73, 23, 10)
        np.testing.assert_allclose(arrays["weights"], arrays["learned_weights"], atol=1e-8)
        np.testing.assert_allclose(arrays["plans"].sum((1, 2)), 1)
        assert float(page.locator(".n-best").text_content()) == pytest.approx(
            float(-np.log(np.maximum(arrays["learning_table"] @ arrays["weights"], 1e-38)).mean()), abs=1e-4
        )
    weights = [float(row.split(",")[2]) for row in rows[1:24]]
    assert sum(weights) == pytest.approx(1)
    assert float(rows[24].split(",")[-1]) == pytest.approx(best(page), abs=1e-4)
    assert taken("svg").read_text("utf-8").startswith("<svg")
    wide, high = Image.open(io.BytesIO(taken("png").read_bytes())).size
    assert wide == 2120
    assert high > 740, "with the copies below their bars"
    alone = new_page()
    tolerate("^request to another host: file://")
    alone.goto(taken("html").as_uri())
    expect(alone.locator(".sentence")).to_contain_text("This is the best π")
    alone.get_by_role("button", name="Uniform").click()
    expect(alone.locator(".step")).to_have_text("your own π")


def test_copied_python_learns_the_same(lab, new_page, server, tmp_path):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    lab(on=page)
    page.locator("[data-take='python']").click()
    expect(page.locator(".done")).to_have_text("copied")
    program = page.evaluate("() => navigator.clipboard.readText()")
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**server.environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=True,
    )
    assert float(finished.stdout.split()[-2]) == pytest.approx(best(page), abs=1e-4)


def test_work_can_be_stopped_and_begun_again(open_page):
    page = open_page("/averaging?n=8000")
    stop = page.get_by_test_id("stMain").get_by_role("button", name="Stop")  # Streamlit has one in its header
    sketch = page.locator(".averaging[data-sketch] .sentence")
    expect(sketch).not_to_be_empty(timeout=180_000)  # from here on the whole is what can be stopped
    stop.click()
    expect(page.get_by_text("Stopped before it was done.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Compute it again").click()
    expect(stop).to_be_visible(timeout=60_000)
    stop.click()
    expect(page.get_by_text("Stopped before it was done.")).to_be_visible(timeout=60_000)


def test_phone_and_dark(lab, phone, dark):
    lab(on=phone)
    assert phone.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    lab(on=dark)
    expect(dark.locator(".averaging[data-dark]")).to_have_count(1)
