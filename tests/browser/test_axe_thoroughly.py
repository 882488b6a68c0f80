"""axe-core finds no barrier in Spanish either: every page, each lesson's card, a room's panel."""

import pytest
from playwright.sync_api import expect

from .axe import require_axe, violations
from .harness import READY_SECONDS
from .lesson_walk import LESSONS
from .resting import ADDRESSES, at_rest, everything_open, path_of
from .test_axe import CALM, NARROW, WIDE, in_the_dark

pytestmark = pytest.mark.thorough
LONG = 1000 * READY_SECONDS
CUT = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"


@pytest.fixture(autouse=True)
def installed():
    require_axe()


def in_spanish(path):
    return f"{path}{'&' if '?' in path else '?'}lang=es"


def found(page):
    """Return the barriers of a page as it is, light and then dark."""
    light = violations(page)
    dark = violations(in_the_dark(page))
    page.emulate_media(color_scheme="light")
    return light, dark


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_page(new_page, open_page, url):
    page = at_rest(open_page(in_spanish(path_of(url)), on=new_page(**CALM, **WIDE)))
    assert violations(page) == []
    assert found(everything_open(page)) == ([], [])
    assert page.locator(".lazyq button:visible").evaluate_all(CUT) == []


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_page_on_a_phone(new_page, open_page, url):
    page = at_rest(open_page(in_spanish(path_of(url)), on=new_page(**CALM, **NARROW)))
    assert found(everything_open(page)) == ([], [])
    assert page.locator(".lazyq button:visible").evaluate_all(CUT) == []
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    assert found(page) == ([], [])


@pytest.mark.parametrize("name", [name for name, language in LESSONS if language == "es"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desktop", "phone"])
def test_card_of_a_lesson_answered_and_folded(new_page, open_page, name, size):
    page = at_rest(open_page(f"/?lesson={name}&lang=es", on=new_page(**CALM, **size)))
    card = page.locator(".tour")
    expect(card).to_be_visible(timeout=LONG)
    if not card.locator(".tour-question").is_visible():
        page.keyboard.press("n")
    card.locator(".tour-show").click(timeout=LONG)
    expect(card.locator(".tour-reply")).to_have_attribute("data-verdict", "seen", timeout=LONG)
    assert found(at_rest(page)) == ([], [])
    card.locator(".tour-fold").click()
    assert found(at_rest(page)) == ([], [])


def test_room_of_a_teacher_and_of_a_student(new_page, open_page):
    page = at_rest(open_page("/six-or-nine?size=100&lam=0.05&lang=es", on=new_page(**CALM, **WIDE)))
    page.locator(".ask-class").click()
    expect(page.locator(".room-code")).not_to_be_empty(timeout=LONG)
    code = (page.locator(".room-code").text_content() or "").replace(" ", "")
    phone = open_page(f"/?room={code}&lang=es", on=new_page(**CALM, **NARROW))
    phone.locator(".room [type=range]").fill("140", timeout=LONG)
    phone.locator(".room-commit").click()
    expect(phone.locator(".room-status")).to_contain_text("140°", timeout=LONG)
    for one in (page, phone):
        assert found(at_rest(one)) == ([], [])
