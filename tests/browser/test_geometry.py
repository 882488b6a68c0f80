"""The Geometry page in a real browser: dial, points, surface, n, question, formula, links and files."""

import io
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from .geometry_view import SECONDS, at_rest, drag, exact, painted, points_of, query, shown_distance
from .harness import assert_no_list_of_files, keep_navigations, until


def test_numbers_are_those_of_the_library_and_follow_dial_and_points(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    assert shown_distance(page) == pytest.approx(exact([1.5, 0.5], [-0.5, 1.25], 0.4), abs=6e-4)
    before = painted(page, ".plane"), painted(page, ".solid")

    dial = page.get_by_role("slider", name="Laziness")
    box = dial.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2, steps=8)
    expect(page.locator(".geometry output.lam")).not_to_have_text("λ = 0.4")
    page.mouse.up()
    lam = float(query(page)["lam"])
    assert lam > 1
    assert shown_distance(page) == pytest.approx(exact([1.5, 0.5], [-0.5, 1.25], lam), abs=6e-4)
    assert (painted(page, ".plane"), painted(page, ".solid")) != before

    for name, dx, dy in (("x", -40, 60), ("y", 80, 30)):
        drag(page, name, dx, dy)
    x, y = points_of(page)
    assert (x, y) != ([1.5, 0.5], [-0.5, 1.25])
    expect(page.locator(".geometry .n-distance")).to_have_text(f"{exact(x, y, lam):.3f}")


def test_both_limits(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    dial = page.get_by_role("slider", name="Laziness")
    dial.press("Home")
    expect(page.locator(".geometry .sentence")).to_contain_text("the plane is a ray")
    assert shown_distance(page) == pytest.approx(abs(math.hypot(1.5, 0.5) - math.hypot(0.5, 1.25)), abs=6e-4)
    dial.press("ArrowRight")
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 0.02")
    dial.press("End")
    expect(page.locator(".geometry .sentence")).to_contain_text("flat, and the straight line is the shortest")
    assert shown_distance(page) == pytest.approx(math.hypot(2, 0.75), abs=6e-4)
    dial.press("ArrowLeft")
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 20")


def test_charts_against_lam_are_dials_too(open_geometry):
    page = open_geometry("?lam=0.4")
    chart = page.locator('.geometry [data-chart="distance"] canvas')
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.locator(".geometry output.lam")).to_have_text("λ = ∞")
    assert query(page)["lam"] == "inf"


def test_keyboard_moves_points_and_turns_the_surface(open_geometry):
    page = open_geometry("?x=1_0&y=0_1")
    handle = page.get_by_role("slider", name="Point x")
    handle.focus()
    handle.press("ArrowUp")
    handle.press("Shift+ArrowLeft")
    assert points_of(page)[0] == [0.99, 0.1]
    expect(handle).to_have_attribute("aria-valuetext", "0.99 across, 0.10 up")
    before = painted(page, ".solid")
    solid = page.locator(".geometry .solid canvas")
    solid.focus()
    solid.press("ArrowRight")
    until(
        page,
        "before => document.activeElement.shadowRoot?.querySelector('.solid canvas').toDataURL() !== before",
        arg=before,
    )


def test_cut_locus_and_second_way_appear_together(open_geometry):
    page = open_geometry("?lam=2&x=1.5_0&y=-0.4_1")
    page.get_by_role("button", name="y opposite x").click()
    expect(page.locator(".geometry .sentence")).to_contain_text("the straight way through the origin")
    before = painted(page, ".plane")
    dial = page.get_by_role("slider", name="Laziness")
    for _ in range(3):
        dial.press("PageDown")
    expect(page.locator(".geometry .sentence")).to_contain_text("two shortest ways")
    assert painted(page, ".plane") != before
    page.get_by_role("button", name="n = 3").click()
    expect(page.locator(".geometry .sentence")).to_contain_text("a whole ring of shortest ways")
    expect(page.locator(".geometry .solid figcaption")).to_contain_text("the orbit of x is a sphere")
    assert query(page)["n"] == "3"


def test_pictures_at_rest_are_those_of_their_link(open_geometry, new_page):
    tall = {"viewport": {"width": 1000, "height": 2600}}
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25", on=new_page(**tall))
    first = at_rest(page)
    page.get_by_label("circles about x").check()
    for name, dx, dy in (("x", -40, 60), ("y", 80, 30)):
        drag(page, name, dx, dy)
    page.get_by_role("button", name="n = 3").click()
    page.get_by_role("slider", name="Laziness").press("PageDown")
    page.get_by_role("button", name="n = 2").click()
    page.get_by_role("slider", name="Laziness").press("ArrowRight")
    drag(page, "x", 20, 10)
    moved = at_rest(page)
    assert all(one != other for one, other in zip(first, moved, strict=True))

    fresh = open_geometry(page.url.partition("/geometry")[2], on=new_page(**tall))
    assert at_rest(fresh) == moved


