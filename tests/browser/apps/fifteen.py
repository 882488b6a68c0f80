"""The app with fifteen pages in its table: Start and About as they are, the others empty ones of its own."""

import os
import runpy
from pathlib import Path

from lazyq.ui import shell
from lazyq.ui.shell import Entry

PAGE = """from lazyq.ui.shell import ensure_shell
import streamlit as st
ensure_shell()
st.title({title!r})
"""
STORY = {
    "See": (
        ("lens", "Lens", "How lazy should the match of two digits be?"),
        ("words", "Words", "Which small changes keep a word what it is?"),
        ("six-or-nine", "Six or nine", "When does a turned 6 become a 9, and who says so?"),
    ),
    "Use": (
        ("neighbours", "Neighbours", "Whose neighbour is a digit, and who votes?"),
        ("best-lambda", "Best λ", "Which λ reads digits best, and how sure is that?"),
        ("average", "Average", "What is the mean of digits that may slide?"),
    ),
    "Understand": (
        ("geometry", "Geometry", "How does laziness bend space?"),
        ("averaging", "Averaging", "Which turned copies of a digit should a model ask?"),
    ),
    "Learn with symmetry": (
        ("sample-gain", "Sample gain", "How many examples is a symmetry worth?"),
        ("hardness", "Hardness", "Can gradient descent find a symmetric function at all?"),
        ("steering", "Steering", "How does a steerable filter turn with its picture?"),
        ("aligning", "Aligning", "Which rotation lays one cloud of points on another?"),
    ),
}


def story() -> dict[str, tuple[Entry, ...]]:
    folder = Path(os.environ["LAZYQ_CACHE"]).parent / "pages"
    folder.mkdir(exist_ok=True)
    table = {}
    for group, pages in STORY.items():
        for name, title, _ in pages:
            (folder / f"{name}.py").write_text(PAGE.format(title=title), "utf-8")
        table[group] = tuple(
            Entry(str(folder / name), title, name, ":material/science:", question)
            for name, title, question in pages
        )
    return table


if not Path(shell.PAGES["See"][0].file).is_absolute():
    outside = shell.PAGES[""]
    shell.PAGES.clear()
    shell.PAGES.update({"": outside, **story()})
runpy.run_path(str(shell.ROOT / "app.py"))
