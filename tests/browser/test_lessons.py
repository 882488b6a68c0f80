"""A lesson by its link: its steps, a question answered wrongly and rightly, and what is kept of that."""

from playwright.sync_api import expect

from .harness import READY_SECONDS, until
from .resting import DEEP, at_rest
from .test_projector import OUTSIDE, PARTS, SCROLLS
from .walking import assert_sound

LONG = 1000 * READY_SECONDS
# Where the part begins that the card of a step has ringed.
TOP = f"""(() => {{ {DEEP}
  return deep(document, '.lazyq *').find(({{ style }}) => style.outline)?.getBoundingClientRect().top
}})()"""

# Whether a table behind a chart has been written.
TABLED = f"""(selector) => {{ {DEEP}
  return deep(document, selector).some((table) => table.rows.length > 1)
}}"""


def card(page):
    return page.get_by_role("region", name="Lesson: Shifts")


def at_step(page, number):
    expect(card(page).get_by_text(f"Step {number} of 8", exact=True)).to_be_visible(timeout=LONG)
    at_rest(page)
    assert f"lesson=shifts&lesson_step={number}" in page.url


def test_a_lesson_begins_asks_tells_and_keeps_what_was_answered(page, open_page):
    open_page("/?lesson=shifts", on=page)
    expect(page).to_have_title("Lens · lazyq", timeout=LONG)
    at_step(page, 1)
    reply, check = card(page).get_by_role("status"), card(page).get_by_role("button", name="Check")
    check.click()
    expect(reply).to_have_text("Answer first, or let it be shown.")
    card(page).get_by_label("a half").check()
    check.click()
    expect(reply).to_contain_text("✗ Not so. Computed: more than three quarters.", timeout=LONG)
    card(page).get_by_label("more than three quarters").check()
    page.keyboard.press("Enter")
    expect(reply).to_contain_text("✓ Right: more than three quarters. From ", timeout=LONG)
    page.set_viewport_size({"width": 390, "height": 700})
    # On a phone the reply is read at the end of the card, and the next step from its beginning.
    check.click()
    expect(reply).to_be_in_viewport()
    expect(reply).to_contain_text("✓ Right", timeout=LONG)
    page.keyboard.press("n")
    at_step(page, 2)
    expect(card(page).get_by_text("Sliding is free", exact=True)).to_be_in_viewport(ratio=1)
    fold = card(page).get_by_role("button", name="Text of the step")
    fold.click()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        row = [card(page).get_by_role("link", name="Back").bounding_box(), fold.bounding_box()]
        assert row[1]["width"] >= 44, "a finger misses what unfolds the card"
        assert row[0]["y"] == row[1]["y"], "a folded card has two rows of buttons"
    fold.click()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".lens .lam")).to_have_text("λ = 0")
    card(page).get_by_role("textbox").fill("bn")
    check.click()
    expect(reply).to_contain_text("The answer must be a number such as 0.5, got 'bn'.", timeout=LONG)
    card(page).get_by_role("button", name="Show me").click()
    expect(reply).to_contain_text("Computed: ", timeout=LONG)
    card(page).get_by_role("link", name="Back").click()
    at_step(page, 1)
    expect(page.locator(".lens .lam")).to_have_text("λ = ∞")
    expect(card(page).get_by_label("more than three quarters")).to_be_checked()
    expect(reply).to_contain_text("✓ Right")
    card(page).get_by_role("button", name="Leave").click()
    expect(card(page)).to_be_hidden()
    assert "lesson" not in page.url
    page.get_by_role("navigation", name="App pages").get_by_role("link", name="Start").click()
    page.get_by_role("link", name="Geometry, 15 min").click()
    expect(page.get_by_role("region", name="Lesson: Geometry")).to_be_visible(timeout=LONG)
    expect(page).to_have_title("Geometry · lazyq", timeout=LONG)


def assert_all_is_above(page, lesson):
    at_rest(page)
    until(page, f"() => ({SCROLLS})().every((over) => over <= 1)")
    view, parts = PARTS["average"].split(": ")
    assert page.locator(view).evaluate(OUTSIDE, parts.split(", ")) == []
    shown = page.locator(".average .classes").bounding_box()
    assert shown["y"] + shown["height"] <= lesson.bounding_box()["y"]


