"""Six or nine as its visitors use it: turned by hand, by keyboard, by link, guessed at, taken away."""

import csv
import io
import itertools
import math
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from lazyq.experiments.six_or_nine import FlipsSpec, TurnedSpec, flips, lazy_turns, turned

from .charts import (
    NEXT_FRAME,
    SMALLEST,
    at_every_width,
    clipped_texts,
    numbers_in,
    overlapping_texts,
    read_by_keyboard,
    reading_of,
)
from .harness import as_read

SECONDS = 90_000
VIEW = ".six-or-nine"


@pytest.fixture
def open_turned(page, open_page):
    def visit(search: str = "", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/six-or-nine{search}", on=target)
        expect(target.locator(f"{VIEW} .sentence")).to_contain_text("turned by", timeout=SECONDS)
        return target

    return visit


@pytest.fixture(scope="module")
def result(mnist_raw):
    del mnist_raw
    return turned(TurnedSpec("mnist-test-21", 6, 9, "mnist-train"))


def drag_to(page: Page, degrees: float) -> None:
    """Take the digit by its top and bring that to an angle, counter-clockwise from above."""
    page.locator(f"{VIEW} .stage").scroll_into_view_if_needed()
    page.evaluate(NEXT_FRAME)
    box = page.locator(f"{VIEW} .stage").bounding_box()
    x, y, radius = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 3
    page.mouse.move(x, y - radius)
    page.mouse.down()
    angle = math.radians(degrees)
    page.mouse.move(x - radius * math.sin(angle), y - radius * math.cos(angle), steps=4)
    page.mouse.up()


def test_first_view_says_what_python_says(open_turned, result):
    page = open_turned()
    six, nine = (lazy_turns(residuals, 0.05)[0] ** 0.5 for residuals in result.squared_residuals)
    expect(page.locator(f"{VIEW} .sentence")).to_have_text(
        f"λ = 0.05 a degree, turned by 180°: the nearest 9 is at {nine[180]:.3f}, the nearest 6 at "
        f"{six[180]:.3f}. Read as a 9."
    )
    flips = [k for k in range(1, 360) if (nine[k] < six[k]) != (nine[k - 1] < six[k - 1])]
    expect(page.locator(f"{VIEW} .runs")).to_contain_text(f"from {flips[0]}° to {flips[1] - 1}°")
    assert "angle" not in page.url
    assert "lam=0.05" in page.url


def test_turned_by_hand_by_dial_and_by_link_and_back(open_turned):
    page = open_turned()
    for degrees in (90, 270, 45):
        drag_to(page, degrees)
        expect(page.locator(f"{VIEW} .turned")).to_have_text(f"turned by {degrees}°")
        assert f"angle={degrees}" in page.url
    slider = page.get_by_role("slider", name="Turn x")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"{VIEW} .turned")).to_have_text("turned by 46°")
    expect(slider).to_have_attribute("aria-valuetext", "46°, read as a 6")
    for name in ("0", "∞", "0.03", "0"):
        page.locator(f"{VIEW} .stops button", has_text=re.compile(f"^{re.escape(name)}$")).click()
        expect(page.locator(f"{VIEW} .lam")).to_have_text(f"λ = {name}")
    expect(page.locator(f"{VIEW} .runs")).to_have_text("At every angle it is read as a 6.")
    expect(page.get_by_role("button", name="change ▸")).to_be_disabled()
    link = page.url
    open_turned(link[link.index("?") :])
    expect(page.locator(f"{VIEW} .turned")).to_have_text("turned by 46°")
    expect(page.locator(f"{VIEW} .lam")).to_have_text("λ = 0")


def test_changes_of_the_verdict_are_stepped_through(open_turned):
    page = open_turned("?lam=0.05&angle=0")
    verdict = page.locator(f"{VIEW} .verdict")
    expect(verdict).to_have_text("a 6")
    page.keyboard.press("]")
    expect(verdict).to_have_text("a 9")
    page.keyboard.press("]")
    expect(verdict).to_have_text("a 6")
    page.keyboard.press("[")
    expect(verdict).to_have_text("a 9")


def test_a_guess_is_not_given_away(open_turned, result):
    page = open_turned("?lam=0.05")
    six, nine = (lazy_turns(residuals, 0.05)[0] for residuals in result.squared_residuals)
    flip = next(k for k in range(181) if nine[k] < six[k])
    page.get_by_role("button", name="Guess: when does it become a 9?").click()
    expect(page.locator(f"{VIEW} .verdict")).to_have_text("?")
    for gone in (".curve-0", ".verdict-1"):
        expect(page.locator(f"{VIEW} svg:not(.legend-entry svg) {gone}")).to_have_count(0)
    expect(page.locator(f"{VIEW} .cards")).to_be_hidden()
    expect(page.locator(f"{VIEW} table").filter(has_text="read as")).to_have_count(0)  # once nothing moves
    shown = page.locator(VIEW).inner_text()
    assert "Read as" not in shown
    slider = page.get_by_role("slider", name="Turn x")
    assert "read" not in slider.get_attribute("aria-valuetext")
    drag_to(page, 120)
    page.get_by_role("button", name="This is my guess").click()
    text = page.locator(f"{VIEW} .guess-text")
    expect(text).to_contain_text(f"You said 120°; it becomes a 9 at {flip}°")
    expect(page.locator(f"{VIEW} .cards")).to_be_visible()


