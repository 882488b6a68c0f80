"""Every component's script, joined to the one module that the browser is given."""

import re
import subprocess

import pytest

from lazyq.ui.assets import ASSETS, joined_script, style
from lazyq.ui.standalone import standalone_html

ENTRIES = sorted(
    file.name for file in (ASSETS / "js").glob("*.js") if "export default" in file.read_text("utf-8")
)


def check(node_command, file):
    command = [node_command, "--check", file]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_joined_with_its_imports_is_one_module(node_command, tmp_path, entry):
    script = joined_script(entry)
    file = tmp_path / "joined.mjs"
    file.write_text(script, "utf-8")

    finished = check(node_command, file)
    assert finished.returncode == 0, finished.stderr
    assert script.count("export default") == 1
    assert not re.search(r"^\s*(import\b|export (?!default))", script, re.MULTILINE)


@pytest.mark.parametrize("entry", ENTRIES)
def test_styles_are_joined_too(entry):
    text = style(entry.removesuffix(".js"))

    assert "@import" not in text
    assert text.count("{") == text.count("}")
    if "TakeAway" in joined_script(entry):
        assert ".take {" in text


def test_there_are_entries_and_two_equal_names_would_be_found(node_command, tmp_path):
    assert {"lens.js", "start.js", "canvas.js", "gallery.js"} <= set(ENTRIES)
    file = tmp_path / "twice.mjs"
    file.write_text("const SIDE = 28\nconst SIDE = 28\n", "utf-8")

    assert "already been declared" in check(node_command, file).stderr


def test_page_that_works_from_disk_holds_one_module_and_asks_for_nothing(node_command, tmp_path):
    page = standalone_html("lens", "Lens: </title><script>", {"x": "</script><script>alert(1)</script>"})

    assert page.count("<script") == page.count("</script>") == 1
    assert "<title>Lens: &lt;/title>&lt;script></title>" in page
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", page)
    file = tmp_path / "page.mjs"
    file.write_text(re.search(r'<script type="module">(.*?)</script>', page, re.DOTALL)[1], "utf-8")
    finished = check(node_command, file)
    assert finished.returncode == 0, finished.stderr
