"""axe-core finds no barrier on any page, light and dark, desktop and phone, whatever is open."""

import pytest
from playwright.sync_api import expect

from .axe import COLOURS, require_axe, violations
from .harness import until
from .lines import parted
from .resting import ADDRESSES, at_rest, everything_open, path_of

SECONDS = 30_000
# Who wants no motion has no page that moves by itself, so that it comes to rest.
CALM = {"color_scheme": "light", "reduced_motion": "reduce"}
WIDE = {"viewport": {"width": 1280, "height": 800}}
NARROW = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NONSENSE = "x=nonsense&y=px-%21&lam=many&k=many&n=many&model=none"
# What would compute for long by its defaults.
NONSENSE_OF = {"average": "lam=many&size=30", "averaging": "x=nonsense&model=logistic&n=500"}

COMPLAINING = (
    "lens",
    "averaging",
    "sample-gain",
    "six-or-nine",
)  # which differ; the others say it as these do


@pytest.fixture(autouse=True)
def installed():
    require_axe()


def in_the_dark(page):
    """Let the owner of the page prefer dark, and wait until it is."""
    page.emulate_media(color_scheme="dark")
    background = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    until(page, f"{background} === 'rgb(16, 21, 27)'")
    for view in page.locator(".lazyq:not(.frame)").all():
        expect(view).to_have_attribute("data-dark", "", timeout=SECONDS)
    return at_rest(page)


@pytest.mark.parametrize(
    ("step", "name"),
    [("tour=3", "Guided tour"), ("lesson=shifts&lesson_step=3&lock=lambda", "Lesson: Shifts")],
)
def test_step_of_the_tour_and_of_a_lesson(new_page, open_page, step, name):
    page = at_rest(open_page(f"/lens?lam=0.5&{step}", on=new_page(**CALM, **NARROW)))
    expect(page.get_by_role("region", name=name)).to_be_visible()
    assert violations(page) == []
    assert violations(in_the_dark(page), COLOURS) == []


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_page(new_page, open_page, url):
    page = at_rest(open_page(path_of(url), on=new_page(**CALM, **WIDE)))
    assert violations(page) + parted(page) == []
    assert violations(everything_open(page)) == []
    page.set_viewport_size(NARROW["viewport"])
    assert violations(everything_open(page)) + parted(page) == []
    page.set_viewport_size(WIDE["viewport"])
    assert violations(in_the_dark(page), COLOURS) == []


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(url, marks=() if url in COMPLAINING else pytest.mark.thorough, id=url or "start")
        for url in ADDRESSES
    ],
)
def test_page_that_complains_of_its_link(new_page, open_page, url):
    page = at_rest(open_page(path_of(url, NONSENSE_OF.get(url, NONSENSE)), on=new_page(**CALM)))
    assert violations(page) == []


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light")], ids=["desktop", "dark", "phone"]
)
def test_menus_and_every_way_to_choose_a_digit(new_page, open_page, size, scheme):
    page = at_rest(open_page(path_of("lens"), on=new_page(**CALM | {"color_scheme": scheme}, **size)))
    page.get_by_test_id("stMainMenu").click()
    expect(page.get_by_test_id("stMainMenuPopover")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if size is WIDE:
        page.get_by_role("button", name="Understand", exact=True).click()
        expect(page.get_by_role("menuitem").first).to_be_visible()
    else:
        page.get_by_test_id("stExpandSidebarButton").click()
        expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    assert violations(page) == []
    if size is WIDE:
        page.keyboard.press("Escape")
    else:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.get_by_role("button", name="Choose x").click()
    dialog = page.get_by_role("dialog")
    for tab in dialog.get_by_role("tab").all():
        tab.click()
        at_rest(page)
        assert violations(page) == []
    expect(dialog).to_be_visible()
