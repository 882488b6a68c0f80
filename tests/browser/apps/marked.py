"""The app in a language that puts each of its texts between ⟦ and ⟧, in place of Spanish.

What stands outside of these marks would be English on a Spanish page.
"""

import os
import re
import runpy
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from lazyq.ui import language

# Values and what lessons compute are put in between; tags, code and tables of Markdown stay what they are.
BETWEEN = re.compile(r"(\{[^{}]*\}|<[^>]*>|`[^`]*`|\|)")
SAID = re.compile(r"[^\W\d_].*\S|[^\W\d_]", re.DOTALL)


def marked(text: str) -> str:
    """Return a text, each of its own words between the marks, from its first letter on."""
    parts = (
        part if BETWEEN.fullmatch(part) else SAID.sub(r"⟦\g<0>⟧", part, count=1)
        for part in BETWEEN.split(text)
    )
    return "".join(parts)


def make(folder: Path) -> Path:
    """Write the catalogue into a folder, from the texts of the Spanish one."""
    with (language.FOLDER / "es.po").open("rb") as file:
        catalogue = read_po(file, locale="es")
    for message in catalogue:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else message.id
            told = tuple(map(marked, forms))
            message.string = told[0] if isinstance(message.id, str) else told
    folder.mkdir(exist_ok=True)
    with (folder / "es.po").open("wb") as file:
        write_po(file, catalogue)
    return folder


if language.FOLDER == language.ROOT / "assets" / "text":  # once for all visitors
    language.FOLDER = make(Path(os.environ["LAZYQ_CACHE"]).parent / "marked")
runpy.run_path(str(language.ROOT / "app.py"))
