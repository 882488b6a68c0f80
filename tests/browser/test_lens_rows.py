"""Rows of the Lens under the hand: kept, moved, explained, and in the files."""

import re

import pytest
import torch
from playwright.sync_api import expect

import lazyq

from .charts import NEXT_FRAME
from .lens_view import ACTION, LensView

PAIR = "x=mnist-test-11&y=mnist-test-110"


@pytest.fixture
def lens(page):
    return LensView(page)


def place(lens, row, across=0.5, part=".moved .frame"):
    """Return where a row of a picture, counted from 1, is on the screen."""
    box = lens.part(part).bounding_box()
    return box["x"] + box["width"] * across, box["y"] + box["height"] * (row - 0.5) / 28


def looked_at(shown):
    return re.match(r"(?:By hand, r|R)ow (\d+) ", shown["row"])


def test_a_click_keeps_a_row_and_another_click_or_escape_frees_it(lens, open_page):
    page = open_page(f"/lens?{PAIR}&lam=0.2")
    lens.read()
    page.mouse.click(*place(lens, 13, part=".source .frame"))
    lens.read()
    assert lens.query["row"] == "13"
    page.mouse.move(*place(lens, 20))
    assert looked_at(lens.read())[1] == "20", "a row that is pointed at is looked at"
    page.mouse.move(5, 5)
    assert looked_at(lens.read())[1] == "13", "and then the one that is kept again"
    assert lens.query["row"] == "13"
    page.mouse.click(*place(lens, 13, part=".target .frame"))
    page.mouse.move(5, 5)
    assert lens.read()["bands"] == [None] * 5
    assert "row" not in lens.query
    page.mouse.click(*place(lens, 9))
    page.mouse.move(5, 5)
    page.reload()
    assert looked_at(lens.read())[1] == "9"
    page.keyboard.press("Escape")
    assert lens.read()["bands"] == [None] * 5
    assert "row" not in lens.query


def test_why_opens_on_the_row_that_changes_next_and_follows_the_one_that_is_kept(lens, open_page, mnist_raw):
    digits = mnist_raw("t10k")[0]
    path = lazyq.lazy_path(ACTION, digits[11], digits[110])
    page = open_page(f"/lens?{PAIR}&lam=0.2")
    lens.read()
    lens.part(".why summary").click()
    piece = int((path.breakpoints <= 0.2).sum())
    changing = torch.nonzero(path.g[piece] != path.g[piece + 1]).flatten().tolist()
    expect(lens.part(".why-text")).to_contain_text(f"Row {changing[0] + 1} may move")
    lens.part(".stage").scroll_into_view_if_needed()
    page.mouse.click(*place(lens, 22))
    page.mouse.move(5, 5)
    expect(lens.part(".why-text")).to_contain_text("Row 22 may move")
    page.keyboard.press("]")
    expect(lens.part(".why-text")).to_contain_text("Row 22 may move")


def test_the_hand_moves_a_row_and_sees_what_that_costs(lens, open_page, mnist_raw):
    digits = mnist_raw("t10k")[0]
    x, y = digits[11].double() / 255, digits[110].double() / 255
    best = lazyq.align(ACTION, digits[11], digits[110], 0.5)
    page = open_page(f"/lens?{PAIR}&lam=0.5")
    lens.read()
    own = (best.g[12].item() + 13) % 28 - 13
    width = lens.part(".moved .frame").bounding_box()["width"]
    start = place(lens, 13)
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 5):
        page.mouse.move(start[0] - width * step / 28, start[1])
        page.evaluate(NEXT_FRAME)
    page.mouse.up()
    page.mouse.move(5, 5)
    shown = lens.read()
    shift = own + 4
    assert (lens.query["row"], lens.query["shift"]) == ("13", str(shift))
    assert shown["moved"][12 * 28 : 13 * 28] == digits[11][12].roll(-shift).tolist()
    cost = (x[12].roll(-shift) - y[12]).square().sum().item() + 0.25 * shift**2
    least = (x[12].roll(-own) - y[12]).square().sum().item() + 0.25 * own**2
    assert f"{cost - least:.3f} more than the best g" in shown["row"]
    assert shown["numbers"]["distance"] == f"{best.distance.item():.3f}", "d is what no hand beats"
    expect(lens.part(".curve .by-hand")).to_have_count(1)
    reader = lens.part(".reader")
    reader.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert "no g does better" in lens.read()["row"]
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert lens.read()["bands"] == [None] * 5
    assert {"row", "shift"}.isdisjoint(lens.query)
    expect(lens.part(".curve .by-hand")).to_have_count(0)


def test_dark_files_hold_the_pins_the_row_and_their_key(new_page, open_page):
    page = new_page(color_scheme="dark", accept_downloads=True)
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3&pins=0.1_0.6&row=13&shift=5", on=page)
    told = lens.read()["row"]

    def taken(name):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        return download.value.path().read_text("utf-8")

    picture = taken("SVG")
    paper = re.search(r'<rect x="-16" y="-16"[^>]* fill="#([0-9a-f]{6})"', picture)[1]
    assert max(int(paper[i : i + 2], 16) for i in (0, 2, 4)) < 64
    assert picture.count('class="pinned"') == 2
    assert picture.count('class="kept"') == 4
    assert 'class="by-hand"' in picture
    assert told in picture
    for words in ("residual²", "penalty²", "too much", "missing", "pinned"):
        assert f">{words}<" in picture
    assert "url(#missing)" in picture
    alone = taken("HTML")
    assert "color-scheme: dark" in alone
    assert '"row": 13' in alone
    assert '"shift": 5' in alone
    assert "data:font/woff2;base64," in alone
