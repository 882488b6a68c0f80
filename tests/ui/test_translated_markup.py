"""Markup and whole numbers in another language."""

from lazyq.ui import language
from lazyq.ui.language import translated_markup, whole_number

MARKUP = """<p class="lead" data-sentence>The plane of <i>x</i>
  and <i>y</i>.</p><p>Drag <b>them</b></p>
<math><mi>sin</mi><mtext class="under">residual</mtext></math><p title="Reset">r = 2</p>"""


def test_a_sentence_that_tags_cut_is_one_text():
    found = []

    def noted(text):
        found.append(text)
        return text.upper() if "<" not in text else text.replace("and", "y")

    shown = translated_markup(MARKUP, noted)
    assert found == ["The plane of <i>x</i> and <i>y</i>.", "Drag", "them", "residual", "Reset"]
    assert "data-sentence>The plane of <i>x</i> y <i>y</i>.</p><p>DRAG <b>THEM</b></p>" in shown
    assert "<mi>sin</mi>" in shown, "of formulas only words"
    assert '<p title="RESET">r = 2</p>' in shown


def test_four_digits_stay_together_in_spanish_as_the_browser_writes_them(monkeypatch):
    assert [whole_number(value) for value in (999, 4000, 10_000)] == ["999", "4,000", "10,000"]
    monkeypatch.setattr(language, "language", lambda: "es")
    assert [whole_number(value) for value in (999, 4000, 10_000)] == ["999", "4000", "10.000"]
