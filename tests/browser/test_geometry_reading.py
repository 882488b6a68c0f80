"""The Geometry page's curves and pictures, read by keyboard and under the pointer."""

import math
import random

import pytest
from playwright.sync_api import expect

from .charts import (
    NEXT_FRAME,
    SMALLEST,
    at_every_width,
    clipped_texts,
    numbers_in,
    overlapping_texts,
    read_by_hover,
    read_by_keyboard,
    reading_of,
)
from .geometry_view import chart_of, exact, query


def test_every_value_of_the_curves_is_read_by_keyboard(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    said = read_by_keyboard(page, chart_of(page, "distance"))
    assert len(said) == 22
    for text in said:
        where, words = text.split(": ")
        lam = math.inf if where == "λ = ∞" else numbers_in(where)[0]
        assert numbers_in(words)[0] == pytest.approx(exact([1.5, 0.5], [-0.5, 1.25], lam), abs=6e-4)
    assert len(read_by_keyboard(page, chart_of(page, "factor"))) == 44
    for name in ("eigenvalues", "curvature", "orbit", "area"):
        said = read_by_keyboard(page, chart_of(page, name))
        assert len(said) == 28
        assert [text.split(", ")[0] for text in said if text.startswith("at")] == ["at y", "at x"]
    chart_of(page, "orbit").focus()
    page.keyboard.press("End")
    expect(page.locator(".geometry .spoken")).to_contain_text("r = 2.5: orbit of length")
    assert query(page)["lam"] == "0.4", "reading turns nothing"


def test_curves_are_read_under_the_mouse_and_share_a_cursor(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    chart = chart_of(page, "distance")
    box = chart.bounding_box()
    text = read_by_hover(page, chart, box["width"] - 14, 60)
    assert text == f"λ = ∞: d = {math.hypot(2, 0.75):.3f}, the plain distance"

    groups = (("distance", "factor"), ("eigenvalues", "curvature", "orbit", "area"))
    for group, others in (groups, groups[::-1]):
        chart_of(page, group[0]).scroll_into_view_if_needed()
        chart_of(page, group[0]).focus()
        page.keyboard.press("End")
        for name in group[1:]:
            place = chart_of(page, name).evaluate(
                """(canvas) => {
                  const line = canvas.parentElement.querySelector('.hairline')
                  const [at, box] = [line, canvas].map((node) => node.getBoundingClientRect())
                  return [line.checkVisibility(), at.left - box.right]
                }"""
            )
            assert place[0]
            assert place[1] == pytest.approx(-14, abs=1.5), "the end of the axis"
        for name in others:
            hairline = chart_of(page, name).locator("xpath=..").locator(".hairline")
            expect(hairline).to_be_hidden()


def test_a_reading_follows_what_is_turned_while_it_is_read(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    chart = chart_of(page, "orbit")
    chart.focus()
    page.keyboard.press("End")
    before = reading_of(chart).inner_text()
    page.keyboard.press("p")
    expect(reading_of(chart)).not_to_have_text(before)
    page.keyboard.press("p")


def test_pictures_are_read_by_keyboard_and_under_the_mouse(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25&show=turn_geodesic_straight_orbit")
    plane = page.locator(".geometry .plane canvas")
    long = f"{exact([1.5, 0.5], [-0.5, 1.25], 0.4):.3f}"
    said = read_by_keyboard(page, plane)
    assert [text.split(" ")[0].strip(",") for text in said] == [
        "x",
        "y",
        "gx",
        "shortest",
        "straight",
        "orbit",
    ]
    assert f"shortest way, {long} long" in said
    ways = page.locator(".geometry .ways canvas")
    assert f"shortest way, {long} long" in read_by_keyboard(page, ways)
    page.get_by_role("button", name="Ask me").click()
    assert not any(" long" in text for text in read_by_keyboard(page, ways) + read_by_keyboard(page, plane))

    handle = page.get_by_role("slider", name="Point y")
    handle.scroll_into_view_if_needed()
    handle.hover()
    expect(reading_of(plane)).to_contain_text("y = (")
    solid = page.locator(".geometry .solid canvas")
    box = solid.bounding_box()
    for share in (0.2, 0.3, 0.4, 0.5, 0.6):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * share)
        if reading_of(solid).is_visible():
            break
    expect(reading_of(solid)).to_contain_text("Gauss curvature")


@pytest.mark.parametrize("lam", ["0", "0.4", "inf"])
def test_no_text_of_a_curve_covers_another(open_geometry, new_page, lam):
    page = open_geometry(f"?lam={lam}", on=new_page(viewport=SMALLEST))
    for width in at_every_width(page):
        for name in ("distance", "factor", "eigenvalues", "curvature", "orbit", "area"):
            chart = chart_of(page, name)
            chart.scroll_into_view_if_needed()
            assert overlapping_texts(chart) == [], (name, width)
            assert clipped_texts(chart) == [], (name, width)


def test_spanish_has_room_in_the_curves_and_leaves_sliders_their_numbers(open_geometry, new_page):
    page = open_geometry("?lang=es&lam=0.4&x=1.5_0.5", on=new_page(viewport={"width": 320, "height": 800}))
    handle = page.get_by_role("slider", name="Punto x")
    expect(handle).to_have_attribute("aria-valuetext", "1,50 en horizontal, 0,50 en vertical")
    expect(handle).to_have_attribute("aria-valuenow", "1.50")
    for name in ("distance", "factor", "eigenvalues", "curvature", "orbit", "area"):
        chart = chart_of(page, name)
        chart.scroll_into_view_if_needed()
        assert overlapping_texts(chart) == [], name
        assert clipped_texts(chart) == [], name


def test_formulas_fit_a_narrow_phone_and_can_be_read(open_geometry, new_page):
    page = open_geometry("?lam=0.1357", on=new_page(viewport=SMALLEST))
    formulas = page.locator(".geometry .formula")
    expect(formulas).to_have_count(2)
    for formula in formulas.all():
        assert formula.evaluate("(node) => node.scrollWidth <= node.clientWidth")
        assert float(formula.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)")) >= 13


def test_a_pocket_calculator_finds_what_the_formula_says(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    dial = page.get_by_role("slider", name="Laziness")
    number = {name: page.locator(f".geometry .n-{name}") for name in ("residual", "lam", "theta", "distance")}
    chance = random.Random(9)
    for step in [-40, *(chance.randrange(1000) for _ in range(20))]:
        dial.evaluate(
            "(dial, step) => { dial.value = step; dial.dispatchEvent(new Event('input')) }", str(step)
        )
        page.evaluate(NEXT_FRAME)
        shown = {name: float(node.text_content()) for name, node in number.items()}
        moved = math.sqrt(2) * shown["lam"] * shown["theta"]
        assert math.hypot(shown["residual"], moved) == pytest.approx(shown["distance"], abs=0.001 + 1e-9)
    dial.press("End")
    formula = page.locator(".geometry .formula").first
    expect(formula).to_contain_text("nothing may turn")
    assert "θ" not in formula.inner_text()


def test_screen_readers_find_what_is_so_while_it_plays(open_geometry):
    page = open_geometry("?lam=2&x=1.5_0.5&y=-0.5_1.25")
    page.locator(".geometry .play").click()
    expect(page.locator(".geometry output.lam")).not_to_have_text("λ = 2")
    told, holds = page.locator(".geometry").evaluate(
        """(root) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => (
          done(['.spoken', '.sentence'].map((part) => root.querySelector(part).textContent))
        ))))"""
    )
    assert told == holds


def test_the_numbers_of_the_curves_stand_in_tables(open_geometry):
    page = open_geometry("?lam=0.4&x=1.5_0.5&y=-0.5_1.25")
    page.get_by_text("The numbers of these curves").click()
    rows = page.locator(".geometry .by-lam tbody tr")
    expect(rows).to_have_count(21)
    for name, *values in rows.evaluate_all("(rows) => rows.map((row) => row.innerText.split(/\\s+/))"):
        lam = math.inf if name == "∞" else float(name)
        assert float(values[0]) == pytest.approx(exact([1.5, 0.5], [-0.5, 1.25], lam), abs=6e-4)
        shares = [1.0 if lam == math.inf else 2 * lam**2 / (2 * lam**2 + r2) for r2 in (2.5, 1.8125)]
        for value, share in zip(values[1:], shares, strict=True):
            assert share < 1e-3 if "·" in value else float(value) == pytest.approx(share, rel=6e-3)
    table = page.locator(".geometry .by-radius")
    expect(table.locator("caption")).to_have_text("Against the radius r, at λ = 0.4")
    at_one = [float(text) for text in table.locator("tbody tr").nth(4).locator("td").all_inner_texts()]
    orbit = 2 * math.pi * math.sqrt(0.32 / 1.32)
    assert at_one[:3] == pytest.approx([0.32 / 1.32, 0.96 / 1.32**2, orbit], rel=6e-3)
    page.get_by_role("button", name="Ask me").click()
    expect(rows.first.locator("td").first).to_have_text("?")
