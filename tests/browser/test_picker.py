"""Choosing a digit in a real browser: gallery, drawing and upload, by mouse, finger and keyboard."""

import re

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from lazyq.experiments.digits import DatasetDigit, DrawnDigit, parse_digit
from lazyq.ui.choosing.gallery import PAGE, SHORT_TITLES

from .harness import wait_until_ready
from .picker_view import SECONDS, area, chosen, draw, in_order, levels, prepared, tile, tiles, wait_for_levels


@pytest.fixture
def open_drawing(open_picker):
    def visit(on=None):
        page = open_picker(on=on)
        page.get_by_role("tab", name="Draw").click()
        expect(area(page)).to_be_visible(timeout=SECONDS)
        return page

    return visit


def test_gallery_by_mouse(open_picker, library):
    page = open_picker()
    sixes = in_order(library, 6)
    expect(tiles(page)).to_have_count(PAGE, timeout=SECONDS)
    expect(tile(page, library, sixes[0])).to_be_checked()
    for i in (0, 7, PAGE - 1):
        assert levels(tiles(page).nth(i).locator("canvas")) == library.image(sixes[i]).numpy().tobytes()

    tile(page, library, sixes[7]).click()

    assert chosen(page) == sixes[7].text
    expect(page.get_by_text(f"x is {library.describe(sixes[7])}")).to_be_visible()
    expect(page.get_by_text(f"y is {library.describe(sixes[0])}")).to_be_visible()
    page.get_by_role("button", name="Choose x").click()
    expect(tile(page, library, sixes[7])).to_be_checked(timeout=SECONDS)


def test_gallery_by_keyboard_alone(open_picker, library):
    page = open_picker()
    sixes = in_order(library, 6)
    expect(tiles(page)).to_have_count(PAGE, timeout=SECONDS)
    assert tiles(page).evaluate_all("all => all.filter(tile => tile.tabIndex === 0).length") == 1
    for _ in range(30):
        page.keyboard.press("Tab")
        if tile(page, library, sixes[0]).evaluate("tile => tile === tile.getRootNode().activeElement"):
            break
    expect(tile(page, library, sixes[0])).to_be_focused()

    for key, position in (
        ("ArrowRight", 1),
        ("End", PAGE - 1),
        ("ArrowRight", PAGE - 1),
        ("ArrowLeft", PAGE - 2),
        ("Home", 0),
        ("ArrowUp", 0),
    ):
        page.keyboard.press(key)
        expect(tiles(page).nth(position)).to_be_focused()
    columns = tiles(page).evaluate_all(
        "all => all.filter(tile => tile.offsetTop === all[0].offsetTop).length"
    )
    page.keyboard.press("ArrowDown")
    expect(tiles(page).nth(columns)).to_be_focused()

    page.keyboard.press("PageDown")
    expect(page.get_by_text("Page 2 of")).to_be_visible(timeout=SECONDS)
    expect(tile(page, library, sixes[PAGE + columns])).to_be_focused()
    page.keyboard.press("Enter")

    assert chosen(page) == sixes[PAGE + columns].text


def test_pages_end_where_the_digits_end(open_picker, library):
    page = open_picker()
    last = -(-len(in_order(library, 6)) // PAGE)
    expect(page.get_by_text(f"Page 1 of {last}")).to_be_visible(timeout=SECONDS)

    page.get_by_role("button", name="Previous").click(force=True)
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_text(f"Page 2 of {last}")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("button", name="Previous")).not_to_have_attribute("aria-disabled", "true")


def test_numeral_and_index_find_a_digit(open_picker, library):
    page = open_picker()
    threes = in_order(library, 3)
    page.get_by_role("radio", name="3", exact=True).click()
    expect(tile(page, library, threes[0])).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("radio", name=re.compile("^a 6,"))).to_have_count(0)

    wanted = next(ref for ref in in_order(library, None)[900:] if library.label(ref) == 8)
    number = page.get_by_role("spinbutton", name="Go to digit")
    number.fill(str(wanted.index))
    number.press("Enter")

    expect(tile(page, library, wanted)).to_have_class(re.compile("marked"), timeout=SECONDS)
    assert tile(page, library, wanted).evaluate("tile => tile.tabIndex") == 0
    tile(page, library, wanted).press("Space")
    assert chosen(page) == wanted.text


def test_every_data_set_at_hand_is_offered(open_picker, library):
    page = open_picker()
    expect(tiles(page)).to_have_count(PAGE, timeout=SECONDS)
    for name in reversed(library.names[1:]):
        page.get_by_role("radio", name=SHORT_TITLES[name], exact=True).click()
        first = DatasetDigit(name, int(library.indices(name, 6)[0]))
        expect(tile(page, library, first)).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("Digits", exact=True)).to_have_count(min(len(library.names) - 1, 1))


def test_escape_closes_and_gives_the_focus_back(open_picker, library):
    page = open_picker()
    expect(tile(page, library, in_order(library, 6)[0])).to_be_visible(timeout=SECONDS)
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Choose x")).to_be_focused()
    assert "x=" not in page.url


