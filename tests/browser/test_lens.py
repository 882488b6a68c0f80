"""The Lens as a visitor has it: the real app, real MNIST, numbers compared with lazyq."""

import math
import re

import pytest
from playwright.sync_api import expect

import lazyq
from lazyq.experiments.digits import DatasetDigit, DrawnDigit

from .harness import assert_no_list_of_files, keep_navigations, wait_until_ready
from .lens_view import ACTION, NEXT_FRAME, LensView, assert_shows, images, piece_at
from .resting import at_rest

PAIR = "x=mnist-test-11&y=mnist-test-110"
TALK = [0, 0.3, 0.5, 0.7, 1, 10, math.inf]


@pytest.fixture
def digits(mnist_raw):
    """MNIST's test images."""
    return mnist_raw("t10k")[0]


@pytest.fixture
def lens(page):
    """The Lens on the desktop page, before it is opened."""
    return LensView(page)


def drawing(digits):
    """A digit that is in no data set."""
    pixels = digits[3].clone()
    pixels[5:9, 5:9] = 77
    return DrawnDigit(pixels.numpy().tobytes()), pixels


def drag(page, start, end, steps, each=lambda: None):
    """Drag with the mouse from a point to a point, looking at each step; the button stays down."""
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(*(a + (b - a) * step / steps for a, b in zip(start, end, strict=True)))
        page.evaluate(NEXT_FRAME)
        each()


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_match_is_there_before_any_click_and_follows_the_mouse_without_the_server(lens, open_page, digits):
    page = open_page("/lens")
    shown = lens.read()
    assert (lens.query["x"], lens.query["y"], lens.query["v"]) == ("mnist-test-21", "mnist-test-9", "1")
    assert_shows(shown, 0.5, digits[21], digits[9])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(lens.part(".problem")).to_be_hidden()

    lens.dial.scroll_into_view_if_needed()
    left, top, width = (lens.dial.bounding_box()[side] for side in ("x", "y", "width"))
    before = len(lens.sent)
    seen = []
    ends = [(left + share * width, top + 22) for share in (0.27, 0.8)]
    drag(page, *ends, 30, lambda: seen.append(lens.read()))
    for shown in seen[::6]:
        assert_shows(shown, float(shown["numbers"]["lam"]), digits[21], digits[9])
    assert len({shown["numbers"]["distance"] for shown in seen}) > 20
    assert len({shown["sentence"] for shown in seen}) > 10
    assert len({tuple(shown["moved"]) for shown in seen}) > 5
    address = lens.query["lam"]
    page.mouse.up()
    assert_shows(lens.read(), lens.lam)
    shown = lens.read()
    assert address == "0.5" != lens.query["lam"], "the address is written when the hand lets go"
    assert seen[-1]["said"] != shown["said"], "and then it is said"
    assert shown["said"] == f"{lens.part('.changed').text_content()} {shown['sentence']}"

    curve = lens.part(".curve").bounding_box()
    heights = curve["y"] + 60
    drag(page, (curve["x"] + 300, heights), (curve["x"] + 500, heights), 5)
    page.mouse.up()
    assert_shows(lens.read(), lens.lam)
    drag(page, (curve["x"] + 500, heights), (curve["x"] + curve["width"] - 2, heights), 3)
    page.mouse.up()
    assert_shows(lens.read(), math.inf)
    lens.part(".talk button[data-lam='0.5']").click()
    lens.part(".formula .term-price").hover()
    expect(lens.part(".legend .term-price")).to_have_class(re.compile("lit"))
    expect(lens.part(".curve .area-left.dimmed").first).to_be_attached()
    assert len(lens.sent) == before, "no message to the server"


