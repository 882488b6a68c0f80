"""Choosing a digit in a real browser: gallery, drawing and upload, by mouse, finger and keyboard."""

import io
import re
import struct
import time
import zlib
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from lazyq.datasets import best_available, prepare_digit
from lazyq.datasets.pictures import centred
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit, parse_digit
from lazyq.ui.choosing.gallery import PAGE, SHORT_TITLES

from .harness import AppServer, data_environment, wait_until_ready

LEVELS = """canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)
    .filter((_, i) => i % 4 === 0)"""
SECONDS = 20_000


@pytest.fixture(scope="module")
def picker_server(tmp_path_factory):
    with AppServer(tmp_path_factory.mktemp("picker"), script="tests/browser/apps/picker_app.py") as running:
        yield running


@pytest.fixture(scope="module")
def library():
    return DigitLibrary(best_available(data_environment().get("LAZYQ_DATA")).digits)


@pytest.fixture
def open_picker(open_page, picker_server):
    def visit(name="x", path="/", on=None):
        page = open_page(path, on=on, at=picker_server)
        page.get_by_role("button", name=f"Choose {name}").click()
        expect(page.get_by_role("dialog")).to_be_visible(timeout=SECONDS)
        return page

    return visit


@pytest.fixture
def open_drawing(open_picker):
    def visit(on=None):
        page = open_picker(on=on)
        page.get_by_role("tab", name="Draw").click()
        expect(area(page)).to_be_visible(timeout=SECONDS)
        return page

    return visit


@pytest.fixture
def open_upload(open_picker):
    def visit():
        page = open_picker()
        page.get_by_role("tab", name="Upload").click()
        expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible(timeout=SECONDS)
        return page

    return visit


def area(page: Page) -> Locator:
    return page.get_by_role("application", name="Drawing area")


def tiles(page: Page) -> Locator:
    return page.get_by_role("radiogroup", name="Choose x: ").get_by_role("radio")


def tile(page: Page, library: DigitLibrary, ref: DatasetDigit) -> Locator:
    return page.get_by_role("radio", name=library.describe(ref), exact=True)


def levels(canvas: Locator) -> bytes:
    return bytes(canvas.evaluate(LEVELS))


def prepared(drawn: bytes) -> bytes:
    return centred(np.frombuffer(drawn, np.uint8).reshape(28, 28) / 255).numpy().tobytes()


def wait_for_levels(canvas: Locator, expected: bytes) -> None:
    expect(canvas).to_be_visible(timeout=SECONDS)
    deadline = time.monotonic() + SECONDS / 1000
    while levels(canvas) != expected:
        assert time.monotonic() < deadline, "the canvas never showed the expected levels"
        canvas.page.wait_for_timeout(50)


def chosen(page: Page, name: str = "x") -> str:
    """Return the reference in the address, once the dialog has closed and the page is at rest."""
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=SECONDS)
    wait_until_ready(page)
    expect(page).to_have_url(re.compile(rf"[?&]{name}="), timeout=SECONDS)
    return parse_qs(urlsplit(page.url).query)[name][0]


def draw(page: Page, points: list[tuple[float, float]]) -> None:
    """Draw with the mouse through points given in pixels of the 28×28 drawing area."""
    box = area(page).bounding_box()
    places = [(box["x"] + x * box["width"] / 28, box["y"] + y * box["height"] / 28) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()


def in_order(library: DigitLibrary, numeral: int | None) -> list[DatasetDigit]:
    name = library.names[0]
    return [DatasetDigit(name, int(index)) for index in library.indices(name, numeral)]


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


def seven() -> Image.Image:
    """A dark 7 on white paper, as from a scanner."""
    picture = Image.new("RGB", (300, 400), "white")
    ImageDraw.Draw(picture).line(
        [(80, 90), (220, 90), (130, 320)], fill=(20, 20, 90), width=26, joint="curve"
    )
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def rotated_jpeg() -> bytes:
    """The 7 lying on its side, with the EXIF note of a camera that says how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(seven().transpose(Image.Transpose.ROTATE_90), "JPEG", quality=95, exif=exif)


def bomb() -> bytes:
    """A PNG of a few bytes that announces 40,000 × 40,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def give(page: Page, name: str, content: bytes, kind: str = "image/png") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})


@pytest.mark.parametrize(
    ("name", "content"),
    [("seven.png", encoded(seven(), "PNG")), ("photo.jpg", rotated_jpeg())],
    ids=["png", "turned jpeg"],
)
def test_good_picture_becomes_the_digit(open_upload, name, content):
    page = open_upload()
    give(page, name, content, "image/png" if name.endswith("png") else "image/jpeg")
    page.get_by_role("button", name="Use this picture").click(timeout=SECONDS)

    ref = parse_digit(chosen(page))
    assert isinstance(ref, DrawnDigit)
    image = torch.frombuffer(bytearray(ref.pixels), dtype=torch.uint8).reshape(28, 28)
    apart = (image.double() - prepare_digit(seven()).double()).abs().mean() / 255
    assert apart <= 0.01 if name.endswith("jpg") else apart == 0
    expect(page.get_by_text("x is your drawing")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.png", b"just some text " * 20, "neither a PNG nor a JPEG"),
        ("bomb.png", bomb(), "40000 × 40000 pixels"),
        ("blank.png", encoded(Image.new("L", (60, 60), 255), "PNG"), "blank"),
        ("half.png", encoded(seven(), "PNG")[:400], "cut off or damaged"),
        ("empty.png", b"", "neither a PNG nor a JPEG"),
    ],
    ids=["renamed text", "bomb", "blank", "cut off", "empty"],
)
def test_bad_picture_is_refused_in_plain_words(open_upload, name, content, words):
    page = open_upload()
    give(page, name, content)

    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("alert")).to_contain_text("This picture can't be used: ")
    expect(page.get_by_role("button", name="Use this picture")).to_have_count(0)
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_picture_of_50_megabytes_is_refused_at_once(open_upload, tmp_path):
    page = open_upload()
    large = tmp_path / "large.png"
    large.write_bytes(encoded(seven(), "PNG") + bytes(50 * 2**20))
    page.locator("input[type=file]").set_input_files(large)

    expect(page.get_by_text(re.compile(r"must be \d+(\.\d+)?\s?MB or smaller"))).to_be_visible(
        timeout=SECONDS
    )
    expect(page.get_by_role("button", name="Use this picture")).to_have_count(0)
