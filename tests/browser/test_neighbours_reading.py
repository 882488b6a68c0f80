"""The vote along λ read by hand, by keyboard and by eye, a closer look at it, and its shortcuts."""

import itertools
import re
from collections import Counter

import pytest
import torch
from playwright.sync_api import Page, expect

from lazyq import RowShifts
from lazyq.experiments.draws import Draw, drawn_places
from lazyq.neighbors import NeighborIndex, count_votes, neighbors_path, winner

from .charts import clipped_texts, overlapping_texts, read_by_hover, read_by_keyboard, reading_of
from .harness import as_read

SECONDS = 90_000
STRIP = ".neighbours .strip"
# Digits among which one of the test is read as five others, with ties, while λ grows.
AMONG = Draw("mnist-train", size=100, seed=0)
CHANGING = 13
K = 10


@pytest.fixture
def open_changing(page, open_page):
    """Open the page with the digit that changes most, and return it when it is there."""

    def visit(search: str = "", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/neighbours?v=1&n=100&among=draw&x=mnist-test-{CHANGING}{search}", on=target)
        expect(target.locator(".neighbours .sentence")).to_contain_text("vote", timeout=SECONDS)
        return target

    return visit


@pytest.fixture
def stages(mnist_raw):
    """From which λ on which digits are near: [(λ, places), …], and the label of each place."""
    images, labels = mnist_raw("train")
    places = drawn_places(AMONG)
    index = NeighborIndex(RowShifts(28, 28), images[places])
    found = neighbors_path(index, mnist_raw("t10k")[0][CHANGING], K)
    members = [frozenset(row.tolist()) for row in torch.as_tensor(found.indices[found.near])]
    kept = [0, *(i for i in range(1, len(members)) if members[i] != members[i - 1])]
    return [(float(found.starts[i]), members[i]) for i in kept], torch.as_tensor(labels)[places]


def test_every_run_and_every_change_is_read_by_the_arrow_keys(open_changing, stages):
    page = open_changing("&lam=0.5")
    said = read_by_keyboard(page, page.locator(STRIP))
    found, labels = stages
    read = [int(winner(count_votes(labels[sorted(members)], 10))) for _, members in found]
    assert len(set(read)) == 5
    runs = [list(run) for _, run in itertools.groupby(range(len(found)), read.__getitem__)]
    for text, run in zip(said, runs, strict=False):
        vote = read[run[0]]
        own = [int((labels[sorted(found[i][1])] == vote).sum()) for i in run]
        start = f"from λ = {found[run[0]][0]:.4g} "
        end = f"to {found[run[-1] + 1][0]:.4g}" if run[-1] + 1 < len(found) else "on"
        count = str(own[0]) if len(set(own)) == 1 else f"{min(own)} to {max(own)}"
        assert text.startswith(f"{vote} wins {start}{end}: {count} of {K} votes")
        assert text.endswith("right" if vote == 0 else "wrong")
    assert any("tied" in text for text in said[: len(runs)])
    assert said[len(runs)].startswith(f"λ = ∞: {read[-1]} wins with ")
    changes = said[len(runs) + 1 :]
    assert len(changes) == len(found) - 1
    for text, (_, before), (lam, after), vote in zip(changes, found, found[1:], read[1:], strict=False):
        come, gone = (sorted(labels[sorted(some)].tolist()) for some in (after - before, before - after))
        swap = [", ".join("an 8" if digit == 8 else f"a {digit}" for digit in some) for some in (come, gone)]
        own = Counter(labels[sorted(after)].tolist())[vote]
        assert text.startswith(
            f"λ = {lam:.4g}: {swap[0]} came in, {swap[1]} went out; {vote} has {own} of {K} votes"
        )
    expect(page.locator(".neighbours .spoken")).to_have_text(said[-1])
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 0.5")
    drawn = page.locator(STRIP).locator(".run-right, .run-wrong")
    expect(drawn).to_have_count(len(runs) + 1)
    expect(page.locator(f"{STRIP} .change")).to_have_count(len(found) - 1)


def test_marks_are_read_where_they_stand(open_changing):
    page = open_changing("&lam=0.5")
    marks = page.locator(".neighbours").evaluate(
        "root => root.view.strip.drawn.marks().map(({ at, over, text }) => [...at, over ?? null, text])"
    )
    strip = page.locator(STRIP)
    for x, y, over, words in marks:
        text = as_read(words)
        if over is None:
            continue
        assert read_by_hover(page, strip, x, y) == text
        if over[2] > 20:
            assert read_by_hover(page, strip, over[0] + 3, over[1] + 2) == text
            assert read_by_hover(page, strip, over[0] + over[2] - 3, over[1] + over[3] - 2) == text
    changes = [mark for mark in marks if mark[2] is None]
    alone = [
        here
        for before, here, after in zip(changes, changes[1:], changes[2:], strict=False)
        if here[0] - before[0] > 4 and after[0] - here[0] > 4
    ]
    assert len(alone) > 3
    for x, y, _, text in alone:
        assert read_by_hover(page, strip, x, y) == as_read(text)


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_no_text_covers_another_near_or_far(new_page, open_changing, width):
    page = new_page(viewport={"width": width, "height": 800})
    open_changing("&lam=0.2", on=page)
    strip = page.locator(STRIP)
    closer = page.locator(".neighbours .closer")
    for _ in range(7):
        strip.scroll_into_view_if_needed()
        assert overlapping_texts(strip) == []
        assert clipped_texts(strip) == []
        if closer.is_enabled():
            closer.click()
    expect(closer).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_closer_look_keeps_strip_and_dial_in_step(open_changing):
    page = open_changing("&lam=0.3")
    strip, dial = page.locator(STRIP), page.get_by_role("slider", name="Laziness λ", exact=True)
    closer, wider = (page.get_by_role("button", name=name, exact=True) for name in ("Closer", "Wider"))

    def changes() -> int:
        return strip.locator(".change").count()

    def expect_in_step() -> None:
        share, lam = page.locator(".neighbours").evaluate(
            """async ({ view }) => {
                for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame)
                const { left, right } = view.strip.frame
                return [(view.strip.frame.x(view.state.lam) - left) / (right - left), view.state.lam]
            }"""
        )
        assert 0 <= share <= 1, lam
        assert int(dial.input_value()) == pytest.approx(1060 * share, abs=0.51)
        expect(strip.locator(".cursor")).to_have_count(1)

    every = changes()
    expect(wider).to_be_disabled()
    expect_in_step()
    for _ in range(3):
        closer.click()
    page.keyboard.press("+")
    expect_in_step()
    assert 0 < changes() < every / 2
    assert len(read_by_keyboard(page, strip)) < every / 2
    dial.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"lam=0\.300\d+"))
    for _ in range(3):
        page.keyboard.press("]")
        expect_in_step()
    page.get_by_role("button", name="∞", exact=True).first.click()
    expect(page.locator(".neighbours .lam")).to_have_text("λ = ∞")
    expect_in_step()
    page.locator(".neighbours .stops").get_by_role("button", name="0", exact=True).click()
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 0")
    expect_in_step()
    for _ in range(4):
        page.keyboard.press("-")
    expect(wider).to_be_disabled()
    expect(strip.locator(".change")).to_have_count(every)


