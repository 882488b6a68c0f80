"""axe-core in a page: what it finds wrong, but for what is Streamlit's own and can't be changed here."""

import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "axe-core is not installed: npm ci --prefix assets"
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# All rules that colours decide: what else is right in the light is so in the dark, on the page as it stands.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


class Known(NamedTuple):
    """A violation in what Streamlit draws itself: the rule, the elements, and why it is let pass."""

    rule: str
    elements: str
    reason: str


KNOWN = [
    Known(
        "region",
        "[data-floating-ui-portal]:has([data-testid='stTopNavPopover'])",
        "Streamlit hangs the open menu of pages below the body; it is a menu with its own role",
    ),
    Known(
        "region",
        "[data-testid='stMainMenuPopover'] :is([role='menu'], span)",
        "Streamlit hangs its main menu below the body too",
    ),
    Known(
        "color-contrast",
        "[data-testid='stMainMenuPopover'] span",
        "“Made with Streamlit” is its own grey, 4.3 : 1",
    ),
    Known("list", "ul[data-testid='stSidebarNavItems']", "Streamlit puts each group into a div in the list"),
    Known("listitem", "ul[data-testid='stSidebarNavItems'] > div > li", "the same, seen from the links"),
    Known(
        "presentation-role-conflict",
        "[data-testid='stFileUploaderDropzone']",
        "Streamlit names the place to drop files and takes its role away; the button inside is what is used",
    ),
]
# What a sticky bar covers can be scrolled to; axe would measure what it leaves of a button.
_RUN = """async ([rules, known]) => {
  const inside = (root) => [...root.querySelectorAll('*')]
    .flatMap((node) => node.shadowRoot ? [node, ...inside(node.shadowRoot)] : [node])
  const sticky = inside(document).filter((node) => getComputedStyle(node).position === 'sticky')
  for (const node of sticky) node.style.position = 'static'
  const options = { runOnly: rules, resultTypes: ['violations'], elementRef: true }
  const { violations } = await axe.run(document, options)
  for (const node of sticky) node.style.position = ''
  return violations.flatMap(({ id, nodes }) => nodes
    .filter(({ element }) => !known.some(([rule, elements]) => rule === id && element.matches(elements)))
    .map(({ target, html, any, all, none }) => {
      const found = [...any, ...all, ...none].map(({ message }) => message).join('; ')
      return `${id} at ${target.flat(3).join(' ')}: ${html.slice(0, 200)}: ${found}`
    }))
}"""


def require_axe() -> None:
    """Skip the test where axe-core is not installed; under CI=true fail it."""
    if not SCRIPT.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{MISSING}; CI=true requires it", pytrace=False)
        pytest.skip(MISSING)


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Return what axe-core finds on the page as it is now, in shadow roots too, but for what is known."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text("utf-8"))
    return page.evaluate(_RUN, [rules, [[known.rule, known.elements] for known in KNOWN]])