def test_keyboard_turns_the_dial_and_jumps_from_event_to_event(lens, open_page, digits):
    page = open_page(f"/lens?{PAIR}&lam=0.4")
    path = lazyq.lazy_path(ACTION, digits[11], digits[110])
    before = len(lens.sent)
    lens.dial.focus()
    step = lens.read()["step"]
    assert lens.press("ArrowRight")["step"] == step + 1
    assert lens.press("ArrowUp", "ArrowLeft")["step"] == step + 1
    assert lens.press("PageUp")["step"] >= step + 50
    assert lens.press("PageDown")["step"] == step + 1
    assert_shows(lens.read(), lens.lam, digits[11], digits[110])
    assert_shows(lens.press("End"), math.inf)
    assert lens.query["lam"] == "inf"
    shown = lens.press("ArrowLeft")
    end = lens.lam
    assert end > path.breakpoints[-1]
    assert_shows(shown, end)
    assert_shows(lens.press("ArrowRight"), math.inf)
    lens.part(".talk button[data-lam='10']").click()
    lens.dial.focus()
    lens.press("ArrowLeft")
    assert lens.lam == end, "from beyond the dial back onto it"
    assert_shows(lens.press("Home"), 0.0)
    expect(lens.part(".previous")).to_be_disabled()

    for piece in range(1, len(path.breakpoints) + 1):
        shown = lens.press("]")
        assert piece_at(path, lens.lam) == piece
        assert_shows(shown, lens.lam)
    expect(lens.part(".next")).to_be_disabled()
    assert lens.press("]") == shown
    visited = []
    for piece in range(len(path.breakpoints) - 1, -1, -1):
        shown = lens.press("[")
        assert piece_at(path, lens.lam) == piece
        visited.append(lens.lam)
    assert lens.press("[") == shown
    assert visited[-1] == 0.0
    lens.part(".next").click()
    lens.part(".next").click()
    assert piece_at(path, lens.lam) == 2
    lens.part(".previous").click()
    assert piece_at(path, lens.lam) == 1
    assert page.evaluate("document.querySelector('dialog[open]')") is None
    assert len(lens.sent) == before


def test_play_moves_and_pauses_and_steps_where_motion_is_unwelcome(lens, open_page, new_page, digits):
    open_page(f"/lens?{PAIR}&lam=0.1")
    play = lens.part(".play")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(play).to_contain_text("Pause")
    expect(lens.part(".n-lam")).not_to_have_text("0.1")
    play.click()
    expect(play).to_contain_text("Play")
    shown = lens.read()
    assert lens.lam > 0.1
    assert_shows(shown, lens.lam)
    assert lens.read() == shown, "paused is paused"
    assert lens.press("p") is not None
    expect(play).to_contain_text("Pause")
    lens.part(".talk button[data-lam='1']").click()
    expect(play).to_contain_text("Play")
    assert_shows(lens.read(), 1.0)

    still = LensView(new_page(reduced_motion="reduce"))
    open_page(f"/lens?{PAIR}&lam=0", on=still.page)
    path = lazyq.lazy_path(ACTION, digits[11], digits[110])
    still.part(".play").click()
    expect(still.part(".n-lam")).not_to_have_text("0")
    shown = still.read()
    still.part(".play").click()
    assert piece_at(path, float(shown["numbers"]["lam"])) in (1, 2)
    assert_shows(shown, float(shown["numbers"]["lam"]))


def test_rows_light_up_by_hand_and_by_keyboard(lens, open_page, digits):
    page = open_page(f"/lens?{PAIR}&lam=0.2")
    at = lazyq.align(ACTION, digits[11], digits[110], 0.2)
    shift = at.g[12].item()

    def assert_marked(shown, row):
        top = f"{100 * row / 28:g}"
        assert all(band is not None and band.startswith(top[:5]) for band in shown["bands"])
        assert len(shown["bands"]) == 5
        assert shown["marked"] == [row]
        assert shown["row"].startswith(f"Row {row + 1} ")

    assert lens.read()["bands"] == [None] * 5
    for figure in ("source", "moved", "target", "difference", "shares"):
        box = lens.part(f".{figure} .frame").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 12.5 / 28)
        shown = lens.read()
        assert_marked(shown, 12)
    left = (at.moved[12].double() - digits[110][12].double()).square().sum().item() / 255**2
    price = 0.04 * shift**2
    assert f"residual² {left:.3f} + penalty² {price:.3f} = {left + price:.3f} of d²" in shown["row"]
    page.mouse.move(5, 5)
    assert lens.read()["bands"] == [None] * 5

    reader = lens.part(".reader")
    reader.focus()
    assert_marked(lens.press("ArrowDown"), 0)
    assert_marked(lens.press("PageDown", "PageDown", "ArrowUp"), 13)
    assert_marked(lens.press("End"), 27)
    assert_marked(lens.press("ArrowDown"), 27)
    assert_marked(lens.press("Home"), 0)
    assert lens.query["row"] == "1"
    expect(reader).to_have_attribute("aria-valuenow", "1")
    assert reader.get_attribute("aria-valuetext") == lens.read()["row"]
    lens.part(".why summary").click()
    expect(lens.part(".why-text")).to_contain_text("Row 1 ")
    expect(lens.part(".lines text").first).to_be_visible()
    reader.focus()
    assert lens.press("Escape")["bands"] == [None] * 5
    assert "row" not in lens.query