def test_two_fingers_look_closer_at_what_is_under_them(open_changing):
    page = open_changing("&lam=0.9")
    strip = page.locator(STRIP)
    box = strip.bounding_box()
    frame = "({ view }) => view.strip.frame.xValue(200)"
    under = page.locator(".neighbours").evaluate(frame)
    page.mouse.move(box["x"] + 200, box["y"] + 15)
    every = strip.locator(".change").count()
    page.mouse.wheel(0, -200)
    expect(strip.locator(".change")).to_have_count(every)
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 15)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    expect(strip.locator(".change")).not_to_have_count(every)
    assert page.locator(".neighbours").evaluate(frame) == pytest.approx(under, abs=2e-3)
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 0.9")


def test_winner_right_and_tie_are_told_apart_by_more_than_colour(open_changing):
    page = open_changing("&lam=0")
    expect(page.locator(".neighbours .sentence")).to_contain_text(
        re.compile(r"\d and \d tie, and the smaller counts: x is read as a \d, but it is a 0\.")
    )
    expect(page.locator(".neighbours .votes caption")).to_have_text(f"Votes of {K}; ✓ is right")
    rows = page.locator(".neighbours .votes tr")
    remarks = rows.locator(".remark").all_inner_texts()
    assert remarks[0] == "✓"
    assert remarks.count("wins") == 1
    assert "ties" in remarks
    counts = [int(text) for text in rows.locator(".count").all_inner_texts()]
    assert sum(counts) == K
    assert {digit for digit, text in enumerate(remarks) if text in {"wins", "ties"}} == {
        digit for digit, count in enumerate(counts) if count == max(counts)
    }
    winner, truth = page.locator(".neighbours .votes .wins i"), rows.nth(0).locator("i")
    colours = [bar.evaluate("bar => getComputedStyle(bar).background") for bar in (winner, truth)]
    assert "repeating-linear-gradient" in colours[0]
    assert "gradient" not in colours[1]
    expect(page.locator(".neighbours .keys .legend-entry")).to_have_text(
        ["right", "wrong", "tie", "who is near changes"]
    )
    widths = rows.locator("i").evaluate_all("bars => bars.map((bar) => parseFloat(bar.style.width))")
    assert widths == pytest.approx([100 * count / K for count in counts])


