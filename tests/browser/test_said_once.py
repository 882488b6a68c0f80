"""What a screen reader tells of a dial and of a guess: one live region says it, once."""

import pytest

from .harness import DEEP
from .resting import at_rest, path_of

# What every live region that changes then says, as [class, text].
LISTEN = (
    f"() => {{ {DEEP}"
    + """
  const live = '[aria-live], [role=status], [role=alert], output'
  const regionOf = ({ target }) => (target.closest ? target : target.parentElement).closest(live)
  const heard = new MutationObserver((changes) => {
    for (const node of new Set(changes.map(regionOf))) {
      const text = node.textContent.trim()
      if (text && node.ariaLive !== 'off' && seen(node)) window.said.push([node.className, text])
    }
  })
  window.said = []
  const all = { childList: true, characterData: true, subtree: true }
  for (const node of deep(document, live)) heard.observe(node, all)
}"""
)
GUESSES = {
    "lens": ("Guess: from which λ on does no row move?", "This is my guess"),
    "neighbours": ("Guess: as which digit is x read here?", "2"),
    "six-or-nine": ("Guess: when does it become a 9?", "This is my guess"),
    "sample-gain": ("This is my guess",),
}


def said(page):
    return at_rest(page).evaluate("() => window.said.splice(0)")


@pytest.mark.parametrize("url", GUESSES)
def test_dials_and_a_guess(page, open_page, url):
    at_rest(open_page(path_of(url))).evaluate(LISTEN)
    for dial in page.locator(".lazyq input[type=range]").all():
        dial.press("ArrowRight")
        assert [region for region, _ in said(page)] in ([], ["spoken unseen"], ["unseen spoken"])
    for name in GUESSES[url]:
        said(page)
        page.locator(".lazyq").get_by_role("button", name=name, exact=True).click()
    texts = [text for _, text in said(page)]
    assert any("You said" in text or "Your guess" in text for text in texts)
    assert not [one for one in texts for other in texts if one is not other and one in other]
