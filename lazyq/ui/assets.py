"""Components: ES modules, styles and markup that live as real files under ``assets/``."""

import re
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

ASSETS = Path(__file__).resolve().parents[2] / "assets"

_IMPORT = re.compile(r"^import \{[^}]*\} from '\./(?P<file>[\w-]+\.js)'\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)


def joined_script(entry: str) -> str:
    """Return the module ``assets/js/<entry>`` with all that it imports, as one module.

    A component is given to the browser as one text, where relative imports have nothing to be relative
    to. Every module comes once, after those that it imports; import lines and ``export`` keywords fall
    away, save the entry's default export. Top-level names must differ between joined modules: where two
    agree, the browser (and the test that parses the text) refuses it.

    Parameters
    ----------
    entry : file name under ``assets/js``, such as ``"lens.js"``
    """
    texts: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in texts:
            return
        text = (ASSETS / "js" / name).read_text(encoding="utf-8")
        for match in _IMPORT.finditer(text):
            visit(match["file"])
        texts[name] = _EXPORT.sub("", _IMPORT.sub("", text))

    visit(entry)
    return "\n".join(texts.values())


def markup(name: str) -> str:
    """Return the text of ``assets/html/<name>.html``."""
    return (ASSETS / "html" / f"{name}.html").read_text(encoding="utf-8")


def styles(*names: str) -> str:
    """Return the texts of these files of ``assets/css``, one after the other."""
    return "\n".join((ASSETS / "css" / name).read_text(encoding="utf-8") for name in names)


def component(name: str, *, script: str, style: str | tuple[str, ...], html: str) -> ComponentRenderer:
    """Register a component and return the function that mounts it; always call that with ``key=``.

    Parameters
    ----------
    name : unique in the app, such as ``"lazyq_lens"``
    script : entry module under ``assets/js``, with a default export
    style : file or files under ``assets/css``
    html : markup; :func:`markup` reads it from ``assets/html``
    """
    files = (style,) if isinstance(style, str) else style
    return st.components.v2.component(name, html=html, css=styles(*files), js=joined_script(script))