def test_cards_and_pins_compare(lens, open_page, digits):
    open_page(f"/lens?{PAIR}&lam=0.2")
    distances = lazyq.lazy_distance(ACTION, digits[11], digits[110], lazyq_lams(TALK))
    shown = lens.read()
    assert [card.split("\n") for card in shown["cards"]] == [
        [f"λ = {'∞' if math.isinf(lam) else lam}", f"d = {distance:.3f}"]
        for lam, distance in zip(TALK, distances.tolist(), strict=True)
    ]
    for lam in TALK:
        lens.part(f".talk button[data-lam='{'inf' if math.isinf(lam) else lam}']").click()
        shown = lens.read()
        assert_shows(shown, lam)
        assert shown["current"] == [lens.query["lam"]]
    expect(lens.part(".pins-title")).to_be_hidden()
    lens.part(".pin").click()
    lens.part(".pin").click()
    assert lens.read()["pins"] == ["inf"]
    for lam in ("0.5", "0.3", "0"):
        lens.part(f".talk button[data-lam='{lam}']").click()
        shown = lens.press("k")
    assert shown["pins"] == ["0.5", "0.3", "0"], "three at most, the oldest goes"
    assert lens.query["pins"] == "0.5_0.3_0"
    lens.page.get_by_role("button", name="Remove the pin at λ = 0.3").click()
    assert lens.read()["pins"] == ["0.5", "0"]
    lens.part(".pins button[data-lam='0.5']").click()
    assert_shows(lens.read(), 0.5)
    assert lens.query["pins"] == "0.5_0"


def lazyq_lams(values):
    import torch

    return torch.tensor(values, dtype=torch.float64)


def test_link_opens_cold_on_another_server_and_back_and_reload_bring_the_same(
    lens, open_page, cold_server, new_page, digits, tolerate
):
    reference, pixels = drawing(digits)
    page = open_page(f"/lens?x={reference.text}&y=mnist-train-5")
    for key in ("Home", "PageUp", "PageUp", "k", "ArrowRight", "]"):
        lens.dial.press(key)
    lens.part(".reader").press("ArrowDown")
    link, first, lam = lens.query, lens.read(), lens.lam
    first["said"] = first["sentence"]  # what the hand has changed is told once
    assert_shows(first, lam, pixels)
    assert set(link) == {"x", "y", "v", "lam", "pins", "row"}
    assert first["pins"]
    assert first["bands"][0] is not None

    other = LensView(new_page())
    keep_navigations(other.page)
    address = page.url.partition("/lens")[2]
    server = cold_server()
    open_page(f"/lens{address}", on=other.page, at=server)
    expect(other.page).to_have_title("Lens · lazyq")
    expect(other.page.get_by_role("link", name="About")).to_be_visible()
    assert_no_list_of_files(other.page)
    assert other.read() == first
    assert other.query == link

    other.page.get_by_role("link", name="Español").click()
    expect(other.page.get_by_role("button", name="Intercambiar")).to_be_visible()
    at_rest(other.page)
    tolerate("_stcore/(health|host-config)|not responding")
    server.stop()
    lost = other.page.get_by_role("dialog", name="Error de conexión")
    expect(lost).to_contain_text("El servidor no responde.", timeout=60_000)
    expect(lost.get_by_role("button", name="Cerrar")).to_be_visible()
    expect(other.page.get_by_test_id("stStatusWidget")).to_contain_text("Conectando")
    server.restart()
    # Pressed as soon as it can be, before the new server knows that there is such a button.
    other.page.get_by_role("button", name="Pregunta a la clase").click(timeout=60_000)
    expect(other.page).to_have_url(re.compile("room="), timeout=60_000)
    wait_until_ready(other.page)
    expect(lost).to_have_count(0)
    at_rest(other.page)
    asked = {"lang": "es", "room": other.query["room"], "lam": "0"}  # the class is asked where all is free
    assert other.query == link | asked
    other.page.close()

    page.get_by_role("button", name="Swap").click()
    expect(lens.part(".source .name")).to_contain_text("MNIST training digit 5")
    assert (lens.query["x"], lens.query["y"]) == (link["y"], link["x"])
    assert_shows(lens.read(), lam, y=pixels)
    page.get_by_role("button", name="Surprise me").click()
    expect(lens.part(".target .name")).not_to_have_text("your drawing")
    page.go_back()
    expect(lens.part(".target .name")).to_have_text("your drawing")
    page.go_back()
    expect(lens.part(".source .name")).to_have_text("your drawing")
    assert lens.read() == first
    assert lens.query == link
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("About")
    page.go_back()
    expect(lens.part(".source .name")).to_have_text("your drawing")
    assert lens.read() == first
    assert lens.query == link
    page.reload()
    wait_until_ready(page)
    assert lens.read() == first
    assert lens.query == link


