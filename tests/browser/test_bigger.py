"""A chart opens bigger when it is asked for, and not before."""

import re

from playwright.sync_api import expect

from .harness import READY_SECONDS

SECONDS = 1000 * READY_SECONDS


def test_lens_opens_its_charts_bigger_by_keyboard_at_the_lambda_of_the_page(page, open_page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page("/lens?lam=0.4")
    button = page.get_by_role("button", name="Bigger, to zoom")
    expect(button).to_be_visible(timeout=SECONDS)
    assert not [url for url in asked if "plotly" in url.lower()], "Plotly came before it was wanted"
    page.locator(".lens input[type=range]").first.press("End")
    expect(page).to_have_url(re.compile("lam=inf"))

    button.focus()
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog")
    chart = window.get_by_test_id("stPlotlyChart")
    expect(chart.locator(".main-svg").first).to_be_visible(timeout=SECONDS)
    expect(window.get_by_role("figure", name=re.compile("^d² over λ: from .* g changes"))).to_be_attached()
    expect(chart.locator(".infolayer")).to_contain_text("g changes")

    window.get_by_text("x, g·x and y").click()
    expect(window.get_by_text("x moved to look like y at λ = ∞")).to_be_visible(timeout=SECONDS)
    expect(window.get_by_text(re.compile(r"effort ν\(g\) = 0,"))).to_be_visible()
    # 0.6, as Streamlit has it, is a contrast of 4.3 : 1 on white; 4.5 is the least.
    expect(window.get_by_test_id("stCaptionContainer").first).to_have_css("opacity", "0.75")
    expect(chart.locator(".heatmaplayer image")).to_have_count(4)

    page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    expect(button).to_be_focused()
    button.click()
    expect(window).to_be_visible()