def test_charts_are_read_and_nothing_covers_anything(open_turned, result, new_page):
    page = open_turned()
    said = read_by_keyboard(page, page.locator(f"{VIEW} .curves"))
    six, nine = (lazy_turns(residuals, 0.05)[0] ** 0.5 for residuals in result.squared_residuals)
    assert [numbers_in(text) for text in said] == [
        [k, round(six[k], 3), 6, round(nine[k], 3), 9] for k in range(0, 360, 15)
    ]
    rows = read_by_keyboard(page, page.locator(f"{VIEW} .map"))
    assert rows[0] == "λ = 0: At every angle it is read as a 6."
    assert rows[-1].startswith("λ = ∞: Read as a 9 from ")
    expect(reading_of(page.locator(f"{VIEW} .map"))).to_be_hidden()
    sized = open_turned(on=new_page(viewport=SMALLEST))
    for _ in at_every_width(sized):
        for chart in (".curves", ".map", ".compass"):
            locator = sized.locator(f"{VIEW} {chart}")
            assert overlapping_texts(locator) == []
            assert clipped_texts(locator) == []
        assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_many_digits_are_turned_when_asked_and_hidden_while_guessing(open_turned, new_page, tmp_path):
    page = open_turned("?size=100&lam=0.1")
    many = page.locator(f"{VIEW} .many")
    expect(many).to_be_hidden()
    page.get_by_text("Turn the first 40 test digits 6 too").click()
    expect(many).to_be_visible(timeout=SECONDS)
    assert "many=yes" in page.url
    result = flips(FlipsSpec("mnist-test", 6, 9, "mnist-train", size=100))
    angles = [
        result.degrees[start:end][np.searchsorted(result.lams[start:end], 0.1, side="right") - 1]
        for start, end in itertools.pairwise(result.starts)
    ]
    angles = [angle for angle in angles if not np.isnan(angle)]
    sentence = page.locator(f"{VIEW} .many-sentence")
    expect(sentence).to_contain_text(f"λ = 0.1 a degree: {len(angles)} of 40 test digits 6 become a 9")
    expect(sentence).to_contain_text(f"half by {float(np.median(angles)):g}°")
    page.locator(f"{VIEW} .numbers summary").click()
    rows = page.locator(f"{VIEW} .numbers").get_by_role("row")
    expect(rows.filter(has_text="0.1")).to_contain_text(f"{len(angles)} of 40")
    for chart in (".flips", ".counts"):
        said = read_by_keyboard(page, page.locator(f"{VIEW} {chart}"))
        assert as_read(sentence.inner_text()) in said
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of all of them").click()
    download.value.save_as(tmp_path / "many.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "many.csv").read_text("utf-8"))))
    assert [float(row["from_lambda"]) for row in rows] == result.lams.tolist()
    page.get_by_role("button", name="Guess: when does it become a 9?").click()
    expect(many).to_be_hidden()
    page.get_by_role("button", name="This is my guess").click()
    expect(many).to_be_visible()
    small = open_turned("?size=100&many=yes", on=new_page(viewport={"width": 320, "height": 800}))
    expect(small.locator(f"{VIEW} .counts .cursor")).to_be_attached(timeout=SECONDS)
    for chart in (".flips", ".counts"):
        assert overlapping_texts(small.locator(f"{VIEW} {chart}")) == []
        assert clipped_texts(small.locator(f"{VIEW} {chart}")) == []
    assert small.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("Turn the first 40 test digits 6 too").click()
    expect(many).to_be_hidden()
    expect(page).not_to_have_url(re.compile("many="))


def test_settings_there_and_back_twice(open_turned):
    page = open_turned("?size=100")
    for _ in range(2):
        for label, values in (("Is it a …", ("4", "6")), ("… or a …", ("7", "9"))):
            for value in values:
                box = page.get_by_role("combobox", name=re.compile(f"^.*{re.escape(label)}"))
                box.focus()
                page.evaluate(NEXT_FRAME)  # what scrolls closes its list
                box.press("ArrowDown")
                page.get_by_role("option", name=value, exact=True).click()
                expect(page.locator(f"{VIEW} .exact")).to_contain_text(f"digits {value}", timeout=SECONDS)
                expect(box).to_have_value(value)
    expect(page.locator(f"{VIEW} .exact")).to_contain_text("100 digits 6 and 100 digits 9")


def test_files_and_the_page_from_disk(open_turned, new_page, tolerate, result, tmp_path):
    page = open_turned("?angle=90")
    files = {}
    for kind in ("SVG", "PNG", "CSV", "NPZ", "HTML"):
        with page.expect_download() as download:
            page.locator(f"{VIEW} .take").get_by_role("button", name=kind, exact=True).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    rows = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8"))))
    squared, turns = lazy_turns(result.squared_residuals[1], 0.05)
    assert [float(row["distance_9"]) ** 2 for row in rows] == pytest.approx(squared.tolist())
    assert [float(row["turned_by_9"]) for row in rows] == turns.tolist()
    assert {row["read_as"] for row in rows} == {"6", "9"}
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert "Read as" in files["SVG"].read_text("utf-8")
    alone = new_page()
    tolerate("^request to another host: file://")
    alone.goto(files["HTML"].as_uri())
    expect(alone.locator(f"{VIEW} .turned")).to_have_text("turned by 90°")
    drag_to(alone, 180)
    expect(alone.locator(f"{VIEW} .verdict")).to_have_text("a 9")


def test_hostile_and_foolish_links(open_turned):
    page = open_turned("?angle=360&lam=-1&x=mnist-test-21&a=6&b=9")
    problem = page.locator(f"{VIEW} .problem")
    expect(problem).to_contain_text("angle=360; angle must be a whole number of degrees from 0 to 359.")
    expect(problem).to_contain_text("lam=-1; λ must be a number of at least 0, or inf.")
    expect(page.locator(f"{VIEW} .turned")).to_have_text("turned by 180°")
