"""The charts of the Averaging page in a real browser: read by keyboard and by hover, by link and shortcut."""

import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from .charts import clipped_texts, numbers_in, overlapping_texts, read_by_hover, read_by_keyboard, reading_of
from .test_averaging import PLACE, SECONDS, WHOLE, best, loss, painted, press

CHARTS = ("bars", "losses", "gaps", "before", "after", "rounds", "reliability", "bound", "plan")


@pytest.fixture
def lab(open_page):
    def visit(path=PLACE, on=None):
        page = open_page(path, on=on)
        expect(page.locator(WHOLE)).not_to_be_empty(timeout=SECONDS)
        expect(page.locator(".bounds")).to_have_attribute("aria-busy", "false", timeout=60_000)
        return page

    return visit


def held(page, expression):
    """What the view holds: its experiment, digit, weights, by name."""
    return page.locator(".averaging").evaluate(f"(root) => {{ const view = root.view; return {expression} }}")


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_every_mark_is_read_by_keyboard_with_its_value(lab):
    page = lab()
    path = held(page, "{ steps: view.experiment.path.steps, losses: view.experiment.path.losses }")
    losses = [numbers_in(text) for text in read_by_keyboard(page, page.locator("svg.losses"))]
    assert [step for step, _ in losses] == path["steps"]
    np.testing.assert_allclose([value for _, value in losses], path["losses"], atol=5.1e-7)
    assert len(read_by_keyboard(page, page.locator("svg.gaps"))) == len(path["steps"])

    plain = held(page, "view.digit.digit.plain[0]")
    votes = [numbers_in(text)[-2:] for text in read_by_keyboard(page, page.locator("svg.before"))]
    assert [c for c, _ in votes] == list(range(10))
    np.testing.assert_allclose([value for _, value in votes], 100 * np.array(plain), atol=0.51)

    turns = read_by_keyboard(page, page.locator("svg.rounds"))
    assert [numbers_in(text)[0] for text in turns] == held(page, "view.experiment.turns")
    changes = [numbers_in(text)[:2] for text in read_by_keyboard(page, page.locator("svg.bound"))]
    assert [move for move, _ in changes] == held(page, "view.experiment.moves")
    expected = held(page, "view.digit.digit.curve.changes()")
    np.testing.assert_allclose([value for _, value in changes], expected, atol=5.1e-5)
    bins = held(page, "view.shared.reliability.size.flat().filter((size) => size > 0).length")
    assert len(read_by_keyboard(page, page.locator("svg.reliability"))) == bins
    kept = held(page, "view.weights.filter((weight) => weight > 1e-4).length")
    assert len(read_by_keyboard(page, page.locator("svg.plan"))) == 2 * kept


def test_a_bar_is_read_by_hover_while_its_keys_stay_those_of_a_slider(lab):
    page = lab()
    board = page.locator("svg.bars")
    places = board.locator(".now").evaluate_all(
        "(bars) => bars.map((bar) => [bar.getBBox().x + bar.getBBox().width / 2, bar.getBBox().y])"
    )
    weights = held(page, "view.weights")
    still = int(np.argmax(weights))
    text = read_by_hover(page, board, places[still][0], places[still][1] + 5)
    assert text.startswith("0°: π ")
    assert numbers_in(text)[1] == pytest.approx(100 * weights[still], abs=0.5)
    board.focus()
    board.press("ArrowUp")
    expect(reading_of(board)).to_be_hidden()
    expect(page.locator(".step")).to_have_text("your own π")


def test_every_chart_is_read_by_hover(lab):
    page = lab()
    for name in CHARTS:
        chart = page.locator(f"svg.{name}")
        box = chart.bounding_box()
        heights = [box["height"] * share for share in (0.5, 0.3, 0.7, 0.2)]
        texts = []
        for y in heights:
            chart.scroll_into_view_if_needed()
            box = chart.bounding_box()
            page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + y)
            if reading_of(chart).is_visible():
                texts.append(reading_of(chart).inner_text())
        assert texts, name
        assert numbers_in(texts[0]), name


def test_charts_of_one_quantity_share_a_cursor(lab):
    page = lab()
    for one, other in (("losses", "gaps"), ("before", "after")):
        page.locator(f"svg.{one}").focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        overlay = page.locator(f"svg.{other} + .reading")
        expect(overlay.locator(".hairline")).to_be_visible()
        expect(overlay.locator(".reading-text")).to_be_hidden()
        page.keyboard.press("Escape")
        expect(overlay).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_two_texts_of_a_chart_overlap(lab, new_page, width):
    page = new_page(viewport={"width": width, "height": 800})
    lab(on=page)
    for law in ("Best π", "Uniform", "Only 0°"):
        press(page, law)
        painted(page)
        expect(page.locator(".bounds")).to_have_attribute("aria-busy", "false", timeout=60_000)
        for name in CHARTS:
            chart = page.locator(f"svg.{name}")
            assert overlapping_texts(chart) == [], (law, name)
            assert clipped_texts(chart) == [], (law, name)
    press(page, "Closer look")
    painted(page)
    for name in ("losses", "gaps"):
        assert overlapping_texts(page.locator(f"svg.{name}")) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_no_two_texts_of_a_chart_overlap_in_spanish(lab, new_page):
    page = new_page(viewport={"width": 320, "height": 800})
    lab(f"{PLACE}&lang=es", on=page)
    expect(page.locator(".step")).to_contain_text("paso")
    for name in CHARTS:
        chart = page.locator(f"svg.{name}")
        assert overlapping_texts(chart) == [], name
        assert clipped_texts(chart) == [], name
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_every_class_that_wins_on_the_way_round_is_drawn(lab):
    page = lab()
    press(page, "Uniform")
    painted(page)
    said = set(re.findall(r"\ba (\d)", page.locator(".turn-sentence").text_content()))
    drawn = page.locator("svg.rounds .class-line:not(.plain)").evaluate_all(
        "(lines) => lines.map((line) => line.dataset.class)"
    )
    assert said <= set(drawn)
    assert set(page.locator("svg.rounds .class-name").all_text_contents()) == set(drawn)


