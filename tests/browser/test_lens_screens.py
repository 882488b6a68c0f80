"""The Lens on a phone, in the dark, enlarged, and by the keyboard alone."""

import math

import pytest
from playwright.sync_api import expect

from .harness import AppServer, free_port
from .lens_view import NEXT_FRAME, LensView, assert_shows

PAIR = "x=mnist-test-11&y=mnist-test-110"
WIDTHS = """[document.documentElement, document.querySelector('[data-testid=stMain]')]
  .map((node) => node.scrollWidth).concat(innerWidth)"""
FOCUSED = """() => {
  let node = document.activeElement
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
  const style = getComputedStyle(node)
  const box = node.getBoundingClientRect()
  const inside = Boolean(node.closest('.lens'))
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const control = node.matches('a, button, dfn, input, summary, svg, [role=slider]')
  const plain = (text) => text?.replaceAll('\\u00a0', ' ')
  const lines = plain(node.innerText ?? '').trim().split('\\n')
  return {
    name: control ? plain(node.getAttribute('aria-label')) || lines.at(inside ? 0 : -1) : '',
    inside,
    control,
    ring: outline || style.boxShadow !== 'none',
    ground: style.backgroundColor !== 'rgba(0, 0, 0, 0)',
    seen: box.top >= 0 && box.bottom <= innerHeight + 1,
  }
}"""
SMALL_TARGETS = """(root) => Array.from(root.querySelectorAll('button, input, summary'))
  .filter((node) => node.checkVisibility() && Math.min(node.offsetHeight, node.offsetWidth) < 43)
  .map((node) => node.outerHTML)"""


def assert_no_sideways_scrolling(page):
    document, main, window = page.evaluate(WIDTHS)
    assert document <= window
    assert main <= window
    lens = page.locator(".lens")
    assert lens.evaluate("(root) => root.scrollWidth - root.clientWidth") == 0


def touch(page, start, end, steps):
    """Drag with one finger."""
    session = page.context.new_cdp_session(page)
    for step in range(steps + 1):
        x, y = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        page.evaluate(NEXT_FRAME)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_phone_holds_it_and_a_finger_turns_it(phone, open_page):
    lens = LensView(phone)
    open_page(f"/lens?{PAIR}&lam=0.3&pins=0.1_0.2_0.6", on=phone)
    shown = lens.read()
    assert_shows(shown, 0.3)
    assert_no_sideways_scrolling(phone)
    assert phone.locator(".lens").evaluate(SMALL_TARGETS) == []
    choices = phone.locator(".st-key-pickers").get_by_role("button").all()
    boxes = [button.bounding_box() for button in choices if button.is_visible()]
    tops = [round(box["y"]) for box in boxes]
    assert [tops.count(top) for top in dict.fromkeys(tops)] == [3, 2]
    assert min(box["height"] for box in boxes) >= 44

    lens.dial.scroll_into_view_if_needed()
    box = lens.dial.bounding_box()
    heart = box["y"] + box["height"] / 2
    before = len(lens.sent)
    touch(phone, (box["x"] + 40, heart), (box["x"] + 250, heart + 4), 12)
    moved = lens.read()
    assert lens.lam > 0.7
    assert_shows(moved, lens.lam)
    curve = lens.part(".curve").bounding_box()
    touch(phone, (curve["x"] + 60, curve["y"] + 50), (curve["x"] + 110, curve["y"] + 50), 8)
    shown = lens.read()
    assert lens.lam < 0.7
    assert_shows(shown, lens.lam)
    assert len(lens.sent) == before

    picture = lens.part(".moved .frame")
    picture.scroll_into_view_if_needed()
    size = picture.bounding_box()["height"]
    picture.tap(position={"x": size / 2, "y": size * 14.5 / 28})
    tapped = lens.read()
    assert tapped["marked"] == [14]
    assert tapped["row"].startswith("Row 15 ")
    assert lens.query["row"] == "15"

    phone.set_viewport_size({"width": 320, "height": 700})
    lens.read()
    rows = [lens.part(name).bounding_box()["y"] for name in (".whole", ".sound")]
    assert rows[0] == rows[1], "a note has a row of its own"


def test_dark_repaints_everything_and_comes_back(page, open_page):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3")
    colour = """(root) => {
      const data = root.querySelector('.difference canvas').getContext('2d').getImageData(0, 0, 28, 28).data
      const pixels = Array.from({ length: 784 }, (_, i) => data.slice(4 * i, 4 * i + 4))
      const strongest = pixels.reduce((most, pixel) => (pixel[3] > most[3] ? pixel : most))
      return [strongest.slice(0, 3).join(), getComputedStyle(root).getPropertyValue('--left').trim()]
    }"""
    light = page.locator(".lens").evaluate(colour)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".lens")).to_have_attribute("data-dark", "")
    dark = page.locator(".lens").evaluate(colour)
    assert light[0] != dark[0]
    assert (light[1], dark[1]) == ("#0072b2", "#56b4e9")
    assert_shows(lens.read(), 0.3)
    page.emulate_media(color_scheme="light")
    expect(page.locator(".lens")).not_to_have_attribute("data-dark", "")
    assert page.locator(".lens").evaluate(colour) == light


