"""A list of choices stays open while the page moves by itself, and closes under a hand that scrolls."""

from playwright.sync_api import expect

from .charts import NEXT_FRAME
from .resting import at_rest

# What stands above the list grows, and the browser scrolls so that the box stays where it is.
GROW = "(main) => { main.querySelector('h1').style.paddingBottom = '90px' }"


def test_a_list_stays_at_its_box_while_the_page_moves(page, open_page):
    at_rest(open_page("/words"))
    main = page.get_by_test_id("stMain")
    box = main.get_by_role("combobox").first
    box.scroll_into_view_if_needed()
    at_rest(page)
    box.press("ArrowDown")
    listed = page.get_by_role("listbox")
    expect(listed).to_be_visible()
    was = main.evaluate("(main) => main.scrollTop")
    main.evaluate(GROW)
    for _ in range(5):
        page.evaluate(NEXT_FRAME)
    assert main.evaluate("(main) => main.scrollTop") != was
    expect(listed).to_be_visible()
    where = box.bounding_box()
    assert abs(listed.bounding_box()["y"] - where["y"]) < listed.bounding_box()["height"] + 60
    page.mouse.move(where["x"] - 20, where["y"] - 100)
    page.mouse.wheel(0, 40)
    expect(listed).to_be_hidden()