def test_drawing_by_mouse_goes_into_the_link_and_comes_back(open_drawing):
    page = open_drawing()
    expect(page.get_by_role("button", name="Use this drawing")).to_be_disabled()
    draw(page, [(9, 5), (19, 5), (12, 23)])
    drawn = levels(area(page))
    expected = prepared(drawn)
    wait_for_levels(page.get_by_role("img", name="your drawing"), expected)

    page.get_by_role("button", name="Use this drawing").click()

    link = chosen(page)
    assert parse_digit(link) == DrawnDigit(expected)
    expect(page.get_by_text("x is your drawing")).to_be_visible()
    page.get_by_role("button", name="Choose x").click()
    expect(area(page)).to_be_visible(timeout=SECONDS)
    assert levels(area(page)) == drawn, "one goes on with one's own strokes"

    page.reload()
    expect(page.get_by_text("x is your drawing")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Choose x").click()
    expect(area(page)).to_be_visible(timeout=SECONDS)
    assert levels(area(page)) == expected, "a link carries what is compared"
    page.get_by_role("button", name="Use this drawing").click()
    assert chosen(page) == link, "and untouched it stays what it was"


def test_undo_eraser_and_clear(open_drawing):
    page = open_drawing()
    draw(page, [(5, 14), (23, 14)])
    first = levels(area(page))
    draw(page, [(14, 5), (14, 23)])
    assert levels(area(page)) != first
    page.get_by_role("button", name="Undo").click()
    assert levels(area(page)) == first

    page.get_by_role("slider", name="Width").fill("4.5")
    page.get_by_role("button", name="Eraser").click()
    expect(page.get_by_role("button", name="Eraser")).to_have_attribute("aria-pressed", "true")
    draw(page, [(4, 14), (24, 14)])
    assert not any(levels(area(page)))
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Clear").click()
    assert not any(levels(area(page)))
    expect(page.get_by_role("button", name="Use this drawing")).to_be_disabled()
    expect(page.get_by_role("img", name="nothing drawn yet")).to_be_visible(timeout=SECONDS)


def test_a_state_that_comes_back_is_sent_whole(open_drawing, page):
    kinds = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda data: kinds.append(ForwardMsg.FromString(data).WhichOneof("type"))
        ),
    )
    open_drawing(on=page)
    for _ in range(3):
        draw(page, [(5, 14), (23, 14)])
        expect(page.get_by_role("img", name="your drawing")).to_be_visible(timeout=SECONDS)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("img", name="nothing drawn yet")).to_be_visible(timeout=SECONDS)

    wait_until_ready(page)  # a page that closes while it is sent something leaves a traceback of the server's
    assert "delta" in kinds
    assert "ref_hash" not in kinds, "no message relies on the browser still having an earlier one"


def test_drawing_by_finger(open_drawing, phone):
    page = open_drawing(on=phone)
    box = area(page).bounding_box()
    area(page).tap(position={"x": box["width"] / 4, "y": box["height"] / 4})
    tapped = levels(area(page))
    assert tapped[7 * 28 + 7] == 255

    finger = page.context.new_cdp_session(page)
    for kind, steps in (("touchStart", [0]), ("touchMove", range(1, 11)), ("touchEnd", [None])):
        for step in steps:
            points = (
                []
                if step is None
                else [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] * (0.2 + 0.06 * step)}]
            )
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    drawn = levels(area(page))

    assert all(drawn[row * 28 + 14] == 255 for row in range(7, 21)), "the finger draws and does not scroll"
    assert area(page).bounding_box() == box
    wait_for_levels(page.get_by_role("img", name="your drawing"), prepared(drawn))
    page.get_by_role("button", name="Use this drawing").click()  # a tap may be taken for the end of a fling
    assert isinstance(parse_digit(chosen(page)), DrawnDigit)


def test_drawing_by_keyboard_alone(open_drawing):
    page = open_drawing()
    status = page.get_by_role("status").filter(has_text="column")
    area(page).focus()
    page.keyboard.press("ArrowLeft")
    expect(status).to_have_text("column 14, row 15, ink 0 %")
    page.keyboard.press("Space")
    expect(status).to_have_text("column 14, row 15, ink 100 %, pen down")
    for _ in range(6):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(status).to_have_text("column 14, row 9, ink 100 %")
    line = levels(area(page))
    assert all(line[row * 28 + 13] == 255 for row in range(8, 15))

    page.keyboard.down("Shift")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.up("Shift")
    assert all(levels(area(page))[8 * 28 + column] == 255 for column in range(13, 19))
    page.keyboard.press("Control+z")
    assert levels(area(page)) == line
    page.keyboard.press("Delete")
    expect(status).to_have_text("column 19, row 9, ink 0 %")
    page.keyboard.press("Enter")

    assert isinstance(parse_digit(chosen(page)), DrawnDigit)


def test_every_target_on_a_phone_is_large_enough_and_nothing_is_cut_off(open_picker, phone, library):
    page = open_picker(on=phone)
    expect(tile(page, library, in_order(library, 6)[0])).to_be_visible(timeout=SECONDS)
    targets = [*tiles(page).all(), page.get_by_role("button", name="Next")]
    page.get_by_role("dialog").evaluate("dialog => dialog.scrollTo(0, 0)")
    sizes = [target.bounding_box() for target in targets]
    assert all(box["width"] >= 44 and box["height"] >= 44 and box["x"] + box["width"] <= 390 for box in sizes)

    page.get_by_role("tab", name="Draw").click()
    for name in ("Pen", "Eraser", "Undo", "Clear", "Use this drawing"):
        box = page.get_by_role("button", name=name, exact=name != "Pen").bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