@pytest.mark.parametrize("larger", ["page", "text"])
def test_twice_as_large_it_still_fits_and_works(new_page, open_page, larger):
    half = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    page = new_page(**half) if larger == "page" else new_page()
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3", on=page)
    if larger == "text":
        page.add_style_tag(content="html { font-size: 200% !important }")
    assert_no_sideways_scrolling(page)
    for part in (".dial", ".pin", ".n-distance", ".sentence", ".talk .card:last-child", "[data-take=embed]"):
        lens.part(part).scroll_into_view_if_needed()
        box = lens.part(part).bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= page.viewport_size["width"] + 1
    lens.dial.press("End")
    assert_shows(lens.read(), math.inf)


def test_keyboard_alone_reaches_everything_and_shows_where_it_is(page, open_page):
    lens = LensView(page)
    open_page(f"/lens?{PAIR}&lam=0.3&pins=0.2")
    lens.read()
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
        if stops[-1]["name"] == "Copy embed":
            break
    names = [stop["name"] for stop in stops]
    wanted = [
        "Start",
        "About",
        "See",
        "Choose x",
        "Choose y",
        "Swap",
        "Surprise me",
        "Row to look at",
        "penalty",
        "ν",
        lens.part(".curve").get_attribute("aria-label"),
        "Laziness λ",
    ]
    wanted += [
        "◂ event",
        "▶ Play",
        "event ▸",
        "Pin this λ",
        "Two pairs",
        "From 0",
        "Sound",
        "Guess: from which λ on does no row move?",
        "events",
        "Why is this exact? Look at one row",
    ]
    wanted += [
        "λ = 0",
        "λ = 0.3",
        "λ = 0.5",
        "λ = 0.7",
        "λ = 1",
        "λ = 10",
        "λ = ∞",
        "λ = 0.2",
        "Remove the pin at λ = 0.2",
    ]
    wanted += [
        "Bigger, to zoom",
        "PNG",
        "SVG",
        "CSV",
        "NPZ",
        "HTML",
        "Copy as Python",
        "Copy link",
        "Copy embed",
    ]
    assert [name for name in names if name in wanted] == wanted
    inside = [stop for stop in stops if stop["inside"]]
    assert len(inside) == wanted.index("Copy embed") - wanted.index("Surprise me"), (
        "nothing else in the Lens takes the focus"
    )
    controls = [stop for stop in stops if stop["control"]]
    assert [stop["name"] for stop in controls if not (stop["ring"] or stop["ground"])] == []
    assert [stop["name"] for stop in inside if not stop["ring"]] == []
    assert [stop["name"] for stop in inside if not stop["seen"]] == []

    lens.part(".talk button[data-lam='1']").press("Enter")
    assert_shows(lens.read(), 1.0)
    lens.part(".why summary").press("Enter")
    expect(lens.part(".why-text")).to_be_visible()
    lens.part(".play").press("Space")
    expect(lens.part(".play")).to_contain_text("Pause")
    lens.part(".play").press("Space")
    expect(lens.part(".play")).to_contain_text("Play")


def test_without_mnist_and_network_the_lens_still_works(cold_server, new_page, open_page, tmp_path):
    closed = f"http://127.0.0.1:{free_port()}"
    server: AppServer = cold_server(LAZYQ_DATA=str(tmp_path), LAZYQ_MIRROR=closed)
    lens = LensView(new_page())
    page = open_page("/lens", on=lens.page, at=server)
    assert_shows(lens.read(), 0.5)
    expect(lens.part(".source .name")).to_contain_text("scikit-learn digit")
    assert lens.query["x"].startswith("sklearn-")
    expect(page.get_by_test_id("stMain")).to_contain_text("MNIST is not here")
    why = page.get_by_test_id("stExpander").filter(has_text="Why, and how to try again")
    expect(why).to_be_visible(timeout=60_000)
    # What an address and its failure fill is folded: on a phone it was longer than the screen.
    reason = why.get_by_text("MNIST was not fetched:")
    expect(reason).not_to_be_visible()
    why.locator("summary").click()
    expect(reason).to_be_visible()
    expect(why).to_contain_text("MNIST is not on this machine")
    expect(why.get_by_role("button", name="Try again")).to_be_visible()
    lens.dial.press("End")
    assert_shows(lens.read(), math.inf)

    open_page("/lens?x=mnist-test-3", on=page, at=server)
    expect(page.get_by_test_id("stAlert")).to_contain_text("mnist-test-3 needs the data set mnist-test")
    assert_shows(lens.read(), 0.5)
