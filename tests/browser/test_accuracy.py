"""Accuracy against λ in a real browser: predict, look, read every mark, and take it away."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lazyq.experiments.accuracy import (
    TALK_ACCURACIES,
    AccuracySpec,
    accuracy_table,
    choice_words,
    claims,
    every_lam,
    exact_choice,
    exact_words,
    gains,
    mean_accuracies,
    pairs,
)

from .charts import clipped_texts, overlapping_texts, read_by_hover, read_by_keyboard
from .harness import as_read
from .resting import at_rest

SECONDS = 90_000
SMALL = "n=100&tested=1000&draws=1"
SPEC = AccuracySpec(train=100, test=1_000, draws=1, leave_one_out=True)
CHART = ".accuracy .chart"
NAMES = ["0", "0.3", "0.5", "0.7", "1", "10", "∞"]


def turn(page: Page, value: int) -> None:
    """Let go of the dial at a stop."""
    page.get_by_role("slider", name="Laziness λ of the vote", exact=True).evaluate(
        """(dial, value) => {
            dial.value = value
            for (const kind of ['input', 'change']) dial.dispatchEvent(new Event(kind))
            return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
        }""",
        value,
    )


def unfold(page: Page) -> None:
    """Show the settings."""
    page.get_by_role("button", name="Change the experiment").click()


def expect_read_by_hover(page: Page, every: int = 1) -> None:
    """Expect every mark of the chart, or one of so many, to be read where it stands."""
    chart = page.locator(CHART)
    marks = page.locator(".accuracy").evaluate(
        "root => root.view.chart.drawn.marks().map(({ at, text }) => [...at, text])"
    )
    for x, y, text in marks[::every]:
        assert read_by_hover(page, chart, x, y) == as_read(text)


@pytest.fixture(scope="module")
def table(mnist_raw):
    mnist_raw("train")  # or skip
    return accuracy_table(SPEC)


@pytest.fixture
def open_accuracy(page, open_page):
    """Open the page and return it when the accuracy is there."""

    def visit(search: str = "", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/best-lambda?v=1&{SMALL}{search}", on=target)
        expect(target.locator(".accuracy .answers button").first).to_be_attached(timeout=SECONDS)
        return target

    return visit


def test_predict_then_look_and_one_dial_for_all(open_accuracy, table):
    page = open_accuracy("&lam=0.5")
    expect(page.locator(CHART)).to_be_hidden()
    page.locator(".accuracy .answers").get_by_role("button", name="λ = 0", exact=True).click()
    expect(page.locator(".accuracy .verdict")).to_contain_text("You said λ = 0:")
    expect(page.locator(".accuracy .mean-dot")).to_have_count(7)
    expect(page.locator(".accuracy .claims li")).to_have_text(
        [f"{'✓' if claim.holds else '✗'} {claim.text}" for claim in claims(table)]
    )
    turn(page, 6)
    expect(page.locator(".accuracy .confusion-title")).to_contain_text("λ = ∞")
    counts = page.locator(".accuracy .confusion td.right").all_text_contents()
    assert [int(text or 0) for text in counts] == table.confusion[0, -1].diagonal().tolist()
    page.get_by_role("button", name="Gain over").click()
    expect(page).to_have_url(re.compile("view=gain.*guess=0|guess=0.*view=gain"))
    page.reload()
    expect(page.locator(".accuracy .spoken")).to_contain_text(
        "what the others are compared with", timeout=SECONDS
    )


def test_nothing_gives_the_answer_away_before_it_is_shown(open_accuracy, table):
    page = open_accuracy("&lam=0.5")
    page.get_by_role("heading", name="Predict").scroll_into_view_if_needed()
    for part in ("table", "[data-take]", "[data-view]", ".dial", ".lam", ".chosen", ".claims", ".changing"):
        expect(page.locator(f".accuracy {part}").locator("visible=true")).to_have_count(0)
    told = as_read(page.locator(".accuracy").text_content())
    shares = [f"{100 * value:.1f} %" for value in table.accuracies[0]]
    assert not any(share in told for share in shares)
    assert "read right" not in page.locator(".accuracy .spoken").inner_text()
    expect(page.locator(".accuracy td")).to_have_count(0)
    page.get_by_role("button", name="Show me without guessing").click()
    expect(page.locator(".accuracy .verdict")).to_contain_text("reads most")
    expect(page.locator(".accuracy .confusion tr")).to_have_count(11)
    expect(page.locator(".accuracy .chosen")).to_have_text(choice_words(SPEC, table))
    expect(page.locator(".accuracy [data-take='csv']")).to_be_visible()


def test_whoever_answers_further_down_sees_the_verdict(new_page, open_accuracy):
    page = open_accuracy("&lam=0.5", on=new_page(viewport={"width": 844, "height": 390}))
    page.locator(".accuracy .answers button").last.click()
    verdict = page.locator(".accuracy .verdict")
    expect(verdict).to_be_in_viewport(ratio=1)
    at_rest(page)
    expect(verdict).to_be_in_viewport(ratio=1)
    header = page.get_by_test_id("stHeader").bounding_box()
    assert verdict.bounding_box()["y"] >= header["y"] + header["height"]


def test_another_size_leaves_the_page_where_it_is(open_accuracy):
    page = open_accuracy("&lam=0.5&guess=seen")
    expect(page.locator(".accuracy .mean-dot")).to_have_count(7)
    page.set_viewport_size({"width": 1280, "height": 800})
    main = page.get_by_test_id("stMain")
    main.evaluate("(main) => main.scrollBy(0, 30)")
    unfold(page)
    field = page.get_by_role("combobox", name="Training digits")
    chart = page.locator(CHART)
    before = chart.bounding_box()
    assert main.evaluate("(main) => main.scrollTop") > 0
    field.press("ArrowDown")
    page.get_by_role("option", name="2,000", exact=True).click()
    expect(page.locator(".accuracy[aria-busy='true']")).to_have_count(1, timeout=SECONDS)
    expect(page.locator(".accuracy .mean-dot")).to_have_count(7)
    assert chart.bounding_box() == pytest.approx(before, abs=1)
    expect(page.locator(".accuracy[aria-busy='false']")).to_have_count(1, timeout=SECONDS)
    assert chart.bounding_box() == pytest.approx(before, abs=1)
    expect(page).to_have_url(re.compile(r"[?&]n=2000(&|$)"))


def test_more_votes_than_there_may_be_become_the_most_with_a_word(open_accuracy):
    page = open_accuracy("&guess=seen")
    unfold(page)
    field = page.get_by_role("spinbutton", name="Votes k (1 to 30)")
    for typed, taken in (("40", "30"), ("0", "1")):
        field.fill(typed)
        field.press("Enter")
        expect(page.get_by_text(f"{typed} is not taken: from 1 to 30.")).to_be_visible(timeout=SECONDS)
        expect(field).to_have_value(taken)
        expect(page).to_have_url(re.compile(rf"[?&]k={taken}(&|$)"), timeout=SECONDS)


def test_cold_deep_link(open_page, cold_server, page):
    open_page(f"/best-lambda?{SMALL}", at=cold_server())
    expect(page).to_have_title("Best λ · lazyq")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which λ reads digits best?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_link_reads_back_to_the_same_view_and_is_short(open_accuracy):
    page = open_accuracy("&lam=0.5&guess=seen")
    page.get_by_role("button", name="Each digit").click()
    box = page.locator(CHART).bounding_box()
    places = page.locator(".accuracy").evaluate(
        "root => root.view.lams.map((lam) => root.view.chart.frame.x(lam))"
    )
    page.mouse.move(box["x"] + places[1], box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + places[3] + 4, box["y"] + 100, steps=6)
    page.mouse.up()
    expect(page.locator(".accuracy .lam")).to_have_text("λ = 0.7")
    expect(page).to_have_url(re.compile("lam=0.7(&|$)"))
    parameters = page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert {name: parameters[name] for name in ("lam", "view", "guess", "n", "grid")} == {
        "lam": "0.7",
        "view": "classes",
        "guess": "seen",
        "n": "100",
        "grid": "talk",
    }
    before = page.locator(".accuracy").evaluate("root => root.view.words()")
    assert str(page.locator(".accuracy .spoken").text_content()).endswith(f". {before}")
    page.reload()
    expect(page.locator(".accuracy .spoken")).to_have_text(str(before), timeout=SECONDS)
    expect(page.locator(".accuracy [data-view='classes']")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="All digits").click()
    expect(page).not_to_have_url(re.compile("view="))


def test_a_bad_link_is_said_in_plain_words(open_accuracy):
    page = open_accuracy("&view=sideways&guess=maybe")
    problem = page.locator(".accuracy .problem")
    expect(problem).to_contain_text(
        "The link says view=sideways; it must be one of all, every, pairs, classes, gain."
    )
    expect(problem).to_contain_text(
        "The link says guess=maybe; λ must be a number of at least 0, or inf, or seen."
    )
    expect(page.locator(".accuracy .quiz")).to_be_visible()


def test_every_mark_is_read_by_the_arrow_keys_and_under_the_pointer(open_accuracy, table):
    page = open_accuracy("&lam=0.5&guess=seen")
    mean, gain = mean_accuracies(table), gains(table)
    chart = page.locator(CHART)
    said = read_by_keyboard(page, chart)
    for name, text, value, low, high in zip(NAMES, said[:7], mean.value, mean.low, mean.high, strict=True):
        assert text.removesuffix(", the most") == (
            f"λ = {name}: {100 * value:.2f} % (95 %: {100 * low:.2f} % to {100 * high:.2f} %)"
        )
    assert said[7:] == [
        f"λ = {name}, the talk: {100 * value:.2f} %"
        for name, value in zip(NAMES, TALK_ACCURACIES, strict=True)
    ]
    expect(page.locator(".accuracy .spoken")).to_have_text(said[-1])
    expect_read_by_hover(page)

    page.get_by_role("button", name="λ against λ").click()
    expect(page.locator(".accuracy .pair")).to_have_count(6)
    pair = pairs(table)
    for other, text in zip([0, 1, 3, 4, 5, 6], read_by_keyboard(page, chart), strict=True):
        assert text.startswith(f"λ = {NAMES[other]} beside λ = 0.5: ")
        assert f"only there {pair.only[other, 2]}, only here {pair.only[2, other]}, p = " in text
    expect_read_by_hover(page)

    page.get_by_role("button", name="Each digit").click()
    expect(page.locator(".accuracy .class")).to_have_count(10)
    shares = 100 * table.class_accuracies
    assert read_by_keyboard(page, chart) == [
        f"the {digit} at λ = {name}: {shares[stop, digit]:.2f} % read right"
        for digit in range(10)
        for stop, name in enumerate(NAMES)
    ]
    expect_read_by_hover(page, 7)

    page.get_by_role("button", name="Gain over").click()
    expect(page.locator(".accuracy .gains, .accuracy .loses")).to_have_count(10)
    for digit, text in enumerate(read_by_keyboard(page, chart)):
        value = 100 * gain.value[2, digit]
        sign = "−" if value < 0 else "+"
        assert text.startswith(f"the {digit} at λ = 0.5: {sign}{abs(value):.1f} points over λ = ∞ (95 %: ")
    expect_read_by_hover(page)


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_texts_of_the_charts_are_apart_and_inside(open_accuracy, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    open_accuracy("&lam=0.5&guess=0&grid=fine")
    chart = page.locator(CHART)
    for view, drawn in (
        ("all", ".mean-dot"),
        ("pairs", ".pair"),
        ("classes", ".class"),
        ("gain", ".whisker"),
    ):
        page.locator(f".accuracy [data-view='{view}']").click()
        expect(chart.locator(drawn).first).to_be_attached()
        assert overlapping_texts(chart) == [], view
        assert clipped_texts(chart) == [], view
    turn(page, 0)
    expect(page.locator(".accuracy .lam")).to_have_text("λ = 0")
    assert overlapping_texts(chart) == []


def test_legends_show_their_marks_in_both_themes(open_accuracy, dark):
    page = open_accuracy("&lam=0.5&guess=seen", on=dark)
    entries = page.locator(".accuracy .legend-entry")
    expect(entries).to_have_text(["ours", "95 % for 1,000 test digits (Wilson)", "the talk’s seven"])
    expect(entries.locator("svg")).to_have_count(3)
    drawn = page.locator(f"{CHART} .mean-dot").first.get_attribute("fill")
    assert drawn == "#56b4e9"
    assert entries.first.locator("circle").get_attribute("fill") == drawn
    page.get_by_role("button", name="Each digit").click()
    expect(entries).to_have_text(["The share of each digit that is read right, named at its end"])


def test_a_changing_digit_leads_to_its_neighbours_and_back(open_accuracy, table):
    page = open_accuracy("&lam=0.5&guess=seen")
    card = page.locator(".accuracy .changing > li").first
    reference = card.get_attribute("data-reference")
    assert card.locator("a").first.get_attribute("href").startswith(f"lens?v=1&x={reference}&y=mnist-train-")
    card.get_by_role("link", name="Its neighbours").click()
    expect(page.locator(".neighbours")).to_have_attribute("data-shown", str(reference), timeout=SECONDS)
    expect(page).to_have_url(re.compile("among=draw"))
    stop = SPEC.lams.index(0.5)
    said = table.answers[0, stop, int(str(reference).removeprefix("mnist-test-"))]
    expect(page.locator(".neighbours .votes .wins th")).to_have_text(str(said), timeout=SECONDS)
    page.go_back()
    expect(page.locator(".accuracy .changing > li").first).to_be_visible(timeout=SECONDS)


def test_which_changing_digits_are_listed_can_be_chosen(open_accuracy, table):
    page = open_accuracy("&lam=0.5&guess=seen")
    own = (table.answers[0] != table.answers[0, -1]).any(0).nonzero()[0]
    page.locator(".accuracy .filters").get_by_role("button", name="All of them").click()
    cards = page.locator(".accuracy .changing > li")
    expect(cards).to_have_count(8)
    page.locator(".accuracy .more").click()
    expect(cards).to_have_count(16)
    assert cards.evaluate_all("cards => cards.map(card => card.dataset.reference)") == [
        f"mnist-test-{index}" for index in own[:16]
    ]
    turn(page, 1)
    expect(page.locator(".accuracy .said li.now small").first).to_have_text("0.3")


def test_files_hold_what_is_shown(open_accuracy, new_page, tolerate, table, tmp_path):
    page = open_accuracy("&lam=0.5&guess=seen")

    def taken(kind: str) -> Path:
        with page.expect_download(timeout=SECONDS) as download:
            page.locator(f".accuracy [data-take='{kind}']").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        return file

    with taken("csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["mean"]) for row in rows] == pytest.approx(table.accuracies[0].tolist(), abs=1e-6)
    assert taken("png").read_bytes().startswith(b"\x89PNG")
    assert taken("npz").read_bytes().startswith(b"PK")
    assert taken("svg").read_text("utf-8").count('class="mean-dot"') == 7
    alone = new_page(offline=True)
    tolerate(r"^request to another host: file://")
    alone.goto(taken("html").as_uri())
    expect(alone.locator(".accuracy .sentence")).not_to_be_empty()
    expect(alone.locator(".accuracy .mean-dot")).to_have_count(7)
    expect(alone.locator(".accuracy [data-take='link']")).to_be_hidden()


def test_on_a_phone_nothing_leaves_the_screen_and_dark_is_dark(open_accuracy, phone, dark):
    page = open_accuracy("&view=classes&grid=fine", on=phone)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    settings = page.get_by_role("button", name="Change the experiment").bounding_box()
    assert page.locator(CHART).bounding_box()["y"] < settings["y"] + settings["height"] + 500
    assert page.locator(".accuracy").evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    small = page.locator(".accuracy button, .accuracy a").evaluate_all(
        """nodes => nodes
            .filter((node) => node.offsetParent && node.getBoundingClientRect().height < 43.5)
            .map((node) => node.textContent)"""
    )
    assert small == []
    open_accuracy("", on=dark)
    expect(dark.locator(".accuracy[data-dark]")).to_have_count(1)


def test_every_lambda_is_followed_once_it_is_asked_for(open_accuracy, mnist_raw):
    assert mnist_raw
    page = open_accuracy("&lam=0.5")
    page.get_by_role("button", name="Show me without guessing").click()
    expect(page.locator(".accuracy .chosen-of-all")).to_be_empty()
    page.get_by_role("button", name="Every λ").click()
    found = every_lam(SPEC)
    expect(page.locator(".accuracy .chosen-of-all")).to_have_text(
        exact_words(SPEC, exact_choice(found)), timeout=SECONDS
    )
    chart = page.locator(CHART)
    expect(chart.locator(".tests")).to_have_count(2)
    for text in read_by_keyboard(page, chart)[::6]:
        lam, tested, left = re.fullmatch(
            r"λ = (.+): (.+) % of the test digits, (.+) % of the training digits", text
        ).groups()
        at = float(lam.replace("∞", "inf"))
        assert float(tested) == pytest.approx(100 * found.tests[0].at(at).mean(), abs=0.006)
        assert float(left) == pytest.approx(100 * found.left_out[0].at(at).mean(), abs=0.006)
    assert overlapping_texts(chart) == []
    assert clipped_texts(chart) == []
    dial, lam = page.get_by_role("slider", name="Laziness λ of the vote"), page.locator(".accuracy .lam")
    dial.press("Home")
    for shown in ("0.0016", "0.0032"):
        dial.press("ArrowRight")
        expect(lam).to_have_text(f"λ = {shown}")
    share = 100 * found.tests[0].at(0.0032).mean()
    expect(page.locator(".accuracy .sentence")).to_contain_text(f"{share:.1f} % of the test digits")
    dial.press("End")
    expect(lam).to_have_text("λ = ∞")
    page.reload()
    expect(chart.locator(".tests")).to_have_count(2, timeout=SECONDS)
