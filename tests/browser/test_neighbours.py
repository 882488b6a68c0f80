"""The Neighbours page in a real browser: who is near at every λ, and what they vote for."""

import csv
import itertools
import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from lazyq import RowShifts
from lazyq.neighbors import neighbors

from .harness import as_read
from .resting import at_rest

SECONDS = 90_000


def shown(page: Page) -> tuple[list[str], list[float]]:
    cards = page.locator(".neighbours .card")
    references = cards.evaluate_all("cards => cards.map(card => card.dataset.reference)")
    distances = cards.locator(".says span").all_text_contents()
    return references, [float(text.removeprefix("d = ")) for text in distances]


def turn(page: Page, name: str, value: int) -> None:
    """Let go of a dial at a value, and wait until that is drawn."""
    page.get_by_role("slider", name=name, exact=True).evaluate(
        """(dial, value) => {
            dial.value = value
            for (const kind of ['input', 'change']) dial.dispatchEvent(new Event(kind))
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
        }""",
        value,
    )


@pytest.fixture
def open_neighbours(page, open_page, server):
    """Open the page and return it when its digits are there."""

    def visit(search: str = "", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/neighbours?v=1{search}", on=target)
        expect(target.locator(".neighbours .sentence")).to_contain_text("vote", timeout=SECONDS)
        return target

    return visit


def expected(training: torch.Tensor, image: torch.Tensor, lam: float) -> tuple[list[str], list[float]]:
    found = neighbors(RowShifts(28, 28), image[None], training, lam, 10)
    return [f"mnist-train-{index}" for index in found.indices[0].tolist()], found.distances[0].tolist()


def test_the_cards_are_the_librarys_neighbours_and_the_dial_needs_no_server(open_neighbours, mnist_raw):
    test, train = mnist_raw("t10k")[0], mnist_raw("train")[0]
    page = open_neighbours("&x=mnist-test-115&lam=0.5")
    frames: list[object] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: frames.append(event))
    for value in (None, 0, 1060, 431):
        if value is not None:
            turn(page, "Laziness λ", value)
        text = as_read(page.locator(".neighbours .lam").text_content())
        lam = float(text.removeprefix("λ = ").replace("∞", "inf"))
        references, distances = expected(train, test[115], lam)
        expect(page.locator(".neighbours .card").first).to_have_attribute("data-reference", references[0])
        assert shown(page)[0] == references
        assert shown(page)[1] == pytest.approx(distances, abs=6e-4)
        expect(page).to_have_url(re.compile(f"lam={lam:g}"))
    assert not frames
    expect(page.locator(".neighbours .votes .wins")).to_have_count(1)


def test_keyboard_presets_reload_and_the_way_to_lens(open_neighbours):
    page = open_neighbours("&x=mnist-test-115&lam=1&k=8&among=draw&n=100")
    expect(page.locator(".neighbours .card")).to_have_count(8)
    page.get_by_role("button", name="0.3", exact=True).first.click()
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 0.3")
    expect(page.locator(".neighbours .spoken")).to_contain_text("At λ = 0.3")
    page.get_by_role("slider", name="Laziness λ", exact=True).focus()
    page.keyboard.press("]")
    expect(page.locator(".neighbours .lam")).not_to_have_text("λ = 0.3")
    expect(page.locator(".neighbours .swap")).to_contain_text("came in")
    after = page.locator(".neighbours .lam").text_content()
    page.reload()
    expect(page.locator(".neighbours .lam")).to_have_text(str(after), timeout=SECONDS)
    expect(page.locator(".neighbours .card")).to_have_count(8)
    page.locator(".neighbours .card a").first.click()
    expect(page.locator(".lens .sentence")).to_contain_text("λ = ", timeout=SECONDS)


def test_a_bad_link_is_said_in_plain_words(open_neighbours):
    page = open_neighbours("&x=mnist-test-99999&lam=near&among=draw&seed=x")
    expect(page.get_by_text("The link’s x can’t be shown")).to_be_visible()
    expect(page.get_by_text("The link’s seed can’t be shown")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="λ must be a number")).to_be_visible()


