"""Components: ES modules, styles and markup that live as real files under ``assets/``."""

import base64
import json
import posixpath
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from lazyq.root import ROOT
from lazyq.ui.code import Code
from lazyq.ui.joining import joined_modules
from lazyq.ui.language import (
    ENGLISH,
    LANGUAGES,
    bound,
    catalogue,
    in_language,
    language,
    plural_order,
    translated_markup,
)

ASSETS = ROOT / "assets"

_STYLE_IMPORT = re.compile(r"^@import '(?P<path>\.{1,2}/[^']+\.css)';\n", re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://.*|/\*(?s:.*?)\*/)\n", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_INDENTATION = re.compile(r"^ +", re.MULTILINE)
_EMPTY = re.compile(r"\n{2,}")
_MODULE = re.compile(r"\$modules\['(?P<path>[^']+)'\]")
# What a view stands in is made once, and again only in another language; each run calls for the view itself.
_DRESSED = """const $inside = {inside}
export default (component) => {{
const place = component.parentElement
const worn = [...place.children].find((child) => child.inside)
if (worn?.inside !== $inside) {{
worn?.remove()
place.append(Object.assign(document.createElement('div'), {{ innerHTML: $inside, inside: $inside }}))
}}
return {entry}(component)
}}
"""
_PAGE = """<!doctype html>
<html lang="{code}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{theme}
body {{ margin: 0; padding: 1rem; background: var(--st-background-color); color: var(--st-text-color);
  font-family: system-ui, sans-serif; }}
h1 {{ max-width: 82rem; margin: 0 auto 1rem; font-size: 1.6rem; }}
{style}
</style>
<h1>{title}</h1>
<main>{markup}</main>
<script type="module">
{script}
const mount = {entry}
mount({{ data: {data}, parentElement: document.querySelector('main') }})
</script>
</html>
"""
_LIGHT = """:root { color-scheme: light; --st-background-color: #fff; --st-text-color: #1c1c1a;
  --st-secondary-background-color: #f4f3ef; --st-primary-color: #0072b2; }"""
_DARK = """:root { color-scheme: dark; --st-background-color: #14161a; --st-text-color: #ececea;
  --st-secondary-background-color: #22252b; --st-primary-color: #56b4e9; }"""
_FONT = "@font-face {{ font-family: 'lazyq formulas'; src: url(data:font/woff2;base64,{font}); }}"


def modules(name: str) -> str:
    """Return the component's module and all that it imports as statements of one script, as they are read."""
    return joined_modules(ASSETS, f"components/{name}/{name}.js")


def script(name: str, code: str = ENGLISH) -> str:
    """Return the component as one module with one default export, as short as it can be without a compiler.

    It brings its markup and style along, which Streamlit would send with every run. In another language than
    English it begins with that language's texts, those of its own modules alone.
    """
    joined = modules(name)
    inside = f'<div lang="{code}">{markup(name, code)}</div><style>{style(name)}</style>'
    dressed = _DRESSED.format(inside=json.dumps(inside, ensure_ascii=False), entry=_entry(name))
    return _numbered(f"{_texts(joined, code)}{_shortened(joined)}\n{dressed}")


def _is_component(name: str, code: str) -> bool:
    return code in LANGUAGES and (ASSETS / "components" / name / f"{name}.js").is_file()


CODE = Code(script, _is_component)


def markup(name: str, code: str = ENGLISH) -> str:
    """Return the component's markup in a language."""
    markup = _read(f"components/{name}/{name}.html")
    return bound(translated_markup(markup, lambda text: in_language(text, code)))


def style(name: str) -> str:
    """Return the component's style, each import in its place, without comments.

    The shared base style comes first, unless nothing of the component is drawn in it; then that of charts
    that can be read, where there are some.
    """

    def read(path: str) -> str:
        def imported(match: re.Match[str]) -> str:
            return read(posixpath.normpath(posixpath.join(posixpath.dirname(path), match["path"])))

        return _STYLE_IMPORT.sub(imported, _read(path))

    parts = [f"components/{name}/{name}.css"]
    if "shared/chart/hover.js" in modules(name):
        parts.insert(0, "shared/chart/hover.css")
    if 'class="lazyq' in markup(name):
        parts.insert(0, "shared/page/base.css")
    return _CSS_COMMENT.sub("", "".join(read(part) for part in parts))


def at_once(name: str) -> str | None:
    """Return the style that the page needs before the component's code has come, None where there is none."""
    path = f"components/{name}/at-once.css"
    return _CSS_COMMENT.sub("", _read(path)) if (ASSETS / path).is_file() else None


def text(name: str) -> str:
    """Return the text of the file ``assets/text/<name>``."""
    return _read(f"text/{name}")


def component(name: str, *, isolated: bool = True) -> Callable[..., Any]:
    """Register the component of the folder ``assets/components/<name>``, in the visitor's language.

    Parameters
    ----------
    name : of the folder, and of its ``.js``, ``.css`` and ``.html``
    isolated : whether it lives in a shadow root. In an ``st.dialog`` it must not: the dialog keeps the focus
        among the elements that it finds, and it finds none inside a shadow root, so Tab passes them by.

    Returns
    -------
    The function that mounts it; always call that with ``key=``.
    """

    def renderer(**mounted: Any) -> Any:
        return _registered(name, language(), isolated)(**mounted)

    return renderer


@cache
def _registered(name: str, code: str, isolated: bool) -> ComponentRenderer:
    return st.components.v2.component(
        f"lazyq_{name}" if code == ENGLISH else f"lazyq_{name}_{code}",
        css=at_once(name),
        js=CODE.sent(name, code),
        isolate_styles=isolated,
    )


def standalone_html(name: str, title: str, data: dict[str, Any], *, dark: bool = False) -> str:
    """Return the component as one HTML file that works from disk, with no server and no network.

    Parameters
    ----------
    name : of the component
    title : plain text
    data : what the component is given; ``standalone`` is added, which tells it that no server answers
    dark : whether it is light on dark
    """
    inside = json.dumps({**data, "standalone": True}).replace("<", "\\u003c")
    code, joined = language(), modules(name)
    inner = markup(name, code)
    return _PAGE.format(
        code=code,
        title=title.replace("&", "&amp;").replace("<", "&lt;"),
        theme=_DARK if dark else _LIGHT,
        style=style(name) + (_formula_font() if "<math" in inner else ""),
        markup=inner,
        script=(_texts(joined, code) + _shortened(joined)).replace("</script", "<\\/script"),
        entry=_entry(name),
        data=inside,
    )


def _shortened(modules: str) -> str:
    """Return modules without indentation, empty lines and comments that have lines of their own.

    No text of our modules has several lines, which ESLint sees to, so that no text is changed.
    """
    return _EMPTY.sub("\n", _INDENTATION.sub("", _COMMENT.sub("", modules)))


def _texts(joined: str, code: str) -> str:
    """Return the statement with which joined modules begin in another language than English."""
    if code == ENGLISH:
        return ""
    paths = {f"assets/{match['path']}" for match in _MODULE.finditer(joined)}
    found = catalogue(code)
    texts = {text: found.texts[text] for text, files in found.files.items() if files & paths}
    given = {"code": code, "forms": plural_order(code), "texts": texts}
    return f"const $language = {json.dumps(given, ensure_ascii=False)}\n"


def _numbered(script: str) -> str:
    """Return a script whose modules are called by numbers, which are shorter than paths."""
    numbers: dict[str, int] = {}
    return _MODULE.sub(lambda match: f"$modules[{numbers.setdefault(match['path'], len(numbers))}]", script)


def _formula_font() -> str:
    """Return the font of the formulas, which the app itself serves from ``static/``, as a style."""
    file = ASSETS.parent / "static" / "fonts" / "formulas.woff2"
    return _FONT.format(font=base64.b64encode(file.read_bytes()).decode("ascii"))


def _entry(name: str) -> str:
    return f"$modules['components/{name}/{name}.js'].default"


def _read(path: str) -> str:
    return (ASSETS / path).read_text(encoding="utf-8")
