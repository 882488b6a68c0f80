"""A class in a room: the teacher's tab and a student's phone, from opening to the end."""

import re

from playwright.sync_api import expect

from lazyq.ui.rooms.questions import QUESTIONS

from .axe import require_axe, violations
from .harness import READY_SECONDS
from .resting import at_rest

LONG = 1000 * READY_SECONDS
TURNED = QUESTIONS["flip"].text


def room(page):
    return page.get_by_role("region", name="Room")


def status(page):
    return room(page).locator(".room-status")


def opened(page):
    """Open a room and return its code."""
    page.get_by_role("button", name="Ask the class").click()
    expect(room(page).locator(".room-question")).to_have_text(TURNED, timeout=LONG)
    code = room(page).locator(".room-code").inner_text().replace(" ", "")
    expect(page).to_have_url(re.compile(f"room={code}"))
    return code


def test_a_teacher_asks_and_a_student_answers(page, phone, open_page):
    require_axe()
    open_page("/six-or-nine?size=100&lam=0.05", on=page)
    at_rest(page)
    code = opened(page)
    expect(page.locator(".six-or-nine .sentence")).to_have_text("Hidden until you have guessed.")
    expect(page.locator(".six-or-nine .guess")).to_be_hidden()
    expect(room(page).get_by_role("img", name="QR code")).to_be_visible()

    open_page(f"/?room={code.lower()}", on=phone)
    expect(phone).to_have_title("Six or nine · lazyq", timeout=LONG)
    expect(phone).to_have_url(re.compile(rf"six-or-nine\?.*size=100.*room={code}"), timeout=LONG)
    expect(phone.locator(".six-or-nine .sentence")).to_have_text(
        "Hidden until you have guessed.", timeout=LONG
    )
    dial = room(phone).get_by_role("slider", name=TURNED)
    dial.fill("140")
    expect(phone.locator(".six-or-nine .turned")).to_have_text("turned by 140°")
    room(phone).get_by_role("button", name="Commit").click()
    expect(status(phone)).to_contain_text("You said 140°.")
    expect(status(page)).to_contain_text("1 of 1", timeout=LONG)
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    dial.press("ArrowRight")
    change = room(phone).get_by_role("button", name="Change")
    expect(change).to_be_enabled()
    change.press("Enter")
    expect(status(phone)).to_contain_text("You said 145°.")
    phone.reload()
    expect(status(phone)).to_contain_text("You said 145°.", timeout=LONG)
    expect(status(page)).to_contain_text("1 of 1")
    expect(room(page).locator(".room-figure")).to_be_hidden()

    room(page).get_by_role("button", name="Show the histogram").press("Enter")
    for one in (page, phone):
        bars = room(one).get_by_role("table", name="What the class guessed").get_by_role("row")
        expect(bars.filter(has_text="144° to 153°")).to_contain_text("1", timeout=LONG)
    page.reload()
    reveal = room(page).get_by_role("button", name="Reveal the answer")
    expect(reveal).to_be_enabled(timeout=LONG)
    expect(page.locator(".six-or-nine .sentence")).to_have_text(
        "Hidden until you have guessed.", timeout=LONG
    )
    assert violations(page) == violations(phone) == []
    reveal.click()
    expect(status(page)).to_contain_text(re.compile(r"The answer: \d+°\."), timeout=LONG)
    expect(status(phone)).to_contain_text("You said 145°. The answer is out.", timeout=LONG)
    expect(phone.locator(".six-or-nine .guess-text")).to_contain_text("You said 145°", timeout=LONG)
    expect(room(phone).get_by_role("slider")).to_be_hidden()
    expect(room(phone).locator(".spoken")).to_contain_text("The answer")

    page.get_by_role("button", name="End the room").click()
    for one in (page, phone):
        expect(room(one)).to_contain_text("This room has ended.", timeout=LONG)
        room(one).get_by_role("button", name="Close").click()
        expect(room(one)).to_be_hidden()
        assert "room=" not in one.url
