"""Steering as its visitors use it: turned by dial, hand and link, guessed at, trained anew, taken away."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from lazyq.experiments.steering import SteeringSpec, steering

from .charts import NEXT_FRAME, clipped_texts, numbers_in, overlapping_texts, read_by_keyboard

SECONDS = 90_000
VIEW = ".steering"
CHARTS = (".wahba", ".composition", ".left-phases", ".right-phases", ".laziness", ".info", ".equivariance")


@pytest.fixture
def open_steering(page, open_page):
    def visit(search: str = "", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/steering{search}", on=target)
        expect(target.locator(f"{VIEW} .sentence")).not_to_be_empty(timeout=SECONDS)
        return target

    return visit


@pytest.fixture(scope="module")
def result(mnist_raw):
    del mnist_raw
    return steering(SteeringSpec("mnist-test"))


def address(page: Page) -> str:
    """Return the query of the address as the page has it now; Playwright hears of it a little later."""
    return str(page.evaluate("location.search"))


def turn_to(page: Page, place: int) -> None:
    page.locator(f"{VIEW} .dial").fill(str(place))


def test_dial_hand_and_link_turn_both_globes(open_steering, result):
    page = open_steering()
    turn_to(page, 18)
    expect(page.locator(f"{VIEW} .turned")).to_have_text("90°")
    claim = page.locator(f"{VIEW} .claim")
    expect(claim).to_contain_text(f"here {result.wahba[1, 18]:.3f} and {result.wahba[0, 18]:.3f}")
    landed = page.locator(VIEW).evaluate("({ view }) => view.spaces.map((space) => space.landed(18))")
    assert landed[1] > landed[0]
    expect(page.locator(f"{VIEW} .right-numbers")).to_contain_text(f"{landed[1]} of 30 within 10°")
    dial = page.locator(f"{VIEW} .dial")
    dial.press("ArrowRight")
    expect(page.locator(f"{VIEW} .turned")).to_have_text("95°")
    page.keyboard.press("g")
    expect(page.locator(f"{VIEW} .sentence")).to_contain_text("The globe is turned by R(95°), no image is")
    page.get_by_role("button", name="Everything is a positive").click()
    expect(page.locator(f"{VIEW} .lamp")).to_contain_text("Nothing moves")
    assert {"angle=95", "beside=positives", "turn=globe"} <= set(address(page)[1:].split("&"))
    search = address(page)
    open_steering(search)
    expect(page.locator(f"{VIEW} .lamp")).to_be_visible()
    expect(page.locator(f"{VIEW} .turned")).to_have_text("95°")
    page.get_by_role("button", name="With the loss: CARE").click()
    expect(page.locator(f"{VIEW} .lamp")).to_be_hidden()
    box = page.locator(f"{VIEW} .stage").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle[0], middle[1] - 60)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1], steps=4)
    page.mouse.up()
    expect(page.locator(f"{VIEW} .turned")).to_have_text("270°")


def test_dots_are_read_chosen_and_looked_at_from_elsewhere(open_steering):
    page = open_steering()
    globe = page.locator(f"{VIEW} .right-globe")
    said = read_by_keyboard(page, globe)
    assert len(said) == 30
    assert all("from where the turned globe has it" in text for text in said)
    globe.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"{VIEW} .who")).to_contain_text("x: a 2, MNIST test digit")
    page.keyboard.press("Enter")
    assert "dot=2" in address(page)
    page.locator(f"{VIEW} .around").fill("90")
    page.evaluate(NEXT_FRAME)
    box = globe.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] + 120, steps=3)
    page.mouse.up()
    yaw, pitch, _ = numbers_in(address(page).partition("from=")[2].replace("_", " "))
    assert yaw == pytest.approx(1.571 + 60 / 150, abs=0.02)
    assert pitch == pytest.approx(0.4 + 20 / 200, abs=0.02)
    assert "dot=2" in address(page)  # a drag chooses nothing


def test_what_the_globe_brings_is_what_python_finds(open_steering, result):
    page = open_steering("?angle=60&dot=7&turn=globe")
    for m, card in ((0, 2), (1, 3)):
        dot, k = result.retrieved[m, 12, 7]
        label = "the same digit" if dot == 7 else f"another digit, a {result.labels[dot]}"
        words = f"{label}, turned by {5 * k}°"
        expect(page.locator(f"{VIEW} .strip li").nth(card)).to_contain_text(words)


def test_a_guess_is_not_given_away(open_steering):
    page = open_steering()
    page.get_by_role("button", name="Guess: how many land near").click()
    for part in (".sentence", ".not", ".retrieval"):
        expect(page.locator(f"{VIEW} {part}")).to_have_text("Hidden until you have guessed.")
    expect(page.locator(f"{VIEW} .right-numbers")).to_be_empty()
    expect(page.locator(f"{VIEW} .wahba .curve-1")).to_have_count(0)
    expect(page.locator(f"{VIEW} .numbers")).to_be_hidden()
    assert "of 30" not in page.locator(VIEW).inner_text()
    page.keyboard.press("g")
    expect(page.get_by_role("button", name="Ask the globe")).to_have_attribute("aria-pressed", "false")
    page.locator(f"{VIEW} .guess-number").fill("12")
    page.get_by_role("button", name="This is my guess").click()
    landed = page.locator(VIEW).evaluate("({ view }) => view.spaces[1].landed(view.k)")
    text = page.locator(f"{VIEW} .guess-text")
    expect(text).to_contain_text("You said 12")
    expect(text).to_contain_text(f"With the loss {landed} of 30")
    expect(page.locator(f"{VIEW} .sentence")).to_contain_text("The globe is turned by R(90°)")


def test_charts_are_read_and_nothing_covers_anything(open_steering, result, new_page):
    page = open_steering()
    said = read_by_keyboard(page, page.locator(f"{VIEW} .wahba"))
    care = [float(text.partition("with the loss ")[2]) for text in said]
    assert care == [pytest.approx(error, abs=6e-5) for error in result.wahba[1, ::2]]
    for width in (320, 1280):
        sized = open_steering("?beside=positives", on=new_page(viewport={"width": width, "height": 800}))
        for chart in CHARTS:
            locator = sized.locator(f"{VIEW} {chart}")
            assert overlapping_texts(locator) == [], chart
            assert clipped_texts(locator) == [], chart
        assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_encoders_are_trained_on_wish_with_live_curves(open_steering):
    page = open_steering("?train=yes&steps=150&seed=3&d=3")
    expect(page.locator(".training .info .learned-0")).to_be_attached(timeout=SECONDS)
    expect(page.locator(f"{VIEW} .exact")).to_contain_text("docs.steering")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped before it was done.")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".training")).to_have_count(0)
    expect(page.locator(f"{VIEW} .exact")).to_contain_text("docs.steering")


def test_files_and_the_page_from_disk(open_steering, new_page, tolerate, result, tmp_path):
    page = open_steering("?angle=120&beside=positives")
    files = {}
    for kind in ("SVG", "PNG", "CSV", "NPZ", "HTML"):
        with page.expect_download() as download:
            page.locator(f"{VIEW} .take").get_by_role("button", name=kind, exact=True).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    rows = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8"))))
    assert [float(row["wahba"]) for row in rows] == pytest.approx(result.wahba.ravel().tolist(), abs=1e-6)
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert "turned by 120°" in files["SVG"].read_text("utf-8")
    alone = new_page()
    tolerate("^request to another host: file://")
    alone.goto(files["HTML"].as_uri())
    expect(alone.locator(f"{VIEW} .turned")).to_have_text("120°")
    expect(alone.locator(f"{VIEW} .lamp")).to_be_visible()
    turn_to(alone, 0)
    expect(alone.locator(f"{VIEW} .turned")).to_have_text("0°")


def test_foolish_links(open_steering):
    page = open_steering("?angle=62&beside=both&turn=me&dot=30&from=1_2&d=5")
    problem = page.locator(f"{VIEW} .problem")
    for words in (
        "angle=62; angle must be a multiple of 5 from 0 to 355.",
        "beside=both; it must be one of loss, positives.",
        "turn=me; it must be one of image, globe.",
        "dot=30; it must be a whole number from 0 to 29.",
        "from=1_2;",
    ):
        expect(problem).to_contain_text(words)
    expect(page.get_by_text("The link’s d can’t be shown: it must be one of 8, 3.")).to_be_visible()
    expect(page.locator(f"{VIEW} .turned")).to_have_text("60°")


def test_what_a_turn_has_changed_is_told_unless_it_is_guessed(open_steering):
    page = open_steering()
    changed, spoken = page.locator(f"{VIEW} .changed"), page.locator(f"{VIEW} .spoken")
    expect(changed).to_be_empty()
    turn_to(page, 18)
    expect(changed).to_contain_text(re.compile("^Changed: (near|error) without the loss .+ → "))
    sentence = page.locator(f"{VIEW} .sentence").inner_text()
    expect(spoken).to_have_text(f"{changed.text_content()} {sentence}")
    page.get_by_role("button", name="Guess: how many land near").click()
    expect(changed).to_be_empty()
    expect(spoken).to_have_text("Hidden until you have guessed.")