def test_a_closer_look_goes_along_with_the_learning(lab):
    page = lab()
    first = page.locator("svg.losses .loss").get_attribute("d")
    press(page, "Closer look")
    expect(page.locator(".closer")).to_have_attribute("aria-pressed", "true")
    painted(page)
    assert page.locator("svg.losses .loss").get_attribute("d") != first
    expect(page.locator("svg.losses .dot")).to_have_count(1)
    scrub = page.get_by_role("slider", name="Step of the learning")
    scrub.focus()
    scrub.press("Home")
    painted(page)
    expect(page.locator("svg.losses .dot")).to_have_count(1)
    assert numbers_in(page.locator("svg.gaps .tick-text").all_text_contents()[-1])[0] < 100
    press(page, "Closer look")
    expect(page.locator(".closer")).to_have_attribute("aria-pressed", "false")


def test_shortcuts_work_as_soon_as_the_page_is_open_and_not_in_fields(lab):
    page = lab()
    page.keyboard.press("e")
    expect(page.locator(".step")).to_have_text("your own π")
    page.keyboard.press("z")
    expect(page.locator(".closer")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("p")
    expect(page.locator(".play")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("p")
    expect(page.locator(".play")).to_have_attribute("aria-pressed", "false")
    press(page, "Change the experiment")
    page.get_by_role("combobox").first.focus()
    page.keyboard.press("z")
    page.keyboard.press("Escape")
    expect(page.locator(".closer")).to_have_attribute("aria-pressed", "true")


def test_a_law_of_ones_own_is_in_the_link_and_read_back(lab):
    page = lab()
    press(page, "Uniform")
    for _ in range(3):
        press(page, "EM step")
        painted(page)
    drawn = held(page, "view.weights")
    before = loss(page)
    link = page.url
    assert len(query(page)["pi"]) == 3 * len(drawn)
    assert "step" not in query(page)
    page.goto("about:blank")
    lab(urlsplit(link).path + "?" + urlsplit(link).query)
    np.testing.assert_allclose(held(page, "view.weights"), drawn, atol=4e-6)
    assert loss(page) == before
    assert page.url == link
    expect(page.locator(".step")).to_have_text("your own π")
    expect(page.locator(".averaging .problem")).to_be_hidden()
    press(page, "Best π")
    painted(page)
    assert "pi" not in query(page)


def test_a_law_that_can_not_be_read_is_told(lab):
    page = lab(f"{PLACE}&pi=AAAB&turn=400&g=x")
    problem = page.locator(".averaging .problem")
    expect(problem).to_contain_text("The link says pi=AAAB; it must be 23 weights")
    expect(problem).to_contain_text("The link says turn=400; it must be a whole number from 0 to 360")
    expect(problem).to_contain_text("The link says g=x")
    assert loss(page) == best(page)


def test_the_scale_of_the_board_shrinks_again_and_gaps_stay_readable(lab):
    page = lab()
    page.locator(".averaging").evaluate(
        "({ view: { experiment } }) => {"
        " experiment.best.weights = experiment.angles.map(() => 1 / experiment.size) }"
    )
    board = page.locator("svg.bars")
    highest = []
    for law in ("Uniform", "Only 0°", "Uniform"):
        press(page, law)
        painted(page)
        highest.append(
            max(int(numbers_in(text)[0]) for text in board.locator("text", has_text="%").all_text_contents())
        )
    assert highest == [10, 100, 10]
    board.focus()
    board.press("Home")
    for _ in range(11):
        board.press("PageUp")
    expect(board).to_have_attribute("aria-valuetext", re.compile(r"^−30°: 100\.0\s%"))
    assert re.fullmatch(r"[\d,.]{1,6}|\d\.\d·10[⁰¹²³⁴⁵⁶⁷⁸⁹]+", page.locator(".n-gap").text_content())


def test_the_two_populations_are_named(lab):
    page = lab()
    population = page.locator(".population")
    expect(population).to_contain_text("3,000 digits that π is learned on (digits f has not seen)")
    expect(population).to_contain_text("10,000 MNIST test digits")
    expect(page.locator(".scores-sentence")).to_contain_text("On test digits S f")
    expect(page.locator(".sentence")).to_contain_text(
        re.compile(r"\d+ angles? ha(s|ve) 0\.1\s% of it or more")
    )
    counted = int(re.search(r"(\d+) angle", page.locator(".sentence").text_content())[1])
    assert page.locator("svg.bars .best").count() == counted


def test_dragging_selects_no_text(lab):
    page = lab()
    for name in ("losses", "bound", "bars"):
        chart = page.locator(f"svg.{name}")
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] + 60, steps=5)
        page.mouse.up()
        assert page.evaluate("() => getSelection().toString()") == ""
