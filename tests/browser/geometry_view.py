"""What the Geometry page shows, and hands to move it."""

import torch
from playwright.sync_api import Page, expect

from lazyq.riemannian import OrthogonalAction, distance

from .lens_view import NEXT_FRAME

SECONDS = 30_000


def shown_distance(page: Page) -> float:
    return float(page.locator(".geometry .n-distance").text_content())


def exact(x, y, lam: float) -> float:
    points = (torch.tensor(point, dtype=torch.float64) for point in (x, y))
    return float(distance(OrthogonalAction(2), *points, lam))


def query(page: Page) -> dict[str, str]:
    return page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")


def points_of(page: Page) -> list[list[float]]:
    return [[float(value) for value in query(page)[name].split("_")] for name in ("x", "y")]


def drag(page: Page, name: str, dx: float, dy: float) -> None:
    box = page.get_by_role("slider", name=f"Point {name}").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + dx * step / 8, y + dy * step / 8)
    page.mouse.up()


def painted(page: Page, part: str) -> str:
    return page.locator(f".geometry {part} canvas").first.evaluate("canvas => canvas.toDataURL()")


def at_rest(page: Page) -> list[str]:
    """Wait until the hand has been still, and return all pictures."""
    page.evaluate(NEXT_FRAME)
    expect(page.locator(".geometry")).to_have_attribute("data-still", "", timeout=SECONDS)
    return page.locator(".geometry canvas").evaluate_all("all => all.map(canvas => canvas.toDataURL())")


def chart_of(page: Page, name: str):
    return page.locator(f'.geometry [data-chart="{name}"] canvas')