def test_files_hold_what_is_shown(open_neighbours, new_page, tolerate, tmp_path):
    page = open_neighbours("&lam=0.5")

    def taken(kind: str) -> Path:
        with page.expect_download(timeout=SECONDS) as download:
            page.locator(f".neighbours [data-take='{kind}']").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        return file

    with taken("csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["lambda_from"] == "0"
    assert taken("png").read_bytes().startswith(b"\x89PNG")
    assert taken("npz").read_bytes().startswith(b"PK")
    alone = new_page(offline=True)
    tolerate(r"^request to another host: file://")
    alone.goto(taken("html").as_uri())
    expect(alone.locator(".neighbours .sentence")).not_to_be_empty()
    expect(alone.locator(".neighbours [data-take='link']")).to_be_hidden()


@pytest.mark.parametrize(("k", "width"), [(10, 1280), (8, 1280), (10, 1920), (10, 390), (7, 1000)])
def test_cards_stand_in_rows_of_one_length(open_neighbours, new_page, k, width):
    search = f"&x=mnist-test-115&among=draw&n=100&k={k}"
    page = open_neighbours(search, on=new_page(viewport={"width": width, "height": 800}))
    cards = page.locator(".neighbours .card")
    expect(cards).to_have_count(k)
    tops = cards.evaluate_all("cards => cards.map(card => card.getBoundingClientRect().top)")
    rows = [tops.count(top) for top in sorted(set(tops))]
    assert rows[:-1] == rows[:1] * (len(rows) - 1)
    assert rows[0] - rows[-1] < len(rows)
    assert page.locator(".neighbours .card").evaluate_all(
        "cards => cards.every(card => card.scrollWidth <= card.clientWidth + 1)"
    )


def test_the_next_change_of_the_vote_is_a_step_of_its_own(open_neighbours):
    page = open_neighbours("&x=mnist-test-13&lam=0&among=draw&n=100")
    read = page.locator(".neighbours .votes .wins th")
    button = page.get_by_role("button", name="vote change ▸▸")
    seen = [read.inner_text()]
    while button.is_enabled():
        before = page.locator(".neighbours .lam").inner_text()
        button.click()
        expect(page.locator(".neighbours .lam")).not_to_have_text(before)
        seen.append(read.inner_text())
    assert len(seen) >= 4
    assert all(one != other for one, other in itertools.pairwise(seen))
    page.keyboard.press("{")
    expect(read).to_have_text(seen[-2])
    page.get_by_role("button", name="◂◂ vote change").click()
    expect(read).to_have_text(seen[-3])


def test_on_a_phone_nothing_leaves_the_screen_and_dark_is_dark(open_neighbours, phone, dark):
    page = open_neighbours("&among=draw&n=100", on=phone)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".neighbours").evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    small = page.locator(".neighbours button, .neighbours a").evaluate_all(
        """nodes => nodes
            .filter((node) => node.offsetParent && node.getBoundingClientRect().height < 43.5)
            .map((node) => node.textContent)"""
    )
    assert small == []
    open_neighbours("", on=dark)
    expect(dark.locator(".neighbours[data-dark]")).to_have_count(1)


def cards_as_they_lie(page: Page) -> list[int]:
    """Return how many cards there are in every row."""
    tops = page.locator(".neighbours .card").evaluate_all(
        "cards => cards.map(card => Math.round(card.getBoundingClientRect().top))"
    )
    return [len(list(row)) for _, row in itertools.groupby(tops)]


def test_cards_lie_in_rows_of_one_length_and_the_story_in_one_screen(open_neighbours):
    page = open_neighbours("&x=mnist-test-115&among=draw&n=100")
    rows = {320: [2] * 5, 390: [2] * 5, 768: [5, 5], 1024: [5, 5], 1280: [10], 1440: [10], 1920: [10]}
    for width, expected_rows in rows.items():
        page.set_viewport_size({"width": width, "height": 720})
        expect(page.locator(".neighbours .cards")).to_have_attribute(
            "style", f"--columns: {expected_rows[0]};"
        )
        assert cards_as_they_lie(page) == expected_rows
        cut = page.locator(".neighbours .controls button, .neighbours .card > *").evaluate_all(
            """nodes => nodes.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
              .map(({ textContent }) => textContent)"""
        )
        assert cut == [], width
        if width == 1280:
            for name in ("strip", "dial", "sentence", "votes", "cards", "legend"):
                bottom = "node => node.getBoundingClientRect().bottom"
                assert page.locator(f".neighbours .{name}").evaluate(bottom) <= 720, name


def test_what_is_waited_for_moves_nothing(open_neighbours):
    page = at_rest(open_neighbours())
    page.evaluate(
        """() => {
            const seen = window.places = new Set()
            const follow = () => {
                seen.add(Math.round(document.querySelector('.st-key-neighbours').getBoundingClientRect().top))
                requestAnimationFrame(follow)
            }
            follow()
        }"""
    )
    before = page.locator(".neighbours").get_attribute("data-shown")
    page.get_by_role("button", name="Surprise me").click()
    expect(page.locator(".neighbours")).not_to_have_attribute("data-shown", str(before))
    assert page.evaluate("window.places.size") == 1
