"""The frame of the app: its menus and Start's cards, with as many pages as there will be."""

import re

import pytest
from playwright.sync_api import expect

from .harness import AppServer, wait_until_ready
from .resting import at_rest

FIFTEEN = "tests/browser/apps/fifteen.py"
GROUPS = {
    "See": ["Lens", "Words", "Six or nine"],
    "Use": ["Neighbours", "Best λ", "Average"],
    "Understand": ["Geometry", "Averaging"],
    "Learn with symmetry": ["Sample gain", "Hardness", "Steering", "Aligning"],
}
STORY = [title for titles in GROUPS.values() for title in titles]
DESKTOPS = [(1280, 720), (1440, 900)]
PHONES = [(320, 640), (390, 844)]
TELEPHONE = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
OVERFLOWING = """(cards) => cards.filter((card) => {
  const inside = [...card.querySelectorAll('img, a, p')].every((part) => {
    const outer = card.getBoundingClientRect(), inner = part.getBoundingClientRect()
    return inner.left >= outer.left && inner.right <= outer.right
      && inner.top >= outer.top && inner.bottom <= outer.bottom && part.scrollWidth <= part.clientWidth
  })
  return !inside || card.getBoundingClientRect().right > innerWidth
}).map((card) => card.textContent)"""
OVERLAPPING = """(cards) => cards.flatMap((card, index) => {
  const a = card.getBoundingClientRect()
  return cards.slice(index + 1).filter((other) => {
    const b = other.getBoundingClientRect()
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  }).map((other) => `${card.textContent} | ${other.textContent}`)
})"""
NO_SIDEWAYS = "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
# The titles that the tab has had, in their order.
_TITLES = """(() => {
  window.titles = []
  new MutationObserver(() => {
    if (window.titles.at(-1) !== document.title) window.titles.push(document.title)
  }).observe(document, { childList: true, subtree: true, characterData: true })
})()"""
FOCUSED = "document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def fifteen(tmp_path_factory):
    """The app with fifteen pages in its table."""
    with AppServer(tmp_path_factory.mktemp("fifteen"), script=FIFTEEN) as running:
        yield running


@pytest.fixture
def screen(new_page):
    """Open a page of a size; a narrow one has a touch screen."""

    def create(size, **options):
        width, height = size
        touch = {"is_mobile": True, "has_touch": True} if width < 768 else {}
        return new_page(viewport={"width": width, "height": height}, **touch, **options)

    return create


@pytest.mark.parametrize("size", DESKTOPS, ids=str)
def test_menus_hold_fifteen_pages(fifteen, screen, open_page, size):
    page = open_page("/", on=screen(size), at=fifteen)
    bar = page.get_by_role("navigation", name="App pages")
    for title in ("Start", "About"):
        expect(bar.get_by_role("link", name=title)).to_be_in_viewport(ratio=1)
    expect(bar.get_by_role("button")).to_have_text([*GROUPS])
    for group, titles in GROUPS.items():
        bar.get_by_role("button", name=group, exact=True).click()
        items = page.get_by_role("menuitem")
        expect(items).to_have_count(len(titles))
        for item, title in zip(items.all(), titles, strict=True):
            expect(item).to_contain_text(title)
            expect(item).to_be_in_viewport(ratio=1)
            assert item.bounding_box()["height"] >= 44
        page.keyboard.press("Escape")
        expect(items).to_have_count(0)


def test_menus_by_keyboard_alone_and_where_one_is_is_marked(fifteen, screen, open_page):
    page = open_page("/", on=screen(DESKTOPS[0]), at=fifteen)
    reached = []
    for _ in range(3 + 1 + len(GROUPS)):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if reached[-1] in GROUPS:
            page.keyboard.press("Enter")
            items = page.get_by_role("menuitem")
            for item in items.all():
                expect(item).to_be_focused()
                assert item.evaluate("(link) => getComputedStyle(link).outlineStyle") == "solid"
                reached.append(page.evaluate(FOCUSED))
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Escape")
            expect(items).to_have_count(0)
    seen = " ".join(reached)
    assert all(title in seen for title in ["Start", "About", "Teach", *STORY])

    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Aligning")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/steering$"))
    wait_until_ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Steering")
    expect(page.get_by_role("menuitem")).to_have_count(0)
    buttons = page.get_by_test_id("stTopNavSection")
    weights = buttons.evaluate_all("(all) => all.map((button) => getComputedStyle(button).fontWeight)")
    assert weights == ["400"] * 3 + ["600"]