@pytest.mark.parametrize(
    ("query", "said_by_lens", "said_by_page"),
    [
        (
            "lam=abc&row=99&pins=0.2_x&v=7&x=mnist-test-99999",
            ["lam=abc; λ must be a number of at least 0, or inf", "rows are 1 to 28", "pins=x", "version 7"],
            ["The link’s x can’t be shown: index must be an integer from 0 to 9999"],
        ),
        (
            "lam=%3Cscript%3Ealert(1)%3C/script%3E&x=%3Cscript%3Ealert(1)%3C/script%3E&y=px-garbage",
            ["lam=<script>alert(1)</script>"],
            ["The link’s x can’t be shown", "The link’s y can’t be shown: the pixels after px-"],
        ),
        (
            "lam=nan&x=fashion-3&y=px-" + "A" * 5000,
            ["lam=nan"],
            ["The link’s x can’t be shown", "more than 1200"],
        ),
        ("lam=-1&row=1e9", ["lam=-1", "row=1e9"], []),
    ],
)
def test_bad_link_says_so_and_the_lens_works(lens, open_page, query, said_by_lens, said_by_page):
    page = open_page(f"/lens?{query}")
    for said in said_by_lens:
        expect(lens.part(".problem")).to_contain_text(said)
    alerts = page.get_by_test_id("stAlert")
    expect(alerts).to_have_count(len(said_by_page))
    for i, said in enumerate(said_by_page):
        expect(alerts.nth(i)).to_contain_text(said)
    assert_shows(lens.read(), 0.5)
    lens.dial.press("End")
    assert_shows(lens.read(), math.inf)
    assert lens.query["lam"] == "inf"
    assert lens.query["x"].startswith("mnist-test-")


def test_chosen_and_drawn_digits_come_into_the_lens(lens, open_page):
    page = open_page(f"/lens?{PAIR}&lam=0.3")
    page.get_by_role("button", name="Choose y").click()
    page.get_by_role("dialog").get_by_role("radio", name="MNIST test digit").nth(4).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(lens.part(".target .name")).not_to_contain_text("digit 110")
    assert lens.query["y"] != "mnist-test-110"
    assert_shows(lens.read(), 0.3)

    page.get_by_role("button", name="Choose x").click()
    page.get_by_role("tab", name="Draw").click()
    area = page.locator(".drawing .area")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    at = [(box["x"] + box["width"] * u, box["y"] + box["height"] * v) for u, v in ((0.4, 0.2), (0.6, 0.8))]
    drag(page, *at, 8)
    page.mouse.up()
    page.get_by_role("button", name="Use this drawing").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(lens.part(".source .name")).to_have_text("your drawing")
    shown = lens.read()
    assert_shows(shown, 0.3)
    assert lens.query["x"] == DrawnDigit(bytes(shown["x"])).text
    assert images(shown)[0].max() > 200
    assert DatasetDigit("mnist-test", int(lens.query["y"].rpartition("-")[2]))
