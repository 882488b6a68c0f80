"""λ-paths as sound: silent until key s, then a tone for every move and a click for every change."""

import pytest
from playwright.sync_api import expect

from .harness import until
from .resting import at_rest

# What would be heard: a tone for each aim of a pitch, a click for each square wave.
LISTEN = """
window.heard = { tones: 0, clicks: 0 }
const set = { setValueAtTime() {}, exponentialRampToValueAtTime() {}, setTargetAtTime() {} }
const node = (own) => ({ connect: (next) => next, start() {}, stop() {}, ...own })
window.AudioContext = class {
  currentTime = 0
  resume() {}
  close() {}
  createGain() { return node({ gain: { ...set, value: 0 } }) }
  createOscillator() {
    const frequency = { ...set, value: 0, setTargetAtTime() { heard.tones += 1 } }
    return { ...node(), frequency, set type(wave) { heard.clicks += wave === 'square' } }
  }
}
"""
# Each page with the control that goes along its path.
PAGES = {
    "words?word=3": ".dial",
    "six-or-nine?angle=0": ".angle",
    "average?size=30&lam=0": ".dial",
    "lens?lam=0.3": ".dial",
    "neighbours?lam=0.3": ".dial",
    "best-lambda?n=100&tested=1000&draws=1&guess=seen&lam=0.3": ".dial",
    "geometry?lam=0.3": ".dial",
    "averaging?model=logistic&n=500&guess=seen&step=0": ".scrub",
}
# Distances on Rⁿ change smoothly: there is no event to click at.
SMOOTH = {"geometry?lam=0.3"}
# π that was learned keeps fewer copies than the one to begin with.
EVENT = {"averaging?model=logistic&n=500&guess=seen&step=0": "End"}


@pytest.mark.parametrize("path", PAGES)
def test_s_makes_moves_and_changes_heard(page, open_page, path):
    page.add_init_script(LISTEN)
    at_rest(open_page(f"/{path}"))
    view = page.locator(f".lazyq:has(.sound) {PAGES[path]}")
    button = page.get_by_role("button", name="Sound")
    expect(button).to_have_attribute("aria-keyshortcuts", "s")
    view.press("ArrowRight")
    assert page.evaluate("heard") == {"tones": 0, "clicks": 0}
    view.press("s")
    expect(button).to_have_attribute("aria-pressed", "true")
    view.press("ArrowRight")
    until(page, "() => heard.tones > 0")
    before = page.evaluate("heard.clicks")
    if path in SMOOTH:
        assert before == 0
    else:
        view.press(EVENT.get(path, "]"))
        until(page, "(before) => heard.clicks === before + 1", arg=before)
    view.press("s")
    expect(button).to_have_attribute("aria-pressed", "false")
    silent = page.evaluate("heard")
    view.press("ArrowLeft")
    at_rest(page)
    assert page.evaluate("heard") == silent
