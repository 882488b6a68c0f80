"""CONTRIBUTING's recipe for a page, followed to the letter in a copy of the app, and opened."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .charts import clipped_texts, overlapping_texts, read_by_keyboard
from .harness import ROOT, AppServer, wait_until_ready

BLOCK = re.compile(r"^   ```\w+ (?P<path>\S+)\n(?P<text>.*?)^   ```$", re.MULTILINE | re.DOTALL)
READY = 60_000
TABLE = "lazyq/ui/shell.py"
LAST_ENTRY = 'Entry(\n            "averaging",'


def recipe() -> dict[str, str]:
    """Return the texts of the recipe by the files that they belong to."""
    section = (
        (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Recipe: a new page")[1].split("\n## ")[0]
    )
    return {
        match["path"]: re.sub(r"^   ", "", match["text"], flags=re.MULTILINE)
        for match in BLOCK.finditer(section)
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The app with the recipe's page, in a folder of its own."""
    folder = tmp_path_factory.mktemp("recipe")
    for name in ("lazyq", "pages", "assets", ".streamlit"):
        ignored = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(ROOT / name, folder / "copy" / name, ignore=ignored)
    shutil.copy(ROOT / "app.py", folder / "copy")
    texts = recipe()
    line = texts.pop(TABLE)
    shell = folder / "copy" / TABLE
    source = shell.read_text("utf-8")
    assert source.count(LAST_ENTRY) == 1
    shell.write_text(source.replace(LAST_ENTRY, line.strip() + "\n        " + LAST_ENTRY), "utf-8")
    for path, text in texts.items():
        file = folder / "copy" / path
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    with AppServer(folder, root=folder / "copy") as running:
        yield running


def test_recipe_is_all_that_a_page_needs(server, page, open_page):
    assert set(recipe()) == {
        "lazyq/experiments/sample/__init__.py",
        "lazyq/ui/views/sample.py",
        "pages/sample.py",
        TABLE,
        *(f"assets/components/sample/sample.{ending}" for ending in ("js", "html", "css")),
    }
    open_page("/sample?place=5", at=server)
    sample = page.locator(".sample")
    sentence = sample.locator(".sentence")
    expect(sentence).to_contain_text("At λ = 0.5 the distance is", timeout=READY)
    page.keyboard.press("]")
    expect(sentence).to_contain_text("At λ = 0.6 the distance is")
    assert "place=6" in page.url
    said = read_by_keyboard(page, sample.locator(".chart"))
    assert [text.split(":")[0] for text in said] == [f"λ = {step / 10:g}" for step in range(21)]
    distances = [float(text.split("d = ")[1]) for text in said]
    assert distances == sorted(distances)
    assert overlapping_texts(sample.locator(".chart")) == clipped_texts(sample.locator(".chart")) == []
    open_page("/sample?place=99", at=server)
    expect(sample.locator(".problem")).to_have_text(
        "The link says place=99; it must be a whole number from 0 to 20."
    )
    open_page("/", at=server)
    page.get_by_role("link", name="Sample", exact=True).last.click()
    wait_until_ready(page)
    expect(sentence).to_contain_text("At λ = 0 the distance is")


def test_no_file_of_the_recipe_is_long():
    assert max(len(text.splitlines()) for text in recipe().values()) <= 80
    assert Path(ROOT / "pages" / "sample.py").exists() is False
