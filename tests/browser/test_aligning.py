"""The Aligning page: clouds that are turned by hand, what locks wrongly and what cures it, and its link."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .charts import read_by_keyboard

SECONDS = 60_000


@pytest.fixture
def aligning(page, open_page):
    open_page("/aligning?points=30", on=page)
    view = page.locator(".aligning")
    solved(view)
    return view


def solved(view):
    """Wait until the plan of what is on screen is worked out."""
    expect(view.locator(".numbers")).to_contain_text("settled after", timeout=SECONDS)


def asked(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_hand_turns_the_target_and_the_plan_follows(page, aligning):
    expect(aligning.locator(".sentence")).to_contain_text("rightly")
    box = aligning.locator(".knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y - 10, steps=4)
    expect(aligning.locator(".numbers")).to_contain_text("following the hand", timeout=SECONDS)
    page.mouse.up()
    solved(aligning)
    angle = int(asked(page)["angle"])
    assert angle > 45
    expect(aligning.locator(".turned")).to_have_text(f"{angle}°")
    aligning.locator(".knob").press("ArrowLeft")
    expect(aligning.locator(".turned")).to_have_text(f"{angle + 1}°")
    page.reload()
    expect(aligning.locator(".turned")).to_have_text(f"{angle + 1}°", timeout=SECONDS)


def test_information_alone_locks_wrongly_and_the_cures_cure(page, aligning):
    aligning.get_by_role("button", name="Break it").click()
    expect(aligning.locator(".sentence")).to_contain_text("locked into a wrong matching", timeout=SECONDS)
    aligning.get_by_role("button", name="less information").click()
    expect(aligning.locator(".sentence")).to_contain_text("rightly", timeout=SECONDS)
    assert asked(page)["equal"] == "yes"
    aligning.get_by_role("button", name="Start from every matching of the clusters").click()
    expect(aligning.locator(".starts-table tr")).to_have_count(7, timeout=SECONDS)
    expect(aligning.locator(".starts-table tr").nth(1)).to_contain_text("each to its own")
    assert asked(page)["starts"] == "yes"
    aligning.get_by_role("button", name="Start again").click()
    expect(aligning.locator(".starts-sentence")).to_be_empty()
    expect(aligning.locator(".starts-table")).to_be_hidden()


def test_a_class_can_be_asked_before_anything_is_moved(page, aligning):
    expect(page.get_by_role("button", name="Ask the class")).to_be_visible()


def test_the_guess_hides_the_plan_until_it_is_made(page, aligning):
    aligning.get_by_role("button", name=re.compile("^Guess")).click()
    expect(aligning.locator(".sentence")).to_have_text("Hidden until you have guessed.")
    expect(aligning.locator(".figures")).to_be_hidden()
    aligning.get_by_role("button", name="●", exact=True).click()
    expect(aligning.locator(".guess-text")).to_contain_text("You said ●; yes", timeout=SECONDS)
    expect(aligning.locator(".sentence")).to_contain_text("rightly")


def test_the_steps_are_scrubbed_and_the_numbers_tell_them(page, aligning):
    last = int(aligning.locator(".step").get_attribute("max"))
    aligning.locator(".knob").press("[")
    expect(aligning.locator(".numbers")).to_contain_text(f"step {last - 1} of {last}")
    expect(aligning.locator(".spoken")).to_contain_text(f"Step {last - 1} of {last}. s = ")
    assert asked(page)["step"] == str(last - 1)
    aligning.locator(".step").press("Home")
    expect(aligning.locator(".numbers")).to_contain_text("mutual information 0.0000")
    aligning.locator(".figures summary").click()
    expect(aligning.locator(".steps-table tr")).to_have_count(last + 2)


def test_a_lazy_turn_is_looked_for_on_the_server(page, aligning):
    aligning.get_by_role("button", name="a lazy turn").click()
    expect(aligning.locator(".lazy-sentence")).to_contain_text("λ = 0.5: it turns by", timeout=3 * SECONDS)
    expect(aligning.locator(".sentence")).to_contain_text("rightly", timeout=SECONDS)
    assert "λ = ∞: turned by 0°" in read_by_keyboard(page, aligning.locator(".path"))[-1]
    assert asked(page)["lam"] == "0.5"


def test_the_file_works_from_disk_as_the_page_stood(page, aligning, new_page, tolerate, tmp_path):
    aligning.locator(".info").press("End")
    expect(aligning.locator(".sentence")).to_contain_text("information alone")
    with page.expect_download() as download:
        aligning.get_by_role("button", name="HTML").click()
    file = tmp_path / "aligning.html"
    download.value.save_as(file)
    alone = new_page(offline=True)
    tolerate("another host: file:///.*aligning.html")
    alone.goto(file.as_uri())
    view = alone.locator(".aligning")
    solved(view)
    expect(view.locator(".sentence")).to_contain_text("information alone")
    expect(view.get_by_role("button", name="a lazy turn")).to_be_hidden()
    view.get_by_role("button", name="less information").click()
    expect(view.locator(".sentence")).to_contain_text("rightly", timeout=SECONDS)


def test_what_a_hand_has_changed_is_told_once_it_is_worked_out(aligning):
    changed, spoken = aligning.locator(".changed"), aligning.locator(".spoken")
    expect(changed).to_be_empty()
    aligning.locator(".info").press("End")
    expect(changed).to_contain_text("mutual information", timeout=SECONDS)
    solved(aligning)
    told = aligning.evaluate("({ view }) => `${view.changed} ${view.words()}`")
    expect(spoken).to_have_text(told)
    assert told.startswith(f"Changed: {changed.text_content().removeprefix('Changed: ')} s = 1, information")
    aligning.get_by_role("button", name=re.compile("^Guess")).click()
    expect(changed).to_be_empty()
    expect(spoken).to_have_text("Guess: to which cluster of the target is the new point sent?")
