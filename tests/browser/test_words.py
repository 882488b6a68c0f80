"""Words as its visitors use them: by pointer, keyboard, hand and link, in any script, taken away."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from lazyq.words import word_path

from .charts import (
    NEXT_FRAME,
    SMALLEST,
    at_every_width,
    clipped_texts,
    overlapping_texts,
    read_by_keyboard,
)

SECONDS = 90_000
VIEW = ".words"


@pytest.fixture
def open_words(page, open_page):
    def visit(search: str = "", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/words{search}", on=target)
        expect(target.locator(f"{VIEW} .sentence")).not_to_be_empty(timeout=SECONDS)
        return target

    return visit


def word(page: Page, text: str):
    return page.locator(f"{VIEW} .text .word", has_text=re.compile(f"^{re.escape(text)}$")).first


def sentence(page: Page):
    return page.locator(f"{VIEW} .sentence")


def drag_letter(page: Page, i: int, to: int) -> None:
    letters = page.locator(f"{VIEW} .above button")
    letters.nth(i).scroll_into_view_if_needed()
    page.evaluate(NEXT_FRAME)
    start, end = letters.nth(i).bounding_box(), letters.nth(to).bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 20, steps=4)
    page.mouse.up()


def test_first_view_says_what_python_says(open_words):
    page = open_words()
    path = word_path("pairectcs", "practices")
    distance = path.distance(0.4).item()
    expect(sentence(page)).to_have_text(
        "“pairectcs” to “practices”, λ² = 0.16: 7 letters move, none is wrong. "
        f"d² = 0 + 0.16·32 = 5.12, d = {distance:.3f}."
    )
    threads = page.locator(f"{VIEW} .threads .thread")
    expect(threads).to_have_count(9)
    expect(page.locator(f"{VIEW} .threads .moved")).to_have_count(7)
    said = read_by_keyboard(page, page.locator(f"{VIEW} .curve"))
    assert said == [
        "from λ² = 0: d² = 0 + 0·32 = 0",
        "from λ² = 0.3: d² = 6 + 0.3·12 = 9.6",
        "from λ² = 0.5: d² = 10 + 0.5·4 = 12",
        "from λ² = 1: d² = 14",
    ]
    assert "lam=0.4" in page.url
    assert "text" not in page.url


def test_threads_let_go_group_by_group(open_words):
    page = open_words("?lam=0")
    moved = page.locator(f"{VIEW} .threads .moved, {VIEW} .threads .astray")
    found = []
    expect(page.get_by_role("button", name="◂ change")).to_be_disabled()
    for text in ("0 + 0·32 = 0", "6 + 0.3·12 = 9.6", "10 + 0.5·4 = 12", "d² = 14"):
        expect(sentence(page)).to_contain_text(text)
        found.append(moved.count())
        page.keyboard.press("]")
    assert found == [7, 6, 4, 0]
    expect(page.get_by_role("button", name="change ▸")).to_be_disabled()
    for text in ("10 + 0.5·4 = 12", "6 + 0.3·12 = 9.6", "0 + 0·32 = 0"):
        page.keyboard.press("[")
        expect(sentence(page)).to_contain_text(text)
    slider = page.get_by_role("slider", name="Laziness")
    slider.fill("299")
    expect(sentence(page)).to_contain_text("0 + 0.299·32")
    slider.fill("300")
    expect(sentence(page)).to_contain_text("6 + 0.3·12 = 9.6")
    slider.fill("2000")
    expect(sentence(page)).to_contain_text("no letter moves")
    page.locator(f"{VIEW} .stops button", has_text=re.compile("^λ² = 0.5$")).click()
    expect(sentence(page)).to_contain_text("10 + 0.5·4 = 12")
    page.get_by_role("button", name="▶ Play").click()
    expect(sentence(page)).to_contain_text("d² = 14", timeout=SECONDS)


def test_words_by_pointer_keyboard_and_link(open_words):
    page = open_words()
    word(page, "aeduventrs").hover()
    expect(sentence(page)).to_contain_text("“aeduventrs” to “adventures”")
    page.locator("h1").hover()
    expect(sentence(page)).to_contain_text("“pairectcs”")
    for text, right in (("saetrngst", "strangest"), ("form", "from")) * 2:
        word(page, text).click()
        expect(sentence(page)).to_contain_text(f"“{text}” to “{right}”")
    page.keyboard.press("ArrowRight")
    expect(sentence(page)).to_contain_text("“wihch” to “which”")
    page.keyboard.press("Home")
    expect(sentence(page)).to_contain_text("“In” to “In”")
    page.keyboard.press("End")
    expect(sentence(page)).to_contain_text("“fame” to “fame”")
    link = page.url
    open_words(link[link.index("?") :])
    expect(sentence(page)).to_contain_text("“fame” to “fame”")


def test_scrambled_more_and_more_and_as_in_the_talk_again(open_words):
    page = open_words()
    slider = page.get_by_role("slider", name="Inner letters")
    for _ in range(2):
        slider.fill("0")
        expect(sentence(page)).to_contain_text("“practices” to “practices”")
        expect(page.locator(f"{VIEW} .mixed")).to_have_text("0 %")
        slider.fill("5")
        expect(page.locator(f"{VIEW} .mixed")).to_have_text("100 %")
        expect(sentence(page)).not_to_contain_text("“practices” to “practices”")
        page.get_by_role("button", name="as in the talk").click()
        expect(sentence(page)).to_contain_text("“pairectcs” to “practices”")


def test_form_is_from_at_no_laziness(open_words):
    page = open_words()
    page.get_by_role("button", name="Example: at λ = 0 “form” is “from”").click()
    rows = page.locator(f"{VIEW} .list button")
    expect(rows.nth(1)).to_contain_text("fromd² = 0 + 0·2 = 0")
    expect(rows.nth(2)).to_contain_text("formd² = 0")
    expect(word(page, "form")).to_have_class("word itself")
    page.get_by_role("slider", name="Laziness").fill("500")
    expect(word(page, "form")).to_have_class("word another")
    expect(rows.nth(1)).to_contain_text("form")
    rows.nth(1).click()
    expect(rows.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(sentence(page)).to_contain_text("“form” to “form”")
    assert "to=form" in page.url
    rows.nth(0).click()
    expect(sentence(page)).to_contain_text("“form” to “from”")
    assert "to=" not in page.url


def test_a_letter_moved_by_hand(open_words):
    page = open_words("?lam=0.6")
    cost = page.locator(f"{VIEW} .cost")
    drag_letter(page, 1, 4)
    expect(cost).to_contain_text("By hand d² = ")
    expect(cost).to_contain_text("the best has 10.32.")
    expect(page.locator(f"{VIEW} .curve .hand")).to_have_count(1)
    page.get_by_role("button", name="Back to the best").click()
    expect(cost).to_be_empty()
    second = page.locator(f"{VIEW} .above button").nth(1)
    second.focus()
    for key in ("ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(cost).to_contain_text("as good as the best")
    drag_letter(page, 0, 3)
    expect(page.locator(f"{VIEW} .above button").first).to_have_attribute("aria-disabled", "true")
    expect(page.locator(f"{VIEW} .above button").first).to_have_attribute("aria-label", "p, letter 1, stays")
    word(page, "form").click()
    expect(cost).to_be_empty()


def test_ones_own_text_and_language(open_words):
    page = open_words()
    field = page.get_by_role("textbox", name="Your own text")
    for _ in range(2):
        field.fill("<img src=x onerror=alert(1)> Straße & Wörter")
        field.press("Control+Enter")
        expect(page.locator(f"{VIEW} .text")).to_contain_text("<", timeout=SECONDS)
        expect(page.locator(f"{VIEW} .text img")).to_have_count(0)
        expect(page.get_by_role("button", name="as in the talk")).to_be_hidden()
        page.get_by_role("slider", name="Inner letters").fill("0")
        expect(page.locator(f"{VIEW} .text")).to_have_text("<img src=x onerror=alert(1)> Straße & Wörter")
        assert "text=" in page.url
        field.fill("")
        field.press("Control+Enter")
        expect(page.locator(f"{VIEW} .text")).to_contain_text("shrot", timeout=SECONDS)
        assert "text=" not in page.url
    for name, title in (("German", "German"), ("English", "English")):
        page.get_by_role("combobox", name=re.compile("Dictionary")).click()
        page.get_by_role("option", name=name, exact=True).click()
        expect(page.locator(f"{VIEW} .near-title")).to_contain_text(title, timeout=SECONDS)


ODD = ["x", "صباح الخير يا صديقي", "a" * 120, "e\u0301té 👩‍👩‍👧 ok", "Incomprehensibilities"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_fit_the_smallest_screen(open_words, new_page, text):
    page = open_words(f"?text={text}", on=new_page(viewport={"width": 320, "height": 700}))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    words = "1 word is nearest to itself" if " " not in text else "words are nearest to themselves"
    expect(page.locator(f"{VIEW} .count")).to_contain_text(words)
    assert page.locator(f"{VIEW} .dial").evaluate(
        "(dial) => dial.getBoundingClientRect().bottom <= innerHeight"
    ), "λ is at hand wherever one reads"


def test_nothing_covers_anything(open_words, new_page):
    page = open_words("?lam=0.6", on=new_page(viewport=SMALLEST))
    for _ in at_every_width(page):
        for chart in (".curve", ".share"):
            locator = page.locator(f"{VIEW} {chart}")
            assert overlapping_texts(locator) == []
            assert clipped_texts(locator) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator(f"{VIEW} .text [aria-current]").evaluate(
            "(word) => word.getBoundingClientRect().bottom <= "
            "word.parentElement.getBoundingClientRect().bottom + 1"
        )


def test_measured_beside_edit_distance(open_words):
    page = open_words("?text=Good morning")
    page.get_by_role("button", name="Measure how often English words").click()
    chart = page.locator(f"{VIEW} .measured")
    expect(chart.locator(".measured-1")).to_be_visible(timeout=SECONDS)
    expect(page.locator(f"{VIEW} .measured-words")).to_contain_text("by edit distance")
    assert overlapping_texts(chart) == []
    assert clipped_texts(chart) == []
    said = read_by_keyboard(page, chart)
    assert said[0].startswith("words that have anagrams, λ² = 0: ")
    assert said[-1].startswith("words with one wrong letter, λ² = 2: ")


def test_a_guess_is_not_given_away(open_words):
    page = open_words()
    exact = "You said λ² = 1; nothing moves from λ² = 1 on, exactly!"
    for guess, words in (("1000", exact), ("400", "λ² = 1 on.")):
        page.get_by_role("button", name="Guess: from which λ²").click()
        slider = page.get_by_role("slider", name="Laziness")
        slider.fill(guess)
        expect(page.locator(f"{VIEW} .curve .total")).to_have_count(0)
        expect(page.locator(f"{VIEW} .threads .moved")).to_have_count(7)
        for hidden in (".near", ".stops", ".count"):
            expect(page.locator(f"{VIEW} {hidden}")).to_be_hidden()
        page.get_by_role("button", name="This is my guess").click()
        expect(page.locator(f"{VIEW} .guess-text")).to_contain_text(words)
        expect(page.locator(f"{VIEW} .curve .total")).to_have_count(1)
    page.get_by_role("button", name="Guess: from which λ²").click()
    word(page, "form").click()
    expect(sentence(page)).to_contain_text("“form” to “from”")


def test_files_and_the_page_from_disk(open_words, new_page, tolerate, tmp_path):
    page = open_words("?lam=0.6")
    files = {}
    for kind in ("SVG", "PNG", "CSV", "NPZ", "HTML"):
        with page.expect_download() as download:
            page.locator(f"{VIEW} .take").get_by_role("button", name=kind, exact=True).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    rows = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8"))))
    row = next(row for row in rows if row["scrambled"] == "pairectcs")
    assert row["word"] == "practices"
    assert row["nearest"] == "pairs"
    assert row["verdict"] == "another"
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert "6 + 0.36·12 = 10.32" in files["SVG"].read_text("utf-8")
    alone = new_page()
    tolerate("^request to another host: file://")
    alone.goto(files["HTML"].as_uri())
    expect(sentence(alone)).to_contain_text("6 + 0.36·12 = 10.32")
    alone.keyboard.press("]")
    expect(sentence(alone)).to_contain_text("10 + 0.5·4 = 12")


def test_foolish_links(open_words):
    page = open_words("?lam=-1&word=9999&scrambled=2&to=two words&language=xx")
    problem = page.locator(f"{VIEW} .problem")
    for text in (
        "lam=-1; λ must be",
        "word=9999; it must be a whole number from 0 to 112",
        "scrambled=2; it must be one of given, 0",
        "to=two words; to must be a word",
    ):
        expect(problem).to_contain_text(text)
    expect(sentence(page)).to_contain_text("“pairectcs” to “practices”")
    expect(page.get_by_text("The link’s language can’t be shown")).to_be_visible()


def test_dials_have_the_page_laid_out_once_a_frame(open_words):
    page = open_words()
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable")

    def layouts() -> float:
        metrics = client.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "LayoutCount")

    def laid_out(change: str, places: str) -> float:
        before = layouts()
        frames = page.locator(VIEW).evaluate(
            f"""async ({{ view }}) => {{
              const places = {places}
              for (const place of places) {{
                {change}
                await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
              }}
              return places.length
            }}"""
        )
        return (layouts() - before) / frames

    # Once more for a size that a chart takes.
    assert laid_out("view.mix(place)", "[...view.strengths, ...view.strengths.toReversed()]") < 2
    assert laid_out("view.turn({ lam: place })", "Array.from({ length: 8 }, (_, k) => 1.1 + k / 100)") < 2


def test_what_is_out_of_sight_waits_until_the_hand_lets_go(open_words):
    page = open_words()
    title = page.locator(f"{VIEW} .near-title")
    expect(title).to_contain_text("“pairectcs”")
    page.wait_for_function("(root) => !root.view.later.isSeen", arg=page.locator(VIEW).element_handle())
    slider = page.get_by_role("slider", name="Inner letters")
    slider.evaluate("(dial) => { dial.value = 0; dial.oninput() }")
    expect(sentence(page)).to_contain_text("“practices” to “practices”")
    expect(title).to_contain_text("“pairectcs”")
    slider.dispatch_event("change")
    expect(title).to_contain_text("“practices”")
    page.locator(VIEW).evaluate("({ view }) => view.mix('given')")
    expect(sentence(page)).to_contain_text("“pairectcs”")
    title.scroll_into_view_if_needed()
    expect(title).to_contain_text("“pairectcs”")
