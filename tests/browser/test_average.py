"""Average as its visitors use it: by dial, play, class, link and guess, on a phone, taken away."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import Page, expect

from lazyq import RowShifts, align
from lazyq.datasets import load_mnist
from lazyq.experiments.average import (
    LAMS,
    SEVERAL_LAMS,
    AverageSpec,
    MapSpec,
    ReadingSpec,
    average,
    averaged_places,
    digit_map,
    reading,
)
from lazyq.experiments.average.layout import MAP_LAMS

from .charts import (
    SMALLEST,
    at_every_width,
    clipped_texts,
    numbers_in,
    overlapping_texts,
    read_by_keyboard,
)
from .harness import wait_until_ready

SECONDS = 240_000
VIEW = ".average"
SPEC = AverageSpec("mnist-train", 3, 30)


@pytest.fixture
def open_average(page, open_page):
    def visit(search: str = "?size=30", *, on: Page | None = None) -> Page:
        target = on or page
        open_page(f"/average{search}", on=target)
        expect(target.locator(f"{VIEW} .guess-done")).to_be_visible(timeout=SECONDS)
        return target

    return visit


@pytest.fixture(scope="module")
def averages(mnist_raw):
    del mnist_raw
    return [average(replace(SPEC, digit=digit)) for digit in range(10)]


@pytest.fixture(scope="module")
def read(averages):
    return reading(ReadingSpec(replace(SPEC, digit=0), "mnist-test", 2000), tuple(averages))


def shown_levels(page: Page, name: str) -> list[int]:
    return page.locator(f"{VIEW} .{name}").evaluate(
        "node => [...node.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    )


def test_first_view_says_what_python_says(open_average, averages):
    page = open_average()
    level, own = LAMS.index(0.3), averages[3]
    left, total = own.squared_residuals[level], own.objectives[level]
    expect(page.locator(f"{VIEW} .sentence")).to_have_text(
        f"λ = 0.3: the average 3 is at a mean squared distance of {total:.2f} from its 30 digits: "
        f"residual² {left:.2f} + penalty² {total - left:.2f}."
    )
    misses = own.plain_objectives / own.objectives - 1
    expect(page.locator(f"{VIEW} .badge")).to_contain_text(f"at {int((misses > 1e-4).sum())} of 20 λ")
    expect(page.locator(f"{VIEW} .badge")).to_contain_text(f"most at λ = {LAMS[misses.argmax()]:g}")
    np.testing.assert_allclose(shown_levels(page, "mean"), own.means[level].flatten() * 255, atol=0.51)
    np.testing.assert_allclose(shown_levels(page, "plain"), own.means[-1].flatten() * 255, atol=0.51)
    assert "lam=0.3" in page.url
    assert "digit" not in page.url


def test_digits_move_as_align_says_and_lead_to_the_lens(open_average, averages):
    page = open_average("?size=30&lam=0.1&digit=7")
    places = averaged_places(replace(SPEC, digit=7))[:16]
    points = load_mnist("train").images[places].double() / 255
    mean = torch.from_numpy(averages[7].means[LAMS.index(0.1)].copy())
    found = align(RowShifts(28, 28), points, mean.expand_as(points), 0.1)
    texts = page.locator(f"{VIEW} .digit span").all_inner_texts()
    np.testing.assert_allclose([float(text) for text in texts], found.distance, atol=0.006)
    first = page.locator(f"{VIEW} .digit").first
    first.hover()
    expect(page.locator(f"{VIEW} .told")).to_contain_text(f"mnist-train-{int(places[0])}: ")
    expect(first).to_have_attribute("href", re.compile(r"^lens\?v=1&x=mnist-train-\d+&y=px-[\w-]+&lam=0.1$"))
    first.click()
    expect(page).to_have_url(re.compile("/lens"))
    expect(page.locator(".lens .moved canvas").first).to_be_visible(timeout=SECONDS)
    expect(page.get_by_text("can’t be shown")).to_have_count(0)


def test_every_control_there_and_back_twice(open_average):
    page = open_average()
    lam, sentence = page.locator(f"{VIEW} .lam"), page.locator(f"{VIEW} .sentence")
    for _ in range(2):
        for name in ("0", "∞", "0.3"):
            page.locator(f"{VIEW} .stops button", has_text=re.compile(f"^{re.escape(name)}$")).click()
            expect(lam).to_have_text(f"λ = {name}")
        for digit in (8, 3):
            page.get_by_role("button", name=f"The average {digit}").click()
            expect(sentence).to_contain_text(f"the average {digit} is")
        for key, expected in (("]", "0.35"), ("]", "0.4"), ("[", "0.35"), ("[", "0.3")):
            page.keyboard.press(key)
            expect(lam).to_have_text(f"λ = {expected}")
    page.get_by_role("button", name="λ ▸").click()
    expect(lam).to_have_text("λ = 0.35")
    page.get_by_role("button", name="◂ λ").click()
    page.get_by_role("button", name="The average 8").click()
    assert "digit=8" in page.url
    slider = page.get_by_role("slider", name="Laziness λ", exact=True)
    slider.focus()
    page.keyboard.press("End")
    expect(lam).to_have_text("λ = ∞")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^λ\s=\s∞$"))
    link = page.url
    open_average(link[link.index("?") :])
    expect(lam).to_have_text("λ = ∞")
    expect(sentence).to_contain_text("the average 8 is")


def test_play_goes_from_infinity_to_zero_and_can_be_paused(open_average, new_page):
    page = open_average("?size=30&lam=inf")
    page.locator(f"{VIEW} .play").click()
    expect(page.locator(f"{VIEW} .play")).to_contain_text("Pause")
    expect(page.locator(f"{VIEW} .lam")).to_have_text("λ = 0", timeout=SECONDS)
    expect(page.locator(f"{VIEW} .play")).to_contain_text("∞ → 0")
    expect(page).to_have_url(re.compile("lam=0(&|$)"))
    still = open_average("?size=30&lam=0.07", on=new_page(reduced_motion="reduce"))
    still.locator(f"{VIEW} .play").click()
    for expected in ("0.05", "0"):
        expect(still.locator(f"{VIEW} .lam")).to_have_text(f"λ = {expected}")


def test_a_guess_is_not_given_away(open_average, read):
    page = open_average("?size=30&lam=1")
    assert page.locator(f"{VIEW} .accuracy .right").count() == 0
    expect(page.locator(f"{VIEW} .asked")).not_to_contain_text("%")
    best = LAMS[int(read.accuracies.argmax())]
    for _ in range(2):
        page.get_by_role("button", name="This λ is my guess").click()
        text = page.locator(f"{VIEW} .guess-text")
        expect(text).to_have_text(f"You said λ = 1; the best of those tried is λ = {best:g}.")
        expect(page.locator(f"{VIEW} .asked")).to_contain_text(f"{100 * read.accuracies.max():.1f} %")
        expect(page).to_have_url(re.compile("[?&]guess=1(&|$)"))
        page.get_by_role("button", name="Guess again").click()
        expect(text).to_have_text("")
        expect(page.locator(f"{VIEW} .asked")).not_to_contain_text("%")
        expect(page).not_to_have_url(re.compile("guess="))


def test_a_link_says_whether_and_what_was_guessed(page, open_page, open_average):
    asked, text = page.locator(f"{VIEW} .asked"), page.locator(f"{VIEW} .guess-text")
    open_average("?size=30&lam=1").get_by_role("button", name="Show it").click()
    expect(page).to_have_url(re.compile("guess=seen"))
    page.reload()
    expect(asked).to_contain_text("Right most often", timeout=SECONDS)
    expect(text).to_be_empty()
    open_page("/average?size=30&lam=1&guess=inf")
    expect(text).to_contain_text("You said λ = ∞; the best of those tried is", timeout=SECONDS)
    expect(asked).to_contain_text("Right most often")


def test_charts_are_read_and_nothing_covers_anything(open_average, averages, read, new_page):
    page = open_average()
    page.get_by_role("button", name="Show it").click()
    levels = [level for level, lam in enumerate(LAMS) if lam != 10]
    said = read_by_keyboard(page, page.locator(f"{VIEW} .objective"))
    own = averages[3]
    assert [numbers_in(text)[-1] for text in said] == [round(own.objectives[level], 2) for level in levels]
    said = read_by_keyboard(page, page.locator(f"{VIEW} .accuracy"))
    assert said[0].startswith(f"λ = 0: {100 * read.accuracies[0]:.1f}".rstrip("0").rstrip("."))
    assert len(said) == len(levels)
    sized = open_average(on=new_page(viewport=SMALLEST))
    sized.get_by_role("button", name="Show it").click()
    for _ in at_every_width(sized):
        for chart in (".objective", ".accuracy"):
            assert overlapping_texts(sized.locator(f"{VIEW} {chart}")) == []
            assert clipped_texts(sized.locator(f"{VIEW} {chart}")) == []
        assert sized.evaluate("document.documentElement.scrollWidth <= innerWidth")


def choose(page: Page, label: str, option: str) -> None:
    wait_until_ready(page)  # the end of a run closes the list of a box
    field = page.get_by_role("combobox", name=re.compile(label))
    field.press("ArrowDown")
    page.get_by_role("option", name=option, exact=True).click()


def test_what_is_averaged_there_and_back_twice(open_average):
    page = open_average("?size=30&digit=5")
    page.get_by_role("button", name="Change what is averaged").click()
    sentence, several = page.locator(f"{VIEW} .sentence"), page.locator(f"{VIEW} .several figure:visible")
    for _ in range(2):
        for size in ("100", "30"):
            choose(page, "Averaged", f"the first {size} of each digit")
            expect(sentence).to_contain_text(f"its {size} digits", timeout=SECONDS)
            expect(sentence).to_contain_text("the average 5 is")
        for count in (2, 1):
            choose(page, "Averages of each digit", str(count))
            expect(several).to_have_count(count if count > 1 else 0, timeout=SECONDS)
    expect(page.locator(f"{VIEW} .classes button:disabled")).to_have_count(0, timeout=SECONDS)
    expect(page).to_have_url(re.compile("size=30"))
    expect(page).not_to_have_url(re.compile("averages="))


def test_several_averages_of_each_class_beside_one(open_average, new_page, tolerate, tmp_path):
    page = open_average("?size=30&averages=2&lam=0.3")
    keys = page.locator(f"{VIEW} .reading-keys")
    told = page.locator(f"{VIEW} .several-told")
    expect(page.get_by_test_id("stProgress")).to_have_count(0, timeout=SECONDS)
    expect(keys).to_be_hidden()
    expect(told).not_to_contain_text("right")
    assert page.locator(f"{VIEW} .accuracy .right-several").count() == 0
    page.get_by_role("button", name="Show it").click()
    expect(keys).to_have_text("one average a class2 averages a class")
    assert page.locator(f"{VIEW} .accuracy .right-several").count() == 1
    files = taken(page, ("CSV", "NPZ", "HTML"), tmp_path)
    arrays = np.load(files["NPZ"])
    one, two = arrays["accuracies"], arrays["several_accuracies"]
    said = read_by_keyboard(page, page.locator(f"{VIEW} .accuracy"))
    lams = [lam for lam in SEVERAL_LAMS if lam != 10]
    assert len(said) == len(LAMS) - 1 + len(lams)
    place = SEVERAL_LAMS.index(0.3)
    own = said[len(LAMS) - 1 + lams.index(0.3)]
    gained = 100 * (two[place] - one[LAMS.index(0.3)])
    assert own.startswith(f"λ = 0.3, 2 averages a class: {100 * two[place]:.1f} % of 2,000 digits right")
    points, way = re.search(r"; (\S+) points (more|fewer) \(± ", own).groups()
    assert float(points) * {"more": 1, "fewer": -1}[way] == pytest.approx(gained, abs=0.051)
    expect(told).to_contain_text(f"reads {100 * two[place]:.1f} % right")
    rows = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8"))))
    known = [row for row in rows if row["class"] == "3" and row["several_accuracy"]]
    assert [float(row["several_accuracy"]) for row in known] == pytest.approx(two.tolist())
    served = [[int(row["several_served_1"]), int(row["several_served_2"])] for row in known]
    assert served == arrays["several_served"][3].tolist()
    assert float(known[place]["several_gain"]) == pytest.approx(gained / 100)
    assert {row["several_averages"] for row in known} == {"2"}
    page.get_by_text("The numbers", exact=True).click()
    cells = page.locator(f"{VIEW} .numbers tr", has=page.get_by_role("rowheader", name="0.3", exact=True))
    expect(cells).to_contain_text(f"{100 * two[place]:.1f} %")
    alone = new_page()
    tolerate("^request to another host: file://")
    alone.goto(files["HTML"].as_uri())
    expect(alone.locator(f"{VIEW} .several-title")).to_have_text("2 averages of the 3s")
    expect(alone.locator(f"{VIEW} .several figure")).to_have_count(2)
    expect(alone.locator(f"{VIEW} .several-told")).to_contain_text(f"reads {100 * two[place]:.1f} % right")
    assert alone.locator(f"{VIEW} .accuracy .right-several").count() == 1


def taken(page: Page, kinds: tuple[str, ...], folder: Path) -> dict[str, Path]:
    files = {}
    for kind in kinds:
        with page.expect_download() as download:
            page.locator(f"{VIEW} .take").get_by_role("button", name=kind, exact=True).click()
        files[kind] = folder / download.value.suggested_filename
        download.value.save_as(files[kind])
    return files


def test_files_and_the_page_from_disk(open_average, new_page, tolerate, averages, tmp_path):
    page = open_average("?size=30&digit=4")
    guessed = taken(page, ("SVG",), tmp_path)["SVG"].read_text("utf-8")
    assert "the average 4 is" in guessed
    assert "digits read right" not in guessed
    assert "Right most often" not in guessed
    page.get_by_role("button", name="Show it").click()
    files = taken(page, ("SVG", "PNG", "CSV", "NPZ", "HTML"), tmp_path)
    rows = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8"))))
    assert len(rows) == 10 * len(LAMS)
    objectives = [float(row["objective"]) for row in rows if row["class"] == "4"]
    assert objectives == pytest.approx(averages[4].objectives.tolist())
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    shown = files["SVG"].read_text("utf-8")
    assert "the average 4 is" in shown
    assert "digits read right" in shown
    assert "Right most often" in shown
    alone = new_page()
    tolerate("^request to another host: file://")
    alone.goto(files["HTML"].as_uri())
    expect(alone.locator(f"{VIEW} .sentence")).to_contain_text("the average 4 is")
    expect(alone.locator(f"{VIEW} .asked")).to_contain_text("Right most often")
    alone.get_by_role("button", name="The average 9").click()
    expect(alone.locator(f"{VIEW} .sentence")).to_contain_text("the average 9 is")
    assert alone.locator(f"{VIEW} .digit").first.get_attribute("href") is None


def test_hostile_and_foolish_links(open_average):
    page = open_average("?size=30&digit=10&lam=-1")
    problem = page.locator(f"{VIEW} .problem")
    expect(problem).to_contain_text("digit=10; digit must be a whole number from 0 to 9.")
    expect(problem).to_contain_text("lam=-1; λ must be a number of at least 0, or inf.")
    expect(page.locator(f"{VIEW} .lam")).to_have_text("λ = 0.3")
    beyond = open_average("?size=30&lam=1e300")
    expect(beyond.locator(f"{VIEW} .lam")).to_contain_text("λ = 1e+300")


def test_the_map_is_pointed_at_and_two_of_it_go_to_the_lens(open_average):
    page = open_average("?size=30&lam=0.3")
    layout = digit_map(MapSpec("mnist-train"))
    level = MAP_LAMS.index(0.3)
    expect(page.locator(f"{VIEW} .map-sentence")).to_contain_text(
        f"for {100 * layout.agreements[level]:.1f} % of the digits. Distances on the map are off by "
        f"{100 * layout.stresses[level]:.1f} %"
    )
    chart = page.locator(f"{VIEW} .map")
    said = read_by_keyboard(page, chart)
    assert said[:2] == [f"mnist-train-{place}, a 0" for place in layout.places[:2]]
    assert len(said) == 200
    link = page.locator(f"{VIEW} .map-link")
    chart.focus()
    for _ in range(2):
        page.keyboard.press("Home")
        page.keyboard.press("Enter")
        expect(link).to_have_text(f"mnist-train-{layout.places[0]}, and one more …")
        page.keyboard.press("Enter")
        expect(link).to_have_text("Click two digits to compare them in the Lens.")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    expect(page.locator(f"{VIEW} .map-text")).to_contain_text("a 9")
    page.keyboard.press("Enter")
    dial = page.get_by_role("slider", name="Laziness λ of the map")
    dial.focus()
    page.keyboard.press("Home")
    expect(page.locator(f"{VIEW} .lam")).to_have_text("λ = 0")
    expect(page.locator(f"{VIEW} .map-sentence")).to_contain_text(f"{100 * layout.agreements[0]:.1f} %")
    expect(link.get_by_role("link")).to_have_attribute(
        "href", f"lens?v=1&x=mnist-train-{layout.places[0]}&y=mnist-train-{layout.places[-1]}&lam=0"
    )
    spot = chart.bounding_box()
    page.mouse.click(spot["x"] + spot["width"] * 0.45, spot["y"] + spot["height"] * 0.5)
    expect(link).to_have_text(re.compile(rf"Compare mnist-train-{layout.places[-1]} and mnist-train-\d+ in"))
