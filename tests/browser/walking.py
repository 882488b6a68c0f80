"""Hands that move every control of a page, whatever the page: found by what they are, not by their names."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from .resting import DEEP, at_rest

SECONDS = 30_000
MAIN = "[data-testid=stMain]"
# Parts of Streamlit's controls, and what gives a file, draws lots, opens a dialog or asks: others test those.
_OTHERS = ["Tooltip", "NumberInput", "Selectbox", "ElementToolbar", "DownloadButton"]
_BESIDE = f":not(.take *, .quiz *, .modebar *, {', '.join(f'[data-testid*=st{name}] *' for name in _OTHERS)})"
_ELSEWHERE = ("Choose", "Surprise me")
_PLAYERS = "play spin"
# What a page may forget: a look at something, or a tool in the hand, that no link brings back.
_PASSING = {"Sound", "Closer look", "Weight of one angle", "Pen", "Eraser", "Width"}
KINDS = {
    "dial": "input[type=range]",
    "box": "input[type=checkbox]",
    "number": "input[type=number]",
    "choice": "input[role=combobox]",
    "handle": "[role=slider]:not(input)",
    "fold": "summary",
    "pressed": f"button[aria-pressed]{_BESIDE}",
    # Of buttons that share one stop of the tabulator, the one at which it stops.
    "button": f"button:not([aria-pressed], [role=slider], [tabindex='-1']){_BESIDE}",
}
# The places and names of those that are to be seen.
_NAMES = (
    f"(nodes) => {{ {DEEP}"
    + """
  const nameOf = (node) => (node.ariaLabel || node.labels?.[0]?.textContent || node.textContent).trim()
  return nodes.flatMap((node, place) => (seen(node) ? [[place, nameOf(node)]] : []))
}"""
)
_SHOWN = """(nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => {
  const name = (node.ariaLabel || node.labels?.[0]?.textContent || node.textContent).trim()
  const said = node.type === 'checkbox' ? node.checked : node.ariaPressed
  const value = said ?? (node.value || node.ariaValueText)
  return [name, String(value)]
})"""
_RANGE = {"min": 0, "max": 100, "step": 1}
_FAULTS = (
    f"() => {{ {DEEP}"
    + """
  const main = document.querySelector('[data-testid=stMain]')
  const beyond = document.documentElement.scrollWidth - innerWidth
  const wide = Math.max(main.scrollWidth - main.clientWidth, beyond)
  const visible = (selector) => deep(document, selector).filter(seen)
  return [
    ...deep(document, '[data-testid=stException]').map((node) => `an exception: ${node.textContent}`),
    ...visible('.problem').map((node) => `a problem: ${node.textContent}`),
    ...visible('.lazyq .sentence').filter((node) => !node.textContent).map(() => 'an empty sentence'),
    ...(wide > 0 ? [`${wide} pixels more than the window has`] : []),
  ]
}"""
)


class Control(NamedTuple):
    """A control of a page: what kind it is, the name it is called by, and itself."""

    kind: str
    name: str
    node: Locator


def controls(page: Page, within: str = MAIN) -> Iterator[Control]:
    """Yield all controls that are to be seen there, in shadow roots too, kind by kind."""
    for kind, selector in KINDS.items():
        found = page.locator(f"{within} {selector}")
        for place, name in found.evaluate_all(_NAMES):
            if not any(word in name for word in _ELSEWHERE):
                yield Control(kind, name, found.nth(place))


def shown(page: Page) -> list[list[str]]:
    """Return what every control with a value shows, as [name, value], but for passing looks."""
    kinds = ("dial", "box", "number", "choice", "handle", "pressed")
    found = at_rest(page).locator(", ".join(f"{MAIN} {KINDS[kind]}" for kind in kinds))
    return [[name, value] for name, value in found.evaluate_all(_SHOWN) if name not in _PASSING]


def assert_sound(page: Page, after: str) -> None:
    """Fail if the page at rest shows an error or is wider than its window."""
    faults = at_rest(page).evaluate(_FAULTS)
    assert not faults, f"after {after}"


def _scale(node: Locator) -> tuple[float, float, float, float]:
    """Return the ends of a dial, its middle and its step."""
    low, high, step = (float(node.get_attribute(name) or other) for name, other in _RANGE.items())
    return low, high, low + step * round((high - low) / (2 * step)), step


def _dial(page: Page, node: Locator) -> None:
    before = node.input_value()
    low, high, middle, step = _scale(node)
    for value in dict.fromkeys([middle, min(high, middle + step)]):
        node.fill(f"{value:g}")
        at_rest(page)
        expect(node).to_have_value(f"{value:g}")
    for key, end in (("Home", low), ("End", high)):
        node.press(key)
        at_rest(page)
        expect(node).to_have_value(f"{end:g}")
    node.fill(before)
    at_rest(page)
    expect(node).to_have_value(before)


def _box(page: Page, node: Locator) -> None:
    before = node.is_checked()
    for wanted in (not before, before):
        node.press("Space")
        at_rest(page)
        expect(node).to_be_checked(checked=wanted)


def _number(page: Page, node: Locator) -> None:
    before = int(node.input_value())
    for value in (before + 1, before + 2, before):
        node.fill(str(value))
        node.press("Enter")
        at_rest(page)
        expect(node).to_have_value(str(value), timeout=SECONDS)


def _open(page: Page, node: Locator, name: str) -> None:
    """Open the list by keyboard: one that a mouse opens closes when the page is scrolled to it."""
    node.focus()
    at_rest(page)
    node.press("ArrowDown")
    expect(page.get_by_role("option", name=name, exact=True)).to_be_visible(timeout=SECONDS)


def _choice(page: Page, node: Locator) -> None:
    before = node.input_value()
    _open(page, node, before)
    names = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    here = names.index(before)
    # The nearest ones: the far ends may take minutes to compute.
    for name in (names[here + 1 if here + 1 < len(names) else here - 1], before):
        _open(page, node, name)
        page.get_by_role("option", name=name, exact=True).click()
        at_rest(page)
        expect(node).to_have_value(name, timeout=SECONDS)


def _handle(page: Page, node: Locator) -> None:
    text = node.get_attribute("aria-valuetext")
    pairs = (("ArrowRight", "ArrowLeft"), ("ArrowDown", "ArrowUp"))
    moved = []
    for there, back in pairs:
        node.focus()
        page.keyboard.press(there)
        at_rest(page)
        moved.append(node.get_attribute("aria-valuetext") != text)
        page.keyboard.press(back)
        at_rest(page)
    assert any(moved), f"no arrow moves what stands at {text}"
    page.keyboard.press("Escape")


def _fold(page: Page, node: Locator) -> None:
    folded = node.locator("xpath=..")
    before = folded.evaluate("(details) => details.open")
    for wanted in (not before, before):
        node.press("Enter")
        expect(folded).to_have_js_property("open", wanted)
        if wanted != before:
            assert_sound(page, "a fold")


def _pressed(page: Page, node: Locator) -> None:
    """Press it and go back: one alone comes out again, of several the one is pressed that was in before.

    Where none of several was in, as the round λ beside a dial, one of them may stay in; so may one of a list,
    which may be short.
    """
    listed = node.locator("xpath=ancestor::*[self::ol or self::ul][1]//button[@aria-pressed]")
    among = listed if listed.count() else node.locator("xpath=../button[@aria-pressed]")
    states = "(all) => all.map((one) => one.ariaPressed)"
    before = among.evaluate_all(states)
    was = node.get_attribute("aria-pressed")
    node.click()
    if was == "false":
        expect(node).to_have_attribute("aria-pressed", "true")
    if len(before) > 1 and "true" in before:
        at_rest(page)
        among.nth(before.index("true")).click()
        at_rest(page)
        assert among.evaluate_all(states) == before
    elif node.get_attribute("aria-pressed") != was:
        node.click()
        at_rest(page)
        if len(before) == 1 and not listed.count():
            expect(node).to_have_attribute("aria-pressed", str(was))


def _button(page: Page, node: Locator) -> None:
    if node.is_enabled():
        node.click()
        at_rest(page)


_HANDS: dict[str, Callable[[Page, Locator], None]] = {
    "dial": _dial,
    "box": _box,
    "number": _number,
    "choice": _choice,
    "handle": _handle,
    "fold": _fold,
    "pressed": _pressed,
    "button": _button,
}


def walk(page: Page, control: Control, rounds: int) -> None:
    """Move the control through its values and back so often; after each round the page must be sound.

    One round chooses at least twice in a row, which shows a value that every second choice undoes.
    """
    for _ in range(rounds):
        if not control.node.is_visible():
            return  # its own press took it away, as a quiz does with its answers
        _HANDS[control.kind](page, control.node)
        assert_sound(page, f"{control.kind} “{control.name}”")


def leave_elsewhere(page: Page, control: Control) -> None:
    """Leave the control at another value than it has; choices, which cost a computation, stay."""
    kind, node = control.kind, control.node
    if kind == "dial":
        node.fill(f"{sum(_scale(node)[2:]):g}")
    elif kind == "box":
        node.press("Space")
    elif kind == "number":
        node.fill(str(int(node.input_value()) + 1))
        node.press("Enter")
    elif kind == "handle":
        node.press("ArrowRight")
    elif kind == "pressed" and str(node.get_attribute("class")) not in _PLAYERS:
        node.click()
    at_rest(page)
