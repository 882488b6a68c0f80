"""What the Lens gives to take away, opened and compared with lazyq."""

import csv
import io
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import torch
from PIL import Image

import lazyq
from lazyq.experiments.digits import DrawnDigit

from .harness import ROOT, AppServer, wait_until_ready
from .lens_view import ACTION, LensView, assert_shows


@pytest.fixture
def digits(mnist_raw):
    """A drawing and a digit of MNIST, with the link's names."""
    images = mnist_raw("t10k")[0]
    x = images[7].clone()
    x[10:14, 20] = 200
    return x, images[110], DrawnDigit(x.numpy().tobytes()).text, "mnist-test-110"


def taken(page, name):
    """Click a button under Take away and return the name and the content of the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    file = download.value
    return file.suggested_filename, file.path()


def test_files_hold_the_view_and_the_path(new_page, open_page, tolerate, digits, tmp_path):
    x, y, x_reference, y_reference = digits
    page = new_page(accept_downloads=True)
    lens = LensView(page)
    open_page(f"/lens?x={x_reference}&y={y_reference}&lam=0.3&pins=0.1_inf", on=page)
    shown = lens.read()
    assert_shows(shown, 0.3, x, y)
    path = lazyq.lazy_path(ACTION, x, y)
    stem = "lens_drawn_mnist-test-110"

    name, file = taken(page, "PNG")
    assert name == f"{stem}.png"
    with Image.open(file) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.width > 1500
        assert picture.height > 1000
        assert len(picture.convert("RGB").getcolors(picture.width * picture.height)) > 100

    name, file = taken(page, "SVG")
    assert name == f"{stem}.svg"
    said = " ".join(ET.fromstring(file.read_text("utf-8")).itertext())
    assert shown["sentence"] in said
    assert f"= {shown['numbers']['distance']}" in said
    assert "x: your drawing" in said

    name, file = taken(page, "CSV")
    assert name == f"{stem}.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [float(row["lambda_to"]) for row in rows] == pytest.approx(
        [*path.breakpoints.tolist(), math.inf], 1e-15
    )
    assert [float(row["squared_residual"]) for row in rows] == pytest.approx(
        path.squared_residuals.tolist(), 1e-12
    )
    assert [[int(row[f"g{i}"]) % 28 for i in range(28)] for row in rows] == (path.g % 28).tolist()

    name, file = taken(page, "NPZ")
    assert name == f"{stem}.npz"
    with np.load(file, allow_pickle=False) as archive:
        assert np.array_equal(archive["x"], x)
        assert np.array_equal(archive["y"], y)
        for field in ("breakpoints", "g", "squared_residuals", "squared_efforts"):
            assert np.array_equal(archive[field], getattr(path, field))
        assert (str(archive["x_reference"]), str(archive["y_reference"])) == (x_reference, y_reference)

    name, file = taken(page, "HTML")
    assert name == f"{stem}.html"
    copy = tmp_path / name
    copy.write_bytes(file.read_bytes())
    assert lens.read() == shown, "taking away changes nothing"

    alone = new_page(offline=True, viewport={"width": 1000, "height": 900})
    from_disk = LensView(alone)
    tolerate(re.escape(f"request to another host: {copy.as_uri()}") + "$")
    alone.goto(copy.as_uri())
    assert from_disk.read() == shown
    offered = from_disk.part(".take button:visible").all_inner_texts()
    assert offered == ["PNG", "SVG", "CSV", "Copy as Python"], "what needs no server"
    from_disk.dial.press("PageUp")
    moved = from_disk.read()
    assert moved["numbers"] != shown["numbers"]
    assert_shows(moved, float(moved["numbers"]["lam"]), x, y)
    assert_shows(from_disk.press("End"), math.inf)
    name, file = taken(alone, "CSV")
    assert list(csv.DictReader(io.StringIO(file.read_text("utf-8")))) == rows
    assert alone.url == copy.as_uri()


def test_copied_python_gives_the_same_distance_and_links_open(new_page, open_page, server, digits):
    x, y, x_reference, y_reference = digits
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    lens = LensView(page)
    open_page(f"/lens?x={x_reference}&y={y_reference}&lam=0.3", on=page)
    shown = lens.read()

    def copied(name):
        page.get_by_role("button", name=name, exact=True).click()
        lens.part(".done").get_by_text("copied").wait_for()
        return page.evaluate("navigator.clipboard.readText()")

    program = copied("Copy as Python")
    environment = AppServer(server.log_file.parent).environment | {"PYTHONPATH": str(ROOT)}
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=server.log_file.parent,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    distance, g = finished.stdout.splitlines()
    expected = lazyq.align(ACTION, x, y, 0.3)
    assert float(distance) == round(expected.distance.item(), 6)
    assert f"# {expected.distance.item():.6f}" in program
    assert g == str(expected.g.tolist())

    link = copied("Copy link")
    assert link == page.url
    page.goto("about:blank")
    page.goto(link)
    wait_until_ready(page)
    assert lens.read() == shown
    frame = copied("Copy embed")
    (address,) = re.findall(r'<iframe src="([^"]+)"', frame)
    page.set_viewport_size({"width": 700, "height": 1100})
    page.goto(address.replace("&amp;", "&"))
    wait_until_ready(page)
    assert lens.read()["numbers"] == shown["numbers"]
    assert not page.get_by_role("link", name="About").is_visible(), "embedded, without the frame of the app"


def test_where_the_clipboard_is_closed_the_text_is_shown(page, open_page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    lens = LensView(page)
    open_page("/lens", on=page)
    page.get_by_role("button", name="Copy link").click()
    text = page.get_by_role("textbox", name="Copy this text")
    assert text.input_value() == page.url
    page.keyboard.press("k")
    assert lens.read()["pins"] == []
    page.get_by_role("button", name="Close").click()
    assert not text.is_visible()
    assert torch.tensor(lens.read()["moved"]).any()
