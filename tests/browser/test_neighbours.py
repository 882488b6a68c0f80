"""The Neighbours page in a real browser: what it shows is what lazyq says, at every stop of λ."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from lazyq import RowShifts
from lazyq.experiments.neighborhood import STOPS
from lazyq.neighbors import neighbors

SECONDS = 60_000


def shown(page: Page) -> tuple[list[str], list[float]]:
    cards = page.locator(".neighbours .card")
    references = cards.evaluate_all("cards => cards.map(card => card.dataset.reference)")
    distances = cards.locator(".says span").all_text_contents()
    return references, [float(text.removeprefix("d = ")) for text in distances]


@pytest.fixture
def open_neighbours(page, open_page, server):
    def visit(search: str = "") -> Page:
        open_page(f"/neighbours{search}")
        expect(page.locator(".neighbours .sentence")).to_contain_text("vote for", timeout=SECONDS)
        return page

    return visit


def expected(
    training: torch.Tensor, image: torch.Tensor, name: str, lam: float
) -> tuple[list[str], list[float]]:
    found = neighbors(RowShifts(28, 28), image[None], training, lam, 10)
    return [f"{name}-{index}" for index in found.indices[0].tolist()], found.distances[0].tolist()


def test_the_cards_are_the_librarys_neighbours_and_the_dial_needs_no_server(open_neighbours, mnist_raw):
    test, train = mnist_raw("t10k")[0], mnist_raw("train")[0]
    page = open_neighbours("?v=1&x=mnist-test-115&lam=0.5")
    dial = page.get_by_role("slider", name="Laziness λ")
    frames: list[object] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: frames.append(event))
    for lam in (0.5, 0.0, float("inf")):
        stop = STOPS.index(lam)
        dial.evaluate(
            """(dial, stop) => {
                dial.value = stop
                for (const kind of ['input', 'change']) dial.dispatchEvent(new Event(kind))
            }""",
            stop,
        )
        references, distances = expected(train, test[115], "mnist-train", lam)
        expect(page.locator(".neighbours .card").first).to_have_attribute("data-reference", references[0])
        assert shown(page)[0] == references
        assert shown(page)[1] == pytest.approx(distances, abs=6e-4)
        expect(page).to_have_url(re.compile(f"lam={lam:g}"))
    assert not frames
    expect(page.locator(".neighbours .votes .wins")).to_have_count(1)
    page.reload()
    expect(page.locator(".neighbours .lam")).to_have_text("λ = ∞", timeout=SECONDS)


def test_keyboard_presets_and_the_way_to_lens(open_neighbours):
    page = open_neighbours("?v=1&x=sklearn-6&lam=1")
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 1")
    dial = page.get_by_role("slider", name="Laziness λ")
    dial.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 1.05")
    page.get_by_role("button", name="0.3", exact=True).click()
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 0.3")
    expect(page.locator(".neighbours .spoken")).to_contain_text("At λ = 0.3")
    page.locator(".neighbours .card a").first.click()
    expect(page.locator(".lens .sentence")).to_contain_text("λ = 0.3", timeout=SECONDS)


def test_a_bad_link_is_said_in_plain_words(open_neighbours):
    page = open_neighbours("?v=1&x=mnist-test-99999&lam=near")
    expect(page.get_by_text("can’t be shown")).to_be_visible()
    expect(page.locator(".neighbours .problem")).to_contain_text("λ must be a number")


def test_on_a_phone_nothing_leaves_the_screen(open_neighbours):
    page = open_neighbours()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".neighbours .card").first).to_be_visible()
    assert page.locator(".neighbours").evaluate("node => node.scrollWidth <= node.clientWidth + 1")
