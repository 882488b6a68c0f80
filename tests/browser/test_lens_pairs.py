"""Two pairs in the Lens: is this 6 nearer to that 6 or to that 9; and what a first visit sees of λ."""

import csv
import io
import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

import lazyq

from .harness import as_read, wait_until_ready
from .lens_view import ACTION, LensView

PAIR = "x=mnist-test-21&y=mnist-test-9"
SCREEN = """(root) => ['.stage', '.curve', '.dial', '.controls', '.formula', '.formula-z', '.sentence']
  .filter((part) => {
    const { top, bottom, height } = root.querySelector(part).getBoundingClientRect()
    return height < 10 || top < 0 || bottom > innerHeight
  })"""
SHOWN = "(root) => [root.view.lam, root.view.state.lam]"


@pytest.fixture
def digits(mnist_raw):
    images = mnist_raw("t10k")[0]
    return [images[index] for index in (21, 9, 54)]


def distances(digits, lam):
    x, *others = digits
    return [lazyq.align(ACTION, x, other, lam).distance.item() for other in others]


def test_two_pairs_say_to_which_digit_x_is_nearer_and_where_that_changes(new_page, open_page, digits):
    page = new_page(viewport={"width": 1280, "height": 720})
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3", on=page)
    lens.read()
    lens.part(".both").click()
    lens.read()
    assert lens.query["z"] == "mnist-test-54", "the first 6 for which the answer depends on λ"
    assert page.locator(".lens").evaluate(SCREEN) == []
    to_y, to_z = distances(digits, 0.3)
    assert to_z < to_y
    sentence = lens.part(".sentence")
    expect(sentence).to_contain_text(f"nearer to z, a 6 (d = {to_z:.3f}) than to y, a 9 (d = {to_y:.3f})")
    assert lens.part(".z-distance").text_content() == f"{to_z:.3f}"
    change = float(re.search(r"It changes sides at λ = ([\d.]+)\.", as_read(sentence.inner_text()))[1])
    for lam, sign in ((change - 0.01, 1), (change + 0.01, -1)):
        to_y, to_z = distances(digits, lam)
        assert (to_y - to_z) * sign > 0
    expect(lens.part(".curve .crossing")).to_have_count(1)
    lens.part(".talk button[data-lam='1']").click()
    expect(sentence).to_contain_text("nearer to y, a 9")
    page.reload()
    wait_until_ready(page)
    expect(sentence).to_contain_text("nearer to y, a 9")
    page.keyboard.press("z")
    expect(lens.part(".third")).to_be_hidden()
    lens.read()
    assert "z" not in lens.query


def test_files_of_two_pairs_hold_both(new_page, open_page, tolerate, digits, tmp_path):
    page = new_page(accept_downloads=True)
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3&z=mnist-test-54", on=page)
    told = lens.read()["sentence"]

    def taken(name):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert (
            download.value.suggested_filename
            == f"lens_mnist-test-21_mnist-test-9_mnist-test-54.{name.lower()}"
        )
        return download.value.path()

    picture = taken("SVG").read_text("utf-8")
    for words in (told, "z: a 6, MNIST test digit 54", "d² to z", "to z: d = √("):
        assert words in picture
    rows = list(csv.DictReader(io.StringIO(taken("CSV").read_text("utf-8"))))
    paths = {
        name: lazyq.lazy_path(ACTION, digits[0], other) for name, other in zip("yz", digits[1:], strict=True)
    }
    for name, path in paths.items():
        found = [float(row["squared_residual"]) for row in rows if row["towards"] == name]
        assert found == pytest.approx(path.squared_residuals.tolist(), 1e-12)
    with np.load(taken("NPZ"), allow_pickle=False) as archive:
        assert np.array_equal(archive["z"], digits[2])
        assert np.array_equal(archive["z_breakpoints"], paths["z"].breakpoints)
        assert str(archive["z_reference"]) == "mnist-test-54"
    copy = tmp_path / "both.html"
    copy.write_bytes(taken("HTML").read_bytes())
    assert json.loads(re.search(r"data: (\{.*\}), parentElement", copy.read_text("utf-8"))[1])["both"] is True
    alone = LensView(new_page(offline=True, viewport={"width": 1000, "height": 900}))
    tolerate(re.escape(f"request to another host: {copy.as_uri()}") + "$")
    alone.page.goto(copy.as_uri())
    assert alone.read()["sentence"] == told


