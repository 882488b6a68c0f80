"""The pictures of README and of Start's cards."""

import re

import pytest
from PIL import Image

from docs import pictures
from lazyq.ui.shell import PAGES, ROOT

ENTRIES = [entry for group in PAGES.values() for entry in group]


def test_readme_shows_every_page_and_the_lens_in_motion():
    shown = re.findall(r"assets/pictures/([\w-]+)\.webp", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(shown) == sorted([*(entry.url or entry.file for entry in ENTRIES), "lens-moving"])
    with Image.open(pictures.PICTURES / "lens-moving.webp") as moving:
        assert moving.n_frames > 20


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.url], ids=lambda entry: entry.title)
def test_card_has_a_picture_in_light_and_in_dark(entry):
    for scheme in ("light", "dark"):
        with Image.open(pictures.PICTURES / "cards" / f"{entry.url}-{scheme}.webp") as picture:
            assert picture.size == pictures.CARD
            assert sum(map(bool, picture.convert("L").histogram())) > 10, "not empty"


def test_no_picture_without_a_page_and_all_are_small():
    names = {entry.url or entry.file for entry in ENTRIES}
    files = list(pictures.PICTURES.rglob("*"))
    pages = {re.sub(r"-(light|dark|moving)$", "", file.stem) for file in files if file.is_file()}
    assert pages == names
    assert sum(file.stat().st_size for file in files if file.is_file()) <= pictures.LIMIT_BYTES