def test_terms_of_every_card_are_there_to_read(open_changing):
    page = open_changing("&lam=0.5")
    cards = page.locator(".neighbours .card")
    expect(cards).to_have_count(K)
    for card in cards.all():
        left, price = (float(text) for text in re.findall(r"\d+\.\d+", card.locator(".sum").inner_text()))
        distance = float(card.locator(".says span").inner_text().removeprefix("d = "))
        assert left + price == pytest.approx(distance**2, abs=0.02)


def test_shortcuts_work_as_soon_as_the_page_is_open_and_spare_text_fields(open_changing):
    page = open_changing("&lam=0.5")
    lam = page.locator(".neighbours .lam")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("]")
    expect(lam).not_to_have_text("λ = 0.5")
    expect(page.locator(".neighbours .spoken")).to_contain_text("came in")
    after = str(lam.text_content())
    page.keyboard.press("[")
    expect(lam).not_to_have_text(after)
    page.keyboard.press("]")
    expect(lam).to_have_text(after)
    votes_of = page.get_by_label("Votes k")
    votes_of.press("[")
    votes_of.press("+")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Choose x").click()
    number = page.get_by_label("Go to digit")
    expect(number).to_be_visible(timeout=SECONDS)
    number.press("]")
    expect(lam).to_have_text(after)
    expect(page.locator(".neighbours .wider")).to_be_disabled()


def test_a_link_is_short_and_reads_back_to_the_same_view(open_changing):
    page = open_changing("&lam=0.5")
    box = page.locator(STRIP).bounding_box()
    page.mouse.move(box["x"] + 120, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 187, box["y"] + 20, steps=5)
    expect(reading_of(page.locator(STRIP))).to_be_hidden()
    page.mouse.up()
    expect(page).not_to_have_url(re.compile(r"lam=0\.5(&|$)"))
    parameters = page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert len(parameters["lam"]) <= 8
    assert parameters["x"] == f"mnist-test-{CHANGING}"
    assert parameters["among"] == "draw"
    assert "k" not in parameters
    lam, said = (page.locator(f".neighbours {part}").text_content() for part in (".lam", ".sentence"))
    page.reload()
    expect(page.locator(".neighbours .lam")).to_have_text(str(lam), timeout=SECONDS)
    expect(page.locator(".neighbours .sentence")).to_have_text(str(said))


def test_a_bad_value_of_the_link_gets_its_sentence(open_changing):
    page = open_changing("&lam=-1")
    # λ belongs to both parts: the one that is there first says it, and mends the link.
    said = page.get_by_role("alert").filter(has_text="The link says lam=-1")
    expect(said).to_have_text("The link says lam=-1; λ must be a number of at least 0, or inf.")
    expect(page.locator(".neighbours .lam")).to_have_text("λ = 0.5")
    expect(page).to_have_url(re.compile(r"lam=0\.5(&|$)"))


def test_the_file_is_the_whole_strip_with_its_legend_and_no_text_on_another(
    open_changing, new_page, tmp_path
):
    page = open_changing("&lam=0.3")
    strip = page.locator(STRIP)
    runs = strip.locator(".run-right, .run-wrong").count()
    changes = strip.locator(".change").count()
    page.get_by_role("button", name="Closer", exact=True).click()
    with page.expect_download() as download:
        page.locator(".neighbours [data-take='svg']").click()
    file = tmp_path / "neighbours.svg"
    download.value.save_as(file)
    alone = new_page()
    alone.set_content(file.read_text("utf-8"))
    picture = alone.locator("svg")
    expect(picture.locator(".run-right, .run-wrong")).to_have_count(runs)
    expect(picture.locator(".change")).to_have_count(changes)
    expect(picture.locator(".axis-title")).to_have_text("laziness λ")
    for key in ("right", "wrong", "tie", "who is near changes"):
        expect(picture.get_by_text(key, exact=True)).to_have_count(1)
    assert overlapping_texts(picture) == []
    assert clipped_texts(picture) == []