def test_link_holds_the_view_and_says_what_is_wrong(open_geometry):
    page = open_geometry("?lam=0.3&x=1.5_-0.25&y=0_2&n=3&show=balls_cut")
    assert points_of(page) == [[1.5, -0.25], [0, 2]]
    expect(page.get_by_role("button", name="n = 3")).to_have_attribute("aria-pressed", "true")
    checked = page.locator(".geometry [data-layer]:checked").evaluate_all(
        "all => all.map(b => b.dataset.layer)"
    )
    assert checked == ["balls", "cut"]
    page = open_geometry("?lam=soon&x=9_9")
    expect(page.locator(".geometry .problem")).to_contain_text("λ must be a number of at least 0")
    expect(page.locator(".geometry .problem")).to_contain_text("a point is two numbers")


def test_cold_deep_link(open_geometry, cold_server, page):
    keep_navigations(page)
    open_geometry("?lam=0.25", at=cold_server())
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 0.25")
    assert_no_list_of_files(page)


def test_any_dimension_in_numbers(open_geometry):
    page = open_geometry("?dim=7&x=1_0&y=0_1")
    expect(page.locator(".geometry .any-text")).to_contain_text("(6 times)")
    number = page.get_by_role("spinbutton")
    number.fill("12")
    expect(page.locator(".geometry .any-text")).to_contain_text("(11 times)")
    number.fill("5000")
    number.blur()
    expect(number).to_have_value("12")
    assert query(page)["dim"] == "12"


@pytest.mark.parametrize("wrong", ["1", "0", "2.5", ""])
def test_an_n_that_is_not_taken_is_said_beside_it(open_geometry, wrong):
    page = open_geometry("?dim=7&x=1_0&y=0_1")
    number = page.get_by_role("spinbutton")
    number.fill(wrong)
    text = page.locator(".geometry .any-text")
    expect(text).to_have_text(f"{wrong or 'This'} is not taken: a dimension is a whole number from 2 to 100.")
    expect(number).to_have_attribute("aria-invalid", "true")
    number.blur()
    expect(number).to_have_value("7")
    expect(number).to_have_attribute("aria-invalid", "false")
    expect(text).to_contain_text("(6 times)")
    assert "dim=7" in page.url


def test_shortcuts_work_right_after_opening_and_not_in_the_field(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("o")
    expect(page.locator(".geometry .sentence")).to_contain_text("two shortest ways")
    x, y = points_of(page)
    assert x[0] * y[0] + x[1] * y[1] == pytest.approx(-math.hypot(*x) * math.hypot(*y))
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".geometry output.lam")).not_to_have_text("λ = 0.4")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")
    assert len(query(page)["lam"]) <= 8, "a link is short after a pause"
    before = page.url
    page.get_by_role("spinbutton").press("p")
    page.get_by_role("spinbutton").press("o")
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")
    assert page.url == before
    page.get_by_role("link", name="About").first.click()
    expect(page).to_have_title("About · lazyq")
    page.keyboard.press("o")
    assert "x=" not in page.url


