"""Every component's script, joined to the one module that the browser is given."""

import re
import subprocess

import pytest

from lazyq.ui.components import ASSETS, modules, script, standalone_html, style
from lazyq.ui.joining import joined_modules

NAMES = sorted(folder.name for folder in (ASSETS / "components").iterdir())


def check(node_command, file):
    command = [node_command, "--check", file]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def write(folder, **modules):
    for name, source in modules.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_component_joined_with_its_imports_is_one_module(node_command, tmp_path, name):
    text = script(name)
    file = tmp_path / "joined.mjs"
    file.write_text(text, "utf-8")

    finished = check(node_command, file)
    assert finished.returncode == 0, finished.stderr
    assert text.count("export default") == 1
    assert not re.search(r"^\s*(import\b|export (?!default))", text, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_component_imports_no_other_component(name):
    folders = set(re.findall(r"^\$modules\['components/(\w+)/", modules(name), re.MULTILINE))

    assert folders == {name}


@pytest.mark.parametrize("name", NAMES)
def test_styles_are_joined_too(name):
    text = style(name)

    assert "@import" not in text
    assert text.count("{") == text.count("}")
    if "\n  offer() {" in modules(name):
        assert "\n.lazyq .take {" in text


def test_components_are_known():
    assert {"lens", "start", "drawing", "gallery"} <= set(NAMES)


def test_modules_have_a_scope_of_their_own(node, tmp_path):
    write(
        tmp_path,
        page__main="import { size } from './part.js'\nimport { size as other, Box } from '../shared.js'\n"
        "const local = 1\nexport default function () {\n  return [size, other, local, new Box().side]\n}\n",
        page__part="import { two } from '../shared.js'\nconst local = 10\nexport const size = 2 * local\n",
        shared="const local = 100\nexport const size = local\nexport class Box {\n  side = 7\n}\n"
        "export function two() {\n  return 2\n}\n",
    )
    text = joined_modules(tmp_path, "page/main.js")
    program = tmp_path / "run.mjs"
    program.write_text(f"{text}\nconsole.log(JSON.stringify($modules['page/main.js'].default()))\n", "utf-8")

    assert node(program) == [20, 100, 1, 7]
    assert text.count("$modules['shared.js'] = ") == 1


@pytest.mark.parametrize(
    ("main", "words"),
    [
        ("import part from './part.js'\n", "can't be joined: \"import part from './part.js'\""),
        ("import * as part from './part.js'\n", "can't be joined"),
        ("import './part.js'\n", "can't be joined"),
        ("import { size } from 'elsewhere'\n", "can't be joined"),
        ("export { size } from './part.js'\n", "can't be joined"),
        ("export let size = 1\n", "can't be joined"),
        ("export const { size } = { size: 1 }\n", "can't be joined"),
        ("import { size } from './missing.js'\n", "there is no module missing.js, which main.js imports"),
        ("import { size } from '../../part.js'\n", "there is no module"),
        (
            "import { width } from './part.js'\n",
            "width from part.js, which does not export it",
        ),
        ("import { size: width } from './part.js'\n", "a name, or a name as another"),
        ("import { size } from './circle.js'\n", "in a circle: main.js → circle.js → main.js"),
    ],
)
def test_what_can_not_be_joined_is_refused_with_its_place(tmp_path, main, words):
    write(tmp_path, main=main, part="export const size = 1\n", circle="import { a } from './main.js'\n")

    with pytest.raises(ValueError, match=re.escape(words)):
        joined_modules(tmp_path, "main.js")


def test_page_that_works_from_disk_holds_one_module_and_asks_for_nothing(node_command, tmp_path):
    page = standalone_html("lens", "Lens: </title><script>", {"x": "</script><script>alert(1)</script>"})

    assert page.count("<script") == page.count("</script>") == 1
    assert "<title>Lens: &lt;/title>&lt;script></title>" in page
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", page)
    file = tmp_path / "page.mjs"
    file.write_text(re.search(r'<script type="module">(.*?)</script>', page, re.DOTALL)[1], "utf-8")
    finished = check(node_command, file)
    assert finished.returncode == 0, finished.stderr
