"""The story of the Averaging page in a real browser: predict, then look; one screen; a digit of one's own."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .harness import until
from .test_averaging import PLACE, SECONDS, press

OPEN = "/averaging?model=logistic&n=500"
BEST = "(root) => root.view.experiment.best.weights"


@pytest.fixture
def told(open_page):
    def visit(path=OPEN, on=None):
        page = open_page(path, on=on)
        expect(page.locator(".averaging:not([data-sketch]) .copy").first).to_be_visible(timeout=SECONDS)
        return page

    return visit


def asked(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def stroke(page, *points):
    """Draw a line on the area, between points from 0 to 1."""
    box = page.locator(".drawing .area").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def test_what_pi_keeps_is_predicted_and_then_shown(told):
    page = told()
    root, board = page.locator(".averaging"), page.locator("svg.bars")
    expect(page.get_by_role("heading", name="Predict")).to_be_visible()
    for hidden in (".known", ".title", "svg.losses", "svg.plan", ".scores"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(board.locator(".best")).to_have_count(0)
    page.get_by_role("button", name="Turned by +10°").click()
    expect(page.get_by_role("button", name="Turned by +10°")).to_have_attribute("aria-pressed", "true")
    assert root.evaluate("(root) => root.view.weights.filter(Boolean)") == [0.5, 0.5]
    board.focus()
    board.press("End")
    board.press("ArrowUp")
    expect(board).to_have_attribute("aria-valuetext", "+30°: chosen")
    assert "guess" not in asked(page)
    press(page, "That is my guess")
    expect(page.locator(".verdict")).to_contain_text("You chose 3; π keeps")
    assert root.evaluate("(root) => root.view.weights") == pytest.approx(root.evaluate(BEST), abs=1e-6)
    expect(page.locator(".copy.guessed")).to_have_count(3)
    assert asked(page)["guess"] == "0_10_30"
    page.reload()
    expect(page.locator(".verdict")).to_contain_text("You chose 3; π keeps", timeout=SECONDS)
    expect(page.locator(".quiz")).to_be_hidden()


def test_the_story_is_one_screen_and_copies_stand_below_their_bars(told, new_page):
    page = told(PLACE, on=new_page(viewport={"width": 1280, "height": 720}))
    story = "svg.bars .copies svg.before svg.after .digit-sentence .play .formula .sentence"
    for part in story.split():
        box = page.locator(f".averaging {part}").bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= 720, part
    middles = """(nodes) => nodes.map((node) => node.getBoundingClientRect())
      .map((box) => box.x + box.width / 2)"""
    bars, copies = (page.locator(part).evaluate_all(middles) for part in ("svg.bars .now", ".copy"))
    assert copies == pytest.approx(bars, abs=0.6)
    angles = page.locator(".averaging").evaluate("(root) => root.view.experiment.angles")
    scale = (bars[-1] - bars[0]) / (angles[-1] - angles[0])
    assert [(bar - bars[0]) / scale + angles[0] for bar in bars] == pytest.approx(angles, abs=0.1)
    expect(page.locator(".digit-sentence")).to_contain_text(re.compile(r"f says \d, S f is right"))
    reference = asked(page)["x"]
    said = page.locator(".averaging").evaluate("({ view }) => view.digit.digit.said.map(String)")
    assert page.locator(".copy span").all_text_contents() == said
    assert page.locator(".own").get_attribute("aria-label").endswith(reference.rpartition("-")[2])


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_copies_are_as_wide_as_a_finger_and_none_covers_another(told, new_page, width):
    page = told(on=new_page(viewport={"width": width, "height": 844}, has_touch=width < 1000))
    boxes = page.locator(".copy").evaluate_all(
        """(nodes) => nodes.map((node) => node.getBoundingClientRect())
          .map((box) => [box.x, box.y, box.right, box.bottom])"""
    )
    for left, top, right, bottom in boxes:
        assert right - left >= 44
        assert bottom - top >= 44
        assert left >= 0
        assert right <= width
    for i, (left, top, right, bottom) in enumerate(boxes):
        for x, y, _, _ in boxes[i + 1 :]:
            assert not (left <= x < right - 0.01 and top <= y < bottom - 0.01)
    last = page.get_by_role("button", name="Turned by +30°")
    last.click()
    expect(last).to_have_attribute("aria-pressed", "true")


def test_f_is_asked_after_each_stroke_of_a_drawing(told, page):
    told(PLACE)
    page.get_by_text("Draw x").click()
    expect(page.locator(".drawing .area")).to_be_visible()
    expect(page.get_by_role("button", name="Use this drawing")).to_be_hidden()
    paper = page.locator(".drawing .paper").bounding_box()
    tools = page.get_by_role("group", name="Drawing tools").bounding_box()
    assert tools["y"] >= paper["y"] + paper["height"], "the tools stand under the paper, not over the menus"
    page.locator(".averaging").evaluate(
        """({ view: { digit } }) => {
          const show = digit.show.bind(digit)
          window.asked = []
          digit.show = (shown, experiment) => window.asked.push(shown.plain.length) && show(shown, experiment)
        }"""
    )
    stroke(page, (0.5, 0.2), (0.5, 0.8))
    expect(page.locator(".digit-sentence")).to_contain_text("f takes this for a", timeout=SECONDS)
    expect(page.locator("svg.rounds")).to_have_attribute("aria-label", re.compile("of a digit from 0°"))
    until(page, "() => asked.length > 1")
    assert page.evaluate("asked") == [1, 73], "the drawing as it stands, then all its turns"
    until(page, "() => location.search.includes('x=px-')")
    first, inked = asked(page)["x"], "(area) => area.toDataURL()"
    drawn = page.locator(".drawing .area").evaluate(inked)
    stroke(page, (0.3, 0.2), (0.7, 0.2))
    until(page, "(first) => !location.search.includes(first)", arg=first)
    assert asked(page)["x"].startswith("px-")
    press(page, "Undo")
    until(page, "(first) => location.search.includes(`x=${first}&`)", arg=first)
    assert page.locator(".drawing .area").evaluate(inked) == drawn, "strokes stay as they were drawn"
    expect(page.locator(".own")).to_have_attribute("aria-label", "x: your drawing")
    table = page.locator(".averaging").evaluate("({ view }) => view.digit.digit.said.join()")
    page.reload()
    expect(page.locator(".own")).to_have_attribute("aria-label", "x: your drawing", timeout=SECONDS)
    assert page.locator(".averaging").evaluate("({ view }) => view.digit.digit.said.join()") == table


def test_a_broken_drawing_in_a_link_is_told_and_another_digit_shown(told):
    page = told(f"{PLACE}&x=px-AAAA")
    expect(page.get_by_text("The link’s x can’t be shown")).to_be_visible()
    expect(page.locator(".own")).to_have_attribute("aria-label", re.compile("MNIST test digit"))


def test_every_chart_has_a_table_that_follows(told):
    page = told(PLACE)
    counts = json.loads(
        page.locator(".averaging").evaluate(
            """({ view: { experiment, shared, bound } }) => JSON.stringify({
              law: experiment.size + 2, learning: experiment.path.steps.length + 1,
              turning: experiment.turns.length + 1, plan: bound.look().plan.length + 1,
              bound: experiment.moves.length + 1,
              reliability: shared.reliability.size.flat().filter(Boolean).length + 1,
            })"""
        )
    )
    for name, count in counts.items():
        fold = page.locator(f"details[data-table='{name}']")
        fold.locator("summary").click()
        expect(fold.locator("tr")).to_have_count(count)
    carried = page.locator("details[data-table='plan'] td:last-child").all_text_contents()
    assert sum(float(text.split()[0]) for text in carried) == pytest.approx(100, abs=0.1 * len(carried))
    law = page.locator("details[data-table='law']")
    press(page, "Uniform")
    expect(law.locator("tr").nth(1).locator("td").first).to_have_text("4.3 %")


def test_what_another_pi_has_changed_is_told_once_pi_is_shown(told):
    page = told()
    changed, spoken = page.locator(".averaging .changed"), page.locator(".averaging .spoken")
    press(page, "Show me without guessing")
    expect(changed).to_be_empty()
    press(page, "Uniform")
    expect(changed).to_contain_text(re.compile(r"^Changed: log-loss [\d.]+ → [\d.]+, π at 0° \d+\s% → "))
    sentence = page.locator(".known > .sentence").text_content()
    expect(spoken).to_have_text(f"{changed.text_content()} {sentence}")
