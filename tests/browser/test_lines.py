"""No line parts a number from its percent sign, or λ from its value."""

import pytest
from playwright.sync_api import Page

from .charts import SMALLEST
from .harness import DEEP
from .resting import ADDRESSES, at_rest, path_of, with_quizzes_answered

# Each text of the page that a line may part there: with a space that breaks, in a block of any tags.
PARTED = f"""() => {{ {DEEP}
  const INLINE = /^(?:inline|contents)$/
  const blockOf = (node) => {{
    while (node.parentElement && INLINE.test(getComputedStyle(node).display)) node = node.parentElement
    return node
  }}
  const OTHERS = 'style, script, template, math, pre, code, svg, textarea'
  const read = (root, texts) => {{
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (nodes.nextNode()) {{
      const {{ parentElement, data }} = nodes.currentNode
      if (!parentElement?.checkVisibility() || parentElement.closest(OTHERS)) continue
      const block = blockOf(parentElement)
      if (getComputedStyle(block).textWrapMode === 'nowrap') continue
      texts.set(block, (texts.get(block) ?? '') + data)
    }}
    for (const {{ shadowRoot }} of root.querySelectorAll('*')) if (shadowRoot) read(shadowRoot, texts)
    return texts
  }}
  const parting = /.{{0,60}}(?:\\d[ \\n]+%|λ[ \\n]*=[ \\n]+[\\d∞]|λ[ \\n]+=).{{0,20}}/g
  return [...read(document.body, new Map()).values()].flatMap((text) => text.match(parting) ?? [])
}}"""


def parted(page: Page) -> list[str]:
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true })")
    return at_rest(page).evaluate(PARTED)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_no_line_parts_a_number_from_what_belongs_to_it(new_page, open_page, url, language):
    path = path_of(url)
    page = new_page(viewport=SMALLEST, reduced_motion="reduce")
    open_page(f"{path}{'&' if '?' in path else '?'}lang={language}", on=page)
    asked = parted(page)
    assert asked + parted(with_quizzes_answered(page)) == []
