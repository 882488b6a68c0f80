"""Choosing a digit from a picture file in a real browser."""

import io
import re
import struct
import zlib

import pytest
import torch
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from lazyq.datasets import prepare_digit
from lazyq.experiments.digits import DrawnDigit, parse_digit

from .picker_view import SECONDS, chosen


@pytest.fixture
def open_upload(open_picker):
    def visit():
        page = open_picker()
        page.get_by_role("tab", name="Upload").click()
        expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible(timeout=SECONDS)
        return page

    return visit


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
    assert ref.uploaded
    expect(page.get_by_text("x is your picture")).to_be_visible()


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
