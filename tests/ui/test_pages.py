"""Every page through AppTest: inside the app and as the only file that is run."""

import base64
import io
import json
import os
import re
from functools import partial

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

import lazyq
from lazyq.experiments.digits import DatasetDigit, DrawnDigit
from lazyq.ui import shell
from lazyq.ui.files import answered
from lazyq.ui.library import available
from lazyq.ui.views.lens import DEFAULT_LAM, requested_file

ROOT = shell.ROOT
PAGES = sorted(file.name for file in (ROOT / "pages").glob("*.py"))
SECONDS = 120
DIGITS = tuple(DatasetDigit("sklearn", index) for index in (6, 9, 16))


@pytest.fixture(autouse=True, scope="module")
def environment(tmp_path_factory):
    """MNIST as in the other tests, a cache that no other test has written, and no network."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as changed:
        beside = ROOT.parent / "shared" / "data"
        changed.setenv("LAZYQ_DATA", os.environ.get("LAZYQ_DATA", str(beside)))
        changed.setenv("LAZYQ_MIRROR", "http://127.0.0.1:9")
        changed.setenv("LAZYQ_CACHE", str(folder))
        available.clear()
        yield
        available.clear()


@pytest.fixture
def lens_page(mnist_raw):
    """The Lens page before its first run, on MNIST."""
    assert mnist_raw
    page = AppTest.from_file(ROOT / "pages" / "lens.py", default_timeout=SECONDS)
    page.query_params["x"] = "mnist-test-3"
    page.query_params["y"] = "mnist-test-5"
    return page


def component(page):
    """What the first component of a page is given."""
    return json.loads(page.get("bidi_component")[0].proto.bytes)


def test_every_page_of_the_folder_is_declared_once():
    entries = [entry for group in shell.PAGES.values() for entry in group]
    assert sorted(f"{entry.file}.py" for entry in entries) == PAGES
    addresses = [entry.url for entry in entries]
    assert len(set(addresses)) == len(addresses)
    assert addresses.count("") == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_runs_in_the_app(name):
    app = AppTest.from_file(ROOT / "app.py", default_timeout=SECONDS).run()
    page = app.switch_page(f"pages/{name}").run()
    assert not page.exception
    assert len(page.title) == 1


@pytest.mark.parametrize("name", PAGES)
def test_page_runs_alone(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    page = AppTest.from_file(ROOT / "pages" / name, default_timeout=SECONDS).run()
    assert not page.exception
    assert len(page.title) == 1


def test_page_is_short_and_asks_for_its_frame_first():
    for name in PAGES:
        text = (ROOT / "pages" / name).read_text("utf-8")
        assert len(text.splitlines()) <= 80
        first = re.search(r"^(?!import|from|#|\"\"\")\S.*", text, re.MULTILINE)
        assert first[0] == "ensure_shell()", name


def test_lens_is_given_the_pair_of_the_address_and_little_else(lens_page, mnist_raw):
    images = mnist_raw("t10k")[0]
    page = lens_page.run()
    assert not page.exception
    given = component(page)
    for name, index in (("x", 3), ("y", 5)):
        assert base64.b64decode(given[name]["pixels"]) == images[index].numpy().tobytes()
        assert given[name]["reference"] == f"mnist-test-{index}"
    assert given["lam"] == DEFAULT_LAM
    assert len(page.get("bidi_component")[0].proto.bytes) <= 16_000

    page.query_params["x"] = "mnist-test-10000"
    page = page.run()
    assert [warning.value[:32] for warning in page.warning] == ["The link’s x can’t be shown: ind"]
    assert component(page)["y"]["reference"] == "mnist-test-5"


@pytest.mark.parametrize(
    "request_",
    [
        None,
        "npz",
        7,
        [],
        {},
        {"what": None},
        {"what": "exe"},
        {"what": ["npz"]},
        {"what": {"html": 1}},
    ],
    ids=repr,
)
def test_request_for_no_file_gives_none(request_):
    digit = DatasetDigit("sklearn", 0)
    assert answered(request_, partial(requested_file, x=digit, y=digit, z=digit)) is None


@pytest.mark.parametrize(
    ("view", "lam", "pins"),
    [
        ({}, DEFAULT_LAM, []),
        ({"lam": "0.25", "pins": ["0.1", "inf", "1e400", "2"]}, 0.25, [0.1, "inf", "inf"]),
        ({"lam": "inf", "pins": None}, "inf", []),
        ({"lam": "nan", "pins": 5}, DEFAULT_LAM, []),
        ({"lam": "-1", "pins": "0.5"}, DEFAULT_LAM, []),
        ({"lam": {"a": 1}, "pins": {"b": 2}}, DEFAULT_LAM, []),
        ({"lam": "</script>", "pins": [["x"], None, "-2"]}, DEFAULT_LAM, [DEFAULT_LAM] * 3),
        ({"lam": "9" * 10_000, "pins": [0.5]}, "inf", [0.5]),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_page_from_disk_opens_where_it_was_asked_to(view, lam, pins):
    file = requested_file({"what": "html", **view}, *DIGITS)
    assert (file.name, file.type) == ("lens_sklearn-6_sklearn-9.html", "text/html")
    text = file.content.decode()
    data = json.loads(re.search(r"mount\(\{ data: (.*), parentElement", text)[1])
    assert (data["lam"], data["pins"], data["standalone"]) == (lam, pins, True)
    assert text.count("</script>") == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"row": 3, "shift": -4, "curve": "whole"}, (3, -4, "whole")),
        ({"row": 28, "shift": 15}, (28, None, None)),
        ({"shift": 4}, (None, None, None)),
        ({"row": True, "shift": 1.5, "curve": ["whole"]}, (None, None, None)),
        ({"row": 0, "shift": 10**400, "curve": "</script>"}, (None, None, None)),
    ],
)
def test_page_from_disk_keeps_the_row_and_nothing_else(sent, kept):
    file = requested_file({"what": "html", **sent}, *DIGITS)
    data = json.loads(re.search(r"data: (\{.*\}), parentElement", file.content.decode())[1])
    assert (data["row"], data["shift"], data["curve"]) == kept


def test_page_from_disk_is_dark_where_the_page_is():
    pages = [requested_file({"what": "html", "dark": dark}, *DIGITS).content for dark in (True, False, "yes")]
    assert [b"color-scheme: dark" in page for page in pages] == [True, False, False]
    assert all(b"url(data:font/woff2;base64," in page for page in pages)


def test_archive_holds_the_path():
    drawn = DrawnDigit(bytes(range(196)) * 4)
    file = requested_file({"what": "npz"}, drawn, *DIGITS[1:])
    assert file.name == "lens_drawn_sklearn-9.npz"
    with np.load(io.BytesIO(file.content), allow_pickle=False) as archive:
        x, y = (torch.from_numpy(archive[name]) for name in ("x", "y"))
        path = lazyq.lazy_path(lazyq.RowShifts(28, 28), x, y)
        assert torch.equal(x, drawn.image)
        assert np.array_equal(archive["breakpoints"], path.breakpoints)
        assert np.array_equal(archive["g"], path.g)
