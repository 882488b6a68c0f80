"""Every chart stands as a table behind it, for who does not see it, and none while one guesses."""

import pytest
from playwright.sync_api import expect

from .resting import path_of, with_quizzes_answered

CHARTS = {
    "lens": [".curve", ".bars"],
    "neighbours": [".strip"],
    "words": [".threads", ".curve", ".share"],
    "six-or-nine": [".curves", ".map"],
}
ROWS = """(table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent))"""


def read(chart):
    """Return the caption of a chart's table and its rows of texts, the columns first."""
    table = chart.locator("xpath=following-sibling::*[1]").locator("table")
    expect(table.locator("caption")).not_to_be_empty()
    head, *rows = table.evaluate(ROWS)
    assert len(head) > 1
    assert rows
    assert all(len(row) == len(head) and all(row) for row in rows)
    return table.locator("caption").text_content(), head, rows


@pytest.mark.parametrize("url", CHARTS)
def test_every_chart_has_its_table(page, open_page, url):
    open_page(path_of(url))
    with_quizzes_answered(page)
    view = page.locator(".lazyq:not(.frame)").first
    told = {chart: read(view.locator(chart)) for chart in CHARTS[url]}
    if url == "neighbours":
        stages = view.evaluate("(root) => root.view.stages.map(({ vote }) => String(vote))")
        assert [row[1] for row in told[".strip"][2]] == stages
    if url in ("words", "six-or-nine"):
        page.locator(".guess-ask").click()
        for chart in CHARTS[url]:
            expect(view.locator(f"{chart} + .unseen table")).to_be_empty()


def test_every_view_of_best_lambda_has_its_table(page, open_page):
    open_page(path_of("best-lambda"))
    with_quizzes_answered(page)
    chart, caption = page.locator(".accuracy .chart"), page.locator(".accuracy .chart + .unseen caption")
    for view, words, count in (
        ("classes", "share of each digit", 7),
        ("gain", "Gained", 10),
        ("every", "every λ", 22),
    ):
        page.locator(f".accuracy [data-view={view}]").click()
        expect(caption).to_contain_text(words, timeout=60_000)
        assert len(read(chart)[2]) == count
    page.locator(".accuracy [data-view=pairs]").click()
    expect(caption).to_have_count(0)