@pytest.mark.parametrize(
    ("size", "telephone"),
    [
        pytest.param(size, telephone, marks=() if (size == PHONES[0]) != telephone else pytest.mark.thorough)
        for size in PHONES
        for telephone in (False, True)
    ],
    ids=str,
)
def test_drawer_holds_fifteen_pages_and_closes_after_a_choice(fifteen, screen, open_page, size, telephone):
    options = {"user_agent": TELEPHONE} if telephone else {}
    page = open_page("/", on=screen(size, **options), at=fifteen)
    drawer, opener = page.get_by_test_id("stSidebar"), page.get_by_test_id("stExpandSidebarButton")

    def choose(title):
        opener.tap()
        expect(drawer).to_have_attribute("data-collapsed", "false")
        drawer.get_by_role("link", name=title, exact=True).tap()
        expect(drawer).to_have_attribute("data-collapsed", "true")
        wait_until_ready(page)

    opener.tap()
    links = drawer.get_by_role("link")
    expect(links).to_have_count(15)
    for link in links.all():
        link.scroll_into_view_if_needed()
        expect(link).to_be_in_viewport(ratio=1)
        assert link.bounding_box()["height"] >= 44
        label = link.locator("p")
        assert label.evaluate("(text) => text.scrollWidth <= text.clientWidth")
    page.reload()
    wait_until_ready(page)
    expect(drawer).to_have_attribute("data-collapsed", "true")

    choose("Aligning")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aligning")
    choose("Aligning")
    choose("Six or nine")
    expect(page.get_by_role("heading", level=1)).to_have_text("Six or nine")
    page.reload()
    wait_until_ready(page)
    expect(drawer).to_have_attribute("data-collapsed", "true")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aligning")


def test_drawer_by_keyboard(fifteen, screen, open_page):
    page = open_page("/aligning", on=screen(PHONES[0]), at=fifteen)
    opener = page.get_by_test_id("stExpandSidebarButton")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    drawer = page.get_by_test_id("stSidebar")
    expect(drawer).to_have_attribute("data-collapsed", "false")
    link = drawer.get_by_role("link", name="Steering")
    for _ in range(25):
        page.keyboard.press("Tab")
        if link.evaluate("(link) => link === document.activeElement"):
            break
    expect(link).to_be_focused()
    assert link.evaluate("(link) => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(drawer).to_have_attribute("data-collapsed", "true")
    expect(page.get_by_role("heading", level=1)).to_have_text("Steering")


@pytest.mark.parametrize("size", [*PHONES, *DESKTOPS], ids=str)
def test_cards_of_fifteen_pages_fit(fifteen, screen, open_page, size):
    page = open_page("/", on=screen(size), at=fifteen)
    cards = page.locator("[class*=st-key-card-]")
    expect(cards).to_have_count(14)
    assert cards.get_by_role("link").all_inner_texts() == [*STORY, "About", "Teach"]
    assert page.get_by_role("heading", level=2).all_inner_texts() == [*GROUPS, "Lessons"]
    assert page.evaluate(NO_SIDEWAYS)
    assert cards.evaluate_all(OVERFLOWING) == []
    assert cards.evaluate_all(OVERLAPPING) == []
    assert all(card.bounding_box()["width"] >= 240 for card in cards.all())


def test_the_whole_card_is_the_link_and_shows_the_focus(fifteen, screen, open_page):
    page = open_page("/", on=screen(DESKTOPS[0]), at=fifteen)
    expect(page.locator(".st-key-cards")).to_have_css("display", "grid")
    card = page.locator(".st-key-card-steering")
    box = card.bounding_box()
    card.click(position={"x": box["width"] - 6, "y": box["height"] - 6})
    expect(page.get_by_role("heading", level=1)).to_have_text("Steering")

    open_page("/", on=page, at=fifteen)
    page.get_by_role("slider").focus()
    for title in STORY:
        for _ in range(14):
            page.keyboard.press("Tab")
            if page.evaluate(FOCUSED) == title:
                break
        assert page.evaluate(FOCUSED) == title
        ring = page.evaluate("getComputedStyle(document.activeElement, '::after').outlineStyle")
        assert ring == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aligning")


def test_cards_show_the_pictures_of_the_theme(page, dark, open_page):
    seen = []
    for visitor in (page, dark):
        open_page("/", on=visitor)
        cards = visitor.locator("[class*=st-key-card-]")
        pictures = cards.locator("img")
        expect(pictures).to_have_count(cards.count())
        assert all(pictures.evaluate_all("(all) => all.map((one) => one.naturalWidth > 0)"))
        seen.append(pictures.evaluate_all("(all) => all.map((one) => one.src)"))
        assert len(set(seen[-1])) == len(seen[-1]), "each page has its own"
    assert seen[0] != seen[1]


def test_embedded_start_has_cards_and_no_menus(fifteen, screen, open_page):
    page = open_page("/?embed=true", on=screen(DESKTOPS[0]), at=fifteen)
    expect(page.get_by_role("navigation", name="App pages")).to_have_count(0)
    page.locator(".st-key-card-aligning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aligning")
    expect(page.get_by_role("navigation", name="App pages")).to_have_count(0)
    open_page("/steering?embed=true", on=page, at=fifteen)
    expect(page.get_by_role("heading", level=1)).to_have_text("Steering")
    expect(page.get_by_role("navigation", name="App pages")).to_have_count(0)


def test_the_tab_has_the_title_of_its_page_and_keeps_it(page, open_page):
    page.add_init_script(_TITLES)
    open_page("/lens", on=page)
    page.get_by_role("button", name="Swap").click()
    expect(page).to_have_url(re.compile("x="))
    at_rest(page)
    titles = page.evaluate("window.titles")
    assert titles[-1] == "Lens · lazyq"
    assert [title for title in titles if "lazyq" in title] == ["Lens · lazyq"]
    open_page("/?lang=es", on=page)
    expect(page).to_have_title("Inicio · lazyq")