def test_what_a_link_hides_is_not_there_and_what_it_locks_does_not_move(page, open_page):
    open_page("/lens?lam=0.5&hide=formula_sentence_chart&lock=lambda_settings", on=page)
    at_rest(page)
    dial, told = page.get_by_role("slider", name="Laziness λ"), page.locator(".lens .lam")
    for name in (".formula", ".sentence", ".curve"):
        expect(page.locator(f".lens {name}").first).to_be_hidden()
    expect(dial).to_be_visible()
    expect(dial).to_have_attribute("aria-disabled", "true")
    expect(dial).to_have_attribute("aria-description", "The link has locked this")
    before = dial.input_value()
    dial.focus()
    for key in ("ArrowRight", "End", "]", "p"):
        page.keyboard.press(key)
    page.get_by_role("button", name="event ▸").dispatch_event("click")
    box = dial.bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)
    expect(told).to_have_text("λ = 0.5")
    assert dial.input_value() == before
    swap = page.get_by_role("button", name="Swap")
    expect(swap).to_have_attribute("aria-disabled", "true")
    swap.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Guess: from which λ on").dispatch_event("click")
    expect(told).to_have_text("λ = 0.5")
    expect(page.get_by_role("button", name="Guess: from which λ on")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator(".lens .pins button").first).to_be_visible()
    for kind in ("bigger", "csv", "npz", "html", "png", "svg", "python"):
        page.locator(".take .done").evaluate("(node) => { node.textContent = '' }")
        page.locator(f"[data-take={kind}]").click()
        expect(page.locator(".take .done")).to_have_text(
            "The link hides a part of the page, which this would show."
        )
    assert not page.get_by_role("dialog").count()
    until(page, f"() => ({TABLED})('.lens .curve + .unseen table')")
    expect(page.locator(".lens .curve + .unseen table")).to_have_css("visibility", "hidden")
    assert "x=mnist-test-21" in page.url or "x=sklearn-6" in page.url

    # A map that moves two settings moves neither when one of them is locked.
    open_page("/six-or-nine?angle=90&lam=0.1&hide=nearest&lock=lambda", on=page)
    at_rest(page)
    view = page.locator(".six-or-nine")
    expect(view.locator(".cards")).to_be_hidden()
    view.locator(".map").click(position={"x": 100, "y": 30})
    expect(view.locator(".lam")).to_have_text("λ = 0.1")
    expect(view.locator(".angle")).to_have_value("90")
    view.locator(".angle").press("ArrowRight")
    expect(view.locator(".angle")).to_have_value("91")

    open_page("/average?size=30&hide=chart_reading_guess", on=page)
    assert_sound(page, "a link that hides what stands at the right")
    expect(page.get_by_role("heading", name="Which λ reads digits best?")).to_be_hidden()

    # On a projector the page is moved so that its tools don't lie over what the step points at.
    page.set_viewport_size({"width": 1280, "height": 720})
    open_page("/average?size=30&lam=inf&lesson=averages&lesson_step=1&present=true", on=page)
    at_rest(page)
    tools = page.get_by_role("button", name="Leave the projector").bounding_box()
    until(page, f"() => {TOP} >= {tools['y'] + tools['height']}")
    # Folded, the card leaves all of the view on the screen; on a larger one it does so unfolded.
    lesson = page.get_by_role("region", name="Lesson: Averages")
    text = lesson.get_by_role("button", name="Text of the step")
    lesson.get_by_label("by about a half").focus()
    page.keyboard.press("t")
    expect(text).to_have_attribute("aria-expanded", "false")
    expect(text).to_be_focused()
    expect(lesson.get_by_text("The plain average", exact=True)).to_be_visible()
    expect(lesson.get_by_role("radio")).to_have_count(0)
    assert_all_is_above(page, lesson)
    text.click()
    expect(lesson.get_by_role("radio")).to_have_count(3)
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert_all_is_above(page, lesson)


def test_a_lesson_is_put_together_from_the_page_before_and_its_link_opens_it(page, open_page):
    open_page("/words?lam=1", on=page)
    at_rest(page)
    page.get_by_role("navigation", name="App pages").get_by_role("link", name="Teach").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make a lesson", timeout=LONG)
    at_rest(page)
    page.get_by_role("button", name="Take the page I was on").click()
    link = page.get_by_role("textbox", name="Link, with hide= and lock= for parts")
    expect(link).to_have_value("words?lam=1&v=1", timeout=LONG)
    said = page.get_by_role("textbox", name="Text, a sentence or two a line")
    said.fill("<b>Look</b> at ![a](//127.0.0.2/b.png) it.")
    asks = page.get_by_role("textbox", name="Question, if there is one")
    asks.fill("How many events?")
    asks.press("Enter")
    answer = page.get_by_role("textbox", name="Its answer, to be computed")
    answer.fill('word_events("form", "from")')
    answer.press("Enter")
    page.get_by_role("link", name="Open the lesson").wait_for(timeout=LONG)
    address = page.get_by_role("link", name="Open the lesson").get_attribute("href")
    expect(page.get_by_role("img", name="QR code of the lesson")).to_be_visible()
    at_rest(page)
    page.reload()
    for field, text in ((said, "<b>Look</b> at ![a](//127.0.0.2/b.png) it."), (asks, "How many events?")):
        expect(field).to_have_value(text, timeout=LONG)
    assert page.get_by_role("link", name="Open the lesson").get_attribute("href") == address
    open_page("/" + address.rpartition("/")[2], on=page)
    lesson = page.get_by_role("region", name="Lesson: My lesson")
    expect(lesson.locator(".tour-says")).to_have_text(
        "<b>Look</b> at ![a](//127.0.0.2/b.png) it.", timeout=LONG
    )
    expect(page).to_have_title("Words · lazyq", timeout=LONG)
    lesson.get_by_role("textbox").fill("1")
    lesson.get_by_role("button", name="Check").click()
    expect(lesson.get_by_role("status")).to_have_text("✓ Right: 1.", timeout=LONG)
