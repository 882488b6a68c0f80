"""Components: ES modules, styles and markup that live as real files under ``assets/``."""

import re
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

ASSETS = Path(__file__).resolve().parents[2] / "assets"

_IMPORT = re.compile(r"^import \{[^}]*\} from '\./(?P<file>[\w-]+\.js)'\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)
_STYLE_IMPORT = re.compile(r"^@import '\./(?P<file>[\w-]+\.css)';\n", re.MULTILINE)


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
    modules: dict[str, str] = {}

    def visit(name: str) -> None:
        if name in modules:
            return
        module = (ASSETS / "js" / name).read_text(encoding="utf-8")
        for match in _IMPORT.finditer(module):
            visit(match["file"])
        modules[name] = _EXPORT.sub("", _IMPORT.sub("", module))

    visit(entry)
    return "\n".join(modules.values())


def markup(name: str) -> str:
    """Return the text of ``assets/html/<name>.html``."""
    return (ASSETS / "html" / f"{name}.html").read_text(encoding="utf-8")


def text(name: str) -> str:
    """Return the Markdown of ``assets/text/<name>.md``."""
    return (ASSETS / "text" / f"{name}.md").read_text(encoding="utf-8")


def style(name: str) -> str:
    """Return the shared base style and ``assets/css/<name>.css``, each imported style in its place."""

    def read(file: str) -> str:
        return (ASSETS / "css" / file).read_text(encoding="utf-8")

    return f"{read('base.css')}\n{_STYLE_IMPORT.sub(lambda match: read(match['file']), read(f'{name}.css'))}"


def component(name: str, *, isolated: bool = True) -> ComponentRenderer:
    """Register the component of ``js/<name>.js``, ``css/<name>.css`` and ``html/<name>.html``.

    Parameters
    ----------
    name : of the three files
    isolated : whether it lives in a shadow root. In an ``st.dialog`` it must not: the dialog keeps the focus
        among the elements that it finds, and it finds none inside a shadow root, so Tab passes them by.

    Returns
    -------
    The function that mounts it; always call that with ``key=``.
    """
    return st.components.v2.component(
        f"lazyq_{name}",
        html=markup(name),
        css=style(name),
        js=joined_script(f"{name}.js"),
        isolate_styles=isolated,
    )
