"""The app with fourteen pages in its table: those that exist, and as many empty ones as are to come."""

import runpy
import tempfile
from pathlib import Path

from lazyq.ui import shell
from lazyq.ui.shell import Entry

PAGE = """from lazyq.ui.shell import ensure_shell
import streamlit as st
ensure_shell()
st.title({title!r})
"""
COMING = {
    "See": (
        ("words", "Words", "Which small changes keep a word what it is?"),
        ("six-or-nine", "Six or nine", "When does a turned 6 become a 9, and who says so?"),
    ),
    "Use": (
        ("best-lambda", "Best λ", "Which λ reads digits best, and how sure is that?"),
        ("average", "Average", "What is the mean of digits that may slide?"),
    ),
    "Learn with symmetry": (
        ("sample-gain", "Sample gain", "How many examples is a symmetry worth?"),
        ("hardness", "Hardness", "Can gradient descent find a symmetric function at all?"),
        ("steering", "Steering", "How does a steerable filter turn with its picture?"),
        ("aligning", "Aligning", "Which rotation lays one cloud of points on another?"),
    ),
}


def fourteen() -> dict[str, tuple[Entry, ...]]:
    folder = Path(tempfile.mkdtemp(prefix="fourteen-"))
    table = dict(shell.PAGES)
    for group, pages in COMING.items():
        for name, title, question in pages:
            (folder / f"{name}.py").write_text(PAGE.format(title=title), "utf-8")
            entry = Entry(str(folder / name), title, name, ":material/science:", question)
            table[group] = (*table.get(group, ()), entry)
    return table


if sum(map(len, shell.PAGES.values())) < 14:
    shell.PAGES.update(fourteen())
runpy.run_path(str(shell.ROOT / "app.py"))
