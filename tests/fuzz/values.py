"""What a stranger may send: texts, JSON of all sizes and depths, and numbers that are none."""

import math
from collections.abc import Callable, Mapping
from random import Random
from typing import Any


def deep(levels: int) -> list[Any]:
    """Return lists in lists."""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


MARKUP = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "&lt;b&gt; & <b>",
    '"><a href="//outside">',
    "![a](//outside/b.png)",
    "[Log in](//outside)",
    "$\\href{//outside}{a}$ :red[b] :material/home:",
    "{data}{0}{__class__} %s %n",
    "{{lam}} {lam} {distance} $& $1 $`",
    '=HYPERLINK("//outside","a")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    'a","b"\n=1,2',
    "'; import os #",
    '"""+__import__("os").getcwd()+"""',
    "../../etc/passwd",
    "a/b\\c:d*e?f",
    "\x00",
    "\x1b[31m[bold]a[/bold][link=//outside]",
    "\u2028\u2029\u202e\u200d\ufeff",
    "e\u0301" * 40,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "ß İ ı ﬁ ǆ ΐ",
    "שלום مرحبا",
    "٣ ² ① Ⅷ 三",
    "\ud800",
    "__proto__",
    "constructor",
    "toString",
)
"""Texts that mean something to a browser, a spreadsheet, Markdown, Python, a terminal or a file system."""

NUMBERS = (
    "0", "-0", "inf", "-inf", "nan", "NaN", "Infinity", "1e400", "1e-400", "0x10", "1_000", " 1", "1 ", "+1",
    "1,5", "٣", "９", "²", "1" * 5_000, "-1", "0.1.2", "1e", "", "true", "None", "1/2", "1j",
)  # fmt: skip

LARGE = (
    10**400, -(10**400), 10**5_000, deep(900), deep(100_000), {"a": [deep(900)] * 3}, [10**400] * 23,
    [1.7e308] * 23, [0.0] * 50_000, "9" * 100_000,
)  # fmt: skip
LEAVES = (
    None, True, False, -1, 0, 1, 2, 3, 9, 10, 27, 28, 29, 180, 359, 360, 783, 784, 2**31, 2**53, 2**63, -0.0,
    0.5, 1e-300, 5e-324, 1.7e308, -1.7e308, math.nan, math.inf, -math.inf,
)  # fmt: skip
_RANGES = ((32, 126), (32, 126), (0, 255), (0x300, 0x36F), (0x590, 0x6FF), (0x1F300, 0x1FAFF), (0, 0x10FFFF))

Draw = Callable[[Random], Any]


def text(chance: Random) -> str:
    """Return any text: one that means something, letters of some kind, or very many of them."""
    kind = chance.random()
    if kind < 0.4:
        return chance.choice(MARKUP)
    if kind < 0.6:
        return chance.choice(NUMBERS)
    if kind < 0.7:
        return "".join(chance.choices(MARKUP, k=chance.randint(0, 4)))
    if kind < 0.72:
        return chance.choice((*MARKUP, "9", "x", "[", "'")) * chance.randint(1, 5_000)
    low, high = chance.choice(_RANGES)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(0, 30)))


def json(chance: Random, depth: int = 3) -> Any:
    """Return anything that a browser can send as JSON, and some that only other programs can."""
    kind = chance.random()
    if kind < 0.03:
        return chance.choice(LARGE)
    if kind < 0.6 or not depth:
        return chance.choice(
            (chance.choice(LEAVES), text(chance), chance.uniform(-5, 5), chance.randint(-40, 400))
        )
    size = chance.choice((0, 1, 2, 2, 3, 4))
    if kind < 0.85:
        return [json(chance, depth - 1) for _ in range(size)]
    return {text(chance): json(chance, depth - 1) for _ in range(size)}


def changed(chance: Random, good: Mapping[str, Draw]) -> dict[str, Any]:
    """Return a table of these fields, in which up to three are not as they should be or not there."""
    table = {name: draw(chance) for name, draw in good.items()}
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        name = chance.choice((*good, text(chance)))
        if chance.random() < 0.2:
            table.pop(name, None)
        else:
            table[name] = json(chance)
    return table


def request(chance: Random, good: Mapping[str, Draw]) -> Any:
    """Return a table as :func:`changed` does, or now and then anything at all."""
    return json(chance) if chance.random() < 0.1 else changed(chance, good)
