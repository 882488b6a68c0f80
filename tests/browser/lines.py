"""Lines that part a number from its percent sign, or λ from its value."""

from playwright.sync_api import Page

from .harness import DEEP

# Each text of the page that a line may part there: with a space that breaks, in a block of any tags.
_PARTED = f"""() => {{ {DEEP}
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
    """Return what a line may part, of each text that stands on the page."""
    return page.evaluate(_PARTED)
