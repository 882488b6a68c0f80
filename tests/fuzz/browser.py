"""What reads links and memories in the browser, and what writes its files, under node."""

import ast
import csv
import io
import json
import os
import select
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from lazyq.root import ROOT
from tests.fuzz import values
from tests.fuzz.harness import Surface

_SCRIPT = ROOT / "tests" / "fuzz" / "run_browser.mjs"
_PATIENCE = 60.0  # seconds of an answer
_TAGS = {f"{{http://www.w3.org/2000/svg}}{name}" for name in ("svg", "title", "rect", "text")}
_NAMES = (
    "lam", "view", "k", "row", "pins", "x", "y", "n", "dim", "show", "from", "equal", "angle", "point", "pi",
    "guess", "queries", "v", "lang", "present", "room", "embed", "digit_x", "hide", "lesson",
)  # fmt: skip
_GOOD = (
    "0.5", "inf", "all", "gain", "3", "28", "0.1_inf_2", "1_2", "-0_0.0", "balls_circles", "none", "yes",
    "no", "1.2_0.4_1", "-3.1419_0_1", "seen", "-5_5", "mix.p5.majority", "p63", "sklearn-3", "px-AAAA",
    "true", "es", "KTRWPH", "0x10", "1e-9", "-0", "9" * 400,
)  # fmt: skip
_node: list[subprocess.Popen[str]] = []


@contextmanager
def node() -> Iterator[None]:
    """Have one node for all cases."""
    with subprocess.Popen(
        ["node", _SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as started:
        _node.append(started)
        try:
            yield
        finally:
            _node.remove(started)
            started.terminate()


def ask(case: dict[str, Any]) -> Any:
    """Return what the scripts make of a case."""
    sent, told = _node[-1].stdin, _node[-1].stdout
    assert sent is not None
    assert told is not None
    sent.write(json.dumps(case) + "\n")
    sent.flush()
    ready, _, _ = select.select([told], [], [], _PATIENCE)
    assert ready, "no answer"
    answer = json.loads(told.readline())
    assert "fault" not in answer, answer["fault"]
    return answer["told"]


def spent() -> float:
    """Return the processor time of this thread and of node, which counts in hundredths."""
    told = Path(f"/proc/{_node[-1].pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return time.thread_time() + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def read_link(case: dict[str, Any]) -> str | None:
    """Read a link; return the longest sentence about it."""
    return max(ask(case), key=len, default=None)


def carry(case: dict[str, Any]) -> None:
    """Go from page to page."""
    ask(case)


def write_files(case: dict[str, Any]) -> None:
    """Write files of a text and words: they hold the text, and are nothing else than they should be."""
    files = ask(case)
    rows = list(csv.reader(io.StringIO(files["csv"], newline="")))
    assert [row[1:3] for row in rows[1:]] == [[word, word] for word in case["words"]]
    picture = ET.fromstring(files["svg"])
    assert {node.tag for node in picture.iter()} <= _TAGS
    program = ast.parse(files["python"])
    said = {node.value for node in ast.walk(program) if isinstance(node, ast.Constant)}
    assert {case["words"][0], case["text"]} <= said


def _search(chance: Random) -> str:
    pairs = []
    for _ in range(chance.choice((0, 1, 2, 4, 8))):
        name = chance.choice((*_NAMES, *_NAMES, values.text(chance)))
        text = chance.choice((chance.choice(_GOOD), chance.choice(_GOOD), values.text(chance)))
        if chance.random() < 0.2:
            text = chance.choice("_.-").join((text, chance.choice(_GOOD), values.text(chance)[:9]))
        is_raw = chance.random() < 0.2
        pairs.append("=".join(part if is_raw else quote(part, errors="replace") for part in (name, text)))
    return "&".join(pairs)


def _link(chance: Random) -> dict[str, Any]:
    return {"door": "link", "search": _search(chance)}


def _walk(chance: Random) -> dict[str, Any]:
    paths = ("/", "/lens", "/about/", "/lens/under", values.text(chance))
    visits = [(chance.choice(paths), _search(chance)) for _ in range(chance.randint(0, 4))]
    table = {"pages": values.json(chance), "shared": {"x": values.json(chance), "lam": values.json(chance)}}
    stored = chance.choice((values.json(chance), table, {"pages": {"lens": values.json(chance)}}))
    try:
        text = json.dumps(stored)
    except (RecursionError, ValueError):
        text = "[" * 100_000
    return {"door": "carried", "stored": text, "visits": visits, "here": _search(chance)}


def _files(chance: Random) -> dict[str, Any]:
    words = [_whole(chance) or "a" for _ in range(chance.randint(1, 4))]
    return {"door": "texts", "words": words, "text": _whole(chance)}


def _whole(chance: Random) -> str:
    """Return a text without half pairs, which no letter is."""
    return values.text(chance)[:3_000].encode("utf-8", "replace").decode()


SURFACES = [
    Surface("links in the browser", _link, read_link, around=node, clock=spent),
    Surface("from page to page", _walk, carry, around=node, clock=spent),
    Surface("files of the browser", _files, write_files, around=node, clock=spent),
]
