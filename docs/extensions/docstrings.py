"""lazyq's docstrings as reStructuredText: sections become lists, and signs of formulas stay signs."""

import re
from typing import Any

from sphinx.application import Sphinx

_LISTS = ("Parameters", "Attributes", "Raises", "Warns")
_SECTIONS = (*_LISTS, "Returns", "Examples")
_MARKUP = re.compile(
    r"(``.+?``"  # literal
    r"|:[\w:]+:`[^`]*`|`[^`]*`__?"  # reference
    r"|\*\*[^*\s][^*]*\*\*"  # strong
    r"|(?<![\w*])\*[A-Z][^*]*\*)"  # the title of a talk or a paper
)
_NAME_AT_END = re.compile(r"(?<=\w)_(?!\w)")


def escaped(line: str) -> str:
    """Return a line in which stars, bars and names with an underscore at the end mean themselves."""
    parts = _MARKUP.split(line)
    for place in range(0, len(parts), 2):
        text = re.sub(r"([*|])", r"\\\1", parts[place])
        parts[place] = _NAME_AT_END.sub(r"\\_", text)
    return "".join(parts)


def restructured(lines: list[str]) -> list[str]:
    """Return a docstring of this project as reStructuredText."""
    found: list[str] = []
    section, place = "", 0
    while place < len(lines):
        line = lines[place]
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if line in _SECTIONS and re.fullmatch("-{3,}", following):
            section, place = line, place + 2
            found += ["", f".. rubric:: {section}", ""]
            continue
        indented = line.startswith("    ")
        if line.startswith(">>>"):
            end = _end_of_block(lines, place)
            found += [*lines[place:end], ""]
            place = end
            continue
        if indented and section not in _LISTS and (not found or not found[-1]):
            end = _end_of_block(lines, place)
            found += ["::", "", *lines[place:end], ""]
            place = end
            continue
        if section in _LISTS and line and not indented:
            name, _, text = line.partition(" : ")
            if not text:  # a paragraph ends the list
                section = ""
                found += ["", escaped(line)]
            else:
                found += ["", *(f"``{name}``", f"    {escaped(text)}")]
        else:
            found.append(escaped(line))
        place += 1
    return [*found, ""]


def _end_of_block(lines: list[str], start: int) -> int:
    end = start
    while end < len(lines) and lines[end].strip():
        end += 1
    return end


def _process(_app: Sphinx, _what: str, _name: str, _obj: Any, _options: Any, lines: list[str]) -> None:
    lines[:] = restructured(lines)


def setup(app: Sphinx) -> dict[str, Any]:
    """Let autodoc read docstrings this way."""
    app.connect("autodoc-process-docstring", _process)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