def test_back_shows_the_view_of_its_link_and_says_it(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    link = page.url
    page.evaluate("history.pushState(history.state, '', location.href)")
    page.get_by_role("slider", name="Laziness").press("Home")
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 0")
    page.go_back()
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 0.4")
    expect(page.locator(".geometry .spoken")).to_contain_text("At λ = 0.4")
    assert page.url == link


def test_a_lam_beyond_the_dial_is_shown_and_said(open_geometry):
    page = open_geometry("?lam=50")
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 50")
    expect(page.locator(".geometry .problem")).to_contain_text("the dial goes from 0.02 to 20")
    assert query(page)["lam"] == "50"
    page.get_by_role("slider", name="Laziness").press("ArrowLeft")
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 20")


def test_predict_then_reveal(open_geometry):
    page = open_geometry()
    page.get_by_role("button", name="Ask me").click()
    for part in ("residual", "theta", "distance"):
        expect(page.locator(f".geometry .n-{part}")).to_have_text("?")
    page.get_by_role("button", name="Round the orbit").click()
    expect(page.locator(".geometry .quiz-text")).to_contain_text(re.compile("Right.|Not this time."))
    expect(page.locator(".geometry .n-distance")).not_to_have_text("?")
    expect(page.get_by_role("button", name="Another one")).to_be_focused()


def test_terms_light_up_and_the_derivation_unfolds(open_geometry):
    page = open_geometry()
    page.locator(".geometry .proposition").scroll_into_view_if_needed()
    before = painted(page, ".close-up")
    term = page.locator('.geometry [data-term="across"]')
    term.hover()
    expect(term).to_have_class(re.compile("lit"))
    expect(page.locator(".geometry .term-text")).to_contain_text("only this part can be had by turning")
    assert painted(page, ".close-up") != before
    page.get_by_text("Why? The derivation").click()
    steps = page.locator(".geometry .derivation li:visible")
    expect(steps).to_have_count(1)
    for count in range(2, 8):
        page.get_by_role("button", name="Next step").click()
        expect(steps).to_have_count(count)
    expect(page.get_by_role("button", name="Begin again")).to_be_visible()


def taken(page: Page, name: str, folder: Path) -> bytes:
    with page.expect_download(timeout=SECONDS) as download:
        page.get_by_role("button", name=name, exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file.read_bytes()


def test_files_to_take_away(open_geometry, new_page, tolerate, tmp_path):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    expected = exact([1.5, 0.5], [-0.5, 1.25], 0.4)
    assert ET.fromstring(taken(page, "SVG", tmp_path)).tag.endswith("svg")
    picture = Image.open(io.BytesIO(taken(page, "PNG", tmp_path)))
    assert picture.width > 2000
    assert len(set(picture.convert("RGB").resize((200, 180)).get_flattened_data())) > 200
    assert taken(page, "CSV", tmp_path).startswith(b"lambda,distance")
    arrays = np.load(io.BytesIO(taken(page, "NPZ", tmp_path)), allow_pickle=False)
    assert float(arrays["distance"]) == pytest.approx(expected)
    html = tmp_path / "alone.html"
    html.write_bytes(taken(page, "HTML", tmp_path))
    alone = new_page()
    tolerate("another host: file:///.*alone.html")
    alone.goto(html.as_uri())
    assert shown_distance(alone) == pytest.approx(expected, abs=6e-4)
    alone.get_by_role("slider", name="Laziness").press("End")
    expect(alone.locator(".geometry output.lam")).to_have_text("λ = ∞")


def test_play_reaches_the_ray_in_steps_where_motion_is_not_wanted(open_geometry, new_page):
    page = open_geometry("?lam=0.15", on=new_page(reduced_motion="reduce"))
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 5", timeout=SECONDS)
    expect(page.locator(".geometry output.lam")).to_have_text("λ = 0", timeout=SECONDS)
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")


def test_phone_shows_everything_within_its_width_and_is_moved_by_touch(open_geometry, phone):
    page = open_geometry("?x=1_0&y=0_1", on=phone)
    widest = page.locator(".geometry > *").evaluate_all(
        "all => Math.max(...all.map(n => n.getBoundingClientRect().right))"
    )
    assert widest <= 390
    sentence, formula = (page.locator(f".geometry {part}").bounding_box() for part in (".sentence", ".terms"))
    assert sentence["width"] > 300
    picture = page.locator(".geometry .close-up").bounding_box()
    words = page.locator(".geometry .term-text").bounding_box()
    assert formula["width"] > 300
    assert words["y"] >= picture["y"] + picture["height"]
    handle = page.get_by_role("slider", name="Point x")
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    for button in page.locator(".geometry button:visible").all():
        assert button.bounding_box()["height"] >= 44
    client = page.context.new_cdp_session(page)
    x, y = box["x"] + 22, box["y"] + 22

    def touch(kind, points):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": x, "y": y}])
    for step in range(1, 6):
        touch("touchMove", [{"x": x - 6 * step, "y": y - 3 * step}])
    touch("touchEnd", [])
    expect(handle).not_to_have_attribute("aria-valuetext", "1.00 across, 0.00 up")


def test_dark_page_is_drawn_in_dark(open_geometry, dark):
    page = open_geometry(on=dark)
    expect(page.locator(".geometry")).to_have_attribute("data-dark", "")
    canvas = page.locator(".geometry .plane canvas")
    light = canvas.evaluate(
        """canvas => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
          let most = 0
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] > 250) most = Math.max(most, data[i] + data[i + 1] + data[i + 2])
          }
          return most
        }"""
    )
    assert light > 600
