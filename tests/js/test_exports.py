"""Every export of the assets' modules is imported somewhere; what only its own module uses is none."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "assets" / "components").rglob("*.js"), *(ROOT / "assets" / "shared").rglob("*.js")]
OTHERS = [*(ROOT / "assets" / "tests").glob("*.js"), *(ROOT / "tests" / "js").glob("*.mjs")]
EXPORT = re.compile(r"^export (?:async )?(?:const|class|function\*?) ([\w$]+)", re.MULTILINE)


def test_every_export_is_imported():
    texts = {path: path.read_text("utf-8") for path in [*SOURCES, *OTHERS]}
    words = {path: set(re.findall(r"[\w$]+", text)) for path, text in texts.items()}
    exported = [(path, name) for path in SOURCES for name in EXPORT.findall(texts[path])]
    assert len(exported) > 500
    unused = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, name in exported
        if not any(name in words[by] and f"/{path.name}" in texts[by] for by in texts if by != path)
    ]
    assert not unused
