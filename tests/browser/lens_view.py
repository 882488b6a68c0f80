"""What the Lens shows on a page, and what lazyq says that it must show."""

import math
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import torch
from playwright.sync_api import Locator, Page
from torch import Tensor

import lazyq

from .charts import NEXT_FRAME

ACTION = lazyq.RowShifts(28, 28)
READ = """(root) => {
  const text = (selector) => root.querySelector(selector).textContent
  const plain = (words) => words.replaceAll('\u00a0', ' ')
  const all = (selector, see) => Array.from(root.querySelectorAll(selector), see)
  const names = ['residual', 'lam', 'effort', 'distance']
  const pixels = (selector) => {
    const canvas = root.querySelector(selector)
    return Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data).filter((_, i) => i % 4 === 0)
  }
  return {
    numbers: Object.fromEntries(names.map((name) => [name, text(`.n-${name}`)])),
    beside: plain(text('.controls .lam')),
    sentence: text('.sentence'),
    said: text('.spoken'),
    spoken: plain(root.querySelector('.dial').getAttribute('aria-valuetext')),
    step: Number(root.querySelector('.dial').value),
    arrows: all('.arrows path', (path) => path.getAttribute('d')),
    x: pixels('.source canvas'),
    moved: pixels('.moved canvas'),
    y: pixels('.target canvas'),
    cards: all('.talk .card button', (button) => plain(button.innerText)),
    pins: all('.pins .card button[data-lam]', (button) => button.dataset.lam),
    current: all('.card [aria-current=true]', (button) => button.dataset.lam),
    bands: all('.band', (band) => (band.hidden ? null : band.style.top)),
    marked: all('.arrows path', (path, i) => (path.matches('.marked') ? i : -1)).filter((i) => i >= 0),
    row: text('.row-sentence'),
  }
}"""


class LensView:
    """The Lens on a page: hands to move it, eyes to read it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[int] = []
        page.on("websocket", lambda socket: socket.on("framesent", lambda data: self.sent.append(len(data))))

    def part(self, selector: str) -> Locator:
        """Return a part of the Lens."""
        return self.page.locator(f".lens {selector}")

    @property
    def dial(self) -> Locator:
        return self.part(".dial")

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address."""
        query = parse_qs(urlsplit(self.page.url).query)
        return {name: values[0] for name, values in query.items()}

    @property
    def lam(self) -> float:
        """The λ of the address."""
        return float(self.query["lam"])

    def read(self) -> dict[str, Any]:
        """Return everything on screen, once the Lens has its digits and is opened, at the next frame."""
        self.part(".talk .card").first.wait_for(state="attached")
        self.page.locator(".lens:not([data-opening])").wait_for()
        self.page.evaluate(NEXT_FRAME)
        return self.page.locator(".lens").evaluate(READ)

    def press(self, *keys: str) -> dict[str, Any]:
        """Press keys and return what is then on screen."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.read()


def images(shown: dict[str, Any]) -> tuple[Tensor, Tensor]:
    """Return x and y as they are on screen."""
    x, y = (torch.tensor(shown[name], dtype=torch.uint8).reshape(28, 28) for name in ("x", "y"))
    return x, y


def lam_text(lam: float) -> str:
    """Return λ as the Lens writes it: four figures, or ∞."""
    return "∞" if math.isinf(lam) else f"{float(f'{lam:.4g}'):g}"


def assert_shows(shown: dict[str, Any], lam: float, x: Tensor | None = None, y: Tensor | None = None) -> None:
    """Fail unless all that is on screen is what lazyq says about x and y (default: those on screen) at λ."""
    on_screen = images(shown)
    for mine, expected in zip(on_screen, (x, y), strict=True):
        assert expected is None or torch.equal(mine, expected)
    expected = lazyq.align(ACTION, *on_screen, lam)
    shifts = [(shift + 13) % 28 - 13 for shift in expected.g.tolist()]
    assert shown["numbers"]["lam"].startswith(lam_text(lam)[:5])
    assert shown["beside"] == f"λ = {lam_text(lam)}"
    # λ may be the shown one, which is rounded, and then the distance is that of a neighbour.
    for name, apart in (("residual", 0.0005001), ("effort", 0.0005001), ("distance", 0.0017)):
        assert re.fullmatch(r"\d+\.\d{3,4}", shown["numbers"][name])
        assert abs(float(shown["numbers"][name]) - getattr(expected, name)) <= apart
    assert_adds_up(shown["numbers"])
    assert shown["moved"] == expected.moved.flatten().tolist()
    assert [shift_of(arrow) for arrow in shown["arrows"]] == shifts
    moving = [abs(shift) for shift in shifts if shift]
    if math.isinf(lam) or not moving:
        assert f"the plain distance, {shown['numbers']['distance']}." in shown["sentence"]
    else:
        assert f"{len(moving)} of 28 rows move, the furthest by {max(moving)} pixel" in shown["sentence"]
    assert shown["spoken"] == f"{lam_text(lam)}, distance {shown['numbers']['distance']}"


def assert_adds_up(numbers: dict[str, str]) -> None:
    """Fail unless a pocket calculator finds the shown distance from the shown terms, or its neighbour."""
    residual, effort, distance = (float(numbers[name]) for name in ("residual", "effort", "distance"))
    moved = float(numbers["lam"].replace("∞", "inf")) * effort if effort else 0.0
    assert abs(math.hypot(residual, moved) - distance) <= 0.001 + 1e-9


def shift_of(arrow: str) -> int:
    """Return the shift that an arrow draws: to the left for a positive one."""
    if not arrow:
        return 0
    start, tip = map(float, re.match(r"M([\d.]+) [\d.]+H(-?[\d.]+)", arrow).groups())
    return round(start - tip)


def piece_at(path: lazyq.LazyPath, lam: float) -> int:
    """Return on which piece of a path λ lies."""
    return int((path.breakpoints <= lam).sum())