def test_a_third_digit_that_is_none_is_said(page, open_page):
    open_page(f"/lens?{PAIR}&lam=0.3&z=mnist-test-99999")
    expect(page.get_by_test_id("stAlert")).to_contain_text("The link’s z can’t be shown")
    expect(page.locator(".lens .third")).to_be_visible()


def test_a_first_visit_sees_what_lambda_does_until_the_hand_takes_it(page, open_page):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}")
    root = page.locator(".lens")
    lens.part(".dial").wait_for()
    expect(root).not_to_have_attribute("data-opening", "", timeout=30_000)
    assert root.evaluate(SHOWN) == [0.5, 0.5]
    assert lens.lam == 0.5
    page.goto(page.url.split("?")[0] + f"?{PAIR}")
    expect(root).to_have_attribute("data-opening", "")
    assert root.evaluate(SHOWN)[1] == 0.5
    page.keyboard.press("Shift")
    expect(root).not_to_have_attribute("data-opening", "")
    assert lens.read()["beside"] == "λ = 0.5"
    assert lens.query["lam"] == "0.5"


@pytest.mark.parametrize("search", ["&lam=0.7", ""])
def test_no_opening_for_who_names_a_lambda_or_wants_no_motion(new_page, open_page, search):
    page = new_page(reduced_motion="no-preference" if search else "reduce")
    page.add_init_script(
        """window.opened = false
        new MutationObserver(() => {}).observe(document, { childList: true })
        const toggle = Element.prototype.toggleAttribute
        Element.prototype.toggleAttribute = function (name, on) {
          if (name === 'data-opening' && on) window.opened = true
          return toggle.call(this, name, on)
        }"""
    )
    open_page(f"/lens?{PAIR}{search}", on=page)
    LensView(page).read()
    assert page.evaluate("window.opened") is False


def test_the_lines_of_a_kept_row_stand_on_the_axis_of_the_curve(new_page, open_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.5&row=13", on=page)
    lens.read()
    cursors = page.locator(".lens").evaluate(
        """({ view }) => [view.curve, view.lines].map(({ node, frame }) => (
          [0, 0.5, 1, Infinity].map((lam) => node.getBoundingClientRect().left + frame.x(lam))
        ))"""
    )
    assert cursors[0] == cursors[1]
    assert lens.part(".controls").bounding_box()["y"] + lens.part(".controls").bounding_box()["height"] <= 720


def test_ticks_say_which_row_gives_up_and_tables_hold_what_the_charts_show(page, open_page, digits):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.5&row=13")
    lens.read()
    path = lazyq.lazy_path(ACTION, *digits[:2])
    rows = [
        [row + 1 for row in range(28) if path.g[piece][row] != path.g[piece + 1][row]]
        for piece in range(len(path.breakpoints))
    ]
    said = lens.part(".curve .giving").all_text_contents()
    assert len(said) > 8
    assert set(said) <= {"+".join(map(str, changed)) for changed in rows}
    tables = lens.part(".curve ~ .unseen table, .bars ~ .unseen table")
    expect(lens.part(".bars ~ .unseen tbody tr")).to_have_count(28)
    events = lens.part(".curve + .unseen tbody tr")
    expect(events).to_have_count(len(rows) + 2)
    assert [row.locator("td").last.inner_text() for row in events.all()][1:-1] == [
        ", ".join(map(str, changed)) for changed in rows
    ]
    assert tables.count() == 3
