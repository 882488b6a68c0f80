"""Formulas as MathML: browsers set it themselves, with no script and no font from elsewhere.

Screen readers read it, it follows the colours of the page, and nothing is fetched. The font is the one that
the app sets its formulas in; ``docs/mathfont.py`` says which signs it has.
"""

import html
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def formula(source: str, display: str = "inline") -> str:
    """Return LaTeX as MathML; ∞ is set as a letter, without the room of an operator."""
    infinity = "&#x0221E;</m"
    return convert(source, display=display).replace(f"<mo>{infinity}o>", f"<mi>{infinity}i>")


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(formula(node.astext()))
    raise nodes.SkipNode


def _display(self: HTML5Translator, node: nodes.math_block) -> None:
    source = node.astext().strip()
    label = html.escape(source.replace("\n", " "), quote=True)
    block = formula(source, "block")
    self.body.append(f'<div class="formula" tabindex="0" role="group" aria-label="{label}">{block}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
